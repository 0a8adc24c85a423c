"""Exports in, conversations out: one module per platform, one small protocol, one battery.

>>> [reader.name for reader in READERS]
['discourse', 'wordpress', 'stackexchange', 'convokit', 'forum']
"""

from __future__ import annotations

from iq4d.readers.finding import READERS, find
from iq4d.readers.protocol import Limits, Reader, Reading, Skipped
from iq4d.readers.reading import Found, read, read_many

__all__ = ["READERS", "Found", "Limits", "Reader", "Reading", "Skipped", "find", "read", "read_many"]

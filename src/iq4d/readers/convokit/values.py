"""Ids, names, languages and moments as corpora write them, whose meta has no fixed form."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from iq4d.readers.dates import moment
from iq4d.readers.text import clean

__all__ = ["EPOCH", "GONE", "NAMES", "PLACES", "TITLES", "first_of", "id_of", "language_of", "microseconds", "shown_as"]

# Meta has no fixed names: what corpora of ConvoKit's own collection call these, and what we write.
TITLES = ("title", "thread_title", "name", "subject", "topic", "page_title")
NAMES = ("name", "display_name", "username", "screen_name", "character_name")
PLACES = ("origin", "url", "permalink")
_MAIL = re.compile(r"[^\s@]@[^\s@]+\.[^\s@]")
_LANGUAGE = re.compile(r"[a-z]{2}(?=$|[-_])")
GONE = frozenset({"[deleted]", "[removed]"})  # what Reddit puts in place of words, and of who wrote them

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Moments of 1973 to 2100 in seconds, and the same in milliseconds, microseconds and nanoseconds: no two overlap.
# Smaller numbers are counters or seconds from the beginning, which are no moments.
_FROM, _TO = 10**8, 4_102_444_800
_UNITS = (1, 10**3, 10**6, 10**9)
_FIRST, _LAST = -62_135_500_000, 253_402_200_000  # the years 1 to 9999
_ID = 400
"""Characters of an id; a longer one is known by its digest."""


def id_of(value: object, *, mail: bool = True) -> str | None:
    """An id as text that a database takes; None where it is none. mail: whether a mail address may stand for one."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not value.strip():
        return None
    if len(value) <= _ID and clean(value) == value and "\n" not in value and (mail or not _MAIL.search(value)):
        return value
    digest = hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:20]
    return f"id-{digest}"


def first_of(meta: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    """The first of these that says something."""
    said = (meta[key] for key in keys if isinstance(meta.get(key), str))
    return next((clean(words)[:2_000] for words in said if words.strip()), "")


def shown_as(key: str) -> str:
    """How somebody is called who has no name but an id."""
    if key in GONE:
        return ""
    return f"user{key}" if key.isdigit() else key


def language_of(value: object) -> str | None:
    found = _LANGUAGE.match(value.lower()) if isinstance(value, str) else None
    return found[0] if found else None


def microseconds(written: object, *, anything: bool) -> int | None:
    """Microseconds since 1970 of a time as corpora write it; None where nobody could tell. anything: it is seconds.

    >>> microseconds(1_700_000_000, anything=False), microseconds("1700000000000", anything=False)
    (1700000000000000, 1700000000000000)
    >>> microseconds(12.5, anything=False), microseconds("half past ten", anything=False)
    (None, None)
    """
    if isinstance(written, str):
        if at := moment(written):
            return (at - EPOCH) // timedelta(microseconds=1)
        if not re.fullmatch(r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?", written.strip(), re.ASCII):
            return None
        written = float(written) if "." in written else int(written)
    if isinstance(written, bool) or not isinstance(written, int | float) or not math.isfinite(written):
        return None
    for unit in _UNITS:
        if _FROM * unit <= written < _TO * unit or (anything and _FIRST < written < _LAST):
            return round(written * 10**6 / unit) if isinstance(written, float) else written * 10**6 // unit
    return None

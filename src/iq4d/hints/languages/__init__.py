"""A language is a folder: its patterns, written from that language and never translated, and its function words."""

from iq4d.hints.languages.rules import OURS, Rules, rules
from iq4d.hints.languages.spoken import spoken

__all__ = ["OURS", "Rules", "rules", "spoken"]

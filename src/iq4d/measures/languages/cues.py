"""Cue patterns per language: which words carry which rule. Written per language, never translated (MEASURES §1)."""

from __future__ import annotations

import re
from functools import lru_cache

from iq4d.measures.languages.folders import OURS, cue_lists

__all__ = ["Cues", "cues", "rules"]


class Cues:
    """The patterns of one indicator in one language, as one alternation; every hit knows its rule."""

    def __init__(self, language: str, indicator: str) -> None:
        self.rules = cue_lists(language)[indicator]
        branches = [
            f"(?P<{rule}>{'|'.join(pattern.replace(' ', _GAP) for pattern in patterns)})"
            for rule, patterns in self.rules.items()
        ]
        self.pattern = re.compile(rf"(?<![\w'])(?:{'|'.join(branches)})(?![\w])", re.IGNORECASE)
        self.finditer = self.pattern.finditer

    def first(self, text: str) -> tuple[str, str] | None:
        """(rule, words) of the first hit, or None."""
        hit = self.pattern.search(text)
        return None if hit is None else (str(hit.lastgroup), " ".join(hit.group().split()))


_GAP = r"\s+"


@lru_cache(maxsize=64)
def cues(language: str, indicator: str) -> Cues:
    """The cues of an indicator ("grounds", "question", "goal", "why", "done", "promise") in "en" or "nl"."""
    return Cues(language, indicator)


def rules() -> list[str]:
    """Every rule a piece of evidence can name, over both languages, as "indicator.rule"."""
    return sorted({f"{name}.{rule}" for code in OURS for name, part in cue_lists(code).items() for rule in part})

"""Cue patterns per language: which words carry which rule. Written per language, never translated (MEASURES §1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

from iq4d.measures.languages.folders import OURS, cue_lists

__all__ = ["Cues", "cues", "fired", "rules"]


class Cues:
    """The patterns of one indicator in one language; every hit knows its rule.

    A hundred patterns at every word would be most of what reading costs. So each word of a text is looked up among the
    words a pattern can begin with, and only those are tried; where one can begin with any word, all are, everywhere.
    """

    def __init__(self, language: str, indicator: str) -> None:
        self.rules = cue_lists(language)[indicator]
        self.whole = _compiled(self.rules)
        by_word: dict[str, dict[str, list[str]]] = {}
        known = True
        for rule, patterns in self.rules.items():
            for pattern in patterns:
                openings = first_words(pattern)
                known = known and openings is not None
                for word in openings or ():
                    by_word.setdefault(word, {}).setdefault(rule, []).append(pattern)
        self.by_word = {word: _compiled(rules) for word, rules in by_word.items()} if known else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The hits from left to right; `lastgroup` is the rule."""
        if self.by_word is None:
            yield from self.whole.finditer(text)
            return
        end = 0
        for word in _WORD.finditer(text):
            patterns = self.by_word.get(word.group().lower()) if word.start() >= end else None
            hit = patterns.match(text, word.start()) if patterns is not None else None
            if hit is not None:
                yield hit
                end = hit.end()

    def first(self, text: str) -> tuple[str, str] | None:
        """(rule, words) of the first hit, or None."""
        hit = next(self.finditer(text), None)
        return None if hit is None else (str(hit.lastgroup), " ".join(hit.group().split()))


def fired(language: str, indicators: tuple[str, ...], text: str) -> set[str]:
    """The rules of these indicators that the text fires, as "indicator.rule"; in one pass over its words."""
    together, alone = _together(language, indicators)
    found = {f"{name}.{hit.lastgroup}" for name in alone for hit in cues(language, name).whole.finditer(text)}
    ends = dict.fromkeys(indicators, 0)
    for word in _WORD.finditer(text):
        for name, patterns in together.get(word.group().lower(), ()):
            at = word.start()
            if at >= ends[name] and (hit := patterns.match(text, at)) is not None:
                found.add(f"{name}.{hit.lastgroup}")
                ends[name] = hit.end()
    return found


_GAP = r"\s+"
_WORD = re.compile(r"[\w']+")
_SPACE = list(_parser.parse(r"\s"))


@lru_cache(maxsize=8)
def _together(
    language: str, indicators: tuple[str, ...]
) -> tuple[dict[str, list[tuple[str, re.Pattern[str]]]], list[str]]:
    """(by word, the indicators and patterns it can begin; the indicators that can begin with any word)."""
    by_word: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    alone = []
    for name in indicators:
        of = cues(language, name).by_word
        if of is None:
            alone.append(name)
        for word, patterns in (of or {}).items():
            by_word.setdefault(word, []).append((name, patterns))
    return by_word, alone


def _compiled(rules: dict[str, list[str]]) -> re.Pattern[str]:
    branches = [
        f"(?P<{rule}>{'|'.join(pattern.replace(' ', _GAP) for pattern in patterns)})"
        for rule, patterns in rules.items()
    ]
    return re.compile(rf"(?<![\w'])(?:{'|'.join(branches)})(?![\w])", re.IGNORECASE)


def first_words(pattern: str) -> set[str] | None:
    """The words, in lower case, with which a match can begin; None where that can be any.

    >>> sorted(first_words("i(?:'ll| will) ask")), first_words("[a-z]+ because")
    (['i', "i'll"], None)
    """
    found: set[str] = set()
    parsed = list(_parser.parse(pattern.replace(" ", _GAP), re.IGNORECASE))
    return found if _walk(parsed, "", (), found) and all(found) else None


def _walk(ops: list[Any], word: str, rest: tuple[list[Any], ...], found: set[str]) -> bool:
    """Go through a parsed pattern until the first word is whole; False where it can be any."""
    if not ops:
        if rest:
            return _walk(rest[0], word, rest[1:], found)
        found.add(word)
        return True
    (op, told), tail = ops[0], ops[1:]
    if op in (_constants.ASSERT, _constants.ASSERT_NOT, _constants.AT):
        return _walk(tail, word, rest, found)
    if op is _constants.LITERAL and _WORD.match(chr(told)):
        return _walk(tail, word + chr(told).lower(), rest, found)
    if op is _constants.SUBPATTERN:
        return _walk(list(told[3]), word, (tail, *rest), found)
    if op is _constants.BRANCH:
        return all(_walk(list(branch), word, (tail, *rest), found) for branch in told[1])
    if op is _constants.IN and all(kind is _constants.LITERAL for kind, _ in told):
        return all(_walk([one, *tail], word, rest, found) for one in told)
    if op in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
        least, most, again = told
        without = least > 0 or _walk(tail, word, rest, found)
        if most == 1:
            return without and _walk(list(again), word, (tail, *rest), found)
        if list(again) != _SPACE:
            return False
    elif op is not _constants.LITERAL:
        return False
    found.add(word)  # white space or a mark: the word is whole
    return bool(word)


@lru_cache(maxsize=64)
def cues(language: str, indicator: str) -> Cues:
    """The cues of an indicator ("grounds", "question", "goal", "why", "done", "promise") in "en" or "nl"."""
    return Cues(language, indicator)


def rules() -> list[str]:
    """Every rule a piece of evidence can name, over both languages, as "indicator.rule"."""
    return sorted({f"{name}.{rule}" for code in OURS for name, part in cue_lists(code).items() for rule in part})

"""Cue patterns per language: which words carry which rule. Written per language, never translated (MEASURES §1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import numpy as np
import numpy.typing as npt

from iq4d.measures.languages.folders import OURS, cue_lists
from iq4d.measures.languages.lexicon import Ints, Lexicon, lexicon
from iq4d.measures.languages.words import lowered

REMEMBERED = 200_000  # pairs of words
EMPTY = 16  # bits of the table of pairs that can begin nothing
_MIX = np.uint64(0xD6E8FEB86659FD93)

__all__ = ["Cues", "Openings", "cues", "first_of", "rules"]


class Cues:
    """The patterns of one indicator in one language; every hit knows its rule.

    A hundred patterns at every word would be most of what reading costs. So each word of a text is looked up among the
    words a pattern can begin with, and only those are tried (`by_word`); patterns that only hold where a text begins
    are tried there (`opening`). `whole` is all of them in one, to be tried everywhere: slow, and the same.
    """

    def __init__(self, language: str, indicator: str) -> None:
        self.rules = cue_lists(language)[indicator]
        self.whole = _compiled(self.rules)
        by_word: dict[str, dict[tuple[str, str], set[str]]] = {}  # what can come after it; "" for anything
        opening: dict[str, list[str]] = {}
        for rule, patterns in self.rules.items():
            for pattern in patterns:
                if pattern.startswith("^"):
                    opening.setdefault(rule, []).append(pattern[1:])
                    continue
                pairs = first_words(pattern)
                if pairs is None:
                    raise ValueError(f"{language} {indicator}.{rule}: {pattern!r} can begin with any word")
                for word, after in pairs:
                    by_word.setdefault(word, {}).setdefault((rule, pattern), set()).add(after)
        self.after = by_word
        self.by_word = {word: _of_some(tuple(patterns)) for word, patterns in by_word.items()}
        self.opening = _compiled(opening, 0) if opening else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The hits from left to right, in lower case; `lastgroup` is the rule."""
        end, text = 0, lowered(text)
        hit = self.opening.match(text) if self.opening is not None else None
        if hit is not None:
            yield hit
            end = hit.end()
        for word in _WORD.finditer(text):
            patterns = self.by_word.get(word.group()) if word.start() >= end else None
            hit = patterns.match(text, word.start()) if patterns is not None else None
            if hit is not None:
                yield hit
                end = hit.end()

    def possible(self, word: str, then: set[str]) -> re.Pattern[str] | None:
        """Those of `by_word` that hold when one of `then` comes after the word."""
        some = tuple(one for one, after in self.after.get(word, {}).items() if not then.isdisjoint(after))
        return _of_some(some) if some else None

    def first(self, text: str) -> tuple[str, str] | None:
        """(rule, words) of the first hit, or None."""
        hit = next(self.finditer(text), None)
        return None if hit is None else _told(hit, text)


def first_of(language: str, kinds: tuple[str, ...], text: str) -> dict[str, tuple[str, str]]:
    """(rule, words) of the first hit of each kind that the text fires; in one pass over its words."""
    openings, lower = _openings(language, kinds), lowered(text)
    found: dict[str, tuple[str, str]] = {}
    for kind, patterns in openings.at_start:
        if (hit := patterns.match(lower)) is not None:
            found[kind] = _told(hit, text)
    words = [*_WORD.findall(lower), ""]
    begins = openings.begins
    worth = {n: can for n, word in enumerate(words) if word in begins and (can := openings.of(word, words[n + 1]))}
    for n, word in enumerate(_WORD.finditer(lower) if worth else ()):
        for kind, patterns in worth.get(n, ()):
            if kind not in found and (hit := patterns.match(lower, word.start())) is not None:
                found[kind] = _told(hit, text)
    return found


def _told(hit: re.Match[str], text: str) -> tuple[str, str]:
    """(rule, words as they were said)."""
    return str(hit.lastgroup), " ".join(text[hit.start() : hit.end()].split())


@lru_cache(maxsize=8)
def _openings(language: str, kinds: tuple[str, ...]) -> Openings:
    return Openings(lexicon(language), kinds)


Possible = tuple[tuple[str, re.Pattern[str]], ...]  # kinds and their patterns


class Openings:
    """Which words of a lexicon can begin a cue of several kinds, for texts whose words were numbered."""

    def __init__(self, known: Lexicon, kinds: tuple[str, ...]) -> None:
        of = {kind: cues(known.language, kind) for kind in kinds}
        self.at_start = [(kind, one.opening) for kind, one in of.items() if one.opening is not None]
        self._by_word: dict[str, list[tuple[str, Cues]]] = {}
        for kind, one in of.items():
            for word in one.by_word:
                self._by_word.setdefault(word, []).append((kind, one))
        self.begins = self._by_word.keys()  # the words that can begin a cue
        self._known = known
        self.pairs: dict[int, Possible] = {}
        self._empty = np.zeros(1 << EMPTY, np.int64)
        self._spelled: dict[tuple[str, str], Possible] = {}
        self.opens = known.column(lambda word: self._first(word) in self._by_word, np.bool_)

    def _first(self, word: str) -> str:
        """The word that may begin something; of a compound with a hyphen that begins nothing, its first part."""
        return word if word in self._by_word else word.partition("-")[0]

    def of(self, word: str, after: str) -> Possible:
        """The kinds and patterns that a word followed by another can begin."""
        found = self._spelled.get((word, after))
        if found is None:
            if len(self._spelled) >= REMEMBERED:
                self._spelled.clear()
            then = {"", after, after.partition("-")[0], after.partition("'")[0]}
            first = self._first(word)
            can = [(kind, one.possible(first, then)) for kind, one in self._by_word.get(first, ())]
            found = self._spelled[word, after] = tuple((kind, some) for kind, some in can if some is not None)
        return found

    def worth(self, first: Ints, then: Ints) -> tuple[npt.NDArray[np.bool_], list[int]]:
        """(which pairs of words may begin a cue, those as one number each); words by their numbers in the lexicon."""
        pairs = (first << 32) | then
        slots = (pairs.astype(np.uint64) * _MIX) >> np.uint64(64 - EMPTY)
        worth = self._empty[slots] != pairs
        return worth, pairs[worth].tolist()

    def of_pair(self, pair: int) -> Possible:
        """What a pair of words can begin, kept in `pairs`; one that can begin nothing is not worth asking again."""
        found = self.pairs.get(pair)
        if found is None:
            if len(self.pairs) >= REMEMBERED:
                self.pairs.clear()
            words = self._known.numbers.names
            found = self.pairs[pair] = self.of(words[pair >> 32], words[pair & 0xFFFFFFFF])
        if not found:
            self._empty[(pair * int(_MIX) & 0xFFFFFFFFFFFFFFFF) >> (64 - EMPTY)] = pair
        return found


_GAP = r"\s+"
_WORD = re.compile(r"[\w']+")
_SPACE = list(_parser.parse(r"\s"))


def _compiled(rules: dict[str, list[str]], flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """One pattern for all rules. Without flags it is for text in lower case, which is quicker to match."""
    branches = [
        f"(?P<{rule}>{'|'.join(pattern.replace(' ', _GAP) for pattern in patterns)})"
        for rule, patterns in rules.items()
    ]
    return re.compile(rf"(?<![\w'])(?:{'|'.join(branches)})(?![\w])", flags)


@lru_cache(maxsize=4096)
def _of_some(patterns: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    """One pattern for these, of (rule, pattern), in the order of the rules."""
    rules: dict[str, list[str]] = {}
    for rule, pattern in patterns:
        rules.setdefault(rule, []).append(pattern)
    return _compiled(rules, 0)


def first_words(pattern: str) -> set[tuple[str, str]] | None:
    """The words, in lower case, with which a match can begin, each with the word after it, or "" where that can be any
    or none; None where the first can be any.

    >>> sorted(first_words("i(?:'ll| will) ask")), first_words("[a-z]+ because")
    ([('i', 'will'), ("i'll", 'ask')], None)
    """
    found: set[tuple[str, str]] = set()
    parsed = list(_parser.parse(pattern.replace(" ", _GAP), re.IGNORECASE))
    return found if _walk(parsed, "", "", (), found) and all(first for first, _ in found) else None


def _walk(ops: list[Any], first: str, word: str, rest: tuple[list[Any], ...], found: set[tuple[str, str]]) -> bool:
    """Go through a parsed pattern until two words are whole; False where the first can be any.

    first: the first word once it is whole. word: what there is of the word at hand.
    """
    if not ops:
        if rest:
            return _walk(rest[0], first, word, rest[1:], found)
        found.add((first, word) if first else (word, ""))
        return True
    (op, told), tail = ops[0], ops[1:]
    if op in (_constants.ASSERT, _constants.ASSERT_NOT, _constants.AT):
        return _walk(tail, first, word, rest, found)
    if op is _constants.LITERAL and _WORD.match(chr(told)):
        return _walk(tail, first, word + chr(told).lower(), rest, found)
    if op is _constants.SUBPATTERN:
        return _walk(list(told[3]), first, word, (tail, *rest), found)
    if op is _constants.BRANCH:
        return all(_walk(list(branch), first, word, (tail, *rest), found) for branch in told[1])
    if op is _constants.IN and all(kind is _constants.LITERAL for kind, _ in told):
        return all(_walk([one, *tail], first, word, rest, found) for one in told)
    if op in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
        least, most, again = told
        if least == 0 and not _walk(tail, first, word, rest, found):
            return False
        if most == 1:
            return _walk(list(again), first, word, (tail, *rest), found)
        if list(again) == _SPACE and word and not first:
            return _walk(tail, word, "", rest, found)
        if list(again) == _SPACE and word:
            found.add((first, word))
            return True
    elif op is not _constants.LITERAL and not first:
        return False
    if not first and op is not _constants.LITERAL:
        return False
    found.add((first or word, ""))  # a mark: what comes after it is not looked at
    return bool(first or word)


@lru_cache(maxsize=64)
def cues(language: str, indicator: str) -> Cues:
    """The cues of an indicator ("grounds", "question", "goal", "why", "done", "promise") in "en" or "nl"."""
    return Cues(language, indicator)


def rules() -> list[str]:
    """Every rule a piece of evidence can name, over both languages, as "indicator.rule"."""
    return sorted({f"{name}.{rule}" for code in OURS for name, part in cue_lists(code).items() for rule in part})

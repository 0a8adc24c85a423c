"""The words as rules look at them: own words only, sentence by sentence, with the places where a question may begin.

Everything keeps its place, so that a hint can point at the words that somebody really wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from iq4d.hints.languages import Rules

__all__ = ["LOOKED_AT", "MASK", "Sentence", "own_words", "sentences"]

LOOKED_AT = 4_000  # characters, some 700 words: whoever asks is shorter
LONGEST = 600  # characters of a sentence that are looked at
SENTENCES, PLACES = 40, 8  # at most so many, and so many places in each

_STRAIGHT = str.maketrans({**dict.fromkeys("’‘ʼ`´", "'"), **dict.fromkeys("\t\r\f\v\u00a0\u2009\u202f", " ")})
MASK = "¤"
_NOT_OWN = re.compile(
    r"(?:^ {0,3}>[^\n]*\n?)+"  # a quotation, in Markdown
    r"|https?://\S+"
    r"|[\"“”„«»][^\"“”„«»\n]{1,600}[\"“”„«»]"
    r"|(?<![\w'])'(?=[^\s'])(?:[^'\n]|(?<=\w)'(?=\w)){2,600}'(?!\w)",
    re.MULTILINE,
)
_SENTENCE = re.compile(r"(?:[^.!?…\n]|\.(?=[^\s.]))+[.!?…]*")
_CLAUSE = re.compile(r"[,:;(–—] *| - ")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the words. asks: it ends in a question mark. ended: it ends in a mark at all.
    places: where a clause begins, after the small words that may lead it in; the first is that of the sentence."""

    start: int
    end: int
    asks: bool
    ended: bool
    places: tuple[int, ...]


def own_words(words: str) -> str:
    """In lower case and of the same length, with quoted words and addresses masked."""
    # The capital dotted I is the one letter that grows in lower case.
    lower = words[:LOOKED_AT].translate(_STRAIGHT).replace("\u0130", "I").lower()
    return _NOT_OWN.sub(_masked, lower)


def _masked(found: re.Match[str]) -> str:
    """A mask as long as what it hides; what was a whole sentence still ends one."""
    said = found.group()
    ends = said.rstrip("\"“”„«»'")[-1:] in (".", "?", "!", "…") or said.lstrip().startswith(">")
    return MASK * (len(said) - 1) + ("." if ends else MASK)


def sentences(own: str, rules: Rules) -> Iterator[Sentence]:
    """The sentences that hold a word. own: from `own_words`."""
    count = 0
    for found in _SENTENCE.finditer(own):
        said = found.group()
        if not any(map(str.isalpha, said)):
            continue
        if (count := count + 1) > SENTENCES:
            return
        start = found.start() + len(said) - len(said.lstrip(" -*•#\n"))
        marks = said[len(said.rstrip(".!?…)")) :]
        end = min(found.end(), start + LONGEST)
        yield Sentence(start, end, "?" in marks, bool(marks), _places(own, start, end, rules))


def _places(own: str, start: int, end: int, rules: Rules) -> tuple[int, ...]:
    places = [_led_in(own, start, end, rules)]
    for mark in _CLAUSE.finditer(own, start, end):
        places.append(_led_in(own, mark.end(), end, rules))
        if len(places) == PLACES:
            return tuple(dict.fromkeys(places))
    for link in rules.patterns["link"].finditer(own, start, end):
        places.append(_led_in(own, link.end() + 1, end, rules))
        if len(places) >= PLACES:
            break
    return tuple(dict.fromkeys([places[0], *sorted(places[1:])]))


def _led_in(own: str, place: int, end: int, rules: Rules) -> int:
    """The place after words such as "and", "well" or "hi Ada"."""
    for _ in range(4):
        while place < end and own[place] in " ,¤":
            place += 1
        lead = rules.at("lead", own, place, end)
        if lead is None:
            break
        place = lead.end()
    while place < end and own[place] in " ,":
        place += 1
    return place

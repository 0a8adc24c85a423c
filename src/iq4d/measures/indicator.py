"""What an indicator is: a function from a transcript to a finding, with everything people must know about it.

One module per indicator, in the folder of its dimension: the function, and below it its names, questions and rules.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import KW_ONLY, dataclass
from operator import attrgetter
from typing import NamedTuple

from iq4d.measures.columns import Floats
from iq4d.measures.score import Evidence
from iq4d.measures.transcript import Transcript
from iq4d.speech import Text, text

__all__ = [
    "BEYOND_CHANCE", "CONTESTED", "FEWEST", "ON_REFERENCE", "OWN_SCALE", "TOO_FEW_TURNS", "TOO_LITTLE", "UNREAD",
    "UNREADABLE", "Finding", "Indicator", "Unit", "contested", "mean", "nothing", "strongest", "unreadable",
]  # fmt: skip

KEPT = 500  # pieces of evidence kept per indicator; `base` tells how many contributions were looked at
FEWEST = 3  # turns an indicator of the text needs

_VALUE = attrgetter("value")

Unit = tuple[int, float, float]  # turn index, numerator, denominator

OWN_SCALE = text("0 to 1, on its own scale.")
ON_REFERENCE = text("0 = lower than 9 of the 10 comparison conversations; 1 = higher than 9 of the 10.")
BEYOND_CHANCE = text("0 = no more than chance; 1 = higher than 9 of the 10 comparison conversations.")
UNREAD = text("the conversation is neither in English nor in Dutch")

UNREADABLE = text("IQ4D reads English and Dutch; this conversation seems to be in another language.")
TOO_SHORT_TO_TELL = text("There is too little text to tell in which language it is.")
TOO_LITTLE = text("There is too little here to look at.")
TOO_FEW_TURNS = text("There are too few contributions with something to look at.")
CONTESTED = text("What was found has been called not right.")


def mean(over: float, under: float) -> float:
    """The figure of most findings: the sum of the numerators by the sum of the denominators."""
    return over / under


class Finding(NamedTuple):
    """What an indicator found in one conversation, before it is held against the reference.

    raw: the figure, or None with the `reason`. units: per turn the numerator and denominator whose sums make the
    figure by `estimate`: they are resampled for the interval. evidence: strongest first. base: how many contributions
    or facts were looked at.

    How sure it is, besides the turns. redraw: `estimate` for all draws at once, where the figure has an error of its
    own (a head's, see `shares`). degree: 2 where the figure compares turns in pairs, each unit being a mean over the
    other turns: what is drawn turn by turn shows half of how such a figure differs (Hoeffding 1948). spread: the
    standard error of `raw`, for figures that do not rest on turns; middle: where its noise lies around, where `raw` was
    cut off at 0 or 1. sure: what the value weighs, of 1, against what is usual (the middle of the reference sample,
    1/2), where little can be told.
    """

    raw: float | None
    reason: Text | None = None
    evidence: tuple[Evidence, ...] = ()
    base: int = 0
    basis: str = "detected"
    units: tuple[Unit, ...] = ()
    estimate: Callable[[float, float], float] = mean
    redraw: Callable[[Floats, Floats], Floats] | None = None
    degree: int = 1
    spread: float = 0.0
    sure: float = 1.0
    middle: float | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator. find: the function; its docstring states Formula, Range, No value and Source.

    code: its number in MEASURES ("D4"). own_scale: the raw figure is already 0-1 and is not held against the
    reference sample. beyond_chance: the raw figure is corrected for chance, so that 0 is the zero of its scale.
    quoted: its evidence is worth a quote; that a contribution is about the subject is none.
    even: what it gains in the reference sample by merely saying more is taken off, because volume is no quality.
    floor: it takes no part in the mean of its dimension, but that is worth no more than this. Where it is all that can
    be told, it can say only *little*.
    extra: it rests on what only some platforms and methods know (declared positions, a rewritten question), or on what
    need not happen in every good conversation: "a lot seen" can be said without it.

    name, plain (one sentence for everybody), formula, range, no_value, source: what people read about it. questions:
    what to ask the group where little of it is seen; several, so that groups that come back do not always meet the
    same sentence. rules: what a piece of evidence shows, by the rule that it names.
    """

    key: str
    code: str
    dimension: str
    find: Callable[[Transcript, Collection[str]], Finding]
    own_scale: bool = False
    beyond_chance: bool = False
    even: bool = False
    quoted: bool = True
    extra: bool = False
    floor: bool = False
    _: KW_ONLY
    name: Text
    plain: Text
    formula: Text
    range: Text
    no_value: Text
    source: Text
    questions: tuple[Text, ...]
    rules: Mapping[str, Text]


def nothing(reason: Text, base: int = 0, basis: str = "detected") -> Finding:
    """No value, and why."""
    return Finding(None, reason, base=base, basis=basis)


def unreadable(transcript: Transcript) -> Finding | None:
    """The finding of any indicator of the text where the language is not one we read; else None."""
    if transcript.readable:
        return None
    return nothing(TOO_SHORT_TO_TELL if transcript.language is None else UNREADABLE)


def strongest(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The strongest pieces, strongest first, equal ones in the order of the conversation; at most `KEPT`."""
    return tuple(sorted(evidence, key=_VALUE, reverse=True)[:KEPT])


def contested(indicator: str, utterance: str, without: Collection[str]) -> bool:
    """Whether somebody called this indicator's evidence in this contribution not right."""
    return f"{indicator}:{utterance}" in without if without else False

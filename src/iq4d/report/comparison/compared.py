"""One dimension on two sides: which indicators may be held beside each other, and what they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from iq4d.measures import Score
from iq4d.measures.reference import channels_of
from iq4d.measures.score import POINTS
from iq4d.measures.wording import indicator
from iq4d.report.comparison.difference import Difference, Figure, difference
from iq4d.report.comparison.held import Held
from iq4d.report.comparison.words import MIXED, NOTHING_IN_COMMON, ONLY_A_FLOOR, concluded, incomparable, left_out
from iq4d.speech import Text, text

__all__ = ["Compared", "Row", "compared"]

SHARE = 0.75  # of the conversations of each side an indicator needs a value in
EDGE = 1.2816  # of an 80 % interval, in standard errors
UNKNOWN = 0.3  # the standard deviation of an indicator of which no sample tells: of one spread evenly from 0 to 1
TOGETHER = 0.3  # how indicators of one dimension go together over conversations: .1 to .35 in what we have
SEEN = ("unseen", "little", "some", "a lot")

Counted = tuple[tuple[str, int], ...]  # (word, how many conversations say it)


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator on both sides: the mean of each, 0-1. reason: why it takes no part, where it does not."""

    indicator: str
    first: float | None
    second: float | None
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """One dimension on both sides.

    verdict: "clear", "perhaps", "none", or "incomparable" (then `reason`, and no difference). more: "A", "B" or "".
    sentence: what a reader may conclude. seen: what the conversations of each side say of it, with how many say it.
    difference: over the indicators that take part, 0-1; in points it is 25 times that, and those are not the points of
    the report, which rest on all that could be assessed there. rows: first those that take part. used: how many
    conversations of each side tell all of those.
    """

    dimension: str
    verdict: str
    more: str
    sentence: Text
    seen: tuple[Counted, Counted]
    difference: Difference | None
    rows: tuple[Row, ...]
    used: tuple[int, int]
    reason: Text | None = None

    def middle_seen(self, side: int) -> str:
        """The word in the middle of what a side's conversations say; of two middle ones the lower."""
        words = [word for word, n in self.seen[side] for _ in range(n)]
        return words[(len(words) - 1) // 2]

    def to_json(self) -> dict[str, Any]:
        found = self.difference
        return {
            "dimension": self.dimension,
            "verdict": self.verdict,
            "more": self.more or None,
            "sentence": self.sentence.to_json(),
            "seen": [dict(side) for side in self.seen],
            "conversations": list(self.used),
            "a": None if found is None else _points(found.first, found.first_interval),
            "b": None if found is None else _points(found.second, found.second_interval),
            "difference": None if found is None else _points(found.value, found.interval),
            "clear_from": None if found is None else POINTS * found.clear_from,
            "paired": found is not None and found.paired,
            "between_conversations": found is not None and found.enough,
            "indicators": [
                {
                    "indicator": row.indicator,
                    "a": row.first,
                    "b": row.second,
                    "used": row.reason is None,
                    "reason": None if row.reason is None else row.reason.to_json(),
                }
                for row in self.rows
            ],
        }


def _points(value: float, interval: tuple[float, float]) -> dict[str, Any]:
    return {"value": value, "points": POINTS * value, "interval": [POINTS * interval[0], POINTS * interval[1]]}


Told = dict[str, Score]  # by indicator, those with a value


def compared(dimension: str, first: Sequence[Held], second: Sequence[Held], *, paired: bool = False) -> Compared:
    """paired: whether the conversations of the two sides belong together one by one, in order."""
    sides = (first, second)
    seen = (_seen(dimension, first), _seen(dimension, second))
    cards = [[one.card for one in side if one.card.footing != "words"] for side in sides]
    told: list[list[Told]] = [
        [{score.indicator: score for score in card[dimension].scores if score.value is not None} for card in side]
        for side in cards
    ]
    order = [score.indicator for score in first[0].card[dimension].scores]
    bases = {key: _basis(key, told) for key in order}
    parts = [key for key in order if bases[key]]
    if not all(told):
        order = []  # nothing to hold beside each other, and no reason per indicator
    rows = [Row(key, _mean(key, told[0], bases[key]), _mean(key, told[1], bases[key])) for key in parts]
    rows += [row for key in order if key not in parts and (row := _dropped(key, told)) is not None]
    complete = [[_complete(one, parts, bases) for one in side] for side in told]
    paired = paired and len(told[0]) == len(told[1]) == len(first)
    if paired:  # only whole pairs
        both = [all(pair) for pair in zip(*complete, strict=True)]
        complete = [both, both]
    kept = [
        [one for one, whole in zip(side, wholes, strict=True) if whole]
        for side, wholes in zip(told, complete, strict=True)
    ]
    used = (len(kept[0]), len(kept[1]))
    reason = _why_not(told, parts, kept)
    if reason is not None:
        return Compared(dimension, "incomparable", "", incomparable(reason), seen, None, tuple(rows), used, reason)
    figures = [[_figure(one, parts) for one in side] for side in kept]
    found = difference(figures[0], figures[1], _usual(parts), paired=paired)
    more = "" if found.verdict == "none" else "B" if found.value > 0 else "A"
    sentence = concluded(found.verdict, more, enough=found.enough)
    return Compared(dimension, found.verdict, more, sentence, seen, found, tuple(rows), used)


def _seen(dimension: str, side: Sequence[Held]) -> Counted:
    count = Counter(one.card[dimension].seen for one in side)
    return tuple((word, count[word]) for word in SEEN if count[word])


def _basis(key: str, told: list[list[Told]]) -> str:
    """The basis on which an indicator has a value in enough conversations of both sides; "" where there is none."""
    for basis in ("declared", "detected"):
        having = [sum(key in one and one[key].basis == basis for one in side) for side in told]
        if all(side and n >= SHARE * len(side) for n, side in zip(having, told, strict=True)):
            return basis
    return ""


def _complete(one: Told, parts: list[str], bases: dict[str, str]) -> bool:
    return all(key in one and one[key].basis == bases[key] for key in parts)


def _mean(key: str, side: list[Told], basis: str = "") -> float | None:
    """Over the conversations that tell it; basis: only on this one."""
    scores = [one[key] for one in side if key in one]
    values = [one.value for one in scores if one.value is not None and basis in ("", one.basis)]
    return sum(values) / len(values) if values else None


def _dropped(key: str, told: list[list[Told]]) -> Row | None:
    """An indicator that takes no part, and why; None for an extra one that neither side tells."""
    first, second = _mean(key, told[0]), _mean(key, told[1])
    if first is None and second is None and indicator(key).extra:
        return None
    bases = [{one[key].basis for one in side if key in one} for side in told]
    having = [sum(key in one for one in side) for side in told]
    mixed = len(bases[0] | bases[1]) == 2 and all(n >= SHARE * len(side) for n, side in zip(having, told, strict=True))
    return Row(key, first, second, MIXED if mixed else left_out(having))


def _why_not(told: list[list[Told]], parts: list[str], kept: list[list[Told]]) -> Text | None:
    if not any(told):
        return text("both sides are too short for a number.")
    if not all(told):
        return text("{side} is too short for a number.", side="A" if not told[0] else "B")
    assessed = [any(side) for side in told]
    if not any(assessed):
        return text("nothing of it could be assessed on either side.")
    if not all(assessed):
        return text("nothing of it could be assessed in {side}.", side="B" if assessed[0] else "A")
    if not parts:
        return NOTHING_IN_COMMON
    if all(indicator(key).floor for key in parts):
        return ONLY_A_FLOOR
    if not all(kept):
        return text("no conversation tells all that the others tell.")
    return None


def _figure(told: Told, parts: list[str]) -> Figure:
    """What a dimension is worth over these indicators, as `measure` has it: their mean, held down by a floor.

    Its error is of indicators that err apart. One without an interval is taken for as unsure as the most unsure other,
    unless it was declared.
    """
    rest = [told[key] for key in parts if not indicator(key).floor]
    floors = [told[key] for key in parts if indicator(key).floor]
    widest = max((_error(one) or 0.0 for one in rest), default=0.0)
    errors = [widest if (error := _error(one)) is None else error for one in rest]
    value = sum(one.value or 0.0 for one in rest) / len(rest)
    lowest = min(floors, key=lambda one: one.value or 0.0, default=None)
    if lowest is not None and (lowest.value or 0.0) < value:
        return Figure(lowest.value or 0.0, max(_error(lowest) or 0.0, sqrt(sum(e * e for e in errors)) / len(rest)))
    return Figure(value, sqrt(sum(error * error for error in errors)) / len(rest))


def _error(score: Score) -> float | None:
    if score.interval is None:
        return 0.0 if score.basis == "declared" else None
    return (score.interval[1] - score.interval[0]) / (2 * EDGE)


def _usual(parts: list[str]) -> float:
    """How far conversations of one kind lie apart in the mean of these indicators: a standard deviation."""
    rest = [key for key in parts if not indicator(key).floor]
    apart = [max((one.high - one.low for one in channels_of(key)), default=0.0) / (2 * EDGE) or UNKNOWN for key in rest]
    alone = sum(one * one for one in apart)
    return sqrt((1 - TOGETHER) * alone + TOGETHER * sum(apart) ** 2) / len(rest)

"""Figures of several conversations together: what they have in common, and what cannot be told apart.

Plain Python. A conversation is one observation, however much was said in it. Conversations are never put in an order
of their figures, and neither are people or circles.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from math import sqrt
from statistics import NormalDist, mean, stdev

DIMENSIONS = ("purpose", "depth", "diversity", "deeds")
LEVELS = ("little", "some", "a lot")  # "unseen" says that it could not be seen, not that there was none
OUT_OF = 25
FEWEST_TALKS, FEWEST_PEOPLE = 3, 5
WIDTH = 1.0  # no interval of a mean is narrower, as none of a conversation is (iq4d.measures)
Z = NormalDist().inv_cdf(0.9)  # two-sided 80 %, as everywhere on the mirror
UNITS = ("month", "quarter", "year")


@dataclass(frozen=True, slots=True)
class Figure:
    """One dimension of one conversation; points 0 to 25, None where there was too little for a number."""

    seen: str
    points: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation with its figures by dimension. people: whom we know to be different people, by any key;
    voices: how many were heard in it, as far as is kept."""

    figures: Mapping[str, Figure]
    day: date
    people: frozenset[Hashable]
    voices: int
    method: str = ""
    medium: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """One dimension over several conversations.

    word: the level in their middle, "" where too few say something. mean, low, high: of `counted` conversations with a
    number; None where these are too few, or hold too few people. talks, people: of all of them.
    """

    word: str
    mean: float | None
    low: float | None
    high: float | None
    counted: int
    talks: int
    people: int


def people_in(talks: Iterable[Talk]) -> int:
    """At least so many different people. Of a pseudonym nobody knows whose it is elsewhere, so it is counted in one
    conversation only: what is given is never more than there were.
    """
    known: set[Hashable] = set()
    most = 0
    for one in talks:
        known |= one.people
        most = max(most, one.voices)
    return max(len(known), most)


def enough(talks: Sequence[Talk]) -> bool:
    return len(talks) >= FEWEST_TALKS and people_in(talks) >= FEWEST_PEOPLE


def sum_of(talks: Sequence[Talk], dimension: str) -> Sum:
    """The mean over conversations with its 80 % interval.

    The interval is that of Student's t over the conversations: mean plus or minus t * s / sqrt(n), with n - 1 degrees
    of freedom, kept between 0 and 25. What the measure is unsure of in each is part of the spread s; where they
    happen to lie closer together than it is sure of them, its own uncertainty is taken instead.
    """
    told = [one for one in talks if _at(one, dimension).seen in LEVELS]
    levels = sorted(LEVELS.index(_at(one, dimension).seen) for one in told)
    word = LEVELS[levels[(len(levels) - 1) // 2]] if enough(told) else ""
    counted = [one for one in talks if _at(one, dimension).points is not None]
    middle = low = high = None
    if enough(counted):
        middle, low, high = _mean([_at(one, dimension) for one in counted])
    return Sum(word, middle, low, high, len(counted), len(talks), people_in(talks))


def _at(talk: Talk, dimension: str) -> Figure:
    return talk.figures.get(dimension, Figure("unseen"))


def _mean(figures: list[Figure]) -> tuple[float, float, float]:
    points = [one.points for one in figures if one.points is not None]
    middle, many = mean(points), len(points)
    between = t_of(many - 1) * stdev(points) / sqrt(many)
    own = [((one.high or 0) - (one.low or 0)) / 2 for one in figures if one.low is not None and one.high is not None]
    within = sqrt(sum(half**2 for half in own)) / many
    half = max(between, within, WIDTH / 2)
    return middle, max(middle - half, 0.0), min(middle + half, float(OUT_OF))


def t_of(degrees: int) -> float:
    """The 0.9 quantile of Student's t; degrees: 2 or more.

    Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5; below 0.4 % off at 2 degrees.

    >>> round(t_of(2), 2), round(t_of(10), 3), round(t_of(10_000), 3)
    (1.88, 1.372, 1.282)
    """
    v, z = float(degrees), Z
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / v + second / v**2 + third / v**3


def lie_apart(one: Sum, other: Sum) -> bool:
    """Whether their intervals do not touch. Where they do, no difference can be told from chance."""
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return False
    return one.high < other.low or other.high < one.low


def pairs_apart(sums: Mapping[str, Sum]) -> list[tuple[str, str]]:
    """The names of those that lie apart, each pair once, in the order of `sums`."""
    return [(a, b) for a, b in combinations(sums, 2) if lie_apart(sums[a], sums[b])]


def begin_of(day: date, unit: str) -> date:
    """The first day of the month, quarter or year in which a day lies."""
    month = {"month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1, "year": 1}[unit]
    return date(day.year, month, 1)


def by_period(talks: Iterable[Talk], unit: str) -> dict[date, list[Talk]]:
    """In order of time; a period without conversations is not there."""
    found: dict[date, list[Talk]] = {}
    for one in sorted(talks, key=lambda talk: talk.day):
        found.setdefault(begin_of(one.day, unit), []).append(one)
    return found


def best_unit(talks: Sequence[Talk]) -> str:
    """The shortest unit in which two periods have enough to say something; the longest one where none has.

    >>> best_unit([])
    'year'
    """
    for unit in UNITS:
        if sum(enough(here) for here in by_period(talks, unit).values()) >= 2:
            return unit
    return UNITS[-1]

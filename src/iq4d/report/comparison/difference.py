"""How far two sides differ, and how sure that is: figures in, a verdict out. Nothing here knows what they are of.

With five conversations or more on each side, how conversations differ is seen in them (Welch's t, or the t of their
pairs). With fewer it cannot be seen. Then what conversations of one kind usually differ in the comparison sample stands
in for it, or what these differ where that is more: two conversations of the same people differ too, and no interval
within either of them knows that.

Why no bootstrap over conversations: drawn from five, it is too narrow (4/5 of the variance, and no heavier
tails for it); the t is what a widened one comes to, is the same on every machine, and holds what it claims
(docs/decisions/0017).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist, fmean, stdev

__all__ = ["CLEAR", "ENOUGH", "SHOWN", "Difference", "Figure", "difference"]

ENOUGH = 5  # conversations on each side, from which on they themselves tell how conversations differ
SHOWN = 0.8  # of an interval that is shown: what a scorecard says too
CLEAR = 0.975  # of the interval that has to leave 0 out before "clearly": 4 dimensions on a page together .9
LEAST = 0.04  # of 1, a point of 25: what differs less is never called clear, however many conversations say it


@dataclass(frozen=True, slots=True)
class Figure:
    """The figure of one conversation, 0-1. spread: its standard error, from within that conversation."""

    value: float
    spread: float


@dataclass(frozen=True, slots=True)
class Difference:
    """What is between two sides, second minus first, on the scale of the figures.

    first, second: the mean of each side, with its 80 % interval: of these conversations where there are few, of
    conversations like them where there are enough. value: what is between them. interval: at 80 %, and always with how
    conversations of one kind differ in it. clear_from: how far apart they would have to be to be clearly so. verdict:
    "clear"; "perhaps", where the interval leaves out 0; or "none".
    enough: whether the conversations themselves told how conversations differ. paired: each with its partner.
    """

    first: float
    second: float
    first_interval: tuple[float, float]
    second_interval: tuple[float, float]
    value: float
    interval: tuple[float, float]
    clear_from: float
    verdict: str
    enough: bool
    paired: bool


def difference(first: Sequence[Figure], second: Sequence[Figure], usual: float, *, paired: bool = False) -> Difference:
    """The difference between two sides of one figure or more.

    usual: the standard deviation of that figure over conversations of one kind. paired: whether the figures of the two
    sides belong together one by one, in order. Raises ValueError for an empty side, or pairs of unequal length.

    >>> one = difference([Figure(0.3, 0.05)], [Figure(0.5, 0.05)], 0.12)
    >>> one.verdict, round(one.value, 2), round(one.clear_from, 2)
    ('none', 0.2, 0.38)
    """
    if not first or not second:
        raise ValueError("a side without a figure cannot be compared")
    if paired and len(first) != len(second):
        raise ValueError(f"{len(first)} and {len(second)} figures are no pairs")
    a, b = fmean(one.value for one in first), fmean(one.value for one in second)
    enough = min(len(first), len(second)) >= ENOUGH
    if enough:
        error, free = _of_pairs(first, second) if paired else _of_sides(first, second)
        shown, clear = error * _t(SHOWN, free), error * _t(CLEAR, free)
        sides = [_seen(one) / len(one) for one in (first, second)]
        around = [sqrt(one) * _t(SHOWN, len(of) - 1) for one, of in zip(sides, (first, second), strict=True)]
    else:
        apart = sqrt(sum(max(usual**2, _within(one), _observed(one)) / len(one) for one in (first, second)))
        shown, clear = apart * _z(SHOWN), apart * _z(CLEAR)
        around = [sqrt(_within(one) / len(one)) * _z(SHOWN) for one in (first, second)]
    verdict = "clear" if abs(b - a) > max(clear, shown, LEAST) else "perhaps" if abs(b - a) > shown else "none"
    return Difference(
        first=a,
        second=b,
        first_interval=_between(a, around[0]),
        second_interval=_between(b, around[1]),
        value=b - a,
        interval=(max(-1.0, b - a - shown), min(1.0, b - a + shown)),
        clear_from=max(clear, shown, LEAST),
        verdict=verdict,
        enough=enough,
        paired=paired and enough,
    )


def _of_sides(first: Sequence[Figure], second: Sequence[Figure]) -> tuple[float, float]:
    """Standard error of the difference of two means, and its degrees of freedom (Satterthwaite 1946)."""
    a, b = _seen(first) / len(first), _seen(second) / len(second)
    if a + b == 0:
        return 0.0, len(first) + len(second) - 2
    return sqrt(a + b), (a + b) ** 2 / (a * a / (len(first) - 1) + b * b / (len(second) - 1))


def _of_pairs(first: Sequence[Figure], second: Sequence[Figure]) -> tuple[float, float]:
    apart = [Figure(b.value - a.value, sqrt(a.spread**2 + b.spread**2)) for a, b in zip(first, second, strict=True)]
    return sqrt(_seen(apart) / len(apart)), len(apart) - 1


def _seen(figures: Sequence[Figure]) -> float:
    """The variance between conversations; no less than they differ within, for figures at an end of their scale."""
    return max(_observed(figures), _within(figures))


def _observed(figures: Sequence[Figure]) -> float:
    return stdev(one.value for one in figures) ** 2 if len(figures) > 1 else 0.0


def _within(figures: Sequence[Figure]) -> float:
    return fmean(one.spread**2 for one in figures)


def _between(value: float, around: float) -> tuple[float, float]:
    return max(0.0, value - around), min(1.0, value + around)


def _z(level: float) -> float:
    return NormalDist().inv_cdf((1 + level) / 2)


def _t(level: float, free: float) -> float:
    """The quantile of Student's t (by the first terms of Cornish & Fisher's expansion).

    >>> round(_t(0.975, 4), 1), round(_t(0.8, 4), 2), round(_t(0.975, 1e6), 2)
    (3.5, 1.53, 2.24)
    """
    z = _z(level)
    return (
        z
        + (z**3 + z) / (4 * free)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * free**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * free**3)
    )

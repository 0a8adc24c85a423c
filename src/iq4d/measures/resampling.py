"""How sure is a figure: the same conversation, drawn again and again from blocks of its own turns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from iq4d.measures.columns import Floats
from iq4d.measures.indicator import Finding, mean
from iq4d.measures.reference import Channel

__all__ = ["DRAWS", "interval", "redraw", "usual"]

DRAWS = 200
BLOCKS = 60  # at most, so that the cost does not grow with the conversation
ENOUGH_BLOCKS = 6  # at least, where there are as many turns: fewer tell too little of how they differ
_EDGE = 1.2816  # of an 80 % interval, in standard errors of a normal figure


def redraw(findings: Sequence[Finding], turns: int, seed: int) -> Floats:
    """(findings, DRAWS) values of every finding's raw figure; not a number for a finding without one.

    Blocks of consecutive turns are drawn with replacement, the same blocks for all findings, because turns hang
    together and because the dimensions' sum needs one conversation at a time (Kunsch 1989). Figures that do not rest
    on turns get normal noise of their standard error.

    What is drawn from few blocks differs too little: the draws are stretched by what a t interval is wider, and where
    a figure compares turns in pairs by that many times more (`Finding.degree`).

    The same conversation has the same interval on every machine, to the digit: the bits are the raw ones of PCG64,
    which numpy promises to keep (its `Generator` may change), and sums are made in a fixed order, not as a matrix
    product, for which a library chooses its own order on every processor.
    """
    bits = np.random.PCG64(seed)
    size = max(1, min(round(turns ** (1 / 3)), turns // ENOUGH_BLOCKS), -(-turns // BLOCKS))
    count = max(1, -(-turns // size))
    drawn: Floats = np.full((len(findings), DRAWS), np.nan)
    resting = [n for n, finding in enumerate(findings) if finding.raw is not None and finding.units]
    if resting:
        blocks = (bits.random_raw((count, DRAWS)) % np.uint64(count)).astype(np.intp)
        of_turns = _from_blocks([findings[n] for n in resting], size, count, blocks)
        for n, values in zip(resting, of_turns, strict=True):
            drawn[n] = values
    for n, finding in enumerate(findings):
        if finding.raw is not None and not finding.units:
            around = finding.raw if finding.middle is None else finding.middle
            order = np.argsort(bits.random_raw(DRAWS), kind="stable")
            drawn[n] = around + finding.spread * _normal()[order] if finding.spread else finding.raw
    return drawn


def _from_blocks(findings: list[Finding], size: int, count: int, blocks: npt.NDArray[np.intp]) -> list[Floats]:
    """For each finding its figure in every draw."""
    sums = np.zeros((count, 2, len(findings)))
    for n, finding in enumerate(findings):
        over, under = [0.0] * count, [0.0] * count
        for turn, a, b in finding.units:
            over[turn // size] += a
            under[turn // size] += b
        sums[:, 0, n], sums[:, 1, n] = over, under
    drawn, whole = np.zeros((DRAWS, 2, len(findings))), np.zeros((2, len(findings)))
    for n in range(count):
        drawn += sums[blocks[n]]
        whole += sums[n]
    with_units = (sums[:, 1] > 0).sum(axis=0)
    wider = np.array([_wider(int(k)) for k in with_units]) * [finding.degree for finding in findings]
    some = drawn[:, 1] > 0
    base = np.where(some, drawn[:, 1], whole[1])
    ratio, of_whole = np.where(some, drawn[:, 0], whole[0]) / base, whole[0] / whole[1]
    ratio = of_whole + wider * (ratio - of_whole)
    return [_figures(finding, ratio[:, n], base[:, n]) for n, finding in enumerate(findings)]


def _figures(finding: Finding, ratio: Floats, base: Floats) -> Floats:
    if finding.redraw is not None:
        return finding.redraw(ratio * base, base)
    if finding.estimate is mean:
        return ratio
    over = (ratio * base).tolist()
    return np.array([finding.estimate(a, b) for a, b in zip(over, base.tolist(), strict=True)])


@lru_cache(maxsize=128)
def _wider(blocks: int) -> float:
    """How many times wider than its draws an interval has to be that rests on so few blocks.

    The draws of n blocks have (n - 1) / n of the variance, and the tenth percentile of Student's t lies further out
    than the normal one (by the first terms of Cornish & Fisher's expansion).

    >>> round(_wider(8), 2), round(_wider(60), 2)
    (1.18, 1.02)
    """
    free, z = max(1, blocks - 1), _EDGE
    t = z + (z * z + 1) * z / (4 * free) + ((5 * z * z + 16) * z * z + 3) * z / (96 * free * free)
    return t / z * math.sqrt((free + 1) / free)


@lru_cache(maxsize=1)
def _normal() -> Floats:
    """`DRAWS` values that stand as normal ones do: at even steps of chance; rounded, for any machine's logarithm."""
    return np.array([round(NormalDist().inv_cdf((n + 0.5) / DRAWS), 9) for n in range(DRAWS)])


def usual(channels: Sequence[Channel], seed: int) -> Floats:
    """Values of an indicator of which nothing is known here, as the channels of the reference sample have them.

    Each channel as often as another; of one, its tenth, fiftieth and ninetieth percentile in 3, 4 and 3 of 10 draws,
    which together stand for the whole (Swanson's rule: Hurst, Brown & Swanson 2000).
    """
    steps = np.array([[one.low] * 3 + [one.middle] * 4 + [one.high] * 3 for one in channels]).ravel()
    told: Floats = steps[(np.random.PCG64(seed).random_raw(DRAWS) % np.uint64(len(steps))).astype(np.intp)]
    return told


def interval(draws: Floats | Sequence[float], value: float, least: float) -> tuple[float, float] | None:
    """An 80 % interval around a value: the tenth and the ninetieth percentile of its draws, stretched to hold it.

    What cannot fall below 0 or rise above 1 makes draws lean to one side, past the value itself: hence stretched.
    None where it would be narrower than `least`: draws that hardly differ say nothing about how sure a figure is.

    >>> interval([0.0, 0.1, 0.2, 0.3], 0.0, 0.01), interval([1.0] * 9, 1.0, 0.01)
    ((0.0, 0.3), None)
    """
    if len(draws) == 0:
        return None
    ordered = np.sort(draws)
    low, high = min(value, float(ordered[len(ordered) // 10])), max(value, float(ordered[-1 - len(ordered) // 10]))
    return None if high - low < least else (low, high)

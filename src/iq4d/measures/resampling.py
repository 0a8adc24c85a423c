"""How sure is a figure: the same conversation, drawn again and again from blocks of its own turns."""

from __future__ import annotations

import random
from collections.abc import Sequence

from iq4d.measures.indicator import Finding

__all__ = ["DRAWS", "interval", "redraw"]

DRAWS = 200
BLOCKS = 60  # at most, so that the cost does not grow with the conversation


def redraw(findings: Sequence[Finding], turns: int, seed: int) -> list[list[float | None]]:
    """`DRAWS` values of every finding's raw figure; None for a finding without one.

    Blocks of consecutive turns are drawn with replacement, the same blocks for all findings, because turns hang
    together and because the dimensions' sum needs one conversation at a time (Kunsch 1989). Figures that do not rest
    on turns get normal noise of their standard error.
    """
    chance = random.Random(seed)  # noqa: S311 - not for secrets: the same conversation must give the same interval
    size = max(1, round(turns ** (1 / 3)), -(-turns // BLOCKS))
    count = max(1, -(-turns // size))
    drawn = [chance.choices(range(count), k=count) for _ in range(DRAWS)]
    return [_redrawn(finding, size, count, drawn, chance) for finding in findings]


def _redrawn(
    finding: Finding, size: int, count: int, drawn: list[list[int]], chance: random.Random
) -> list[float | None]:
    if finding.raw is None:
        return [None] * DRAWS
    if not finding.units:
        return [finding.raw + chance.gauss(0, finding.spread) if finding.spread else finding.raw for _ in drawn]
    over, under = [0.0] * count, [0.0] * count
    for turn, a, b in finding.units:
        over[turn // size] += a
        under[turn // size] += b
    values: list[float | None] = []
    for blocks in drawn:
        below = sum([under[block] for block in blocks])
        values.append(finding.estimate(sum([over[block] for block in blocks]), below) if below > 0 else finding.raw)
    return values


def interval(draws: Sequence[float], value: float, least: float) -> tuple[float, float] | None:
    """An 80 % interval around a value: the tenth and the ninetieth percentile of its draws, stretched to hold it.

    What cannot fall below 0 or rise above 1 makes draws lean to one side, past the value itself: hence stretched.
    None where it would be narrower than `least`: draws that hardly differ say nothing about how sure a figure is.

    >>> interval([0.0, 0.1, 0.2, 0.3], 0.0, 0.01), interval([1.0] * 9, 1.0, 0.01)
    ((0.0, 0.3), None)
    """
    if not draws:
        return None
    ordered = sorted(draws)
    low, high = min(value, ordered[len(ordered) // 10]), max(value, ordered[-1 - len(ordered) // 10])
    return None if high - low < least else (low, high)

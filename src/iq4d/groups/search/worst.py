"""The worst group first: what it gains, others can often miss (as CATME and gruepr do it, Layton et al. 2010).

The whole has been made as good as it can be; now the group in which people differ least is lifted, swap by swap, while
the whole stays nearly as good.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from iq4d.groups.search.pairwise import total
from iq4d.groups.search.ruling import Ruling, change, exchange, tallied

__all__ = ["lift"]

Array = npt.NDArray[Any]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

_TRIED = 50  # swaps, the most promising first, of which one must keep the rules


def lift(
    d: Ints, sizes: Ints, factor: Longs, labels: Ints, *, ruling: Ruling | None, give: float, chance: float
) -> Ints:
    """int32[n]: a plan whose worst group (by the mean distance of its pairs) is no worse than it was, mostly better.

    d int32[n, n], sizes int32[G] and factor int64[G] as in `pairwise.search`. The objective keeps at least 1 - give of
    what it has beyond `chance`, in its own unit. Whoever has a seat or must stay with others does not move. The same
    arguments: the same plan. Ends when no single swap lifts the worst group.
    """
    labels = labels.astype(np.int32)
    counted = None if ruling is None else tallied(ruling, labels)
    free = np.ones(len(labels), dtype=bool) if ruling is None else (ruling.seat < 0) & (ruling.bundle < 0)
    pairs = sizes.astype(np.int64) * (sizes - 1) // 2
    member = np.zeros((len(sizes), len(labels)), dtype=np.int64)
    member[labels, np.arange(len(labels))] = 1
    sums = member @ d.astype(np.int64)
    inside = np.array([sums[g, labels == g].sum() // 2 for g in range(len(sizes))])
    worth = total(d, labels, factor)
    least = worth - int(give * max(worth - chance, 0))
    while True:
        g = _worst(inside, pairs)
        if g is None:
            return labels
        found = _best(d, sums, inside, pairs, factor, labels, free, g, least - worth, counted)
        if found is None:
            return labels
        i, j = found
        h = int(labels[j])
        if counted is not None:
            exchange(counted, labels, i, j)
        inside[g] += sums[g, j] - sums[g, i] - d[i, j]
        inside[h] += sums[h, i] - sums[h, j] - d[i, j]
        moved = d[j].astype(np.int64) - d[i]
        sums[g] += moved
        sums[h] -= moved
        labels[i], labels[j] = h, g
        worth = total(d, labels, factor)


def _worst(inside: Longs, pairs: Longs) -> int | None:
    """The group in which people differ least; None where every group is of one person."""
    told = np.flatnonzero(pairs)
    return None if len(told) < 2 else int(told[np.argmin(inside[told] / pairs[told])])


def _best(
    d: Ints,
    sums: Longs,
    inside: Longs,
    pairs: Longs,
    factor: Longs,
    labels: Ints,
    free: npt.NDArray[np.bool_],
    g: int,
    most_lost: int,
    counted: Ruling | None,
) -> tuple[int, int] | None:
    """The swap after which the lower of both groups is highest, and higher than group g is."""
    mine = np.flatnonzero((labels == g) & free)
    others = np.flatnonzero((labels != g) & free & (pairs[labels] > 0))
    if not len(mine) or not len(others):
        return None
    there = labels[others]
    apart = d[np.ix_(mine, others)].astype(np.int64)
    here = inside[g] + sums[g, others][None, :] - sums[g, mine][:, None] - apart
    beyond = inside[there][None, :] + sums[there][:, mine].T - sums[there, others][None, :] - apart
    change_of_all = factor[g] * (here - inside[g]) + factor[there][None, :] * (beyond - inside[there][None, :])
    lower = np.minimum(here / pairs[g], beyond / pairs[there][None, :])
    lower[change_of_all < most_lost] = -np.inf
    promising = np.argsort(-lower, axis=None, kind="stable")[:_TRIED]
    for one in promising.tolist():
        i, j = int(mine[one // len(others)]), int(others[one % len(others)])
        if lower.flat[one] <= inside[g] / pairs[g]:
            return None
        if counted is None or change(counted, labels, i, j) <= 0:
            return i, j
    return None

"""A plan on a board of sums: what every swap of two people is worth, and the search that goes by it.

Simulated annealing (Kirkpatrick, Gelatt & Vecchi 1983) by swaps, as is common for the maximally diverse grouping
problem. One person's swaps with everybody are weighed in one go, which takes a processor a tenth of the time of one by
one: a swap is a few numbers that lie side by side, and `sums`, everybody's distances to every group, change only when
one is done. What chance lets each of them lose is a stretch of a shuffled table of exponential draws, from any place.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from iq4d.groups.search.bundling import changed_whole, others_for, undone
from iq4d.groups.search.chance import EXPONENTIALS, begin, below, following
from iq4d.groups.search.compiled import COMPILES, compiled
from iq4d.groups.search.ruling import change, exchange

__all__ = ["Board", "allowances", "board_of", "cool", "descend", "swap", "total"]

Array = npt.NDArray[Any]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

_NEVER = -(2**62)  # the worth of a swap that is none: within a group, with one's like, with one who may not


def _shuffled(draws: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    state, them = begin(0), draws.copy()
    for k in range(len(them) - 1, 0, -1):
        other = below(state, k + 1)
        them[k], them[other] = them[other], them[k]
    return them


_DRAWS = _shuffled(EXPONENTIALS)
_PLACE = 31 - (len(_DRAWS) - 1).bit_length()  # of 31 random bits, those that are a place in it are left


def allowances(heat: float, n: int) -> Longs:
    """int64[4096 + n]: what swaps may lose at this temperature, by chance; any stretch of n is a draw for n swaps."""
    return np.floor(heat * np.concatenate([_DRAWS, _DRAWS[:n]])).astype(np.int64)


class Board(NamedTuple):
    """A plan, and what is needed to weigh its swaps.

    d int32[n, n]: symmetric, 0 on its diagonal. alike int32[n]: people at the same distance from everybody have the
    same number. factor int64[G]: how much a distance within each group counts; `even`: all alike. labels int32[n].
    seen uint16[n]: the same, but G for who may not move by himself. sums int64[G, n]: the distance of everybody to the
    members of each group, times its factor; own int64[n]: to those of one's own.
    """

    d: Ints
    alike: Ints
    factor: Longs
    even: bool
    labels: Ints
    seen: npt.NDArray[np.uint16]
    sums: Longs
    own: Longs


def board_of(d: Ints, factor: Longs, labels: Array, alone: Array) -> Board:
    """The board of this plan, in which the people of `alone` may move one by one."""
    alike = np.unique(d, axis=0, return_inverse=True)[1].reshape(len(d)).astype(np.int32)
    seen = np.full(len(labels), len(factor), dtype=np.uint16)
    seen[alone] = labels[alone]
    sums = _sums(d, labels, factor)
    own = sums[labels, np.arange(len(labels))]
    return Board(d, alike, factor, bool((factor == factor[0]).all()), labels.astype(np.int32), seen, sums, own)


def _sums(d: Ints, labels: Array, factor: Longs) -> Longs:
    return np.array([times * d[labels == g].sum(axis=0, dtype=np.int64) for g, times in enumerate(factor.tolist())])


def total(d: Ints, labels: Array, factor: Longs) -> int:
    """The objective: every distance within a group, times the factor of the group."""
    return int(_sums(d, labels, factor)[labels, np.arange(len(labels))].sum()) // 2


@compiled
def _face(board, i, there, times):  # type: ignore[no-untyped-def]
    """int64[G + 1] of i and each group: `there`, its sums less its own; `times`, how much d counts against a swap."""
    n_groups = len(board.factor)
    g = board.labels[i]
    for h in range(n_groups):
        there[h] = board.sums[h, i] - board.own[i]
    if not board.even:
        for h in range(n_groups):
            times[h] = board.factor[g] + board.factor[h]
    there[g] = there[n_groups] = _NEVER


@compiled
def _worth(board, i, j, there, times):  # type: ignore[no-untyped-def]
    """What the objective gains if i, who is faced, changes places with j."""
    if board.alike[i] == board.alike[j]:
        return _NEVER
    h = board.seen[j]
    return board.sums[board.labels[i], j] - board.own[j] + there[h] - times[h] * board.d[i, j]


def _most_plain(board: Board, i: int, there: Longs, times: Longs, allowed: Longs) -> int:
    worth = board.sums[board.labels[i]] - board.own + there[board.seen] - times[board.seen] * board.d[i] + allowed
    return int(np.where(board.alike == board.alike[i], _NEVER, worth).max())


def _most_compiled(board, i, there, times, allowed):  # type: ignore[no-untyped-def]
    """The most a swap of i is worth, with what each is allowed to lose."""
    sums, own, seen, d = board.sums[board.labels[i]], board.own, board.seen, board.d[i]
    alike, mine = board.alike, board.alike[i]
    most = np.int64(_NEVER)
    if board.even:  # the loop that all time goes into
        twice = 2 * board.factor[0]
        for j in range(len(own)):
            it = sums[j] - own[j] + there[seen[j]] - twice * d[j] + allowed[j]
            it = it if alike[j] != mine else _NEVER
            most = max(most, it)
        return most
    for j in range(len(own)):
        it = sums[j] - own[j] + there[seen[j]] - times[seen[j]] * d[j] + allowed[j]
        most = max(most, it if alike[j] != mine else most)
    return most


def _follow_plain(board: Board, i: int, j: int, g: int, h: int) -> None:
    moved = board.d[j].astype(np.int64) - board.d[i]
    board.sums[g] += board.factor[g] * moved
    board.sums[h] -= board.factor[h] * moved
    for group in (g, h):
        within = board.labels == group
        board.own[within] = board.sums[group, within]


def _follow_compiled(board, i, j, g, h):  # type: ignore[no-untyped-def]
    """Sums after i went from g to h, and j from h to g."""
    to_i, to_j, in_g, in_h, own, labels = board.d[i], board.d[j], board.sums[g], board.sums[h], board.own, board.labels
    by_g, by_h = board.factor[g], board.factor[h]
    for k in range(len(labels)):
        moved = to_j[k] - to_i[k]
        in_g[k] += by_g * moved
        in_h[k] -= by_h * moved
    for k in range(len(labels)):  # a loop of its own, without branches: the processor does eight at once
        at = labels[k]
        own[k] += (to_j[k] - to_i[k]) * ((by_g if at == g else 0) - (by_h if at == h else 0))
    own[i], own[j] = in_h[i], in_g[j]


_most = compiled(_most_compiled) if COMPILES else _most_plain
_follow = compiled(_follow_compiled) if COMPILES else _follow_plain


@compiled
def swap(board, ruling, i, j):  # type: ignore[no-untyped-def]
    """i and j change places, and everything that is counted follows."""
    g, h = board.labels[i], board.labels[j]
    exchange(ruling, board.labels, i, j)
    _follow(board, i, j, g, h)
    n_groups = len(board.factor)
    if board.seen[i] != n_groups:
        board.seen[i] = h
    if board.seen[j] != n_groups:
        board.seen[j] = g


@compiled
def cool(board, ruling, movers, state, allowed, rows, at, short):  # type: ignore[no-untyped-def]
    """`rows` people in turn, from movers.alone[at] on, weigh their swaps; each does one, if chance allows one and no
    rule is broken by it. Beside them bundles move. Ends when `short`, what is missing to a goal, is gained.

    Gives (rows done, gained, how often the swap taken up was one that loses).
    """
    n, m, n_bundles = len(board.labels), len(movers.alone), len(movers.start) - 1
    there, times = np.zeros(len(board.factor) + 1, dtype=np.int64), np.full(len(board.factor) + 1, 2 * board.factor[0])
    gained, losing = 0, 0
    for row in range(rows):
        if m > 1:
            i = movers.alone[at]
            at = at + 1 if at + 1 < m else 0
            _face(board, i, there, times)
            place = following(state) >> _PLACE
            stretch = allowed[place : place + n]
            if _most(board, i, there, times, stretch) > 0:
                j = below(state, n)
                first = True
                for _ in range(n):
                    it = _worth(board, i, j, there, times)
                    if it + stretch[j] > 0:
                        if first and it < 0:
                            losing += 1
                        first = False
                        if change(ruling, board.labels, i, j) <= 0:
                            swap(board, ruling, i, j)
                            gained += it
                            break
                    j = j + 1 if j + 1 < n else 0
        if n_bundles > 0:
            gained += _cool_whole(board, ruling, movers, state, allowed)
        if gained >= short:
            return row + 1, gained, losing
    return rows, gained, losing


@compiled
def _cool_whole(board, ruling, movers, state, allowed):  # type: ignore[no-untyped-def]
    """Any bundle changes places with as many people of another group, if chance and the rules allow. Gives the gain."""
    labels, d = board.labels, board.d
    b, h = below(state, len(movers.start) - 1), below(state, len(board.factor))
    start, end = movers.start[b], movers.start[b + 1]
    g, size = labels[movers.people[start]], end - start
    if g == h or not others_for(movers, labels, state, size, h):
        return 0
    in_g, in_h, pairs = 0, 0, 0
    for k in range(size):
        i, j = movers.people[start + k], movers.room[k]
        in_g += board.sums[g, j] - board.sums[g, i]
        in_h += board.sums[h, i] - board.sums[h, j]
        for other in range(size):
            if other < k:
                pairs += d[i, movers.people[start + other]] + d[j, movers.room[other]]
            pairs -= d[i, movers.room[other]]
    it = in_g + in_h + (board.factor[g] + board.factor[h]) * pairs
    if it + allowed[following(state) >> _PLACE] <= 0:
        return 0
    more = changed_whole(ruling, movers, labels, start, end)
    undone(ruling, movers, labels, start, end)
    if more > 0:
        return 0
    for k in range(size):
        swap(board, ruling, movers.people[start + k], movers.room[k])
    return it


@compiled
def descend(board, ruling, movers):  # type: ignore[no-untyped-def]
    """Everybody in turn does his best swap, until nobody gains by one. Gives (rows done, gained)."""
    n, m = len(board.labels), len(movers.alone)
    there, times = np.zeros(len(board.factor) + 1, dtype=np.int64), np.full(len(board.factor) + 1, 2 * board.factor[0])
    nothing = np.zeros(n, dtype=np.int64)
    rows, gained, quiet = 0, 0, 0
    while quiet < m and m > 1:
        i = movers.alone[rows % m]
        rows += 1
        quiet += 1
        _face(board, i, there, times)
        if _most(board, i, there, times, nothing) > 0:
            best, partner = 0, -1
            for j in range(n):
                it = _worth(board, i, j, there, times)
                if it > best and change(ruling, board.labels, i, j) <= 0:
                    best, partner = it, j
            if partner >= 0:
                swap(board, ruling, i, partner)
                gained += best
                quiet = 0
    return rows, gained

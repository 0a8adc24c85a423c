"""Several rounds at once: in every round other groups, and nobody meets the same people twice if that can be.

Round after round, each knowing the meetings before it, paints itself into a corner; so all are searched together.
With nothing known of people it is the social golfer problem (CSPLib 010).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from iq4d.groups.search.chance import begin, below, exponential
from iq4d.groups.search.compiled import compiled
from iq4d.groups.search.turning import turned

__all__ = ["Rounds", "compose_rounds"]

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

_LEVELS = 60  # of temperature
_HOT, _COLD = 1.2, 0.12  # in meetings: near half of the swaps that add one meeting, and one in four thousand
_COOLING = (_COLD / _HOT) ** (1 / (_LEVELS - 1))
_MORE = 3  # rounds: a schedule of nine, found, is one of eight too
_MENDING = 0.3  # the temperature from which a plan that is good already is made better, and not lost


@dataclass(frozen=True)
class Rounds:
    """labels: int32[R, n], the group of everybody in each round. repeats: how many meetings are not a first one."""

    labels: Ints
    repeats: int
    steps: int

    def met(self) -> Ints:
        """int32[n, n], in how many rounds two people are in one group."""
        return _meetings(self.labels)


def compose_rounds(
    sizes: Ints,
    n_rounds: int,
    *,
    d: Ints | None = None,
    met_before: Ints | None = None,
    worth: int = 0,
    max_iter: int = 2_000_000,
    seed: int = 0,
    restarts: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Rounds:
    """Groups of `sizes` in each of `n_rounds` rounds, with the fewest repeated meetings this search finds.

    d: int32[n, n] distances to maximise within groups besides; `worth`: how much distance one repeated meeting weighs
    (needed with d). met_before: int32[n, n], meetings of earlier rounds, which count as met. The same arguments give
    the same rounds. It stops at 0 repeats where there is no d.
    """
    sizes = np.asarray(sizes, dtype=np.int32)
    n = int(sizes.sum())
    if n_rounds < 1 or sizes.min() < 1:
        raise ValueError("there is at least one round, and a group has at least one person")
    if d is not None and worth <= 0:
        raise ValueError("with distances, say what a meeting repeated in another round is worth")
    apart = np.zeros((n, n), dtype=np.int32) if d is None else np.ascontiguousarray(d, dtype=np.int32)
    price = worth if d is not None else 1
    before = np.zeros((n, n), dtype=np.int32) if met_before is None else np.asarray(met_before, dtype=np.int32)
    best: tuple[int, Ints] | None = None
    done = 0
    heats = [(_HOT * _COOLING**level) * price for level in range(_LEVELS)]
    for again in range(restarts):
        state = begin(seed * 1009 + again)
        seats = _dealt(state, sizes, n_rounds)
        found, steps = _cooled(seats, sizes, apart, before, price, heats, max_iter // restarts, state, d is None)
        done += steps
        if best is None or found[0] < best[0]:
            best = found
        if progress is not None:
            progress(again + 1, restarts)
        if d is None and best[0] == 0:
            break
    assert best is not None
    turning = None
    if len(set(sizes.tolist())) == 1 and (d is not None or best[0] > 0):
        turning = _turning(len(sizes), int(sizes[0]), n_rounds, max_iter, seed)
    if turning is not None:
        state = begin(seed)
        if d is not None or met_before is not None:
            worths = apart.astype(np.int64) - price * before  # nobody meets twice in it: what counts is who is who
            turning = _cast(turning, sizes, worths, heats, max_iter // restarts, state)
        colder = [heat for heat in heats if heat <= _MENDING * price]
        found, steps = _cooled(turning, sizes, apart, before, price, colder, max_iter // restarts, state, d is None)
        done += steps
        best = min(best, found, key=lambda one: one[0])
    labels = _labels(best[1], sizes)
    met = before + _meetings(labels)
    return Rounds(labels, int(np.triu(np.maximum(met - 1, 0) - np.maximum(before - 1, 0), 1).sum()), done)


def _cooled(
    seats: Ints,
    sizes: Ints,
    apart: Ints,
    before: Ints,
    price: int,
    heats: list[float],
    max_iter: int,
    state: npt.NDArray[np.int64],
    until_none: bool,
) -> tuple[tuple[int, Ints], int]:
    """((cost, seats) of the cheapest seen, steps done), from these seats on, through these temperatures."""
    met = before + _meetings(_labels(seats, sizes))
    cost = _cost(met, before, price) - _within(apart, seats, sizes)
    lowest, kept = cost, seats.copy()
    steps = max(max_iter // len(heats), 1)
    done = 0
    for heat in heats:
        if until_none and lowest == 0:
            break
        cost, lowest = _anneal(seats, sizes, met, apart, price, heat, steps, state, cost, lowest, kept)
        done += steps
    return (int(lowest), kept), done


def _turning(n_groups: int, size: int, n_rounds: int, max_iter: int, seed: int) -> Ints | None:
    """The rounds that turn out of one with fewest repeats: of so many, or of a few more that are left out."""
    best: tuple[int, Ints] | None = None
    for more in range(_MORE):
        seats = turned(n_groups, size, n_rounds + more, max_iter=max_iter // (_MORE if more else 1), seed=seed)
        if seats is None:
            break
        met = _meetings(_labels(seats[:n_rounds], np.full(n_groups, size, dtype=np.int32)))
        repeats = int(np.maximum(np.triu(met, 1) - 1, 0).sum())
        if best is None or repeats < best[0]:
            best = (repeats, np.ascontiguousarray(seats[:n_rounds]))
        if repeats == 0:
            break
    return None if best is None else best[1]


def _cast(
    seats: Ints, sizes: Ints, worths: npt.NDArray[np.int64], heats: list[float], max_iter: int, state: Longs
) -> Ints:
    """The same schedule with other people in it: two change all their places, where that makes people differ more."""
    steps = max(max_iter // len(heats) // len(seats), 1)
    played = seats.astype(np.int32)
    for heat in heats:
        _recast(played, sizes, worths, heat, steps, state)
    return played


def _labels(seats: Ints, sizes: Ints) -> Ints:
    labels = np.empty_like(seats)
    at = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    for row, seated in zip(labels, seats, strict=True):
        row[seated] = at
    return labels


def _meetings(labels: Ints) -> Ints:
    met = np.zeros((labels.shape[1],) * 2, dtype=np.int32)
    for row in labels:
        met += row[:, None] == row[None, :]
    np.fill_diagonal(met, 0)
    return met


def _cost(met: Ints, before: Ints, price: int) -> int:
    """A pair that meets m times costs m (m - 1) / 2: the third meeting is worse than the second."""
    wide = met.astype(np.int64)
    old = before.astype(np.int64)
    return price * int(np.triu(wide * (wide - 1) - old * (old - 1), 1).sum()) // 2


def _within(apart: Ints, seats: Ints, sizes: Ints) -> int:
    return sum(int(apart[row[:, None] == row[None, :]].sum(dtype=np.int64)) // 2 for row in _labels(seats, sizes))


def _dealt(state: npt.NDArray[np.int64], sizes: Ints, n_rounds: int) -> Ints:
    """int32[R, n]: who sits where; the first seats are the first group's."""
    n = int(sizes.sum())
    seats = np.empty((n_rounds, n), dtype=np.int32)
    for row in seats:
        row[:] = np.arange(n)
        for k in range(n - 1, 0, -1):
            other = below(state, k + 1)
            row[k], row[other] = row[other], row[k]
    return seats


@compiled
def _anneal(seats, sizes, met, apart, price, heat, steps, state, cost, lowest, kept):  # type: ignore[no-untyped-def]
    """`steps` proposals at one temperature: two people of one round change groups. `kept`: the cheapest seen."""
    n_rounds, n = seats.shape
    n_groups = len(sizes)
    first = np.zeros(n_groups + 1, dtype=np.int64)
    group = np.empty(n, dtype=np.int64)
    for g in range(n_groups):
        first[g + 1] = first[g] + sizes[g]
        group[first[g] : first[g + 1]] = g
    for _ in range(steps):
        row = seats[below(state, n_rounds)]
        a, b = below(state, n), below(state, n)
        g, h = group[a], group[b]
        if g == h:
            continue
        i, j = row[a], row[b]
        more = 0
        for k in range(first[g], first[g + 1]):
            if k != a:
                other = row[k]
                more += price * (met[j, other] - met[i, other] + 1) + apart[i, other] - apart[j, other]
        for k in range(first[h], first[h + 1]):
            if k != b:
                other = row[k]
                more += price * (met[i, other] - met[j, other] + 1) + apart[j, other] - apart[i, other]
        if more > 0 and more > heat * exponential(state):
            continue
        for k in range(first[g], first[g + 1]):
            if k != a:
                _meet(met, i, row[k], -1)
                _meet(met, j, row[k], 1)
        for k in range(first[h], first[h + 1]):
            if k != b:
                _meet(met, j, row[k], -1)
                _meet(met, i, row[k], 1)
        row[a], row[b] = j, i
        cost += more
        if cost < lowest:
            lowest = cost
            kept[:] = seats
    return cost, lowest


@compiled
def _recast(seats, sizes, worths, heat, steps, state):  # type: ignore[no-untyped-def]
    """`steps` proposals at one temperature: two people change places in every round."""
    n_rounds, n = seats.shape
    first = np.zeros(len(sizes) + 1, dtype=np.int64)
    group = np.empty(n, dtype=np.int64)
    for g in range(len(sizes)):
        first[g + 1] = first[g] + sizes[g]
        group[first[g] : first[g + 1]] = g
    at = np.empty((n_rounds, n), dtype=np.int64)  # the seat of each part, in every round
    for r in range(n_rounds):
        for k in range(n):
            at[r, seats[r, k]] = k
    for _ in range(steps):
        i, j = below(state, n), below(state, n)
        if i == j:
            continue
        more = 0
        for r in range(n_rounds):
            a, b = at[r, i], at[r, j]
            if group[a] == group[b]:
                continue
            for k in range(first[group[a]], first[group[a] + 1]):
                if k != a:
                    more += worths[j, seats[r, k]] - worths[i, seats[r, k]]
            for k in range(first[group[b]], first[group[b] + 1]):
                if k != b:
                    more += worths[i, seats[r, k]] - worths[j, seats[r, k]]
        if more < 0 and -more > heat * exponential(state):
            continue
        for r in range(n_rounds):
            a, b = at[r, i], at[r, j]
            seats[r, a], seats[r, b] = j, i
            at[r, i], at[r, j] = b, a


@compiled
def _meet(met, i, j, times):  # type: ignore[no-untyped-def]
    met[i, j] += times
    met[j, i] += times

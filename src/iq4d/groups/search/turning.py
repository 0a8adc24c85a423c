"""Rounds that follow from one: everybody moves up one place and the groups of the next round are there.

Finding all rounds of a schedule without repeated meetings is hard; finding one round whose turns do not repeat is a
far smaller search, and where the numbers allow it, it comes much further (cyclic designs: Bose 1939). People stand in
circles of as many places as there are rounds, and a few are left over who keep their place. A meeting comes back turned
in every round, so that meetings fall into classes: what counts is how often each class is met in the first round.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from iq4d.groups.search.chance import begin, below, exponential
from iq4d.groups.search.compiled import compiled

__all__ = ["turned"]

Ints = npt.NDArray[np.int32]

_STEPS = 500_000  # a start; many short ones find more than few long ones
_LEVELS = 500
_HOT, _COLD = 1.2, 0.12  # in rounds: what a class of meetings that comes twice costs


def turned(n_groups: int, size: int, n_rounds: int, *, max_iter: int, seed: int) -> Ints | None:
    """int32[R, n], who sits where in each round (the first seats are the first group's), with the fewest repeated
    meetings found; None where fewer people than rounds leave no circle to turn in."""
    n = n_groups * size
    circles = n // n_rounds
    if circles == 0 or size == 1:
        return None
    classes, length = _classes(n, n_rounds, circles)
    times = (n_rounds // length).astype(np.int64)  # how often one meeting of the class comes in all rounds
    best: tuple[int, Ints] | None = None
    for again in range(max(max_iter // _STEPS, 1)):
        state = begin(seed * 1013 + again)
        seats = np.arange(n, dtype=np.int32)
        for k in range(n - 1, 0, -1):
            other = below(state, k + 1)
            seats[k], seats[other] = seats[other], seats[k]
        counts = np.zeros(len(length), dtype=np.int64)
        cost = 0
        for a in range(n):
            for b in range(a + 1, (a // size + 1) * size):
                cost = _count(counts, cost, classes[seats[a], seats[b]], times, length, 1)
        hot, cold = _HOT * n_rounds, _COLD * n_rounds
        cost = _anneal(seats, size, classes, counts, times, length, state, cost, _STEPS, hot, cold)
        if best is None or cost < best[0]:
            best = (cost, seats.copy())
        if cost == 0:
            break
    assert best is not None
    return np.array([_turn(best[1], n_rounds, circles, by) for by in range(n_rounds)], dtype=np.int32)


def _turn(people: Ints, n_rounds: int, circles: int, by: int) -> Ints:
    return np.where(people < circles * n_rounds, people // n_rounds * n_rounds + (people + by) % n_rounds, people)


def _classes(n: int, n_rounds: int, circles: int) -> tuple[Ints, npt.NDArray[np.int64]]:
    """(int32[n, n], the class of each meeting; int64[C], how many meetings each class has)."""
    classes = np.full((n, n), -1, dtype=np.int32)
    length: list[int] = []
    for a in range(n):
        for b in range(a + 1, n):
            if classes[a, b] < 0:
                pair = np.array([a, b], dtype=np.int32)
                turns = {tuple(sorted(_turn(pair, n_rounds, circles, by).tolist())) for by in range(n_rounds)}
                for i, j in turns:
                    classes[i, j] = classes[j, i] = len(length)
                length.append(len(turns))
    return classes, np.array(length, dtype=np.int64)


@compiled
def _count(counts, cost, kind, times, length, more):  # type: ignore[no-untyped-def]
    """The cost when a class is met once more (or less): each of its pairs that meets m times costs m (m - 1) / 2."""
    m = counts[kind] * times[kind]
    counts[kind] += more
    now = counts[kind] * times[kind]
    return cost + length[kind] * (now * (now - 1) - m * (m - 1)) // 2


@compiled
def _swap(seats, a, b, size, classes, counts, times, length, cost):  # type: ignore[no-untyped-def]
    i, j = seats[a], seats[b]
    first, second = a // size * size, b // size * size
    for k in range(size):
        if first + k != a:
            beside = seats[first + k]
            cost = _count(counts, cost, classes[i, beside], times, length, -1)
            cost = _count(counts, cost, classes[j, beside], times, length, 1)
        if second + k != b:
            beside = seats[second + k]
            cost = _count(counts, cost, classes[j, beside], times, length, -1)
            cost = _count(counts, cost, classes[i, beside], times, length, 1)
    seats[a], seats[b] = j, i
    return cost


@compiled
def _anneal(seats, size, classes, counts, times, length, state, cost, steps, hot, cold):  # type: ignore[no-untyped-def]
    """Cools from hot to cold; `seats` is then the cheapest seen, and its cost comes back."""
    n = len(seats)
    kept, lowest = seats.copy(), cost
    heat = hot
    ratio = (cold / hot) ** (1.0 / (_LEVELS - 1))
    for _ in range(_LEVELS):
        for _ in range(steps // _LEVELS):
            a, b = below(state, n), below(state, n)
            if a // size == b // size:
                continue
            then = _swap(seats, a, b, size, classes, counts, times, length, cost)
            if then > cost and then - cost > heat * exponential(state):
                _swap(seats, a, b, size, classes, counts, times, length, then)
                continue
            cost = then
            if cost < lowest:
                lowest = cost
                kept[:] = seats
                if lowest == 0:
                    seats[:] = kept
                    return lowest
        heat *= ratio
    seats[:] = kept
    return lowest

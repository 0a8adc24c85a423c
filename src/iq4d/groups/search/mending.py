"""A plan that keeps the rules, from any plan: the fewest broken first, diversity afterwards (`pairwise`).

First bundles and seats are put where they belong, then people change places by chance, less and less often for the
worse (simulated annealing on what is broken). What this does not find is a solver's to find, or there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from iq4d.groups.search.bundling import changed_whole, movers_of, others_for, undone
from iq4d.groups.search.chance import below, exponential
from iq4d.groups.search.compiled import compiled
from iq4d.groups.search.ruling import Ruling, broken, bundles_of, change, exchange, tallied

__all__ = ["dealt", "gathered", "mended"]

Array = npt.NDArray[Any]
Ints = npt.NDArray[np.int32]

TRIES = 10
STEPS = 100  # a person at each temperature, in the first try; then twice as many, three times ...
HEATS = (0.5, 0.35, 0.25, 0.15)  # in rules broken


def dealt(state: npt.NDArray[np.int64], sizes: Array) -> Ints:
    """int32[n]: any plan with these sizes (Fisher and Yates)."""
    labels = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    for k in range(len(labels) - 1, 0, -1):
        other = below(state, k + 1)
        labels[k], labels[other] = labels[other], labels[k]
    return labels


def gathered(ruling: Ruling, labels: Array, free: npt.NDArray[np.bool_] | None = None) -> Ints:
    """These groups with everybody in his seat and bundles whole, as far as there is room; who can stays."""
    fixed = np.zeros(len(labels), dtype=np.bool_) if free is None else ~free
    room = ruling.sizes.tolist()
    plan = np.full(len(labels), -1, dtype=np.int32)

    def put(one: int, g: int) -> None:
        if plan[one] < 0 and room[g] > 0:
            plan[one] = g
            room[g] -= 1

    for one in fixed.nonzero()[0].tolist():
        put(one, int(labels[one]))
    for one in (ruling.seat >= 0).nonzero()[0].tolist():
        put(one, int(ruling.seat[one]))
    for people in sorted(bundles_of(ruling), key=len, reverse=True):
        rest = [one for one in people if plan[one] < 0]
        seats = [int(plan[one]) for one in people if plan[one] >= 0]  # where one of them has a seat, all go
        asked = seats or labels[people].tolist()
        for g in (max(sorted(set(asked)), key=asked.count), int(np.argmax(room))):
            if room[g] >= len(rest):
                for one in rest:
                    put(one, g)
                break
    for one in (plan < 0).nonzero()[0].tolist():
        put(one, int(labels[one]))
    plan[plan < 0] = np.repeat(np.arange(len(room)), room)
    return plan


def mended(
    ruling: Ruling,
    labels: Array,
    state: npt.NDArray[np.int64],
    free: npt.NDArray[np.bool_] | None = None,
    tries: int = TRIES,
) -> tuple[Ints, int, int]:
    """(labels, how much they break, steps): a plan as near to the rules as found, from this one or others by chance.

    free bool[n]: who may change groups.
    """
    best, least = labels.astype(np.int32), broken(ruling, labels)
    steps = 0
    for again, start in enumerate(_starts(ruling, labels, state, free, tries)):
        if least == 0:
            break
        plan, counted = start.copy(), tallied(ruling, start)
        movers = movers_of(ruling, plan, free)
        much = broken(ruling, plan)
        for heat in HEATS:
            if much < least:
                best, least = plan.copy(), much
            if least == 0 or len(movers.alone) + len(movers.people) < 2:
                break
            much, done = _mend(counted, movers, plan, state, heat, STEPS * (again + 1) * len(plan), much)
            steps += done
        if much < least:
            best, least = plan, much
    return best, least, steps


def _starts(
    ruling: Ruling, labels: Array, state: npt.NDArray[np.int64], free: npt.NDArray[np.bool_] | None, tries: int
) -> Iterator[Ints]:
    yield gathered(ruling, labels, free)
    for _ in range(tries - 1):
        other = dealt(state, ruling.sizes)
        yield gathered(ruling, other if free is None else _kept(labels, other, free, ruling.sizes), free)


def _kept(labels: Array, other: Ints, free: npt.NDArray[np.bool_], sizes: Array) -> Ints:
    """The other plan, with those who are not free where they are: the rest fills up in the order of the other plan."""
    plan = np.where(free, -1, labels).astype(np.int32)
    left = sizes - np.bincount(labels[~free], minlength=len(sizes))
    movable = free.nonzero()[0]
    plan[movable[np.argsort(other[movable], kind="stable")]] = np.repeat(np.arange(len(sizes)), left)
    return plan


@compiled
def _mend(ruling, movers, labels, state, heat, steps, much):  # type: ignore[no-untyped-def]
    """`steps` proposals at one temperature, or until nothing is broken. Gives (how much is, steps done)."""
    m, n_bundles = len(movers.alone), len(movers.start) - 1
    for step in range(steps):
        if m < 2 or (n_bundles > 0 and below(state, 4) == 0):
            much += _mend_whole(ruling, movers, labels, state, heat)
        else:
            i, j = movers.alone[below(state, m)], movers.alone[below(state, m)]
            if labels[i] != labels[j]:
                more = change(ruling, labels, i, j)
                if more <= 0 or more < heat * exponential(state):
                    exchange(ruling, labels, i, j)
                    much += more
        if much == 0:
            return much, step + 1
    return much, steps


@compiled
def _mend_whole(ruling, movers, labels, state, heat):  # type: ignore[no-untyped-def]
    b, h = below(state, len(movers.start) - 1), below(state, len(ruling.sizes))
    start, end = movers.start[b], movers.start[b + 1]
    if labels[movers.people[start]] == h or not others_for(movers, labels, state, end - start, h):
        return 0
    more = changed_whole(ruling, movers, labels, start, end)
    if more <= 0 or more < heat * exponential(state):
        return more
    undone(ruling, movers, labels, start, end)
    return 0

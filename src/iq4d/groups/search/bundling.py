"""Who may move in a search; and people who must stay together, as one: a bundle changes places with as many others.

Swapped one by one they would break their rule on the way, and a search that keeps the rules would never get across.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from iq4d.groups.search.chance import below
from iq4d.groups.search.compiled import compiled
from iq4d.groups.search.ruling import Ruling, bundles_of, change, exchange

__all__ = ["Movers", "changed_whole", "movers_of", "others_for", "undone"]

Ints = npt.NDArray[np.int32]

_FIXED, _ALONE = -2, -1


class Movers(NamedTuple):
    """alone int32[m]: who moves by himself. of int32[n]: the bundle one moves with, -1 alone, -2 not at all.
    people int32 and start int32[B + 1]: bundle b is people[start[b]:start[b + 1]]. room int32: space for as many."""

    alone: Ints
    of: Ints
    start: Ints
    people: Ints
    room: Ints


def movers_of(ruling: Ruling, labels: npt.NDArray[Any], free: npt.NDArray[np.bool_] | None = None) -> Movers:
    """Who may move in this plan: those free, not in their seat, and bundles where they are in one group. (People of a
    bundle torn apart move one by one, until they meet.)"""
    fixed = labels == ruling.seat
    if free is not None:
        fixed = fixed | ~free
    of = np.where(fixed, _FIXED, _ALONE).astype(np.int32)
    whole: list[Sequence[int]] = []
    for people in bundles_of(ruling):
        if len({int(labels[one]) for one in people}) == 1:
            of[people] = _FIXED if fixed[people].any() else len(whole)
            if not fixed[people].any():
                whole.append(people)
    start = np.cumsum([0, *map(len, whole)]).astype(np.int32)
    room = np.empty(max(map(len, whole), default=0), dtype=np.int32)
    people_of_all = np.array([one for people in whole for one in people], dtype=np.int32)
    return Movers((of == _ALONE).nonzero()[0].astype(np.int32), of, start, people_of_all, room)


@compiled
def others_for(movers, labels, state, size, h):  # type: ignore[no-untyped-def]
    """Fill movers.room with `size` people of group h, by chance, bundles as a whole. Gives whether that worked."""
    here = np.flatnonzero(labels == h)
    filled = 0
    for k in range(len(here)):
        other = k + below(state, len(here) - k)
        one, here[other] = here[other], here[k]
        b = movers.of[one]
        if b == _ALONE:
            movers.room[filled] = one
            filled += 1
        elif b >= 0:
            start, end = movers.start[b], movers.start[b + 1]
            if movers.people[start] == one and end - start <= size - filled:  # asked of its first person only
                for of_it in range(start, end):
                    movers.room[filled] = movers.people[of_it]
                    filled += 1
        if filled == size:
            return True
    return False


@compiled
def changed_whole(ruling, movers, labels, start, end):  # type: ignore[no-untyped-def]
    """People start:end of a bundle change places with movers.room. Gives how much more that breaks."""
    more = 0
    for k in range(start, end):
        i, j = movers.people[k], movers.room[k - start]
        more += change(ruling, labels, i, j)
        exchange(ruling, labels, i, j)
    return more


@compiled
def undone(ruling, movers, labels, start, end):  # type: ignore[no-untyped-def]
    """As it was before `changed_whole`."""
    for k in range(end - 1, start - 1, -1):
        exchange(ruling, labels, movers.people[k], movers.room[k - start])

"""Faultlines: groups that may fall into two camps, because what divides them divides them along the same line.

The strength of a faultline is the average silhouette width (Rousseeuw 1987) of the best split into two subgroups (Meyer
& Glenz 2013): 1 where people are alike within a camp and unlike across, about 0 where there are no camps. It is looked
for in what was to be mixed, spread or balanced. Dormant faultlines bring some conflict and do not lower what a group
achieves; activated ones may (meta-analysis of 168 studies, 2024): a caution for who facilitates, no fault of a plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
import numpy.typing as npt

from iq4d.groups.people.attributes import MISSING, UNIT, Column
from iq4d.groups.search.chance import begin, below

__all__ = ["LARGEST", "Camps", "camps_of", "pair_term", "stands_out", "usual_width"]

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

EXACT = 12  # people in a group: 2,035 splits, all of which are looked at
LARGEST = 40  # people: of more nobody would say that they sit in two camps
SMALLEST = 4  # a camp is two at least; somebody alone is another thing
CLEAR = 0.5  # a silhouette from which a structure is "reasonable" (Kaufman & Rousseeuw 1990)
DRAWS = 200  # random groups
_SEEDS = 100  # pairs of people around whom camps are sought in a larger group
_AT_ONCE = 1 << 20  # numbers


@dataclass(frozen=True)
class Camps:
    """The best split of a group. first, second: rows of the pool, the one with the lowest row first. width: -1 to 1.

    differ_on: the attributes in which the camps are clearly apart (own width from .5), the clearest first.
    entirely: in how many of them nobody is like anybody across, and all within a camp are alike.
    """

    first: tuple[int, ...]
    second: tuple[int, ...]
    width: float
    differ_on: tuple[str, ...]
    entirely: int


def camps_of(columns: Sequence[Column], groups: Sequence[Sequence[int]]) -> list[Camps | None]:
    """The best split of each group (rows of the pool), over the attributes to be spread or balanced.

    All splits are looked at in groups of up to 12; above it splits around the most different pairs, made better person
    by person. What is not known of somebody does not count. None: a group of fewer than 4 or more than 40 people, or
    one with nothing to tell its people apart.
    """
    mixed = _mixed(columns)
    found: list[Camps | None] = [None] * len(groups)
    by_size: dict[int, list[int]] = {}
    for number, rows in enumerate(groups):
        if SMALLEST <= len(rows) <= LARGEST and mixed:
            by_size.setdefault(len(rows), []).append(number)
    rank = np.argsort(_in_order(mixed), kind="stable").tolist() if mixed else []
    for numbers in by_size.values():
        people = np.array([sorted(groups[number], key=rank.__getitem__) for number in numbers])
        sides, widths = _best_splits(_apart(mixed, people))
        own = np.array([_own_widths(column, people, sides) for column in mixed]).T
        for k, number in enumerate(numbers):
            if widths[k] > 0:
                found[number] = _told(mixed, people[k], sides[k], float(widths[k]), own[k])
    return found


def usual_width(columns: Sequence[Column], size: int, seed: int = 0) -> float:
    """The width that 19 of 20 random groups of this size of this pool stay within; 200 are drawn.

    No number is much or little by itself: the fewer the attributes and kinds and the smaller the group, the wider the
    best split of any group. So what a plan is held against is chance in the same pool.
    """
    mixed, n = _mixed(columns), len(columns[0].codes) if columns else 0
    if not mixed or not SMALLEST <= size <= min(LARGEST, n):
        return 1.0
    state = begin(seed)
    people = _in_order(mixed)[np.array([_drawn(state, n, size) for _ in range(DRAWS)])]
    _, widths = _best_splits(_apart(mixed, people))
    return float(np.sort(widths)[DRAWS * 19 // 20 - 1])


def stands_out(camps: Camps, usual: float) -> bool:
    """Whether to say so: wider than nearly every random group of this pool, or entirely apart in two attributes or more
    (usual in a pool that itself is two camps). Never without an attribute that tells the camps apart."""
    return bool(camps.differ_on) and (camps.width > usual or camps.entirely > 1)


def pair_term(columns: Sequence[Column]) -> Ints:
    """int32[n, n], 0 to UNIT: a concave distance to search with, against camps: UNIT * (1 - (m / A)^2).

    m: on how many of the A attributes to be spread or balanced two people agree (nearness counts in part, and not known
    is a kind). Being alike in two things at once costs more than twice being alike in one, so that alikenesses are
    dealt over many pairs and none lie along one line.
    """
    mixed, n = _mixed(columns), len(columns[0].codes) if columns else 0
    if not mixed:
        return np.zeros((n, n), dtype=np.int32)
    all_alike = len(mixed) * UNIT
    alike = np.full((n, n), all_alike, dtype=np.int64)
    for column in mixed:
        alike -= column.distances()
    return (UNIT - alike * alike * UNIT // (all_alike * all_alike)).astype(np.int32)


def _mixed(columns: Sequence[Column]) -> list[Column]:
    return [column for column in columns if column.attribute.wish in ("spread", "balance")]


def _told(columns: Sequence[Column], rows: Longs, side: Bools, width: float, own: Floats) -> Camps:
    clear = [k for k in np.argsort(-own, kind="stable").tolist() if own[k] >= CLEAR]
    names = tuple(columns[k].name for k in clear)
    first, second = sorted((tuple(sorted(rows[side].tolist())), tuple(sorted(rows[~side].tolist()))))
    return Camps(first, second, width, names, int(np.sum(own == 1)))


def _in_order(columns: Sequence[Column]) -> Longs:
    """Everybody's row, in an order that depends on what is known of them and not on where they stood."""
    return np.lexsort([column.codes for column in columns])


def _drawn(state: npt.NDArray[np.int64], n: int, size: int) -> list[int]:
    """`size` different numbers below n (Floyd's sampling)."""
    drawn: set[int] = set()
    for last in range(n - size, n):
        one = int(below(state, last + 1))
        drawn.add(last if one in drawn else one)
    return sorted(drawn)


# distances and silhouettes, many groups of one size at once


def _apart(columns: Sequence[Column], people: Longs) -> Longs:
    """int64[g, m, m]: the mean distance of every two in each of g groups over what is known of both (Gower 1971)."""
    apart = np.zeros((*people.shape, people.shape[1]), dtype=np.int64)
    both = np.zeros_like(apart)
    for column in columns:
        one, other = column.codes[people][:, :, None], column.codes[people][:, None, :]
        known = (one != MISSING) & (other != MISSING)
        if column.place is not None:
            distance = np.abs(column.place[one] - column.place[other]) if len(column.place) else known
        elif column.table is not None:
            distance = column.table[one, other] if len(column.table) else known
        else:
            distance = np.where(one != other, UNIT, 0)
        apart += np.where(known, distance, 0)
        both += known
    return np.where(both > 0, apart // np.maximum(both, 1), UNIT // 2)


def _widths(apart: Longs, first: Bools, second: Bools) -> Floats:
    """float64[g, P]: the average silhouette width of each group with these camps: bool[P, m] or bool[g, P, m].

    Of whole numbers until the division, and rounded: which split is best does not depend on the machine.
    """
    to_first, to_second = (camp.astype(np.float64) @ apart.astype(np.float64) for camp in (first, second))
    n_first, n_second = (camp.sum(axis=-1, keepdims=True) for camp in (first, second))
    own = np.where(first, to_first / np.maximum(n_first - 1, 1), to_second / np.maximum(n_second - 1, 1))
    other = np.where(first, to_second / np.maximum(n_second, 1), to_first / np.maximum(n_first, 1))
    widest = np.maximum(own, other)
    silhouettes = np.where((first | second) & (widest > 0), (other - own) / np.maximum(widest, 1e-9), 0)
    people = np.maximum(n_first + n_second, 1)[..., 0]
    return np.asarray(np.round(silhouettes.sum(axis=-1) / people, 9), dtype=np.float64)


def _own_widths(column: Column, people: Longs, sides: Bools) -> Floats:
    """float64[g], how wide these camps are in one attribute, among those of whom it is known; 0 with fewer than two."""
    known = column.codes[people] != MISSING
    first, second = sides & known, ~sides & known
    widths = _widths(_apart([column], people), first[:, None, :], second[:, None, :])[:, 0]
    enough = np.minimum(first.sum(axis=1), second.sum(axis=1)) >= 2
    return np.where(enough, widths, 0.0)


@lru_cache(maxsize=16)
def _all_splits(size: int) -> Bools:
    """bool[P, size], every split into two camps of two at least; the first person is in the first camp."""
    number = np.arange(1 << (size - 1))
    rest = (number[:, None] >> np.arange(size - 1)) & 1 == 1
    sides = np.concatenate([np.ones((len(number), 1), dtype=bool), rest], axis=1)
    return np.asarray(sides[_are_camps(sides)], dtype=np.bool_)


def _are_camps(sides: Bools) -> Bools:
    in_first = sides.sum(axis=-1)
    return np.asarray((in_first >= 2) & (in_first <= sides.shape[-1] - 2), dtype=np.bool_)


def _best_splits(apart: Longs) -> tuple[Bools, Floats]:
    """bool[g, m] and float64[g]: the widest split of each group, and how wide it is."""
    size = apart.shape[1]
    if size > EXACT:
        found = [_sought(one) for one in apart]
        return np.array([side for side, _ in found]), np.array([width for _, width in found])
    splits = _all_splits(size)
    best, widths = [], []
    step = max(_AT_ONCE // splits.size, 1)
    for start in range(0, len(apart), step):
        wide = _widths(apart[start : start + step], splits, ~splits)
        best.append(wide.argmax(axis=1))
        widths.append(wide.max(axis=1))
    return splits[np.concatenate(best)], np.concatenate(widths)


def _sought(apart: Longs) -> tuple[Bools, float]:
    """A wide split of one group, without looking at all: everybody joins the nearer of two people, and then crosses
    over as long as that helps."""
    size = len(apart)
    pairs = sorted(combinations(range(size), 2), key=lambda pair: -int(apart[pair]))[:_SEEDS]
    seeds = np.array(pairs)
    sides = apart[seeds[:, 0]] < apart[seeds[:, 1]]
    sides = np.unique(np.where(sides[:, :1], sides, ~sides), axis=0)  # the first person is in the first camp
    sides = sides[_are_camps(sides)]
    best = np.arange(size) < size // 2
    width = float(_widths(apart, best[None, :], ~best[None, :])[0])
    wide = _widths(apart, sides, ~sides)
    for start in np.argsort(-wide, kind="stable")[:3]:
        side, now = sides[start], float(wide[start])
        while True:
            crossed = side ^ np.eye(size, dtype=bool)
            crossed = crossed[_are_camps(crossed)]
            then = _widths(apart, crossed, ~crossed)
            if then.max() <= now:
                break
            side, now = crossed[then.argmax()], float(then.max())
        if now > width:
            best, width = side, now
    return best if best[0] else ~best, width

"""Figures of a plan: who has what in each group, how many different kinds that comes to, and how alike the groups are.

Who is not known in an attribute is left out of its figures here (in a search they count as a kind of their own).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from iq4d.groups import bounds
from iq4d.groups.people.attributes import UNIT, Column

__all__ = ["Balance", "Reached", "Tally", "balance", "effective", "most_effective", "reached", "tally"]

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Tally:
    """What is there at all, group by group: entries in the order of group and kind.

    group, kind, count int64[T]: so many people of that kind are in that group. who int64[T]: the first of them, a row.
    said: what each kind is called. start int64[G + 1]: where the entries of each group begin. known int64[G]: of how
    many people it is known. kinds: how many the pool has. Numeric: thirds of the pool, by their lowest and highest
    number. Multi: each element, so that a person counts for all they have.
    """

    group: Longs
    kind: Longs
    count: Longs
    who: Longs
    said: tuple[str, ...]
    start: Longs
    known: Longs
    kinds: int


@dataclass(frozen=True)
class Balance:
    """Rao's quadratic entropy (mean distance of two people drawn at random) of the pool, split in two shares that add
    up to 1: within groups, and between them (Pavoine & Dolédec 2005).

    chance: what lies between groups in a random plan on average, (G - 1) / (n - 1). eta_squared: of a numeric
    attribute, the share of the variance of its ranks between groups; its chance level is the same.
    """

    within: float | None
    between: float | None
    chance: float | None
    eta_squared: float | None


@dataclass(frozen=True)
class Reached:
    """How far a plan came in one attribute. share: from chance (0) to the bound (1), None where nothing can be won.

    met: as far as the bound. by_group float64[G]: the mean distance of its people, as a share of what the bound is
    on average; 0 for a group of one.
    """

    share: float | None
    met: bool
    by_group: Floats


def tally(column: Column, labels: Ints, n_groups: int) -> Tally:
    """Who has what in each group; of spread people of one kind, the one in the lowest row stands for them."""
    rows = column.known.nonzero()[0]
    codes = column.codes[rows].astype(np.int64)
    known = np.bincount(labels[rows], minlength=n_groups)
    if column.attribute.scale == "multi":
        elements = sorted({one for kind in column.kinds for one in kind})
        number = {one: k for k, one in enumerate(elements)}
        several = [np.array([number[one] for one in sorted(kind)], dtype=np.int64) for kind in column.kinds]
        many = np.array([len(one) for one in several], dtype=np.int64)[codes] if len(codes) else codes
        codes = np.concatenate([several[code] for code in codes.tolist()] or [codes])
        rows, said = np.repeat(rows, many), tuple(elements)
    elif column.attribute.scale == "numeric":
        codes, said = _thirds(column, codes)
    else:
        said = tuple(str(kind) for kind in column.kinds)
    keys = labels[rows].astype(np.int64) * max(len(said), 1) + codes
    entries, first, count = np.unique(keys, return_index=True, return_counts=True)
    group, kind = np.divmod(entries, max(len(said), 1))
    start = np.searchsorted(group, np.arange(n_groups + 1))
    return Tally(group, kind, count, rows[first], said, start, known, len(np.unique(kind)))


def _thirds(column: Column, codes: Longs) -> tuple[Longs, tuple[str, ...]]:
    assert column.place is not None
    third = column.place.astype(np.int64) * 3 // (UNIT + 1)
    there = sorted(set(third.tolist()))
    said = []
    for one in there:
        kinds = [column.kinds[k] for k in np.flatnonzero(third == one)]
        low, high = min(kind[0] for kind in kinds), max(kind[1] for kind in kinds)
        said.append(f"{low:g}" if low == high else f"{low:g}–{high:g}")
    return np.searchsorted(there, third)[codes].astype(np.int64), tuple(said)


def effective(found: Tally) -> Floats:
    """float64[G], the effective number of different kinds: Hill's number of order 2, 1 / sum(p^2), where p is the share
    of each kind among those known. 5 people of 5 kinds: 5; four of one kind and one of another: 1.47. Nobody: 0."""
    squares = np.bincount(found.group, weights=found.count.astype(np.float64) ** 2, minlength=len(found.known))
    return np.asarray(found.known**2 / np.maximum(squares, 1), dtype=np.float64)


def most_effective(people: int, kinds: int) -> float:
    """The most that so many people can come to when the pool has so many kinds."""
    if not people or not kinds:
        return 0.0
    each, more = divmod(people, kinds)
    return people**2 / (more * (each + 1) ** 2 + (kinds - more) * each**2)


def balance(column: Column, labels: Ints, n_groups: int) -> Balance | None:
    """How alike the groups are in one attribute. None: all are the same in it, or nothing is known."""
    known = column.known
    labels, column = labels[known], replace(column, codes=column.codes[known])
    n, size = len(labels), np.bincount(labels, minlength=n_groups)
    total = int(bounds.within(column, np.zeros(n, dtype=np.int32), 1)[0])
    if not total:
        return None
    there = size > 0
    # Q of a group of s people: 2 W / s^2, with W the sum over its pairs; it weighs s / n.
    inside = np.sum(bounds.within(column, labels, n_groups)[there] / size[there]) * n / total
    chance = (int(there.sum()) - 1) / (n - 1)
    squared = None
    if column.attribute.scale == "numeric" and column.place is not None:
        at = column.place[column.codes].astype(np.float64)
        means = np.bincount(labels, weights=at, minlength=n_groups)[there] / size[there]
        squared = float(np.sum(size[there] * (means - at.mean()) ** 2) / np.sum((at - at.mean()) ** 2))
    return Balance(float(inside), 1 - float(inside), chance, squared)


def reached(column: Column, labels: Ints, sizes: Ints, factor: Longs) -> Reached:
    """How far the plan came, against what this pool allows: apart, or for a similar attribute alike."""
    inside = bounds.within(column, labels, len(sizes))
    got = int(np.sum(inside * factor))
    middle = bounds.chance(column, sizes, factor)
    end: Callable[..., int] = bounds.lower if column.attribute.wish == "similar" else bounds.upper
    most = end(column, sizes, factor)
    pairs = sizes.astype(np.int64) * (sizes.astype(np.int64) - 1) // 2
    weight = int(np.sum(pairs * factor))
    by_group = inside * weight / np.maximum(pairs, 1) / most if most else np.zeros(len(sizes))
    room = most - middle
    share = (got - middle) / room if abs(room) > 1e-9 * max(abs(middle), 1) else None
    return Reached(share, got == most, by_group)

"""What a pool allows: bounds that no plan goes beyond, and what a random plan comes to.

Every distance here is a sum of cuts (Deza & Laurent 1997): sets of people, each with a width, such that two people are
as far apart as half the widths of the sets that hold one of the two. Nominal: the people of each kind. Ordinal and
numeric: those below and those above each threshold. Jaccard: the mean over all orders of the elements of "which comes
first" (Broder 1997), so the people whose first element is e, for every e and all that may come before it.

A cut that holds x of the s people of a group counts x (s - x), which is concave: the most of all groups together is
found by giving the next person to the group that gains most, the least by filling whole groups. What holds for each cut
holds for their sum, so this is a bound; for equal sizes it is met by nominal, ordinal and numeric attributes one by one
(deal the sorted people round: every run of them is spread evenly), for several at once often.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil, comb, floor, lcm

import numpy as np
import numpy.typing as npt

from iq4d.groups.people.attributes import MISSING, UNIT, Column

__all__ = ["chance", "lower", "lower_of_pairs", "most", "upper", "upper_of_pairs", "weighed", "within"]

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

ELEMENTS = 14  # of a set: with E of them there are E 2^(E - 1) cuts
_AT_ONCE = 1 << 20  # entries of a table


def upper(column: Column, sizes: Ints, factor: Longs) -> int:
    """The distance within groups, times their factors, that no plan of these sizes goes beyond.

    Valid for any sizes int[G] and factor int64[G], and with people of whom it is not known. Met for equal sizes and any
    scale but multi. Where somebody unknown is nearer to the others than half of what these are apart at most, half is
    taken: valid, but not met. Multi with more than `ELEMENTS` different elements: far from tight (`upper_of_pairs`).
    """
    groups, cuts = _Groups(sizes, factor), _cuts(column)
    found = [] if cuts is None else [_most_by_cuts(column, cuts, groups, price) for price in (0, 1)]
    if column.table is not None:
        found.append(_best_partners(*_as_table(column), groups))
    return min(found)


def lower(column: Column, sizes: Ints, factor: Longs) -> int:
    """The distance within groups, times their factors, that every plan of these sizes has at least.

    Met for equal sizes by ordinal and numeric attributes where all is known; else a bound.
    """
    groups, cuts = _Groups(sizes, factor), _cuts(column)
    found = [0] if cuts is None else [0, _least_by_cuts(column, cuts, groups)]
    if column.table is not None:
        table, counts = _as_table(column)
        found.append(-_best_partners(-table, counts, groups))
    return max(found)


def chance(column: Column, sizes: Ints, factor: Longs) -> float:
    """What a random plan comes to, on average over all plans of these sizes: every pair is as likely in a group."""
    n = len(column.codes)
    everybody = int(within(column, np.zeros(n, dtype=np.int32), 1)[0])
    return _expected(2 * everybody, n, _Groups(sizes, factor))


def within(column: Column, labels: Ints, n_groups: int) -> Longs:
    """int64[G], the distances between all pairs in each group, without factors."""
    labels = np.asarray(labels)
    known = column.known
    size = np.bincount(labels[known], minlength=n_groups)
    unknown = np.bincount(labels[~known], minlength=n_groups)
    at, codes = labels[known].astype(np.int64), column.codes[known]
    if column.place is not None:
        apart = _along_a_line(at, column.place[codes], size)
    elif column.table is not None:
        apart = _by_table(at, codes, size, column.table)
    else:
        kinds, counts = np.unique(at * (len(column.kinds) + 1) + codes, return_counts=True)
        same = np.zeros(n_groups, dtype=np.int64)
        np.add.at(same, kinds // (len(column.kinds) + 1), counts * (counts - 1) // 2)
        apart = UNIT * (size * (size - 1) // 2 - same)
    return apart + column.far * size * unknown


def upper_of_pairs(pairs: Longs, sizes: Ints, factor: Longs) -> int:
    """The most that any int[n, n] of pairs can come to within groups: everybody beside the best for them, halved.

    Valid and not tight: the best for one are seldom the best for another. The diagonal does not count.
    """
    pairs = np.asarray(pairs, dtype=np.int64)
    return _best_partners(pairs, np.ones(len(pairs), dtype=np.int64), _Groups(sizes, factor))


def lower_of_pairs(pairs: Longs, sizes: Ints, factor: Longs) -> int:
    """The least, as `upper_of_pairs` is the most."""
    return -upper_of_pairs(-np.asarray(pairs, dtype=np.int64), sizes, factor)


def weighed(
    columns: Sequence[Column],
    coefficients: Longs,
    pairs: Longs | None,
    labels: Ints,
    sizes: Ints,
    factor: Longs,
) -> tuple[int, int, float]:
    """(what a plan reached, the most that it could have, what a random plan has) of the objective of a search.

    coefficients int64[A]: how much each column counts, below 0 to be alike. pairs int64[n, n]: what pairs add to it.
    """
    groups = _Groups(sizes, factor)
    reached, middle = 0, 0.0
    for column, times in zip(columns, coefficients.tolist(), strict=True):
        if times:
            reached += times * int(np.sum(within(column, labels, len(sizes)) * factor))
            middle += times * chance(column, sizes, factor)
    if pairs is not None:
        beside = np.where(labels[:, None] == labels[None, :], pairs, 0)
        np.fill_diagonal(beside, 0)
        reached += int(np.sum(beside.sum(axis=1) * factor[labels])) // 2
        middle += _expected(int(pairs.sum()) - int(np.trace(pairs)), len(pairs), groups)
    return reached, most(columns, coefficients, pairs, sizes, factor), middle


def most(columns: Sequence[Column], coefficients: Longs, pairs: Longs | None, sizes: Ints, factor: Longs) -> int:
    """The bound of `weighed` alone."""
    found = 0 if pairs is None else upper_of_pairs(pairs, sizes, factor)
    for column, times in zip(columns, coefficients.tolist(), strict=True):
        if times:
            found += times * (upper if times > 0 else lower)(column, sizes, factor)
    return found


def _expected(everybody: int, n: int, groups: _Groups) -> float:
    """everybody: the sum over all ordered pairs of the pool."""
    return everybody * groups.weight / (2 * n * (n - 1)) if n > 1 else 0.0


# cuts


@dataclass(frozen=True)
class _Cuts:
    """counts int64[C]: how many people each cut holds; widths int64[C] in 1 / unit. whole: how wide all cuts of one
    person are. missing: how many are in none. more, less: how far a distance lies beyond its cuts by rounding."""

    counts: Longs
    widths: Longs
    whole: int
    missing: int
    unit: int = 1
    more: Fraction = Fraction(0)
    less: Fraction = Fraction(0)

    def sum(self, values: Longs) -> Fraction:
        """The values of all cuts, each times its width; whole numbers of any size."""
        by_width = ((int(width), values[self.widths == width]) for width in np.unique(self.widths))
        return Fraction(sum(width * int(some.sum()) for width, some in by_width), self.unit)


def _cuts(column: Column) -> _Cuts | None:
    """None: this is no sum of cuts that we know."""
    known = column.codes[column.known]
    counts = np.bincount(known, minlength=len(column.kinds)).astype(np.int64)
    missing = len(column.codes) - len(known)
    if column.table is not None:
        return _cuts_of_sets(column, counts, missing)
    if column.place is None:
        return _Cuts(counts, np.full(len(counts), UNIT), UNIT, missing)
    present = np.argsort(column.place, kind="stable")
    present = present[counts[present] > 0]
    widths = np.diff(column.place[present]).astype(np.int64)
    below = np.cumsum(counts[present])[:-1]
    both_sides = np.concatenate([below, len(known) - below])
    return _Cuts(both_sides, np.tile(widths, 2), int(widths.sum()), missing)


def _cuts_of_sets(column: Column, counts: Longs, missing: int) -> _Cuts | None:
    present = counts.nonzero()[0]
    if not all(isinstance(column.kinds[k], frozenset) for k in present):
        return None
    elements = sorted({one for k in present for one in column.kinds[k]})
    n = len(elements)
    if n > ELEMENTS:
        return None
    place = {one: bit for bit, one in enumerate(elements)}
    masks = np.array([sum(1 << place[one] for one in column.kinds[k]) for k in present], dtype=np.int64)
    inside = np.zeros(1 << n, dtype=np.int64)  # by a set of elements: how many people bring nothing else
    inside[masks] = counts[present]
    for bit in range(n):
        halves = inside.reshape(-1, 2, 1 << bit)
        halves[:, 1] += halves[:, 0]
    sets = np.arange(1 << n)
    size = np.bitwise_count(sets).astype(np.int64)
    unit = lcm(*range(1, n + 1))  # of all t * comb(n, t)
    width = np.array([0] + [UNIT * unit // (t * comb(n, t)) for t in range(1, n + 1)], dtype=np.int64)
    held, widths = [], []
    for bit in range(n):
        with_it = sets[(sets >> bit) & 1 == 1]
        held.append(inside[with_it] - inside[with_it ^ (1 << bit)])
        widths.append(width[size[with_it]])
    assert column.table is not None
    more, less = _rounding(column.table[np.ix_(present, present)], masks)
    nobody = np.zeros(0, dtype=np.int64)
    return _Cuts(np.concatenate([*held, nobody]), np.concatenate([*widths, nobody]), UNIT, missing, unit, more, less)


def _rounding(table: Ints, masks: Longs) -> tuple[Fraction, Fraction]:
    """How far the table lies above and below the Jaccard distances of these sets."""
    joined = np.bitwise_count(masks[:, None] | masks[None, :]).astype(np.int64)
    apart = joined - np.bitwise_count(masks[:, None] & masks[None, :])
    beyond = table * joined - UNIT * apart  # in 1 / joined
    found = [(beyond[joined == size], int(size)) for size in np.unique(joined) if size]
    more = max((Fraction(int(some.max()), size) for some, size in found), default=Fraction(0))
    less = max((Fraction(-int(some.min()), size) for some, size in found), default=Fraction(0))
    return max(more, Fraction(0)), max(less, Fraction(0))


def _most_by_cuts(column: Column, cuts: _Cuts, groups: _Groups, price: int) -> int:
    """Everybody's cuts are `whole` wide together, so that places in groups may be given a price, paid back for all at
    once. For unequal sizes it matters which one: 0 suits two kinds, 1 many."""
    bent = max(2 * column.far - cuts.whole, 0)
    twice = cuts.sum(groups.most(cuts.counts, 1 - price, 1)) + (price * cuts.whole + cuts.more) * groups.weight
    unknown = groups.most(np.array([cuts.missing]), bent - price * cuts.whole, bent)
    return floor((twice + int(unknown[0])) / 2)


def _least_by_cuts(column: Column, cuts: _Cuts, groups: _Groups) -> int:
    bent = 2 * column.far - cuts.whole
    missing = np.array([cuts.missing])
    unknown = groups.least(missing) if bent >= 0 else groups.most(missing, 1, 1)
    return ceil((cuts.sum(groups.least(cuts.counts)) - cuts.less * groups.weight + bent * int(unknown[0])) / 2)


class _Groups:
    """The groups of a plan, those of one size and factor counted together."""

    def __init__(self, sizes: Ints, factor: Longs) -> None:
        alike = np.stack([np.asarray(sizes, dtype=np.int64), np.asarray(factor, dtype=np.int64)])
        (self.size, self.factor), self.many = np.unique(alike, axis=1, return_counts=True)
        self.weight = int(np.sum(self.factor * self.many * self.size * (self.size - 1)))  # of all ordered pairs

    def most(self, totals: Longs, straight: int, bent: int) -> Longs:
        """For each total, over all ways to spread so many people: the most of the sum over groups of
        factor * (straight * (s - 1) * x - bent * x * (x - 1)), with x of a group's s people. bent: from 0."""
        x = np.concatenate([np.arange(size) for size in self.size])
        s, f, many = (np.repeat(one, self.size) for one in (self.size, self.factor, self.many))
        gain = f * (straight * (s - 1) - 2 * bent * x)  # of one person more, beside x
        best_first = np.argsort(-gain, kind="stable")
        gain, many = gain[best_first], many[best_first]
        places = np.concatenate([[0], np.cumsum(many)])
        sums = np.concatenate([[0], np.cumsum(gain * many)])
        step = np.minimum(np.searchsorted(places, totals, side="right") - 1, len(gain) - 1)
        return np.asarray(sums[step] + gain[step] * (totals - places[step]), dtype=np.int64)

    def least(self, totals: Longs) -> Longs:
        """For each total: at least so much is the sum over groups of factor * x * (s - x).

        A concave sum is least where one group at most holds a part. Which part is looked up among the sums that whole
        groups can have (that group itself included: a bound, and exact for equal sizes).
        """
        down, up = self._sums_of_whole_groups
        totals, again = np.unique(totals, return_inverse=True)
        s, f = self.size[:, None], self.factor[:, None]
        smallest = totals - down[totals]  # parts that leave a sum of whole groups
        largest = totals - up[np.maximum(totals - s, 0)]
        beyond = np.iinfo(np.int64).max
        parts = [np.where((part >= 0) & (part <= s), f * part * (s - part), beyond) for part in (smallest, largest)]
        return np.asarray(np.minimum(*parts).min(axis=0)[again], dtype=np.int64)

    @cached_property
    def _sums_of_whole_groups(self) -> tuple[Longs, Longs]:
        """int64[n + 1] twice: the nearest number of people, down and up, that is the sum of some sizes."""
        n = int(np.sum(self.size * self.many))
        bits = 1
        for size, left in zip(self.size.tolist(), self.many.tolist(), strict=True):
            step = 1
            while left > 0:  # 1, 2, 4 ... groups at a time
                some = min(step, left)
                bits |= bits << (size * some)
                left, step = left - some, 2 * step
        flags = np.frombuffer(bits.to_bytes(n // 8 + 1, "little"), dtype=np.uint8)
        can = np.unpackbits(flags, bitorder="little")[: n + 1].astype(bool)
        number = np.arange(n + 1)
        down = np.maximum.accumulate(np.where(can, number, 0))
        up = np.minimum.accumulate(np.where(can, number, n)[::-1])[::-1]
        return down, up


# distances within groups


def _along_a_line(labels: Longs, place: Ints, size: Longs) -> Longs:
    """The sum of |difference| over all pairs of each group: sorted, each counts as often as it is the higher one."""
    order = np.lexsort((place, labels))
    labels, place = labels[order], place[order].astype(np.int64)
    rank = np.arange(len(labels)) - (np.cumsum(size) - size)[labels]
    apart = np.zeros(len(size), dtype=np.int64)
    np.add.at(apart, labels, place * (2 * rank - size[labels] + 1))
    return apart


def _by_table(labels: Longs, codes: Ints, size: Longs, table: Ints) -> Longs:
    """The sum of table entries over all pairs of each group: pair by pair in small groups, else by kinds."""
    apart = np.zeros(len(size), dtype=np.int64)
    largest = int(size.max(initial=0))
    if largest > len(table):
        counts = np.zeros((len(size), len(table)), dtype=np.int64)
        np.add.at(counts, (labels, codes), 1)
        return np.asarray(np.sum(counts * (counts @ table.astype(np.int64)), axis=1) // 2, dtype=np.int64)
    order = np.argsort(labels, kind="stable")
    labels, codes = labels[order], codes[order]
    for step in range(1, largest):
        together = labels[step:] == labels[:-step]
        np.add.at(apart, labels[step:][together], table[codes[step:], codes[:-step]][together])
    return apart


# any distances


def _as_table(column: Column) -> tuple[Longs, Longs]:
    """(distances of the kinds there are, how many people each has); not known is a kind too."""
    table, codes = column.table, column.codes
    assert table is not None
    padded = np.full((len(table) + 1,) * 2, column.far, dtype=np.int64)
    padded[:-1, :-1] = table
    padded[MISSING, MISSING] = 0
    kinds, counts = np.unique(codes, return_counts=True)
    apart = padded[np.ix_(kinds, kinds)]
    return apart, counts.astype(np.int64)


def _best_partners(table: Longs, counts: Longs, groups: _Groups) -> int:
    """Everybody beside those who bring most, in the size of group that suits them best, halved; rounded down."""
    twice = 0
    rows = max(_AT_ONCE // max(len(table), 1), 1)
    for start in range(0, len(table), rows):
        some = np.arange(start, min(start + rows, len(table)))
        order = np.argsort(-table[some], axis=1, kind="stable")
        value = np.take_along_axis(table[some], order, axis=1)
        sums = np.cumsum(counts[order] - (order == some[:, None]), axis=1)  # nobody is beside themselves
        best = np.full(len(some), np.iinfo(np.int64).min)
        for size, factor in zip(groups.size.tolist(), groups.factor.tolist(), strict=True):
            taken = np.diff(np.minimum(sums, size - 1), axis=1, prepend=0)
            best = np.maximum(best, factor * np.sum(taken * value, axis=1))
        twice += int(np.sum(best * counts[some]))
    return twice // 2

"""People as kinds, and what each group pulls on each kind: a swap weighed in a step per attribute, whatever n is.

`pull` int64[G, K]: the weighted distance from a person of kind k to all members of group g, as `pairwise` keeps it for
every person; but there are far fewer kinds than people. Of a nominal attribute a constant (everybody's weight) is left
out: `-weight * count`, so that a swap touches two numbers of a row; of the others the whole stretch of the attribute.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from iq4d.groups.people.attributes import MISSING, UNIT, Column
from iq4d.groups.search.chance import below, exponential, following
from iq4d.groups.search.compiled import compiled

__all__ = ["Kinds", "anneal", "kinds_of", "losses", "near_ones", "pull_of", "shuffle"]

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Table = tuple[Ints, Longs, Longs, Ints]  # what the compiled functions ask of Kinds

NEAR = 8  # how far down the order of people alike a partner is looked for; 4 to 16 do about as well
_LARGEST = 2**30  # of a weighted distance: two of them must still fit 32 bits


@dataclass(frozen=True)
class Kinds:
    """of int32[n, A]: the kinds of each person, numbered through all attributes, the nominal ones first; not known is a
    kind too. first int64[A + 1]: the first kind of each attribute. weight int64[nominal]. apart int32[L, L]: weighted
    distances of the kinds of the other attributes."""

    of: Ints
    first: Longs
    weight: Longs
    apart: Ints

    @property
    def table(self) -> Table:
        return self.of, self.first, self.weight, self.apart


def kinds_of(columns: Sequence[Column], coefficients: Longs) -> Kinds:
    """The kinds there are, and how much they count (times 0: rather leave a column out).

    Raises ValueError where a weighted distance could go beyond 32 bits.
    """
    if UNIT * sum(abs(int(times)) for times in coefficients) >= _LARGEST:
        raise ValueError(f"the coefficients add up to {_LARGEST // UNIT} at most")
    nominal_first = sorted(zip(columns, coefficients.tolist(), strict=True), key=lambda one: not _is_nominal(one[0]))
    of = np.zeros((len(columns[0].codes), len(columns)), dtype=np.int32)
    first, weight, tables = [0], [], []
    for a, (column, times) in enumerate(nominal_first):
        codes, of[:, a] = np.unique(column.codes, return_inverse=True)
        of[:, a] += first[-1]
        first.append(first[-1] + len(codes))
        if _is_nominal(column):
            weight.append(UNIT * times)
        else:
            tables.append(times * _distances(column, codes))
    apart = np.zeros((sum(map(len, tables)),) * 2, dtype=np.int32)
    at = 0
    for table in tables:
        apart[at : at + len(table), at : at + len(table)] = table
        at += len(table)
    return Kinds(of, np.array(first, dtype=np.int64), np.array(weight, dtype=np.int64), apart)


def _is_nominal(column: Column) -> bool:
    return column.place is None and column.table is None


def _distances(column: Column, codes: Ints) -> Longs:
    """Of these kinds, in rising order: not known is the first, if at all."""
    known = codes[codes != MISSING]
    apart = np.full((len(codes),) * 2, column.far, dtype=np.int64)
    unknown = len(codes) - len(known)
    if column.place is not None:
        apart[unknown:, unknown:] = np.abs(column.place[known][:, None] - column.place[known][None, :])
    else:
        assert column.table is not None
        apart[unknown:, unknown:] = column.table[np.ix_(known, known)]
    apart[:unknown, :unknown] = 0
    return apart


def near_ones(kinds: Ints, among: npt.NDArray[Any]) -> Ints:
    """int32[A, m]: these people in an order for each attribute, in which neighbours are alike but for this attribute.

    Two who differ in one thing are the ones to swap where a plan is nearly as good as it gets.
    """
    some = kinds[among]
    width = some.max(axis=0, initial=0) - some.min(axis=0, initial=0) if len(some) else np.zeros(kinds.shape[1])
    by_width = [int(a) for a in np.argsort(width, kind="stable")]
    orders = []
    for a in range(kinds.shape[1]):
        coarse_first = [some[:, other] for other in by_width if other != a]
        orders.append(among[np.lexsort([some[:, a], *reversed(coarse_first)])])
    return np.array(orders, dtype=np.int32).reshape(kinds.shape[1], len(among))


def pull_of(kinds: Kinds, labels: Ints, n_groups: int) -> Longs:
    pull = np.zeros((n_groups, int(kinds.first[-1])), dtype=np.int64)
    _fill(pull, *kinds.table, labels)
    return pull


@compiled
def _fill(pull, of, first, weight, apart, labels):  # type: ignore[no-untyped-def]
    nominal = len(weight)
    start = first[nominal]
    for i in range(len(labels)):
        g = labels[i]
        for a in range(nominal):
            pull[g, of[i, a]] -= weight[a]
        for a in range(nominal, of.shape[1]):
            for k in range(first[a], first[a + 1]):
                pull[g, k] += apart[of[i, a] - start, k - start]


@compiled
def gain(pull, of, first, weight, apart, factor, labels, i, j):  # type: ignore[no-untyped-def]
    """What the objective gains if i and j, of different groups, change places."""
    g, h = labels[i], labels[j]
    nominal = len(weight)
    start = first[nominal]
    in_g, in_h = 0, 0
    for a in range(nominal):
        p, q = of[i, a], of[j, a]
        if p != q:
            in_g += pull[g, q] - pull[g, p] - weight[a]
            in_h += pull[h, p] - pull[h, q] - weight[a]
    for a in range(nominal, of.shape[1]):
        p, q = of[i, a], of[j, a]
        if p != q:
            between = apart[p - start, q - start]
            in_g += pull[g, q] - pull[g, p] - between
            in_h += pull[h, p] - pull[h, q] - between
    return factor[g] * in_g + factor[h] * in_h


@compiled
def swap(pull, of, first, weight, apart, labels, i, j):  # type: ignore[no-untyped-def]
    """i and j change places, and every pull follows."""
    g, h = labels[i], labels[j]
    nominal = len(weight)
    start = first[nominal]
    for a in range(nominal):
        p, q = of[i, a], of[j, a]
        pull[g, p] += weight[a]
        pull[g, q] -= weight[a]
        pull[h, q] += weight[a]
        pull[h, p] -= weight[a]
    for a in range(nominal, of.shape[1]):
        p, q = of[i, a], of[j, a]
        if p != q:
            for k in range(first[a], first[a + 1]):
                moved = apart[q - start, k - start] - apart[p - start, k - start]
                pull[g, k] += moved
                pull[h, k] -= moved
    labels[i], labels[j] = h, g


@compiled
def anneal(pull, of, first, weight, apart, factor, labels, near, state, steps, heat, short):  # type: ignore[no-untyped-def]
    """`steps` proposals at one temperature, `heat` (0: only what does not lose), ended where `short`, what is missing
    to a goal, is gained. Gives (steps done, gained)."""
    orders, m = near.shape
    gained = 0
    for step in range(steps):
        order = near[below(state, orders)]
        place = below(state, m)
        chance = following(state)
        if chance & 7:
            other = place + 1 + ((chance >> 3) & (NEAR - 1))
            while other >= m:
                other -= m
        else:  # one in eight is anybody
            other = ((chance >> 3) * m) >> 28
        i, j = order[place], order[other]
        if labels[i] == labels[j]:
            continue
        it = gain(pull, of, first, weight, apart, factor, labels, i, j)
        if it < 0:
            if it < -heat * exponential(state):
                continue
        elif it == 0 and _alike(of, i, j):
            continue
        swap(pull, of, first, weight, apart, labels, i, j)
        gained += it
        if gained >= short:
            return step + 1, gained
    return steps, gained


@compiled
def _alike(of, i, j):  # type: ignore[no-untyped-def]
    differences = 0
    for a in range(of.shape[1]):
        if of[i, a] != of[j, a]:
            differences += 1
    return differences == 0


@compiled
def losses(pull, of, first, weight, apart, factor, labels, people, state, lost):  # type: ignore[no-untyped-def]
    """Fill `lost` with what swaps of any two people would lose, 0 where they would not. Gives how many would."""
    many = 0
    for k in range(len(lost)):
        i, j = people[below(state, len(people))], people[below(state, len(people))]
        it = 0
        if labels[i] != labels[j]:
            it = gain(pull, of, first, weight, apart, factor, labels, i, j)
        lost[k] = max(-it, 0)
        if it < 0:
            many += 1
    return many


@compiled
def shuffle(state, them):  # type: ignore[no-untyped-def]
    """Any order of them, in place (Fisher and Yates)."""
    for k in range(len(them) - 1, 0, -1):
        other = below(state, k + 1)
        them[k], them[other] = them[other], them[k]

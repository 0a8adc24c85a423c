"""A very large pool in blocks of whole groups, each a small likeness of the pool, to be grouped one by one.

A block of some thousand people fits beside the processor, and is searched several times as fast a step as everybody at
once. Where a kind is spread over the blocks in proportion to their groups, the groups of a block can be as good as
those of the pool: nothing is lost by the split.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from iq4d.groups.attributes import Column
from iq4d.groups.chance import begin
from iq4d.groups.kinds import anneal, near_ones

__all__ = ["Block", "blocks_for", "slots", "split"]

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

STEPS = 30  # swaps weighed per person, at most
_NO_APART = np.zeros((0, 0), dtype=np.int32)


@dataclass(frozen=True)
class Block:
    """groups int32[g] and people int32[sum of their sizes], both as numbered in the pool, in rising order."""

    groups: Ints
    people: Ints


def slots(sizes: Ints) -> Ints:
    """int32[n]: the groups in turn, each as often as it has places, all filling up at the same pace."""
    filled = np.concatenate([np.arange(size) / size for size in sizes.tolist()])
    return np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)[np.argsort(filled, kind="stable")]


def blocks_for(sizes: Ints, most: int) -> int:
    """How many blocks it takes for none to hold more than `most` people. Raises ValueError where a group is larger."""
    if sizes.max(initial=0) > most:
        raise ValueError(f"a group of {sizes.max()} does not fit in a block of {most}")
    n_blocks = -(-int(sizes.sum()) // most)
    while max(int(sizes[groups].sum()) for groups in _groups(sizes, n_blocks)) > most:
        n_blocks += 1
    return n_blocks


def split(
    columns: Sequence[Column],
    sizes: Ints,
    n_blocks: int,
    *,
    bundles: Sequence[Sequence[int]] = (),
    marks: Bools | None = None,
    seats: Ints | None = None,
    seed: int = 0,
) -> tuple[Block, ...]:
    """Everybody in one of n_blocks blocks; every block has as many groups as the others, or one less.

    bundles: people who stay in one block; nobody is in two. Those of each length are dealt in proportion to groups.
    marks bool[m, n]: people of whom every block gets its share, in proportion to its groups: the whole number below or
    above it, and where the share is whole, exactly that (as far as bundles, seats and other marks leave it open).
    seats int32[n]: the group somebody must be in, or -1. Every kind of every column is spread too, in proportion to
    people, as well as that goes. The same arguments: the same blocks.
    Raises ValueError where bundles or seats do not fit.
    """
    n = int(sizes.sum())
    groups = _groups(sizes, n_blocks)
    room = np.array([sizes[some].sum() for some in groups], dtype=np.int64)
    n_groups = np.array([len(some) for some in groups], dtype=np.int64)
    of_group = np.empty(len(sizes), dtype=np.int32)
    for b, some in enumerate(groups):
        of_group[some] = b
    block = np.full(n, -1, dtype=np.int32)
    if seats is not None:
        seated = seats >= 0
        block[seated] = of_group[seats[seated]]
    marks = np.zeros((1, n), dtype=np.bool_) if marks is None or not len(marks) else marks
    _place_bundles(block, bundles, marks, room, n_groups)
    left = room - np.bincount(block[block >= 0], minlength=n_blocks)
    if left.min() < 0:
        raise ValueError("more people have seats in a block than it has places")
    marked_alike = np.unique(marks, axis=1, return_inverse=True)[1].reshape(n)
    kinds, first = _numbered(columns, n)
    movable = (block < 0).nonzero()[0].astype(np.int32)
    order = np.lexsort([*kinds[movable].T, marked_alike[movable]])
    block[movable[order]] = slots(left.astype(np.int32))
    state = begin(seed)
    _spread_marks(block, marks, n_groups, room, movable, state)
    whole, due = n, room[:, None] * np.bincount(kinds.ravel(), minlength=int(first[-1]))
    strata = [movable[marked_alike[movable] == one] for one in np.unique(marked_alike[movable])]
    _even_out(block, kinds, first, due, whole, strata, state)
    people = np.split(np.argsort(block, kind="stable").astype(np.int32), np.cumsum(room)[:-1])
    return tuple(Block(some, them) for some, them in zip(groups, people, strict=True))


def _groups(sizes: Ints, n_blocks: int) -> list[Ints]:
    """Largest first in turn, so that every block has large and small ones."""
    if not 1 <= n_blocks <= len(sizes):
        raise ValueError(f"{len(sizes)} groups cannot be in {n_blocks} blocks")
    order = np.argsort(-sizes, kind="stable").astype(np.int32)
    return [np.sort(order[b::n_blocks]) for b in range(n_blocks)]


def _numbered(columns: Sequence[Column], n: int) -> tuple[Ints, Longs]:
    """The kinds of each person, whatever the scale, and the first kind of each column, as `Kinds` has them."""
    of = np.zeros((n, len(columns)), dtype=np.int32)
    first = [0]
    for a, column in enumerate(columns):
        codes, of[:, a] = np.unique(column.codes, return_inverse=True)
        of[:, a] += first[-1]
        first.append(first[-1] + len(codes))
    return of, np.array(first, dtype=np.int64)


def _place_bundles(block: Ints, bundles: Sequence[Sequence[int]], marks: Bools, room: Longs, n_groups: Longs) -> None:
    """Those with a seat first, then the longest: each length over the blocks in proportion to groups."""
    left = room - np.bincount(block[block >= 0], minlength=len(room))
    had: defaultdict[int, Longs] = defaultdict(lambda: np.zeros(len(room), dtype=np.int64))

    def put(bundle: list[int], b: int) -> None:
        left[b] -= int(np.sum(block[bundle] < 0))
        had[len(bundle)][b] += 1
        block[bundle] = b

    # Marked alike one after another, so that these come to be spread as well.
    ordered = sorted(
        (sorted(one) for one in bundles if len(one) > 1),
        key=lambda one: (-len(one), marks[:, one].sum(axis=1).tolist(), one),
    )
    for bundle in ordered:
        at = sorted(set(block[bundle].tolist()) - {-1})
        if len(at) > 1:
            raise ValueError(f"people {', '.join(map(str, bundle))} are one bundle, with seats in different blocks")
        if at:
            put(bundle, at[0])
    for bundle in ordered:
        if block[bundle[0]] < 0:
            fits = (left >= len(bundle)).nonzero()[0]
            if not len(fits):
                raise ValueError(f"no block has room left for {len(bundle)} people in one bundle")
            share = (had[len(bundle)][fits] + 1) / n_groups[fits]
            put(bundle, int(fits[np.lexsort([-left[fits], share])[0]]))


def _spread_marks(block: Ints, marks: Bools, n_groups: Longs, room: Longs, movable: Ints, state: Longs) -> None:
    of = marks.T.astype(np.int32) + 2 * np.arange(len(marks), dtype=np.int32)
    first = 2 * np.arange(len(marks) + 1, dtype=np.int64)
    whole = int(n_groups.sum())
    with_it = n_groups[:, None] * marks.sum(axis=1)
    without = whole * room[:, None] - with_it
    _even_out(block, of, first, np.stack([without, with_it], axis=2).reshape(len(room), -1), whole, [movable], state)


def _even_out(
    block: Ints, of: Ints, first: Longs, due: Longs, whole: int, strata: Sequence[Ints], state: Longs
) -> None:
    """Swap people of a stratum until of every kind every block has what is due[b, k] / whole.

    A cell of block and kind is weighed by half the square of what it is off; times `whole`, for whole numbers. That is
    how `kinds` weighs counts, with what is due taken off.
    """
    counts = np.zeros_like(due)
    for kinds in of.T:
        np.add.at(counts, (block, kinds), 1)
    pull = due - whole * counts
    weight = np.full(of.shape[1], whole, dtype=np.int64)
    factor = np.ones(len(due), dtype=np.int64)
    missing = (_squares(pull) - _squares(_nearest(due, whole))) // (2 * whole)
    for some in strata:
        if missing > 0 and len(some) > 1:
            near, steps = near_ones(of, some), STEPS * len(some)
            done = anneal(pull, of, first, weight, _NO_APART, factor, block, near, state, steps, 0.0, missing)
            missing -= int(done[1])


def _squares(off: Longs) -> int:
    return sum(one * one for one in off.ravel().tolist())  # in Python: beyond 64 bits for a million people


def _nearest(due: Longs, whole: int) -> Longs:
    """How far from their due blocks are at best: each has the whole number below it or, the nearest ones, above it."""
    beyond = due % whole
    by_distance = np.argsort(-beyond, axis=0, kind="stable")
    rank = np.empty_like(by_distance)
    np.put_along_axis(rank, by_distance, np.arange(len(due))[:, None], axis=0)
    return np.where(rank < beyond.sum(axis=0) // whole, whole - beyond, beyond)

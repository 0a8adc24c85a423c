"""A very large pool in blocks of whole groups, each a small likeness of the pool, to be grouped one by one.

A block of some thousand people fits beside the processor, and is searched several times as fast a step as everybody at
once. Where a kind is spread over the blocks in proportion to their groups, the groups of a block can be as good as
those of the pool: nothing is lost by the split.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from iq4d.groups.people.attributes import Column
from iq4d.groups.search.chance import begin
from iq4d.groups.search.kinds import anneal, near_ones

__all__ = ["Block", "slots", "split"]

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

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


def split(columns: Sequence[Column], sizes: Ints, n_blocks: int, *, seed: int = 0) -> tuple[Block, ...]:
    """Everybody in one of n_blocks blocks; every block has as many groups as the others, or one less.

    Every kind of every column is spread over the blocks in proportion to people, as well as that goes. The same
    arguments: the same blocks. Raises ValueError where there are more blocks than groups.
    """
    n = int(sizes.sum())
    groups = _groups(sizes, n_blocks)
    room = np.array([sizes[some].sum() for some in groups], dtype=np.int64)
    kinds, first = _numbered(columns, n)
    block = np.empty(n, dtype=np.int32)
    block[np.lexsort([np.arange(n), *kinds.T])] = slots(room.astype(np.int32))
    due = room[:, None] * np.bincount(kinds.ravel(), minlength=int(first[-1]))
    _even_out(block, kinds, first, due, n, begin(seed))
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


def _even_out(block: Ints, of: Ints, first: Longs, due: Longs, whole: int, state: Longs) -> None:
    """Swap people until of every kind every block has what is due[b, k] / whole.

    A cell of block and kind is weighed by half the square of what it is off; times `whole`, for whole numbers. That is
    how `kinds` weighs counts, with what is due taken off.
    """
    counts = np.zeros_like(due)
    for kinds in of.T:
        np.add.at(counts, (block, kinds), 1)
    pull = due - whole * counts
    missing = (_squares(pull) - _squares(_nearest(due, whole))) // (2 * whole)
    if missing > 0:
        everybody = np.arange(len(block), dtype=np.int32)
        weight = np.full(of.shape[1], whole, dtype=np.int64)
        factor = np.ones(len(due), dtype=np.int64)
        near, steps = near_ones(of, everybody), STEPS * len(block)
        anneal(pull, of, first, weight, _NO_APART, factor, block, near, state, steps, 0.0, missing)


def _squares(off: Longs) -> int:
    return sum(one * one for one in off.ravel().tolist())  # in Python: beyond 64 bits for a million people


def _nearest(due: Longs, whole: int) -> Longs:
    """How far from their due blocks are at best: each has the whole number below it or, the nearest ones, above it."""
    beyond = due % whole
    by_distance = np.argsort(-beyond, axis=0, kind="stable")
    rank = np.empty_like(by_distance)
    np.put_along_axis(rank, by_distance, np.arange(len(due))[:, None], axis=0)
    return np.where(rank < beyond.sum(axis=0) // whole, whole - beyond, beyond)

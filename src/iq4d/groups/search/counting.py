"""The search by tables of counts, for any number of people without rules: in blocks, by swaps of people nearly alike.

Simulated annealing at low temperatures (a small part of what swaps lose when no easy gain is left), block by block,
each round twice as long. What did not come out better is put back, so that a round may end at any time. A block that
meets its own bound is done. GROUPS §2, §3c.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import numpy.typing as npt

from iq4d.groups import bounds
from iq4d.groups.people.attributes import Attribute, Column, code
from iq4d.groups.search.blocks import Block, slots, split
from iq4d.groups.search.chance import begin
from iq4d.groups.search.found import Found
from iq4d.groups.search.kinds import anneal, kinds_of, losses, near_ones, pull_of, shuffle

__all__ = ["search"]

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

PEOPLE, GROUPS = 4_000, 50  # in a block: about, and at least
STEPS = 500  # proposals a person in the first round
LEVELS = 50  # of temperature
# The first temperature is 1 / sqrt(people of the block) of a mild loss, or so much at least; the last, so much of the
# first. Measured with 60 to 100,000 people.
HOT, COLD = 0.04, 0.1
_SAMPLE = 1_000
_FAR = 2**62


def search(
    columns: Sequence[Column],
    coefficients: Longs,
    sizes: Ints,
    factor: Longs,
    *,
    labels: Ints | None = None,
    free: Bools | None = None,
    max_iter: int,
    time_limit: float | None = None,
    seed: int = 0,
    goal: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Found:
    """Groups of these sizes int32[G] in which people are as different as can be found.

    What is maximised: the sum over groups g of factor[g] * the sum over pairs in g of D, with D the sum over columns of
    coefficients[a] * Column.distances(); as `pairwise.total` has it. labels int32[n]: a plan to start from; what is
    found is never worse. free bool[n]: who may change groups; asks for labels. max_iter: swaps to weigh. time_limit:
    seconds of `clock`. goal: an upper bound, at which nothing is left to do. progress(steps done, max_iter). The same
    arguments without time_limit give the same groups on every machine.

    Raises ValueError for `free` without `labels`, and where a weighted distance could go beyond 32 bits.
    """
    if free is not None and labels is None:
        raise ValueError("who may change groups is said of a plan: labels are missing")
    _compile()
    # As they were compiled for: a strided view would be compiled anew.
    sizes, factor = np.ascontiguousarray(sizes, dtype=np.int32), np.ascontiguousarray(factor, dtype=np.int64)
    ends = None if time_limit is None else clock() + time_limit

    def late(steps: int) -> bool:
        if progress is not None:
            progress(min(steps, max_iter), max_iter)
        return steps >= max_iter or (ends is not None and clock() >= ends)

    plan = _Plan(columns, coefficients, sizes, factor, labels, free, seed)
    plan.improve(max_iter, _FAR if goal is None else goal, late)
    return Found(plan.labels, plan.worth, plan.steps, goal is not None and plan.worth >= goal)


class _Plan:
    """Everybody's group so far, what that comes to (`worth`), and the swaps weighed for it (`steps`)."""

    def __init__(
        self,
        columns: Sequence[Column],
        coefficients: Longs,
        sizes: Ints,
        factor: Longs,
        labels: Ints | None,
        free: Bools | None,
        seed: int,
    ) -> None:
        counts = [a for a, times in enumerate(coefficients.tolist()) if times]
        self.columns, self.coefficients = [columns[a] for a in counts], coefficients[counts]
        self.sizes, self.factor = sizes, factor
        self.free = np.ones(int(sizes.sum()), dtype=np.bool_) if free is None else free
        self.state = begin(seed)
        if labels is None:
            self.blocks = self._split(seed)
            self.labels = self._dealt()
        else:
            self.labels = labels.astype(np.int32)
            self.blocks = self._mixed(np.arange(len(sizes), dtype=np.int32))
        self.worth = _worth(self.columns, self.coefficients, self.labels, factor)
        self.steps = 0

    def improve(self, max_iter: int, goal: int, late: Callable[[int], bool]) -> None:
        """Round after round, until the goal is met, it is late, or every block is as good as it can be."""
        per_person = STEPS
        while True:
            steps, worth = self.steps, self.worth
            movable = [int(np.sum(self.free[block.people])) for block in self.blocks]
            everyone = max(sum(movable), 1)
            budget = per_person * everyone
            if max_iter - steps < 3 * budget:  # the next round would not end: all that is left goes into this one
                budget = max_iter - steps
            open_groups = []
            for block, some in zip(self.blocks, movable, strict=True):
                if self.worth >= goal or late(self.steps):
                    return
                if not self._improve_block(block, budget * some // everyone, goal, late):
                    open_groups.append(block.groups)
            if self.steps == steps:
                return
            if not open_groups or self.worth == worth:  # those that are done must help the others
                open_groups = [np.arange(len(self.sizes), dtype=np.int32)]
            self.blocks = self._mixed(np.concatenate(open_groups))
            per_person *= 2

    def _improve_block(self, block: Block, steps: int, goal: int, late: Callable[[int], bool]) -> bool:
        """Whether it met its own bound."""
        columns = [replace(column, codes=column.codes[block.people]) for column in self.columns]
        sizes, factor = self.sizes[block.groups], self.factor[block.groups]
        labels = np.searchsorted(block.groups, self.labels[block.people]).astype(np.int32)
        room = _most(columns, self.coefficients, sizes, factor) - _worth(columns, self.coefficients, labels, factor)
        short = min(goal - self.worth, room)
        free = self.free[block.people].nonzero()[0].astype(np.int32)
        if short <= 0 or len(free) < 2 or len(block.groups) < 2:
            return True
        kinds = kinds_of(columns, self.coefficients)
        pull = pull_of(kinds, labels, len(sizes))
        near = near_ones(kinds.of, free)
        best, most, gained = labels.copy(), 0, 0

        def mild() -> int:
            """What one in twenty of the swaps that lose loses at most."""
            lost = np.zeros(_SAMPLE, dtype=np.int64)
            losses(pull, *kinds.table, factor, labels, free, self.state, lost)
            lost = np.sort(lost[lost > 0])
            return int(lost[len(lost) // 20]) if len(lost) else 0

        for heat, many in _cooling(steps, max(1 / math.sqrt(len(free)), HOT), mild):
            done, more = anneal(pull, *kinds.table, factor, labels, near, self.state, many, heat, short - gained)
            self.steps += int(done)
            gained += int(more)
            if gained > most:
                best, most = labels.copy(), gained
            if most >= short or late(self.steps):
                break
        self.labels[block.people] = block.groups[best]
        self.worth += most
        return most >= room

    def _split(self, seed: int) -> list[Block]:
        n_blocks = self._how_many(np.arange(len(self.sizes)))
        return list(split(self.columns, self.sizes, n_blocks, seed=seed))

    def _dealt(self) -> Ints:
        """A start: within each block people in the order of what is known of them, dealt to the groups in turn."""
        labels = np.zeros(len(self.free), dtype=np.int32)
        for block in self.blocks:
            people = block.people
            order = np.lexsort([people, *(column.codes[people] for column in self.columns)])
            labels[people[order]] = block.groups[slots(self.sizes[block.groups])]
        return labels

    def _mixed(self, groups: Ints) -> list[Block]:
        """These groups with the people they have, in other blocks."""
        shuffle(self.state, groups)
        some = [np.sort(part) for part in np.array_split(groups, self._how_many(groups))]
        block = np.full(len(self.sizes), len(some), dtype=np.int32)
        for b, part in enumerate(some):
            block[part] = b
        of_people = block[self.labels]
        order = np.argsort(of_people, kind="stable").astype(np.int32)
        ends = np.cumsum(np.bincount(of_people, minlength=len(some)))[: len(some)]
        return [Block(part, people) for part, people in zip(some, np.split(order, ends), strict=False)]

    def _how_many(self, groups: npt.NDArray[np.int_] | Ints) -> int:
        return max(min(int(self.sizes[groups].sum()) // PEOPLE, len(groups) // GROUPS), 1)


def _cooling(steps: int, hot: float, mild: Callable[[], int]) -> Iterator[tuple[float, int]]:
    """(temperature, swaps to weigh): first what gains at once, then from hot to cold."""
    first = steps // 16
    yield 0.0, first
    unit = mild()
    for level in range(LEVELS):
        heat = unit * hot * (1 - (1 - COLD) * (level / (LEVELS - 1)))
        yield heat, (steps - first) * (level + 1) // LEVELS - (steps - first) * level // LEVELS


def _worth(columns: Sequence[Column], coefficients: Longs, labels: Ints, factor: Longs) -> int:
    """The objective of a plan."""
    return sum(
        int(times) * int(np.sum(bounds.within(column, labels, len(factor)) * factor))
        for column, times in zip(columns, coefficients, strict=True)
    )


def _most(columns: Sequence[Column], coefficients: Longs, sizes: Ints, factor: Longs) -> int:
    """A bound of it; none that could be met where a column is multi."""
    if any(column.table is not None for column in columns):
        return _FAR
    return bounds.most(columns, coefficients, None, sizes, factor)


@cache
def _compile() -> None:
    """All that is compiled, once, so that it takes no time of a search."""
    column = code("", "aabb", Attribute())
    sizes = np.array([2, 2], dtype=np.int32)
    one = np.ones(1, dtype=np.int64)
    plan = _Plan([column], one, sizes, np.ones(2, dtype=np.int64), np.array([0, 0, 1, 1], dtype=np.int32), None, 0)
    plan.improve(100, _FAR, lambda steps: steps >= 100)

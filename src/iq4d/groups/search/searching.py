"""Which search a plan asks for: over pairs, over tables of counts, or block by block; and what to do about rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from iq4d.groups import bounds
from iq4d.groups.feasibility.conflicts import NoPlanFound, RulesConflict
from iq4d.groups.feasibility.feasible import Conflict, Feasible
from iq4d.groups.feasibility.pigeonholes import proof
from iq4d.groups.feasibility.relaxing import explain
from iq4d.groups.feasibility.roles import Question
from iq4d.groups.people.attributes import Column
from iq4d.groups.rules import Rule, Seat
from iq4d.groups.search import counting, pairwise
from iq4d.groups.search.chance import begin
from iq4d.groups.search.mending import dealt, mended
from iq4d.groups.search.ruling import broken, ruled
from iq4d.groups.search.worst import lift

__all__ = ["PAIRS_AT_MOST", "Budget", "Problem", "searched"]

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

PAIRS_AT_MOST = 2_000  # above it, n x n distances no longer fit beside the processor
COUNTS_FROM = 500  # from here tables of counts are searched first
# Swaps weighed by default. Over pairs one is a nanosecond where it is compiled, over tables of counts some fifty.
PAIRS_A_PERSON, PAIRS_AT_LEAST, PAIRS_IN_ALL = 200_000, 10_000_000, 400_000_000
PAIRS_IN_BLOCKS = 2_000_000_000
COUNTS_A_PERSON, COUNTS_IN_ALL = 20_000, 200_000_000
_IN_A_BLOCK = 1_000


@dataclass(frozen=True)
class Problem:
    """columns with a coefficient each; pairs int64[n, n] of what pairs count besides, or None; groups of `sizes`, what
    a distance counts in each, and the rules."""

    columns: tuple[Column, ...]
    coefficients: Longs
    pairs: Longs | None
    sizes: Ints
    factor: Longs
    rules: tuple[Rule, ...]

    @property
    def n(self) -> int:
        return int(self.sizes.sum())

    def distances(self) -> tuple[Ints, int]:
        """(int32[n, n], none below 0; by how much each was raised for that)."""
        d = np.zeros((self.n, self.n), dtype=np.int64) if self.pairs is None else self.pairs.copy()
        for column, coefficient in zip(self.columns, self.coefficients.tolist(), strict=True):
            if coefficient:
                d += coefficient * column.distances().astype(np.int64)
        off = ~np.eye(self.n, dtype=bool)
        raised = -int(d[off].min(initial=0))
        d += raised
        np.fill_diagonal(d, 0)
        if d.max(initial=0) >= 2**31:
            raise ValueError("a weight is too large beside the others: bring them nearer together")
        return d.astype(np.int32), raised

    def goal(self) -> int:
        """What no plan goes beyond."""
        return bounds.most(self.columns, self.coefficients, self.pairs, self.sizes, self.factor)


@dataclass(frozen=True)
class Budget:
    """max_iter: swaps to weigh, or None for what suits the search. time_limit: seconds. worst: what lifting the worst
    group may cost, or None."""

    max_iter: int | None
    time_limit: float | None
    seed: int
    worst: float | None = None
    progress: Callable[[int, int], None] | None = None


def searched(problem: Problem, budget: Budget, names: Sequence[str], init: Ints | None = None) -> tuple[Ints, int]:
    """(int32[n], everybody's group; swaps weighed). names: what people are called, where rules are in conflict.

    Raises RulesConflict where no plan keeps the rules, NoPlanFound where neither a plan nor a proof was found.
    """
    if problem.rules:
        init = _keeping(problem, budget, names, init)
    elif problem.pairs is None and budget.worst is None and problem.n >= COUNTS_FROM:
        return _by_counts(problem, budget, init)
    if problem.n <= PAIRS_AT_MOST:
        return _by_pairs(problem, budget, init)
    return _by_blocks(problem, budget, init)


def _by_counts(problem: Problem, budget: Budget, init: Ints | None) -> tuple[Ints, int]:
    """Tables of counts come to the bound where all attributes are nominal. Where some are of other scales that is by
    chance, so half of the budget goes to pairs, from there on, as long as pairs can be weighed."""
    scales = {one.attribute.scale for one, times in zip(problem.columns, problem.coefficients, strict=True) if times}
    twice = problem.n <= PAIRS_AT_MOST and not scales <= {"nominal"}
    part = _half(budget, 0) if twice else budget
    found = counting.search(
        problem.columns,
        problem.coefficients,
        problem.sizes,
        problem.factor,
        labels=init,
        max_iter=_steps(part, problem.n * COUNTS_A_PERSON, COUNTS_IN_ALL),
        time_limit=part.time_limit,
        seed=budget.seed,
        goal=problem.goal(),
        progress=part.progress,
    )
    if found.met_goal or not twice:
        return found.labels, found.steps
    labels, steps = _by_pairs(problem, _half(budget, 1), found.labels)
    return labels, found.steps + steps


def _half(budget: Budget, which: int) -> Budget:
    """The first half of a budget (0) or the second (1)."""
    tell = budget.progress
    return replace(
        budget,
        max_iter=None if budget.max_iter is None else (budget.max_iter + which) // 2,
        time_limit=None if budget.time_limit is None else budget.time_limit / 2,
        progress=None if tell is None else lambda done, total: tell(done + which * total, 2 * total),
    )


def _steps(budget: Budget, default: int, at_most: int) -> int:
    return min(default, at_most) if budget.max_iter is None else budget.max_iter


def _keeping(problem: Problem, budget: Budget, names: Sequence[str], init: Ints | None) -> Ints:
    """A plan that keeps the rules: by counting what cannot be, then by trial, then by a solver."""
    sizes = tuple(problem.sizes.tolist())
    if proof(Question(problem.n, sizes, problem.rules)) is None:
        ruling, state = ruled(problem.rules, problem.sizes), begin(budget.seed)
        labels = mended(ruling, dealt(state, problem.sizes) if init is None else init, state)[0]
        if broken(ruling, labels) == 0:
            return labels
    answer = explain(problem.n, sizes, problem.rules, seed=budget.seed)
    if isinstance(answer, Feasible):
        return np.array(answer.labels, dtype=np.int32)
    if isinstance(answer, Conflict):
        raise RulesConflict(answer, names)
    raise NoPlanFound(answer)


def _by_pairs(problem: Problem, budget: Budget, init: Ints | None) -> tuple[Ints, int]:
    d, raised = problem.distances()
    ruling = ruled(problem.rules, problem.sizes) if problem.rules else None
    sizes = problem.sizes.astype(np.int64)
    weighed = int((problem.factor * sizes * (sizes - 1)).sum()) // 2  # pairs, as often as they count
    found = pairwise.search(
        d,
        problem.sizes,
        problem.factor,
        labels=init,
        ruling=ruling,
        max_iter=_steps(budget, max(problem.n * PAIRS_A_PERSON, PAIRS_AT_LEAST), PAIRS_IN_ALL),
        time_limit=budget.time_limit,
        seed=budget.seed,
        goal=problem.goal() + raised * weighed,
        progress=budget.progress,
    )
    if budget.worst is None:
        return found.labels, found.steps
    lifted = lift(
        d,
        problem.sizes,
        problem.factor,
        found.labels,
        ruling=ruling,
        give=budget.worst,
        chance=weighed * int(d.sum(dtype=np.int64)) / max(problem.n * (problem.n - 1), 1),
    )
    return lifted, found.steps


def _by_blocks(problem: Problem, budget: Budget, init: Ints | None) -> tuple[Ints, int]:
    """A large pool with rules: some groups after others, whose people change places among themselves.

    As the plan keeps the rules and people came into it by chance, such a part of it is as mixed as the pool.
    """
    labels = dealt(begin(budget.seed), problem.sizes) if init is None else init.astype(np.int32)
    n_blocks = -(-problem.n // _IN_A_BLOCK)
    steps = 0
    for done, groups in enumerate(np.array_split(np.arange(len(problem.sizes)), n_blocks)):
        people = np.flatnonzero(np.isin(labels, groups))
        part = replace(
            budget,
            max_iter=max(_steps(budget, problem.n * PAIRS_A_PERSON, PAIRS_IN_BLOCKS) * len(people) // problem.n, 1),
            time_limit=None if budget.time_limit is None else budget.time_limit * len(people) / problem.n,
            progress=None,
        )
        begun = np.searchsorted(groups, labels[people]).astype(np.int32)
        within, weighed = _by_pairs(_part_of(problem, people, groups), part, begun)
        labels[people] = groups[within]
        steps += weighed
        if budget.progress is not None:
            budget.progress(done + 1, n_blocks)
    return labels, steps


def _part_of(problem: Problem, people: Longs, groups: Longs) -> Problem:
    """What the problem asks of some people and the groups they are in."""
    place = {int(person): k for k, person in enumerate(people)}
    here = [rule.only(place) for rule in problem.rules]
    seat = {int(group): k for k, group in enumerate(groups)}
    return Problem(
        tuple(replace(column, codes=column.codes[people]) for column in problem.columns),
        problem.coefficients,
        None,
        problem.sizes[groups],
        problem.factor[groups],
        tuple(Seat(one.person, seat[one.group]) if isinstance(one, Seat) else one for one in here if one is not None),
    )

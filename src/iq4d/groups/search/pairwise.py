"""The search over pairs, for up to 2,000 people, with any distances and any rules.

Annealing from where most people still change places to where hardly anybody does, several times from another plan where
people are few, and everything that gains in the end; the best is kept. The temperatures are found in a short trial.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from iq4d.groups.rules import Apart, Shares, Together
from iq4d.groups.search.board import allowances, board_of, cool, descend, total
from iq4d.groups.search.bundling import movers_of
from iq4d.groups.search.chance import begin
from iq4d.groups.search.compiled import COMPILES
from iq4d.groups.search.found import Found
from iq4d.groups.search.mending import dealt, mended
from iq4d.groups.search.ruling import Ruling, broken, ruled, tallied

__all__ = ["search", "total"]

Array = npt.NDArray[Any]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Progress = Callable[[int, int], None]
Clock = Callable[[], float]

_RATIO = 0.98  # of a temperature to the one before
_HOTTEST = 300  # temperatures at most: the last is 1/430 of the first
_HOT, _COLD = 0.4, 0.0075  # of all people, how many do a swap that loses, at the first and the last temperature
_SMOOTH = 8  # temperatures of the trial taken together
_RUN = 2  # rows of one annealing, times n^3: from there another one gains more than a longer one
_FEW = 40  # people: with fewer it is as long as with so many
_SHORTEST = 40  # rows a person: below it there is no annealing, only descent
_MEASURE = 0.02  # of the time left, for finding out how fast it goes
_CHUNK = 2**21 if COMPILES else 2**14  # swaps weighed between two looks at the clock
_FAR = 2**62


def search(
    d: Ints,
    sizes: Ints,
    factor: Longs,
    *,
    labels: Ints | None = None,
    free: Bools | None = None,
    ruling: Ruling | None = None,
    max_iter: int,
    time_limit: float | None = None,
    seed: int = 0,
    goal: int | None = None,
    progress: Progress | None = None,
    clock: Clock = time.monotonic,
) -> Found:
    """Groups of these sizes int32[G] in which people are as different as can be found, and that keep the rules.

    What is maximised: the sum over groups g of factor[g] * the sum over pairs in g of d, int32[n, n] (symmetric, 0 on
    its diagonal, from -2^30 to 2^30). labels int32[n]: a plan to start from; what is found is never worse: it breaks
    less, or no more and has as much. free bool[n]: who may change groups (with labels). ruling: `ruling.ruled`.
    max_iter: swaps to weigh, beside those of mending a plan that breaks a rule. time_limit: seconds of `clock`. goal:
    an upper bound, at which there is nothing left to do. progress(steps done, max_iter). The same arguments without
    time_limit give the same groups, on every machine.

    Raises ValueError for `free` without `labels`.
    """
    if free is not None and labels is None:
        raise ValueError("who may change groups is said of a plan: labels are missing")
    _compile()
    ends = None if time_limit is None else clock() + time_limit
    state = begin(seed)
    # As they were compiled for: a strided view would be compiled anew.
    sizes, factor = np.ascontiguousarray(sizes, dtype=np.int32), np.ascontiguousarray(factor, dtype=np.int64)
    ruling = ruled([], sizes) if ruling is None else ruling
    start = dealt(state, sizes) if labels is None else labels.astype(np.int32)
    plan, _, mending = mended(ruling, start, state, free)
    d = np.ascontiguousarray(d, dtype=np.int32)
    run = _Run(d, factor, ruling, free, state, max_iter, ends, clock, goal, progress, start)
    run.keep(plan)
    if factor.any():
        run.search(plan)
    broken_, reached = run.worth
    return Found(run.best, reached, mending + run.rows * len(d), goal is not None and reached >= goal, -broken_)


class _Run:
    """One search: what it is asked, how far it is, and the best so far."""

    def __init__(
        self,
        d: Ints,
        factor: Longs,
        ruling: Ruling,
        free: Bools | None,
        state: Longs,
        max_iter: int,
        ends: float | None,
        clock: Clock,
        goal: int | None,
        progress: Progress | None,
        start: Ints,
    ) -> None:
        self.d, self.factor, self.ruling, self.free, self.state = d, factor, ruling, free, state
        self.max_iter, self.ends, self.clock, self.goal, self.progress = max_iter, ends, clock, goal, progress
        self.rows = 0  # so many times somebody weighed changing places with everybody
        self.since = 0.0, 0  # when its speed was first looked at, and how many rows were done by then
        self.best, self.worth = start, self._worth(start)

    def _worth(self, labels: Ints) -> tuple[int, int]:
        """What is broken, below 0; then the objective: the more the better."""
        return -broken(self.ruling, labels), total(self.d, labels, self.factor)

    def keep(self, labels: Ints) -> None:
        worth = self._worth(labels)
        if worth > self.worth:
            self.best, self.worth = labels.copy(), worth

    def search(self, plan: Ints) -> None:
        """Every gain from this plan on; then a trial finds the temperatures, and it is annealed as often as pays."""
        n = len(plan)
        most = self.max_iter // n
        self._settle(_Walk(self, plan))
        if most < 2 * _SHORTEST * n:
            return
        heats = self._trial(plan)
        if self.ends is not None and heats:
            self._measure(plan, heats, self.ends)
        runs = max(1, round(self._afforded(most - self.rows) / (_RUN * max(n, _FEW) ** 3)))
        for k in range(runs):
            rows = (most - self.rows) // (runs - k)
            if not heats or self._afforded(rows) < _SHORTEST * n or self._done():
                break
            self._anneal(_Walk(self, plan), heats, rows, runs - k)

    def _anneal(self, walk: _Walk, heats: list[float], rows: int, runs: int) -> None:
        """`rows` in equal parts over all temperatures, or what there is time for, with as much for the runs to come."""
        before = self.rows
        for k, heat in enumerate(heats):
            levels = len(heats) - k
            left = rows - (self.rows - before)
            afforded = self._afforded(_FAR) * levels // (levels + (runs - 1) * len(heats))
            walk.cool(heat, min(left, afforded) // levels)
        self._settle(walk)

    def _settle(self, walk: _Walk) -> None:
        rows, _ = descend(walk.board, walk.ruling, walk.movers)
        self.rows += int(rows)
        self.keep(walk.board.labels)

    def _trial(self, plan: Ints) -> list[float]:
        """From hot to cold: a quick cooling shows at which temperatures people change places. Empty: all is alike."""
        walk = _Walk(self, plan)
        rows = max(-(-len(walk.movers.alone) // _SMOOTH), 1)
        heats, losing = [float(_spread(self.d, self.factor))], [0] * _SMOOTH
        while heats[-1] > 0 and len(heats) < _HOTTEST and not self._done():
            losing.append(walk.cool(heats[-1], rows))
            if len(heats) > _SMOOTH and sum(losing[-_SMOOTH:]) <= _COLD * rows * _SMOOTH:
                break
            heats.append(heats[-1] * _RATIO)
        self._settle(walk)
        hot = [k for k in range(len(heats)) if sum(losing[k : k + _SMOOTH]) > _HOT * rows * _SMOOTH]
        return heats[max(hot, default=0) :] if heats[-1] > 0 else []

    def _measure(self, plan: Ints, heats: list[float], ends: float) -> None:
        """How fast it goes here: for as long as it takes a clock to tell, which may tick a hundred times a second."""
        walk, begun = _Walk(self, plan), self.clock()
        self.since = begun, self.rows
        while self.clock() - begun < _MEASURE * (ends - begun) and not self._done():
            walk.cool(heats[len(heats) // 2], _chunk(len(plan)))

    def _afforded(self, rows: int) -> int:
        """So many rows, or as many as there is time for."""
        if self.ends is None:
            return rows
        now, (begun, before) = self.clock(), self.since
        return max(min(rows, int((self.ends - now) * (self.rows - before) / max(now - begun, 1e-9))), 0)

    def _done(self) -> bool:
        met = self.goal is not None and self.worth[0] == 0 and self.worth[1] >= self.goal
        return met or (self.ends is not None and self.clock() >= self.ends)


class _Walk:
    """A plan on its way."""

    def __init__(self, run: _Run, plan: Ints) -> None:
        self.run = run
        self.movers = movers_of(run.ruling, plan, run.free)
        self.ruling = tallied(run.ruling, plan)
        self.board = board_of(run.d, run.factor, plan, self.movers.alone)
        self.at = 0  # whose turn it is
        self.short = _FAR  # what is missing to the goal
        if run.goal is not None and broken(run.ruling, plan) == 0:
            self.short = run.goal - total(run.d, plan, run.factor)

    def cool(self, heat: float, rows: int) -> int:
        """`rows` at one temperature, as far as time allows. Gives how many lost."""
        run, n, m = self.run, len(self.board.labels), max(len(self.movers.alone), 1)
        allowed = allowances(heat, n)
        lost = 0
        while rows > 0 and not run._done():
            some = min(_chunk(n), rows)
            done, gained, losing = cool(
                self.board, self.ruling, self.movers, run.state, allowed, some, self.at, self.short
            )
            self.at, self.short = (self.at + done) % m, self.short - gained
            rows, run.rows, lost = rows - some, run.rows + int(done), lost + int(losing)
            if run.progress is not None:
                run.progress(run.rows * n, run.max_iter)
            if self.short <= 0:
                run.keep(self.board.labels)
        return lost


def _chunk(n: int) -> int:
    return max(_CHUNK // n, 1)


def _spread(d: Ints, factor: Longs) -> int:
    """How much distances differ, about: a temperature at which nearly every swap is done."""
    n = len(d)
    if n < 3:
        return 0
    away = d[~np.eye(n, dtype=np.bool_)].astype(np.int64)
    mean = int(away.sum()) // len(away)
    return 8 * int(np.abs(away - mean).sum()) // len(away) * int(factor.max())


@cache
def _compile() -> None:
    """What is machine code is made before the clock runs, or read from disk: all of it is needed for six people."""
    if not COMPILES:
        return
    n, state, sizes = 6, begin(0), np.full(3, 2, dtype=np.int32)
    speaks = Shares("language", (frozenset({1}),) * n, 1)
    ruling = ruled((Together((0, 1)), Apart((0, 1)), Together((2, 3)), speaks), sizes)
    plan, _, _ = mended(ruling, dealt(state, sizes), state, tries=1)
    movers, counted = movers_of(ruling, plan), tallied(ruling, plan)
    d = 1 - np.eye(n, dtype=np.int32)
    for factor in (np.ones(3, dtype=np.int64), np.arange(1, 4, dtype=np.int64)):
        board = board_of(d, factor, plan, movers.alone)
        cool(board, counted, movers, state, allowances(1.0, n), n, 0, _FAR)
        descend(board, counted, movers)

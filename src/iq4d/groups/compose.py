"""People in, groups out: as different within a group as this pool allows, within the rules."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from iq4d.groups import bounds, camps
from iq4d.groups.feasibility.conflicts import RulesConflict
from iq4d.groups.people.attributes import UNIT, Attribute, Column, code
from iq4d.groups.rules import Apart, Rule, Seat, Together
from iq4d.groups.search.rounds import compose_rounds
from iq4d.groups.search.searching import PAIRS_AT_MOST, Budget, Problem, searched
from iq4d.groups.sizes import factors, sizes_of

__all__ = ["PAIRS_AT_MOST", "MaximallyDiverseGrouping"]

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Progress = Callable[[int, int], None]

_PRECISION = 1_000  # the coefficients of all attributes add up to about so much
_STEPS_A_PLACE, _STEPS_AT_MOST = 20_000, 200_000_000  # a place: of one person in one round


class MaximallyDiverseGrouping:
    """The maximally diverse grouping problem, with attributes, rules and a bound.

    n_groups, group_size or group_sizes: how many groups, about how large, or exactly how large.
    attributes: how each column is read and what is wished of it (a column not named: nominal, spread).
    objective: "average-diversity" (everybody's mean distance to the others of the group) or "diversity" (the sum of
    distances within groups, as MDGPLib has it); the same for equal sizes.
    must_link, cannot_link: pairs or sets of rows. fixed: the group of a row. rules: further ones of
    `iq4d.groups.rules`. history: {(row, row): how often they met}; `met_weight`: how much one meeting counts, beside
    being different in everything (1). wishes: {(row, row): weight}, above 0 to be together, below 0 rather not.
    camps: 0 to 1, the weight of a term against groups that fall into two camps (GROUPS §1), beside the attributes.
    worst_first: afterwards lift the least diverse group, for at most `give` of the whole.
    max_iter: swaps to weigh; by default what suits the search: a second or two where it is compiled. time_limit:
    seconds, beside those for a plan that keeps hard rules and for the last look at what was found; ends earlier, and
    then the same groups come again only by chance. random_state: with the same max_iter the same groups, on every
    machine.
    init: labels to start from.

    After `fit`: `labels_` int[n]; `objective_`, `upper_bound_` and `random_objective_` in the same unit, `gap_` (share
    of the bound that is missing), `closed_` (0 to 1: from a random plan to the bound), `optimal_` (proved), `n_iter_`,
    `columns_`, `sizes_`, `conflicts_` (set when rules cannot hold together; `fit` then raises RulesConflict).
    Terms: Papenberg & Klau 2021 (anticlust), Yang et al. 2022 (MDGP).
    """

    def __init__(
        self,
        n_groups: int | None = None,
        *,
        group_size: int | None = None,
        group_sizes: Sequence[int] | None = None,
        attributes: Mapping[str, Attribute] | None = None,
        objective: str = "average-diversity",
        metric: str | None = None,
        must_link: Sequence[Sequence[int]] = (),
        cannot_link: Sequence[Sequence[int]] = (),
        fixed: Mapping[int, int] | None = None,
        rules: Sequence[Rule] = (),
        history: Mapping[tuple[int, int], float] | None = None,
        met_weight: float = 1.0,
        wishes: Mapping[tuple[int, int], float] | None = None,
        camps: float = 0.0,
        worst_first: bool = False,
        give: float = 0.005,
        max_iter: int | None = None,
        time_limit: float | None = None,
        random_state: int = 0,
        init: Sequence[int] | None = None,
        progress: Progress | None = None,
    ) -> None:
        if objective not in ("average-diversity", "diversity"):
            raise ValueError(f"objective is average-diversity or diversity, not {objective!r}")
        if not 0 <= camps <= 1:
            raise ValueError(f"camps is a weight from 0 to 1, not {camps!r}")
        if sum(one is not None for one in (n_groups, group_size, group_sizes)) != 1:
            raise ValueError("say one of n_groups, group_size and group_sizes")
        self.n_groups, self.group_size, self.group_sizes = n_groups, group_size, group_sizes
        self.attributes, self.objective, self.metric = dict(attributes or {}), objective, metric
        self.must_link, self.cannot_link, self.fixed = must_link, cannot_link, dict(fixed or {})
        self.rules, self.history, self.met_weight, self.wishes = tuple(rules), history, met_weight, wishes
        self.camps, self.worst_first, self.give = camps, worst_first, give
        self.max_iter, self.time_limit, self.random_state = max_iter, time_limit, random_state
        self.init, self.progress = init, progress

    def fit(self, X: Any, y: None = None, *, names: Sequence[str] | None = None) -> MaximallyDiverseGrouping:  # noqa: N803
        """X: {column: values}, an array [n, attributes] (columns are then called 0, 1, ...), or with
        metric="precomputed" distances [n, n]. names: what people are called, all different; with names the order of
        rows does not matter, also among people of whom the same is known. Raises ValueError, or RulesConflict.
        """
        began = time.monotonic()
        problem, order = self._asked(X, names)
        sorted_out = _reordered(problem, order)
        left = None if self.time_limit is None else max(self.time_limit - (time.monotonic() - began), 0.0)
        labels, steps = self._search(sorted_out, order, left)
        self.labels_ = np.empty(problem.n, dtype=np.int32)
        self.labels_[order] = labels
        self.n_iter_ = steps
        self._weigh(problem)
        return self

    def fit_rounds(self, X: Any, n_rounds: int, *, names: Sequence[str] | None = None) -> Ints:  # noqa: N803
        """int32[R, n], everybody's group in each of several rounds, in which people meet others.

        Without rules all rounds are searched at once; with rules one after the other, each knowing who met before. One
        meeting repeated weighs `met_weight`. `columns_`, `sizes_` and `names_` are there afterwards. The rest as `fit`.
        """
        if self.rules or self.must_link or self.cannot_link or self.fixed:
            return self._one_by_one(X, n_rounds, names)
        history, self.history = self.history, None
        try:
            problem, order = self._asked(X, names)
        finally:
            self.history = history
        problem = _reordered(problem, order)
        plain = problem.pairs is None and not problem.columns
        met = np.zeros((problem.n, problem.n), dtype=np.int64)
        for who, times in (history or {}).items():
            _add(met, who, round(times), problem.n)
        found = compose_rounds(
            problem.sizes,
            n_rounds,
            d=None if plain or not problem.distances()[0].any() else problem.distances()[0],
            met_before=met[np.ix_(order, order)].astype(np.int32) if history else None,
            worth=max(round(self.met_weight * self._unit(problem.coefficients, problem.pairs)), 1),
            max_iter=min(_STEPS_A_PLACE * problem.n * n_rounds, _STEPS_AT_MOST)
            if self.max_iter is None
            else self.max_iter,
            seed=self.random_state,
            progress=self.progress,
        )
        labels = np.empty_like(found.labels)
        labels[:, order] = found.labels
        self.n_iter_ = found.steps
        return labels

    def _one_by_one(self, X: Any, n_rounds: int, names: Sequence[str] | None) -> Ints:  # noqa: N803
        before, met = self.history, dict(self.history or {})
        labels = []
        try:
            for _ in range(n_rounds):
                self.history = met or None
                labels.append(self.fit(X, names=names).labels_)
                for group in range(len(self.sizes_)):
                    for pair in combinations(np.flatnonzero(labels[-1] == group).tolist(), 2):
                        met[pair] = met.get(pair, 0) + 1
        finally:
            self.history = before
        return np.array(labels, dtype=np.int32)

    def _asked(self, X: Any, names: Sequence[str] | None) -> tuple[Problem, npt.NDArray[np.int64]]:  # noqa: N803
        """What is searched, and everybody's row in the order of the search."""
        columns, given = self._read(X)
        n = len(given) if given is not None else len(columns[0].codes)
        names = [str(one) for one in names] if names is not None else [str(row + 1) for row in range(n)]
        if len(names) != n:
            raise ValueError(f"{len(names)} names for {n} people")
        sizes = self._sizes(n)
        factor = factors(sizes, by_size=self.objective == "average-diversity")
        rules = self._all_rules(n, len(sizes))
        coefficients = _coefficients(columns, sizes, factor)
        pairs = self._pairs(n, columns, coefficients, given)
        order = _canonical(n, columns, rules, names, given)
        problem = Problem(columns, coefficients, pairs, sizes, factor, rules)
        self.conflicts_: RulesConflict | None = None
        self.columns_, self.sizes_, self.rules_, self.names_ = columns, sizes, rules, tuple(names)
        return problem, order

    # what is asked

    def _read(self, X: Any) -> tuple[tuple[Column, ...], npt.NDArray[np.int64] | None]:  # noqa: N803
        if self.metric == "precomputed":
            whole, self.unit_ = _whole(np.asarray(X, dtype=np.float64))
            return (), whole
        if not isinstance(X, Mapping):
            X = {str(k): list(column) for k, column in enumerate(zip(*X, strict=True))}  # noqa: N806
        unknown = sorted(set(self.attributes) - set(X))
        if unknown:
            raise ValueError(f"there is no column {', '.join(unknown)}; there are {', '.join(X)}")
        wished = {name: self.attributes.get(name, Attribute()) for name in X}
        columns = tuple(code(name, X[name], how) for name, how in wished.items() if how.wish != "ignore")
        lengths = {len(values) for values in X.values()}
        if len(lengths) > 1:
            raise ValueError(f"every column has one value per person; these have {sorted(lengths)}")
        if lengths <= {0}:
            raise ValueError("there is nobody to put in groups")
        if not columns:
            nobody = np.zeros((lengths.pop(),) * 2, dtype=np.int64)
            return (), nobody
        return columns, None

    def _sizes(self, n: int) -> Ints:
        if self.group_sizes is None:
            return sizes_of(n, size=self.group_size, n_groups=self.n_groups)
        sizes = np.array(self.group_sizes, dtype=np.int32)
        if sizes.size == 0 or sizes.min() < 1 or sizes.sum() != n:
            raise ValueError(f"the sizes add up to {sizes.sum()}, for {n} people; each is 1 at least")
        return sizes

    def _all_rules(self, n: int, n_groups: int) -> tuple[Rule, ...]:
        rules: tuple[Rule, ...] = (
            *(Together(tuple(int(one) for one in people)) for people in self.must_link),
            *(Apart(tuple(int(one) for one in people)) for people in self.cannot_link),
            *(Seat(int(person), int(group)) for person, group in self.fixed.items()),
            *self.rules,
        )
        for rule in rules:
            people = rule.touches()
            if people and not (min(people) >= 0 and max(people) < n):
                raise ValueError(f"{rule} names a person beyond the {n} there are")
            if isinstance(rule, Seat) and not 0 <= rule.group < n_groups:
                raise ValueError(f"{rule} names a group beyond the {n_groups} there are")
        return rules

    def _pairs(
        self, n: int, columns: tuple[Column, ...], coefficients: Longs, given: npt.NDArray[np.int64] | None
    ) -> npt.NDArray[np.int64] | None:
        if given is None and not self.history and not self.wishes and not self.camps:
            return None
        if n > PAIRS_AT_MOST:
            raise ValueError(
                f"meetings, wishes, camps and distances are weighed for {PAIRS_AT_MOST} people at most; here are {n}"
            )
        pairs = np.zeros((n, n), dtype=np.int64) if given is None else given.copy()
        unit = self._unit(coefficients, given)
        if self.camps and columns:
            pairs += round(self.camps * unit / UNIT) * camps.pair_term(columns).astype(np.int64)
        for who, times in (self.history or {}).items():
            _add(pairs, who, -round(self.met_weight * times * unit), n)
        for who, weight in (self.wishes or {}).items():
            _add(pairs, who, round(weight * unit), n)
        return pairs

    def _unit(self, coefficients: Longs, given: npt.NDArray[np.int64] | None) -> int:
        """How far two people are apart who differ in everything."""
        if len(coefficients):
            return UNIT * max(int(np.abs(coefficients).sum()), 1)
        return max(int(given.max(initial=0)), UNIT) if given is not None else UNIT

    # the search

    def _search(self, problem: Problem, order: npt.NDArray[np.int64], time_limit: float | None) -> tuple[Ints, int]:
        worst = self.give if self.worst_first else None
        budget = Budget(self.max_iter, time_limit, self.random_state, worst, self.progress)
        init = None if self.init is None else np.asarray(self.init, dtype=np.int32)[order]
        try:
            return searched(problem, budget, [self.names_[row] for row in order], init)
        except RulesConflict as conflict:
            self.conflicts_ = conflict
            raise

    def _weigh(self, problem: Problem) -> None:
        """What the plan reached, in whole numbers of the search and as shares."""
        labels, sizes, factor = self.labels_, problem.sizes, problem.factor
        reached, most, chance = bounds.weighed(
            problem.columns, problem.coefficients, problem.pairs, labels, sizes, factor
        )
        self.objective_, self.upper_bound_, self.random_objective_ = reached, most, chance
        room = most - chance
        self.closed_ = 1.0 if room <= 0 else (reached - chance) / room
        self.gap_ = 0.0 if most == 0 else (most - reached) / abs(most)
        self.optimal_ = reached >= most


def _coefficients(columns: Sequence[Column], sizes: Ints, factor: Longs) -> Longs:
    """int64[A]: an attribute counts by its weight from what chance gives (0) to what the pool allows (1), not by how
    many kinds it has. Similar: below 0. Nothing to be won: 0."""
    raw = []
    for column in columns:
        middle = bounds.chance(column, sizes, factor)
        if column.attribute.wish == "similar":
            room = middle - bounds.lower(column, sizes, factor)
            raw.append(-column.attribute.weight / room if room > 0 else 0.0)
        else:
            room = bounds.upper(column, sizes, factor) - middle
            raw.append(column.attribute.weight / room if room > 0 else 0.0)
    whole = sum(abs(one) for one in raw)
    scale = _PRECISION / whole if whole else 0.0
    return np.array([_at_least_one(one * scale) for one in raw], dtype=np.int64)


def _at_least_one(value: float) -> int:
    """Rounded, but what counts at all counts one."""
    if value == 0:
        return 0
    return round(value) or (1 if value > 0 else -1)


def _canonical(
    n: int, columns: Sequence[Column], rules: Sequence[Rule], names: Sequence[str], given: Any
) -> npt.NDArray[np.int64]:
    """Everybody's row, in an order that depends on what is known of them and on their name, not on where they stood."""
    touched: list[list[int]] = [[] for _ in range(n)]
    for k, rule in enumerate(rules):
        for person in rule.touches():
            touched[person].append(k)
    known = [column.codes.tolist() for column in columns]
    far = [tuple(sorted(row)) for row in given.tolist()] if given is not None else [()] * n

    def key(row: int) -> tuple[Any, ...]:
        return (tuple(codes[row] for codes in known), far[row], touched[row], names[row])

    return np.array(sorted(range(n), key=key), dtype=np.int64)


def _reordered(problem: Problem, order: npt.NDArray[np.int64]) -> Problem:
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return replace(
        problem,
        columns=tuple(replace(column, codes=column.codes[order]) for column in problem.columns),
        pairs=None if problem.pairs is None else problem.pairs[np.ix_(order, order)],
        rules=tuple(rule.moved(place.tolist()) for rule in problem.rules),
    )


def _add(pairs: npt.NDArray[np.int64], who: tuple[int, int], worth: int, n: int) -> None:
    i, j = who
    if not (0 <= i < n and 0 <= j < n):
        raise ValueError(f"the pair {who} names a person beyond the {n} there are")
    if i != j:
        pairs[i, j] += worth
        pairs[j, i] += worth


def _whole(distances: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.int64], float]:
    """Distances as whole numbers, and what one is worth: as they are if whole and small, else in 2^20 steps."""
    if distances.ndim != 2 or distances.shape[0] != distances.shape[1] or not len(distances):
        raise ValueError(f"distances are a square of people by people, not {distances.shape}")
    if not np.isfinite(distances).all():
        raise ValueError("a distance is not a number")
    if not np.array_equal(distances, distances.T):
        raise ValueError("the distance from one to another is not that from the other to the one")
    largest = float(np.abs(distances).max())
    small = np.array_equal(distances, np.rint(distances)) and largest < 2**20
    unit = 1.0 if small else largest / 2**20
    whole = np.rint(distances / unit).astype(np.int64)
    np.fill_diagonal(whole, 0)
    return whole, unit

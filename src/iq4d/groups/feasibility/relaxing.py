"""The smallest change with which rules that cannot hold together leave a plan for all the others.

Which rules to loosen: every conflict needs one of its rules loosened, so the least that meets every conflict found so
far is a lower bound, and when the rest of the rules can hold it is the answer (implicit hitting sets: Moreno-Centeno &
Karp 2013; MaxHS, Davies & Bacchus 2011). How far: the others stay, and those are broken as little as can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from iq4d.groups.feasibility.feasible import Conflict, Feasible, Unknown, conflict, found, one_after_another
from iq4d.groups.feasibility.modelling import Model, cp_sat
from iq4d.groups.feasibility.roles import Question
from iq4d.groups.feasibility.solving import Core, Labels, Solving
from iq4d.groups.rules import Apart, Holds, NeverOne, Rule, Seat, Shares, Together
from iq4d.speech import Text, text

__all__ = ["Loosened", "Relaxed", "explain", "relax"]

_PAIRS = 3  # exceptions to `Apart` that are still a rule; more of them, and it is let go of
SECONDS = 40.0  # of a solver's work: the hardest of 200 planted conflicts needs more than 20
_HOW_FAR = 3.0  # seconds, at most, for breaking the loosened rules less
_SEARCH: dict[str, Any] = {"symmetry_level": 0, "cp_model_probing_level": 0, "find_big_linear_overlap": False}


@dataclass(frozen=True)
class Loosened:
    """A rule, and what is left of it: rules that the plan keeps; none where it is let go of."""

    rule: Rule
    into: tuple[Rule, ...]

    def told(self, names: Sequence[str]) -> Text:
        old, exceptions = self.rule.told(names), self._exceptions(names)
        if not self.into:
            return text("let go of “{rule}”", rule=old)
        if exceptions is not None:
            return text("{rule}, except for {people}", rule=old, people=exceptions)
        return text("{new}, instead of {rule}", new=self.into[0].told(names), rule=old)

    def _exceptions(self, names: Sequence[str]) -> Text | str | None:
        if isinstance(self.rule, Apart):
            still = {pair for rule in self.into for pair in combinations(sorted(rule.touches()), 2)}
            pairs = [pair for pair in combinations(sorted(self.rule.people), 2) if pair not in still]
            return one_after_another(
                (text("{one} with {other}", one=names[a], other=names[b]) for a, b in pairs), ", "
            )  # fmt: skip
        if isinstance(self.rule, (Together, NeverOne)):
            still_in = {one for rule in self.into for one in rule.touches()}
            return ", ".join(names[one] for one in self.rule.touches() if one not in still_in)
        return None


@dataclass(frozen=True)
class Relaxed:
    """A plan and what it asked of the rules. labels: int[n]. rules: what it keeps, the loosened ones as far as they
    go. conflicts: those that were met, each of them let go of one rule. least: proved that no lighter change is enough.
    """

    labels: tuple[int, ...]
    loosened: tuple[Loosened, ...]
    rules: tuple[Rule, ...]
    conflicts: tuple[Conflict, ...]
    least: bool

    def told(self, names: Sequence[str]) -> Text:
        if not self.loosened:
            return text("All rules can hold together.")
        change = one_after_another(one.told(names) for one in self.loosened)
        if self.least:
            return text("Smallest change: {change}.", change=change)
        return text("A change that is enough: {change}.", change=change)

    def say(self, names: Sequence[str], language: str) -> str:
        return self.told(names).say(language)


def relax(
    n: int,
    sizes: Sequence[int],
    rules: Sequence[Rule],
    *,
    weights: Sequence[float] | None = None,
    time_limit: float = SECONDS,
    seed: int = 0,
) -> Relaxed | Unknown:
    """The plan for which the weights of the rules that it breaks add up to least; among equals, those about fewest
    people give way. weights: above 0, one for each rule; default 1. The rest as for `find`."""
    return _relaxed(Solving(Question(n, tuple(int(size) for size in sizes), tuple(rules)), time_limit, seed), weights)


def explain(
    n: int,
    sizes: Sequence[int],
    rules: Sequence[Rule],
    *,
    weights: Sequence[float] | None = None,
    time_limit: float = SECONDS,
    seed: int = 0,
) -> Feasible | Conflict | Unknown:
    """`find`, and of a conflict also the smallest change."""
    solving = Solving(Question(n, tuple(int(size) for size in sizes), tuple(rules)), time_limit, seed)
    answer = found(solving)
    if not isinstance(answer, Conflict):
        return answer
    change = _relaxed(solving, weights)
    return replace(answer, change=change) if isinstance(change, Relaxed) else answer


def _relaxed(solving: Solving, weights: Sequence[float] | None) -> Relaxed | Unknown:
    question = solving.question
    costs = _costs(question, weights)
    everything = frozenset(range(len(question.rules)))
    cores: dict[Core, bool] = {}
    while True:
        loose = _least_that_meets(cores, costs)
        verdict = solving.check(everything - loose)
        if not isinstance(verdict, frozenset) or solving.left <= 0:
            break
        core, sure = solving.least(verdict)
        cores[core] = sure
    least = isinstance(verdict, tuple)
    plan = verdict if isinstance(verdict, tuple) else _lightest(solving, costs)
    if plan is None:
        return Unknown()
    loose = frozenset(_broken(question, plan))
    plan = _nearest(solving, everything - loose, loose, plan, forced=least)
    changes = [(k, _loosened(question.rules[k], plan, len(question.sizes))) for k in _broken(question, plan)]
    kept = everything - {k for k, _ in changes}
    return Relaxed(
        plan,
        tuple(one for _, one in changes),
        (*(question.rules[k] for k in sorted(kept)), *(rule for _, one in changes for rule in one.into)),
        tuple(conflict(question, core, minimal=sure) for core, sure in cores.items()),
        least,
    )


def _costs(question: Question, weights: Sequence[float] | None) -> list[int]:
    """Weights in thousandths, and behind them how many people a rule is about."""
    given = [1.0] * len(question.rules) if weights is None else list(weights)
    if len(given) != len(question.rules) or not all(0 < one < float("inf") for one in given):
        raise ValueError(f"weights are numbers above 0, one for each of {len(question.rules)} rules")
    behind = 1 + question.n * len(given)
    return [
        max(round(weight * 1000), 1) * behind + min(len(rule.touches()), question.n)
        for weight, rule in zip(given, question.rules, strict=True)
    ]


def _least_that_meets(cores: dict[Core, bool], costs: list[int]) -> Core:
    """The lightest set of rules with one of every conflict."""
    if not cores:
        return frozenset()
    cp = cp_sat()
    model, solver = cp.CpModel(), cp.CpSolver()
    loose = {k: model.new_bool_var("") for k in sorted(frozenset().union(*cores))}
    for core in cores:
        model.add_bool_or([loose[k] for k in sorted(core)])
    model.minimize(cp.LinearExpr.weighted_sum(list(loose.values()), [costs[k] for k in loose]))
    solver.parameters.num_workers = 1
    solver.solve(model)
    return frozenset(k for k, literal in loose.items() if solver.value(literal))


def _broken(question: Question, plan: Labels) -> list[int]:
    return [k for k, rule in enumerate(question.rules) if rule.broken(plan, len(question.sizes)) > 0]


def _lightest(solving: Solving, costs: list[int]) -> Labels | None:
    """Of the plans that were met, the one that breaks least."""
    return min(
        solving.plans, key=lambda plan: sum(costs[k] for k in _broken(solving.question, plan)), default=None
    )  # fmt: skip


def _nearest(solving: Solving, keep: Core, loose: Core, plan: Labels, *, forced: bool) -> Labels:
    """A plan that keeps `keep` too, and is as near to keeping the loosened rules as is found. forced: none of those
    can be kept, so that each of them broken once is as near as can be."""
    rules, n_groups = [solving.question.rules[k] for k in loose], len(solving.question.sizes)
    if all(isinstance(rule, Seat) or rule.broken(plan, n_groups) == 1 for rule in rules):
        return plan
    model = Model(solving.question, keep, soft=loose)
    if forced:
        model.broken_at_least_once()
    model.hint(plan)
    budget = max(min(solving.left, solving.worth(_HOW_FAR)), solving.worth(0.1))
    solver, status = solving.solve(model, _SEARCH, budget)
    return model.labels(solver) if status in (model.cp.OPTIMAL, model.cp.FEASIBLE) else plan


# What is left of a rule


def _loosened(rule: Rule, labels: Labels, n_groups: int) -> Loosened:
    """What a plan still keeps of a rule that it breaks."""
    return Loosened(rule, tuple(_still(rule, labels, n_groups)))


def _still(rule: Rule, labels: Labels, n_groups: int) -> list[Rule]:
    in_group: list[list[int]] = [[] for _ in range(n_groups)]
    if isinstance(rule, Shares):
        return _still_shared(rule, labels, n_groups)
    for one in rule.touches():
        in_group[labels[one]].append(one)
    counts = [len(people) for people in in_group]
    if isinstance(rule, Together):
        most = max(in_group, key=len)
        return [Together(tuple(most))] if len(most) > 1 else []
    if isinstance(rule, Apart):
        return _still_apart(rule, [pair for people in in_group for pair in combinations(people, 2)])
    if isinstance(rule, Holds):
        least, most_of_them = min(rule.least, *counts), max(rule.most, *counts)
        return [replace(rule, least=least, most=most_of_them)] if least or most_of_them < len(rule.people) else []
    if isinstance(rule, NeverOne):
        others = rule.people - {people[0] for people in in_group if len(people) == 1}
        return [replace(rule, people=others)] if others else []
    return []


def _still_apart(rule: Apart, pairs: list[tuple[int, int]]) -> list[Rule]:
    """All apart but for these pairs, as sets of people who are all apart."""
    if len(pairs) > _PAIRS:
        return []
    sets = [frozenset(rule.people)]
    for pair in pairs:
        sets = [left for one in sets for left in ([one - {who} for who in pair] if one.issuperset(pair) else [one])]
    sets = [one for one in sets if len(one) > 1 and not any(one < other for other in sets)]
    return [Apart(tuple(person for person in rule.people if person in one)) for one in dict.fromkeys(sets)]


def _still_shared(rule: Shares, labels: Labels, n_groups: int) -> list[Rule]:
    shared: list[frozenset[int] | None] = [None] * n_groups
    for brought, group in zip(rule.brings, labels, strict=True):
        before = shared[group]
        shared[group] = brought if before is None else before & brought
    least = min(len(one) for one in shared if one is not None)
    return [replace(rule, least=least)] if least else []

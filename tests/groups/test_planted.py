"""Where a plan was hidden it is found, and where a conflict was hidden it is named: for a room, for a whole course."""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from groups.planted import CONFLICTS, Planted, kept_by_a_plan, with_a_conflict
from iq4d.groups.feasibility.feasible import Conflict, Feasible, find
from iq4d.groups.feasibility.relaxing import Relaxed, relax
from iq4d.groups.rules import Apart, Holds, NeverOne, Rule, Seat, Shares, Together

A_SEED = st.integers(0, 10**6)
LARGE = [(120, 6), (240, 6), (480, 5), (1000, 5), (1000, 8)]


def kept(labels: Sequence[int], sizes: Sequence[int], rules: Sequence[Rule]) -> bool:
    assert [labels.count(group) for group in range(len(sizes))] == list(sizes)
    return all(rule.broken(labels, len(sizes)) == 0 for rule in rules)


def possible(n: int, sizes: Sequence[int], rules: Sequence[Rule]) -> bool:
    """Asked of the solver person by person: no units, no roles, no order among groups."""
    model = cp_model.CpModel()
    there = [[model.new_bool_var("") for _ in sizes] for _ in range(n)]
    for row in there:
        model.add_exactly_one(row)
    for group, size in enumerate(sizes):
        inside = [row[group] for row in there]
        model.add(sum(inside) == size)
        for rule in rules:
            of_them = sum(inside[one] for one in rule.touches())
            if isinstance(rule, Together):
                for one in rule.people[1:]:
                    model.add(inside[one] == inside[rule.people[0]])
            elif isinstance(rule, Apart):
                model.add(of_them <= 1)
            elif isinstance(rule, Seat):
                model.add(inside[rule.person] == (group == rule.group))
            elif isinstance(rule, Holds):
                model.add_linear_constraint(of_them, rule.least, rule.most)
            elif isinstance(rule, NeverOne):
                for one in rule.people:
                    model.add(of_them >= 2).only_enforce_if(inside[one])
            elif isinstance(rule, Shares):
                shared = []
                for kind in sorted(frozenset().union(*rule.brings)):
                    shared.append(model.new_bool_var(""))
                    for one in range(n):
                        if kind not in rule.brings[one]:
                            model.add_implication(shared[-1], ~inside[one])
                model.add(sum(shared) >= rule.least)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE)
    return status != cp_model.INFEASIBLE


def the_plan_is_found(plan: Planted, seed: int, time_limit: float = 20) -> None:
    answer = find(plan.n, plan.sizes, plan.rules, seed=seed, time_limit=time_limit)
    assert isinstance(answer, Feasible)
    assert kept(answer.labels, plan.sizes, plan.rules)


def the_conflict_is_named(plan: Planted, kind: str, seed: int, *, ask_again: bool = True) -> None:
    """The core cannot hold, without any one of its rules it can, and what all conflicts have in common is in it."""
    asked, planted = with_a_conflict(seed, kind, plan)
    answer = find(asked.n, asked.sizes, asked.rules, seed=seed)
    assert isinstance(answer, Conflict)
    assert answer.minimal
    assert set(answer.rules) & set(planted), "all others can hold"
    if ask_again:
        assert not possible(asked.n, asked.sizes, answer.rules)
    for k in range(len(answer.rules)):
        rest = answer.rules[:k] + answer.rules[k + 1 :]
        without = find(asked.n, asked.sizes, rest, seed=seed)
        assert isinstance(without, Feasible)
        assert kept(without.labels, asked.sizes, rest)
    for rule in planted:
        without_it = find(asked.n, asked.sizes, [one for one in asked.rules if one is not rule], seed=seed)
        if isinstance(without_it, Feasible):
            assert rule in answer.rules, "no conflict is without it"


@settings(max_examples=35, deadline=None)
@given(A_SEED, st.integers(6, 40), st.integers(3, 7), st.floats(0.2, 1.2))
def test_a_plan_that_is_there_is_found(seed, n, size, density):
    the_plan_is_found(kept_by_a_plan(seed, n, size, density), seed)


@settings(max_examples=25, deadline=None)
@given(A_SEED, st.sampled_from(sorted(CONFLICTS)), st.integers(12, 30), st.integers(4, 6))
def test_a_conflict_that_is_there_is_named_with_no_rule_too_many(seed, kind, n, size):
    the_conflict_is_named(kept_by_a_plan(seed, n, size, 0.6), kind, seed)


@pytest.mark.parametrize("kind", sorted(CONFLICTS))
def test_a_conflict_alone_is_named_whole(kind):
    plan, planted = with_a_conflict(3, kind, Planted(24, (6, 6, 6, 6), (), (0,) * 24))
    answer = find(24, plan.sizes, plan.rules)
    assert isinstance(answer, Conflict)
    assert set(answer.rules) == set(planted)


def test_a_whole_course_is_no_harder_than_its_rules():
    """A thousand people, and few of them in any rule."""
    plan = kept_by_a_plan(8, 1000, 5, density=0.02)
    few = Planted(1000, plan.sizes, tuple(rule for rule in plan.rules if not isinstance(rule, Shares)), plan.labels)
    the_plan_is_found(few, seed=1)
    the_conflict_is_named(few, "a_chain", seed=1, ask_again=False)


@pytest.mark.soak
def test_soak_a_thousand_plans_and_conflicts_up_to_sixty_people():
    chance = Random(20)
    for seed in range(1000):
        n, size = chance.randrange(12, 61), chance.randrange(4, 8)
        plan = kept_by_a_plan(seed, n, size, chance.uniform(0.2, 1.2))
        if seed % 2:
            the_plan_is_found(plan, seed)
        else:
            the_conflict_is_named(plan, sorted(CONFLICTS)[seed // 2 % len(CONFLICTS)], seed, ask_again=n <= 30)


@pytest.mark.soak
@pytest.mark.parametrize(("n", "size"), LARGE)
def test_soak_plans_and_conflicts_of_a_whole_course(n, size):
    for seed in range(8):
        plan = kept_by_a_plan(seed, n, size, (0.2, 0.5, 1.0, 1.0)[seed % 4])
        the_plan_is_found(plan, seed, time_limit=60)
        the_conflict_is_named(plan, sorted(CONFLICTS)[seed], seed, ask_again=False)


@pytest.mark.soak
def test_soak_the_change_that_is_found_is_enough():
    chance = Random(21)
    for seed in range(200):
        plan = kept_by_a_plan(seed, chance.randrange(12, 61), chance.randrange(4, 8), 0.6)
        asked, _ = with_a_conflict(seed, chance.choice(sorted(CONFLICTS)), plan)
        change = relax(asked.n, asked.sizes, asked.rules, seed=seed)
        assert isinstance(change, Relaxed)
        assert change.least
        assert kept(change.labels, asked.sizes, change.rules)
        assert 1 <= len(change.loosened) <= len(change.conflicts)

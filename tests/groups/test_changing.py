"""A plan in Ada's hands: somebody comes late, two change places, and what that does is said before it is done."""

from __future__ import annotations

import time

import numpy as np
import pytest

from iq4d.groups.changing import Plan
from iq4d.groups.compose import MaximallyDiverseGrouping
from iq4d.groups.people.attributes import Attribute
from iq4d.groups.rules import Apart, Holds, Shares

NAMES = ("Ada", "Bob", "Carla", "Dirk", "Eva", "Fatima")
POOL = {"role": ["nurse", "cook", "nurse", "cook", "nurse", "cook"], "age": [20, 30, 40, 50, 60, None]}
HOW = {"age": Attribute("numeric", "balance")}


def plan_of(labels: list[int], **asked) -> Plan:
    model = MaximallyDiverseGrouping(n_groups=2, attributes=HOW, init=labels, max_iter=0, **asked)
    plan = Plan.of(model.fit(POOL, names=NAMES))
    return Plan(plan.names, plan.columns, np.array(labels, dtype=np.int32), 2, plan.rules, plan.weights)


def test_two_change_places_and_both_groups_are_told_before_and_after():
    plan = plan_of([0, 1, 0, 1, 0, 1])  # nurses and cooks apart
    swapped = plan.swap(0, 1)
    roles = {shift.group: (shift.before, shift.after) for shift in swapped.shifts if shift.attribute == "role"}
    assert roles == {0: (0.0, pytest.approx(2 / 3)), 1: (0.0, pytest.approx(2 / 3))}
    assert swapped.better > 0
    assert swapped.plan.labels.tolist() == [1, 0, 0, 1, 0, 1]
    assert plan.labels.tolist() == [0, 1, 0, 1, 0, 1]  # undo is the plan before
    back = swapped.plan.swap(0, 1)
    assert back.better == pytest.approx(-swapped.better)


def test_somebody_moves_alone_and_the_sizes_are_told():
    moved = plan_of([0, 1, 0, 1, 0, 1]).move(2, 1)
    assert moved.sizes == {0: 2, 1: 4}
    assert moved.plan.labels.tolist() == [0, 1, 1, 1, 0, 1]


def test_a_rule_that_a_change_breaks_is_named():
    plan = plan_of([0, 1, 0, 1, 1, 0], cannot_link=[(0, 1)], rules=[Holds("guide", frozenset({0, 3}), 1, 1)])
    assert plan.swap(1, 2).breaks == (Apart((0, 1)),)
    assert plan.swap(1, 2).plan.swap(1, 2).mends == (Apart((0, 1)),)
    assert plan.swap(0, 3).breaks == (Apart((0, 1)),)  # the guides change groups, and each group has one
    assert [type(rule) for rule in plan.swap(0, 1).breaks] == [Holds]


def test_who_comes_late_goes_where_she_is_most_needed_and_nobody_else_moves():
    plan = plan_of([0, 1, 0, 1, 0, 1])
    first, second = plan.placings("Gül", {"role": "cook", "age": 25})
    assert first.plan.labels.tolist() == [0, 1, 0, 1, 0, 1, 0]  # a cook among nurses
    assert first.better > second.better
    assert first.plan.names[-1] == "Gül"
    assert plan.placings("Gül", {"role": "baker"})[0].plan.columns[0].kinds[-1] == "baker"  # of whom there was none
    assert len(plan.placings("Gül", {})) == 2
    with pytest.raises(ValueError, match="every group has 3"):
        plan.placings("Gül", {}, largest=3)
    with pytest.raises(ValueError, match="a Bob already"):
        plan.placings("Bob", {})
    with pytest.raises(ValueError, match="not a number"):
        plan.placings("Gül", {"age": "old"})


def test_who_comes_late_and_speaks_no_language_of_a_group_is_not_placed_there_first():
    languages = ("nl", "nl", "nl", "en", "en", "en")
    brings = tuple(frozenset({1}) if one == "nl" else frozenset({2}) for one in languages)
    plan = plan_of([0, 0, 0, 1, 1, 1], rules=[Shares("language", brings, 1)])
    asked = (Shares("language", (*brings, frozenset({2})), 1),)
    first, second = plan.placings("Gül", {"role": "cook"}, rules=asked)
    assert (first.plan.labels[-1], first.breaks) == (1, ())
    assert second.breaks == asked
    assert all(not one.breaks for one in plan.placings("Gül", {"role": "cook"}))  # of whom it is not known


def test_whom_or_what_is_not_there_is_said():
    plan = plan_of([0, 1, 0, 1, 0, 1])
    with pytest.raises(ValueError, match="no person 6"):
        plan.move(6, 0)
    with pytest.raises(ValueError, match="no group 2"):
        plan.move(0, 2)


def test_a_change_in_a_plan_of_a_thousand_is_weighed_at_once():
    random = np.random.default_rng(1)
    pool = {f"a{k}": random.integers(0, 6, 1000).tolist() for k in range(6)}
    model = MaximallyDiverseGrouping(
        group_size=8, max_iter=10_000, cannot_link=[(k, k + 1) for k in range(0, 200, 2)]
    ).fit(pool)
    plan = Plan.of(model)
    took = []
    for k in range(30):
        other = int(np.flatnonzero(plan.labels != plan.labels[k])[k])
        begun = time.process_time()
        plan.swap(k, other)
        took.append(time.process_time() - begun)
    assert sorted(took)[15] < 0.01  # measured: .0006

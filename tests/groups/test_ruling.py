"""The rules as arrays: a swap is told by how much it breaks more or less, bundles stay whole, and a plan is mended."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.brute import some_rules
from groups.planted import kept_by_a_plan
from iq4d.groups.rules import Apart, Holds, NeverOne, Seat, Shares, Together
from iq4d.groups.search.bundling import changed_whole, movers_of, others_for, undone
from iq4d.groups.search.chance import begin
from iq4d.groups.search.mending import dealt, gathered, mended
from iq4d.groups.search.ruling import broken, bundles_of, change, exchange, ruled, tallied

A_SEED = st.integers(0, 10**6)


def any_rules(seed):
    """(sizes, rules, labels): rules nobody thought out, nobody in two seats, and any plan."""
    _, sizes, rules = some_rules(seed)
    seats = {rule.person: rule for rule in rules if isinstance(rule, Seat)}
    rules = [rule for rule in rules if not isinstance(rule, Seat) or seats[rule.person] is rule]
    labels = [group for group, size in enumerate(sizes) for _ in range(size)]
    Random(seed).shuffle(labels)
    return np.array(sizes, dtype=np.int32), rules, np.array(labels, dtype=np.int32)


def told_by_the_rules(rules, labels, sizes):
    return sum(rule.broken(labels.tolist(), len(sizes)) for rule in rules)


@settings(max_examples=300, deadline=None)
@given(A_SEED)
def test_on_arrays_a_plan_breaks_as_much_as_its_rules_say_swap_after_swap(seed):
    sizes, rules, labels = any_rules(seed)
    counted = tallied(ruled(rules, sizes), labels)
    much = told_by_the_rules(rules, labels, sizes)
    assert broken(counted, labels) == much
    chance = Random(seed)
    for _ in range(6):
        i, j = chance.sample(range(len(labels)), 2)
        more = change(counted, labels, i, j)
        before = labels.copy()
        exchange(counted, labels, i, j)
        assert (labels[i], labels[j]) == (before[j], before[i])
        after = told_by_the_rules(rules, labels, sizes)
        assert more == after - much, f"swap of {i} and {j} in {before}"
        much = after
    afresh = tallied(counted, labels)
    assert np.array_equal(counted.counted, afresh.counted)
    assert np.array_equal(counted.offered, afresh.offered)


def test_ada_bob_and_carla_who_are_tied_in_twos_move_as_three():
    ruling = ruled([Together((0, 1)), Together((2, 1)), Together((4, 5)), Seat(4, 1)], np.array([4, 4, 4]))
    assert bundles_of(ruling) == [[0, 1, 2], [4, 5]]
    labels = np.array([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2], dtype=np.int32)
    movers = movers_of(ruling, labels)
    assert movers.people.tolist() == [0, 1, 2], "who is tied to somebody in his seat stays there too"
    assert movers.alone.tolist() == [3, 6, 7, 8, 9, 10, 11]
    counted, state = tallied(ruling, labels), begin(1)
    before = labels.copy()
    assert not others_for(movers, labels, state, 3, 1), "two of group 1 may move, and three are asked"
    assert others_for(movers, labels, state, 3, 2)
    assert changed_whole(counted, movers, labels, 0, 3) == 0
    assert set(labels[:3]) == {2}
    assert np.bincount(labels).tolist() == [4, 4, 4]
    undone(counted, movers, labels, 0, 3)
    assert np.array_equal(labels, before)
    assert np.array_equal(counted.counted, tallied(counted, labels).counted)


def test_two_pairs_make_room_for_four():
    ruling = ruled([Together((0, 1, 2, 3)), Together((4, 5)), Together((6, 7))], np.array([4, 4]))
    labels = np.array([0, 0, 0, 0, 1, 1, 1, 1], dtype=np.int32)
    movers = movers_of(ruling, labels)
    assert others_for(movers, labels, begin(0), 4, 1)
    assert sorted(movers.room.tolist()) == [4, 5, 6, 7]


@settings(max_examples=100, deadline=None)
@given(A_SEED, st.integers(6, 60), st.integers(2, 8))
def test_whoever_can_be_is_in_the_right_place_before_the_search_begins(seed, n, size):
    asked = kept_by_a_plan(seed, n, min(size, n))
    sizes = np.array(asked.sizes, dtype=np.int32)
    ruling = ruled(asked.rules, sizes)
    plan = gathered(ruling, dealt(begin(seed), sizes))
    assert np.array_equal(np.bincount(plan, minlength=len(sizes)), sizes)
    assert (plan[ruling.seat >= 0] == ruling.seat[ruling.seat >= 0]).all()
    there = np.array(asked.labels, dtype=np.int32)
    assert np.array_equal(gathered(ruling, there), there), "a plan that is right stays as it is"


def test_nearly_every_plan_that_was_hidden_is_found_by_trial_alone():
    found = 0
    for seed in range(100):
        chance = Random(seed)
        asked = kept_by_a_plan(seed, chance.randint(6, 60), chance.randint(3, 8), chance.choice([0.5, 1.0, 2.0]))
        sizes = np.array(asked.sizes, dtype=np.int32)
        ruling, state = ruled(asked.rules, sizes), begin(seed)
        labels, much, _ = mended(ruling, dealt(state, sizes), state)
        assert np.array_equal(np.bincount(labels, minlength=len(sizes)), sizes)
        assert much == told_by_the_rules(asked.rules, labels, sizes)
        found += much == 0
    assert found >= 95


@settings(max_examples=60, deadline=None)
@given(A_SEED)
def test_mending_never_breaks_more_and_moves_nobody_who_is_not_free(seed):
    sizes, rules, labels = any_rules(seed)
    free = np.array([Random(seed + one).random() < 0.6 for one in range(len(labels))])
    ruling = ruled(rules, sizes)
    plan, much, steps = mended(ruling, labels, begin(seed), free, tries=2)
    assert much == told_by_the_rules(rules, plan, sizes) <= told_by_the_rules(rules, labels, sizes)
    assert np.array_equal(np.bincount(plan, minlength=len(sizes)), sizes)
    assert np.array_equal(plan[~free], labels[~free])
    again = mended(ruling, labels, begin(seed), free, tries=2)
    assert np.array_equal(again[0], plan)
    assert again[1:] == (much, steps)


@pytest.mark.parametrize(
    "rule",
    [
        Together((0, 3)),
        Apart((0, 1)),
        Seat(0, 1),
        Holds("hosts", frozenset({0, 1}), 1, 1),
        NeverOne("a dog", frozenset({0, 3})),
        Shares("language", tuple(frozenset({one % 3}) for one in range(6)), 1),
    ],
)
def test_each_kind_of_rule_is_mended_by_itself(rule):
    sizes = np.array([3, 3] if not isinstance(rule, Shares) else [2, 2, 2], dtype=np.int32)
    labels = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    assert rule.broken(labels.tolist(), len(sizes)) > 0
    plan, much, _ = mended(ruled([rule], sizes), labels, begin(0))
    assert much == 0 == rule.broken(plan.tolist(), len(sizes))

"""Ada's rules cannot all hold; she is shown the smallest change, and a plan that keeps everything else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.brute import fewest_broken, some_rules
from iq4d.groups.feasibility.feasible import Conflict, Unknown
from iq4d.groups.feasibility.relaxing import Relaxed, explain, relax
from iq4d.groups.rules import Apart, Holds, NeverOne, Seat, Shares, Together

NAMES = ["Ada", "Bob", "Carla", "Dan", "Eva", "Finn", "Gül", "Hugo", "Ines", "Jan", "Kees", "Lot"]
THREE = (4, 4, 4)


def hosts(n, least, most):
    return Holds("hosts", frozenset(range(n)), least, most)


HOURS = tuple(frozenset(range(one, one + 5)) for one in range(12))

# Rules of which the first is to give way; how that is said, and what is left of it.
CHANGES = {
    "all apart but one pair": (
        [Apart((0, 1, 2, 3)), Seat(0, 0), Seat(1, 1), Seat(3, 0)],
        "Ada, Bob, Carla, Dan apart, except for Ada with Dan",
        [Apart((1, 2, 3)), Apart((0, 1, 2))],
    ),
    "one less": (
        [hosts(2, 1, 1)],
        "at most 1 hosts in every group, instead of 1 hosts in every group",
        [hosts(2, 0, 1)],
    ),
    "one more": (
        [hosts(5, 1, 1)],
        "1 to 2 hosts in every group, instead of 1 hosts in every group",
        [hosts(5, 1, 2)],
    ),
    "fewer hours": (
        [Shares("hours", HOURS, 3)],
        "at least 2 hours in common in every group, instead of at least 3 hours in common in every group",
        [Shares("hours", HOURS, 2)],
    ),
    "one stays out": (
        [Together((0, 1, 2)), Seat(0, 0), Seat(1, 0), Seat(2, 1)],
        "Ada, Bob, Carla together, except for Carla",
        [Together((0, 1))],
    ),
    "a pair": ([Together((0, 1)), Seat(0, 0), Seat(1, 1)], "let go of “Ada, Bob together”", []),
    "somewhere else": ([Seat(0, 0), Together((0, 1)), Seat(1, 1)], "let go of “Ada in group 1”", []),
    "alone after all": (
        [NeverOne("a dog", frozenset((0, 1, 2))), Seat(0, 0), Seat(1, 1), Seat(2, 1)],
        "nobody the only one with a dog, except for Ada",
        [NeverOne("a dog", frozenset((1, 2)))],
    ),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_a_rule_gives_way_no_further_than_it_must(kind):
    rules, words, left = CHANGES[kind]
    change = relax(12, THREE, rules, weights=[1] + [5] * (len(rules) - 1))
    assert isinstance(change, Relaxed)
    assert change.least
    (loosened,) = change.loosened
    assert loosened.rule == rules[0]
    assert loosened.told(NAMES).say("en") == words
    assert list(loosened.into) == left
    assert all(rule.broken(change.labels, 3) == 0 for rule in change.rules)
    assert set(change.rules) == {*rules[1:], *left}


def test_what_is_in_the_way_of_everything_gives_way_alone():
    """Bob sits with Ada by one rule, and three others do not want that."""
    rules = [Apart((0, 1)), Together((0, 1)), Apart((1, 0, 5)), NeverOne("a dog", frozenset((0, 6))), Apart((1, 6))]
    change = relax(12, THREE, rules)
    assert isinstance(change, Relaxed)
    assert [one.rule for one in change.loosened] == [Together((0, 1))]
    assert all(isinstance(one, Conflict) and Together((0, 1)) in one.rules for one in change.conflicts)


def test_what_weighs_more_stays():
    rules = [Together((0, 1)), Apart((0, 1))]
    for weights, gone in (((1, 2), 0), ((2, 1), 1)):
        change = relax(12, THREE, rules, weights=weights)
        assert isinstance(change, Relaxed)
        assert [one.rule for one in change.loosened] == [rules[gone]]


def test_of_equals_the_rule_about_fewest_people_gives_way():
    rules = [hosts(3, 1, 1), Together((0, 1))]
    change = relax(12, THREE, rules)
    assert isinstance(change, Relaxed)
    assert [one.rule for one in change.loosened] == [rules[1]]


def test_rules_that_can_hold_need_no_change():
    change = relax(12, THREE, [Together((0, 1)), Apart((1, 2))])
    assert isinstance(change, Relaxed)
    assert (change.loosened, change.conflicts, change.least) == ((), (), True)
    assert change.say(NAMES, "en") == "All rules can hold together."


def test_the_answer_to_a_conflict_holds_the_change_that_it_takes():
    answer = explain(12, THREE, [hosts(5, 1, 1), Seat(11, 2)])
    assert isinstance(answer, Conflict)
    assert answer.say(NAMES, "en") == (
        "This rule cannot hold in 3 groups of 4: 1 hosts in every group. There is room for 3 of them, and there are 5. "
        "Smallest change: 1 to 2 hosts in every group, instead of 1 hosts in every group."
    )


def test_without_time_no_change_is_called_the_smallest():
    rules = [hosts(5, 1, 1), NeverOne("a dog", frozenset(range(7))), Apart((0, 1)), Apart((1, 2))]
    assert isinstance(relax(12, THREE, rules, time_limit=0), Unknown)


@pytest.mark.parametrize("weights", [[1], [1, 0], [1, float("nan")]])
def test_weights_are_numbers_above_nothing(weights):
    with pytest.raises(ValueError, match="weights"):
        relax(12, THREE, [Together((0, 1)), Apart((0, 1))], weights=weights)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**6), st.booleans())
def test_no_plan_of_all_there_are_breaks_less(seed, even):
    n, sizes, rules = some_rules(seed)
    weights = [1 if even else 1 + (seed >> k) % 3 for k in range(len(rules))]
    change = relax(n, sizes, rules, weights=weights, seed=seed)
    assert isinstance(change, Relaxed)
    assert change.least
    lost = {one.rule for one in change.loosened}
    assert sum(w for w, rule in zip(weights, rules, strict=True) if rule in lost) == fewest_broken(
        sizes, rules, weights
    )
    for rule in rules:
        assert (rule.broken(change.labels, len(sizes)) > 0) == (rule in lost)
    assert all(rule.broken(change.labels, len(sizes)) == 0 for rule in change.rules)
    assert all(one.told([str(k) for k in range(n)]).say("en") for one in change.loosened)

"""Ada makes groups and Bob asks why it cannot be done: which rules are in each other's way, and no rule more."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.brute import plans, possible, some_rules
from iq4d.errors import IQ4DError
from iq4d.groups.feasibility.feasible import Conflict, Feasible, Unknown, find
from iq4d.groups.feasibility.relaxing import explain
from iq4d.groups.feasibility.roles import Question, roles
from iq4d.groups.rules import Apart, Holds, NeverOne, Seat, Shares, Together

NAMES = ["Ada", "Bob", "Carla", "Dan", "Eva", "Finn", "Gül", "Hugo", "Ines", "Jan", "Kees", "Lot"]
ADA, BOB, CARLA, DAN, EVA, FINN = range(6)
THREE = (4, 4, 4)


def test_rules_that_can_hold_have_a_plan():
    rules = [Together((ADA, BOB)), Apart((ADA, CARLA, DAN)), Seat(CARLA, 2), Holds("hosts", frozenset((0, 1, 5)), 0, 2)]
    answer = find(12, THREE, rules)
    assert isinstance(answer, Feasible)
    assert [rule.broken(answer.labels, 3) for rule in rules] == [0, 0, 0, 0]
    assert [answer.labels.count(group) for group in range(3)] == [4, 4, 4]


def test_a_conflict_names_the_rules_that_make_it_and_no_other():
    together, apart = Together((ADA, BOB)), Apart((ADA, BOB))
    answer = find(12, THREE, [Seat(CARLA, 1), together, NeverOne("a dog", frozenset((3, 4))), apart])
    assert isinstance(answer, Conflict)
    assert answer.rules == (together, apart)
    assert answer.minimal


def test_a_conflict_that_only_a_solver_sees_is_as_small_as_it_can_be():
    """Three pairs who stay together, in groups of which each holds two hosts: a fourth group would be needed."""
    hosts = Holds("hosts", frozenset(range(7)), 2, 3)
    pairs = [Together((0, 1)), Together((2, 3)), Together((4, 5))]
    topics = Shares(
        "topic", tuple(frozenset({person % 2}) if person < 7 else frozenset({0, 1}) for person in range(12)), 1
    )
    rules = [pairs[0], Seat(8, 0), topics, pairs[1], hosts, pairs[2]]
    answer = find(12, THREE, rules)
    assert isinstance(answer, Conflict)
    assert answer.minimal
    assert topics in answer.rules
    for rule in answer.rules:
        assert isinstance(find(12, THREE, [other for other in answer.rules if other != rule]), Feasible)


def test_a_conflict_is_said_in_words_in_both_languages():
    answer = explain(12, THREE, [Together((ADA, BOB)), Apart((ADA, BOB))])
    assert isinstance(answer, Conflict)
    assert answer.say(NAMES, "en") == (
        "These 2 rules cannot hold together in 3 groups of 4: Ada, Bob together; Ada, Bob apart. "
        "The same people would be together and apart. Smallest change: let go of “Ada, Bob apart”."
    )
    assert answer.say(NAMES, "nl") == (
        "Deze 2 regels gaan niet samen in 3 groepjes van 4: Ada, Bob bij elkaar; Ada, Bob uit elkaar. "
        "Dezelfde mensen zouden bij elkaar en uit elkaar zitten. Kleinste aanpassing: “Ada, Bob uit elkaar” loslaten."
    )


def test_of_one_rule_and_of_very_many_the_words_are_right_too():
    alone = find(7, (4, 3), [Apart((ADA, BOB, CARLA))])
    assert isinstance(alone, Conflict)
    assert alone.say(NAMES, "en") == (
        "This rule cannot hold in 2 groups of 3 to 4: Ada, Bob, Carla apart. "
        "3 people would be in different groups, and there are 2 groups."
    )
    pairs = [Apart((one, other)) for one in range(6) for other in range(one)]
    many = find(12, (3, 3, 3, 3), pairs)
    assert isinstance(many, Conflict)
    assert len(many.rules) == 10  # five people, for four groups
    assert many.say(NAMES, "en").count(" apart; ") == 8
    assert "; 2 more. 5 people would be in different groups" in many.say(NAMES, "en")


def test_the_same_question_has_the_same_answer():
    n, sizes, rules = some_rules(11)
    assert find(n, sizes, rules, seed=4) == find(n, sizes, rules, seed=4)


def test_without_time_nothing_is_claimed():
    answer = find(12, THREE, [NeverOne("a dog", frozenset(range(5))), Apart((0, 1)), Apart((2, 3))], time_limit=0)
    assert answer == Unknown()
    assert "not found out" in str(answer.told())


def test_without_the_solver_counting_still_tells_and_else_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)
    counted = find(12, THREE, [Together((ADA, BOB)), Apart((ADA, BOB))])
    assert isinstance(counted, Conflict)
    assert not counted.minimal
    assert "Perhaps some of them have no part in it." in counted.say(NAMES, "en")
    with pytest.raises(IQ4DError, match=r"pip install 'iq4d\[groups\]'"):
        find(12, THREE, [Together((ADA, BOB))])


@pytest.mark.parametrize(
    ("sizes", "rule"),
    [
        ((4, 4), Together((0, 1))),
        ((12, 0), Together((0, 1))),
        (THREE, Apart((0, 12))),
        (THREE, Together((0, 0))),
        (THREE, Seat(0, 3)),
        (THREE, Holds("hosts", frozenset((1,)), 2, 1)),
        (THREE, Shares("topic", (frozenset({1}),) * 11, 1)),
    ],
)
def test_what_cannot_be_meant_is_refused(sizes, rule):
    with pytest.raises(ValueError):
        find(12, sizes, [rule])


def test_people_whom_no_rule_tells_apart_are_one_role():
    rules = (Together((0, 1)), Together((2, 3)), Apart((4, 5)), Holds("hosts", frozenset((6, 7, 8)), 1, 1))
    found = roles(Question(1000, (5,) * 200, rules), range(4))
    assert [(len(role.units), role.likeness.size) for role in found] == [(2, 2), (2, 1), (3, 1), (991, 1)]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**6))
def test_for_a_handful_of_people_the_answer_is_what_trying_every_plan_says(seed):
    n, sizes, rules = some_rules(seed)
    answer = find(n, sizes, rules, seed=seed)
    if isinstance(answer, Feasible):
        assert answer.labels in plans(sizes)
        assert all(rule.broken(answer.labels, len(sizes)) == 0 for rule in rules)
        return
    assert isinstance(answer, Conflict)
    assert answer.minimal
    assert not possible(sizes, answer.rules)
    for k in range(len(answer.rules)):
        assert possible(sizes, answer.rules[:k] + answer.rules[k + 1 :])

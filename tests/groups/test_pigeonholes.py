"""What Ada could have counted on her fingers is found without a solver, and what it names is right."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.brute import possible, some_rules
from iq4d.groups.feasibility.pigeonholes import proof
from iq4d.groups.feasibility.roles import Question
from iq4d.groups.rules import Apart, Holds, NeverOne, Seat, Shares, Together

FOUR = (5, 5, 5, 5)
BYSTANDERS = [Together((16, 17)), Apart((17, 18, 19)), Seat(19, 3)]


def topics(*brought):
    """What the first people bring; all others bring 1 and 2."""
    everybody = [frozenset(one) for one in brought] + [frozenset({1, 2})] * (20 - len(brought))
    return tuple(everybody)


def hosts(n, least, most, first=0):
    return Holds("hosts", frozenset(range(first, first + n)), least, most)


CONFLICTS = {
    "a group too large": [Together((0, 1, 2)), Together((2, 3, 4)), Together((4, 5))],
    "a seat in a group that is full": [Seat(one, 2) for one in range(6)],
    "two seats for one": [Seat(0, 1), Seat(0, 2)],
    "two seats for two who stay together": [Seat(0, 1), Together((0, 1)), Seat(1, 2)],
    "together and apart": [Together((0, 1)), Together((1, 2)), Apart((0, 2, 3))],
    "seated together and apart": [Seat(0, 1), Seat(1, 1), Apart((0, 1))],
    "a pair that is never one, apart": [NeverOne("a dog", frozenset((0, 1))), Apart((0, 1))],
    "more apart than groups": [Apart((0, 1, 2, 3, 4))],
    "more apart than groups, pair by pair": [Apart((one, other)) for one in range(5) for other in range(one)],
    "apart from all who have a seat": [Seat(one, one) for one in range(4)] + [Apart((one, 4)) for one in range(4)],
    "apart from every host": [hosts(4, 1, 1), Apart((0, 9)), Apart((1, 9)), Apart((2, 9)), Apart((3, 9))],
    "threes for pairs of places": [Together((3 * one, 3 * one + 1, 3 * one + 2)) for one in range(5)],
    "too few hosts": [hosts(3, 1, 2)],
    "too many hosts": [hosts(9, 1, 2)],
    "more hosts than people in a group": [hosts(20, 6, 6)],
    "two hosts together": [hosts(4, 1, 1), Together((0, 1))],
    "two hosts together, so that another group has none": [hosts(5, 1, 4), Together((0, 1, 2))],
    "no place left for a host": [hosts(8, 1, 4), Together((10, 11, 12, 13, 14))],
    "only one of them": [NeverOne("a dog", frozenset((0,)))],
    "never one, and one at most": [NeverOne("a dog", frozenset((0, 1, 2, 3))), hosts(4, 0, 1)],
    "never one, and one in every group": [NeverOne("a dog", frozenset(range(7))), hosts(5, 1, 2)],
    "apart from all like them": [NeverOne("a dog", frozenset((0, 1, 2, 3))), Apart((0, 1)), Apart((0, 2, 3))],
    "somebody with nothing in common": [Shares("topic", topics({3}), 1)],
    "two together with nothing in common": [Shares("topic", topics({1}, {2}), 1), Together((0, 1))],
    "a language of few": [Shares("topic", topics(*[{3}] * 3, *[{1, 3}] * 1), 1)],
    "a language of six in groups of five": [Shares("topic", topics(*[{3}] * 6, *[{1, 3}] * 3), 1)],
    "hours with too few": [Shares("topic", topics({1, 3}, {2, 3}), 2)],
}  # fmt: skip


@pytest.mark.parametrize("kind", CONFLICTS)
def test_counting_sees_the_conflict_and_names_its_rules_only(kind):
    rules = BYSTANDERS + CONFLICTS[kind]
    found = proof(Question(20, FOUR, tuple(rules)))
    assert found is not None
    assert {rules[k] for k in found.rules} == set(CONFLICTS[kind])
    assert str(found.because).endswith(".")
    assert "{" not in found.because.say("nl")


def test_a_small_group_cannot_have_one_of_everybody():
    kinds = {"hosts": range(5), "nurses": range(5, 10), "drivers": range(10, 15)}
    rules = [Holds(what, frozenset(people), 1, 3) for what, people in kinds.items()]
    found = proof(Question(20, (6, 6, 6, 2), tuple(rules)))
    assert found is not None
    assert found.rules == {0, 1, 2}
    assert str(found.because) == "The smallest group would need 3 people, and has 2."
    assert proof(Question(20, (6, 6, 5, 3), tuple(rules))) is None


def test_what_can_hold_to_the_last_place_is_no_conflict():
    to_the_brim = [
        Together((0, 1, 2, 3, 4)),
        Apart((0, 5, 6, 7)),
        hosts(8, 1, 5),
        Seat(0, 1),
        NeverOne("a dog", frozenset((0, 1))),
        Shares("topic", topics(*[{1}] * 5), 1),
        Holds("guests", frozenset(range(8, 20)), 0, 4),
    ]
    assert proof(Question(20, FOUR, tuple(to_the_brim))) is None


def test_only_the_rules_asked_about_are_counted():
    rules = (Together((0, 1)), Apart((0, 1)), Seat(0, 1), Seat(0, 2))
    first = proof(Question(20, FOUR, rules), keep=(1, 2, 3))
    assert first is not None
    assert first.rules == {2, 3}


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**6))
def test_what_counting_calls_impossible_is_so_for_every_plan(seed):
    n, sizes, rules = some_rules(seed)
    found = proof(Question(n, sizes, rules))
    if found is not None:
        assert not possible(sizes, [rules[k] for k in found.rules])

"""Cards go round: never one's own, never one twice, seen about equally often, and the same for the same seed."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iq4d.methods.dealing import dealt

RULES = ("not_own", "balanced", "farthest")


def far(one, other):
    return abs(int(one[1:]) - int(other[1:]))


@given(st.integers(2, 12), st.integers(1, 6), st.sampled_from(RULES), st.text(max_size=5))
def test_nobody_gets_an_own_card_or_one_twice(n, each, rule, seed):
    people = [f"p{i}" for i in range(n)]
    cards = {f"c{i}": person for i, person in enumerate(people)}
    hands = dealt(rule, people, cards, each=each, seed=seed, distance=far)
    assert hands == dealt(rule, people[::-1], cards, each=each, seed=seed, distance=far)
    for person, hand in hands.items():
        assert len(set(hand)) == len(hand) == min(each, n - 1)
        assert person not in {cards[card] for card in hand}


@given(st.integers(3, 40), st.integers(1, 5), st.text(max_size=5))
def test_every_card_is_seen_equally_often(n, each, seed):
    people = [f"p{i}" for i in range(n)]
    cards = {f"c{i}": person for i, person in enumerate(people)}
    hands = dealt("balanced", people, cards, each=min(each, n - 1), seed=seed)
    seen = [sum(card in hand for hand in hands.values()) for card in cards]
    assert max(seen) - min(seen) <= 1


def test_the_farthest_view_is_the_farthest():
    people = ["p1", "p5", "p9"]
    hands = dealt("farthest", people, {person.upper(): person for person in people}, distance=far)
    assert hands["p1"] == ("P9",)
    assert hands["p9"] == ("P1",)


def test_another_seed_is_another_deal_and_another_rule_is_refused():
    people = [f"p{i}" for i in range(20)]
    cards = {f"c{i}": person for i, person in enumerate(people)}
    assert dealt("not_own", people, cards, seed="a") != dealt("not_own", people, cards, seed="b")
    assert dealt("not_own", ["p0"], {"c0": "p0"}) == {"p0": ()}
    with pytest.raises(ValueError, match="richest"):
        dealt("richest", people, cards)


@pytest.mark.parametrize("n", [10, 50, 200])
def test_two_hundred_people_have_their_cards_before_anybody_notices(n):
    people = [f"p{i}" for i in range(n)]
    cards = {f"c{i}": person for i, person in enumerate(people)}
    began = process_time()
    hands = dealt("balanced", people, cards, each=5)
    assert process_time() - began < 0.1
    seen = [sum(card in hand for hand in hands.values()) for card in cards]
    assert set(seen) == {5}


def test_of_equally_far_views_no_author_gets_all_the_tries():
    people = ["a", "b", "c", "d"]
    hands = dealt("farthest", people, {person.upper(): person for person in people}, distance=lambda one, other: 1.0)
    assert len({card for hand in hands.values() for card in hand}) >= 3

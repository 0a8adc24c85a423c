"""Hats go round, fade, and fall to the next when somebody cannot wear theirs."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iq4d.methods import HAT, Person, State, begin, catalog, hats_in, newest
from iq4d.methods.hats import FADING, stretch_of
from iq4d.methods.method import HATS, Method
from methods.every_feature import more

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def state_of(hats: tuple[str, ...], peers: int, nth: int = 0, *, owner: int = 1, method: Method | None = None) -> State:
    """Somebody's question and so many who think along, everybody at one table; person "9" leads."""
    people = [Person(str(n), "owner" if n == owner else "peer") for n in range(1, peers + 2)]
    held = replace(method or more(), hats=hats, most=None)
    return begin(held, [*people, Person("9", "facilitator")], NOW, course="live", nth=nth)


def worn(state: State, step: str = "", **more: object) -> dict[str, str]:
    """Hat by person."""
    where = state.step(step) if step else state.steps[0]
    return {one.person: one.hat.key for one in hats_in(state, where, **more)}  # type: ignore[arg-type]


def test_a_method_without_hats_has_none() -> None:
    assert worn(state_of((), 4)) == {}
    assert newest("open_dialogue").hats == ()


@given(hats=st.integers(1, 5), peers=st.integers(1, 7), nth=st.integers(0, 11), gone=st.sets(st.integers(2, 8)))
def test_each_person_one_each_hat_once_and_not_for_owner_leader_or_who_fell_out(
    hats: int, peers: int, nth: int, gone: set[int]
) -> None:
    state = state_of(HATS[:hats], peers, nth)
    for one in state.people:
        if int(one.id) in gone:
            state = state.with_person(replace(one, gone=True))
    found = worn(state)
    here = {one.id for one in state.people if one.role == "peer" and not one.gone}
    assert set(found) <= here
    assert len(set(found.values())) == len(found)
    if nth < 3:  # with many people hats fade late; before that nobody who could wear one goes without while one is left
        assert len(found) <= min(hats, len(here))
    assert found == worn(state), "the same question, the same answer"


@given(hats=st.integers(1, 5), peers=st.integers(1, 6))
def test_everybody_wears_each_once_before_anybody_does_again(hats: int, peers: int) -> None:
    rounds = max(hats, peers)
    counted: Counter[tuple[str, str]] = Counter()
    for nth in range(rounds):
        counted.update(worn(state_of(HATS[:hats], peers, nth)).items())
    assert set(counted.values()) == {1}
    assert len(counted) == hats * peers


def test_a_series_of_six_with_four_people_is_fair_whoever_asks() -> None:
    hats = HATS[:2]
    for each_in_turn in (False, True):
        counted: Counter[tuple[str, str]] = Counter()
        for nth in range(6):
            owner = nth % 4 + 1 if each_in_turn else 1
            counted.update(worn(state_of(hats, 3, nth, owner=owner)).items())
        people = "1234" if each_in_turn else "234"
        often = [counted[person, hat] for person in people for hat in hats]
        assert max(often) - min(often) <= 1, (each_in_turn, counted)
        assert min(often) >= 1


def test_they_change_with_the_block_and_the_turn_and_not_in_between() -> None:
    state = begin(newest("ten_step"), [Person("1", "owner"), *(Person(str(n)) for n in (2, 3, 4))], NOW)
    by_stretch: dict[str, list[dict[str, str]]] = {}
    for step in state.steps[:-2]:  # in the harvest and the rounding off there are none
        found = {p: h for p, h in worn(state, step.id).items() if h != "timekeeper"}
        by_stretch.setdefault(f"{stretch_of(state, step)} {step.mode}", []).append(found)
    assert len(by_stretch) > 1
    assert all(one == found[0] for found in by_stretch.values() for one in found)
    assert len({str(found[0]) for found in by_stretch.values()}) > 1


def test_three_at_the_table_each_turn_another() -> None:
    state = begin(newest("three_way"), [Person("1", "owner"), Person("2"), Person("3")], NOW, course="live")
    turns: dict[str, str] = {}
    for step in state.steps:
        if step.turn:
            (wearer,) = worn(state, step.id)
            assert wearer != step.turn, "whose question it is has no hat"
            assert turns.setdefault(step.turn, wearer) == wearer
    assert len(set(turns.values())) > 1


def test_the_time_is_kept_only_while_people_sit_together() -> None:
    state = begin(newest("three_way"), [Person("1", "owner"), Person("2"), Person("3")], NOW, course="apart")
    assert all(worn(state, step.id) == {} for step in state.steps)


def test_in_the_harvest_and_when_it_is_rounded_off_everybody_speaks_for_themselves() -> None:
    state = state_of(HATS[:2], 4)
    assert worn(state)
    assert worn(state, "harvest") == worn(state, "outcome") == {}


def test_who_falls_out_leaves_the_hat_to_the_next_and_the_others_keep_theirs() -> None:
    state = state_of(HATS[:2], 4)
    before = worn(state)
    first, second = before
    gone = state.with_person(replace(state.person(first), gone=True))  # type: ignore[type-var]
    after = worn(gone)
    assert after[second] == before[second]
    assert sorted(after.values()) == sorted(before.values())
    assert first not in after


def test_passing_on_goes_to_the_next_and_with_nobody_left_the_hat_stays_on_the_table() -> None:
    state = state_of(HATS[:1], 3)
    seen, passed = [], []
    while found := worn(state, passed=passed):
        (wearer,) = found
        seen.append(wearer)
        passed.append(wearer)
    assert sorted(seen) == ["2", "3", "4"]
    assert worn(state, passed=passed[1:]) == {seen[0]: HATS[0]}, "and one can take it back"


def test_another_order_of_the_same_people_is_the_order_of_the_series() -> None:
    state = state_of(HATS[:1], 3)
    assert worn(state, order=["4", "3", "2"]) == {"4": HATS[0]}


@pytest.mark.parametrize(("nth", "shown"), [(0, "full"), (3, "line"), (6, "name")])
def test_what_is_said_fades(nth: int, shown: str) -> None:
    (one,) = hats_in(state_of(HATS[:1], 3, nth), state_of(HATS[:1], 3).steps[0])
    assert one.shown == shown
    assert one.why.say("nl") != one.why.say("en")


def test_and_then_they_go() -> None:
    assert worn(state_of(HATS[:1], 3, 9)) == {}
    assert [shown for shown, _ in FADING] == ["full", "line", "name", "none"]


def test_every_hat_has_its_words_in_both_languages() -> None:
    assert set(HAT) == set(HATS) >= {hat for method in catalog().values() for hat in method.hats}
    for hat in HAT.values():
        for both in (hat.name, hat.does, hat.how, *hat.say):
            assert both.en
            assert both.nl
        assert hat.does.en != hat.does.nl

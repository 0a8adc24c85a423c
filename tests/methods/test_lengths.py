"""How long each step takes can be said before and on the way; when the last one ends follows from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from iq4d.methods import begin, ends_at, from_json, lengths_of, newest, planned, set_lengths, to_json, wakes_at
from iq4d.methods.checking import days, minutes
from methods.the_table import MONDAY, Table, people

APART = {"course": "apart"}


def says(play: Table, by: str = "ada", **lengths: int) -> str:
    """Somebody says how long steps take; gives the code of the verdict."""
    before = play.state
    play.state, verdict = set_lengths(play.state, by, lengths, play.now)
    assert verdict or play.state is before, "refused, and yet something changed"
    return verdict.code


def test_ada_gives_the_open_step_and_a_later_one_more_time():
    play = Table.of("ten_step", "dee", "eli", **APART)
    plain = ends_at(play.state, play.now)
    assert says(play, case=3, questions=2) == "fine"
    case = play.state.step("case")
    assert case.closes_at == play.state.calendar.deadline(MONDAY, 3)
    assert case.version == 2, "a button pressed for the old deadline finds that it moved on"
    assert wakes_at(play.state, play.now) <= case.closes_at
    assert ends_at(play.state, play.now) > plain
    play.brings("bob", "case", "case")
    assert play.state.step("questions").closes_at == play.state.calendar.deadline(play.now, 2)
    assert from_json(to_json(play.state)).lengths == (("case", 3), ("questions", 2))


def test_as_the_method_says_is_not_written_down_and_the_same_twice_is_once():
    play = Table.of("ten_step", "dee", "eli", **APART)
    assert says(play, case=1) == "fine"
    assert play.state.lengths == ()
    assert says(play, case=2) == "fine"
    once = play.state
    assert says(play, case=2) == "fine"
    assert play.state is once
    assert says(play, case=1) == "fine"
    assert play.state.lengths == ()


def test_an_extension_stays_where_the_length_stays():
    play = Table.of("ten_step", "dee", "eli", **APART)
    assert play.does("ada", "extend", "case", days=1)
    extended = play.state.step("case").closes_at
    assert says(play, case=1, questions=4) == "fine"
    assert play.state.step("case").closes_at == extended


def test_the_owner_makes_an_open_step_longer_once():
    play = Table.of("ten_step", "dee", "eli", facilitator=False, **APART)
    assert says(play, "dee", questions=2) == "not-lead"
    assert says(play, "bob", case=2) == "fine"
    assert says(play, "bob", case=3) == "extended-already"
    assert says(play, "bob", questions=3) == "fine", "what is still to come is theirs to plan"


def test_no_length_that_would_be_over_already():
    play = Table.of("ten_step", "dee", "eli", **APART)
    assert says(play, case=5) == "fine"
    play.wait(days=2)
    assert says(play, case=1, questions=3) == "too-short"
    assert dict(play.state.lengths) == {"case": 5}


@pytest.mark.parametrize("length", [0, -1, 31])
def test_no_length_out_of_bounds(length):
    play = Table.of("ten_step", "dee", "eli", **APART)
    assert says(play, questions=length) == "not-possible"


def test_a_step_that_closed_in_the_meantime_is_not_set_and_nothing_else_either():
    play = Table.of("ten_step", "dee", "eli", **APART)
    play.brings("bob", "case", "case")
    assert says(play, case=4, questions=4) == "moved-on"
    assert "case" not in {one.phase.key for one in lengths_of(play.state)}
    assert says(play, case=1, questions=4) == "fine", "as it was is no change"


def test_who_is_nobody_and_what_is_over():
    play = Table.of("ten_step", "dee", "eli", **APART)
    assert says(play, "carla", case=2) == "not-lead"
    assert says(play, nowhere=2) == "moved-on"
    while not play.state.finished:
        play.wait(days=1)
        for step in play.state.steps:
            if step.is_open:
                play.does("ada", "close", step.id)
    assert says(play, outcome=2) == "over"
    assert lengths_of(play.state) == ()


def test_together_a_length_is_minutes_and_waits_for_the_meeting():
    play = Table.of("ten_step", "dee", "eli", course="hybrid")
    assert ends_at(play.state, play.now) is None, "nobody has planned it"
    hour = MONDAY + timedelta(days=14)
    assert play.does("ada", "plan", at=hour)
    plain = ends_at(play.state, play.now)
    assert says(play, deeper=45) == "fine"
    assert ends_at(play.state, play.now) - plain == timedelta(minutes=35)
    told = {one.phase.key: (one.mode, one.length, one.longest) for one in lengths_of(play.state)}
    assert told["deeper"] == ("together", 45, 240)
    assert told["case"] == ("apart", 1, 30)


def test_what_is_foretold_is_what_comes_when_nobody_is_early():
    play = Table.of("open_dialogue", "dee", "eli", **APART, lengths={"reactions": 2})
    foretold = ends_at(play.state, play.now)
    for _ in range(60):
        if play.state.finished:
            break
        play.now = wakes_at(play.state, play.now) or play.now + timedelta(days=1)
        play.tick()
        for step in play.state.steps:
            if step.status == "paused":  # it rests on its owner
                play.does("ada", "close", step.id)
    assert max(step.closed_at for step in play.state.steps if step.closed_at) == foretold


def test_before_it_begins_it_is_foretold_also_without_its_people():
    method = newest("three_way")
    alone = planned(method, people()[:1], MONDAY, "apart", method.steering)
    assert len({step.turn for step in alone.steps if step.turn}) == 3
    all_there = begin(method, people("dee", "eli", facilitator=False), MONDAY, course="apart")
    assert ends_at(alone, MONDAY) == ends_at(all_there, MONDAY)


def test_no_end_is_foretold_while_it_is_paused():
    play = Table.of("ten_step", "dee", "eli", **APART)
    assert play.does("ada", "pause")
    assert ends_at(play.state, play.now) is None
    assert says(play, case=2) == "fine"
    assert play.does("ada", "resume")
    assert ends_at(play.state, play.now) is not None


@pytest.mark.parametrize("lengths", [(1, 1, 1), (3, 1, 2), (1, 3, 2), (1, 2, 3)])
def test_steps_side_by_side_take_as_long_as_the_longest_of_them(lengths):
    """A stand-up has three of them; what is said beforehand is when it ends."""
    method = newest("stand_up")
    *beside, outcome = method.phases
    assert [phase.along for phase in beside] == [False, True, True]
    beside = [replace(phase, apart=n) for phase, n in zip(beside, lengths, strict=True)]
    method = replace(method, phases=(*beside, outcome))
    (block,) = method.blocks("apart")
    assert days(method, block) == max(lengths) + outcome.apart
    state = begin(method, people("dee", "eli"), MONDAY, course="apart")
    assert ends_at(state, MONDAY) == state.calendar.deadline(MONDAY, days(method, block))
    live, *_rest = method.blocks("live")
    assert minutes(method, live) == sum(phase.live for phase in method.phases), "at the table one comes after the other"

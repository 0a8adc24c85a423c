"""What the web takes from the engine instead of asking it for each contribution: a filter, a part, a moment to wake.

The dialogues are those of the state machine; each promise has a broken engine that it has to notice.
"""

import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from iq4d.methods import (
    KINDS,
    Move,
    apply,
    asked_of,
    begin,
    counts,
    due,
    how_shown,
    may,
    may_move,
    own_suffice,
    present,
    progress,
    seeing,
    sees,
    settle,
    steps_in_use,
    wakes_at,
    waking,
)
from iq4d.methods.battery import MOVE_FOR
from iq4d.methods.state import MOVES
from methods import test_machine as machine
from methods.every_feature import everything
from methods.test_machine import AROUND, EVERYBODY, ONCE, PLACES, QUIET
from methods.the_table import MONDAY, Table, people

KIND_KEYS = sorted(KINDS)


def as_rows_say(state, viewer, entry, now):
    """What the database is asked, for one row."""
    person, kind = state.person(viewer), KINDS[entry.kind]
    if person is None:
        return False
    how = how_shown(state, viewer, state.step(entry.step), now)
    told = kind.afterwards or how == "all" or (how == "to" and entry.to == viewer)
    hidden = entry.hidden and person.role != "facilitator"
    return entry.author == viewer or (not kind.private and not hidden and told)


def as_a_page_keeps(state, viewer):
    """As little as a page can bring in: who is in where that counts, cards to come, and one's own in open steps."""
    used = steps_in_use(state)

    def kept(entry):
        step = state.step(entry.step)
        own = step.is_open and entry.author == viewer
        counting = step.id not in own_suffice(state) and entry.kind != "note"
        return entry.step in used and (own or counting or not step.is_open)

    return replace(state, entries=tuple(filter(kept, state.entries)))


def outcome(state, now):
    """Where the clock brings it, without the contributions."""
    settled, made = settle(state, now)
    return replace(settled, entries=()), made


class Relied(machine.Dialogue):
    """The same dialogues, looked at as a page does."""

    @invariant()
    def rows_and_engine_see_the_same(self):
        for viewer in EVERYBODY if hasattr(self, "state") else ():
            for entry in self.state.entries:
                seen = sees(self.state, viewer, entry, self.now)
                assert seen == as_rows_say(self.state, viewer, entry, self.now), (viewer, entry)

    @invariant()
    def a_clock_that_sleeps_until_then_misses_nothing(self):
        if not hasattr(self, "state"):
            return
        state, _ = settle(self.state, self.now)
        wakes = wakes_at(state, self.now)
        asleep = (wakes or self.now + timedelta(days=400)) - self.now
        assert asleep > timedelta(0)
        for part in (0, 0.01, 0.25, 0.5, 0.76, 0.95):
            assert due(state, self.now + asleep * part) == (), "overslept"
        assert due(state, self.now + asleep - timedelta(microseconds=1)) == (), "overslept"
        assert wakes is None or due(state, wakes), "woken for nothing"

    @invariant()
    def a_part_tells_as_much_as_all(self):
        if not hasattr(self, "state"):
            return
        all_of_it = self.state
        part = present(all_of_it)
        assert present(part) is part
        assert steps_in_use(part) == steps_in_use(replace(all_of_it, entries=()))
        for less, viewers in ((part, EVERYBODY), *((as_a_page_keeps(all_of_it, one), (one,)) for one in EVERYBODY)):
            assert due(less, self.now) == due(all_of_it, self.now)
            assert outcome(less, self.now) == outcome(all_of_it, self.now)
            assert progress(less) == progress(all_of_it)
            self.same_when_moved(less, self.now)
            for viewer in viewers:
                assert counts(less, viewer, self.now) == counts(all_of_it, viewer, self.now)
                assert asked_of(less, viewer, self.now) == asked_of(all_of_it, viewer, self.now)

    def same_when_moved(self, less, now):
        """What is asked of who leads, done from a part, comes to the same: cards are dealt alike."""
        for person in self.state.people:
            for one in asked_of(self.state, person.id, now):
                if one.act in MOVE_FOR:
                    version = self.state.step(one.step).version
                    move = Move(MOVE_FOR[one.act], one.step, by=person.id, version=version)
                    assert outcome(apply(less, move, now), now) == outcome(apply(self.state, move, now), now)

    @rule(who=st.sampled_from(EVERYBODY), kind=st.sampled_from(KIND_KEYS), place=PLACES, of=st.integers(-1, 60))
    def a_part_allows_as_much_as_all(self, who, kind, place, of):
        entries, step = self.state.entries, self.a_step(place).id
        answered = entries[of % len(entries)] if entries and of >= 0 else None
        about = answered.id if answered else ""
        allowed = may(self.state, who, kind, step, self.now, about=about)
        for less in (present(self.state), as_a_page_keeps(self.state, who)):
            besides = (answered,) if answered and answered not in less.entries else ()
            less = replace(less, entries=(*less.entries, *besides))
            assert may(less, who, kind, step, self.now, about=about) == allowed

    @rule(
        by=st.sampled_from(EVERYBODY),
        kind=st.sampled_from(MOVES),
        place=PLACES,
        about=st.sampled_from(AROUND),
        whole=st.booleans(),
    )
    def a_part_moves_as_all_would(self, by, kind, place, about, whole):
        step = self.a_step(place)
        id, version = ("", 0) if whole else (step.id, step.version)
        move = Move(kind, id, by=by, person=about, version=version, days=2, at=self.now + timedelta(days=3), how="free")
        for less in (present(self.state), as_a_page_keeps(self.state, by)):
            assert may_move(less, move, self.now) == may_move(self.state, move, self.now)
            after, of_all = apply(less, move, self.now), apply(self.state, move, self.now)
            assert (after is less) == (of_all is self.state)
            assert outcome(after, self.now) == outcome(of_all, self.now)


def test_what_pages_rely_on_holds():
    run_state_machine_as_test(Relied, settings=settings(max_examples=25, stateful_step_count=25, **QUIET))


@pytest.mark.soak
def test_what_pages_rely_on_holds_for_long():
    run_state_machine_as_test(Relied, settings=settings(max_examples=800, stateful_step_count=40, **QUIET))


# Engines on which a page could not rely


def shows_all_at_once(state, viewer, step, now):
    return "all"


def forgets_reminders(state, now):
    waking_without = replace(state, steps=tuple(replace(s, reminded=tuple(AROUND)) for s in state.steps))
    return waking.wakes_at(waking_without, now)


def forgets_what_is_open(state):
    return replace(state, entries=()) if state.entries else state


def forgets_the_cards(state):
    over = {step.id for step in state.steps if step.status in ("closed", "skipped")}
    kept = tuple(entry for entry in state.entries if entry.step not in over)
    return state if kept == state.entries else replace(state, entries=kept)


@pytest.mark.parametrize(
    ("part", "broken"),
    [("how_shown", shows_all_at_once), ("wakes_at", forgets_reminders), ("present", forgets_what_is_open)],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_an_engine_not_to_rely_on_is_noticed(monkeypatch, part, broken):
    monkeypatch.setattr(sys.modules[__name__], part, broken)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Relied, settings=ONCE)


def test_a_page_that_forgets_the_cards_is_noticed(monkeypatch):
    look, play = Relied(), before_cards_are_dealt()
    look.state, look.now = play.state, play.now
    look.a_part_tells_as_much_as_all()
    monkeypatch.setattr(sys.modules[__name__], "present", forgets_the_cards)
    with pytest.raises(AssertionError):
        look.a_part_tells_as_much_as_all()


# And told as stories


def before_cards_are_dealt():
    play = Table(begin(everything(), people("dee", "eli"), MONDAY))
    play.all_bring("view", "ideas", "dee", "eli")
    assert play.status("ideas") == "closed"
    return play


def test_a_clock_sleeps_until_a_reminder_a_deadline_or_the_meeting():
    table = Table.of("ten_step", "dee", "eli")
    step = table.state.step("case")
    reminder = table.state.calendar.reminder(step.opened_at, step.closes_at, "Europe/Amsterdam", frozenset())
    assert wakes_at(table.state, table.now) == reminder
    table.now = reminder
    table.tick()
    assert wakes_at(table.state, table.now) == step.closes_at
    table.wait_for("case")
    assert table.status("case") == "paused"
    assert wakes_at(table.state, table.now) is None  # only Bob, or who stands in, moves it now
    table.brings("bob", "case", "case")
    assert table.does("ada", "pause")
    assert wakes_at(table.state, table.now) is None
    assert table.does("ada", "resume")
    for step in ("questions", "rate", "answers"):
        assert table.does("ada", "close", step)
    assert wakes_at(table.state, table.now) is None  # nobody planned when to sit together
    meeting = MONDAY + timedelta(days=9)
    assert table.does("ada", "plan", at=meeting)
    assert wakes_at(table.state, table.now) == meeting


def test_a_step_is_shown_to_its_reader_all_in_part_or_not_yet():
    table = Table.of("ten_step", "dee", "eli", course="apart")
    table.brings("bob", "case", "case")
    questions = table.state.step("questions")
    assert {how_shown(table.state, who, questions, table.now) for who in ("ada", "bob", "dee", "carla")} == {"own"}
    assert how_shown(table.state, "dee", table.state.step("case"), table.now) == "all"
    assert how_shown(table.state, "carla", table.state.step("case"), table.now) == "own"  # and she has none
    table.wait_for("questions")
    assert how_shown(table.state, "bob", table.state.step("questions"), table.now) == "all"


def test_what_was_said_in_closed_steps_is_left_out_and_cards_to_come_are_not():
    table = Table.of("ten_step", "dee", "eli", course="apart")
    table.brings("bob", "case", "case")
    table.brings("dee", "question", "questions")
    assert [entry.step for entry in present(table.state).entries] == ["questions"]
    assert "case" not in steps_in_use(table.state)
    assert table.does("ada", "reopen", "case")
    assert "case" in steps_in_use(table.state)  # so a page brings them in anew

    play = before_cards_are_dealt()
    assert len(present(play.state).entries) == 2  # they are dealt when Ada has shown them
    assert play.does("ada", "reveal", "ideas")
    assert present(play.state).entries == ()
    assert play.brings("dee", "story", "gossip")
    assert len(present(play.state).entries) == 1  # told into a step that waits


def test_the_dial_is_turned_while_it_runs_by_who_leads():
    table = Table.of("ten_step", "dee", "eli", course="apart")
    table.brings("bob", "case", "case")
    assert table.brings("dee", "advice", "questions").force == "refusal"
    assert not table.does("dee", "steer", how="free")
    wrong = may_move(table.state, Move("steer", by="ada", how="iron"), table.now)
    assert wrong.code == "not-possible"
    assert "iron" in wrong.sentence.say("en")
    assert table.does("ada", "steer", how="free")
    assert not table.does("ada", "steer", how="free")  # as it was: nothing was made
    assert table.brings("dee", "advice", "questions", outside=True).force == "advice"
    assert not sees(table.state, "bob", table.state.entries[-1], table.now)  # private stays private
    assert seeing.visible(table.state, "bob", table.now)[-1].kind == "case"


def test_a_peer_who_left_is_asked_no_more_and_what_they_wrote_stays():
    table = Table.of("ten_step", "dee", "eli", course="apart")
    table.brings("bob", "case", "case")
    table.all_bring("question", "questions", "dee", times=2)
    assert table.does("eli", "leave", person="eli")
    assert table.status("questions") == "closed"  # nobody waits for Eli any more
    assert table.does("dee", "leave", person="dee")
    assert asked_of(table.state, "dee", table.now) == ()
    assert [entry.author for entry in table.state.entries if sees(table.state, "bob", entry, table.now)] == [
        "bob", "dee", "dee",
    ]  # fmt: skip

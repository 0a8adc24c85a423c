"""Whatever people do in whatever order, the engine keeps its promises (a state machine, by hypothesis).

The small run is part of every test run; the long one (2,000 dialogues of 50 acts) goes with `make soak`.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from iq4d.methods import (
    KINDS,
    Calendar,
    Move,
    Person,
    apply,
    asked_of,
    begin,
    can_be_about,
    catalog,
    contribute,
    contributing,
    counts,
    due,
    from_json,
    hide,
    join,
    may,
    may_join,
    may_move,
    moving,
    progress,
    seeing,
    sees,
    settle,
    to_json,
    withdraw,
)
from iq4d.methods.attendance import asked, owner_of
from iq4d.methods.method import COURSES, STEERINGS
from iq4d.methods.state import MOVES
from iq4d.methods.verdicts import FINE
from methods.every_feature import everything, more
from methods.the_table import MONDAY

METHODS = [*(method for _, method in sorted(catalog().items())), everything(), more()]
ZONES = ("Europe/Amsterdam", "America/Paramaribo", "Asia/Tokyo")
AROUND = ("bob", "dee", "eli", "fay")
EVERYBODY = (*AROUND, "ada", "carla")
FREE = frozenset(MONDAY.date() + timedelta(days=n) for n in range(1, 9))
PLACES = st.integers(0, 20)


class Dialogue(RuleBasedStateMachine):
    """Bob's question, Dee and Eli, sometimes Ada, later perhaps Fay; Carla keeps trying from outside; clocks run."""

    @initialize(
        method=st.sampled_from(METHODS),
        course=st.sampled_from(COURSES),
        steering=st.sampled_from(STEERINGS),
        facilitated=st.booleans(),
        zone=st.sampled_from(ZONES),
        hour=st.integers(0, 400),
    )
    def begins(self, method, course, steering, facilitated, zone, hour):
        table = [Person("bob", "owner"), Person("dee", zone=zone), Person("eli", free=FREE)]
        table += [Person(f"silent{n}") for n in range(len(table), method.least)]  # some methods ask for more people
        people = table[: method.most]
        people += [Person(role, role) for role in method.roles if role not in ("owner", "peer", "facilitator")]
        people += [Person("ada", "facilitator", zone)] if facilitated or "facilitator" in method.roles else []
        self.now = MONDAY + timedelta(hours=hour)
        calendar = Calendar(zone=zone)
        self.state = begin(method, people, self.now, course=course, steering=steering, calendar=calendar)
        self.written = 0
        self.times = {}
        self.late_clock = ()
        self.look()

    # What people do

    def a_step(self, place):
        """Mostly one that is open."""
        here = [step for step in self.state.steps if step.is_open]
        steps = here if here and place < 16 else self.state.steps
        return steps[place % len(steps)]

    def takes(self, after, verdict, expected_to_change):
        if not verdict:
            assert after is self.state, "a refusal changed something"
            assert verdict.sentence.say("en") != verdict.sentence.say("nl"), verdict.code
            assert "{" not in verdict.sentence.say("nl")
        assert expected_to_change == (after is not self.state)
        self.state = after
        self.look()

    @rule(
        who=st.sampled_from(EVERYBODY),
        kind=st.sampled_from(sorted(KINDS)),
        place=PLACES,
        outside=st.booleans(),
        about=st.integers(0, 40),
    )
    def brings(self, who, kind, place, outside, about):
        step = self.a_step(place).id
        more = {"about": self.state.entries[about % len(self.state.entries)].id if about and self.state.entries else ""}
        said = may(self.state, who, kind, step, self.now, **more)
        self.written += 1
        after, verdict = contribute(self.state, str(self.written), who, kind, step, self.now, outside=outside, **more)
        assert said == verdict, "what is offered and what is allowed disagree"
        goes = bool(verdict) and (verdict.force != "outside" or outside)
        self.takes(after, verdict, goes)
        if goes:
            again, _ = contribute(self.state, str(self.written), who, kind, step, self.now, outside=outside, **more)
            assert again is self.state, "a double click made two"

    @rule(who=st.sampled_from(AROUND), times=st.integers(1, 3))
    def does_what_is_asked(self, who, times):
        for one in asked_of(self.state, who, self.now)[:times]:
            if one.act in ("contribute", "join_in"):
                assert one.kinds
                self.written += 1
                about = next(iter(can_be_about(self.state, who, one.kinds[0], self.state.step(one.step), self.now)), "")
                after, verdict = contribute(
                    self.state, str(self.written), who, one.kinds[0], one.step, self.now, about=about
                )
                assert verdict.force == "fine", "asked for what is not allowed"
                self.takes(after, verdict, True)

    @rule(
        by=st.sampled_from(EVERYBODY),
        kind=st.sampled_from(MOVES),
        place=PLACES,
        about=st.sampled_from(AROUND),
        whole=st.booleans(),
        days=st.integers(0, 90),
        dial=st.sampled_from((*STEERINGS, "iron")),
    )
    def moves(self, by, kind, place, about, whole, days, dial):
        step = self.a_step(place)
        meeting = self.now + timedelta(hours=days - 5)
        move = Move(
            kind, "" if whole else step.id, by=by, person=about, version=0 if whole else step.version,
            days=days, at=meeting, how=dial if kind == "steer" else "",
        )  # fmt: skip
        verdict = may_move(self.state, move, self.now)
        after = apply(self.state, move, self.now)
        if not verdict:
            assert after is self.state
            assert verdict.sentence.say("nl")
        else:
            assert by != "carla"
            assert kind != "steer" or after.steering == dial != "iron"
        assert after.entries == self.state.entries, "a move took a contribution away"
        self.state = after
        if kind in ("open", "close", "skip", "reopen", "extend") and not whole:
            assert apply(self.state, move, self.now) is self.state, "the same move moved twice"
        self.look()

    @rule(role=st.sampled_from(("owner", "peer", "scribe")), zone=st.sampled_from(ZONES))
    def fay_joins(self, role, zone):
        fay = Person("fay", role, zone)
        known, verdict = self.state.person("fay"), may_join(self.state, fay)
        after = join(self.state, fay)
        assert (after is not self.state) == (known is None and bool(verdict))
        assert after.people[: len(self.state.people)] == self.state.people
        assert after is self.state or after.people[-1].role != "owner", "two owners"
        self.state = after
        self.look()

    @rule(who=st.sampled_from(EVERYBODY), place=st.integers(0, 60), whether=st.booleans())
    def hides_or_withdraws(self, who, place, whether):
        if not self.state.entries:
            return
        entry = self.state.entries[place % len(self.state.entries)]
        after, verdict = hide(self.state, entry.id, who, self.now) if whether else withdraw(self.state, entry.id, who)
        if not verdict:
            assert after is self.state
        elif whether:
            readers = {other for other in AROUND if sees(after, other, after.entry(entry.id), self.now)}
            assert readers <= {entry.author}
        self.state = after
        self.look()

    # Time

    @rule(minutes=st.sampled_from((1, 7, 60, 360, 1440, 4320)))
    def time_passes(self, minutes):
        self.now += timedelta(minutes=minutes)

    @rule()
    def a_clock_looks_and_is_slow(self):
        self.late_clock = due(self.state, self.now)

    @rule()
    def the_slow_clock_moves(self):
        for move in self.late_clock:
            self.once(move)

    @rule()
    def a_clock_ticks(self):
        while moves := due(self.state, self.now):
            for move in moves:
                before = self.state
                self.once(move)
                assert self.state is not before or move not in due(self.state, self.now)

    def once(self, move):
        """Make a move of the clock, and find that making it again makes nothing."""
        before, after = self.state, apply(self.state, move, self.now)
        assert apply(after, move, self.now) is after, "a phase moved twice under two clocks"
        self.state = after
        if after is not before and move.kind in ("open", "resume", "offer"):
            closes = after.step(move.step).closes_at
            assert closes is None or closes > self.now, "a deadline in the past at opening"
        self.look()

    # What always holds

    def look(self):
        for step in self.state.steps:
            key = (step.id, step.version)
            facts = (step.closed_at, step.skipped)
            assert self.times.setdefault(key, facts) == facts, "a step changed without its version telling"

    @invariant()
    def nothing_private_shows(self):
        if not hasattr(self, "state"):
            return
        for entry in self.state.entries:
            step = self.state.step(entry.step)
            phase = self.state.phase(step)
            readers = {who for who in EVERYBODY if sees(self.state, who, entry, self.now)}
            assert "carla" not in readers
            assert entry.author in readers
            others = readers - {entry.author}
            if KINDS[entry.kind].private:
                assert not others
            elif phase.visibility == "own" and step.revealed_at is None and entry.kind != "story":
                assert not others, f"{entry} shows before its reveal"
            elif phase.visibility == "to_owner" and entry.kind != "story":
                assert others <= {entry.to}
            elif phase.visibility == "not_owner" or phase.owner == "absent":
                shown = step.revealed_at is not None or entry.kind == "story"
                assert shown or owner_of(self.state, step) not in others
            if entry.hidden:
                assert others <= {"ada"}

    @invariant()
    def no_number_tells_and_no_name_is_named(self):
        if not hasattr(self, "state"):
            return
        assert counts(self.state, "carla", self.now) == ()
        for who in AROUND:
            for count in counts(self.state, who, self.now):
                assert count.arrived_names is None
                assert count.missing_names is None
                step = self.state.step(count.step)
                private = self.state.phase(step).visibility == "own" and step.revealed_at is None
                others = {person.id for person in asked(self.state, step)} - {who}
                assert not (private and len(others) < 2 and count.arrived is not None), "the number tells who"

    @invariant()
    def who_left_is_asked_nothing(self):
        if not hasattr(self, "state"):
            return
        for person in self.state.people:
            if person.gone:
                assert asked_of(self.state, person.id, self.now) == ()
                assert not any(person in asked(self.state, step) for step in self.state.steps)

    @invariant()
    def steps_keep_their_order(self):
        if not hasattr(self, "state"):
            return
        Dialogue.acts += 1
        status = dict(progress(self.state).steps)
        for step in self.state.steps:
            if step.status == "closed":
                assert step.closed_at >= step.opened_at
            if step.opened_at is not None and step.after:
                assert all(status[before] in ("open", "paused", "closed", "skipped") for before in step.after)

    runs = acts = 0

    def teardown(self):
        if not hasattr(self, "state"):
            return
        Dialogue.runs += 1
        assert from_json(to_json(self.state), METHODS) == self.state
        self.reaches_its_harvest()

    def reaches_its_harvest(self):
        """From wherever the acts have left it: time passes, and somebody does what is asked of who leads."""
        for _ in range(200):
            self.state, _ = settle(self.state, self.now)
            if self.state.finished:
                break
            for person in [who.id for who in self.state.people]:
                for one in asked_of(self.state, person, self.now):
                    self.lead(person, one)
            if all(person.gone for person in self.state.people):
                self.state = apply(self.state, Move("return", by="dee", person="dee"), self.now)
            self.now += timedelta(days=1)
        assert self.state.finished, progress(self.state)
        assert self.state.step("harvest").status == "closed"

    def lead(self, person, one):
        step = self.state.step(one.step)
        kinds = {"reveal": "reveal", "meet": "open", "stand_in": "close", "decide": "skip"}
        if one.act == "resume":
            self.state = apply(self.state, Move("resume", by=person), self.now)
        elif one.act in kinds:
            self.state = apply(self.state, Move(kinds[one.act], step.id, by=person, version=step.version), self.now)
        elif one.act == "contribute" and owner_of(self.state, step) == person:
            self.written += 1
            self.state, _ = contribute(self.state, str(self.written), person, one.kinds[0], one.step, self.now)


QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck)}
ONCE = settings(
    max_examples=200,
    stateful_step_count=30,
    phases=[Phase.generate],
    database=None,
    report_multiple_bugs=False,
    **QUIET,
)


def test_the_engine_keeps_its_promises():
    run_state_machine_as_test(Dialogue, settings=settings(max_examples=30, stateful_step_count=30, **QUIET))


@pytest.mark.soak
def test_the_engine_keeps_its_promises_for_two_thousand_dialogues():
    Dialogue.runs = Dialogue.acts = 0
    run_state_machine_as_test(Dialogue, settings=settings(max_examples=2_300, stateful_step_count=50, **QUIET))
    assert Dialogue.runs >= 2_000
    assert Dialogue.acts >= 2_000 * 50


# Engines that break a promise, to see that it is noticed


def tells_all(state, viewer, entry, now):
    return True


def counts_for_all(state, viewer, now):
    return seeing.counts(state, viewer if viewer == "carla" else "ada", now)


def keeps_what_it_refuses(state, id, person, kind, step, now, **more):
    after, verdict = contributing.contribute(state, id, person, kind, step, now, **more)
    return (after, verdict) if verdict else (replace(state, lengths=(("lost", 1),)), verdict)


def moves_whenever_told(state, move, now):
    """The clock closes a step anew each time it is told to."""
    after = moving.apply(state, move, now)
    if after is state and not move.by and move.kind == "close":
        step = state.step(move.step)
        return state.with_step(replace(step, version=step.version + 1))
    return after


def moves_for_anybody(state, move, now):
    return FINE


@pytest.mark.parametrize(
    ("part", "broken"),
    [
        ("sees", tells_all),
        ("counts", counts_for_all),
        ("contribute", keeps_what_it_refuses),
        ("apply", moves_whenever_told),
        ("may_move", moves_for_anybody),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_broken_promise_is_noticed(monkeypatch, part, broken):
    monkeypatch.setattr(sys.modules[__name__], part, broken)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Dialogue, settings=ONCE)

"""Every method from its start to its harvest: one is late, one is gone, and once the owner."""

import pytest

from iq4d.methods import (
    Move,
    Person,
    apply,
    asked_of,
    contribute,
    counts,
    due,
    from_json,
    join,
    may,
    may_move,
    present,
    progress,
    sees,
    to_json,
    visible,
)
from methods.the_table import MONDAY, Table


def harvested(table, *who):
    """Two questions for everybody: a takeaway, and a deed or nothing to do."""
    for person in who:
        assert table.brings(person, "takeaway", "harvest")
        assert table.brings(person, "pass", "harvest")


def test_an_open_dialogue_from_one_sentence_to_its_harvest():
    table = Table.of("open_dialogue", facilitator=False, course="apart")
    assert [one.step for one in asked_of(table.state, "bob", table.now)] == ["opening"]
    assert table.brings("bob", "question", "opening")
    assert table.status("reactions") == "open"

    for guest in ("dee", "eli", "fay"):
        table.state = join(table.state, Person(guest))
    assert [one.act for one in asked_of(table.state, "dee", table.now)] == ["join_in"]
    for guest in ("dee", "eli"):
        assert table.brings(guest, "view", "reactions").force == "fine"
    assert table.brings("bob", "advice", "reactions").force == "advice"  # free: said, never in the way
    assert len(visible(table.state, "fay", table.now)) == 4
    assert visible(table.state, "carla", table.now) == ()

    assert table.does("bob", "close", "reactions")
    harvested(table, "bob", "dee", "eli")
    assert table.status("harvest") == "open"  # Fay is late
    table.wait_for("harvest")
    assert table.state.step("harvest").passed == ("fay",)
    table.brings("bob", "synthesis", "outcome")
    assert table.brings("bob", "date", "outcome")
    assert table.does("bob", "close", "outcome")
    assert table.state.finished
    assert may(table.state, "dee", "view", "outcome", table.now).code == "over"
    assert table.brings("dee", "story", "")  # what came of it lands back in the dialogue
    assert sees(table.state, "eli", table.state.entries[-1], table.now)


def test_nobody_is_asked_to_answer_what_nobody_has_asked_yet():
    table = Table.of("three_way", "dee", "eli", facilitator=False, course="apart")
    table.brings("bob", "case", "share@bob")
    mine = [one.step for one in asked_of(table.state, "bob", table.now)]
    assert "clarify@bob" not in mine
    table.brings("dee", "question", "clarify@bob")
    (answers,) = [one for one in asked_of(table.state, "bob", table.now) if one.step == "clarify@bob"]
    assert answers.kinds == ("answer", "pass")


def test_an_owner_is_asked_to_answer_what_was_asked_in_the_step_before():
    table = Table.of("incident", "dee", "eli", "fay", course="apart")
    table.all_bring("case", "incidents", "bob", "dee", "eli", "fay")
    for who in ("bob", "dee", "eli", "fay"):
        table.brings(who, "vote", "choice", about="c1")
    table.brings("bob", "case", "sketch")
    table.all_bring("question", "facts", "dee", "eli", "fay", times=2)
    assert table.status("information") == "open"
    state = present(table.state)  # as a page knows it
    (answers,) = [one for one in asked_of(state, "bob", table.now) if one.step == "information"]
    assert (answers.act, answers.kinds) == ("contribute", ("answer", "pass"))


def test_an_owner_who_answered_before_waits_for_what_is_asked_now():
    table = Table.of("dilemma", "dee", "eli", "fay", course="apart")
    table.brings("bob", "case", "dilemma")
    table.brings("dee", "question", "facts")
    assert table.does("ada", "close", "facts")
    assert table.status("probing") == "open"
    assert "probing" not in [one.step for one in asked_of(table.state, "bob", table.now)]


def test_three_at_the_table_apart_turns_run_side_by_side_and_one_falls_out():
    table = Table.of("three_way", "dee", "eli", facilitator=False, course="apart")
    assert progress(table.state).open == ("share@bob", "share@dee", "share@eli")
    table.brings("bob", "case", "share@bob")
    assert progress(table.state).open == ("clarify@bob", "share@dee", "share@eli")
    table.brings("dee", "case", "share@dee")
    assert may(table.state, "bob", "case", "share@eli", table.now).code == "not-asked"

    assert table.does("eli", "leave", person="eli")
    assert {table.status(s.id) for s in table.state.steps if s.turn == "eli"} == {"closed", "skipped"}

    for owner, other in (("bob", "dee"), ("dee", "bob")):
        table.brings(other, "question", f"clarify@{owner}")
        table.brings(owner, "answer", f"clarify@{owner}")
        assert table.does(owner, "close", f"clarify@{owner}")
        refused = table.brings(owner, "view", f"consult@{owner}")
        assert refused.code == "owner-listens"
        assert refused.force == "outside"
        assert table.brings(other, "hypothesis", f"consult@{owner}")
    table.wait_for("consult@bob")
    table.brings("bob", "view", "back@bob")
    table.brings("dee", "view", "back@dee")
    harvested(table, "bob", "dee")
    table.wait_for("outcome")
    assert table.state.finished


def test_three_at_the_table_live_take_turns_one_after_another():
    table = Table.of("three_way", "dee", "eli", facilitator=False, course="live")
    opened = []
    while not table.state.finished:
        opened += [id for id in progress(table.state).open if id not in opened]
        table.wait(minutes=1)
    phases = ("share", "clarify", "consult", "back")
    turns = [f"{phase}@{person}" for person in ("bob", "dee", "eli") for phase in phases]
    assert opened == [*turns, "harvest", "outcome"]
    assert table.now - MONDAY <= (table.state.steps[-1].closed_at - MONDAY)
    assert (table.now - MONDAY).total_seconds() / 60 == 40


def test_ten_steps_apart_with_one_late_and_one_gone():
    table = Table.of("ten_step", "dee", "eli", "fay", "gus", course="apart")
    table.brings("bob", "case", "case")
    table.all_bring("question", "questions", "dee", "eli", times=2)
    assert table.brings("bob", "question", "questions").code == "owner-listens"
    assert table.brings("dee", "advice", "questions").force == "refusal"  # strict

    # Nobody sees what others wrote, not even Ada; everybody sees how many are in, and only Ada who.
    written = [entry for entry in table.state.entries if entry.step == "questions"]
    for reader in ("bob", "fay", "ada", "carla"):
        assert not any(sees(table.state, reader, entry, table.now) for entry in written)
    (mine,) = counts(table.state, "fay", table.now)
    assert (mine.arrived, mine.asked, mine.am_in, mine.missing_names) == (2, 4, False, None)
    (hers,) = counts(table.state, "ada", table.now)
    assert (hers.arrived_names, hers.missing_names) == (("dee", "eli"), ("fay", "gus"))

    assert table.does("ada", "leave", person="gus")  # gone: nobody waits for Gus any more
    table.wait(days=1, hours=6)  # past three quarters of the time, not past the deadline
    assert [move.person for move in table.made("remind")] == ["fay"]
    table.wait_for("questions")
    assert table.state.step("questions").passed == ("fay",)
    assert all(sees(table.state, "bob", entry, table.now) for entry in written)
    assert may(table.state, "fay", "question", "questions", table.now).code == "step-closed"

    table.brings("bob", "rate", "rate", about=written[0].id)
    assert not sees(table.state, "dee", table.state.entries[-1], table.now)  # no one reads "cold" on a colleague's
    table.brings("bob", "answer", "answers", about=written[0].id)
    assert table.does("bob", "close", "answers")
    table.all_bring("question", "deeper", "dee", "eli", "fay")
    assert table.does("bob", "close", "deeper")
    table.all_bring("core", "cores", "dee", "eli", "fay")
    table.brings("bob", "rate", "new_question", about="c13")
    table.brings("bob", "core", "new_question")
    assert table.does("bob", "close", "new_question")
    table.brings("bob", "view", "keeps")

    assert table.status("tips") == "offered"
    assert [one.act for one in asked_of(table.state, "bob", table.now)] == ["decide"]
    assert may_move(table.state, Move("open", "tips", by="ada", version=0), table.now).code == "only-owner"
    assert table.does("bob", "open", "tips")
    table.all_bring("advice", "tips", "dee", "eli")
    table.brings("fay", "pass", "tips")
    harvested(table, "bob", "dee", "eli", "fay")
    assert table.brings("bob", "synthesis", "outcome")
    assert table.does("bob", "close", "outcome")
    assert table.state.finished
    assert from_json(to_json(table.state)) == table.state


def test_ten_steps_hybrid_wait_for_the_meeting_and_leave_the_tips_closed():
    table = Table.of("ten_step", "dee", "eli")
    table.brings("bob", "case", "case")
    table.all_bring("question", "questions", "dee", "eli", times=2)
    table.brings("bob", "rate", "rate")
    table.brings("bob", "answer", "answers")
    assert table.does("bob", "close", "answers")
    assert table.status("deeper") == "waiting"
    assert progress(table.state).waiting_for_meeting
    assert [one.act for one in asked_of(table.state, "ada", table.now)] == ["meet"]
    assert not table.does("ada", "plan", at=MONDAY)  # that was an hour ago
    table.wait(hours=1)
    meeting = MONDAY.replace(day=26)
    assert table.does("ada", "plan", at=meeting)
    table.now = meeting
    table.tick()
    assert table.status("deeper") == "open"
    for _ in range(100):
        table.wait(minutes=1)  # at the table they talk; the clock leads them through
    assert table.status("tips") == "skipped"
    assert table.made("pause") == []
    assert table.state.finished


def test_a_missing_owner_pauses_the_dialogue_and_ada_is_told():
    table = Table.of("ten_step", "dee", "eli", course="apart")
    table.wait_for("case")
    assert table.status("case") == "paused"
    assert [one.act for one in asked_of(table.state, "ada", table.now)] == ["stand_in"]
    assert [one.act for one in asked_of(table.state, "bob", table.now)] == ["contribute"]
    table.wait(days=30)
    assert table.status("questions") == "waiting"  # nothing moves without Bob
    assert table.brings("bob", "case", "case")  # he is back
    assert table.status("questions") == "open"
    assert table.state.step("questions").closes_at > table.now


def test_when_the_owner_falls_out_somebody_stands_in():
    table = Table.of("ten_step", "dee", "eli", course="apart")
    assert table.does("ada", "leave", person="bob")
    assert table.status("case") == "paused"
    assert may_move(table.state, Move("resume", "case", by="ada"), table.now).code == "owner-gone"
    assert table.does("ada", "stand_in", person="dee")
    assert table.status("case") == "open"
    assert table.brings("dee", "case", "case")
    assert table.status("questions") == "open"


def test_without_a_facilitator_the_others_go_on_when_the_owner_is_gone():
    table = Table.of("ten_step", "dee", "eli", facilitator=False, course="apart")
    assert table.does("bob", "leave", person="bob")
    assert [one.act for one in asked_of(table.state, "eli", table.now)] == ["stand_in"]
    assert table.does("eli", "stand_in", person="dee")
    assert table.brings("dee", "case", "case")


def test_a_review_in_which_the_leader_writes_last():
    table = Table.of("review", "dee", "eli", "fay", course="apart")
    assert asked_of(table.state, "bob", table.now) == ()
    early = table.brings("bob", "view", "intended")
    assert (early.code, early.force) == ("owner-last", "outside")
    table.all_bring("view", "intended", "dee", "eli")
    table.wait(days=1, hours=6)  # Fay is late, and Bob need not wait for ever
    assert table.brings("bob", "view", "intended").force == "fine"
    table.brings("fay", "pass", "intended")
    table.all_bring("view", "happened", "dee", "eli", "fay", "bob")
    table.all_bring("hypothesis", "why", "dee", "eli", "fay", "bob")
    assert table.does("ada", "close", "why")
    table.wait_for("next_time")  # Bob wrote nothing, and is passed over like everybody
    harvested(table, "bob", "dee", "eli", "fay")
    table.brings("bob", "synthesis", "card")
    table.does("bob", "close", "card")
    assert table.state.finished


def test_looking_back_standing_up_takes_ten_minutes():
    table = Table.of("standup_review", "dee", "eli", facilitator=False, course="live")
    table.all_bring("view", "looking_back", "dee", "eli", "bob")
    harvested(table, "bob", "dee", "eli")
    table.wait(minutes=2)
    assert table.state.finished


def test_the_dial_decides_how_hard_a_step_is():
    answers = {}
    for dial in ("free", "light", "strict"):
        table = Table.of("ten_step", "dee", "eli", course="apart", steering=dial)
        table.brings("bob", "case", "case")
        answers[dial] = table.brings("dee", "advice", "questions")
        stepped = table.brings("dee", "advice", "questions", outside=True)
        assert bool(stepped) == (dial != "strict")
        noted = {"free": 2, "light": 1, "strict": 0}[dial]
        assert [entry.outside for entry in table.state.entries[1:]] == [True] * noted
        assert not any(sees(table.state, "bob", entry, table.now) for entry in table.state.entries[1:])
    assert [answers[dial].force for dial in answers] == ["advice", "outside", "refusal"]
    said = {dial: verdict.sentence.say("nl") for dial, verdict in answers.items()}
    assert len(set(said.values())) == 3
    assert all("een vraag" in sentence and "advies" in sentence for sentence in said.values())


def test_ada_pauses_extends_reopens_and_shows():
    table = Table.of("ten_step", "dee", "eli", course="apart")
    first = table.state.step("case").closes_at
    assert table.does("bob", "extend", "case", days=1)
    assert table.state.step("case").closes_at > first
    assert not table.does("bob", "extend", "case", days=1)  # the owner once
    assert table.does("ada", "extend", "case", days=1)
    stale = Move("extend", "case", by="ada", days=1, version=table.state.step("case").version)
    once = apply(table.state, stale, table.now)
    assert apply(once, stale, table.now) is once  # a double click extends once

    assert table.does("ada", "pause")
    assert table.brings("bob", "case", "case").code == "paused"
    table.wait(days=20)
    assert table.status("case") == "open"
    assert table.does("ada", "resume")
    assert table.state.step("case").closes_at > table.now
    table.brings("bob", "case", "case")
    assert table.does("ada", "reopen", "case")
    assert table.status("case") == "open"  # Bob was in: it does not close by that at once
    assert table.status("questions") == "open"
    table.wait_for("case")
    assert table.status("case") == "closed"


def test_two_clocks_and_a_slow_one_move_once():
    table = Table.of("ten_step", "dee", "eli", course="apart")
    state, _ = table.state, table.brings("bob", "case", "case")

    ready, _ = contribute(state, "x", "bob", "case", "case", table.now)
    first, second = due(ready, table.now), due(ready, table.now)
    once = apply(ready, first[0], table.now)
    assert once is not ready
    assert apply(once, second[0], table.now) is once
    assert apply(once, first[0], table.now) is once


@pytest.mark.parametrize(("method", "steps"), [("ten_step", 10), ("open_dialogue", 3), ("review", 5)])
def test_rounding_off_is_no_step_of_the_method(method, steps):
    """Each step is taken by hand, in a dialogue where nobody writes."""
    table = Table.of(method, "dee", "eli", "fay", course="apart")
    assert progress(table.state).total == steps == len(progress(table.state).steps) - 1
    for step in [step.id for step in table.state.steps][:-1]:
        told = progress(table.state)
        assert told.taken < told.total
        assert not told.rounding_off
        table.does("ada", "skip" if table.status(step) == "offered" else "close", step)
    told = progress(table.state)
    assert (told.taken, told.rounding_off, told.finished) == (told.total, True, False)
    table.does("ada", "close", table.state.steps[-1].id)
    told = progress(table.state)
    assert (told.rounding_off, told.finished) == (False, True)

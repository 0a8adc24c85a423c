"""What the five methods do not use yet, the engine does: deal, quorum, asides, whispers, a reveal by hand."""

from datetime import timedelta

import pytest

from iq4d.methods import (
    CannotBegin,
    MethodGone,
    Move,
    Person,
    apply,
    asked_of,
    begin,
    catalog,
    counts,
    due,
    dumps,
    fingerprint,
    from_json,
    hide,
    join,
    loads,
    material,
    may,
    may_join,
    may_move,
    newest,
    sees,
    to_json,
    visible,
    withdraw,
)
from iq4d.methods.verdicts import SENTENCES
from methods.every_feature import everything, more
from methods.the_table import MONDAY, Table, people


def table(*peers, **more):
    return Table(begin(everything(), people(*peers), MONDAY, course=more.pop("course", "apart"), **more))


def readers(table, id):
    entry = table.state.entry(id)
    return {who for who in ("ada", "bob", "dee", "eli", "carla") if sees(table.state, who, entry, table.now)}


def test_a_quorum_closes_ada_shows_and_each_gets_another_card():
    play = table("dee", "eli")
    play.all_bring("view", "ideas", "dee", "eli")
    assert play.state.step("ideas").how == "quorum"
    assert readers(play, "c1") == {"dee"}
    assert play.status("cards") == "waiting"
    assert [one.act for one in asked_of(play.state, "ada", play.now)] == ["reveal"]
    assert not play.does("dee", "reveal", "ideas")
    assert play.does("ada", "reveal", "ideas")
    assert readers(play, "c1") == {"ada", "bob", "dee", "eli"}

    step = play.state.step("cards")
    assert [entry.author for entry in material(play.state, "dee", step, play.now)] == ["eli"]
    assert [entry.author for entry in material(play.state, "eli", step, play.now)] == ["dee"]
    before = material(play.state, "bob", step, play.now)
    play.state, _ = hide(play.state, "c1" if before[0].id == "c2" else "c2", "ada", play.now)
    assert material(play.state, "bob", step, play.now) == before  # what is hidden later moves nobody's hand


def test_what_is_said_behind_the_owners_back_shows_when_the_step_closes():
    play = table("dee", "eli")
    play.wait_for("ideas")
    play.does("ada", "reveal", "ideas")
    play.does("ada", "close", "cards")
    play.brings("dee", "hypothesis", "gossip")
    assert readers(play, "c1") == {"ada", "dee", "eli"}
    assert play.does("bob", "close", "gossip")
    assert "bob" in readers(play, "c1")

    play.brings("dee", "advice", "whisper@eli")
    assert readers(play, "c2") == {"dee", "eli"}
    for turn in ("bob", "dee", "eli"):
        play.does("ada", "close", f"whisper@{turn}")
    assert readers(play, "c2") == {"dee", "eli"}  # for good

    play.brings("dee", "view", "aside")
    assert readers(play, "c3") == {"ada", "dee", "eli"}
    assert play.brings("bob", "note", "aside")
    assert readers(play, "c4") == {"bob"}
    (count,) = counts(play.state, "dee", play.now)
    assert count.arrived is None  # only Eli is asked besides, so a number would be a name
    play.brings("eli", "view", "aside")
    assert play.status("aside") == "open"  # all are in: shown, not closed
    assert "bob" in readers(play, "c3")


def test_hidden_is_for_its_author_and_ada_and_withdrawn_is_gone():
    play = Table.of("open_dialogue", "dee", "eli", course="apart")
    play.brings("bob", "question", "opening")
    play.brings("dee", "view", "reactions")
    assert hide(play.state, "c2", "bob", play.now)[1].code == "not-lead"
    play.state, verdict = hide(play.state, "c2", "ada", play.now)
    assert verdict
    assert readers(play, "c2") == {"ada", "dee"}
    assert play.brings("eli", "answer", "reactions", about="c2").code == "not-seen"
    assert play.brings("eli", "answer", "reactions", about="c99").code == "not-seen"
    assert withdraw(play.state, "c2", "eli")[1].code == "not-yours"
    play.state, _ = withdraw(play.state, "c2", "dee")
    assert play.state.entry("c2") is None
    assert len(visible(play.state, "ada", play.now)) == 1


def test_who_is_missing_until_the_last_minute_can_be_passed_over():
    play = Table.of("ten_step", "dee", "eli", course="apart")
    play.brings("bob", "case", "case")
    play.all_bring("question", "questions", "dee", times=2)
    assert play.does("ada", "pass_over", "questions", person="eli")
    assert play.status("questions") == "closed"
    assert play.status("rate") == "open"


def test_a_live_meeting_waits_for_its_hour_and_lengths_can_be_chosen():
    hour = MONDAY + timedelta(hours=5)
    play = Table.of("review", "dee", course="live", meeting=hour)
    assert play.status("intended") == "waiting"
    play.now = hour
    play.tick()
    assert play.status("intended") == "open"
    short = Table.of("open_dialogue", course="apart", lengths={"reactions": 2})
    short.brings("bob", "question", "opening")
    assert short.state.step("reactions").closes_at < MONDAY + timedelta(days=3)


@pytest.mark.parametrize(
    ("who", "more", "says"),
    [
        ([Person("bob", "owner"), Person("dee")], {}, "3 people"),
        ([Person("bob"), Person("dee"), Person("eli")], {}, "whose question"),
        ([Person("bob", "owner")] * 3, {}, "once"),
        ([Person("bob", "owner"), *(Person(f"p{n}") for n in range(9))], {}, "at most"),
        ([Person("bob", "owner"), Person("dee", "king"), Person("eli")], {}, "role"),
        (people("dee", "eli"), {"course": "lazy"}, "hybrid, live, apart"),
        (people("dee", "eli"), {"steering": "iron"}, "free, light, strict"),
        (people("dee", "eli"), {"lengths": {"nowhere": 2}}, "length"),
        (people("dee", "eli"), {"lengths": {"case": 0}}, "length"),
    ],
)
def test_who_cannot_begin_is_told_why(who, more, says):
    with pytest.raises(CannotBegin) as refused:
        begin(newest("ten_step"), who, MONDAY, **more)
    assert says in refused.value.say("en")
    assert refused.value.say("nl") != refused.value.say("en")


def test_a_dialogue_takes_the_usual_course_unless_told_otherwise():
    for key in ("open_dialogue", "ten_step", "standup_review"):
        assert begin(newest(key), people("dee", "eli"), MONDAY).course == newest(key).course
    assert begin(newest("standup_review"), people("dee", "eli"), MONDAY, course="apart").course == "apart"


def test_who_may_still_join():
    open_one = Table.of("open_dialogue", course="apart").state
    assert may_join(open_one, Person("dee"))
    assert join(open_one, Person("dee", "owner")).person("dee").role == "peer"
    assert may_join(Table.of("three_way", "dee", "eli").state, Person("fay")).code == "no-place"
    twice = join(join(open_one, Person("dee")), Person("dee"))
    assert len(twice.people) == len(open_one.people) + 1


def test_a_dialogue_keeps_the_method_with_which_it_began():
    state = Table.of("ten_step", "dee", "eli").state
    kept = to_json(state)
    assert from_json(kept) == state
    now = newest("ten_step").version
    newer = loads(dumps(newest("ten_step")).replace(f"version = {now}", f"version = {now + 1}"), "newer.toml")
    assert from_json(kept, [newer, *catalog().values()]).method.version == now
    changed = loads(dumps(newest("ten_step")).replace("live = 5", "live = 4"), "changed.toml")
    with pytest.raises(MethodGone, match=f"ten_step {now}"):
        from_json(kept, [changed, newer])


def test_reading_a_kept_state_writes_no_method_out_again():
    kept = to_json(Table.of("ten_step", "dee", "eli").state)
    from_json(kept)
    written_out = fingerprint.cache_info().misses
    assert all(from_json(kept).method is newest("ten_step") for _ in range(3))
    assert fingerprint.cache_info().misses == written_out


def test_every_refusal_is_a_sentence_in_two_languages():
    for code, sentence in SENTENCES.items():
        assert sentence.say("en") != sentence.say("nl"), code
        assert sentence.say("nl").endswith((".", "}."))


def test_who_is_nobody_may_nothing():
    play = Table.of("ten_step", "dee", "eli", course="apart")
    assert may(play.state, "carla", "question", "case", play.now).code == "not-taking-part"
    assert may(play.state, "dee", "gossip", "case", play.now).code == "unknown-kind"
    assert may(play.state, "dee", "question", "nowhere", play.now).code == "no-such-step"
    assert may(play.state, "dee", "question", "cores", play.now).code == "step-waiting"
    assert asked_of(play.state, "carla", play.now) == ()
    for kind in ("close", "extend", "open", "pause", "resume", "leave"):
        assert may_move(play.state, Move(kind, "case", by="carla", version=1), play.now).code == "not-taking-part"
    forged = Move("close", "case", version=1, how="time")
    assert apply(play.state, forged, play.now) is play.state  # the clock itself does not move what is not due
    assert due(play.state, play.now) == ()


def test_the_test_method_is_itself_in_order():
    assert loads(dumps(everything()), "again.toml") == everything()
    assert loads(dumps(more()), "again.toml") == more()


def test_who_stands_in_does_not_read_what_was_whispered_to_the_owner_before():
    source = dumps(everything()).replace('visibility = "to_owner"\nrounds = "participant"', 'visibility = "to_owner"')
    play = Table(begin(loads(source, "once.toml"), people("dee", "eli", "fay"), MONDAY, course="apart"))
    for step in ("ideas", "cards", "gossip"):
        play.does("ada", "close", step)
        play.does("ada", "reveal", step)
    assert play.brings("dee", "advice", "whisper")
    assert readers(play, "c1") == {"bob", "dee"}
    assert play.does("ada", "stand_in", person="eli")
    assert play.brings("dee", "advice", "whisper")
    assert readers(play, "c1") == {"bob", "dee"}
    assert readers(play, "c2") == {"eli", "dee"}


def test_a_gesture_belongs_to_its_step_however_free_the_steering():
    play = Table.of("ten_step", "dee", "eli", course="apart", steering="free")
    play.brings("bob", "case", "case")
    verdict = play.brings("dee", "rate", "questions", outside=True)
    assert (verdict.code, verdict.force) == ("kind", "refusal")


def test_who_was_passed_over_by_hand_and_by_the_clock_are_both_remembered():
    play = Table.of("ten_step", "dee", "eli", "fay", course="apart")
    play.brings("bob", "case", "case")
    play.does("ada", "pass_over", "questions", person="eli")
    play.wait_for("questions")
    assert play.state.step("questions").passed == ("eli", "dee", "fay")

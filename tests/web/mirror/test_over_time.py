"""The mirror over time of one dialogue: a row a day and a step, which tells nothing that is private."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import cast
from iq4d.measures.changes import MEASURE
from iq4d.web.mirror import actions
from iq4d.web.mirror.models import Mirror, Moment
from iq4d.web.mirror.over_time import queries as over_time
from iq4d.web.people.models import Person
from web.deeds.promising import promise
from web.dialogues.playing import open_step, words_of, write
from web.mirror.live import close_all, fresh, in_reactions
from web.mirror.moments import finished, kept, opened

pytestmark = pytest.mark.django_db


def test_before_anything_is_measured_the_page_teaches(people, browsers, talk) -> None:
    told = words_of(opened(browsers["Bob"], talk))
    assert "Nothing moved yet" in told
    assert "once a day and once a step" in told


def test_a_finished_conversation_has_one_moment_on_the_day_it_was_held(people, circle) -> None:
    made = cast.dialogue(circle, cast.long_talk(24), people["Ada"])
    cast.work()
    (moment,) = kept(made)
    assert moment["day"] == made.ended_at.date()
    assert moment["voices"] == [1, 2, 3]
    told = opened(cast.signed_in(people["Bob"]), made)
    assert told.count("<svg") >= 4
    assert "There is one moment so far" in told
    assert 'id="over-time-table"' in told


def test_what_is_kept_holds_nobodys_words(people, circle) -> None:
    made = cast.dialogue(circle, cast.long_talk(24), people["Ada"])
    cast.work()
    (moment,) = kept(made)
    assert set(moment["figures"]["depth"]) == {"seen", "points", "low", "high"}
    assert "lesson" not in repr(moment)


def test_one_row_a_day_and_a_step(people, browsers, talk, monkeypatch: pytest.MonkeyPatch) -> None:
    write(browsers["Bob"], talk, "I want to tell it, because she always asks.", "view", "reactions")
    cast.work()
    write(browsers["Dee"], talk, "Why do you want to tell it now?", "view", "reactions")
    cast.work()
    assert len(kept(talk)) == 1, "the same day in the same step"
    assert kept(talk)[0]["contributions"] == fresh(talk).contribution_count
    looks = iter(range(10**9))
    monkeypatch.setattr(timezone, "now", lambda: cast.NOW + timedelta(days=1, hours=2, milliseconds=next(looks)))
    write(browsers["Dee"], talk, "I think it is about trust, since you hesitate.", "view", "reactions")
    cast.work()
    first, second = kept(talk)
    assert second["day"] == first["day"] + timedelta(days=1)
    assert "There is one moment" not in opened(browsers["Dee"], talk)


def test_a_new_step_on_the_same_day_is_a_row_and_is_named(people, browsers, ten_step) -> None:
    write(browsers["Bob"], ten_step, "I avoid her because she always asks.", "case")
    cast.work()
    before = [one["step"] for one in kept(ten_step)]
    for who in ("Dee", "Eve", "Fay"):
        browser = browsers.get(who) or cast.signed_in(Person.objects.get(name=who))
        for n in (1, 2, 3):
            write(browser, ten_step, f"What makes you think so, {who}, {n}?", "question", "questions")
    browsers["Ada"].post(f"/dialogues/{ten_step.key}/move/", {"kind": "close", "step": "questions", "version": "1"})
    cast.work()
    assert open_step(ten_step) != "questions"
    steps = [one["step"] for one in kept(ten_step)]
    assert len(steps) > len(before)
    assert len(set(steps)) == len(steps)
    told = opened(browsers["Bob"], ten_step)
    assert "over-time-step" in told
    assert "A thin line with a number" in told


@pytest.mark.parametrize("what", ["a question that waits for its reveal", "a note to oneself"])
def test_what_is_private_moves_no_row(people, browsers, ten_step, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write(browsers["Bob"], ten_step, "I avoid her because she always asks.", "case")
    cast.work()
    before, shown = kept(ten_step), words_of(opened(browsers["Bob"], ten_step))
    looks = iter(range(10**9))
    monkeypatch.setattr(timezone, "now", lambda: cast.NOW + timedelta(days=1, hours=2, milliseconds=next(looks)))
    kind = "note" if what == "a note to oneself" else "question"
    assert write(browsers["Dee"], ten_step, "What about zebra?", kind, "questions").status_code == 302
    cast.work()
    assert kept(ten_step) == before
    assert words_of(opened(browsers["Bob"], ten_step)) == shown


def test_a_deed_that_fell_due_makes_no_day(people, browsers, talk) -> None:
    """It is noticed when somebody writes something for themselves: a row of that day would tell that they did."""
    in_reactions(browsers, talk)
    close_all(people["Bob"], talk, "harvest")
    promise(people["Dee"], fresh(talk), "I talk to her", due=(cast.NOW + timedelta(days=7)).date())
    cast.work()
    before, digest = kept(talk), Mirror.objects.get(dialogue=talk).digest
    actions.compute(dialogue=fresh(talk), now=timezone.now() + timedelta(days=8))
    assert Mirror.objects.get(dialogue=talk).digest != digest, "control: it was measured again"
    assert [(one["id"], one["day"], one["step"]) for one in kept(talk)] == [
        (one["id"], one["day"], one["step"]) for one in before
    ]


def test_a_newer_measure_is_a_visible_cut(people, circle) -> None:
    made = cast.dialogue(circle, cast.long_talk(24), people["Ada"])
    cast.work()
    Mirror.objects.update(measure=MEASURE - 1)
    Moment.objects.update(measure=MEASURE - 1)
    actions.compute(dialogue=fresh(made), now=timezone.now() + timedelta(days=90))
    older, newer = kept(made)
    assert (older["measure"], newer["measure"]) == (MEASURE - 1, MEASURE)
    assert newer["day"] == older["day"], "what is looked at is of that day"
    told = opened(cast.signed_in(people["Bob"]), made)
    assert told.count("over-time-cut") == 4
    assert "From here on by a newer measure" in told
    assert "the two intervals" not in told, "two versions are not compared"


def test_carla_sees_nothing(people, browsers, circle) -> None:
    made = cast.dialogue(circle, cast.long_talk(24), people["Ada"])
    cast.work()
    for where in (f"/dialogues/{made.key}/mirror/over-time/", f"/dialogues/{made.key}/series/",
                  f"/circles/{circle.key}/mirror/"):  # fmt: skip
        assert browsers["Carla"].get(where).status_code == 404
        assert browsers["Bob"].get(where).status_code == 200


def test_many_moments_are_as_many_queries_as_few(people, browsers, circle) -> None:
    made = finished(circle, people["Ada"], people["Bob"])
    counts = []
    for many in (1, 500):
        (one,) = kept(made)[:1]
        Moment.objects.bulk_create(
            Moment(**{k: v for k, v in one.items() if k != "id"} | {"day": one["day"] + timedelta(days=n)})
            for n in range(1, many)
        )
        with CaptureQueriesContext(connection) as asked:
            told = opened(browsers["Bob"], made)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert told.count("<tr>") == over_time.AT_MOST + 1
    assert "the last 60" in told


@pytest.mark.django_db(transaction=True)
def test_what_was_measured_before_there_were_moments_is_the_first_one(people, circle) -> None:
    made = cast.dialogue(circle, cast.long_talk(24), people["Ada"])
    cast.work()
    (moment,) = kept(made)
    executor = import_module("django.db.migrations.executor").MigrationExecutor
    try:
        executor(connection).migrate([("mirror", "0004_own_view")])
    finally:
        there = executor(connection)
        there.migrate(there.loader.graph.leaf_nodes("mirror"))
    (first,) = kept(made)
    same = ("day", "step", "measure", "contributions", "figures", "voices")
    assert {name: first[name] for name in same} == {name: moment[name] for name in same}
    actions.compute(dialogue=fresh(made), now=timezone.now())
    assert len(kept(made)) == 1

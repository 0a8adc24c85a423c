"""The mirror over time: of a dialogue, of a series, and of a circle as a group."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import cast
from iq4d.measures.changes import MEASURE
from iq4d.web.circles.models import Circle, Membership
from iq4d.web.dialogues.models import Dialogue, Invite, Participant
from iq4d.web.mirror import actions, over_time
from iq4d.web.mirror.models import Mirror, Moment
from iq4d.web.mirror.summing import people_in
from iq4d.web.people.models import Person
from web.deeds.promising import promise
from web.dialogues.playing import open_step, page, started, words_of, write
from web.mirror.live import close_all, fresh, in_reactions

pytestmark = pytest.mark.django_db
FIGURE = {"seen": "some", "points": 12.0, "low": 10.0, "high": 14.0}


def opened(browser: Client, dialogue: Dialogue, where: str = "mirror/over-time/") -> str:
    answer = browser.get(f"{dialogue.get_absolute_url()}{where}")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def kept(dialogue: Dialogue) -> list[dict]:
    return list(Moment.objects.filter(dialogue=dialogue).order_by("pk").values())


def finished(circle: Circle | None, by: Person, *people: Person, points: float = 12, **fields) -> Dialogue:
    """A dialogue that is over, with its figures, and `people` heard in it."""
    fields = {"method": "open_dialogue", "course": "apart", "ended_at": cast.NOW, **fields}
    made = Dialogue.objects.create(
        circle=circle, title="How do we go on?", state="finished", created_at=cast.NOW, created_by=by, **fields
    )
    for number, one in enumerate((by, *people), 1):
        role = "owner" if number == 1 else "peer"
        Participant.objects.create(
            dialogue=made,
            number=number,
            name=one.name,
            person=one,
            way="started" if number == 1 else "member",
            role=role,
        )
    figure = FIGURE | {"points": points, "low": max(points - 2, 0), "high": min(points + 2, 25)}
    Moment.objects.create(
        dialogue=made, day=cast.NOW.date(), measure=MEASURE, digest="x", contributions=30,
        figures=dict.fromkeys(("purpose", "depth", "diversity", "deeds"), figure),
        voices=list(range(1, len(people) + 2)),
    )  # fmt: skip
    return made


# One dialogue


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


# A series


def follow(browser: Client, before: Dialogue, **more) -> Dialogue:
    answer = browser.post("/start/", {"sentence": "What came of it?", "follows": before.key, **more})
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    return Dialogue.objects.get(key=answer["Location"].split("/")[2])


def test_who_leads_goes_on_in_a_next_conversation_with_the_same_people(people, browsers, circle) -> None:
    before = finished(circle, people["Bob"], people["Dee"], people["Eve"])
    assert f"/start/?follows={before.key}" in page(browsers["Bob"], before)
    form = browsers["Bob"].get("/start/", {"follows": before.key}).content.decode()
    assert "How do we go on?</textarea>" in form
    assert "Dee, Eve" in form
    after = follow(browsers["Bob"], before, ask_again="1")
    assert (after.follows, after.circle) == (before, circle)
    assert set(Invite.objects.filter(dialogue=after).values_list("person__name", flat=True)) == {"Dee", "Eve"}
    assert "This conversation goes on from" in page(browsers["Bob"], after)


def test_who_does_not_lead_and_what_still_goes_on_are_refused(people, browsers, circle, talk) -> None:
    before = finished(circle, people["Bob"], people["Dee"])
    assert f"/start/?follows={before.key}" not in page(browsers["Dee"], before)
    for method in ("get", "post"):
        ask = getattr(browsers["Dee"], method)
        assert ask("/start/", {"sentence": "And now?", "follows": before.key}).status_code == 403
        assert getattr(browsers["Carla"], method)(
            "/start/", {"sentence": "And now?", "follows": before.key}
        ).status_code == 404  # fmt: skip
    assert browsers["Bob"].get("/start/", {"follows": talk.key}).status_code == 403
    assert not Dialogue.objects.exclude(follows=None).exists()


def test_a_next_conversation_stays_in_its_circle(people, browsers, circle) -> None:
    other = cast.circle(people["Bob"], name="Friday circle")
    after = follow(browsers["Bob"], finished(circle, people["Bob"], people["Dee"]), circle=other.key)
    assert after.circle == circle


def test_a_series_stands_in_order_with_a_point_for_each(people, browsers, circle) -> None:
    first = finished(circle, people["Bob"], people["Dee"], points=6)
    second = finished(circle, people["Bob"], people["Dee"], points=15, follows=first)
    third = finished(circle, people["Bob"], people["Dee"], points=16, follows=second)
    for one in (first, second, third):
        told = opened(browsers["Dee"], one, "series/")
        rows = re.findall(r'<th scope="row"><a href="/dialogues/([\w-]+)/mirror/"', told)
        assert rows == [first.key, second.key, third.key]
    assert "More is seen at the end" in told
    assert "over-time-line" not in told, "each is a thing of its own"
    assert "in its series" in opened(browsers["Dee"], third)
    assert "stands by itself" in opened(browsers["Dee"], finished(circle, people["Bob"]), "series/")


def test_what_one_does_not_see_is_not_in_the_series_and_holds_none_together(people, browsers, circle) -> None:
    first = finished(circle, people["Bob"], people["Dee"])
    hidden = finished(circle, people["Bob"], follows=first, room="closed", why="Only between us.")
    last = finished(circle, people["Bob"], people["Dee"], follows=hidden)
    assert [one.dialogue for one in over_time.series_of(people["Bob"], last)] == [first, hidden, last]
    assert [one.dialogue for one in over_time.series_of(people["Dee"], last)] == [last]
    assert hidden.key not in opened(browsers["Dee"], first, "series/")
    assert hidden.key not in page(browsers["Dee"], last)
    assert hidden.key in page(browsers["Bob"], last)


def test_a_series_that_lost_one_is_still_a_page(people, browsers, circle) -> None:
    first = finished(circle, people["Bob"])
    last = finished(circle, people["Bob"], follows=first)
    first.delete()
    last.refresh_from_db()
    assert last.follows is None
    assert "stands by itself" in opened(browsers["Bob"], last, "series/")


def test_a_long_series_is_as_many_queries_as_a_short_one(people, browsers, circle) -> None:
    counts, last = [], None
    for many in (2, 30):
        for _ in range(many):
            last = finished(circle, people["Bob"], people["Dee"], follows=last)
        with CaptureQueriesContext(connection) as asked:
            opened(browsers["Dee"], last, "series/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


# A circle


def of_circle(browser: Client, circle: Circle) -> str:
    answer = browser.get(f"/circles/{circle.key}/mirror/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def five(people: dict[str, Person], circle: Circle) -> list[Person]:
    fay = cast.person("Fay")
    Membership.objects.create(circle=circle, person=fay, role="member", joined_at=cast.NOW)
    return [*(people[name] for name in ("Ada", "Bob", "Dee", "Eve")), fay]


def test_an_empty_circle_learns_what_will_stand_there(people, browsers, circle) -> None:
    told = words_of(of_circle(browsers["Bob"], circle))
    assert "Too little to take together yet" in told
    assert "3 conversations to go, 5 people to go" in told
    assert "/mirror/" in browsers["Bob"].get(f"/circles/{circle.key}/").content.decode()


def test_four_people_are_no_group_however_often_they_talk(people, browsers, circle, five) -> None:
    for _ in range(9):
        finished(circle, *five[:4])
    told = of_circle(browsers["Bob"], circle)
    assert "1 person to go" in words_of(told)
    assert "<svg" not in told.split("<main")[1]
    finished(circle, *five)
    told = of_circle(browsers["Bob"], circle)
    assert "Too little" not in told
    assert "10 conversations" in told


def test_no_conversation_and_no_person_is_named(people, browsers, circle, five) -> None:
    made = [finished(circle, *five, points=n) for n in (5, 9, 13)]
    told = of_circle(browsers["Bob"], circle).split("<main")[1].split("</main>")[0]
    assert "How do we go on?" not in told
    assert not [one.key for one in made if one.key in told]
    assert not [one.name for one in five if re.search(rf"\b{one.name}\b", told)]


def test_a_closed_room_counts_only_for_who_takes_part(people, browsers, circle, five) -> None:
    for n in (5, 6, 7):
        finished(circle, *five, points=n)
    before = of_circle(browsers["Eve"], circle)
    finished(circle, five[0], five[1], points=25, room="closed")
    assert people_row(of_circle(browsers["Eve"], circle)) == people_row(before)
    assert people_row(of_circle(browsers["Bob"], circle)) != people_row(before)


def people_row(told: str) -> str:
    return words_of(told.split("<main")[1])


def test_what_runs_and_what_an_older_measure_saw_is_not_summed(people, browsers, circle, five) -> None:
    for n in (5, 6, 7):
        finished(circle, *five, points=n)
    running = finished(circle, *five, points=25)
    Dialogue.objects.filter(pk=running.pk).update(state="running")
    older = finished(circle, *five, points=25)
    Moment.objects.filter(dialogue=older).update(measure=MEASURE - 1)
    told = words_of(of_circle(browsers["Bob"], circle))
    assert "3 conversations that are over" in told
    assert "1 more is still to be measured" in told
    assert "6 (" in told


def test_methods_and_media_stand_side_by_side_by_name(people, browsers, circle, five) -> None:
    for n in (3, 4, 5):
        finished(circle, *five, points=n, method="ten_step", course="live")
        finished(circle, *five, points=n + 15, method="open_dialogue", course="apart")
    finished(circle, *five, method="", course="", platform="discourse")
    told = of_circle(browsers["Bob"], circle)
    method, medium = told.split("By method")[1].split("By medium")
    names = re.findall(r'<th scope="row">([^<]+)</th>', method)
    assert names == sorted(names, key=str.casefold)
    assert len(names) == 2
    assert "These lie apart" in method
    assert "no proof that one method does more" in told
    assert "together, in one go" in medium
    assert "brought in from discourse (2 conversations to go)" in words_of(medium)


def test_a_pseudonym_elsewhere_and_a_name_of_an_account_are_counted_once(people, circle) -> None:
    made = finished(circle, people["Bob"], people["Dee"])
    other = finished(circle, people["Dee"], method="", platform="forum")
    for number, name in ((2, "bob"), (3, ""), (4, "Zoe")):
        Participant.objects.create(dialogue=other, number=number, name=name)
    Moment.objects.filter(dialogue=other).update(voices=[1, 2, 3, 4])
    talks = over_time.talks_in(circle, people["Bob"]).talks
    assert {len(one.people) for one in talks} == {2, 3}
    assert made.participants.count() == 2
    assert people_in(talks) == 4, "Bob, Dee, Zoe and at least one more"


def test_the_page_does_not_grow_with_the_circle(people, browsers, circle, five) -> None:
    counts = []
    for many in (3, 297):
        for n in range(many):
            finished(circle, *five, points=n % 25, ended_at=cast.NOW - timedelta(days=n))
        begun = time.monotonic()
        with CaptureQueriesContext(connection) as asked:
            told = of_circle(browsers["Bob"], circle)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12, counts
    assert "300 conversations" in told
    assert time.monotonic() - begun < 3
    assert "Period by period" in told


def test_who_came_by_a_link_has_no_page_of_the_circle(people, browsers, circle) -> None:
    held = started(people["Bob"], circle, people["Dee"], method="open_dialogue")
    Participant.objects.create(
        dialogue=held, number=9, name="Carla", person=people["Carla"], role="peer", way="link", joined_at=cast.NOW
    )
    assert browsers["Carla"].get(f"/dialogues/{held.key}/mirror/over-time/").status_code == 200
    assert browsers["Carla"].get(f"/circles/{circle.key}/mirror/").status_code == 404

"""The mirror of a circle: the group, and never a conversation or a person beside another."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import cast
from iq4d.measures.changes import MEASURE
from iq4d.web.circles.models import Circle, Membership
from iq4d.web.dialogues.models import Dialogue, Participant
from iq4d.web.mirror.models import Moment
from iq4d.web.mirror.over_time import queries as over_time
from iq4d.web.mirror.over_time.summing import people_in
from iq4d.web.people.models import Person
from web.dialogues.playing import started, words_of
from web.mirror.moments import finished

pytestmark = pytest.mark.django_db


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

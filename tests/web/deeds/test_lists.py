"""Deeds in a circle and at home: what is open, what came of it, and no more queries for more of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.deeds import queries
from iq4d.web.deeds.actions import tell, tell_story
from iq4d.web.deeds.models import Deed
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.dialogues.queries import room_for
from iq4d.web.people.models import Person
from web.deeds.promising import at_harvest, fresh, over, promise
from web.dialogues.playing import page, words_of

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)


@pytest.fixture
def people():
    return {name: cast.person(name) for name in ("Ada", "Bob", "Carla", "Dee")}


@pytest.fixture
def circle(people) -> Circle:
    ada, bob, _carla, dee = people.values()
    return cast.circle(ada, bob, dee)


def circle_page(person: Person, circle: Circle) -> str:
    return words_of(cast.signed_in(person).get(circle.get_absolute_url()).content.decode())


def test_an_empty_circle_says_what_deeds_are(people, circle) -> None:
    assert "No deeds yet. Every conversation ends with: what will you do, and when?" in circle_page(
        people["Bob"], circle
    )


def test_open_ones_with_their_day_and_then_what_came(people, circle) -> None:
    talk = at_harvest(people["Ada"], circle, people["Bob"], people["Dee"])
    promise(people["Dee"], talk, "I ask the neighbours", due=MONDAY, buddy=people["Bob"])
    mine = promise(people["Bob"], talk, "I talk to her")
    seen = circle_page(people["Bob"], circle)
    assert seen.index("I ask the neighbours") < seen.index("I talk to her"), "the nearest day first"
    assert "by 30 November 2026" in seen
    assert "you ask after it" in seen
    assert "What came of it" not in seen
    browser = cast.signed_in(people["Bob"])
    assert f'href="{mine.get_absolute_url()}"' in browser.get(circle.get_absolute_url()).content.decode()
    tell(person=people["Bob"], deed=mine, outcome="done", now=cast.NOW)
    tell_story(person=people["Bob"], deed=mine, story="She had waited.", now=cast.NOW)
    seen = circle_page(people["Dee"], circle)
    assert seen.index("What came of it") < seen.index("She had waited.")


def test_a_closed_room_stays_closed(people, circle) -> None:
    talk = at_harvest(people["Ada"], circle, people["Bob"])
    promise(people["Bob"], talk, "I talk to her", due=MONDAY)
    assert "I talk to her" in circle_page(people["Dee"], circle), "an open room: the circle reads along"
    Dialogue.objects.filter(pk=talk.pk).update(room="closed")
    assert "I talk to her" not in circle_page(people["Dee"], circle)
    assert "I talk to her" in circle_page(people["Ada"], circle)


def test_home_tells_today_from_later(people, circle) -> None:
    talk = at_harvest(people["Ada"], circle, people["Bob"])
    promise(people["Bob"], talk, "Now", due=MONDAY)
    other = at_harvest(people["Ada"], circle, people["Bob"])
    promise(people["Bob"], other, "Later", due=MONDAY + timedelta(days=1))
    morning = cast.NOW.replace(day=30)
    found = queries.home_for(people["Bob"], morning)
    assert [deed.contribution.text for deed in found.asked] == ["Now"]
    assert [deed.contribution.text for deed in found.coming] == ["Later"]
    assert found.helped == []


def fill(talk: Dialogue, bob: Person, n: int, circle: Circle, people: dict[str, Person]) -> None:
    """n deeds of Bob's, told and untold by turns, over as many dialogues as fit."""
    first = Deed.objects.get(contribution__dialogue=talk, contribution__source="I talk to her")
    made = first.contribution
    for number in range(n):
        made.pk, made.number = None, 1_000 + number
        made.save(force_insert=True)
        told = {"outcome": "done", "told_at": cast.NOW} if number % 2 else {}
        Deed.objects.create(contribution_id=made.pk, due=MONDAY, ask_on=MONDAY, if_then="If", **told)
        if number % 5 == 0:
            other = at_harvest(people["Ada"], circle, people["Bob"], people["Dee"])
            deed = promise(bob, other, f"Elsewhere {number}")
            tell(person=bob, deed=deed, outcome="done", now=cast.NOW)
            tell_story(person=bob, deed=deed, story="Fine.", now=cast.NOW)


def test_thirty_deeds_take_as_many_queries_as_one(people, circle) -> None:
    bob, dee = people["Bob"], people["Dee"]
    talk = at_harvest(people["Ada"], circle, bob, dee)
    deed = promise(bob, talk, "I talk to her", due=MONDAY)
    over(talk, people["Ada"])
    told = promise_and_tell(people, circle)
    browser = cast.signed_in(dee)
    room = room_for(dee, fresh(talk), cast.NOW)
    asks: dict[str, Callable[[], object]] = {
        "home": lambda: queries.home_for(dee, cast.NOW),
        "own": lambda: queries.home_for(bob, cast.NOW),
        "buddy": lambda: queries.asked_after_by(dee, cast.NOW),
        "in circle": lambda: queries.in_circle(dee, circle, cast.NOW),
        "circle page": lambda: browser.get(circle.get_absolute_url()),
        "under": lambda: queries.under(room, range(1, 2_000)),
        "dialogue page": lambda: page(browser, talk),
        "deed page": lambda: cast.signed_in(bob).get(deed.get_absolute_url()),
    }

    def counted() -> dict[str, int]:
        found = {}
        for name, ask in asks.items():
            with CaptureQueriesContext(
                connection,
            ) as caught:
                ask()
            found[name] = len(caught)
        return found

    counted()
    one = counted()
    fill(fresh(talk), bob, 29, circle, people)
    thirty = counted()
    assert one == thirty
    assert one["home"] <= 4
    assert one["own"] <= 4
    assert one["in circle"] <= 4
    assert one["under"] == 1
    assert one["circle page"] <= 12, one
    assert told.outcome == "done"
    assert len(queries.home_for(dee, cast.NOW).helped) == queries.AT_MOST


def promise_and_tell(people: dict[str, Person], circle: Circle) -> Deed:
    talk = at_harvest(people["Ada"], circle, people["Bob"], people["Dee"])
    deed = promise(people["Bob"], talk, "Told")
    tell(person=people["Bob"], deed=deed, outcome="done", now=cast.NOW)
    tell_story(person=people["Bob"], deed=deed, story="Fine.", now=cast.NOW)
    deed.refresh_from_db()
    return deed

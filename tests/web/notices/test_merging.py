"""Gil was asked as a guest what came of a walk, and turns out to be Bob: he is not asked twice."""

from __future__ import annotations

import pytest
from django.core import mail

import cast
from iq4d.web.dialogues.actions import writing
from iq4d.web.notices import queries, tasks
from iq4d.web.notices.actions import nothing_to_tell
from iq4d.web.notices.models import LookBack
from iq4d.web.people.actions import merge
from web.dialogues.coming import guest
from web.notices.test_look_back import ASKED, five_minutes_later, home_of, rounded_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def gil(db: None):
    return guest()


@pytest.fixture(params=["both", "guest"])
def walk(request, clock, ada, bob, gil, circle):
    """Rounded off, and its day has come: everybody was asked. Bob took part himself, or only as Gil."""
    peers = [gil, bob] if request.param == "both" else [gil]
    made = rounded_off(ada, circle, *peers, now=clock.at)
    clock.set(2026, 12, 15, 8, 0)
    five_minutes_later(clock)
    mail.outbox.clear()
    return made


def test_what_gil_put_away_is_not_asked_of_bob(clock, bob, gil, walk) -> None:
    nothing_to_tell(person=gil, dialogue=walk, now=clock.at)
    merge(gil, bob)
    clock.set(2026, 12, 16, 8, 0)
    five_minutes_later(clock)
    assert ASKED not in home_of(bob)
    assert not queries.looking_back(bob).exists()
    assert LookBack.objects.filter(person=bob).count() == 1


def test_what_gil_told_is_not_asked_of_bob(clock, bob, gil, walk) -> None:
    step = walk.contributions.order_by("-number").first().step
    writing.write(person=gil, dialogue=walk, kind="story", step=step, source="We still walk", now=clock.at)
    merge(gil, bob)
    tasks.ask_to_look_back(clock.at)
    assert not queries.looking_back(bob).exists()


def test_what_gil_left_open_bob_is_asked_once(clock, bob, gil, walk) -> None:
    merge(gil, bob)
    tasks.ask_to_look_back(clock.at)
    assert [one.dialogue for one in queries.looking_back(bob)] == [walk]
    assert ASKED in home_of(bob)
    assert ASKED not in home_of(cast.person("Carla"))

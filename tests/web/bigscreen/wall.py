"""A ten-step of Bob's in the room, led by Ada, and what stands on the wall meanwhile."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from django.test import Client

from iq4d.web.bigscreen.showing import Screen, screen_of
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.actions import moving, people, starting
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.dialogues.queries import room_for
from iq4d.web.people.models import Person
from web.dialogues.coming import fresh
from web.dialogues.playing import open_step, words_of

NAMES = ("Ada", "Bob", "Dee", "Eve", "Fay")
People = dict[str, Person]
Browsers = dict[str, Client]


def right_now() -> datetime:
    """Steps together last minutes: the pages look at the real time, so these stories play now."""
    return datetime.now(UTC)


def begun(people_here: People, circle: Circle, course: str = "live", at: datetime | None = None) -> Dialogue:
    """Bob's ten-step, led by Ada."""
    now = at or right_now()
    ada, bob, *peers = people_here.values()
    made = starting.start(person=bob, sentence="Why?", circle=circle, method="ten_step", now=now, language="en")
    plan = starting.Plan(method="ten_step", course=course, steering="", room="closed")
    starting.plan(person=bob, dialogue=made, plan=plan, now=now)
    for one in (*peers, ada):
        people.come_in(person=one, dialogue=made, invite=None, now=now)
    made.refresh_from_db()
    starting.give_roles(person=bob, dialogue=made, roles={made.participants.get(person=ada).number: "facilitator"})
    made.refresh_from_db()
    starting.begin_now(person=bob, dialogue=made, now=now)
    Dialogue.objects.filter(pk=made.pk).update(title="Why do I wait?", why="To dare it")
    return fresh(made)


def address(talk: Dialogue) -> str:
    return f"/dialogues/{talk.key}/screen/"


def on_screen(browser: Client, talk: Dialogue) -> str:
    """The words on the wall."""
    answer = browser.get(address(talk))
    assert answer.status_code == 200
    return words_of(answer.content.decode().partition("<main")[2])


def known(browser: Client, talk: Dialogue) -> str:
    """What the page knows of itself when it asks whether it is old."""
    html = browser.get(address(talk)).content.decode()
    return re.search(r"hx-headers=\"[^\"]*If-None-Match&quot;: &quot;(.+?)&quot;\}", html)[1].replace("\\&quot;", '"')


def moved(browser: Client, talk: Dialogue, tag: str) -> bool:
    answer = browser.get(address(talk), headers={"HX-Request": "true", "If-None-Match": tag})
    assert answer.status_code in (200, 304)
    return answer.status_code == 200


def seen(person: Person, talk: Dialogue, at: datetime | None = None) -> Screen:
    return screen_of(room_for(person, fresh(talk), at or right_now()), "en")


def move(person: Person, talk: Dialogue, kind: str, **more: Any) -> None:
    moving.make_move(person=person, dialogue=fresh(talk), kind=kind, now=right_now(), **more)


def close(talk: Dialogue, ada: Person) -> None:
    step = open_step(talk)
    move(ada, talk, "close", step=step, version=room_for(ada, fresh(talk), right_now()).state.step(step).version)

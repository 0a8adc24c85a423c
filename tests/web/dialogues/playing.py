"""Playing a dialogue through the pages, as people do: what is asked, what they write, what they press."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.actions import people, starting
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.dialogues.queries import room_for
from iq4d.web.dialogues.standing import bare_state
from iq4d.web.people.models import Person


def started(
    owner: Person,
    circle: Circle | None,
    *peers: Person,
    method: str = "ten_step",
    course: str = "apart",
    **roles: Person,
) -> Dialogue:
    """A dialogue of this method with its people, begun. roles: facilitator=ada."""
    made = starting.start(
        person=owner, sentence="How do I tell it?", circle=circle, method=method, now=cast.NOW, language="en"
    )
    plan = starting.Plan(method=method, course=course, steering="", room=made.room)
    starting.plan(person=owner, dialogue=made, plan=plan, now=cast.NOW)
    for one in (*peers, *roles.values()):
        people.come_in(person=one, dialogue=made, invite=None, now=cast.NOW)
    if roles:
        given = {made.participants.get(person=one).number: role for role, one in roles.items()}
        starting.give_roles(person=owner, dialogue=made, roles=given)
    made.refresh_from_db()
    if made.state == "gathering":
        starting.begin_now(person=owner, dialogue=made, now=cast.NOW)
    return Dialogue.objects.select_related("circle", "standing").get(pk=made.pk)


def open_step(dialogue: Dialogue) -> str:
    """The id of the step that is open now; with several the first."""
    state = bare_state(Dialogue.objects.select_related("standing").get(pk=dialogue.pk).standing)
    return next((step.id for step in state.steps if step.status in ("open", "offered", "paused")), "")


def write(
    browser: Client, dialogue: Dialogue, words: str, kind: str, step: str = "", about: int = 0, **more: Any
) -> HttpResponse:
    """Post words as the composer does."""
    said = {"consent": "nobody"}  # what a step that does not ask it passes over
    form = {"source": words, "kind": kind, "step": step or open_step(dialogue), "about": about, **said, **more}
    return browser.post(f"/dialogues/{dialogue.key}/write/", form)


def page(browser: Client, dialogue: Dialogue) -> str:
    answer = browser.get(f"/dialogues/{dialogue.key}/")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def number_of(dialogue: Dialogue, words: str) -> int:
    return dialogue.contributions.get(source=words).number


def as_seen(person: Person, dialogue: Dialogue) -> list[str]:
    """The words this person sees, in the order of reading."""
    from iq4d.web.dialogues.queries import ORDER, visible

    fresh = Dialogue.objects.select_related("circle", "standing").get(pk=dialogue.pk)
    room = room_for(person, fresh, timezone.now())
    return list(visible(room).order_by(*ORDER).values_list("source", flat=True))


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())

"""Promising something, as the harvest form of a dialogue does it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.deeds.models import Deed
from iq4d.web.dialogues.actions import harvesting, moving, people, starting
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.dialogues.standing import bare_state
from iq4d.web.journal.models import Entry
from iq4d.web.people.models import Person


def fresh(dialogue: Dialogue) -> Dialogue:
    return Dialogue.objects.select_related("circle", "standing").get(pk=dialogue.pk)


def at_harvest(owner: Person, circle: Circle | None, *peers: Person, now: datetime = cast.NOW) -> Dialogue:
    """An open dialogue of these people, come as far as its harvest."""
    made = starting.start(
        person=owner, sentence="How do I tell it?", circle=circle, method="open_dialogue", now=now, language="en"
    )
    for one in peers:
        people.come_in(person=one, dialogue=made, invite=None, now=now)
    close(made, owner, now)
    return fresh(made)


def close(dialogue: Dialogue, owner: Person, now: datetime) -> None:
    """Its owner takes the step that is open."""
    step = next(step for step in bare_state(fresh(dialogue).standing).steps if step.is_open)
    moving.make_move(person=owner, dialogue=dialogue, kind="close", step=step.id, version=step.version, now=now)


def over(dialogue: Dialogue, owner: Person, now: datetime = cast.NOW) -> Dialogue:
    """Rounded off: nothing is open any more."""
    while fresh(dialogue).state != "finished":
        close(dialogue, owner, now)
    return fresh(dialogue)


def promise(
    person: Person,
    dialogue: Dialogue,
    words: str = "I talk to her",
    due: date | None = None,
    buddy: Person | None = None,
    now: datetime = cast.NOW,
    **more: Any,
) -> Deed:
    """What somebody will do, said in the harvest."""
    number = dialogue.participants.get(person=buddy).number if buddy else None
    harvesting.harvest(
        person=person, dialogue=dialogue, step="harvest", now=now, deed=words, due=due, buddy=number, **more
    )
    return Deed.objects.select_related("contribution__participant__person", "contribution__dialogue").get(
        contribution__dialogue=dialogue, contribution__source=words, contribution__participant__person=person
    )


def at(day: date, hour: int, minute: int, zone: str) -> datetime:
    """A moment on somebody's own clock."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def recorded(verb: str) -> list[dict[str, Any]]:
    return list(Entry.objects.filter(verb=verb).order_by("pk").values_list("data", flat=True))

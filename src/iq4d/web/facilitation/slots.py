"""What facilitation puts on the dialogue page: words that wait, who sees who is in, and the way to the console."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string

from iq4d.web.dialogues.overview import leads
from iq4d.web.dialogues.queries import Room, Shown
from iq4d.web.facilitation import queries
from iq4d.web.people.models import Person


def words_waiting(room: Room) -> dict[str, Any] | None:
    """Private words that this person has not put away."""
    words = queries.waiting_for(room) if room.state is not None else []
    return {"dialogue": room.dialogue, "words": words} if words else None


def who_sees(room: Room) -> dict[str, Any] | None:
    """That the facilitator sees who is in and who is not: said to everybody it is about."""
    if room.dialogue.state != "running":
        return None
    here = [one for one in room.participants if one.role == "facilitator" and not one.gone and one.removed_at is None]
    if not here:
        return None
    return {"name": here[0].name, "several": len(here) > 1, "own": room.me in here}


def to_console(person: Person, room: Room) -> dict[str, Any] | None:
    return {"dialogue": room.dialogue} if room.state is not None and leads(room) else None


def to_authors(room: Room, shown: list[Shown]) -> Mapping[int, str]:
    """Under what somebody else wrote, for the facilitator: the way to a private word."""
    if room.me is None or room.me.role != "facilitator":
        return {}
    here = {one.number for one in room.participants if one.removed_at is None and one.pk != room.me.pk}
    return {
        one.number: render_to_string(
            "facilitation/to_author.html",
            {"key": room.dialogue.key, "number": one.number, "who": one.participant, "name": one.name},
        )
        for one in shown
        if one.participant in here
    }

"""The way from the dialogue page to the big screen, where people sit together. No query."""

from __future__ import annotations

from typing import Any

from iq4d.web.dialogues.queries import Room
from iq4d.web.dialogues.together import meets, meets_soon
from iq4d.web.people.models import Person


def to_screen_now(room: Room) -> dict[str, Any] | None:
    """On top, for everybody who takes part: the step is one to take together, or the next one is."""
    here = room.me is not None and room.dialogue.held_here and room.dialogue.state != "finished"
    return {"key": room.dialogue.key} if here and meets_soon(room) else None


def to_screen_around(person: Person, room: Room) -> dict[str, Any] | None:
    """Among the other pages, for who leads: they will sit together later on."""
    return {"key": room.dialogue.key} if meets(room) and not meets_soon(room) else None

"""What notices put on the page of a dialogue, besides the button to follow it."""

from __future__ import annotations

from typing import Any

from iq4d.web.dialogues.queries import Room
from iq4d.web.notices import queries
from iq4d.web.notices.rules import LOOK_BACK_MINUTES
from iq4d.web.notices.wording import looks_back


def look_back(room: Room) -> dict[str, Any] | None:
    """What came of it? For who is asked; the story goes where the dialogue ended."""
    if room.me is None or room.state is None or not room.along.looks_back:
        return None
    asked = queries.looking_back(room.person).filter(dialogue=room.dialogue).first()
    if asked is None:
        return None
    return {
        "dialogue": room.dialogue,
        "question": looks_back(asked.day, room.person.today(room.now)),
        "minutes": LOOK_BACK_MINUTES,
        "step": room.state.steps[-1].id,
    }

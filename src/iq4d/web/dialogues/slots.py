"""Places on this app's pages for later apps, and what it puts in the places of earlier ones."""

from __future__ import annotations

from typing import Any

from iq4d.web.circles.models import Circle
from iq4d.web.circles.rules import GUARDS
from iq4d.web.dialogues.queries import PER_PAGE, dialogues_in
from iq4d.web.people.models import Person
from iq4d.web.ui.slots import Slot

DIALOGUE_HEAD = Slot()  # given the person and the dialogue
DIALOGUE_FOOT = Slot()  # under the last contribution; given the same


def in_circle(person: Person, circle: Circle, role: str) -> dict[str, Any]:
    """The first page of a circle's dialogues."""
    dialogues = dialogues_in(circle)
    first = list(dialogues[: PER_PAGE + 1])
    every = dialogues.count() if len(first) > PER_PAGE else len(first)
    return {
        "circle": circle,
        "dialogues": first[:PER_PAGE],
        "pages": 2 if every > PER_PAGE else 1,
        "all": every,
        "guards": role in GUARDS,
    }

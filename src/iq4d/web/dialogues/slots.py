"""Places on this app's pages for later apps, and what it puts in the places of earlier ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from iq4d.web.circles.models import Circle
from iq4d.web.circles.rules import GUARDS
from iq4d.web.dialogues.models import Takeaway
from iq4d.web.dialogues.queries import PER_PAGE, Room, dialogues_in
from iq4d.web.people.models import Person
from iq4d.web.ui.slots import Slot

DIALOGUE_HEAD = Slot()  # given the person and the dialogue
DIALOGUE_FOOT = Slot()  # under the last contribution; given the same
DIALOGUE_LEAD = Slot()  # for who leads it; given the person and the room
HARVEST_FIELDS = Slot()  # in the harvest form, under "what will you do?"; given the person and the room

# What a later app knows of single contributions: HTML by number, safe by its own templates.
tells_more: list[Callable[[Room, list[int]], Mapping[int, str]]] = []


def more_on(room: Room, numbers: list[int]) -> dict[int, str]:
    """What stands under each contribution, besides its words."""
    found: dict[int, str] = {}
    for tell in tells_more if room.state is not None else ():
        for number, html in tell(room, numbers).items():
            found[number] = found.get(number, "") + html
    return found


def of_takeaways(room: Room, numbers: list[int]) -> Mapping[int, str]:
    """Intended or by-catch, and from whose view."""
    from django.template.loader import render_to_string

    rows = Takeaway.objects.filter(
        contribution__dialogue=room.dialogue, contribution__number__in=numbers, contribution__kind="takeaway"
    ).values_list("contribution__number", "intended", "whose__name")
    return {
        number: render_to_string("dialogues/takeaway.html", {"intended": intended, "whose": whose})
        for number, intended, whose in rows
        if intended is not None or whose
    }


tells_more.append(of_takeaways)


def in_circle(person: Person, circle: Circle, role: str) -> dict[str, Any]:
    """The first page of a circle's dialogues: what runs, and what is over."""
    dialogues = dialogues_in(circle, person)
    first = list(dialogues.filter(state="finished")[: PER_PAGE + 1])
    every = dialogues.count() if len(first) > PER_PAGE else len(first)
    return {
        "circle": circle,
        "running": list(dialogues.exclude(state="finished")[:PER_PAGE]),
        "dialogues": first[:PER_PAGE],
        "pages": 2 if every > PER_PAGE else 1,
        "all": every,
        "guards": role in GUARDS,
    }

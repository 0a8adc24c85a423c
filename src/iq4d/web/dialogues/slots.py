"""Places on this app's pages for later apps, and what it puts in the places of earlier ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.template.loader import render_to_string

from iq4d.web.circles.models import Circle
from iq4d.web.circles.rules import GUARDS
from iq4d.web.dialogues.models import Gesture, Participant, Takeaway
from iq4d.web.dialogues.queries import PER_PAGE, Room, Shown, dialogues_in
from iq4d.web.people.models import Person
from iq4d.web.ui.slots import Slot

DIALOGUE_HEAD = Slot()  # given the room: the dialogue as its reader meets it
DIALOGUE_FOOT = Slot()  # under the last contribution; given the same
DIALOGUE_LEAD = Slot()  # for who leads it; given the person and the room

Tell = Callable[[Room, list[Shown]], Mapping[int, str]]
_tellers: list[tuple[str, Tell]] = []
links_under: list[Tell] = []  # links beside "reply" and "change": HTML by number, safe by its app's own templates


def tells_more(kind: str, tell: Tell) -> None:
    """What an app knows of contributions of one kind ("": of all): HTML by number, safe by its own templates.

    It is asked only where a page shows such contributions.
    """
    _tellers.append((kind, tell))


def more_on(room: Room, shown: list[Shown]) -> dict[int, str]:
    """What stands under each contribution, besides its words."""
    found: dict[int, str] = {}
    for kind, tell in _tellers if room.state is not None else ():
        about = [one for one in shown if (not kind or one.kind == kind) and one.removed_at is None]
        for number, html in tell(room, about).items() if about else ():
            found[number] = found.get(number, "") + html
    return found


def links_on(room: Room, shown: list[Shown]) -> dict[int, str]:
    """The links that later apps put at the foot of each contribution."""
    found: dict[int, str] = {}
    here = [one for one in shown if one.removed_at is None]
    for tell in links_under if room.state is not None else ():
        for number, html in tell(room, here).items():
            found[number] = found.get(number, "") + html
    return found


def of_takeaways(room: Room, shown: list[Shown]) -> Mapping[int, str]:
    """Intended or by-catch, and from whose view."""
    numbers = [one.number for one in shown]
    rows = Takeaway.objects.filter(contribution__dialogue=room.dialogue, contribution__number__in=numbers).values_list(
        "contribution__number", "intended", "whose__name"
    )
    return {
        number: render_to_string("dialogues/takeaway.html", {"intended": intended, "whose": whose})
        for number, intended, whose in rows
        if intended is not None or whose
    }


def of_restatements(room: Room, shown: list[Shown]) -> Mapping[int, str]:
    """The author's yes: that is what I mean."""
    numbers = [one.number for one in shown]
    yes = Gesture.objects.filter(dialogue=room.dialogue, kind="accept", about__in=numbers)
    told = set(yes.values_list("about", flat=True))
    return {number: render_to_string("dialogues/accepted.html") for number in told}


tells_more("takeaway", of_takeaways)
tells_more("restatement", of_restatements)


def in_circle(person: Person, circle: Circle, role: str) -> dict[str, Any]:
    """The first page of a circle's dialogues: what runs, and what is over."""
    dialogues = dialogues_in(circle, person)
    here = Participant.objects.filter(dialogue=OuterRef("pk"), person=person, removed_at=None).exclude(way="")
    by_state = ("-state", F("ended_at").desc(nulls_last=True), "-pk")  # running, gathering, finished
    listed = list(dialogues.annotate(mine=Exists(here)).order_by(*by_state)[: 2 * PER_PAGE + 1])
    running = [one for one in listed if one.state != "finished"][:PER_PAGE]
    first = [one for one in listed if one.state == "finished"]
    every = dialogues.count() if len(listed) > 2 * PER_PAGE or len(first) > PER_PAGE else len(listed)
    return {
        "circle": circle,
        "open": [one for one in running if not one.mine],
        "running": [one for one in running if one.mine],
        "dialogues": first[:PER_PAGE],
        "pages": 2 if len(first) > PER_PAGE or len(listed) > 2 * PER_PAGE else 1,
        "all": every,
        "guards": role in GUARDS,
    }

"""What this app puts on the pages of others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template.loader import get_template
from django.utils import timezone

from iq4d.web.circles.models import Circle
from iq4d.web.deeds import queries
from iq4d.web.dialogues.queries import Room, Shown
from iq4d.web.people.models import Person


def under_deeds(room: Room, shown: list[Shown]) -> Mapping[int, str]:
    """When, how, who asks after it, and what came of it: under each deed on a page."""
    found = queries.under(room, [one.number for one in shown])
    if not found:
        return {}
    template = get_template("deeds/under.html")
    today = room.person.today(room.now)
    return {one.number: template.render({"deed": one, "today": today}) for one in found}


def in_circle(person: Person, circle: Circle, role: str) -> dict[str, Any]:
    now = timezone.now()
    found = queries.in_circle(person, circle, now)
    return {"open": found.open, "told": found.told, "today": person.today(now)}

"""The methods of a circle's own, for who belongs to it; and the method of a dialogue, wherever it came from."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from iq4d.methods import Method
from iq4d.web.circles.models import Circle
from iq4d.web.circles.queries import circles_of
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.models import Dialogue, OwnMethod
from iq4d.web.people.models import Person


def kept_in(person: Person, circle: Circle) -> QuerySet[OwnMethod]:
    """All of this circle, the newest version of each first; nothing for who does not belong to it."""
    mine = OwnMethod.objects.filter(circle=circle, circle__memberships__person=person)
    return mine.select_related("by", "circle").order_by("key", "-version")


def kept_for(person: Person, circle: Circle, pk: int) -> OwnMethod | None:
    return kept_in(person, circle).filter(pk=pk).first()


def in_use(circles: Iterable[Circle]) -> list[tuple[OwnMethod, Method]]:
    """What these circles offer: the newest version of each method that works and is in use, by name. One query."""
    rows = OwnMethod.objects.working().filter(circle__in=list(circles), withdrawn_at=None).select_related("circle")
    newest = {(row.circle_id, row.key): row for row in rows.order_by("version")}
    offered = [row for row in newest.values() if standings.method_named(row.key) is None]
    return [(row, standings.method_from(row.text)) for row in sorted(offered, key=lambda row: (row.name, row.pk))]


def offered_to(person: Person) -> list[tuple[OwnMethod, Method]]:
    """What this person can start with, in any of their circles."""
    return [] if person.is_guest else in_use(circles_of(person))


def offered_in(circle: Circle | None, key: str) -> Method | None:
    """What a new dialogue in this circle begins with by this key: one that comes along, or the circle's own."""
    found = standings.method_named(key)
    if found is not None or circle is None:
        return found
    return next((method for row, method in in_use([circle]) if row.key == key), None)


def method_of(dialogue: Dialogue) -> Method | None:
    """The method of a dialogue that has not begun: the newest, also where the circle took it out of use since.

    Asks the database only where no method that comes along has this key.
    """
    found = standings.method_named(dialogue.method)
    if found is not None or not dialogue.method or dialogue.circle_id is None:
        return found
    mine = OwnMethod.objects.working().filter(circle=dialogue.circle_id, key=dialogue.method)
    rows = mine.order_by("-version")
    row = rows.filter(withdrawn_at=None).first() or rows.first()
    return standings.method_from(row.text) if row else None


def names_in(circle: Circle, keys: Iterable[str], language: str) -> dict[str, str]:
    """What its own methods among these keys are called. Asks nothing where all of them come along."""
    own = {key for key in keys if key and standings.method_named(key) is None}
    rows = OwnMethod.objects.filter(circle=circle, key__in=own).order_by("version") if own else ()
    return {row.key: standings.method_from(row.text).name.say(language) for row in rows}

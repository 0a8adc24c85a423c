"""What somebody sees of their imports."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from iq4d.web.circles.models import Circle
from iq4d.web.circles.queries import role_in
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.imports import rules
from iq4d.web.imports.models import Found, Import
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import Verdict

LISTED = 200  # conversations a preview lists one by one


def import_for(person: Person, key: str) -> Import | None:
    return Import.objects.seen_by(person).select_related("circle").filter(key=key).first()


def _same(import_: Import) -> QuerySet[Dialogue]:
    return Dialogue.objects.filter(circle=import_.circle_id, source_key=OuterRef("source_key"))


def found_in(import_: Import) -> QuerySet[Found]:
    """The conversations of a preview, largest first, with `here`: the circle has it already."""
    return import_.found.annotate(here=Exists(_same(import_))).order_by("-contributions", "number")


def already_here(import_: Import) -> int:
    """How many of the conversations found the circle has already."""
    return import_.found.filter(Exists(_same(import_))).count()


def kept_by(import_: Import) -> QuerySet[Dialogue]:
    """The dialogues this import made."""
    return Dialogue.objects.filter(pk__in=import_.found.values("dialogue")).newest_talk_first()


def waiting_for(person: Person) -> QuerySet[Import]:
    """Imports that ask something of this person, or are under way."""
    waiting = Import.objects.seen_by(person).filter(state__in=("reading", "ready", "keeping", "failed"))
    return waiting.select_related("circle").order_by("-created_at")


def with_waiting(person: Person, circles: QuerySet[Circle]) -> QuerySet[Any]:
    """The circles, each with `importing`: whether `waiting_for` holds one of it. So that nobody asks for nothing."""
    return circles.annotate(importing=Exists(waiting_for(person).order_by().filter(circle=OuterRef("pk"))))


def imports_in(person: Person, circle: Circle) -> QuerySet[Import]:
    return Import.objects.seen_by(person).filter(circle=circle).order_by("-created_at")[:20]


def may_undo(person: Person, import_: Import) -> Verdict:
    return rules.may_undo(
        is_own=import_.person_id == person.pk, role=role_in(person, import_.circle_id), state=import_.state
    )

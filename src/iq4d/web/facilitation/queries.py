"""What a page reads of private words. Everything starts from the person: to anybody else there are none."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from iq4d.web.dialogues.models import Contribution, Dialogue, Participant
from iq4d.web.dialogues.queries import Room
from iq4d.web.facilitation.models import PrivateWord
from iq4d.web.people.models import Person
from iq4d.web.ui.prepared import Prepared


def words_of(person: Person, dialogue: Dialogue) -> QuerySet[PrivateWord]:
    """What this person said and heard here, the newest first."""
    found = PrivateWord.objects.of(person).filter(dialogue=dialogue)
    return found.select_related("author", "to", "answer").order_by("-at", "-pk")


_waiting: Prepared[PrivateWord] = Prepared(
    lambda me: PrivateWord.objects.filter(to=me, read_at=None).select_related("author").order_by("at", "pk")
)


def along(person: Any) -> dict[str, Any]:
    """Whether something was said to somebody in a dialogue and not put away, for its row."""
    here = PrivateWord.objects.filter(dialogue=OuterRef("pk"), read_at=None)
    return {"words_wait": Exists(here.filter(to__person=person, to__removed_at=None))}


def waiting_for(room: Room) -> list[PrivateWord]:
    """What was said to this person here and not put away, the oldest first."""
    return _waiting(room.me.pk) if room.me and room.along.words_wait else []


def word_of(person: Person, dialogue: Dialogue, pk: int) -> PrivateWord | None:
    """One word that this person said or heard."""
    return words_of(person, dialogue).filter(pk=pk).first()


def somebody_in(room: Room, number: int) -> Participant | None:
    """Somebody else who takes part, by number."""
    others = (one for one in room.participants if one.removed_at is None and one.person_id is not None)
    return next((one for one in others if one.number == number and one.person_id != room.person.pk), None)


def hidden_in(room: Room) -> QuerySet[Contribution]:
    """What this person may know to be hidden, with its reasons: for the facilitator."""
    rows = Contribution.objects.filter(room.seen, dialogue=room.dialogue, hidden=True, removed_at=None)
    return rows.select_related("participant").order_by("number")


def author_of(room: Room, number: int) -> int:
    """The participant number of who wrote what this person sees; 0 for nobody, and in a step without names."""
    rows = Contribution.objects.filter(room.seen, dialogue=room.dialogue, number=number, removed_at=None)
    rows = rows.filter(room.with_names)
    return rows.values_list("participant__number", flat=True).first() or 0

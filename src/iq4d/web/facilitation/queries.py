"""What a page reads of private words. Everything starts from the person: to anybody else there are none."""

from __future__ import annotations

from django.db.models import QuerySet

from iq4d.web.dialogues.models import Contribution, Dialogue, Participant
from iq4d.web.dialogues.queries import Room
from iq4d.web.facilitation.models import PrivateWord
from iq4d.web.people.models import Person


def words_of(person: Person, dialogue: Dialogue) -> QuerySet[PrivateWord]:
    """What this person said and heard here, the newest first."""
    found = PrivateWord.objects.of(person).filter(dialogue=dialogue)
    return found.select_related("author", "to", "answer").order_by("-at", "-pk")


def waiting_for(person: Person, dialogue: Dialogue) -> list[PrivateWord]:
    """What was said to this person and not put away, the oldest first."""
    found = PrivateWord.objects.waiting_for(person).filter(dialogue=dialogue)
    return list(found.select_related("author", "answer").order_by("at", "pk"))


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
    """The participant number of who wrote what this person sees; 0 for nobody."""
    rows = Contribution.objects.filter(room.seen, dialogue=room.dialogue, number=number, removed_at=None)
    return rows.values_list("participant__number", flat=True).first() or 0

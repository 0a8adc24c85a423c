"""A by-catch is kept the moment it is noticed; changed, taken back, brought back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from iq4d.web.harvests import rules
from iq4d.web.harvests.models import Bycatch
from iq4d.web.journal.actions import record
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import Refused, require


@transaction.atomic
def catch(*, person: Person, words: str, now: datetime, from_whom: str = "") -> Bycatch:
    """Keep it, for this person alone. Raises Refused."""
    if not words.strip():
        raise Refused(rules.NO_WORDS)
    made = Bycatch.objects.create(person=person, words=words, from_whom=from_whom, at=now)
    record("harvests.caught", actor=person, subject=made)
    return made


@transaction.atomic
def change(*, person: Person, bycatch: Bycatch, words: str, now: datetime, from_whom: str = "") -> None:
    """Other words in the place of the ones before: nobody else read them. Raises Refused."""
    if not words.strip():
        raise Refused(rules.NO_WORDS)
    row = _own(person, bycatch)
    if (row.words, row.from_whom) == (words, from_whom):
        return
    row.words, row.from_whom, row.edited_at = words, from_whom, now
    row.save(update_fields=["words", "from_whom", "edited_at"])
    record("harvests.bycatch-changed", actor=person, subject=row)


@transaction.atomic
def take_back(*, person: Person, bycatch: Bycatch, now: datetime) -> None:
    """Out of sight at once; for two weeks it can be brought back. Twice is once."""
    row = _own(person, bycatch)
    if row.removed_at is None:
        row.removed_at = now
        row.save(update_fields=["removed_at"])
        record("harvests.bycatch-taken-back", actor=person, subject=row)


@transaction.atomic
def bring_back(*, person: Person, bycatch: Bycatch, now: datetime) -> None:
    """Undo taking it back. Raises Refused."""
    row = _own(person, bycatch)
    require(rules.may_restore(removed_at=row.removed_at, now=now))
    if row.removed_at is not None:
        row.removed_at = None
        row.save(update_fields=["removed_at"])
        record("harvests.bycatch-brought-back", actor=person, subject=row)


def _own(person: Person, bycatch: Bycatch) -> Bycatch:
    """The row to change. It may just have gone for good: DoesNotExist, of what was taken back long ago."""
    return Bycatch.objects.select_for_update().get(pk=bycatch.pk, person=person)


def forget_what_was_taken_back(now: datetime) -> int:
    """After the time in which it can be undone it goes for good."""
    return Bycatch.objects.filter(removed_at__lt=now - rules.UNDO).delete()[0]

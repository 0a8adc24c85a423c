"""A guest turned out to have an account: what was said to the guest privately is for that account."""

from __future__ import annotations

from iq4d.web.dialogues.actions.merging import both_here
from iq4d.web.facilitation.models import PrivateWord
from iq4d.web.people.models import Person


def bring_words(guest: Person, into: Person) -> None:
    """Where they took part under both. What the two said to each other stays as it is: the account reads it already."""
    for one, own in both_here(guest, into):
        PrivateWord.objects.filter(author=one).exclude(to=own).update(author=own)
        PrivateWord.objects.filter(to=one).exclude(author=own).update(to=own)

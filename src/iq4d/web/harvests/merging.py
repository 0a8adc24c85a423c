"""A guest turned out to have an account: what they caught and harvested is that account's."""

from __future__ import annotations

from iq4d.web.harvests.models import Bycatch, Harvest
from iq4d.web.people.models import Person


def bring_harvests(guest: Person, into: Person) -> None:
    """Two harvests of one year stand beside each other: nothing of either is lost."""
    Bycatch.objects.filter(person=guest).update(person=into)
    Harvest.objects.filter(person=guest).update(person=into)

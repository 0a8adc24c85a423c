"""What one person may see of another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from iq4d.web.journal.models import Entry, Once
from iq4d.web.people.models import FreeDays, Person, normal_email
from iq4d.web.people.rules import may_see_photo

# Circles come later in the order of apps, and tell here who shares one (circles/apps.py).
shares_a_circle: list[Callable[[Person, int], bool]] = []


def photo_of(viewer: Person, person_id: int) -> str | None:
    """The file name of somebody's photo, for who may see it; None otherwise."""
    is_self = viewer.pk == person_id
    shares = not is_self and any(share(viewer, person_id) for share in shares_a_circle)
    if not may_see_photo(is_self=is_self, shares_a_circle=shares):
        return None
    return Person.objects.filter(pk=person_id, is_active=True).values_list("photo", flat=True).first() or None


def free_days(person_ids: Iterable[int]) -> dict[int, frozenset[date]]:
    """The days on which each of these people is free, for whoever plans with them. Everybody asked for is a key."""
    found: dict[int, set[date]] = {person: set() for person in person_ids}
    for days in FreeDays.objects.filter(person__in=found):
        found[days.person_id].update(days.days())
    return {person: frozenset(days) for person, days in found.items()}


def own_free_days(person: Person, now: datetime) -> QuerySet[FreeDays]:
    """The free days of this person that are not over where they are, the next first."""
    return FreeDays.objects.filter(person=person, last__gte=person.today(now)).order_by("first", "pk")


def guest_of(form: str, now: datetime) -> Person | None:
    """The guest who came by this very form in the last hour, as long as they are a guest."""
    lately = Once.objects.filter(key=form, at__gt=now - timedelta(hours=1), person__email=None, person__is_active=True)
    found = lately.select_related("person").order_by("pk").first()
    return found.person if found else None


def as_now(person: Person | None) -> Person | None:
    """The person, or the account that a guest turned out to have; None for who is gone."""
    if person is None or person.is_active:
        return person
    merged = Entry.objects.filter(verb="people.merged", subject=f"person:{person.pk}").order_by("pk").last()
    return Person.objects.filter(pk=merged.data["into"], is_active=True).first() if merged else None


def account_with(email: str) -> Person | None:
    """Whose address this is. Only for who proved that they read its mail."""
    email = normal_email(email)
    confirmed = EmailAddress.objects.filter(email=email, verified=True).values("user")
    return Person.objects.filter(email=email).first() or Person.objects.filter(pk__in=confirmed).first()

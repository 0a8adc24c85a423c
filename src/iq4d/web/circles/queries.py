"""What a person sees of circles. Everything starts from the person."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet

from iq4d.web.circles import rules
from iq4d.web.circles.models import Circle, Invitation, Membership
from iq4d.web.people.models import Person, normal_email
from iq4d.web.ui.verdicts import Verdict


def circles_of(person: Person) -> QuerySet[Circle]:
    """The circles somebody belongs to, by name, with `people`: how many belong to each."""
    mine = Membership.objects.filter(person=person).values("circle")
    return Circle.objects.filter(pk__in=mine).annotate(people=Count("memberships")).order_by("name", "pk")


def circle_for(person: Person, key: str) -> Circle | None:
    """The circle with this key, for who belongs to it."""
    return Circle.objects.seen_by(person).filter(key=key).first()


def role_in(person: Person, circle: Circle | int) -> str | None:
    """A person's role in a circle, or None."""
    pk = circle if isinstance(circle, int) else circle.pk
    return Membership.objects.filter(circle_id=pk, person=person).values_list("role", flat=True).first()


def is_member(circle: Circle, email: str) -> bool:
    """Whether this email address is that of somebody in the circle. Only for who may invite."""
    return circle.memberships.filter(person__email=normal_email(email)).exists()


def members_of(circle: Circle) -> QuerySet[Membership]:
    return circle.memberships.select_related("person").order_by("person__name", "pk")


def may_remove(person: Person, membership: Membership) -> Verdict:
    """Whether this person may end this place: their own, or as a steward another's."""
    circle, own = membership.circle_id, membership.person_id == person.pk
    stewards = Membership.objects.filter(circle_id=circle, role="steward").count()
    return rules.may_remove(role_in(person, circle), of=membership.role, is_self=own, stewards=stewards)


def calendar_of(circle: Circle) -> dict[str, Any]:
    """When this circle works. zone: an IANA name; weekdays: frozenset of numbers, Monday 0; holidays: frozenset of
    dates; closing: the time at which a working day ends.
    """
    return {
        "zone": circle.zone,
        "weekdays": frozenset(circle.weekdays),
        "holidays": frozenset(map(date.fromisoformat, circle.holidays)),
        "closing": circle.closing,
    }


def open_invitations(circle: Circle, now: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.open(now).filter(circle=circle).order_by("email")


def invitations_for(person: Person, now: datetime) -> QuerySet[Invitation]:
    """What waits for this person's yes."""
    return (
        Invitation.objects.open(now)
        .filter(email=person.email)
        .exclude(circle__memberships__person=person)
        .select_related("circle", "invited_by")
        .order_by("created_at")
    )


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_by(token: str) -> Invitation | None:
    found = Invitation.objects.select_related("circle", "invited_by").filter(token_hash=hash_of(token))
    return found.first()


def shares_a_circle(viewer: Person, person_id: int) -> bool:
    return Membership.objects.filter(person=viewer, circle__memberships__person_id=person_id).exists()

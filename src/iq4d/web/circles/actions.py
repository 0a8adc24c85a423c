"""What happens in circles."""

from __future__ import annotations

import secrets
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from iq4d.web.circles import queries, rules
from iq4d.web.circles.models import Circle, Invitation, Membership
from iq4d.web.journal.actions import record
from iq4d.web.people.models import Person, normal_email
from iq4d.web.ui.verdicts import require

INVITATION_LASTS = timedelta(days=14)


@transaction.atomic
def found_circle(*, person: Person, name: str, about: str, language: str, now: datetime) -> Circle:
    """A new circle; who founds it is its steward."""
    circle = Circle.objects.create(name=name, about=about, language=language, created_at=now)
    Membership.objects.create(circle=circle, person=person, role="steward", joined_at=now)
    record("circles.founded", actor=person, subject=circle, circle=circle.pk)
    return circle


@transaction.atomic
def change_circle(
    *,
    person: Person,
    circle: Circle,
    name: str,
    about: str,
    language: str,
    zone: str,
    weekdays: list[int],
    holidays: list[str],
    closing: time,
    joining: str,
) -> None:
    """weekdays: those worked on, Monday 0. holidays: ISO dates."""
    require(rules.may_change(queries.role_in(person, circle)))
    circle.name, circle.about, circle.language, circle.joining = name, about, language, joining
    circle.zone, circle.weekdays, circle.holidays, circle.closing = zone, weekdays, holidays, closing
    circle.save(update_fields=["name", "about", "language", "joining", "zone", "weekdays", "holidays", "closing"])
    record("circles.changed", actor=person, subject=circle, circle=circle.pk)


@transaction.atomic
def invite(*, person: Person, circle: Circle, email: str, role: str, now: datetime) -> Invitation:
    """Offer a place. The mail with the link goes out in background work (listeners.py).

    A second invitation to the same address replaces the first. Facilitators invite members, stewards anyone.
    """
    email = normal_email(email)
    earlier = Invitation.objects.open(now).filter(circle=circle, email=email)
    own_role = queries.role_in(person, circle)
    require(rules.may_invite(own_role))
    if role != "member" or earlier.exclude(role="member").exists():
        require(rules.may_change(own_role))
    today = Invitation.objects.filter(invited_by=person, created_at__gt=now - timedelta(days=1))
    require(rules.may_write(today=today.count(), to_this_address=today.filter(email=email).count()))
    earlier.update(withdrawn_at=now)
    invitation = Invitation.objects.create(
        circle=circle,
        email=email,
        role=role,
        invited_by=person,
        token_hash=queries.hash_of(secrets.token_urlsafe(24)),  # of no link yet
        created_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    record("circles.invited", actor=person, subject=invitation, circle=circle.pk)
    return invitation


@transaction.atomic
def new_link(*, invitation: Invitation) -> str:
    """The token of an invitation's link. It is made from the secret key and kept nowhere; asked twice, it is the same,
    so that a mail that went out twice holds one link.
    """
    made_of = f"{invitation.pk}:{invitation.email}:{invitation.created_at.isoformat()}"
    token = salted_hmac("iq4d.web.circles.invitation", made_of, algorithm="sha256").hexdigest()[:40]
    Invitation.objects.filter(pk=invitation.pk).update(token_hash=queries.hash_of(token))
    return token


@transaction.atomic
def withdraw_invitation(*, person: Person, invitation: Invitation, now: datetime) -> None:
    require(rules.may_invite(queries.role_in(person, invitation.circle_id)))
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(withdrawn_at=now)
    record("circles.invitation-withdrawn", actor=person, subject=invitation, circle=invitation.circle_id)


@transaction.atomic
def accept(*, person: Person, invitation: Invitation, now: datetime) -> Circle:
    """Take the offered place. Twice is once; an earlier role is never lowered."""
    circle = invitation.circle
    is_open = Invitation.objects.select_for_update().open(now).filter(pk=invitation.pk).exists()
    if queries.role_in(person, circle) is not None:
        return circle
    require(rules.may_accept(open=is_open, same_address=invitation.email == person.email))
    Membership.objects.create(circle=circle, person=person, role=invitation.role, joined_at=now)
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=now)
    record("circles.joined", actor=person, subject=circle, circle=circle.pk)
    return circle


def _stewards(circle: Circle) -> int:
    """Counted under a lock, so that two stewards cannot step down for each other at once."""
    return len(Membership.objects.select_for_update().filter(circle=circle, role="steward").values_list("pk"))


def _withdraw_sent(membership: Membership, role: str | None, now: datetime) -> None:
    """What somebody can no longer offer is offered no longer: an invitation to oneself is no way back."""
    sent = Invitation.objects.open(now).filter(circle=membership.circle_id, invited_by=membership.person_id)
    if rules.may_change(role):
        return
    (sent.exclude(role="member") if rules.may_invite(role) else sent).update(withdrawn_at=now)


@transaction.atomic
def give_role(*, person: Person, membership: Membership, role: str) -> None:
    circle = membership.circle
    stewards = _stewards(circle)
    place = Membership.objects.filter(pk=membership.pk).first()
    if place is None:  # let go in the meantime
        return
    require(rules.may_give_role(queries.role_in(person, circle), of=place.role, to=role, stewards=stewards))
    place.role = role
    place.save(update_fields=["role"])
    _withdraw_sent(place, role, timezone.now())
    data = {"person": place.person_id, "role": role}
    record("circles.role-given", actor=person, subject=circle, circle=circle.pk, data=data)


@transaction.atomic
def remove(*, person: Person, membership: Membership, now: datetime) -> None:
    """Let somebody go, or leave. Their words stay with the circle; no older invitation, to them or by them, stands."""
    circle = membership.circle
    _stewards(circle)
    place = Membership.objects.select_related("person").filter(pk=membership.pk).first()
    if place is None:  # twice is once
        return
    require(queries.may_remove(person, place))
    Invitation.objects.open(now).filter(circle=circle, email=place.person.email).update(withdrawn_at=now)
    _withdraw_sent(place, None, now)
    record("circles.left", actor=person, subject=circle, circle=circle.pk, data={"person": place.person_id})
    place.delete()


def bring_places(guest: Person, into: Person) -> None:
    """A guest's places in circles are the account's from now on; where it has one, the higher role stays."""
    own = {place.circle_id: place for place in Membership.objects.select_for_update().filter(person=into)}
    for place in Membership.objects.select_for_update().filter(person=guest):
        if (there := own.get(place.circle_id)) is None:
            place.person = into
            place.save(update_fields=["person"])
            continue
        there.role = max(there.role, place.role, key=rules.ROLES.index)
        there.save(update_fields=["role"])
        place.delete()
    Invitation.objects.filter(invited_by=guest).update(invited_by=into)

"""People who keep learning together."""

from __future__ import annotations

import secrets
from datetime import datetime, time

from django.db import models
from django.utils.translation import gettext_lazy as _

from iq4d.web.circles import rules
from iq4d.web.people.models import LANGUAGES, Person
from iq4d.web.people.zones import known_zone, own_zone

JOINING = [
    ("link", _("Anybody with the link; a name is enough")),
    ("account", _("Anybody with the link and an account here")),
    ("invitation", _("Only who was invited")),
]


def new_key() -> str:
    """A name for an address that nobody can count on from."""
    return secrets.token_urlsafe(8)


def monday_to_friday() -> list[int]:
    return [0, 1, 2, 3, 4]


class Circles(models.QuerySet["Circle"]):
    def seen_by(self, person: Person) -> Circles:
        """Circles are private: one sees those one belongs to."""
        return self.filter(memberships__person=person)


class Circle(models.Model):
    key = models.CharField(max_length=16, unique=True, default=new_key)
    name = models.CharField(_("name"), max_length=120)
    about = models.TextField(_("what it is for"), blank=True)
    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES, default="en")
    created_at = models.DateTimeField()
    zone = models.CharField(_("time zone"), max_length=60, default=own_zone, validators=[known_zone])
    weekdays = models.JSONField(default=monday_to_friday)  # those worked on, Monday 0
    holidays = models.JSONField(default=list)  # dates on which nobody works, "2026-12-25"
    closing = models.TimeField(default=time(17))  # a working day ends
    joining = models.CharField(max_length=10, choices=JOINING, default="link")  # a dialogue, by its link

    objects = Circles.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/circles/{self.key}/"


class Membership(models.Model):
    """Somebody's place in a circle. Roles: rules.ROLES, from least to most."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(
        max_length=12,
        choices=[("member", _("member")), ("facilitator", _("facilitator")), ("steward", _("steward"))],
        default="member",
    )
    joined_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["circle", "person"], name="one_place_per_person"),
            models.CheckConstraint(condition=models.Q(role__in=rules.ROLES), name="known_role"),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.circle}"


class Invitations(models.QuerySet["Invitation"]):
    def open(self, now: datetime) -> Invitations:
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)


class Invitation(models.Model):
    """A place in a circle, offered by mail. Only the hash of its token is kept (SECURITY rule 9)."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=12, default="member")
    invited_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = Invitations.as_manager()

    def __str__(self) -> str:
        return f"invitation to {self.circle}"

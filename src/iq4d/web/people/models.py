"""The people, and nothing about how well they do."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from iq4d.web.people.zones import is_zone, known_zone, own_zone

LANGUAGES = [("en", "English"), ("nl", "Nederlands")]  # each in itself: who needs one may not read the other
THEMES = [("auto", _("As my device")), ("light", _("Light")), ("dark", _("Dark"))]
MAILS = [("daily", _("At most one mail a day")), ("never", _("No mail"))]


def normal_email(email: str) -> str:
    """One spelling per mailbox, so that two accounts cannot share one."""
    return email.strip().lower()


class People(BaseUserManager["Person"]):
    def create_user(self, email: str | None, password: str | None = None, **fields: Any) -> Person:
        """Without an address a guest; without a password nobody can sign in with one."""
        person = self.model(email=normal_email(email) if email else None, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email=normal_email(username or ""))


class Person(AbstractBaseUser):
    """Somebody who is known here: with an account, or as a guest, who has no email address and no password."""

    email = models.EmailField(_("email address"), unique=True, null=True)  # noqa: DJ001 (unique, and a guest has none)
    name = models.CharField(_("name"), max_length=80)
    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES, default="en")
    theme = models.CharField(_("colours"), max_length=5, choices=THEMES, default="auto")
    photo = models.CharField(max_length=80, blank=True)  # the server-made file name under media/photos
    zone = models.CharField(_("time zone"), max_length=60, default=own_zone, validators=[known_zone])
    mails = models.CharField(_("mails"), max_length=5, choices=MAILS, default="daily")
    hints = models.BooleanField(default=True)  # whether they want help to ask, while they write
    mail_hour = models.PositiveSmallIntegerField(default=8)  # in their own zone; from then on the day's mail may go out
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = People()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    @property
    def is_guest(self) -> bool:
        """Here by a link and a name, with no way back but this browser."""
        return self.email is None

    @property
    def clock(self) -> ZoneInfo:
        """The time zone somebody lives in."""
        return ZoneInfo(self.zone if is_zone(self.zone) else own_zone())

    def today(self, now: datetime) -> date:
        """The date it is for this person."""
        return now.astimezone(self.clock).date()


class FreeDays(models.Model):
    """Days on which somebody does not work, the first and the last included."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="free_days")
    first = models.DateField()
    last = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="days_in_order")]

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"

    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


class Claim(models.Model):
    """A guest wants to be known by this address. It waits for the link in a mail, and is forgotten soon after."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="claims")
    email = models.EmailField(_("email address"))
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"claim {self.pk}"

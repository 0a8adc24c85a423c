"""The people, and nothing about how well they do."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LANGUAGES = [("en", "English"), ("nl", "Nederlands")]  # each in itself: who needs one may not read the other
THEMES = [("auto", _("As my device")), ("light", _("Light")), ("dark", _("Dark"))]


def normal_email(email: str) -> str:
    """One spelling per mailbox, so that two accounts cannot share one."""
    return email.strip().lower()


class People(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=normal_email(email), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email=normal_email(username or ""))


class Person(AbstractBaseUser):
    """Somebody with an account."""

    email = models.EmailField(_("email address"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES, default="en")
    theme = models.CharField(_("colours"), max_length=5, choices=THEMES, default="auto")
    photo = models.CharField(max_length=80, blank=True)  # the server-made file name under media/photos
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

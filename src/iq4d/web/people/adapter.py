"""How allauth meets our people."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import translation

from iq4d.web.people.models import Person


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    def populate_username(self, request: HttpRequest, user: Person) -> None:
        """There are no user names."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mail in the language of the one who reads it."""
        person = context.get("user") or Person.objects.filter(email=email).first()
        with translation.override(getattr(person, "language", None) or translation.get_language() or "en"):
            super().send_mail(template_prefix, email, context)

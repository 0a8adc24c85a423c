"""How allauth meets our people."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from axes.utils import reset
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from iq4d.web.people.models import Person

log = logging.getLogger(__name__)

WEAK_PASSWORD = {
    "password_too_short": _("This password is shorter than 10 characters. Make it longer."),
    "password_too_common": _("Many people use this password, so it is easily guessed. Choose another one."),
    "password_too_similar": _("This password is too much like your email address. Choose another one."),
}


def _at_home(link: str) -> str:
    """The same page at this site's own address: the one a request names, port and all, is the visitor's to choose."""
    return settings.URL.rstrip("/") + urlsplit(link)._replace(scheme="", netloc="").geturl()


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "duplicate_email": _("This is already your email address."),
        "email_password_mismatch": _("This email address and password do not belong together. Try again."),
        "enter_current_password": _("This is not your current password. Try again."),
        "incorrect_password": _("This is not your password. Try again."),
        "max_email_addresses": _("You cannot add more than %d email addresses."),
        "rate_limited": _("That was too often in a short time. Wait a minute and try again."),
        "too_many_login_attempts": _("Too many attempts in a short time. Wait a few minutes and try again."),
    }

    def is_ajax(self, request: HttpRequest) -> bool:
        """There is one kind of answer: the page."""
        return False

    def populate_username(self, request: HttpRequest, user: Person) -> None:
        """There are no user names."""

    def clean_password(self, password: str, user: Person | None = None) -> str:
        """What is wrong with a new password, in our words. Raises ValidationError."""
        try:
            return str(super().clean_password(password, user))
        except ValidationError as weak:
            raise ValidationError([WEAK_PASSWORD.get(one.code or "", one) for one in weak.error_list]) from weak

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("profile")

    def set_password(self, user: Person, password: str) -> None:
        """Who could choose a new password need not wait out the wrong ones."""
        super().set_password(user, password)
        if user.email:  # without a name axes would forget everybody's
            reset(username=user.email)

    def send_notification_mail(
        self, template_prefix: str, user: Person, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        super().send_notification_mail(template_prefix, user, {"user": user, **(context or {})}, email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mail in the language of the one who reads it, and to their name: never that of who asked for it."""
        person = context.get("user") or Person.objects.filter(email=email).first()
        here = urlsplit(settings.URL)
        links = {key: _at_home(value) for key, value in context.items() if key.endswith("_url")}
        site = {"current_site": SimpleNamespace(domain=here.netloc, name=here.netloc)}
        with translation.override(getattr(person, "language", None) or translation.get_language() or "en"):
            try:
                super().send_mail(template_prefix, email, context | links | site | {"user": person})
            except (OSError, SMTPException):  # these mails go out while the person waits: tell them, and go on
                log.exception("an account mail could not be sent")
                messages.warning(self.request, _("The mail could not be sent just now. Try again in a few minutes."))

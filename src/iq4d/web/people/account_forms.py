"""allauth's forms in our words: a label, at most one line of help, a password typed once."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

NEW_PASSWORD = _("At least 10 characters. A few words that belong together only for you work well.")


class Plain:
    """Goes before one of allauth's forms. `words`: label and help of its fields, by name."""

    words: dict[str, tuple[Any, Any]] = {}
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)  # typing twice catches few slips; a reset mends those that remain
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]


class SignUp(Plain, allauth.SignupForm):  # type: ignore[misc]
    words = {"email": (_("Email address"), ""), "password1": (_("Password"), NEW_PASSWORD)}
    field_order = ["name", "email", "password1", "language"]

    def try_save(self, request: HttpRequest) -> Any:
        """As long for an address with an account as for a new one: a quick answer would tell which it is."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class SignIn(Plain, allauth.LoginForm):  # type: ignore[misc]
    words = {"login": (_("Email address"), ""), "password": (_("Password"), "")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class Reauthenticate(Plain, allauth.ReauthenticateForm):  # type: ignore[misc]
    words = {"password": (_("Password"), "")}


class NewAddress(Plain, allauth.AddEmailForm):  # type: ignore[misc]
    words = {"email": (_("New email address"), _("We send a link to it. Until you open that, nothing changes."))}


class ChangePassword(Plain, allauth.ChangePasswordForm):  # type: ignore[misc]
    words = {"oldpassword": (_("Your current password"), ""), "password1": (_("New password"), NEW_PASSWORD)}


class SetPassword(Plain, allauth.SetPasswordForm):  # type: ignore[misc]
    words = {"password1": (_("Password"), NEW_PASSWORD)}


class AskForReset(Plain, allauth.ResetPasswordForm):  # type: ignore[misc]
    words = {"email": (_("Email address"), _("The one you sign in with."))}


class ResetPassword(Plain, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    words = {"password1": (_("New password"), NEW_PASSWORD)}

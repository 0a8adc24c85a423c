from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from iq4d.web.people import actions, photos
from iq4d.web.people.models import LANGUAGES, THEMES, Person
from iq4d.web.ui.fields import Line


class SignupForm(forms.Form):
    """What we ask besides email address and password; allauth puts these fields on its form."""

    name = Line(
        label=_("Your name"),
        help_text=_("As others in your circles see it. A first name will do."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, initial=get_language)

    def signup(self, request: HttpRequest, user: Person) -> None:
        actions.welcome(person=user, cleaned=self.cleaned_data)


class ProfileForm(forms.Form):
    name = Line(label=_("Your name"), max_length=80, help_text=_("As others in your circles see it."))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    theme = forms.ChoiceField(label=_("Colours"), choices=THEMES)
    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=_("JPEG, PNG, WebP or GIF. Only people you share a circle with see it."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )
    remove_photo = forms.BooleanField(label=_("Remove my photo"), required=False)

    def clean_photo(self) -> bytes | None:
        upload: Any = self.cleaned_data.get("photo")
        return photos.re_encoded(upload) if upload else None


class ClaimForm(forms.Form):
    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        help_text=_("Others do not see it. If you have an account already, give its address."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

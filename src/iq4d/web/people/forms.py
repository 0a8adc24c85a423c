from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from iq4d.web.people import actions, photos, rules, zones
from iq4d.web.people.models import LANGUAGES, MAILS, THEMES, Person
from iq4d.web.ui.fields import Line
from iq4d.web.ui.refusals import sentence

MAIL_HOURS = (7, 8, 9, 12, 17, 20)


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
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zones.choices,
        help_text=_("Where you are: dates and times are shown as they are there."),
    )
    mails = forms.ChoiceField(label=_("Mail about what is asked of you"), choices=MAILS)
    mail_hour = forms.TypedChoiceField(
        label=_("From what time"),
        choices=[(hour, f"{hour}:00") for hour in MAIL_HOURS],
        coerce=int,
        help_text=_("The mail of the day comes after this, in your own time."),
    )
    hints = forms.BooleanField(
        label=_("A hint when I write a question"),
        required=False,
        help_text=_("One line at most, with its reason. Only you see it, and nothing is kept of it."),
    )
    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=_("JPEG, PNG, WebP or GIF. Only people you share a circle or a conversation with see it."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )
    remove_photo = forms.BooleanField(label=_("Remove my photo"), required=False)

    def __init__(self, *args: Any, guest: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if guest:  # no mail goes to who has no address
            del self.fields["mails"], self.fields["mail_hour"]

    def clean_photo(self) -> bytes | None:
        upload: Any = self.cleaned_data.get("photo")
        return photos.re_encoded(upload) if upload else None


class FreeDaysForm(forms.Form):
    first = forms.DateField(label=_("First day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    last = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave empty for one day."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def clean(self) -> dict[str, Any]:
        days = self.cleaned_data
        if first := days.get("first"):
            days["last"] = days.get("last") or first
            verdict = rules.may_be_free(first=first, last=days["last"])
            if not verdict:
                self.add_error("last", sentence(verdict))
        return days


class ClaimForm(forms.Form):
    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        help_text=_("Others do not see it. If you have an account already, give its address."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

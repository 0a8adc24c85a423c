from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from iq4d.web.circles import days, queries
from iq4d.web.circles.models import JOINING, Circle
from iq4d.web.people import zones
from iq4d.web.people.models import LANGUAGES
from iq4d.web.ui.fields import Line, Words

ROLE_CHOICES = [
    ("member", _("Member: takes part")),
    ("facilitator", _("Facilitator: guards method and care, imports, invites")),
    ("steward", _("Steward: also changes the circle and its roles")),
]


class CircleForm(forms.Form):
    name = Line(label=_("Name"), max_length=120, help_text=_("What its people call it."))
    about = Words(
        label=_("What is it for?"),
        required=False,
        help_text=_("Why you learn together, and for whom. You can write this later."),
    )
    language = forms.ChoiceField(label=_("Language of the circle"), choices=LANGUAGES)


class CircleChangeForm(CircleForm):
    """Everything a circle is asked at its start, and what can wait until somebody needs it."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day of the week.")},
    )
    closing = forms.TimeField(
        label=_("A day ends at"),
        help_text=_("What is to be done on a day is to be done by this time."),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    zone = forms.ChoiceField(label=_("Time zone"), choices=zones.choices)
    holidays = Words(
        label=_("Free days"),
        required=False,
        rows=5,
        help_text=_("One date or range per line, such as 2026-12-25 or 2026-12-21 - 2027-01-01."),
    )
    joining = forms.ChoiceField(
        label=_("Who may join a dialogue by its link?"), choices=JOINING, widget=forms.RadioSelect
    )

    def clean_weekdays(self) -> list[int]:
        return sorted(self.cleaned_data["weekdays"])

    def clean_holidays(self) -> list[str]:
        return [day.isoformat() for day in days.dates_in(self.cleaned_data["holidays"])]


def now_of(circle: Circle) -> dict[str, Any]:
    """What the form to change a circle begins with."""
    return vars(circle) | {"holidays": days.text_of(queries.calendar_of(circle)["holidays"])}


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("Email address"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES, initial="member")


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES)

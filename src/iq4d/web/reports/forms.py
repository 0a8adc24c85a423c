"""What somebody asks when a page is to go outside."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from iq4d.web.reports import rules
from iq4d.web.ui.fields import Line

QUOTES = [
    ("", _("Without words of anybody: shapes, figures, pictures and advice")),
    ("quotes", _("With quotes, without names")),
]


class ReleaseForm(forms.Form):
    purpose = Line(
        label=_("To whom, and what for?"),
        max_length=rules.LONGEST,
        help_text=_("In your own words. Everybody who is asked reads this; the page itself does not say it."),
    )
    quotes = forms.ChoiceField(
        label=_("What is in it?"), choices=QUOTES, required=False, widget=forms.RadioSelect, initial=""
    )
    until = forms.DateField(
        label=_("Until which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("After that day the link leads nowhere. It can be closed before, at any time."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_quotes(self) -> bool:
        return bool(self.cleaned_data["quotes"] == "quotes")

    def clean_until(self) -> date:
        day: date = self.cleaned_data["until"]
        if not rules.may_end_on(day, self.today):
            raise ValidationError(_("Choose a day from tomorrow on, within a year."))
        return day

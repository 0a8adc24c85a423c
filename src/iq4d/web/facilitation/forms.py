"""A private word as it was typed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from iq4d.web.facilitation.rules import LONGEST
from iq4d.web.ui.fields import Words


class PrivateWordForm(forms.Form):
    source = Words(max_length=LONGEST, rows=5, label=_("Your words"))
    about = forms.IntegerField(required=False, min_value=0, max_value=10**9, widget=forms.HiddenInput)

    def clean_about(self) -> int:
        return self.cleaned_data.get("about") or 0

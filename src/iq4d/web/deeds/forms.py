"""What a person typed about their deed, kept whatever happens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from iq4d.web.deeds.models import OUTCOMES, REASONS, Deed
from iq4d.web.deeds.rules import WITH_REASON
from iq4d.web.ui.fields import Words


class OutcomeForm(forms.Form):
    """One tap; empty takes it back."""

    outcome = forms.ChoiceField(required=False, choices=OUTCOMES)


class StoryForm(forms.Form):
    """What came of it; and why, where it was partly or not done. All of it may stay empty.

    Asks for a reason where there can be one, and where one was sent: then it was told otherwise meanwhile, and the
    words are not dropped. choosing: asks for the outcome too.
    """

    outcome = forms.ChoiceField(required=False, choices=OUTCOMES, widget=forms.RadioSelect, label=_("How did it go?"))
    reason = forms.ChoiceField(required=False, choices=REASONS, widget=forms.RadioSelect, label=_("What came between?"))
    reason_words = Words(
        required=False, max_length=1_000, rows=2, label=_("In your own words"), help_text=_("May stay empty.")
    )
    story = Words(
        required=False,
        max_length=20_000,
        rows=4,
        label=_("What came of it?"),
        help_text=_("A few sentences are enough. They stand under your deed in the conversation, for who sees it."),
    )

    def __init__(self, *args: Any, deed: Deed, has_story: bool, choosing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not choosing:
            del self.fields["outcome"]
        asked = "reason" in self.data or "reason_words" in self.data if self.is_bound else deed.outcome in WITH_REASON
        if not asked:
            del self.fields["reason"], self.fields["reason_words"]
        if has_story:
            del self.fields["story"]


class DayForm(forms.Form):
    day = forms.DateField(
        label=_("Ask me again on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose a day.")},
    )

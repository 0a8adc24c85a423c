"""What a person typed of what they learned, kept whatever happens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from iq4d.web.ui.fields import Line, Words

FROM_WHOM = _("From whom, or where?")


class BycatchForm(forms.Form):
    """One field and one button; the other may stay empty."""

    words = Words(max_length=5_000, rows=2, label=_("What did you just learn, without meaning to?"))
    from_whom = Line(required=False, label=FROM_WHOM, help_text=_("May stay empty."))


class OwnWordsForm(forms.Form):
    """A learning that stands nowhere yet, beside those that are chosen."""

    own = Words(
        required=False, max_length=5_000, rows=2, label=_("Something else"),
        help_text=_("What you learned and what stands nowhere yet, in your own words."),
    )  # fmt: skip


class LearningForm(forms.Form):
    """One learning of a harvest. All but the words themselves may stay empty."""

    words = Words(rows=3, label=_("What did you learn?"), help_text=_("In words you would say to somebody."))
    intended = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
        choices=[("yes", _("I meant to learn it")), ("no", _("By-catch: I came across it"))],
        label=_("On purpose, or by accident?"),
    )
    from_whom = Line(required=False, label=FROM_WHOM)
    used_where = Words(required=False, max_length=2_000, rows=2, label=_("Where did you use it?"))
    shows = Words(
        required=False, max_length=2_000, rows=2, label=_("What shows it?"), help_text=_("What others could see of it.")
    )

    @property
    def said(self) -> dict[str, Any]:
        """Cleaned, as the action takes it."""
        told = dict(self.cleaned_data)
        return told | {"intended": {"yes": True, "no": False}.get(told["intended"])}


class AskForm(forms.Form):
    """The conversation in which somebody asks three questions. methods, circles: (key, name)."""

    sentence = Line(max_length=300, label=_("The question you lay on the table"))
    method = forms.ChoiceField(label=_("How do you want to look back?"), widget=forms.RadioSelect)
    circle = forms.ChoiceField(required=False, label=_("With people from which circle?"))

    def __init__(
        self, *args: Any, methods: list[tuple[str, str]], circles: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["method"].choices = methods  # type: ignore[attr-defined]
        self.fields["circle"].choices = [("", _("None: I ask somebody myself")), *circles]  # type: ignore[attr-defined]
        if len(methods) == 1:
            self.fields["method"].widget = forms.HiddenInput()
            self.fields["method"].initial = methods[0][0]
        if not circles:
            del self.fields["circle"]

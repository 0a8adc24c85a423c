"""Forms that make a dialogue sharper: its purpose, how it is held, who is asked in, what is agreed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from iq4d.web.dialogues.forms import TIPS_MEAN, TIPS_WELCOME, choose
from iq4d.web.dialogues.models import LEARNING, ROOMS
from iq4d.web.dialogues.wording import COURSES, ROLE_CHOICES, STEERING
from iq4d.web.ui.fields import Line, Words


class SharpenForm(forms.Form):
    """The purpose of a dialogue. All of it may be left for later."""

    title = Line(max_length=300, label=_("The question, in one sentence"))
    why = Words(required=False, max_length=4_000, rows=2, label=_("What are we doing it for?"))
    for_whom = Words(required=False, max_length=4_000, rows=2, label=_("For whom?"))
    done_when = Words(
        required=False,
        max_length=4_000,
        rows=2,
        label=_("When is it done?"),
        help_text=_("How you will notice. At the end everybody says whether it came to that."),
    )
    outside = Words(required=False, max_length=4_000, rows=2, label=_("What is outside?"))
    target = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=1_000,
        label=_("How many reactions do you hope for?"),
        help_text=_("“Three to go” stands on the page, for everybody to see."),
    )
    target_by = forms.DateField(required=False, label=_("By when?"), widget=forms.DateInput(attrs={"type": "date"}))
    tips_welcome = forms.BooleanField(required=False, label=TIPS_WELCOME, help_text=TIPS_MEAN)


class PlanForm(forms.Form):
    """How the dialogue is held. meeting: local time of whoever plans it."""

    method = forms.ChoiceField(label=_("Method"), widget=forms.RadioSelect)
    course = forms.ChoiceField(label=_("Apart or together?"), choices=COURSES, widget=forms.RadioSelect)
    meeting = forms.DateTimeField(
        required=False,
        label=_("When do you sit together?"),
        help_text=_("Only for the part together. You can say so later."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    steering = forms.ChoiceField(
        required=False, label=_("How much do the steps decide?"), choices=[("", _("As the method says")), *STEERING]
    )
    room = forms.ChoiceField(label=_("Who sees it?"), choices=ROOMS, widget=forms.RadioSelect)

    def __init__(self, *args: Any, methods: list[tuple[str, str]], has_circle: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "method", methods)
        if not has_circle:
            del self.fields["room"]

    def clean_meeting(self) -> datetime | None:
        meeting: datetime | None = self.cleaned_data.get("meeting")
        kept = self.initial.get("meeting") if self.initial else None
        unchanged = meeting is not None and kept is not None and meeting == kept.replace(second=0, microsecond=0)
        if meeting is not None and meeting <= timezone.now() and not unchanged:
            raise forms.ValidationError(_("Choose a moment that is still to come."))
        return meeting


class AskInForm(forms.Form):
    """By name or by mail, with one question for this person."""

    member = forms.ChoiceField(
        required=False,
        label=_("Somebody from the circle"),
        help_text=_("They find it under “Now”, and in their mail of the day."),
    )
    email = forms.EmailField(
        required=False,
        max_length=254,
        label=_("Or an email address"),
        help_text=_("One mail goes out with a link of their own, unless they want no mail from us."),
    )
    name = Line(required=False, max_length=80, label=_("Their name"))
    question = Line(
        required=False,
        max_length=300,
        label=_("One question, just for them"),
        help_text=_("What would you like to hear from them in particular? They see it with the invitation."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, members: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if members:
            choose(self, "member", [("", _("Choose a name")), *members])
        else:
            del self.fields["member"]
            self.fields["email"].label = _("Email address")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("member") and not given.get("email") and not self.errors:
            raise forms.ValidationError(_("Choose somebody, or give an email address."))
        return given


class RolesForm(forms.Form):
    """Who does what, by participant number: role-3=facilitator."""

    def __init__(self, *args: Any, people: list[tuple[int, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name, role in people:
            self.fields[f"role-{number}"] = forms.ChoiceField(label=name, choices=ROLE_CHOICES, initial=role)

    def roles(self) -> dict[int, str]:
        return {int(name.removeprefix("role-")): role for name, role in self.cleaned_data.items()}


class AgreementForm(forms.Form):
    """What a group agrees beforehand. Changing it asks everybody anew."""

    learning = forms.ChoiceField(
        required=False,
        label=_("How do we want to learn here?"),
        choices=[*LEARNING, ("", _("We have not said yet"))],
        widget=forms.RadioSelect,
    )
    steering = forms.ChoiceField(
        required=False, label=_("How much do the steps decide?"), choices=STEERING, widget=forms.RadioSelect
    )
    confidence = Words(
        required=False,
        max_length=4_000,
        rows=3,
        label=_("What stays between us?"),
        help_text=_("For example: what is told here stays here; what I learn from it I may take along."),
    )
    keep_months = forms.TypedChoiceField(
        required=False,
        label=_("How long is it kept after the end?"),
        coerce=int,
        empty_value=None,
        choices=[
            ("", _("Until we take it away ourselves")), ("1", _("A month")), ("3", _("Three months")),
            ("12", _("A year")), ("36", _("Three years")),
        ],
    )  # fmt: skip

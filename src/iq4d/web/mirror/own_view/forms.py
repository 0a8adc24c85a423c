"""How one sees it oneself, as it was ticked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from iq4d.measures.score import DIMENSIONS
from iq4d.web.mirror.models import OwnView
from iq4d.web.mirror.own_view.wording import CANNOT_TELL, STEPS


def _words() -> forms.ChoiceField:
    return forms.ChoiceField(required=False, choices=(*STEPS, CANNOT_TELL), widget=forms.RadioSelect)


class OwnViewForm(forms.Form):
    """For each dimension one of five words, or "I cannot tell". Nothing is chosen beforehand.

    A dimension that was passed by counts as "I cannot tell".
    """

    purpose = _words()
    depth = _words()
    diversity = _words()
    deeds = _words()
    may_test = forms.BooleanField(
        required=False,
        label=_("This may help to test the measure on this installation, without names"),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not any(given.get(dimension) for dimension in DIMENSIONS):
            raise forms.ValidationError(_("Nothing is chosen yet. Choose at least one word, or “I cannot tell”."))
        return given

    @property
    def steps(self) -> dict[str, int | None]:
        """By dimension, once it is valid."""
        told = {dimension: self.cleaned_data.get(dimension, "") for dimension in DIMENSIONS}
        return {dimension: int(value) if value.isdigit() else None for dimension, value in told.items()}


def as_before(view: OwnView | None) -> dict[str, Any]:
    """What a person chose last; nothing for who chose nothing yet."""
    if view is None:
        return {}
    told = {dimension: getattr(view, dimension) for dimension in DIMENSIONS}
    steps = {dimension: CANNOT_TELL[0] if step is None else str(step) for dimension, step in told.items()}
    return steps | {"may_test": view.may_test}

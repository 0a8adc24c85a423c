"""Form fields that refuse what a database cannot keep, and that keep everything else byte for byte."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from iq4d.web.ui.middleware import unkeepable


def keepable(value: str) -> None:
    """A validator for every text that comes in. Django refuses NUL itself; lone surrogates are ours."""
    if unkeepable(value):
        raise ValidationError(_("This text holds a character that cannot be kept. Remove it and try again."))


# Line ends and other controls, and what turns the reading direction of everything after it.
_not_of_a_line = re.compile("[\x01-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def one_line(value: str) -> None:
    """A validator for names and titles: one line that reads as it is written, and with something to see."""
    seen = any(unicodedata.category(character)[0] in "LMNPS" for character in value)
    if _not_of_a_line.search(value) or not seen:
        raise ValidationError(_("Keep this to one line of visible characters."))


class Line(forms.CharField):
    """One line of text."""

    def __init__(self, *, max_length: int = 200, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.validators += [keepable, one_line]


class Words(forms.CharField):
    """A person's words: kept as typed, line ends as the browser sends them made one kind."""

    widget = forms.Textarea
    default_error_messages = {"required": _("There are no words in it yet.")}

    def __init__(self, *, max_length: int = 20_000, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, strip=False, **kwargs)
        self.widget.attrs.setdefault("rows", rows)
        self.validators.append(keepable)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")

    def validate(self, value: str) -> None:
        """Nothing but spaces is nothing."""
        super().validate(value if value.strip() else "")

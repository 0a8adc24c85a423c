from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from iq4d.web.imports import rules
from iq4d.web.imports.models import Found
from iq4d.web.ui.refusals import sentence

AT_MOST = 4  # files of one export

GROUP_KNOWS_CHOICES = [
    ("knows", _("Yes, they know and agree")),
    ("public", _("It is public: anyone can read it where it was held")),
    ("not-yet", _("Not yet")),
]


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or a few files that together are one export."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = list(data) if isinstance(data, (list, tuple)) else [data]
        cleaned = [super(FilesField, self).clean(upload, initial) for upload in files or [None]]
        if len(cleaned) > AT_MOST:
            raise forms.ValidationError(
                ngettext("Choose %(n)s file at most.", "Choose at most %(n)s files.", AT_MOST) % {"n": AT_MOST}
            )
        if sum(upload.size for upload in cleaned) > settings.IMPORT_MAX_BYTES:
            raise forms.ValidationError(
                _("Together these files are larger than %(mb)s MB, the most this site takes. Export a smaller part.")
                % {"mb": settings.IMPORT_MAX_BYTES // 1_000_000}
            )
        return cleaned


class BringForm(forms.Form):
    export = FilesField(label=_("The export"))


class ConfirmForm(forms.Form):
    pseudonyms = forms.BooleanField(label=_("Give the speakers pseudonyms"), required=False, initial=True)
    group_knows = forms.ChoiceField(
        label=_("Does the group know?"), choices=GROUP_KNOWS_CHOICES, widget=forms.RadioSelect
    )
    everything = forms.BooleanField(label=_("All of them"), required=False)

    def __init__(self, *args: Any, state: str, listed: list[Found], found: int, **kwargs: Any) -> None:
        """listed: the conversations that can be chosen one by one; found: how many there are in all."""
        super().__init__(*args, **kwargs)
        self.state, self.found = state, found
        choices = [(str(found.number), found.title) for found in listed]
        self.fields["chosen"] = forms.MultipleChoiceField(choices=choices, required=False)

    def clean(self) -> dict[str, Any]:
        """Asks the rule that the act asks, so that a refusal stands beside what was chosen."""
        given = super().clean() or {}
        chosen = self.found if given.get("everything") else len(given.get("chosen", ()))
        verdict = rules.may_confirm(
            is_own=True, state=self.state, group_knows=given.get("group_knows", ""), chosen=chosen
        )
        if "group_knows" in given and not verdict:
            self.add_error("group_knows" if verdict.code == "imports.group-must-know" else None, sentence(verdict))
        return given

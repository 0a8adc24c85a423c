from django import forms
from django.utils.translation import gettext_lazy as _


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("The method file"),
        help_text=_("One file, its name ends in .toml."),
        widget=forms.ClearableFileInput(attrs={"accept": ".toml,text/plain,application/toml"}),
        error_messages={"required": _("Choose a file first."), "empty": _("There is nothing in this file.")},
    )

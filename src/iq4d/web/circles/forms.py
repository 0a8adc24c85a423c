from django import forms
from django.utils.translation import gettext_lazy as _

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


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("Email address"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES, initial="member")


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES)

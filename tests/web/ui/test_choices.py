"""A list to choose from is written as Django writes it, only sooner."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from iq4d.web.people import zones

LISTS = {
    "the zones, in groups": (zones.choices, "Europe/Amsterdam"),
    "a name like mark-up": ([("<a>", "<b> & 'c'"), (1, "One"), ("", "---")], "<a>"),
    "nothing chosen": ([("nl", "Nederlands"), ("en", "English")], None),
    "nothing to choose": ([], None),
}


class Marked(forms.Select):
    """One whose options carry attributes, as Django allows: with a value, without, and left out."""

    def create_option(self, *args, **more):
        option = super().create_option(*args, **more)
        option["attrs"] |= {"data-at": '"x"', "disabled": True, "hidden": False}
        return option


@pytest.mark.parametrize("kind", [forms.Select, Marked])
@pytest.mark.parametrize("named", LISTS)
def test_it_comes_to_the_same(named: str, kind: type[forms.Select]) -> None:
    choices, chosen = LISTS[named]
    list_of = forms.ChoiceField(choices=choices, widget=kind).widget
    ours = list_of.render("zone", chosen, {"id": "id_zone", "required": True})
    djangos = list_of.render("zone", chosen, {"id": "id_zone", "required": True}, renderer=DjangoTemplates())
    assert ours == re.sub(r"\n(?=\n)", "", djangos)
    assert ours.count("selected") == (chosen is not None)

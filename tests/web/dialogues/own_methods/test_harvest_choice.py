"""A harvest of one's own can be looked at with a method of the circle's own, in that circle alone."""

from __future__ import annotations

import pytest
from django.urls import reverse

import cast
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.harvests.models import Harvest
from web.dialogues.own_methods.files import changed, load, taken

pytestmark = pytest.mark.django_db


def test_their_own_way_of_looking_back_is_among_the_choices() -> None:
    ada = cast.person("Ada")
    circle, other, browser = cast.circle(ada), cast.circle(ada, name="Of nobody else"), cast.signed_in(ada)
    browser.post(reverse("harvest_choose"), {"own": "I ask before I tell"})
    harvest = Harvest.objects.get()
    address = reverse("harvest_ask", args=[harvest.pk])
    assert "Our month" not in browser.get(address).content.decode()
    month = changed(taken(browser, "month_harvest"), key='"our_month"', name__en='"Our month"', name__nl='"Onze maand"')
    load(browser, circle, month)
    assert "Our month (Wednesday circle)" in browser.get(address).content.decode()
    form = {"sentence": "What did I learn?", "method": "our_month", "once": ""}
    for elsewhere in ("", other.key):
        assert "not there" in browser.post(address, form | {"circle": elsewhere}).content.decode()
        assert not Dialogue.objects.exists()
    assert browser.post(address, form | {"circle": circle.key}).status_code == 302
    assert Dialogue.objects.get().method == "our_month"

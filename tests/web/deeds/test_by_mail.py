"""By the link of a mail: it asks without a sign-in, tells nothing on reading, and is for one deed of one person."""

from __future__ import annotations

from datetime import date

import pytest
from django.core import signing
from django.core.signing import TimestampSigner
from django.test import Client
from django.urls import reverse

import cast
from iq4d.web.deeds import links
from iq4d.web.deeds.models import Deed
from iq4d.web.dialogues.models import Dialogue
from web.deeds.promising import at_harvest, promise, recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return {name: cast.person(name) for name in ("Ada", "Bob", "Carla", "Dee")}


@pytest.fixture
def talk(people) -> Dialogue:
    ada, bob, _carla, dee = people.values()
    return at_harvest(ada, cast.circle(ada, bob, dee), bob, dee)


@pytest.fixture
def deed(people, talk) -> Deed:
    return promise(people["Bob"], talk, "I talk to her", due=date(2026, 11, 30), seen="me")


def address(deed: Deed, outcome: str = "") -> str:
    return reverse("deed_by_mail", args=[links.token_of(deed, outcome)])


def test_one_press_without_signing_in(deed) -> None:
    nobody, at = Client(), address(deed, "partly")
    seen = nobody.get(at).content.decode()
    assert "You said you would do something; how did it go?" in seen
    assert "I talk to her" in seen
    assert "How do I tell it?" not in seen, "what the conversation is about stays in it"
    nobody.head(at)
    deed.refresh_from_db()
    assert deed.outcome == "", "reading writes nothing: mail programs read too"
    answer = nobody.post(at, {"outcome": "partly"})
    assert (answer.status_code, answer["Location"]) == (302, f"{at}?told=1")
    deed.refresh_from_db()
    assert deed.outcome == "partly"
    assert len(recorded("deeds.told")) == 1
    thanks = nobody.get(answer["Location"]).content.decode()
    assert "Noted: partly done." in thanks
    assert f"?next={deed.get_absolute_url()}" in thanks
    assert nobody.get(deed.get_absolute_url()).status_code == 302, "and in one does not get by it"


def test_signed_in_bob_goes_on_to_tell(people, deed) -> None:
    answer = cast.signed_in(people["Bob"]).post(address(deed, "done"), {"outcome": "done"})
    assert answer["Location"] == f"{deed.get_absolute_url()}#told"
    other = cast.signed_in(people["Ada"]).post(address(deed, "done"), {"outcome": "not"})
    assert "told=1" in other["Location"]


def test_it_is_for_one_deed(people, talk, deed, quiet) -> None:
    theirs = promise(people["Dee"], talk, "Hers")
    signer = TimestampSigner(salt="iq4d.web.deeds.tell")
    mixed = signer.sign_object({"deed": theirs.pk, "person": people["Bob"].pk, "as": "done"})
    elsewhere = signing.TimestampSigner(salt="iq4d.web.people.claim").sign_object(
        {"deed": deed.pk, "person": people["Bob"].pk, "as": "done"}
    )
    good = links.token_of(deed, "done")
    for token in (mixed, elsewhere, good[:-1] + ("A" if good[-1] != "A" else "B"), "no-such-token"):
        at = reverse("deed_by_mail", args=[token])
        assert Client().get(at).status_code == 404
        assert Client().post(at, {"outcome": "done"}).status_code == 404
    assert not Deed.objects.exclude(outcome="").exists()
    assert Client().post(reverse("deed_by_mail", args=[good]), {"outcome": ""}).status_code == 404
    assert Client().post(reverse("deed_by_mail", args=[good]), {"outcome": "splendid"}).status_code == 404
    assert Client().post(reverse("deed_by_mail", args=[good]), {"outcome": "done"}).status_code == 302  # the control


def test_an_old_link_says_so(deed, monkeypatch) -> None:
    at = address(deed)
    monkeypatch.setattr("iq4d.web.deeds.links.LASTS", -links.LASTS)
    assert "no longer works" in Client().get(at).content.decode()
    assert "no longer works" in Client().post(at, {"outcome": "done"}).content.decode()
    deed.refresh_from_db()
    assert deed.outcome == ""


def test_a_right_removed_ends_the_link(people, talk, deed, quiet) -> None:
    at = address(deed)
    assert Client().get(at).status_code == 200
    talk.participants.filter(person=people["Bob"]).update(removed_at=cast.NOW)
    assert Client().get(at).status_code == 404
    assert Client().post(at, {"outcome": "done"}).status_code == 404


def test_another_site_cannot_press_it(deed) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.post(address(deed), {"outcome": "done"})
    deed.refresh_from_db()
    assert deed.outcome == ""

"""Versions of one method in one circle: the same content twice is once, other content asks for a higher number."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle, Membership
from iq4d.web.dialogues.models import Dialogue, OwnMethod
from iq4d.web.dialogues.own_methods import rules
from iq4d.web.dialogues.own_methods.actions import keep
from iq4d.web.journal.models import Entry
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import Refused
from web.at_once import at_once
from web.dialogues.own_methods.files import load, look, own, taken
from web.dialogues.playing import words_of


@pytest.fixture
def ada(db: None) -> Person:
    return cast.person("Ada")


@pytest.fixture
def circle(ada: Person) -> Circle:
    return cast.circle(ada)


@pytest.fixture
def browser(ada: Person) -> Client:
    return cast.signed_in(ada)


def other(browser: Client, **more: str) -> str:
    return own(browser, **more).replace("neighbour", "friend")


def test_the_same_content_twice_is_once(circle: Circle, browser: Client) -> None:
    load(browser, circle, own(browser))
    again = look(browser, circle, own(browser) + "\n# only a remark more\n")
    assert "in the circle already" in again.content.decode()
    load(browser, circle, own(browser) + "\n# only a remark more\n")
    assert OwnMethod.objects.count() == 1
    assert Entry.objects.filter(verb="dialogues.method-loaded").count() == 1


def test_loading_what_was_taken_out_of_use_takes_it_into_use(circle: Circle, browser: Client) -> None:
    load(browser, circle, own(browser))
    OwnMethod.objects.update(withdrawn_at=timezone.now())
    load(browser, circle, own(browser))
    assert OwnMethod.objects.get().withdrawn_at is None


def test_other_content_asks_for_a_higher_version(circle: Circle, browser: Client) -> None:
    load(browser, circle, own(browser))
    said = words_of(look(browser, circle, other(browser)).content.decode())
    assert "Raise the version: version = 3." in said
    assert "Bring into the circle" not in said
    lower = look(browser, circle, other(browser, version="1")).content.decode()
    assert "Raise the version: version = 3." in words_of(lower)
    browser.post(f"/circles/{circle.key}/methods/keep/", {"words": other(browser)})
    assert OwnMethod.objects.count() == 1


def test_the_newest_in_use_is_offered_and_what_runs_keeps_its_own(circle: Circle, browser: Client) -> None:
    form = {"sentence": "How?", "circle": circle.key, "method": "our_hour", "once": ""}
    load(browser, circle, own(browser))
    browser.post("/start/", form)
    load(browser, circle, other(browser, version="3"))
    browser.post("/start/", form)
    old, new = Dialogue.objects.order_by("pk")
    assert "neighbour" in old.standing.method_text
    assert "friend" in new.standing.method_text
    newest = OwnMethod.objects.get(version=3)
    browser.post(f"/circles/{circle.key}/methods/{newest.pk}/away/")
    browser.post("/start/", form)
    assert "neighbour" in Dialogue.objects.order_by("pk").last().standing.method_text  # type: ignore[union-attr]
    for one in (old, new):
        assert browser.get(f"/dialogues/{one.key}/").status_code == 200


def test_a_circle_has_room_for_so_many(circle: Circle, browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST", 1)
    load(browser, circle, own(browser))
    assert "as many as fit" in look(browser, circle, own(browser, version="3")).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_stewards_at_once() -> None:
    """The same file is once; of two others with one version, one is refused. Nobody meets an error."""
    ada, dee = cast.person("Ada"), cast.person("Dee")
    circle = cast.circle(ada)
    Membership.objects.create(circle=circle, person=dee, role="steward", joined_at=cast.NOW)
    browser, now = cast.signed_in(ada), timezone.now()
    same, third, fourth = own(browser), own(browser, version="3"), other(browser, version="3")

    def loads(person: Person, words: str) -> str:
        try:
            return str(keep(person=person, circle=circle, text=words, now=now))
        except Refused as why:
            return why.verdict.code

    assert at_once(lambda: loads(ada, same), lambda: loads(dee, same)) == ["our_hour 2"] * 2
    assert sorted(at_once(lambda: loads(ada, third), lambda: loads(dee, fourth))) == [
        "dialogues.method-version",
        "our_hour 3",
    ]
    assert OwnMethod.objects.count() == 2
    assert taken(browser)

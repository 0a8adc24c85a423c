"""Why a deed was not done, in Bob's own words: never lost, whatever is told meanwhile in another tab or by a mail."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

import cast
from iq4d.web.deeds import links
from iq4d.web.deeds.declared import deeds_and_stories
from iq4d.web.deeds.models import Deed
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.journal.models import Entry
from iq4d.web.mirror.models import Mirror
from web.deeds.promising import at_harvest, fresh, promise, recorded
from web.dialogues.playing import page, words_of

pytestmark = pytest.mark.django_db
WHY = "She was ill, and I did not dare to ask"


@pytest.fixture
def people():
    return {name: cast.person(name) for name in ("Ada", "Bob", "Carla", "Dee")}


@pytest.fixture
def talk(people) -> Dialogue:
    ada, bob, _carla, dee = people.values()
    return at_harvest(ada, cast.circle(ada, bob, dee), bob, dee)


@pytest.fixture
def deed(people, talk) -> Deed:
    return promise(people["Bob"], talk)


@pytest.fixture
def bob(people) -> Client:
    return cast.signed_in(people["Bob"])


def tap(browser: Client, deed: Deed, outcome: str) -> None:
    assert browser.post(f"{deed.get_absolute_url()}tell/", {"outcome": outcome}).status_code == 302


def tell(browser: Client, deed: Deed, **said: Any) -> HttpResponse:
    """As the form does that was opened under "partly" or "not done"."""
    return browser.post(f"{deed.get_absolute_url()}story/", {"reason_words": "", "story": ""} | said)


def kept(deed: Deed) -> tuple[str, str, str]:
    deed.refresh_from_db()
    return deed.outcome, deed.reason, deed.reason_words


def heard(people, talk: Dialogue) -> str:
    return words_of(page(cast.signed_in(people["Dee"]), talk))


def test_one_tap_keeps_the_reason_and_shows_it_to_nobody(people, talk, deed, bob) -> None:
    tap(bob, deed, "not")
    tell(bob, deed, reason="time", reason_words=WHY)
    assert WHY in heard(people, talk)
    for other in ("done", ""):
        tap(bob, deed, other)
        assert kept(deed) == (other, "time", WHY)
        assert WHY not in heard(people, talk), other
        assert "There was no time" not in heard(people, talk), other
        assert WHY not in bob.get(deed.get_absolute_url()).content.decode(), other
    tap(bob, deed, "partly")
    assert WHY in heard(people, talk)
    assert WHY in bob.get(deed.get_absolute_url()).content.decode()


@pytest.mark.parametrize("meanwhile", ["done", ""])
def test_told_otherwise_in_another_tab_the_words_stand_on_the_page(people, talk, deed, bob, meanwhile) -> None:
    tap(bob, deed, "partly")
    assert 'name="reason_words"' in bob.get(deed.get_absolute_url()).content.decode()
    tap(cast.signed_in(people["Bob"]), deed, meanwhile)
    answer = tell(bob, deed, reason="chance", reason_words=WHY, story="I tried twice")
    said = answer.content.decode()
    assert answer.status_code == 409
    assert WHY in said
    assert "I tried twice" in said
    assert "checked" in said.partition('value="chance"')[2].partition(">")[0]
    assert "error-summary" in said
    assert kept(deed) == (meanwhile, "", ""), "all of it or nothing"
    assert talk.contributions.filter(kind="story").count() == 0

    assert 'type="radio" name="outcome" value="not"' in said
    again = tell(bob, deed, reason="chance", reason_words=WHY, story="I tried twice", outcome="not")
    assert again.status_code == 302
    assert kept(deed) == ("not", "chance", WHY)
    assert deed.story.source == "I tried twice"
    for words in (WHY, "I tried twice", "not done"):
        assert words in heard(people, talk)


def test_done_after_all_keeps_the_reason_unseen(people, talk, deed, bob) -> None:
    tap(bob, deed, "partly")
    tap(bob, deed, "done")
    sent = {"reason": "time", "reason_words": WHY, "story": "It went well"}
    assert tell(bob, deed, **sent).status_code == 409
    assert tell(bob, deed, **sent, outcome="done").status_code == 302
    assert kept(deed) == ("done", "time", WHY)
    assert "It went well" in heard(people, talk)
    assert WHY not in heard(people, talk)


def test_told_by_the_link_of_a_mail_meanwhile(deed, bob) -> None:
    tap(bob, deed, "partly")
    Client().post(links.address(deed, "done").removeprefix("http://localhost:8000"), {"outcome": "done"})
    answer = tell(bob, deed, reason_words=WHY)
    assert answer.status_code == 409
    assert WHY in answer.content.decode()
    assert kept(deed) == ("done", "", "")


def test_the_choice_is_made_once_with_its_words(deed, bob) -> None:
    tap(bob, deed, "partly")
    tap(bob, deed, "")
    before = len(recorded("deeds.told"))
    form = {"reason_words": WHY, "outcome": "partly", "once": "k"}
    assert tell(bob, deed, **form)["Location"] == tell(bob, deed, **form)["Location"]
    assert len(recorded("deeds.told")) == before + 1
    assert kept(deed) == ("partly", "", WHY)


def test_too_many_words_are_given_back_also_when_nothing_is_told(deed, bob) -> None:
    tap(bob, deed, "partly")
    tap(bob, deed, "")
    said = tell(bob, deed, reason_words=WHY * 100, story="Mine").content.decode()
    assert WHY * 100 in said
    assert "Mine" in said


def test_a_form_that_did_not_ask_for_a_reason_takes_none_away(people, talk, deed, bob) -> None:
    """Opened under "done"; in another tab Bob says "not done" and why; then he tells in the first what came of it."""
    tap(bob, deed, "done")
    tap(bob, deed, "not")
    tell(bob, deed, reason="time", reason_words=WHY)
    assert bob.post(f"{deed.get_absolute_url()}story/", {"story": "She asks for it now"}).status_code == 302
    assert kept(deed) == ("not", "time", WHY)
    assert deed.story.source == "She asks for it now"


def test_bob_can_take_his_words_out_himself(people, talk, deed, bob) -> None:
    tap(bob, deed, "not")
    tell(bob, deed, reason="time", reason_words=WHY)
    tell(bob, deed, reason="time", reason_words="")
    assert kept(deed) == ("not", "time", "")


def test_the_mirror_hears_a_reason_in_words_alone(people, talk, deed, bob) -> None:
    tap(bob, deed, "not")
    cast.work()
    before = Mirror.objects.get(dialogue=talk).computed_at
    tell(bob, deed, reason_words=WHY)
    told = {"deed": deed.pk, "number": deed.contribution.number, "reason": ""}
    assert recorded("deeds.explained") == [told]
    assert WHY not in str(Entry.objects.filter(verb__startswith="deeds.").values("data")), "a journal holds no words"
    tell(bob, deed, reason_words=WHY)
    assert recorded("deeds.explained") == [told], "the same twice is once"
    tell(bob, deed, reason_words="")
    assert recorded("deeds.explained") == [told, told], "and that they are gone"
    cast.work()
    assert Mirror.objects.get(dialogue=talk).computed_at > before
    assert [one.reason for one in deeds_and_stories(fresh(talk))["deeds"]] == [""]


def test_nobody_else_explains_it(people, deed, bob, quiet) -> None:
    tap(bob, deed, "not")
    for name in ("Ada", "Dee", "Carla"):
        answer = tell(cast.signed_in(people[name]), deed, reason_words="Ha", outcome="done")
        assert answer.status_code == 404, name
    assert kept(deed) == ("not", "", "")

"""The report is for exactly those who see the mirror, and shows what all see now."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

import cast
from iq4d.report import style_source
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.actions import writing
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.people.models import Person
from iq4d.web.reports import making, queries
from iq4d.web.reports.models import ReportPage
from iq4d.web.reports.tasks import forget
from web.dialogues.playing import started

pytestmark = pytest.mark.usefixtures("quiet")


def at(dialogue: Dialogue, more: str = "") -> str:
    return f"/dialogues/{dialogue.key}/report/{more}"


def made(browser: Client, dialogue: Dialogue) -> str:
    """The report, as somebody who presses the button meets it."""
    assert browser.post(at(dialogue)).status_code == 302
    cast.work()
    answer = browser.get(at(dialogue))
    assert answer.status_code == 200
    return answer.content.decode()


def test_bob_opens_the_report(talk: Dialogue, browsers: dict[str, Client]) -> None:
    bob = browsers["Bob"]
    mirror = bob.get(f"/dialogues/{talk.key}/mirror/").content.decode()
    assert f'action="{at(talk)}"' in mirror
    first = bob.get(at(talk)).content.decode()
    assert "No report yet" in first
    assert not ReportPage.objects.exists(), "looking makes nothing"
    bob.post(at(talk))
    coming = bob.get(at(talk)).content.decode()
    assert 'http-equiv="refresh"' in coming
    assert "is being made" in coming
    cast.work()
    answer = bob.get(at(talk))
    html = answer.content.decode()
    assert html.startswith("<!DOCTYPE html>")
    assert talk.title in html
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert f"style-src {style_source()}" in policy
    assert "script-src" not in policy
    assert " style=" not in html, "the policy lets in its own style sheet alone"
    assert "<script" not in html
    assert answer["Cache-Control"].startswith("private")


def test_it_speaks_the_readers_language(talk: Dialogue, people: dict[str, Person]) -> None:
    people["Dee"].language = "nl"
    people["Dee"].save()
    html = made(cast.signed_in(people["Dee"]), talk)
    assert '<html lang="nl"' in html


def test_who_does_not_see_the_mirror_sees_no_report(talk: Dialogue, browsers: dict[str, Client]) -> None:
    made(browsers["Bob"], talk)
    browsers["Bob"].post(at(talk, "pdf/"))
    cast.work()
    for who, status in (("Ada", 200), ("Eve", 200), ("Carla", 404)):
        assert browsers[who].get(at(talk)).status_code == status, who
        assert browsers[who].get(at(talk, "pdf/")).status_code == status
        assert browsers[who].get(at(talk, "file/")).status_code == status
    assert browsers["Carla"].post(at(talk)).status_code == 404
    assert browsers["Carla"].post(at(talk, "pdf/")).status_code == 404
    assert Client().get(at(talk)).status_code == 302
    Dialogue.objects.filter(pk=talk.pk).update(room="closed")
    assert browsers["Eve"].get(at(talk)).status_code == 404, "she reads along in open rooms only"
    assert browsers["Eve"].get(at(talk, "file/")).status_code == 404


def test_what_is_taken_back_is_shown_at_once_no_more(
    talk: Dialogue, people: dict[str, Person], browsers: dict[str, Client]
) -> None:
    assert "wombatqz" in made(browsers["Bob"], talk), "control: it is quoted"
    browsers["Bob"].post(at(talk, "pdf/"))
    cast.work()
    assert browsers["Bob"].get(at(talk, "file/")).status_code == 200
    for said in talk.contributions.filter(text__contains="wombatqz").select_related("participant__person"):
        who = said.participant.person
        writing.take_back(person=who, dialogue=talk, number=said.number, now=timezone.now())
    answer = browsers["Bob"].get(at(talk))
    assert "wombatqz" not in answer.content.decode()
    assert "moved on" in answer.content.decode()
    assert browsers["Bob"].get(at(talk, "file/")).status_code == 404
    assert "wombatqz" not in made(browsers["Bob"], talk)


def test_what_changes_nothing_makes_nothing(talk: Dialogue, browsers: dict[str, Client]) -> None:
    """Somebody says what they want to hear: the report of before stays."""
    html = made(browsers["Bob"], talk)
    browsers["Bob"].post(f"/dialogues/{talk.key}/follow/", {"stance": "mute"})
    assert browsers["Bob"].get(at(talk)).content.decode() == html


def test_asking_twice_makes_it_once(
    talk: Dialogue, browsers: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    times = []
    one = making.page_for_all
    monkeypatch.setattr(making, "page_for_all", lambda *given: times.append(1) or one(*given))
    for who in ("Ada", "Bob", "Dee"):
        browsers[who].post(at(talk))
    cast.work()
    browsers["Ada"].post(at(talk))
    cast.work()
    assert len(times) == 1


def test_a_page_that_cannot_be_made_says_so(
    talk: Dialogue, browsers: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object) -> str:
        raise RuntimeError("no page")

    with monkeypatch.context() as patch:
        patch.setattr(making, "page_for_all", broken)
        browsers["Bob"].post(at(talk))
        cast.work()
    assert "could not be made" in browsers["Bob"].get(at(talk)).content.decode()
    assert talk.title in made(browsers["Bob"], talk)


def test_yesterdays_page_and_pdf_are_forgotten(talk: Dialogue, browsers: dict[str, Client]) -> None:
    made(browsers["Bob"], talk)
    browsers["Bob"].post(at(talk, "pdf/"))
    cast.work()
    forget(timezone.now() + timedelta(hours=25))
    kept = ReportPage.objects.get()
    assert kept.pdf is None
    assert not queries.is_current(kept, talk, timezone.now() + timedelta(hours=25)), "deeds may be due since"
    forget(timezone.now() + timedelta(days=8))
    assert not ReportPage.objects.exists()


def test_it_goes_with_its_dialogue(talk: Dialogue, browsers: dict[str, Client]) -> None:
    made(browsers["Bob"], talk)
    talk.delete()
    assert not ReportPage.objects.exists()


def test_the_queries_do_not_grow(
    talk: Dialogue, browsers: dict[str, Client], django_assert_max_num_queries: object
) -> None:
    made(browsers["Bob"], talk)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        browsers["Bob"].get(at(talk))


def test_nothing_was_said_yet(people: dict[str, Person], circle: Circle, browsers: dict[str, Client]) -> None:
    empty = started(people["Ada"], circle, people["Bob"], people["Dee"], people["Eve"])
    browsers["Ada"].post(at(empty))
    assert "Nothing to see yet" in browsers["Ada"].get(at(empty)).content.decode()
    assert not ReportPage.objects.exists()

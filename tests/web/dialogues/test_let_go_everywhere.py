"""Once the words of a conversation were let go, no page, file or act brings one back, nor a picture of the rest."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues import tasks
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.mirror.models import Mirror
from iq4d.web.reports import actions as reports
from iq4d.web.reports import tasks as report_tasks
from iq4d.web.reports.models import Release, ReportPage
from iq4d.web.ui.verdicts import Refused
from iq4d.web.urls import patterns
from web.dialogues.playing import words_of
from web.dialogues.wiping import CANARIES, People, after, left, over
from web.stage import routes, sent

pytestmark = pytest.mark.django_db
GONE = "The words were let go, as agreed."
TO_OUTSIDE = {"purpose": "For the board", "until": cast.LATER, "quotes": "on"}


@pytest.fixture
def people() -> People:
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve", "Carla")}


@pytest.fixture
def circle(people: People) -> Circle:
    return cast.circle(*(one for name, one in people.items() if name != "Carla"))


def let_go(talk: Dialogue) -> None:
    tasks.let_go(after(talk))
    cast.work()
    talk.refresh_from_db()
    assert talk.fate == "wiped"


def at(talk: Dialogue, more: str) -> str:
    return f"{talk.get_absolute_url()}{more}"


def read(browser: Client, talk: Dialogue, more: str) -> str:
    answer = browser.get(at(talk, more))
    assert answer.status_code == 200
    return words_of(answer.content.decode())


def addresses_of(talk: Dialogue) -> list[str]:
    """Every address of this conversation that takes nothing but its key."""
    found = []
    for name, _view in routes(patterns(demo=False)):
        try:
            found.append(reverse(name, args=[talk.key]))
        except NoReverseMatch:
            continue
    return [one for one in found if one.startswith(talk.get_absolute_url())]


def test_no_report_is_made_of_what_is_left(people: People, circle: Circle) -> None:
    talk, dee = over(people, circle), cast.signed_in(people["Dee"])
    dee.post(at(talk, "report/"))
    cast.work()
    before = dee.get(at(talk, "report/")).content.decode()
    assert [word for word in CANARIES if word in before], "the control: it can be made before, and quotes them"
    let_go(talk)
    for page in ("report/", "report/pdf/", "mirror/", "releases/"):
        assert GONE in read(dee, talk, page), page
    for page in ("report/", "report/pdf/"):
        dee.post(at(talk, page))
    cast.work()
    assert not ReportPage.objects.exists()
    assert GONE in read(dee, talk, "report/")
    assert GONE in read(dee, talk, "report/pdf/")
    assert dee.get(at(talk, "report/file/")).status_code == 404
    assert "Make the report" not in read(dee, talk, "report/"), "nor is one offered"
    assert "As PDF" not in read(dee, talk, "mirror/")
    assert cast.signed_in(people["Carla"]).get(at(talk, "report/")).status_code == 404


def test_one_asked_for_as_the_words_go_is_not_made_either(people: People, circle: Circle) -> None:
    """The worker comes to it when the words are gone; and who pressed a moment too late makes none."""
    talk = over(people, circle)
    now = timezone.now()
    reports.ask_page(person=people["Bob"], dialogue=talk, language="en", now=now)
    ask = {"person": people["Bob"], "dialogue": talk, "purpose": "For the board", "quotes": True, "now": now}
    reports.ask_release(**ask, until=timezone.localdate() + timedelta(days=9))
    page, release = ReportPage.objects.get(), Release.objects.get()
    tasks.let_go(after(talk))
    report_tasks.make_page.call(page.pk)  # before the journal told anybody
    report_tasks.freeze.call(release.pk)
    assert not ReportPage.objects.exists()
    release.refresh_from_db()
    assert (release.state, release.pages, release.marks) == ("unmade", {}, [])
    cast.work()
    talk.refresh_from_db()
    for late in (
        lambda: reports.ask_page(person=people["Bob"], dialogue=talk, language="en", now=now),
        lambda: reports.ask_release(**ask, until=timezone.localdate() + timedelta(days=9)),
    ):
        with pytest.raises(Refused) as refused:
            late()
        assert refused.value.verdict.code == "dialogues.words-gone"


def test_no_address_and_no_act_brings_a_word_back(people: People, circle: Circle, quiet: None) -> None:
    talk = over(people, circle)
    before = [at(talk, f"c/{one.number}/") for one in talk.contributions.all()]
    let_go(talk)
    addresses = [*addresses_of(talk), *before, *(f"{one}history/" for one in before), "/", "/harvest/", circle_of(talk)]
    assert {at(talk, one) for one in ("", "report/", "screen/", "mirror/over-time/", "own-words/")} <= set(addresses)
    for name in ("Ada", "Dee"):
        browser = cast.signed_in(people[name])
        for address in addresses:
            for method in ("GET", "POST"):
                told = sent(browser, method, address, TO_OUTSIDE).content.decode("utf-8", "replace")
                mine = {"tapir"} if name == "Ada" else set()
                assert not [word for word in CANARIES if word in told and word not in mine], f"{method} {address}"
    for address in addresses_of(talk):  # and once more, with what they leave behind
        cast.signed_in(people["Dee"]).post(address, TO_OUTSIDE)
    cast.work()
    assert left(*CANARIES) == set()
    assert not ReportPage.objects.exists()
    assert not Release.objects.exists()
    assert not Mirror.objects.exists()


def circle_of(talk: Dialogue) -> str:
    assert talk.circle is not None
    return talk.circle.get_absolute_url()

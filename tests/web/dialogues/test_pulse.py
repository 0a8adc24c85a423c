"""A page asks every few seconds whether it is old: it hears so of what its reader may know, and of nothing else."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.actions import writing
from iq4d.web.dialogues.models import Contribution, Dialogue
from iq4d.web.people.models import Person
from web.dialogues.playing import number_of, open_step, page, started, write

pytestmark = pytest.mark.django_db
People = dict[str, Person]
Browsers = dict[str, Client]


@pytest.fixture
def people() -> People:
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve", "Fay")}


@pytest.fixture
def circle(people: People) -> Circle:
    return cast.circle(*people.values())


@pytest.fixture
def browsers(people: People) -> Browsers:
    return {name: cast.signed_in(one) for name, one in people.items()}


def asks(browser: Client, dialogue: Dialogue) -> str:
    """The address at which the page asks whether it is old."""
    return re.search(r'hx-get="([^"]+)"', page(browser, dialogue)).group(1).replace("&amp;", "&")


def poll(browser: Client, address: str) -> HttpResponse:
    return browser.get(address, headers={"HX-Request": "true"})


@pytest.fixture
def talk(people: People, circle: Circle) -> Dialogue:
    """Bob and Dee take part; Eve reads along."""
    return started(people["Bob"], circle, people["Dee"], method="open_dialogue")


def test_nothing_new_is_said_in_three_queries(browsers: Browsers, talk: Dialogue) -> None:
    for name in ("Bob", "Dee", "Eve"):
        address = asks(browsers[name], talk)
        poll(browsers[name], address)
        with CaptureQueriesContext(connection) as asked:
            assert poll(browsers[name], address).status_code == 204
        about = [one["sql"] for one in asked if "session" not in one["sql"] and "people_person" not in one["sql"][:60]]
        ours = [sql for sql in about if "dialogues_" in sql]
        assert len(ours) <= 3, ours


def test_new_words_and_other_words_and_hidden_ones_move_the_page(
    people: People, browsers: Browsers, talk: Dialogue
) -> None:
    talk.participants.filter(person=people["Bob"]).update(role="facilitator")
    write(browsers["Dee"], talk, "I see it", "view", "reactions")
    number = number_of(talk, "I see it")
    acts = [
        lambda: write(browsers["Dee"], talk, "I hear it", "view", "reactions"),
        lambda: browsers["Dee"].post(f"/dialogues/{talk.key}/c/{number}/change/", {"source": "I saw it"}),
        lambda: writing.set_hidden(
            person=people["Bob"], dialogue=talk, number=number, why="A name", hidden=True, now=timezone.now()
        ),
    ]
    for act in acts:
        waiting = {name: asks(browsers[name], talk) for name in ("Bob", "Eve")}
        assert all(poll(browsers[name], address).status_code == 204 for name, address in waiting.items())
        act()
        for name, address in waiting.items():
            assert poll(browsers[name], address).status_code == 200, name
            assert poll(browsers[name], asks(browsers[name], talk)).status_code == 204


def test_what_only_one_sees_moves_nobody_elses_page(people: People, browsers: Browsers, talk: Dialogue) -> None:
    address, own = asks(browsers["Bob"], talk), asks(browsers["Dee"], talk)
    write(browsers["Dee"], talk, "A note", "note", "reactions")
    browsers["Dee"].post(f"/dialogues/{talk.key}/c/{number_of(talk, 'A note')}/change/", {"source": "Another note"})
    assert poll(browsers["Bob"], address).status_code == 204
    assert asks(browsers["Bob"], talk) == address
    assert poll(browsers["Dee"], own).status_code == 200, "control"
    before = asks(browsers["Bob"], talk)
    write(browsers["Dee"], talk, "Between us", "view", "reactions")
    assert poll(browsers["Bob"], before).status_code == 200
    Contribution.objects.filter(source="Between us").update(is_narrow=True)
    eve, number = asks(browsers["Eve"], talk), number_of(talk, "Between us")
    browsers["Dee"].post(f"/dialogues/{talk.key}/c/{number}/change/", {"source": "Between me"})
    assert poll(browsers["Eve"], eve).status_code == 204


def test_where_a_number_would_be_a_name_the_page_stays_as_it_is(
    people: People, circle: Circle, browsers: Browsers
) -> None:
    """Two peers think along: that somebody else is in would say who. The facilitator sees who is in."""
    ada, bob, dee, eve, fay = people.values()
    talk = started(bob, circle, dee, eve, fay, facilitator=ada)
    write(browsers["Bob"], talk, "My case", "case")
    assert open_step(talk) == "questions"
    talk.participants.filter(person=fay).update(gone=True)
    waiting = {name: asks(browsers[name], talk) for name in ("Ada", "Bob", "Dee")}
    write(browsers["Eve"], talk, "Eve 1?", "question", "questions")
    assert all(poll(browsers[name], address).status_code == 204 for name, address in waiting.items()), "not in yet"
    write(browsers["Eve"], talk, "Eve 2?", "question", "questions")
    assert poll(browsers["Dee"], waiting["Dee"]).status_code == 204
    assert asks(browsers["Dee"], talk) == waiting["Dee"], "loaded anew it tells nothing either"
    assert poll(browsers["Ada"], waiting["Ada"]).status_code == 200, "control"


def test_who_does_not_see_the_conversation_hears_nothing(people: People, browsers: Browsers, talk: Dialogue) -> None:
    address = asks(browsers["Bob"], talk)
    carla = cast.signed_in(cast.person("Carla"))
    assert poll(carla, address).status_code == 404
    talk.participants.filter(person=people["Dee"]).update(removed_at=cast.NOW)
    Dialogue.objects.filter(pk=talk.pk).update(room="closed")
    assert poll(browsers["Dee"], address).status_code == 404
    assert poll(browsers["Bob"], address).status_code == 204, "control"


@pytest.mark.parametrize("seen", ["", "0", "1", "x", "é"])
def test_nonsense_is_answered_with_the_page(browsers: Browsers, talk: Dialogue, seen: str) -> None:
    assert poll(browsers["Bob"], f"/dialogues/{talk.key}/?page=1&seen={seen}").status_code == 200

"""Somebody's view in one's own words, until its author says yes: the card farthest from mine, two tries, one tap."""

from __future__ import annotations

from dataclasses import replace

import pytest

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.models import Contribution, Dialogue, Draft
from iq4d.web.dialogues.standing import bare_state
from iq4d.web.people.models import Person
from methods.every_feature import more
from web.dialogues.any_method import held, only
from web.dialogues.playing import number_of, open_step, page, words_of, write

pytestmark = pytest.mark.django_db
People = dict[str, Person]
PLACES = {"Bob": 1, "Dee": 5, "Eve": 2}


@pytest.fixture
def people() -> People:
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve", "Carla")}


@pytest.fixture
def circle(people: People) -> Circle:
    return cast.circle(*(one for name, one in people.items() if name != "Carla"))


def shown(people: People, circle: Circle, **places: int) -> Dialogue:
    """All stands are in, and the cards are dealt."""
    method = only(more(), "stands", "restating")
    talk = held(method, people["Bob"], circle, people["Dee"], people["Eve"], facilitator=people["Ada"])
    for name, place in (PLACES | places).items():
        write(cast.signed_in(people[name]), talk, f"What {name} thinks", "view", "stands", place=place)
    assert open_step(talk) == "restating"
    return Dialogue.objects.select_related("circle", "standing").get(pk=talk.pk)


def hands(talk: Dialogue) -> dict[str, list[str]]:
    """By name whose views somebody was dealt."""
    names = dict(talk.participants.values_list("number", "name"))
    authors = dict(talk.contributions.values_list("number", "participant__name"))
    (step,) = (one for one in bare_state(talk.standing).steps if one.phase == "restating")
    return {names[int(who)]: [authors[int(card[1:])] for card in hand] for who, hand in step.dealt}


def restate(who: Person, talk: Dialogue, whose: str, words: str) -> int:
    about = number_of(talk, f"What {whose} thinks")
    return write(cast.signed_in(who), talk, words, "restatement", "restating", about).status_code


def accept(who: Person, talk: Dialogue, words: str) -> int:
    form = {"step": "restating", "kind": "accept", "about": number_of(talk, words)}
    return cast.signed_in(who).post(f"/dialogues/{talk.key}/gesture/", form).status_code


def now_of(who: Person, talk: Dialogue) -> str:
    return page(cast.signed_in(who), talk).split('<div id="now">')[1].split('<div id="talk"')[0]


def test_each_gets_the_view_farthest_from_their_own(people: People, circle: Circle) -> None:
    assert hands(shown(people, circle)) == {"Bob": ["Dee"], "Dee": ["Bob"], "Eve": ["Dee"]}


def test_where_places_are_equal_other_words_are_farther(people: People, circle: Circle) -> None:
    method = only(more(), "stands", "restating")
    talk = held(method, people["Bob"], circle, people["Dee"], people["Eve"], facilitator=people["Ada"])
    said = {
        "Bob": "Children learn best in small groups outside",
        "Dee": "Children learn best in small groups inside",
        "Eve": "Timetables decide what teachers never wanted",
    }
    for name, words in said.items():
        write(cast.signed_in(people[name]), talk, words, "view", "stands", place=3)
    found = hands(Dialogue.objects.select_related("standing").get(pk=talk.pk))
    assert (found["Bob"], found["Dee"]) == (["Eve"], ["Eve"])


def test_nothing_is_read_where_nothing_is_about_to_be_dealt(people: People, circle: Circle) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    talk = shown(people, circle)
    with CaptureQueriesContext(connection) as asked:
        restate(people["Bob"], talk, "Dee", "You would rather begin")
    assert not [
        one for one in asked if '"place", ' in one["sql"] and '"text"' in one["sql"] and "html" not in one["sql"]
    ]


def test_the_author_says_yes_with_one_tap(people: People, circle: Circle) -> None:
    talk = shown(people, circle)
    before = now_of(people["Bob"], talk)
    assert "What Dee thinks" in before
    assert "What Eve thinks" not in before, "only one's own card lies on the table"
    assert restate(people["Bob"], talk, "Dee", "You would rather begin") == 302
    assert "says whether that is it" in words_of(now_of(people["Bob"], talk))
    asked = now_of(people["Dee"], talk)
    assert "This is what somebody made of your view" in asked
    assert "You would rather begin" in asked
    assert "Yes, that is what I mean" not in now_of(people["Eve"], talk)
    assert accept(people["Dee"], talk, "You would rather begin") == 302
    assert "This is what somebody made" not in now_of(people["Dee"], talk)
    assert "Its author says: yes" in now_of(people["Bob"], talk)


def test_or_helps_once_more_and_then_it_is_tried_a_last_time(people: People, circle: Circle) -> None:
    talk = shown(people, circle)
    restate(people["Bob"], talk, "Dee", "You want to begin at once")
    help_on = number_of(talk, "You want to begin at once")
    write(cast.signed_in(people["Dee"]), talk, "More: without a plan", "answer", "restating", help_on)
    again = now_of(people["Bob"], talk)
    assert "More: without a plan" in again
    assert "Once more, in your own words" in again
    restate(people["Bob"], talk, "Dee", "You want to begin without a plan")
    assert "I say it once more myself" in now_of(people["Dee"], talk)
    assert accept(people["Dee"], talk, "You want to begin without a plan") == 302
    last = now_of(people["Bob"], talk)
    assert 'name="kind" value="restatement"' not in last
    restate(people["Bob"], talk, "Dee", "A third try")
    assert not Contribution.objects.filter(source="A third try").exists()


def test_what_comes_too_soon_comes_back_with_the_words_and_the_reason(people: People, circle: Circle) -> None:
    talk = shown(people, circle)
    restate(people["Bob"], talk, "Dee", "The first try")
    html = write(
        cast.signed_in(people["Bob"]), talk, "Impatient", "restatement", "restating", number_of(talk, "What Dee thinks")
    ).content.decode()
    assert "has not said yet whether that is what they mean" in html
    assert "Impatient" in html
    assert Draft.objects.filter(source="Impatient").exclude(why="").exists()


@pytest.mark.parametrize("name", ["Bob", "Eve", "Ada"])
def test_nobody_says_yes_for_the_author(people: People, circle: Circle, name: str) -> None:
    talk = shown(people, circle)
    restate(people["Bob"], talk, "Dee", "You would rather begin")
    accept(people[name], talk, "You would rather begin")
    assert not talk.gestures.filter(kind="accept").exists()


def test_carla_can_neither_restate_nor_say_yes(people: People, circle: Circle) -> None:
    talk = shown(people, circle)
    restate(people["Bob"], talk, "Dee", "You would rather begin")
    assert accept(people["Carla"], talk, "You would rather begin") == 404
    assert restate(people["Carla"], talk, "Dee", "As I see it") == 404


def test_all_in_is_when_all_restated_and_nobody_owes_a_yes(people: People, circle: Circle) -> None:
    talk = shown(people, circle)
    restate(people["Bob"], talk, "Dee", "Bob on Dee")
    restate(people["Dee"], talk, "Bob", "Dee on Bob")
    restate(people["Eve"], talk, "Dee", "Eve on Dee")
    accept(people["Dee"], talk, "Bob on Dee")
    accept(people["Bob"], talk, "Dee on Bob")
    assert open_step(talk) == "restating", "Dee still owes Eve something"
    accept(people["Dee"], talk, "Eve on Dee")
    assert open_step(talk) == "harvest"
    html = page(cast.signed_in(people["Ada"]), talk)
    assert html.count("Its author says: yes, that is what I mean.") == 3, "it stays to be read under each"


def test_who_helps_others_did_not_restate_yet(people: People, circle: Circle) -> None:
    talk = shown(people, circle)
    restate(people["Bob"], talk, "Dee", "Bob on Dee")
    write(cast.signed_in(people["Dee"]), talk, "Not quite", "answer", "restating", number_of(talk, "Bob on Dee"))
    assert 'name="kind" value="restatement"' in now_of(people["Dee"], talk)


def test_where_the_views_have_no_names_the_tries_have_none(people: People, circle: Circle) -> None:
    method = only(more(), "stands", "restating")
    hidden = replace(method, phases=tuple(
        replace(one, authors="hidden") if one.key in ("stands", "restating") else one for one in method.phases
    ))  # fmt: skip
    talk = held(hidden, people["Bob"], circle, people["Dee"], people["Eve"], facilitator=people["Ada"])
    said = {"Bob": "What one thinks", "Dee": "What Dee thinks", "Eve": "What another thinks"}
    for name, place in PLACES.items():
        write(cast.signed_in(people[name]), talk, said[name], "view", "stands", place=place)
    restate(people["Bob"], talk, "Dee", "Somebody on it")
    asked = now_of(people["Dee"], talk)
    assert "Somebody on it" in asked
    assert not cast.named_in(asked, "Bob")
    assert accept(people["Dee"], talk, "Somebody on it") == 302

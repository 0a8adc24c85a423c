"""Hats on the page: one's own with what it asks, everybody's among the people, passed on in one tap and taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone

import cast
from iq4d.methods import Method
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.actions import people as coming
from iq4d.web.dialogues.actions import starting
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.dialogues.standing import bare_state, kept_state
from iq4d.web.people.models import Person
from methods.every_feature import more
from web.dialogues.any_method import held, only
from web.dialogues.playing import page, words_of

pytestmark = pytest.mark.django_db
People = dict[str, Person]


@pytest.fixture
def people() -> People:
    return {name: cast.person(name, "nl") for name in ("Ada", "Bob", "Dee", "Eve", "Fay", "Carla")}


@pytest.fixture
def circle(people: People) -> Circle:
    return cast.circle(*(one for name, one in people.items() if name != "Carla"))


def talk_of(people: People, circle: Circle, *hats: str, nth: int = 0, method: Method | None = None) -> Dialogue:
    """Bob's question; Dee, Eve and Fay think along, Ada leads."""
    peers = people["Dee"], people["Eve"], people["Fay"]
    held_by = replace(method or only(more(), "asking"), hats=hats)
    made = held(held_by, people["Bob"], circle, *peers, facilitator=people["Ada"])
    made.standing.state = kept_state(replace(bare_state(made.standing), nth=nth))
    made.standing.save()
    return made


def seen_by(people: People, talk: Dialogue, name: str) -> str:
    return words_of(page(cast.signed_in(people[name]), talk))


def who_is_here(people: People, talk: Dialogue, name: str = "Dee") -> str:
    return words_of(cast.signed_in(people[name]).get(f"/dialogues/{talk.key}/people/").content.decode())


def pass_on(people: People, talk: Dialogue, name: str, **more: str) -> int:
    return cast.signed_in(people[name]).post(f"/dialogues/{talk.key}/hat/", {"step": "asking", **more}).status_code


def test_your_own_hat_with_what_it_asks_and_everybody_knows_who_wears_which(people: People, circle: Circle) -> None:
    talk = talk_of(people, circle, "questioner", "summariser")
    assert "Jouw pet: doorvrager" in seen_by(people, talk, "Dee")
    assert "Jij vraagt door waar anderen verdergaan." in seen_by(people, talk, "Dee")
    assert "Wat maakt dit belangrijk voor je?" in seen_by(people, talk, "Dee")
    assert "Jouw pet: samenvatter" in seen_by(people, talk, "Eve")
    for name in ("Bob", "Ada", "Fay"):
        assert "Jouw pet" not in seen_by(people, talk, name), "nor owner, nor who leads, nor the fourth"
    for name in ("Bob", "Ada", "Fay"):
        told = who_is_here(people, talk, name)
        assert told.count("heeft de pet op van") == 2
        assert "heeft de pet op van doorvrager" in told


def test_in_english_too(people: People, circle: Circle) -> None:
    talk = talk_of(people, circle, "devils_advocate")
    Person.objects.filter(name="Dee").update(language="en")
    assert "Your hat: devil&#x27;s advocate" in seen_by(people, talk, "Dee")


def test_a_method_without_hats_shows_none(people: People, circle: Circle) -> None:
    talk = talk_of(people, circle)
    assert "pet" not in seen_by(people, talk, "Dee").split()
    assert "heeft de pet op" not in who_is_here(people, talk)


def test_not_today_goes_to_the_next_and_comes_back(people: People, circle: Circle) -> None:
    talk = talk_of(people, circle, "questioner", "summariser")
    assert pass_on(people, talk, "Dee") == 302
    assert "gaat naar de volgende" in seen_by(people, talk, "Dee")
    assert "Jouw pet: doorvrager" in seen_by(people, talk, "Fay"), "Eve has one already"
    assert "Jouw pet: samenvatter" in seen_by(people, talk, "Eve")
    pass_on(people, talk, "Dee")  # twice is once
    pass_on(people, talk, "Dee", back="1")
    assert "Jouw pet: doorvrager" in seen_by(people, talk, "Dee")
    assert "Jouw pet" not in seen_by(people, talk, "Fay")
    assert pass_on(people, talk, "Carla") == 404


def test_who_falls_out_leaves_it_to_the_next(people: People, circle: Circle) -> None:
    talk = talk_of(people, circle, "questioner")
    number = talk.participants.get(person=people["Dee"]).number
    coming.let_go(person=people["Bob"], dialogue=talk, number=number, now=timezone.now())
    assert "Jouw pet: doorvrager" in seen_by(people, talk, "Eve")


@pytest.mark.parametrize(
    ("nth", "there", "gone"),
    [
        (0, "<details open><summary>Jouw pet: doorvrager</summary>", ""),
        (3, "Jouw pet: doorvrager. Jij vraagt door waar anderen verdergaan.", "<details open><summary>Jouw"),
        (6, "Jouw pet: doorvrager", "Jij vraagt door"),
        (9, "", "Jouw pet"),
    ],
)
def test_it_fades_over_a_series(people: People, circle: Circle, nth: int, there: str, gone: str) -> None:
    html = page(cast.signed_in(people["Dee"]), talk_of(people, circle, "questioner", nth=nth))
    assert there in html
    assert not gone or gone not in html


def test_a_dialogue_that_follows_two_others_knows_it_is_the_third(people: People, circle: Circle) -> None:
    before = None
    for nth in range(3):
        made = starting.start(
            person=people["Bob"], sentence="And now?", circle=circle, now=cast.NOW, language="nl", follows=before
        )
        before = Dialogue.objects.select_related("standing", "circle").get(pk=made.pk)
        assert bare_state(before.standing).nth == nth
        Dialogue.objects.filter(pk=made.pk).update(state="finished")
        before.refresh_from_db()

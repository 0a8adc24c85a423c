"""What to do first stands first: the link to copy, the button to begin, the way to the composer."""

from __future__ import annotations

import re

import pytest

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.actions import people as coming
from iq4d.web.dialogues.actions import starting
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.people.models import Person
from web.dialogues.playing import page, started, write
from web.dialogues.test_words_are_kept import act

pytestmark = pytest.mark.django_db
PRIMARY = re.compile(r'class="button"[^>]*>\s*([^<]+)<')


@pytest.fixture
def ada() -> Person:
    return cast.person("Ada")


@pytest.fixture
def circle(ada: Person) -> Circle:
    return cast.circle(ada, cast.person("Bob"), cast.person("Dee"))


def gathering(owner: Person, circle: Circle, *peers: Person) -> Dialogue:
    """A three at the table that has not begun."""
    made = starting.start(person=owner, sentence="How?", circle=circle, method="three_way", now=cast.NOW, language="en")
    for one in peers:
        coming.come_in(person=one, dialogue=made, invite=None, now=cast.NOW)
    return made


def main_of(ada: Person, address: str) -> str:
    return cast.signed_in(ada).get(address).content.decode().split("<main")[1]


def test_after_the_start_there_is_one_thing_to_do_first(ada: Person, circle: Circle) -> None:
    made = gathering(ada, circle)
    fresh = main_of(ada, f"{made.get_absolute_url()}?started=1")
    assert PRIMARY.findall(fresh) == ["Copy link"]
    assert fresh.count("Invite people") == 1
    assert "Invite people" in PRIMARY.findall(main_of(ada, made.get_absolute_url())), "later the link is not there"


@pytest.mark.parametrize("joining", ["link", "account", "invitation"])
def test_the_link_says_whom_it_lets_in(ada: Person, circle: Circle, joining: str) -> None:
    Circle.objects.filter(pk=circle.pk).update(joining=joining)
    made = gathering(ada, circle)
    said = {"link": "Anybody with the link", "account": "you need an account", "invitation": "for who was invited"}
    for address in (f"{made.get_absolute_url()}?started=1", f"{made.get_absolute_url()}people/"):
        told = main_of(ada, address)
        assert [key for key, words in said.items() if words in told] == [joining]


def test_begin_stands_on_top_of_the_people(ada: Person, circle: Circle) -> None:
    bob, dee = (Person.objects.get(name=name) for name in ("Bob", "Dee"))
    made = gathering(ada, circle, bob, dee)
    told = main_of(ada, f"{made.get_absolute_url()}people/")
    assert PRIMARY.findall(told)[0] == "Begin"
    assert told.index(">Begin<") < told.index("The link") < told.index("Ask somebody in") < told.index("Who does what")
    assert ">Begin<" not in main_of(bob, f"{made.get_absolute_url()}people/")


def test_a_link_jumps_over_what_lies_on_the_table(ada: Person, circle: Circle) -> None:
    bob, dee = (Person.objects.get(name=name) for name in ("Bob", "Dee"))
    talk = started(ada, circle, bob, dee)
    jump = 'href="#words-1"'
    write(cast.signed_in(ada), talk, "My case", "case")
    told = page(cast.signed_in(bob), talk)
    assert told.index(jump) < told.index("My case", told.index(jump)) < told.index('<textarea id="words-1"')
    for one in (bob, dee):
        for n in (1, 2):
            write(cast.signed_in(one), talk, f"Question {n} of {one.name}", "question", "questions")
    act(ada, talk, "close", "rate")
    answers = page(cast.signed_in(ada), talk)
    assert "Short answers" in answers
    assert jump not in answers, "each question has its own"

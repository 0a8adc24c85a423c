"""Ada said something to the guest Gil alone, who turns out to be Bob: Bob finds it, and nobody else does."""

from __future__ import annotations

import pytest
from django.utils import timezone

import cast
from iq4d.web.dialogues.actions.people import let_go
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.facilitation import actions, queries
from iq4d.web.facilitation.models import PrivateWord
from iq4d.web.people.actions import merge
from iq4d.web.people.models import Person
from web.dialogues.coming import guest
from web.dialogues.playing import page, started

pytestmark = pytest.mark.django_db
WORDS = "Take your time. zebra"


@pytest.fixture
def people() -> dict[str, Person]:
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve", "Carla")} | {"Gil": guest()}


@pytest.fixture
def talk(people: dict[str, Person]) -> Dialogue:
    """Dee's case, with Bob, Eve and Gil; Ada facilitates."""
    ada, bob, dee, eve, _carla, gil = people.values()
    return started(dee, cast.circle(ada, bob, dee, eve), bob, eve, gil, facilitator=ada)


def say(talk: Dialogue, by: Person, to: Person) -> PrivateWord:
    number = talk.participants.get(person=to).number
    return actions.say(person=by, dialogue=talk, to=number, source=WORDS, now=timezone.now())


def test_bob_reads_it_on_top_and_answers(people, talk) -> None:
    word = say(talk, people["Ada"], people["Gil"])
    merge(people["Gil"], people["Bob"])
    bob = cast.signed_in(people["Bob"])
    assert WORDS in page(bob, talk)
    answer = {"source": "Thank you. quagga"}
    assert bob.post(f"/dialogues/{talk.key}/words/{word.pk}/answer/", answer).status_code == 302
    assert [one.source for one in queries.words_of(people["Ada"], talk)] == ["Thank you. quagga", WORDS]
    for name in ("Dee", "Eve"):
        assert not queries.words_of(people[name], talk).exists()
        assert "zebra" not in page(cast.signed_in(people[name]), talk)
    assert cast.signed_in(people["Carla"]).get(f"/dialogues/{talk.key}/words/").status_code == 404


def test_what_gil_answered_goes_along(people, talk) -> None:
    word = say(talk, people["Ada"], people["Gil"])
    actions.answer(person=people["Gil"], word=word, source="Thank you. quagga", now=timezone.now())
    merge(people["Gil"], people["Bob"])
    found = queries.words_of(people["Bob"], talk)
    assert {one.source for one in found} == {WORDS, "Thank you. quagga"}
    assert {one.author.person for one in found} == {people["Ada"], people["Bob"]}


def test_what_ada_said_to_the_guest_that_she_was_herself_asks_nothing_of_her(people, talk) -> None:
    say(talk, people["Ada"], people["Gil"])
    merge(people["Gil"], people["Ada"])
    assert [one.source for one in queries.words_of(people["Ada"], talk)] == [WORDS]
    assert WORDS not in page(cast.signed_in(people["Ada"]), talk), "it does not wait for her"


def test_whom_ada_let_go_reads_nothing_by_a_guest(people, talk) -> None:
    say(talk, people["Ada"], people["Gil"])
    number = talk.participants.get(person=people["Bob"]).number
    let_go(person=people["Ada"], dialogue=talk, number=number, now=timezone.now())
    merge(people["Gil"], people["Bob"])
    assert not queries.words_of(people["Bob"], talk).exists()

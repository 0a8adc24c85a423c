"""A step in which nobody reads who brought what: not the facilitator, not in a mail, not in what is measured."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone

import cast
from iq4d.methods import Method
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues import synthesis
from iq4d.web.dialogues.declared import as_conversation
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.dialogues.queries import room_for
from iq4d.web.people.models import Person
from methods.every_feature import more
from web.dialogues.any_method import held, only
from web.dialogues.playing import number_of, page, write

pytestmark = pytest.mark.django_db
People = dict[str, Person]
WORDS = "We always begin too late"


@pytest.fixture
def people() -> People:
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve")}


@pytest.fixture
def circle(people: People) -> Circle:
    return cast.circle(*people.values())


def marks(people: People, circle: Circle, *, named: bool = False) -> Dialogue:
    """Dee wrote something in it; the step is still open and everybody sees at once what comes in."""
    method: Method = only(more(), "marks")
    if named:
        method = replace(method, phases=tuple(replace(phase, authors="shown") for phase in method.phases))
    talk = held(method, people["Bob"], circle, people["Dee"], people["Eve"], facilitator=people["Ada"])
    write(cast.signed_in(people["Dee"]), talk, WORDS, "view", "marks")
    return Dialogue.objects.select_related("circle", "standing").get(pk=talk.pk)


def card_of(html: str, talk: Dialogue) -> str:
    number = number_of(talk, WORDS)
    return html.split(f'id="c-{number}"', 1)[1].split("</article>")[0]


@pytest.mark.parametrize("reader", ["Ada", "Bob", "Eve"])
def test_the_words_are_read_and_their_author_is_not(people: People, circle: Circle, reader: str) -> None:
    talk = marks(people, circle)
    card = card_of(page(cast.signed_in(people[reader]), talk), talk)
    assert WORDS in card
    assert "Somebody" in card
    assert not cast.named_in(card, "Dee")
    assert "<time" not in card, "who comes in when is seen by who leads"
    assert f"/photo/{people['Dee'].pk}/" not in card
    assert "words/to/" not in card, "no private word to an author whom nobody knows"


def test_where_names_are_shown_the_same_card_names_her(people: People, circle: Circle) -> None:
    talk = marks(people, circle, named=True)
    card = card_of(page(cast.signed_in(people["Ada"]), talk), talk)
    assert cast.named_in(card, "Dee")
    assert "<time" in card
    assert "words/to/" in card


def test_she_herself_sees_that_it_is_hers_and_can_change_it(people: People, circle: Circle) -> None:
    talk = marks(people, circle)
    card = card_of(page(cast.signed_in(people["Dee"]), talk), talk)
    assert "contribution--mine" not in card or cast.named_in(card, "Dee")
    assert "/change/" in card


def test_a_reply_names_nobody_either(people: People, circle: Circle) -> None:
    talk = marks(people, circle)
    number = number_of(talk, WORDS)
    write(cast.signed_in(people["Eve"]), talk, "Yes, and I know why", "view", "marks", number)
    html = page(cast.signed_in(people["Ada"]), talk)
    reply = html.split(f'id="c-{number_of(talk, "Yes, and I know why")}"', 1)[1].split("</article>")[0]
    assert not cast.named_in(reply, "Dee")
    assert not cast.named_in(reply, "Eve")


def test_what_is_measured_has_no_speaker_for_it(people: People, circle: Circle) -> None:
    number = str(number_of(marks(people, circle), WORDS))
    talk = Dialogue.objects.get()
    assert number not in {one.id for one in as_conversation(talk).utterances}
    named = marks(people, circle, named=True)
    assert str(number_of(named, WORDS)) in {one.id for one in as_conversation(named).utterances}


def test_nobody_finds_her_words_by_looking_for_her_name(people: People, circle: Circle) -> None:
    talk = marks(people, circle)
    room = room_for(people["Ada"], talk, timezone.now())
    found = synthesis.choices(room, "en", sought="Dee")
    assert [one for _step, group in found.groups for one in group] == []
    by_words = synthesis.choices(room, "en", sought="too late")
    assert len([one for _step, group in by_words.groups for one in group]) == 1


def test_who_hides_it_does_not_learn_whose_it_was(people: People, circle: Circle) -> None:
    talk = marks(people, circle)
    ada, number = cast.signed_in(people["Ada"]), number_of(talk, WORDS)
    ada.post(f"/dialogues/{talk.key}/c/{number}/hide/", {"why": "Too sharp"})
    html = ada.get(f"/dialogues/{talk.key}/console/").content.decode()
    hidden = html.split('id="hidden-name"', 1)[1].split("</section>")[0]
    assert WORDS in hidden
    assert not cast.named_in(hidden, "Dee")
    for way in ("", "history/", "hide/"):
        answer = ada.get(f"/dialogues/{talk.key}/c/{number}/{way}", follow=True).content.decode()
        assert not cast.named_in(card_of(answer, talk) if f'id="c-{number}"' in answer else "", "Dee")

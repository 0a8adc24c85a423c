"""What was taken back comes back, unless what fits in its step is there by now. Bob owns, Dee takes part."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.utils import timezone

import cast
from iq4d.web.dialogues.actions.moving import make_move
from iq4d.web.dialogues.models import Contribution, Dialogue
from iq4d.web.dialogues.standing import bare_state
from iq4d.web.people.models import Person
from web.dialogues.coming import fresh
from web.dialogues.playing import number_of, started, words_of, write

pytestmark = pytest.mark.django_db
People = dict[str, Person]


@pytest.fixture
def people() -> People:
    return {name: cast.person(name) for name in ("Bob", "Dee", "Eve")}


@pytest.fixture
def table(people: People) -> Dialogue:
    """Three at the table: who brings a question brings one story, who asks on asks four times."""
    return started(people["Bob"], cast.circle(*people.values()), people["Dee"], people["Eve"], method="three_way")


def turn_of(talk: Dialogue, who: Person) -> str:
    """The open step of somebody's turn."""
    number = str(talk.participants.get(person=who).number)
    return next(step.id for step in bare_state(fresh(talk).standing).steps if step.is_open and step.turn == number)


def takes_back(who: Person, talk: Dialogue, words: str) -> str:
    """Gives the page on which it is undone."""
    change = f"/dialogues/{talk.key}/c/{number_of(talk, words)}/change/"
    return cast.signed_in(who).post(change, {"take_back": "1"})["Location"]


def brings_back(who: Person, page: str) -> HttpResponse:
    return cast.signed_in(who).post(page)


def asks(who: Person, talk: Dialogue, step: str, *words: str) -> None:
    for one in words:
        assert write(cast.signed_in(who), talk, one, "question", step).status_code == 302


def stands(words: str) -> bool:
    return Contribution.objects.get(source=words).removed_at is None


@pytest.mark.parametrize("closed", [False, True])
def test_it_waits_until_there_is_room_in_its_step(people: People, table: Dialogue, quiet: None, closed: bool) -> None:
    bob, dee, _eve = people.values()
    write(cast.signed_in(bob), table, "My case", "case", turn_of(table, bob))
    step = turn_of(table, bob)
    asks(dee, table, step, "One?", "Two?", "Three?", "Four?")
    page = takes_back(dee, table, "One?")
    asks(dee, table, step, "Five?")
    if closed:
        version = bare_state(fresh(table).standing).step(step).version
        make_move(person=bob, dialogue=fresh(table), kind="close", step=step, version=version, now=timezone.now())
    refused = brings_back(dee, page)
    assert refused.status_code == 403
    assert "what fits in this step: 4 at most" in words_of(refused.content.decode())
    assert not stands("One?")
    assert "One?" in cast.signed_in(dee).get(page).content.decode(), "the words stay hers"
    takes_back(dee, table, "Two?")
    assert brings_back(dee, page).status_code == 302
    assert stands("One?")


def test_where_the_steps_only_advise_it_is_back_as_more_than_was_asked(people: People, table: Dialogue) -> None:
    bob, dee, _eve = people.values()
    make_move(person=bob, dialogue=fresh(table), kind="steer", how="free", now=timezone.now())
    write(cast.signed_in(bob), table, "My case", "case", turn_of(table, bob))
    step = turn_of(table, bob)
    asks(dee, table, step, "One?", "Two?", "Three?", "Four?")
    page = takes_back(dee, table, "One?")
    asks(dee, table, step, "Five?")
    assert brings_back(dee, page).status_code == 302
    assert Contribution.objects.get(source="One?").outside


def test_what_counts_for_nothing_takes_no_room(people: People, table: Dialogue) -> None:
    """A note to oneself, and what was said outside of the step."""
    bob, dee, _eve = people.values()
    write(cast.signed_in(bob), table, "My case", "case", turn_of(table, bob))
    step = turn_of(table, bob)
    asks(dee, table, step, "One?", "Two?", "Three?", "Four?")
    write(cast.signed_in(dee), table, "A note", "note", step)
    write(cast.signed_in(dee), table, "I once did", "view", step, outside="1")
    for words in ("A note", "I once did", "Four?"):
        page = takes_back(dee, table, words)
        assert not stands(words)
        assert brings_back(dee, page).status_code == 302
        assert stands(words)

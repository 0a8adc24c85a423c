"""A private word waits: the mail of the day says that, and neither who says it nor what."""

from __future__ import annotations

import pytest
from django.core import mail

import cast
from iq4d.web.dialogues.actions.people import let_go
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.facilitation import actions
from iq4d.web.facilitation.models import PrivateWord
from iq4d.web.journal.models import Entry
from iq4d.web.notices.listeners import note_private_word
from iq4d.web.notices.models import Notice
from iq4d.web.people.models import Person
from web.dialogues.playing import page, started
from web.notices.mailing import Clock, five_minutes, html_of, to, whole

pytestmark = pytest.mark.django_db
WORDS = "Take your time. zebra"
SAID = "A private word waits for you."


@pytest.fixture
def dee() -> Person:
    return cast.person("Dee")


@pytest.fixture
def talk(clock: Clock, ada: Person, bob: Person, dee: Person) -> Dialogue:
    """Open, and without a facilitator: Bob, whose question it is, leads it."""
    made = started(bob, cast.circle(ada, bob, dee), dee, method="open_dialogue")
    five_minutes(clock)
    mail.outbox.clear()
    clock.set(2026, 11, 24, 8, 30)
    return made


def say(by: Person, talk: Dialogue, whom: Person, clock: Clock) -> PrivateWord:
    number = talk.participants.get(person=whom).number
    return actions.say(person=by, dialogue=talk, to=number, source=WORDS, now=clock.at)


def test_what_an_owner_says_alone_stands_on_the_page_and_in_the_mail(clock, bob, dee, talk) -> None:
    say(bob, talk, dee, clock)
    assert WORDS in page(cast.signed_in(dee), talk)
    assert WORDS not in page(cast.signed_in(bob), talk)
    sent = to(dee, five_minutes(clock))
    assert sent.subject == "Something is asked of you"
    assert SAID in sent.body
    assert SAID in html_of(sent)
    assert f"/dialogues/{talk.key}/" in sent.body
    assert "zebra" not in whole(sent)
    assert not cast.named_in(whole(sent), "Bob")
    clock.set(2026, 11, 25, 8, 30)
    assert to(dee, five_minutes(clock)) is None, "said once"


def test_of_a_closed_room_the_mail_says_only_that_something_is_asked(clock, ada, bob, dee) -> None:
    eve, fay = cast.person("Eve"), cast.person("Fay")
    case = started(bob, cast.circle(ada, bob, dee, eve, fay), dee, eve, fay, facilitator=ada)
    five_minutes(clock)
    mail.outbox.clear()
    clock.set(2026, 11, 24, 8, 30)
    say(ada, case, dee, clock)
    sent = to(dee, five_minutes(clock))
    assert sent.body.count("Something is asked of you in a closed conversation.") == 1
    assert all(words not in whole(sent) for words in (SAID, "private", "zebra", "Ada", case.title))


@pytest.mark.parametrize("how", ["put away", "answered"])
def test_what_is_read_already_is_not_mailed(clock, bob, dee, talk, how) -> None:
    word = say(bob, talk, dee, clock)
    cast.work()
    assert Notice.objects.filter(person=dee, kind="word").count() == 1
    if how == "put away":
        actions.put_away(person=dee, word=word, now=clock.at)
    else:
        actions.answer(person=dee, word=word, source="Thank you", now=clock.at)
    sent = five_minutes(clock)
    assert to(dee, sent) is None
    assert (to(bob, sent) is not None) is (how == "answered"), "a word back waits as well"
    note_private_word(Entry.objects.get(verb="facilitation.word", data__word=word.pk))
    assert not Notice.objects.filter(person=dee, kind="word").exists(), "told late, it is read still"


def test_who_was_let_go_meanwhile_hears_nothing(clock, bob, dee, talk) -> None:
    say(bob, talk, dee, clock)
    cast.work()
    let_go(person=bob, dialogue=talk, number=talk.participants.get(person=dee).number, now=clock.at)
    assert to(dee, five_minutes(clock)) is None


def test_who_wants_no_mail_gets_none(clock, bob, dee, talk) -> None:
    Person.objects.filter(pk=dee.pk).update(mails="never")
    say(bob, talk, dee, clock)
    assert to(dee, five_minutes(clock)) is None

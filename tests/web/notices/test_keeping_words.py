"""Whoever is asked to keep the words or let them go hears it: at home until they said so, and once in the mail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues import tasks
from iq4d.web.dialogues.actions import moving
from iq4d.web.dialogues.models import Dialogue, Participant
from iq4d.web.dialogues.standing import bare_state
from iq4d.web.notices.models import Notice
from iq4d.web.people.models import Person
from methods.every_feature import more
from web.deeds.promising import close, fresh
from web.dialogues.any_method import held, only
from web.dialogues.coming import guest
from web.dialogues.playing import open_step, words_of, write
from web.dialogues.wiping import say
from web.notices.mailing import Clock, five_minutes, html_of, to, whole

pytestmark = pytest.mark.django_db
ASKED = "Keep the words, or let them go?"
UNTIL = "Until Wednesday 25 November, 17:00."


def ended(owner: Person, circle: Circle, *peers: Person, clock: Clock) -> Dialogue:
    """A conversation of a method that keeps nothing comes to its end on Monday morning."""
    talk = held(only(more(), "cases"), owner, circle, *peers)
    Dialogue.objects.filter(pk=talk.pk).update(why="So that newcomers stay")
    write(cast.signed_in(owner), talk, "quokka met the case", "case", "cases")
    while open_step(talk):
        close(fresh(talk), owner, clock.at)
    assert fresh(talk).wipes_at is not None
    return fresh(talk)


@pytest.fixture
def dee(circle: Circle) -> Person:
    made = cast.person("Dee")
    circle.memberships.create(person=made, role="member", joined_at=cast.NOW)
    return made


@pytest.fixture
def talk(clock: Clock, ada: Person, bob: Person, dee: Person, circle: Circle) -> Dialogue:
    """Ada's, in which Bob took part; open, so that a mail may say more of it than that there is something."""
    made = ended(ada, circle, bob, dee, clock=clock)
    clock.set(2026, 11, 24, 8, 0)
    return made


def home_of(person: Person) -> str:
    return words_of(cast.signed_in(person).get("/").content.decode())


def test_bob_hears_it_at_home_and_in_his_mail_until_he_said_it(clock, ada, bob, talk) -> None:
    assert home_of(bob).index("What is asked of you now") < home_of(bob).index(ASKED) < home_of(bob).index("By-catch")
    sent = to(bob, five_minutes(clock))
    assert "is asked of you" in sent.subject
    asked = sent.body.partition("ASKED OF YOU NOW")[2]
    assert asked.index("So that newcomers stay") < asked.index(f"* {ASKED}") < asked.index(UNTIL)
    assert f"/dialogues/{talk.key}/" in asked
    assert ASKED in html_of(sent)
    assert "quokka" not in whole(sent)
    say(talk, bob, "no")
    assert ASKED not in home_of(bob)
    assert ASKED in home_of(ada), "she has not said it"


def test_it_is_mailed_once_and_over_once_it_is_decided(clock, ada, bob, talk) -> None:
    assert ASKED in to(bob, five_minutes(clock)).body
    clock.set(2026, 11, 25, 8, 0)
    assert to(bob, five_minutes(clock)) is None
    assert ASKED in home_of(bob), "at home it stands until it is said, or too late"
    clock.set(2026, 11, 25, 17, 0)
    assert ASKED not in home_of(bob), "the very minute"
    tasks.let_go(clock.later(minutes=1))
    cast.work()
    assert ASKED not in home_of(bob)


@pytest.mark.parametrize("how", ["said", "decided", "left", "reopened"])
def test_a_mail_that_waited_says_nothing_that_is_not_asked_any_more(clock, ada, bob, talk, how) -> None:
    cast.work()
    assert Notice.objects.filter(person=bob, kind="keep", bundle=None).count() == 1
    if how == "said":
        say(talk, bob, "yes")
    elif how == "decided":
        tasks.let_go(talk.wipes_at + timedelta(minutes=1))
    elif how == "left":
        Participant.objects.filter(dialogue=talk, person=bob).update(removed_at=clock.at)
    else:
        last = bare_state(talk.standing).steps[-1]
        reopen = {"kind": "reopen", "step": last.id, "version": last.version}
        moving.make_move(person=ada, dialogue=talk, now=clock.at, **reopen)
    sent = to(bob, five_minutes(clock))
    assert sent is None or ASKED not in sent.body
    assert ASKED not in home_of(bob)


def test_of_a_closed_room_the_mail_says_only_that_something_is_asked(clock, bob, talk) -> None:
    Dialogue.objects.filter(pk=talk.pk).update(room="closed")
    sent = to(bob, five_minutes(clock))
    assert sent.body.count("Something is asked of you in a closed conversation.") == 1
    assert all(words not in whole(sent) for words in (ASKED, "words", "newcomers", talk.title, UNTIL))
    assert ASKED in home_of(bob), "at home he is among his own things"


def test_who_mutes_still_hears_what_is_asked_and_who_wants_no_mail_gets_none(clock, ada, bob, talk) -> None:
    cast.signed_in(bob).post(f"/dialogues/{talk.key}/follow/", {"stance": "mute"})
    Person.objects.filter(pk=ada.pk).update(mails="never")
    sent = five_minutes(clock)
    assert ASKED in to(bob, sent).body
    assert to(ada, sent) is None
    assert ASKED in home_of(ada)


def test_carla_and_who_only_reads_along_are_not_asked(clock, ada, bob, dee, circle) -> None:
    eve, carla = cast.person("Eve"), cast.person("Carla")
    cast.circle(carla, name="Elsewhere")
    circle.memberships.create(person=eve, role="member", joined_at=cast.NOW)
    ended(ada, circle, bob, dee, clock=clock)
    clock.set(2026, 11, 24, 8, 0)
    sent = five_minutes(clock)
    assert {tuple(one.to) for one in sent} == {(ada.email,), (bob.email,), (dee.email,)}
    for nobody in (eve, carla):
        assert ASKED not in home_of(nobody)


def test_a_guest_finds_it_at_home(clock, ada, bob, circle) -> None:
    gil = guest()
    ended(ada, circle, bob, gil, clock=clock)
    Participant.objects.filter(person=gil).update(way="link")
    clock.set(2026, 11, 24, 8, 0)
    assert len(five_minutes(clock)) == 2, "Gil has no address"
    assert ASKED in home_of(gil)


def test_a_method_that_keeps_its_words_asks_nothing(clock, ada, bob, circle) -> None:
    from web.notices.mailing import open_dialogue

    made = open_dialogue(ada, circle, bob, now=clock.at)
    while open_step(made):
        close(fresh(made), ada, clock.at)
    assert fresh(made).state == "finished"
    clock.set(2026, 11, 24, 8, 0)
    assert all(ASKED not in one.body for one in five_minutes(clock))
    assert mail.outbox, "the control: they did hear that it was rounded off"
    assert ASKED not in home_of(bob)
    assert not Notice.objects.filter(kind="keep").exists()

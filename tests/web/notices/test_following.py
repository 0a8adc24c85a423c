"""News of a conversation is heard by who wants it: it can be muted when it is over, and who left hears no more."""

from __future__ import annotations

import pytest

import cast
from iq4d.web.circles.models import Membership
from iq4d.web.deeds.actions import tell
from iq4d.web.dialogues.actions import people
from iq4d.web.notices import queries
from iq4d.web.notices.models import Following
from web.deeds.promising import at_harvest, over, promise
from web.dialogues.playing import page
from web.notices.mailing import five_minutes, to, write

pytestmark = pytest.mark.django_db
MUTE, FOLLOW = "No news of this in my mail", "Put news of this in my daily mail"


def presses(browser, talk, stance: str) -> None:
    assert browser.post(f"/dialogues/{talk.key}/follow/", {"stance": stance}).status_code == 302


def leaves(who, talk, clock) -> None:
    people.let_go(person=who, dialogue=talk, number=talk.participants.get(person=who).number, now=clock.at)


@pytest.mark.parametrize("mutes", [True, False])
def test_what_is_over_still_brings_news_and_can_be_muted(clock, ada, bob, circle, mutes) -> None:
    talk = at_harvest(ada, circle, bob, now=clock.at)
    one, other = (promise(bob, talk, words, now=clock.at) for words in ("I talk to her", "I write it down"))
    over(talk, ada, clock.at)
    five_minutes(clock)
    clock.set(2026, 11, 25, 12, 0)
    tell(person=bob, deed=one, outcome="done", now=clock.at)
    clock.set(2026, 11, 26, 8, 0)
    assert "I talk to her" in to(ada, five_minutes(clock)).body
    browser = cast.signed_in(ada)
    assert MUTE in page(browser, talk)
    if mutes:
        presses(browser, talk, "mute")
        assert FOLLOW in page(browser, talk)
    tell(person=bob, deed=other, outcome="partly", now=clock.at)
    clock.set(2026, 11, 27, 8, 0)
    sent = to(ada, five_minutes(clock))
    assert (sent is not None and "I write it down" in sent.body) != mutes


def test_what_was_brought_in_has_no_news_and_no_button(ada, bob, circle) -> None:
    brought = cast.dialogue(circle, cast.long_talk(), ada)
    assert MUTE not in page(cast.signed_in(bob), brought)
    assert FOLLOW not in page(cast.signed_in(bob), brought)


def test_muted_unmuted_and_left_bob_hears_no_more(clock, ada, bob, talk) -> None:
    browser = cast.signed_in(bob)
    presses(browser, talk, "mute")
    presses(browser, talk, "follow")
    assert MUTE in page(browser, talk)
    write(ada, talk, "While he is here", "answer", clock.at)
    clock.set(2026, 11, 24, 8, 0)
    assert "While he is here" in to(bob, five_minutes(clock)).body
    leaves(bob, talk, clock)
    assert not queries.hearers(talk).filter(pk=bob.pk).exists()
    write(ada, talk, "After he left", "answer", clock.at)
    clock.set(2026, 11, 25, 8, 0)
    assert to(bob, five_minutes(clock)) is None


def test_who_left_and_says_that_they_follow_reads_along(clock, ada, bob, talk) -> None:
    leaves(bob, talk, clock)
    browser = cast.signed_in(bob)
    assert FOLLOW in page(browser, talk)
    presses(browser, talk, "follow")
    write(ada, talk, "For who reads along", "answer", clock.at)
    clock.set(2026, 11, 24, 8, 0)
    assert "For who reads along" in to(bob, five_minutes(clock)).body


def test_muted_stays_muted_for_who_left(clock, ada, bob, talk) -> None:
    presses(cast.signed_in(bob), talk, "mute")
    leaves(bob, talk, clock)
    assert FOLLOW in page(cast.signed_in(bob), talk)
    assert Following.objects.get(person=bob).stance == "mute"


def test_who_read_along_and_unmutes_follows_again(clock, circle, talk) -> None:
    eve = cast.person("Eve")
    Membership.objects.create(circle=circle, person=eve, role="member", joined_at=clock.at)
    browser = cast.signed_in(eve)
    for stance in ("follow", "mute", "follow"):
        presses(browser, talk, stance)
    assert queries.hearers(talk).filter(pk=eve.pk).exists()


def test_carla_finds_no_button_and_nothing_to_press(talk, quiet) -> None:
    carla = cast.signed_in(cast.person("Carla"))
    for stance in ("mute", "follow"):
        assert carla.post(f"/dialogues/{talk.key}/follow/", {"stance": stance}).status_code == 404
    assert not Following.objects.exists()

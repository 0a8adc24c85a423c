"""A right that was removed is gone from the mail that was waiting: everything is looked up as it goes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import cast
from iq4d.web.circles.actions import remove
from iq4d.web.circles.models import Membership
from iq4d.web.dialogues.actions import people, writing
from iq4d.web.dialogues.models import Contribution, Dialogue
from iq4d.web.dialogues.queries import room_for
from iq4d.web.notices.actions import bundle_up, set_stance
from iq4d.web.notices.models import Following
from iq4d.web.notices.queries import follow_part
from iq4d.web.people.models import Person
from web.dialogues.playing import page
from web.notices.mailing import Clock, five_minutes, to, whole, write

pytestmark = pytest.mark.django_db


def let_go(ada: Person, bob: Person, talk: Dialogue, clock: Clock) -> None:
    number = talk.participants.get(person=bob).number
    Membership.objects.filter(person=bob).delete()  # as a member he would read along
    people.let_go(person=ada, dialogue=talk, number=number, now=clock.at)


def leave(ada: Person, bob: Person, talk: Dialogue, clock: Clock) -> None:
    remove(person=ada, membership=Membership.objects.get(circle=talk.circle, person=bob), now=clock.at)


def mute(ada: Person, bob: Person, talk: Dialogue, clock: Clock) -> None:
    set_stance(person=bob, dialogue=talk, stance="mute")


def hide(ada: Person, bob: Person, talk: Dialogue, clock: Clock) -> None:
    Contribution.objects.filter(dialogue=talk, text__contains="CANARY").update(hidden=True)


def take_back(ada: Person, bob: Person, talk: Dialogue, clock: Clock) -> None:
    number = talk.contributions.get(text__contains="CANARY").number
    writing.take_back(person=ada, dialogue=talk, number=number, now=clock.at)


def close_the_room(ada: Person, bob: Person, talk: Dialogue, clock: Clock) -> None:
    Dialogue.objects.filter(pk=talk.pk).update(room="closed")


def nothing(ada: Person, bob: Person, talk: Dialogue, clock: Clock) -> None:
    """Control: nobody takes anything away."""


@pytest.mark.parametrize("bundled", [False, True], ids=["noted", "on its way"])
@pytest.mark.parametrize("change", [let_go, leave, mute, hide, take_back, close_the_room, nothing])
def test_what_is_taken_away_is_not_in_the_mail_that_waited(clock, ada, bob, talk, change: Callable, bundled) -> None:
    write(ada, talk, "CANARY words", "answer", clock.at)
    cast.work()
    clock.set(2026, 11, 24, 8, 0)
    if bundled:
        assert bundle_up(person=bob, now=clock.at) is not None
    change(ada, bob, talk, clock)
    sent = to(bob, five_minutes(clock))
    assert ("CANARY" in whole(sent) if sent else False) == (change is nothing)
    if change in (let_go, leave, close_the_room):
        assert sent is None or talk.title not in whole(sent)


def test_mute_stops_the_news_and_not_what_is_asked(clock, ada, bob, circle) -> None:
    dee = cast.person("Dee")
    Membership.objects.create(circle=circle, person=dee, role="member", joined_at=clock.at)
    from web.dialogues.playing import started

    case = started(ada, circle, bob, dee, cast.person("Eve"))
    Dialogue.objects.filter(pk=case.pk).update(room="open")
    set_stance(person=bob, dialogue=case, stance="mute")
    write(ada, case, "CANARY: I avoid a talk", "case", clock.at)
    sent = to(bob, five_minutes(clock))
    assert "ASKED OF YOU NOW" in sent.body
    assert "CANARY" not in whole(sent)


def test_who_reads_along_hears_nothing_until_they_follow(clock, ada, circle, talk) -> None:
    eve = cast.person("Eve")
    Membership.objects.create(circle=circle, person=eve, role="member", joined_at=clock.at)
    write(ada, talk, "First", "answer", clock.at)
    clock.set(2026, 11, 24, 8, 0)
    assert to(eve, five_minutes(clock)) is None
    browser = cast.signed_in(eve)
    assert "Put news of this in my daily mail" in page(browser, talk)
    assert browser.post(f"/dialogues/{talk.key}/follow/", {"stance": "follow"}).status_code == 302
    assert "No news of this in my mail" in page(browser, talk)
    write(ada, talk, "Second", "answer", clock.at)
    assert "Second" in to(eve, five_minutes(clock)).body
    Membership.objects.filter(person=eve).delete()
    write(ada, talk, "Third", "answer", clock.at)
    clock.set(2026, 11, 25, 8, 0)
    assert to(eve, five_minutes(clock)) is None


def test_following_is_ones_own_and_one_word(clock, ada, bob, talk, quiet) -> None:
    carla = cast.person("Carla")
    assert cast.signed_in(carla).post(f"/dialogues/{talk.key}/follow/", {"stance": "follow"}).status_code == 404
    browser = cast.signed_in(bob)
    for stance in ("mute", "follow", "mute", "shout"):
        assert browser.post(f"/dialogues/{talk.key}/follow/", {"stance": stance}).status_code == 302
    assert Following.objects.get(person=bob, dialogue=talk).stance == "mute"
    assert browser.get(f"/dialogues/{talk.key}/follow/").status_code == 405


def test_a_page_asks_one_query_more_for_the_button(clock, bob, talk, django_assert_num_queries) -> None:
    room = room_for(bob, Dialogue.objects.select_related("circle", "standing").get(pk=talk.pk), clock.at)
    with django_assert_num_queries(1):
        assert follow_part(room)["follows"]

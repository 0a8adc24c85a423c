"""A deed is asked after in one mail, whatever hour its owner reads at and however the clocks lie."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core import mail

from iq4d.web.deeds.actions import move, tell, untell
from iq4d.web.deeds.models import Deed
from iq4d.web.deeds.tasks import ask_how_it_went
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.notices.models import Bundle, Notice
from iq4d.web.people.models import Person
from web.deeds.promising import at_harvest, promise
from web.notices.mailing import Clock, five_minutes, to, whole, write

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 26)
ASKS = "How did it go?"


@pytest.fixture
def harvest(clock: Clock, ada: Person, bob: Person, circle) -> Dialogue:
    """Ada's question, come to its harvest; yesterday's mails have gone."""
    made = at_harvest(ada, circle, bob, now=clock.at)
    five_minutes(clock)
    clock.set(2026, 11, 24, 8, 0)
    five_minutes(clock)
    mail.outbox.clear()
    return made


def mornings(clock: Clock, bob: Person, minutes: int, *, until: date, mails_first: bool = False) -> list[datetime]:
    """Day by day, every so many minutes both jobs; when Bob's mail asks after a deed, on his clock."""
    asked = []
    while clock.at.astimezone(bob.clock).date() <= until:
        jobs = [lambda: ask_how_it_went(clock.at), lambda: asked.extend(_asks(clock, bob))]
        for job in reversed(jobs) if mails_first else jobs:
            job()
        clock.later(minutes=minutes)
    return asked


def _asks(clock: Clock, bob: Person) -> list[datetime]:
    sent = to(bob, five_minutes(clock))
    return [clock.at.astimezone(bob.clock)] if sent is not None and ASKS in sent.body else []


@pytest.mark.parametrize(("hour", "at", "mails_first"), [(7, 7, False), (7, 7, True), (8, 8, True), (20, 20, False)])
def test_bob_is_asked_on_one_morning(clock, ada, bob, harvest, hour, at, mails_first, minutes) -> None:
    Person.objects.filter(pk=bob.pk).update(mail_hour=hour)
    bob.refresh_from_db()
    promise(bob, harvest, due=DAY, now=clock.at)
    for day in (25, 26, 27):  # something else to say, each night
        clock.set(2026, 11, day, 0, 5)
        write(ada, harvest, f"About the {day}th", "story", clock.at, step="harvest")
        got = mornings(clock, bob, minutes, until=date(2026, 11, day), mails_first=mails_first)
        assert [(one.date(), one.hour) for one in got] == ([(DAY, at)] if day == 26 else []), day
    assert Bundle.objects.filter(person=bob, sent_at__isnull=False, day__gt=DAY).count() == 1, "a mail, without it"


@pytest.mark.parametrize("hour", [7, 8])
def test_with_nothing_else_to_say_it_comes_when_it_is_asked(clock, bob, harvest, hour, minutes) -> None:
    Person.objects.filter(pk=bob.pk).update(mail_hour=hour)
    bob.refresh_from_db()
    promise(bob, harvest, due=DAY, now=clock.at)
    clock.set(2026, 11, 26, 0, 5)
    got = mornings(clock, bob, minutes, until=date(2026, 11, 28))
    assert [(one.date(), one.hour) for one in got] == [(DAY, 8)]


def test_moved_to_another_day_it_is_asked_anew(clock, ada, bob, harvest, minutes) -> None:
    Person.objects.filter(pk=bob.pk).update(mail_hour=7)
    bob.refresh_from_db()
    deed = promise(bob, harvest, due=DAY, now=clock.at)
    clock.set(2026, 11, 26, 0, 5)
    write(ada, harvest, "Something", "story", clock.at, step="harvest")
    assert len(mornings(clock, bob, minutes, until=DAY)) == 1
    move(person=bob, deed=deed, day=DAY + timedelta(days=2), now=clock.at)
    assert [one.date() for one in mornings(clock, bob, minutes, until=date(2026, 11, 30))] == [DAY + timedelta(days=2)]


def test_promised_for_today_after_the_mail_of_today_it_is_asked_tomorrow(clock, ada, bob, harvest, minutes) -> None:
    clock.set(2026, 11, 25, 7, 55)
    write(ada, harvest, "Something", "story", clock.at, step="harvest")
    clock.set(2026, 11, 25, 8, 0)
    assert to(bob, five_minutes(clock)) is not None
    clock.set(2026, 11, 25, 9, 0)
    promise(bob, harvest, due=date(2026, 11, 25), now=clock.at)
    assert [one.date() for one in mornings(clock, bob, minutes, until=date(2026, 11, 28))] == [DAY]


def test_told_by_mistake_before_and_undone_after_the_mail_it_is_asked_still(clock, ada, bob, harvest, minutes) -> None:
    deed = promise(bob, harvest, due=DAY, now=clock.at)
    tell(person=bob, deed=deed, outcome="done", now=clock.at)
    clock.set(2026, 11, 26, 7, 55)
    write(ada, harvest, "Something", "story", clock.at, step="harvest")
    clock.set(2026, 11, 26, 8, 0)
    assert ASKS not in to(bob, five_minutes(clock)).body
    untell(person=bob, deed=Deed.objects.get())
    assert [one.date() for one in mornings(clock, bob, minutes, until=date(2026, 11, 29))] == [date(2026, 11, 27)]


def test_of_a_closed_room_too_and_what_is_kept_of_it_holds_no_words(clock, ada, bob, harvest, minutes) -> None:
    Dialogue.objects.filter(pk=harvest.pk).update(room="closed")
    deed = promise(bob, harvest, "SECRETWORD", due=DAY, now=clock.at)
    clock.set(2026, 11, 26, 0, 5)
    assert len(mornings(clock, bob, minutes, until=date(2026, 11, 28))) == 1
    assert "SECRETWORD" not in "".join(whole(one) for one in mail.outbox)
    about = Notice.objects.filter(person=bob, kind="deed", about__contains="@").values_list("about", flat=True)
    assert list(about) == [f"d{deed.pk}@20261126"]

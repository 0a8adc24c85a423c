"""When the mail goes: in the morning of its reader, once, whatever clocks, workers and mail servers do."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

import cast
from iq4d.web.notices import actions, queries, sending, tasks
from iq4d.web.notices.models import Bundle, Notice
from web.at_once import at_once
from web.notices.mailing import five_minutes, open_dialogue, to, write


class Away(BaseEmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, email_messages):
        raise SMTPException("try again later")


def local_hours(sent: list[tuple[datetime, str]], zone) -> list[tuple[date, int]]:
    return [(at.astimezone(zone).date(), at.astimezone(zone).hour) for at, _ in sent]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "hour"), [("Europe/Amsterdam", 8), ("America/Paramaribo", 18), ("Asia/Tokyo", 8), ("Asia/Tokyo", 18)]
)
def test_everywhere_it_comes_at_the_hour_its_reader_chose(
    clock, ada, bob, talk, zone: str, hour: int, minutes: int
) -> None:
    bob.zone, bob.mail_hour = zone, hour
    bob.save()
    got: list[tuple[datetime, str]] = []
    for since in range(0, 3 * 24 * 60, minutes):
        if since % 120 == 0:
            write(ada, talk, f"Thought {since}", "answer", clock.at)
        sent = to(bob, five_minutes(clock))
        if sent is not None:
            got.append((clock.at, sent.subject))
        clock.later(minutes=minutes)
    days = [day for day, _ in local_hours(got, bob.clock)]
    assert len(days) == len(set(days)) >= 3
    assert {at for _, at in local_hours(got, bob.clock)[1:]} == {hour}, "the first waits for nothing but the day"
    assert all(hour <= at < 21 for _, at in local_hours(got, bob.clock))


@pytest.mark.django_db
@pytest.mark.parametrize(("year", "month", "day"), [(2026, 10, 25), (2027, 3, 28)])
def test_on_the_days_the_clocks_change_it_comes_once(
    clock, ada, bob, circle, year: int, month: int, day: int, minutes: int
) -> None:
    """In March two o'clock is skipped, in October it comes twice: the hour Bob chose."""
    bob.mail_hour = 2
    bob.save()
    talk = open_dialogue(ada, circle, bob, now=clock.set(year, month, day - 1, 12, 0))
    got = []
    for since in range(0, 36 * 60, minutes):
        if since % 120 == 0:
            write(ada, talk, f"Thought {since}", "answer", clock.at)
        if to(bob, five_minutes(clock)) is not None:
            got.append(clock.at.astimezone(bob.clock))
        clock.later(minutes=minutes)
    assert [at.date() for at in got] == [date(year, month, day - 1), date(year, month, day)]
    assert got[1].hour == (2 if month == 10 else 3)


@pytest.mark.django_db(transaction=True)
def test_two_clocks_and_two_workers_make_one_mail(clock, ada, bob, talk) -> None:
    write(ada, talk, "Once", "answer", clock.at)
    cast.work()
    now = clock.set(2026, 11, 24, 8, 0)
    made = at_once(*[lambda: actions.bundle_up(person=bob, now=now)] * 4)
    assert len([one for one in made if one is not None]) == 1
    key = Bundle.objects.get(person=bob, day=date(2026, 11, 24)).pk
    lock, sent = threading.Lock(), []

    def send() -> None:
        went = sending.send(key, now)
        with lock:
            sent.append(went)

    at_once(*[send] * 4)
    assert sorted(sent) == [False, False, False, True]
    assert len([one for one in mail.outbox if one.to == [bob.email]]) == 1


@pytest.mark.django_db
def test_a_mail_that_failed_goes_later_under_the_same_name(clock, ada, bob, talk, settings, quiet) -> None:
    write(ada, talk, "Once", "answer", clock.at)
    there, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "web.notices.test_when.Away"
    clock.set(2026, 11, 24, 8, 0)
    five_minutes(clock)
    bundle = Bundle.objects.get(person=bob, day=date(2026, 11, 24))
    assert (bundle.attempts, bundle.sent_at) == (1, None)
    settings.EMAIL_BACKEND = there
    clock.later(minutes=4)
    assert five_minutes(clock) == [], "the first try has its time"
    clock.later(minutes=4)
    (sent,) = five_minutes(clock)
    assert sent.extra_headers["Message-ID"] == bundle.message_id
    clock.later(minutes=30)
    assert five_minutes(clock) == []


@pytest.mark.django_db
def test_what_could_not_go_all_day_is_said_the_next(clock, ada, bob, talk, settings, quiet) -> None:
    write(ada, talk, "Patience", "answer", clock.at)
    there, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "web.notices.test_when.Away"
    clock.set(2026, 11, 24, 8, 0)
    tries = 0
    while clock.at < datetime(2026, 11, 24, 23, 0, tzinfo=UTC):
        five_minutes(clock)
        clock.later(minutes=10)
        tries += 1
    assert Bundle.objects.get(person=bob, sent_at=None).attempts == queries.ATTEMPTS < tries
    settings.EMAIL_BACKEND = there
    clock.set(2026, 11, 25, 8, 30)
    assert "Patience" in to(bob, [*five_minutes(clock), *five_minutes(clock)]).body
    clock.later(minutes=30)
    assert five_minutes(clock) == []


@pytest.mark.django_db
def test_a_task_that_was_late_mails_nobody_at_night(clock, ada, bob, talk) -> None:
    write(ada, talk, "Late", "answer", clock.at)
    cast.work()
    now = clock.set(2026, 11, 24, 20, 59)
    made = actions.bundle_up(person=bob, now=now)
    assert not sending.send(made.pk, now + timedelta(minutes=5))
    assert Notice.objects.filter(person=bob, bundle=None).exists()
    clock.set(2026, 11, 25, 8, 0)
    assert "Late" in to(bob, five_minutes(clock)).body


@pytest.mark.django_db
def test_the_job_asks_little_however_many_people_wait(clock, ada, talk, django_assert_max_num_queries) -> None:
    from iq4d.web.notices.queries import with_mail_due

    clock.set(2026, 11, 24, 8, 0)
    for name in ("Dee", "Eve", "Fay"):
        cast.person(name)
    with django_assert_max_num_queries(2):
        list(with_mail_due(clock.at))


@pytest.mark.django_db
def test_what_was_said_long_ago_is_forgotten(clock, ada, bob, talk) -> None:
    write(ada, talk, "Old", "answer", clock.at)
    clock.set(2026, 11, 24, 8, 0)
    five_minutes(clock)
    tasks.forget(clock.at + timedelta(days=59))
    assert Notice.objects.exists()
    tasks.forget(clock.at + timedelta(days=61))
    assert not Notice.objects.exists()
    assert not Bundle.objects.exists()

"""Jobs that come round: every turn is taken once, whatever the clock on the wall does."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from iq4d.web.journal import tasks
from iq4d.web.journal.models import Turn
from iq4d.web.journal.tasks import Periodic, tick
from web.at_once import at_once

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


class Job:
    def __init__(self, name: str, minutes: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ran: list[datetime] = []
        monkeypatch.setattr(tasks, "PERIODIC", [*tasks.PERIODIC, Periodic(name, minutes, self.ran.append)])


@pytest.fixture
def job(monkeypatch: pytest.MonkeyPatch) -> Job:
    monkeypatch.setattr(tasks, "PERIODIC", [])
    return Job("tests.hourly", 60, monkeypatch)


@pytest.mark.django_db
def test_a_turn_is_taken_once(job: Job) -> None:
    assert tick(NOW) == 1
    assert tick(NOW) == tick(NOW + timedelta(minutes=59)) == 0
    assert tick(NOW + timedelta(hours=1)) == 1
    assert job.ran == [NOW, NOW + timedelta(hours=1)]


@pytest.mark.django_db(transaction=True)
def test_of_two_clocks_one_takes_the_turn(job: Job) -> None:
    ran = at_once(*[lambda: tick(NOW)] * 3)
    assert sorted(ran) == [0, 0, 1]
    assert job.ran == [NOW]
    assert Turn.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("changes", [datetime(2026, 3, 29, tzinfo=AMSTERDAM), datetime(2026, 10, 25, tzinfo=AMSTERDAM)])
def test_a_clock_change_neither_skips_nor_doubles_a_turn(job: Job, changes: datetime) -> None:
    """The day has 23 or 25 hours; read in local time it has that many turns, each once."""
    start = changes.astimezone(UTC)
    hours = round((changes.replace(day=changes.day + 1).astimezone(UTC) - start) / timedelta(hours=1))
    assert hours in (23, 25)
    for minute in range(0, hours * 60, 10):
        tick((start + timedelta(minutes=minute)).astimezone(AMSTERDAM))
    assert len(job.ran) == hours
    gaps = {after.astimezone(UTC) - before.astimezone(UTC) for before, after in zip(job.ran, job.ran[1:], strict=False)}
    assert gaps == {timedelta(hours=1)}


@pytest.mark.django_db
def test_a_clock_set_back_does_nothing_twice(job: Job) -> None:
    tick(NOW)
    assert tick(NOW - timedelta(minutes=30)) == 1, "the hour before was not taken yet"
    assert tick(NOW) == 0
    assert tick(NOW + timedelta(days=365)) == 1, "a jump ahead runs it once, not once for each hour missed"


@pytest.mark.django_db
def test_one_failing_job_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(now: datetime) -> None:
        raise ZeroDivisionError("on purpose")

    monkeypatch.setattr(tasks, "PERIODIC", [Periodic("tests.failing", 1, fail)])
    after = Job("tests.after", 1, monkeypatch)
    with caplog.at_level(logging.ERROR, "iq4d"):
        assert tick(NOW) == 1
    assert after.ran == [NOW]
    assert "tests.failing" in caplog.text
    assert tick(NOW + timedelta(minutes=1)) == 1, "and it comes round again"


def test_the_jobs_of_the_product_have_names_a_turn_can_keep() -> None:
    names = [job.name for job in tasks.PERIODIC]
    assert len(names) == len(set(names)) >= 4
    assert all(len(name) <= Turn._meta.get_field("name").max_length for name in names)

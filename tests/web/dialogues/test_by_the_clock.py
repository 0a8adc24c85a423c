"""Steps move at the right local time, once, whoever looks at the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues import standing, tasks
from iq4d.web.dialogues.actions import people, starting, writing
from iq4d.web.dialogues.models import Contribution, Dialogue
from iq4d.web.dialogues.standing import bare_state
from iq4d.web.journal import tasks as journal
from iq4d.web.journal.models import Entry
from iq4d.web.people.models import FreeDays, Person
from web.at_once import at_once

pytestmark = pytest.mark.django_db
NAMES = ("Bob", "Dee", "Eve", "Fay")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def cast_of_four() -> list[Person]:
    return [cast.person(name) for name in NAMES]


def asking(circle: Circle, four: list[Person], now: datetime) -> Dialogue:
    """A ten-step apart, begun now, in which Bob told his case at once: the three others have a day for questions."""
    bob, *peers = four
    made = starting.start(person=bob, sentence="How?", circle=circle, method="ten_step", now=now, language="en")
    plan = starting.Plan(method="ten_step", course="apart", steering="", room="closed")
    starting.plan(person=bob, dialogue=made, plan=plan, now=now)
    for one in peers:
        people.come_in(person=one, dialogue=made, invite=None, now=now)
    starting.begin_now(person=bob, dialogue=made, now=now)
    writing.write(person=bob, dialogue=made, kind="case", step="case", source="A case", now=now)
    return made


def status(dialogue: Dialogue, step: str = "questions") -> str:
    return bare_state(Dialogue.objects.select_related("standing").get(pk=dialogue.pk).standing).step(step).status


def closings(dialogue: Dialogue, start: datetime, hours: int, step: str = "questions") -> datetime:
    """Run the clock every quarter of an hour; gives when the step closed."""
    for quarter in range(hours * 4):
        now = start + quarter * timedelta(minutes=15)
        tasks.clock(now)
        if status(dialogue, step) == "closed":
            return now
    raise AssertionError("it never closed")


PLACES = [
    ("Europe/Amsterdam", datetime(2026, 3, 27, 9, tzinfo=UTC), "2026-03-30T15:00"),  # summer time began on the Sunday
    ("Europe/Amsterdam", datetime(2026, 10, 23, 9, tzinfo=UTC), "2026-10-26T16:00"),  # and ended
    ("America/Paramaribo", datetime(2026, 11, 23, 13, tzinfo=UTC), "2026-11-24T20:00"),
    ("Asia/Tokyo", datetime(2026, 11, 23, 1, tzinfo=UTC), "2026-11-24T08:00"),
]


@pytest.mark.parametrize(("zone", "begun", "closes"), PLACES)
def test_a_step_closes_at_five_where_its_circle_is(cast_of_four, zone: str, begun: datetime, closes: str) -> None:
    circle = cast.circle(*cast_of_four)
    Circle.objects.filter(pk=circle.pk).update(zone=zone)
    circle.refresh_from_db()
    talk = asking(circle, cast_of_four, begun)
    at = closings(talk, begun.replace(minute=0), 90)
    assert at == datetime.fromisoformat(f"{closes}+00:00")
    assert at.astimezone(ZoneInfo(zone)).hour == 17


def test_a_holiday_and_somebodys_own_free_day_put_it_off(cast_of_four) -> None:
    """Begun on a Wednesday; Thursday nobody of the circle works, Friday Dee does not: it is Monday."""
    circle = cast.circle(*cast_of_four)
    Circle.objects.filter(pk=circle.pk).update(holidays=["2026-11-26"])
    circle.refresh_from_db()
    FreeDays.objects.create(person=cast_of_four[1], first=date(2026, 11, 27), last=date(2026, 11, 27))
    begun = datetime(2026, 11, 25, 9, tzinfo=UTC)
    talk = asking(circle, cast_of_four, begun)
    assert closings(talk, begun, 24 * 6) == datetime(2026, 11, 30, 16, tzinfo=UTC)


def test_each_is_reminded_once_when_they_are_awake(cast_of_four) -> None:
    """Three quarters of the time is in the night for Fay in Tokyo."""
    _bob, dee, _eve, fay = cast_of_four
    Person.objects.filter(pk=fay.pk).update(zone="Asia/Tokyo")
    begun = datetime(2026, 11, 23, 9, tzinfo=UTC)
    talk = asking(cast.circle(*cast_of_four), cast_of_four, begun)
    told: dict[str, list[datetime]] = {}
    for quarter in range(4 * 24 * 2):
        now = begun + quarter * timedelta(minutes=15)
        before = Entry.objects.count()
        tasks.clock(now)
        tasks.clock(now)
        for entry in Entry.objects.order_by("pk")[before:]:
            if entry.verb == "dialogues.moved" and entry.data["move"] == "remind" and entry.data["step"] == "questions":
                told.setdefault(entry.data["person"], []).append(now)
    assert sorted(told) == ["2", "3", "4"]
    assert all(len(times) == 1 for times in told.values())
    numbers = {name: str(talk.participants.get(person=who).number) for name, who in (("dee", dee), ("fay", fay))}
    assert 8 <= told[numbers["dee"]][0].astimezone(ZoneInfo("Europe/Amsterdam")).hour < 20
    assert 8 <= told[numbers["fay"]][0].astimezone(ZoneInfo("Asia/Tokyo")).hour < 20


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_move_once(cast_of_four) -> None:
    begun = datetime(2026, 11, 23, 9, tzinfo=UTC)
    talk = asking(cast.circle(*cast_of_four), cast_of_four, begun)
    closes = datetime(2026, 11, 24, 16, tzinfo=UTC)
    at_once(*[lambda: tasks.clock(closes)] * 3)
    moved = [entry.data for entry in Entry.objects.filter(verb="dialogues.moved")]
    assert sum(one["move"] == "close" and one["step"] == "questions" for one in moved) == 1
    assert status(talk) == "closed"


def test_a_clock_that_dies_halfway_leaves_it_to_the_next(cast_of_four, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed after a move was recorded and before it was written down: neither stays, and the next turn makes both."""
    begun = datetime(2026, 11, 23, 9, tzinfo=UTC)
    talk = asking(cast.circle(*cast_of_four), cast_of_four, begun)
    closes, before = datetime(2026, 11, 24, 16, tzinfo=UTC), Entry.objects.count()
    with monkeypatch.context() as killed:
        killed.setattr(standing, "write", _dies)
        with pytest.raises(KeyboardInterrupt):
            tasks.clock(closes)
    assert Entry.objects.count() == before
    assert status(talk) == "open"
    tasks.clock(closes + MINUTE)
    assert status(talk) == "closed"


def _dies(*_: object) -> None:
    raise KeyboardInterrupt


def test_one_that_fails_does_not_stop_the_others(cast_of_four, quiet: None) -> None:
    begun = datetime(2026, 11, 23, 9, tzinfo=UTC)
    circle = cast.circle(*cast_of_four)
    broken, whole = asking(circle, cast_of_four, begun), asking(circle, cast_of_four, begun)
    broken.standing.method_text = "no method at all"
    broken.standing.wakes_at = begun
    broken.standing.save()
    tasks.clock(datetime(2026, 11, 24, 16, tzinfo=UTC))
    assert status(whole) == "closed"


def test_the_clock_comes_round_every_minute() -> None:
    assert {job.run: job.minutes for job in journal.PERIODIC if job.run in (tasks.clock, tasks.forget)} == {
        tasks.clock: 1,
        tasks.forget: 24 * 60,
    }


def test_what_was_not_to_be_kept_longer_goes_with_all_that_is_in_it(cast_of_four) -> None:
    ended = datetime(2026, 8, 31, 12, tzinfo=UTC)
    circle = cast.circle(*cast_of_four)
    kept, gone, running, brought = (asking(circle, cast_of_four, ended) for _ in range(4))
    for one, months, state in ((kept, None, "finished"), (gone, 3, "finished"), (running, 3, "running")):
        Dialogue.objects.filter(pk=one.pk).update(keep_months=months, state=state, ended_at=ended)
    Dialogue.objects.filter(pk=brought.pk).update(keep_months=1, state="finished", ended_at=ended, method="")
    words = gone.contributions.get().source
    tasks.forget(datetime(2026, 11, 30, 11, 59, tzinfo=UTC))
    assert Dialogue.objects.filter(pk=gone.pk).exists(), "three months are not over"
    tasks.forget(datetime(2026, 11, 30, 12, 1, tzinfo=UTC))
    assert Dialogue.objects.filter(pk=gone.pk).exists(), "one of them has not said yes to it"
    gone.participants.update(agreed=gone.agreement)
    tasks.forget(datetime(2026, 11, 30, 12, 2, tzinfo=UTC))
    assert set(Dialogue.objects.values_list("pk", flat=True)) == {kept.pk, running.pk, brought.pk}
    assert not Contribution.objects.filter(dialogue=gone.pk).exists()
    entry = Entry.objects.get(verb="dialogues.removed")
    assert entry.actor is None
    assert words not in str(entry.data)


def test_words_taken_back_go_after_two_weeks(cast_of_four) -> None:
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    talk = asking(cast.circle(*cast_of_four), cast_of_four, now)
    dee = cast_of_four[1]
    asked = writing.write(person=dee, dialogue=talk, kind="question", step="questions", source="Why?", now=now)
    writing.edit(person=dee, contribution=asked, source="Why so?", now=now)
    writing.take_back(person=dee, dialogue=talk, number=asked.number, now=now)
    tasks.forget(now + timedelta(days=13))
    assert Contribution.objects.get(pk=asked.pk).source == "Why so?"
    tasks.forget(now + timedelta(days=15))
    row = Contribution.objects.get(pk=asked.pk)
    assert (row.source, row.text, row.html, row.versions.count()) == ("", "", "", 0)

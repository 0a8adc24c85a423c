"""Working days, free days, three zones and both changes of the clock: the right local time, once."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iq4d.methods import Calendar, Move, Person, apply, begin, newest, settle

ZONES = ("Europe/Amsterdam", "America/Paramaribo", "Asia/Tokyo")


def at(zone, *moment):
    return datetime(*moment, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def local(moment, zone):
    return moment.astimezone(ZoneInfo(zone)).strftime("%a %d %b %H:%M")


@pytest.mark.parametrize(
    ("opened", "days", "closes"),
    [
        ((2026, 11, 23, 10, 0), 1, "Tue 24 Nov 17:00"),
        ((2026, 11, 23, 23, 30), 1, "Tue 24 Nov 17:00"),
        ((2026, 11, 20, 16, 0), 1, "Mon 23 Nov 17:00"),  # a weekend lies between
        ((2026, 11, 21, 9, 0), 1, "Mon 23 Nov 17:00"),
        ((2026, 11, 23, 10, 0), 5, "Mon 30 Nov 17:00"),
        ((2026, 12, 24, 10, 0), 2, "Tue 29 Dec 17:00"),  # and Christmas, a Friday
    ],
)
@pytest.mark.parametrize("zone", ZONES)
def test_a_deadline_is_a_working_day_at_the_closing_hour(zone, opened, days, closes):
    calendar = Calendar(zone=zone, holidays=frozenset({date(2026, 12, 25)}))
    assert local(calendar.deadline(at(zone, *opened), days), zone) == closes


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("opened", "closes"),
    [
        ((2026, 3, 27, 16, 0), "Mon 30 Mar 17:00"),  # Amsterdam skips an hour on 29 March
        ((2026, 10, 23, 16, 0), "Mon 26 Oct 17:00"),  # and has one twice on 25 October
    ],
)
def test_the_hour_on_the_wall_stays_over_a_change_of_the_clock(zone, opened, closes):
    moment = at(zone, *opened)
    deadline = Calendar(zone=zone).deadline(moment, 1)
    assert local(deadline, zone) == closes
    lasted = deadline - moment
    shift = {("Europe/Amsterdam", 3): -1, ("Europe/Amsterdam", 10): 1}.get((zone, opened[1]), 0)
    assert lasted == timedelta(days=3, hours=1 + shift)


def test_an_hour_that_does_not_exist_or_exists_twice_still_is_one_moment():
    every_day = frozenset(range(7))
    skipped = Calendar(weekdays=every_day, closing=time(2, 30)).deadline(at(ZONES[0], 2026, 3, 28, 12, 0), 1)
    assert local(skipped, ZONES[0]) == "Sun 29 Mar 03:30"
    twice = Calendar(weekdays=every_day, closing=time(2, 30)).deadline(at(ZONES[0], 2026, 10, 24, 12, 0), 1)
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # the first of the two


def test_free_days_move_a_deadline_but_nobody_waits_for_a_holiday():
    calendar, monday = Calendar(), at(ZONES[0], 2026, 11, 23, 10, 0)
    tuesday = frozenset({date(2026, 11, 24)})
    weeks = frozenset(date(2026, 11, 24) + timedelta(days=n) for n in range(21))
    assert local(calendar.deadline(monday, 1, [tuesday]), ZONES[0]) == "Wed 25 Nov 17:00"
    assert local(calendar.deadline(monday, 1, [frozenset(), weeks]), ZONES[0]) == "Thu 26 Nov 17:00"


@pytest.mark.parametrize(
    ("zone", "reminded"),
    [
        ("Europe/Amsterdam", "Tue 24 Nov 09:15"),
        ("America/Paramaribo", "Tue 24 Nov 08:00"),  # at three quarters it is a quarter past five in the morning there
        ("Asia/Tokyo", "Tue 24 Nov 17:15"),
    ],
)
def test_a_reminder_comes_at_three_quarters_where_its_reader_is_awake(zone, reminded):
    calendar, opened = Calendar(), at(ZONES[0], 2026, 11, 23, 10, 0)
    when = calendar.reminder(opened, calendar.deadline(opened, 1), zone, frozenset())
    assert local(when, zone) == reminded


def test_over_a_weekend_the_reminder_waits_for_monday_and_at_the_very_end_it_does_not():
    calendar, friday = Calendar(), at(ZONES[0], 2026, 11, 20, 16, 0)
    closes = calendar.deadline(friday, 1)
    assert local(calendar.reminder(friday, closes, ZONES[0], frozenset()), ZONES[0]) == "Mon 23 Nov 08:00"
    all_free = frozenset({date(2026, 11, 23)})
    late = calendar.reminder(friday, closes, ZONES[0], all_free)
    assert friday < late < closes


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("start", [datetime(2026, 3, 26, 9, tzinfo=UTC), datetime(2026, 10, 22, 9, tzinfo=UTC)])
def test_over_a_change_of_the_clock_a_step_closes_and_reminds_once(zone, start):
    people = (Person("bob", "owner", zone), Person("dee", zone=zone), Person("eli", zone="Asia/Tokyo"))
    state = begin(newest("ten_step"), people, start, course="apart", calendar=Calendar(zone=zone))
    now, made = start, []
    state = apply(state, Move("close", "case", by="bob", version=1), now)
    state, moves = settle(state, now)
    made += moves
    for _ in range(10 * 24 * 4):
        now += timedelta(minutes=15)
        for _clock in range(2):
            state, moves = settle(state, now)
            made += moves
    of_questions = [(move.kind, move.person) for move in made if move.step == "questions"]
    assert sorted(of_questions) == [("close", ""), ("open", ""), ("remind", "dee"), ("remind", "eli")]
    closed = state.step("questions")
    assert closed.closes_at.astimezone(ZoneInfo(zone)).time() == time(17)
    assert timedelta(0) <= closed.closed_at - closed.closes_at < timedelta(minutes=15)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    st.integers(1, 12),
    st.sampled_from(ZONES),
    st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=30),
    st.sets(st.integers(0, 6), min_size=1),
)
def test_a_deadline_always_lies_ahead_on_a_working_day(opened, days, zone, free, weekdays):
    calendar = Calendar(zone=zone, weekdays=frozenset(weekdays))
    deadline = calendar.deadline(opened, days, [free])
    assert deadline > opened
    assert calendar.works(deadline.astimezone(ZoneInfo(zone)).date())
    assert calendar.deadline(opened, days) <= deadline <= calendar.deadline(opened, days + 2)
    reminder = calendar.reminder(opened, deadline, "Asia/Tokyo", free)
    assert opened < reminder < deadline


def test_a_calendar_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match="working day"):
        Calendar(weekdays=frozenset())
    for zone in ("Mars/Olympus", "../../etc/passwd"):
        with pytest.raises(ValueError, match="time zone"):
            Calendar(zone=zone)


def test_a_reminder_that_would_come_in_the_evening_comes_in_the_morning():
    calendar, opened = Calendar(), at(ZONES[0], 2026, 11, 23, 10, 0)
    when = calendar.reminder(opened, calendar.deadline(opened, 2), "America/Paramaribo", frozenset())
    assert local(when, "America/Paramaribo") == "Wed 25 Nov 08:00"  # three quarters is 23:15 on Tuesday there

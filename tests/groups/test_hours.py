"""Ada is in Amsterdam, Bob in Kolkata, Carla in Auckland: when are they all awake, and does summer time know it?"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iq4d.groups.people.hours import HOURS, BadHours, free_hours, hour_name, looks_like_hours, monday_of

SUMMER, WINTER = date(2026, 7, 1), date(2026, 1, 14)


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("UTC mo 9-12, tu 13-15", [9, 10, 11, 37, 38]),
        ("UTC ma 9-12; di 13-15", [9, 10, 11, 37, 38]),
        ("UTC monday 9:00-12:00 Dinsdag 13.00 - 15.00", [9, 10, 11, 37, 38]),
        ("UTC wo-vr 9-10", [57, 81, 105]),
        ("UTC mo, we 9-10 14-15", [9, 14, 57, 62]),
        ("UTC za-ma 23-24", [23, 143, 167]),
        ("UTC su 22-2", [0, 1, 166, 167]),
        ("UTC mo 9:30-12:15", [10, 11]),
        ("UTC mo 9-10, mo 10-11:30, mo 11:30-12", [9, 10, 11]),
        ("Europe/Amsterdam mo 9-11", [7, 8]),
        ("Asia/Kolkata mo 18-21", [13, 14]),
        ("Pacific/Auckland mo 8-10", [164, 165]),
        ("America/New_York fr 20-22", [120, 121]),
        ("", []),
    ],
)
def test_free_hours_are_hours_of_the_week_in_utc(words, hours):
    assert sorted(free_hours(words, SUMMER)) == hours


def test_summer_time_is_that_of_the_week():
    assert free_hours("Europe/Amsterdam mo 9-10", WINTER) == {8}
    assert free_hours("Europe/Amsterdam mo 9-10", SUMMER) == {7}
    changing = date(2026, 3, 25)  # the clock goes forward in the night to Sunday
    assert free_hours("Europe/Amsterdam sa 9-10, su 9-10", changing) == {5 * 24 + 8, 6 * 24 + 7}
    assert monday_of(changing) == date(2026, 3, 23)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Atlantis/Harbour mo 9-12", "“Atlantis/Harbour” is no time zone"),
        ("../../etc/passwd mo 9-12", "is no time zone"),
        ("Europe mo 9-12", "is no time zone"),
        ("mo 9-12", "“mo” is no time zone"),
        ("UTC", "There are no days and hours after the zone"),
        ("UTC 9-12", "“9-12” stands before any day."),
        ("UTC mo", "The last day has no hours"),
        ("UTC mo 9-12 fr", "The last day has no hours"),
        ("UTC mo 9-25", "“9-25” is no time of the day."),
        ("UTC mo 9:70-12", "is no time of the day"),
        ("UTC mo 9-9", "“9-9” ends when it begins."),
        ("UTC mo 9-12 sometimes", "“sometimes” is neither a day"),
        ("UTC mo morning", "“morning” is neither a day"),
        ("UTC " + "mo 9-12 " * 60, "It is longer than 400 characters."),
    ],
)
def test_what_cannot_be_read_is_said(words, said):
    with pytest.raises(BadHours) as told:
        free_hours(words, SUMMER)
    assert said in told.value.reason.say("en")


def test_a_column_of_free_hours_is_known_by_its_zones():
    assert looks_like_hours(["Europe/Amsterdam mo 9-12", "UTC, fr 1-2"])
    assert not looks_like_hours(["Europe/Amsterdam mo 9-12", "later"])
    assert not looks_like_hours(["Europe/Amsterdam"])
    assert not looks_like_hours([])


def test_an_hour_has_a_name_to_read():
    assert [hour_name(h, "en") for h in (0, 31, 167)] == ["mo 0:00", "tu 7:00", "su 23:00"]
    assert hour_name(167, "nl") == "zo 23:00"


ZONES = ["UTC", "Europe/Amsterdam", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Chatham", "America/St_Johns"]


@given(
    st.sampled_from(ZONES),
    st.integers(0, 6),
    st.integers(0, 23),
    st.integers(1, 12),
    st.dates(date(2020, 1, 1), date(2035, 1, 1)),
)
def test_whoever_is_free_in_an_hour_is_so_from_its_begin_to_its_end(zone, day, begins, long, week):
    """Held against the clock on the wall, minute by minute."""
    name = ("mo", "tu", "we", "th", "fr", "sa", "su")[day]
    ends = begins + long
    said = f"{zone} {name} {begins}-{ends if ends <= 24 else ends - 24}"
    monday = datetime.combine(monday_of(week), datetime.min.time(), UTC)
    local = datetime.combine(monday_of(week) + timedelta(days=day), datetime.min.time())
    first = (local + timedelta(hours=begins)).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    last = (local + timedelta(hours=ends)).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    free = free_hours(said, week)
    for hour in range(HOURS):
        minutes = [monday + timedelta(hours=hour, minutes=m) for m in (0, 15, 30, 45)]
        inside = all(any(first <= at + timedelta(days=shift) < last for shift in (-7, 0, 7)) for at in minutes)
        assert (hour in free) == inside, (said, hour)

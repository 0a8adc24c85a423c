"""When a circle works, and who may join by a link: Ada sets it, everybody's dates follow."""

from __future__ import annotations

import re
from datetime import date, time
from html import unescape
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

import cast
from iq4d.web.circles import days
from iq4d.web.circles.models import Circle
from iq4d.web.circles.queries import calendar_of
from iq4d.web.people.models import Person

USUAL = {
    "name": "Wednesday circle",
    "about": "",
    "language": "en",
    "weekdays": ["0", "1", "2", "3", "4"],
    "closing": "17:00",
    "zone": "Europe/Amsterdam",
    "holidays": "",
    "joining": "link",
}


@pytest.fixture
def ada(db: None) -> Person:
    return cast.person("Ada")


def change(who: Person, circle: Circle, **more: Any) -> str:
    """The page after changing the circle."""
    form = {name: value for name, value in (USUAL | more).items() if value is not None}
    answer = cast.signed_in(who).post(reverse("circle_edit", args=[circle.key]), form, follow=True)
    circle.refresh_from_db()
    return unescape(answer.content.decode())


def test_a_new_circle_works_from_monday_to_friday_and_lets_in_by_link(ada: Person) -> None:
    page = cast.signed_in(ada).get(reverse("circle_new")).content.decode()
    assert "weekdays" not in page, "starting a circle asks no more than it did"
    circle = cast.circle(ada)
    assert calendar_of(circle) == {
        "zone": "Europe/Amsterdam",
        "weekdays": {0, 1, 2, 3, 4},
        "holidays": frozenset(),
        "closing": time(17),
    }
    assert circle.joining == "link"


@pytest.mark.parametrize(("language", "monday"), [("en", "Monday"), ("nl", "maandag")])
def test_the_page_begins_with_what_is(language: str, monday: str, db: None) -> None:
    dee = cast.person("Dee", language)
    circle = cast.circle(dee)
    Circle.objects.filter(pk=circle.pk).update(
        weekdays=[0, 2], holidays=["2026-12-25", "2026-12-24", "2027-01-01"], closing=time(16, 30), joining="account"
    )
    page = unescape(cast.signed_in(dee).get(reverse("circle_edit", args=[circle.key])).content.decode())
    ticked = re.findall(r'name="weekdays" value="(\d)"[^>]* checked', page)
    assert ticked == ["0", "2"]
    assert monday.lower() in page.lower()
    assert "2026-12-24 - 2026-12-25\n2027-01-01</textarea>" in page
    assert 'value="16:30"' in page
    assert re.search(r'name="joining" value="account"[^>]* checked', page)


def test_ada_sets_the_days_of_her_circle(ada: Person) -> None:
    circle = cast.circle(ada)
    page = change(
        ada,
        circle,
        weekdays=["6", "0"],
        closing="15:30",
        zone="America/Paramaribo",
        holidays="2026-12-25\r\n\r\n 1-1-2027 t/m 3-1-2027 \r\n2026-12-25",
        joining="invitation",
    )
    assert "The circle is changed." in page
    assert calendar_of(circle) == {
        "zone": "America/Paramaribo",
        "weekdays": {0, 6},
        "holidays": {date(2026, 12, 25), *(date(2027, 1, day) for day in (1, 2, 3))},
        "closing": time(15, 30),
    }
    assert circle.joining == "invitation"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"weekdays": None}, "Choose at least one day of the week."),
        ({"weekdays": ["7"]}, "is not one of the available choices"),
        ({"closing": "25:00"}, "Enter a valid time."),
        ({"zone": "Moon/Base"}, "is not one of the available choices"),
        ({"joining": "nobody"}, "is not one of the available choices"),
        ({"holidays": "2026-12-25\nChristmas"}, "Line 2, “Christmas”, is not a date. Write it as 2026-12-25"),
        ({"holidays": "2026-02-30"}, "Line 1, “2026-02-30”, is not a date."),
    ],
)
def test_what_cannot_be_is_said_and_the_rest_stays(ada: Person, wrong: dict[str, Any], said: str) -> None:
    circle = cast.circle(ada)
    page = change(ada, circle, name="Thursday circle", **wrong)
    assert said in page
    assert 'role="alert"' in page
    assert 'value="Thursday circle"' in page
    assert (circle.name, circle.joining, circle.holidays) == ("Wednesday circle", "link", [])


def test_only_a_steward_sets_the_days(ada: Person, quiet: None) -> None:
    bob, carla = cast.person("Bob"), cast.person("Carla")
    circle = cast.circle(ada, bob)
    assert "Only a steward of this circle can do this." in change(bob, circle, closing="09:00")
    assert "There is nothing here for you" in change(carla, circle, closing="09:00")
    assert circle.closing == time(17)


# Dates as people write them


@pytest.mark.parametrize(
    ("text", "first", "last", "count"),
    [
        ("2026-12-25", "2026-12-25", "2026-12-25", 1),
        ("٢٠٢٦-١٢-٢٥", "2026-12-25", "2026-12-25", 1),
        ("25-12-2026", "2026-12-25", "2026-12-25", 1),
        ("2026-12-21 - 2027-01-01", "2026-12-21", "2027-01-01", 12),
        ("2026-12-21 – 2027-01-01", "2026-12-21", "2027-01-01", 12),
        ("21-12-2026 tot en met 1-1-2027", "2026-12-21", "2027-01-01", 12),
        ("2026-12-21 to 2027-1-1", "2026-12-21", "2027-01-01", 12),
        ("2028-02-28 - 2028-03-01", "2028-02-28", "2028-03-01", 3),
        ("2026-05-02\n2026-05-01\n2026-05-02", "2026-05-01", "2026-05-02", 2),
    ],
)
def test_a_date_or_a_range_is_read(text: str, first: str, last: str, count: int) -> None:
    found = days.dates_in(text)
    assert (str(found[0]), str(found[-1]), len(found)) == (first, last, count)


def test_nothing_written_is_no_free_day() -> None:
    assert days.dates_in("") == days.dates_in(" \n\t\n") == []
    assert days.text_of([]) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2027-01-01 - 2026-12-21", "In line 1, “2027-01-01 - 2026-12-21”, the last day is before the first."),
        ("2026-01-01 - 2027-06-01", "is longer than a year"),
        ("2026-12-25 Christmas", "is not a date"),
        ("32-12-2026", "is not a date"),
        ("0000-00-00", "is not a date"),
        ("9" * 5_000, "is not a date"),
        ("1-1-1000 - 31-12-9999", "is longer than a year"),
    ],
)
def test_what_is_no_date_is_named_by_its_line(text: str, said: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError) as unread:
        days.dates_in(text)
    assert said in unread.value.messages[0]
    assert len(unread.value.messages[0]) < 250


def test_a_few_lines_are_named_at_once_and_not_a_thousand() -> None:
    with translation.override("en"), pytest.raises(ValidationError) as unread:
        days.dates_in("\n".join(["2026-12-25", "soon", *["later"] * 1_000]))
    assert [said.split(",")[0] for said in unread.value.messages] == [f"Line {n}" for n in range(2, 7)]


def test_there_is_an_end_to_free_days() -> None:
    with translation.override("en"), pytest.raises(ValidationError, match="more than 2000 days"):
        days.dates_in("\n".join(f"{year}-01-01 - {year}-12-31" for year in range(2026, 2040)))


def test_what_was_read_is_written_down_and_read_again() -> None:
    text = "2026-12-24 - 2026-12-26\n2027-01-01"
    assert days.text_of(days.dates_in(text)) == text

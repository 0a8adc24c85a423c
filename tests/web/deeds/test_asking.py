"""Asked on the day itself, when it is morning where one lives; once, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

import cast
from iq4d.web.deeds import queries
from iq4d.web.deeds.actions import ask, forget_what_was_taken_back, move, tell
from iq4d.web.deeds.models import Deed
from iq4d.web.deeds.tasks import ask_how_it_went
from iq4d.web.dialogues.actions.writing import empty_what_was_taken_back, take_back
from iq4d.web.journal import tasks
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import Refused
from web.at_once import at_once
from web.deeds.promising import at, at_harvest, promise, recorded

SUMMER_BEGINS = date(2026, 3, 29)  # a Sunday: the clocks of Amsterdam go forward
WINTER_BEGINS = date(2026, 10, 25)
MONDAY = date(2026, 11, 30)


def living_in(name: str, zone: str) -> Person:
    made = cast.person(name)
    made.zone = zone
    made.save(update_fields=["zone"])
    return made


def watched(first: datetime, last: datetime, minutes: int) -> list[datetime]:
    """The moments at which somebody was asked anything, looking every so many minutes."""
    asked, now = [], first
    while now <= last:
        before = len(recorded("deeds.due"))
        ask_how_it_went(now)
        asked += [now] * (len(recorded("deeds.due")) - before)
        now += timedelta(minutes=minutes)
    return asked


@pytest.mark.django_db
@pytest.mark.parametrize("minutes", [60, pytest.param(10, marks=pytest.mark.soak)])  # ten: as the clock looks
@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "America/Paramaribo", "Asia/Tokyo"])
@pytest.mark.parametrize("day", [SUMMER_BEGINS, WINTER_BEGINS, WINTER_BEGINS + timedelta(days=1), MONDAY])
def test_bob_is_asked_at_eight_on_his_own_clock(zone: str, day: date, minutes: int) -> None:
    ada, bob = cast.person("Ada"), living_in("Bob", zone)
    made = datetime(day.year, day.month, day.day, 10, tzinfo=UTC) - timedelta(days=5)
    talk = at_harvest(ada, cast.circle(ada, bob), bob, now=made)
    promise(bob, talk, due=day, now=made)
    eight = at(day, 8, 0, zone)
    assert watched(eight - timedelta(hours=30), eight + timedelta(hours=30), minutes) == [eight]
    assert [one.asked_at for one in Deed.objects.all()] == [eight]
    assert not queries.due_for(bob, eight - timedelta(minutes=1))
    assert len(queries.due_for(bob, eight)) == 1


@pytest.mark.django_db
def test_without_a_date_bob_is_asked_after_two_weeks() -> None:
    ada, bob = cast.person("Ada"), living_in("Bob", "Asia/Tokyo")
    late = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)  # in Tokyo it is the 24th
    deed = promise(bob, at_harvest(ada, cast.circle(ada, bob), bob, now=late), now=late)
    assert (deed.due, deed.ask_on) == (None, date(2026, 12, 8))


@pytest.mark.django_db
def test_the_buddy_is_asked_in_the_same_moment() -> None:
    ada, bob, dee = (cast.person(name) for name in ("Ada", "Bob", "Dee"))
    talk = at_harvest(ada, cast.circle(ada, bob, dee), bob, dee)
    deed = promise(bob, talk, due=MONDAY, buddy=dee)
    eight = at(MONDAY, 8, 0, "Europe/Amsterdam")
    assert queries.asked_after_by(dee, eight) == []
    ask_how_it_went(eight)
    number = deed.contribution.number
    assert recorded("deeds.due") == [{"deed": deed.pk, "number": number}]
    assert recorded("deeds.buddy-asked") == [
        {"deed": deed.pk, "number": number, "person": talk.participants.get(person=dee).number}
    ]
    assert [one.pk for one in queries.asked_after_by(dee, eight)] == [deed.pk]
    assert queries.asked_after_by(ada, eight) == []
    tell(person=bob, deed=deed, outcome="done", now=eight)
    assert queries.asked_after_by(dee, eight) == [], "told is told"


@pytest.mark.django_db
def test_what_was_told_or_taken_back_is_not_asked() -> None:
    ada, bob, dee = (cast.person(name) for name in ("Ada", "Bob", "Dee"))
    circle = cast.circle(ada, bob, dee)
    talk = at_harvest(ada, circle, bob, dee)
    told, taken, left = promise(bob, talk, "One", MONDAY), promise(dee, talk, "Two", MONDAY), promise(ada, talk, "3")
    tell(person=bob, deed=told, outcome="not", now=cast.NOW)
    take_back(person=dee, dialogue=talk, number=taken.contribution.number, now=cast.NOW)
    ada.memberships.all().delete()
    ask_how_it_went(cast.NOW + timedelta(days=40))
    assert recorded("deeds.due") == []
    assert left.asked_at is None


@pytest.mark.django_db
def test_bob_asks_to_be_asked_in_a_week() -> None:
    ada, bob = cast.person("Ada"), cast.person("Bob")
    deed = promise(bob, at_harvest(ada, cast.circle(ada, bob), bob), due=MONDAY)
    eight = at(MONDAY, 8, 0, "Europe/Amsterdam")
    ask_how_it_went(eight)
    week = MONDAY + timedelta(days=7)
    move(person=bob, deed=deed, day=week, now=eight)
    move(person=bob, deed=deed, day=week, now=eight)
    assert len(recorded("deeds.moved")) == 1
    assert not queries.due_for(bob, eight)
    asked = watched(at(week, 6, 0, "Europe/Amsterdam"), at(week, 10, 0, "Europe/Amsterdam"), 10)
    assert asked == [at(week, 8, 0, "Europe/Amsterdam")]
    assert len(recorded("deeds.due")) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("day", [MONDAY, MONDAY - timedelta(days=1), MONDAY + timedelta(days=732)])
def test_no_day_that_is_over_or_out_of_sight(day: date) -> None:
    ada, bob = cast.person("Ada"), cast.person("Bob")
    deed = promise(bob, at_harvest(ada, cast.circle(ada, bob), bob), due=MONDAY)
    with pytest.raises(Refused):
        move(person=bob, deed=deed, day=day, now=at(MONDAY, 8, 0, "Europe/Amsterdam"))


@pytest.mark.django_db
def test_the_page_takes_a_week_or_a_day() -> None:
    ada, bob = cast.person("Ada"), cast.person("Bob")
    deed = promise(bob, at_harvest(ada, cast.circle(ada, bob), bob), due=MONDAY)
    browser = cast.signed_in(bob)
    assert browser.post(f"{deed.get_absolute_url()}day/", {"week": "1"}).status_code == 302
    wrong = browser.post(f"{deed.get_absolute_url()}day/", {"day": "soon"})
    assert wrong.status_code == 200
    assert "error-summary" in wrong.content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_clocks_one_asks() -> None:
    ada, bob, dee = (cast.person(name) for name in ("Ada", "Bob", "Dee"))
    talk = at_harvest(ada, cast.circle(ada, bob, dee), bob, dee)
    deed = promise(bob, talk, due=MONDAY, buddy=dee)
    eight = at(MONDAY, 8, 0, "Europe/Amsterdam")
    found = Deed.objects.select_related("contribution__dialogue", "buddy").get(pk=deed.pk)
    assert sorted(at_once(*[lambda: ask(found, eight)] * 3)) == [False, False, True]
    assert len(recorded("deeds.due")) == len(recorded("deeds.buddy-asked")) == 1


@pytest.mark.django_db
def test_the_clock_knows_the_job() -> None:
    ada, bob = cast.person("Ada"), cast.person("Bob")
    promise(bob, at_harvest(ada, cast.circle(ada, bob), bob), due=MONDAY)
    tasks.tick(at(MONDAY, 8, 0, "Europe/Amsterdam"))
    assert len(recorded("deeds.due")) == 1


@pytest.mark.django_db
def test_a_hundred_deeds_due_are_asked_once_each() -> None:
    ada, bob = cast.person("Ada"), cast.person("Bob")
    talk = at_harvest(ada, cast.circle(ada, bob), bob)
    first = promise(bob, talk, due=MONDAY).contribution
    rows = list(range(1_000, 1_100))
    made = []
    for number in rows:
        first.pk, first.number = None, number
        first.save(force_insert=True)
        made.append(Deed(contribution_id=first.pk, due=MONDAY, ask_on=MONDAY))
    Deed.objects.bulk_create(made)
    eight = at(MONDAY, 8, 0, "Europe/Amsterdam")
    for _turn in range(2):
        ask_how_it_went(eight)
    assert sorted(one["deed"] for one in recorded("deeds.due")) == sorted(Deed.objects.values_list("pk", flat=True))


@pytest.mark.django_db
def test_with_its_words_gone_nothing_of_a_deed_stays() -> None:
    ada, bob = cast.person("Ada"), cast.person("Bob")
    talk = at_harvest(ada, cast.circle(ada, bob), bob)
    deed = promise(bob, talk, if_then="If she sits down")
    take_back(person=bob, dialogue=talk, number=deed.contribution.number, now=cast.NOW)
    assert forget_what_was_taken_back() == 0, "it can still be brought back"
    empty_what_was_taken_back(cast.NOW + timedelta(days=15))
    assert forget_what_was_taken_back() == 1
    assert not Deed.objects.exists()

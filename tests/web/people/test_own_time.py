"""Everybody has a time of their own: a zone, an hour for mail, days on which nobody counts on them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

import cast
from iq4d.web.people import queries, rules
from iq4d.web.people.actions import add_free_days, welcome_guest
from iq4d.web.people.models import FreeDays, Person
from iq4d.web.ui.verdicts import Refused
from web.people.account_browser import words_of

pytestmark = pytest.mark.django_db
USUAL = {"name": "Ada", "language": "en", "theme": "auto", "zone": "Europe/Amsterdam", "mails": "daily"}


def add(who: Person, first: str, last: str = ""):
    return cast.signed_in(who).post(reverse("free_days_add"), {"first": first, "last": last}, follow=True)


def test_ada_lives_in_paramaribo_and_wants_her_mail_at_noon() -> None:
    ada = cast.person("Ada")
    assert (ada.zone, ada.mails, ada.mail_hour) == ("Europe/Amsterdam", "daily", 8)
    browser = cast.signed_in(ada)
    page = words_of(browser.get(reverse("profile")))
    for zone, said in (("America/Paramaribo", "Paramaribo (America)"), ("Asia/Tokyo", "Tokyo (Asia)")):
        assert f'<option value="{zone}">{said}</option>' in page
    assert '<option value="Europe/Amsterdam" selected>' in page
    assert '<option value="8" selected>8:00</option>' in page

    browser.post(reverse("profile"), USUAL | {"zone": "America/Paramaribo", "mail_hour": "12"})
    ada.refresh_from_db()
    assert (ada.zone, ada.mail_hour) == ("America/Paramaribo", 12)
    browser.post(reverse("profile"), USUAL | {"mails": "never", "mail_hour": "12"})
    ada.refresh_from_db()
    assert ada.mails == "never"


@pytest.mark.parametrize("odd", [{"zone": "Moon/Base"}, {"zone": ""}, {"mail_hour": "24"}, {"mails": "hourly"}])
def test_what_is_not_on_the_list_is_not_kept(odd: dict[str, str]) -> None:
    ada = cast.person("Ada")
    page = cast.signed_in(ada).post(reverse("profile"), USUAL | {"mail_hour": "9"} | odd)
    assert 'role="alert"' in words_of(page)
    ada.refresh_from_db()
    assert (ada.zone, ada.mails, ada.mail_hour) == ("Europe/Amsterdam", "daily", 8)


def test_a_guest_is_not_asked_about_mail() -> None:
    gil = welcome_guest(name="Gil", language="en", zone="Asia/Tokyo", now=timezone.now())
    browser = cast.signed_in(gil)
    page = words_of(browser.get(reverse("profile")))
    assert 'name="mail' not in page
    browser.post(reverse("profile"), {"name": "Gil B.", "language": "en", "theme": "dark", "zone": "Asia/Tokyo"})
    gil.refresh_from_db()
    assert (gil.name, gil.theme, gil.mails) == ("Gil B.", "dark", "daily")


def test_it_is_the_day_it_is_where_one_is() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert Person(zone="America/Paramaribo").today(late) == date(2026, 11, 23)
    assert Person(zone="Asia/Tokyo").today(late) == date(2026, 11, 24)
    assert Person(zone="a zone that was renamed").today(late) == date(2026, 11, 24), "the zone of the installation"


def test_bob_is_away_for_a_week_and_thinks_better_of_it() -> None:
    bob = cast.person("Bob")
    start = bob.today(timezone.now()) + timedelta(days=5)
    end = start + timedelta(days=6)
    add(bob, start.isoformat(), end.isoformat())
    page = words_of(add(bob, start.isoformat(), end.isoformat()))
    assert "Remove" in page
    assert FreeDays.objects.count() == 1, "sent twice, kept once"
    assert queries.free_days([bob.pk])[bob.pk] == {start + timedelta(days=n) for n in range(7)}

    days = FreeDays.objects.get()
    cast.signed_in(bob).post(reverse("free_days_remove", args=[days.pk]))
    assert not FreeDays.objects.exists()


def test_one_day_needs_one_date() -> None:
    ada = cast.person("Ada")
    day = ada.today(timezone.now())
    add(ada, day.isoformat())
    assert queries.free_days([ada.pk]) == {ada.pk: frozenset({day})}


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-12-31", "2026-12-24", "The last day is before the first. Turn them round."),
        ("2026-12-31", "2028-01-01", "This is longer than a year."),
        ("31 dec", "", "Enter a valid date."),
        ("", "2026-12-31", "This field is required."),
        ("9999-12-31", "9999-13-31", "Enter a valid date."),
    ],
)
def test_days_that_cannot_be_are_refused_in_a_sentence(first: str, last: str, said: str) -> None:
    page = words_of(add(cast.person("Ada"), first, last))
    assert said in page
    assert 'role="alert"' in page
    assert 'value="Ada"' in page, "the profile stands there as before"
    assert not FreeDays.objects.exists()


def test_the_same_holds_for_who_sends_no_form(monkeypatch: pytest.MonkeyPatch) -> None:
    ada, now = cast.person("Ada"), datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    with pytest.raises(Refused, match="days-turned"):
        add_free_days(person=ada, first=date(2026, 12, 2), last=date(2026, 12, 1), now=now)
    monkeypatch.setattr(rules, "FREE_STRETCHES", 2)
    for day in (date(2026, 11, 22), date(2026, 11, 24), date(2026, 11, 25)):
        add_free_days(person=ada, first=day, last=day, now=now)
    with pytest.raises(Refused, match="days-many"):
        add_free_days(person=ada, first=date(2026, 12, 1), last=date(2026, 12, 1), now=now)


def test_carla_does_not_remove_the_free_days_of_ada(quiet: None) -> None:
    ada, carla = cast.person("Ada"), cast.person("Carla")
    add(ada, "2027-02-01")
    days = FreeDays.objects.get()
    assert cast.signed_in(carla).post(reverse("free_days_remove", args=[days.pk])).status_code == 404
    assert "February" not in words_of(cast.signed_in(carla).get(reverse("profile")))
    assert FreeDays.objects.count() == 1


def test_everybodys_free_days_are_one_question(django_assert_num_queries) -> None:
    people = [cast.person(name) for name in ("Ada", "Bob", "Carla")]
    for person in people[:2]:
        FreeDays.objects.create(person=person, first=date(2026, 12, 24), last=date(2026, 12, 25))
    FreeDays.objects.create(person=people[0], first=date(2026, 12, 25), last=date(2026, 12, 26))
    with django_assert_num_queries(1):
        found = queries.free_days(person.pk for person in people)
    assert [len(found[person.pk]) for person in people] == [3, 2, 0]


def test_times_are_read_where_one_is() -> None:
    ada = cast.person("Ada")
    dialogue = cast.dialogue(cast.circle(ada), cast.talk(("Ada", "Why?")), ada)
    address = f"/dialogues/{dialogue.key}/"
    assert "11:01" in words_of(cast.signed_in(ada).get(address))
    Person.objects.filter(pk=ada.pk).update(zone="Asia/Tokyo")
    assert "19:01" in words_of(cast.signed_in(ada).get(address))

"""Gil has no account: a link and a name are enough to take part, and everything else asks for an address first."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import login
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

import cast
from iq4d.web.circles import queries as circles
from iq4d.web.journal.models import Entry, Once
from iq4d.web.people.actions import welcome_guest
from iq4d.web.people.models import Person
from iq4d.web.people.signed_in import BACKEND
from iq4d.web.people.zones import all_zones, known_zone
from iq4d.web.ui.middleware import LARGEST_FORM
from iq4d.web.ui.surfaces import Surface, surface
from web.people.account_browser import heading, is_in, words_of

pytestmark = pytest.mark.django_db


def guest(name: str = "Gil", language: str = "en", zone: str = "Europe/Amsterdam") -> Person:
    return welcome_guest(name=name, language=language, zone=zone, now=timezone.now())


def test_gil_comes_with_a_name_and_no_address() -> None:
    gil, another = guest(), guest("Gus")
    assert gil.is_guest
    assert not gil.has_usable_password()
    assert Person.objects.filter(email=None).count() == 2, "two without an address are not the same one"
    assert Entry.objects.filter(verb="people.guest-came", actor=gil, subject=f"person:{gil.pk}").exists()
    assert not cast.person("Ada").is_guest
    assert another.name == "Gus"


def test_one_form_is_one_guest_for_an_hour() -> None:
    def come(form: str) -> Person:
        return welcome_guest(name="Gil", language="en", zone="UTC", now=timezone.now(), form=form)

    first = come("one")
    assert come("one") == first
    assert come("two") != first, "control: another form"
    assert come("") != come(""), "control: a form without a key"
    Once.objects.filter(key="one").update(at=timezone.now() - timedelta(hours=2))
    later = come("one")
    assert later != first
    Person.objects.filter(pk=later.pk).update(email="gil@example.org")
    assert come("one") not in (first, later), "nobody gets into an account by an old form"


def test_a_language_or_zone_we_do_not_know_becomes_the_usual_one() -> None:
    gil = guest(language="xx", zone="Moon/Tranquility")
    assert (gil.language, gil.zone) == ("en", "Europe/Amsterdam")
    assert guest(language="nl", zone="America/Paramaribo").zone == "America/Paramaribo"


def test_zones_are_places() -> None:
    assert {"Europe/Amsterdam", "America/Paramaribo", "Asia/Tokyo", "UTC"} <= set(all_zones())
    for odd in ("", "posix/Europe/Amsterdam", "../etc/passwd", "CET", "Europe"):
        with pytest.raises(ValidationError):
            known_zone(odd)


def test_gil_is_let_in_and_comes_back_with_this_browser() -> None:
    gil, browser = guest(), Client()
    request = RequestFactory().post("/")
    request.session, request.user = browser.session, AnonymousUser()
    login(request, gil, backend=BACKEND)
    request.session.save()
    browser.cookies["sessionid"] = request.session.session_key or ""
    page = browser.get(reverse("home"))
    assert page.context["user"] == gil
    assert "None" not in words_of(page)
    assert "Keep this with your email address" in words_of(page)
    assert f'href="{reverse("circle_list")}"' not in words_of(page), "what asks for an account is not in the menu"


def test_gil_reads_his_profile_and_changes_it() -> None:
    gil = guest()
    browser = cast.signed_in(gil)
    page = browser.get(reverse("profile"))
    assert heading(page) == "Your profile"
    assert "None" not in words_of(page)
    assert reverse("account_email") not in words_of(page)
    browser.post(reverse("set_language"), {"language": "nl"})
    gil.refresh_from_db()
    assert gil.language == "nl"


def test_what_asks_for_an_account_leads_gil_to_one_and_back() -> None:
    browser = cast.signed_in(guest())
    to = urlsplit(browser.get("/circles/?page=1")["Location"])
    assert to.path == reverse("claim")
    assert parse_qs(to.query) == {"next": ["/circles/?page=1"]}
    for name in ("account_email", "account_change_password", "account_set_password", "account_reauthenticate"):
        assert urlsplit(browser.get(reverse(name))["Location"]).path == reverse("claim"), name


def test_what_gil_wrote_before_he_had_an_account_waits_for_him() -> None:
    browser = cast.signed_in(guest())
    sent = browser.post(reverse("circle_new"), {"name": "Quiet lessons", "about": "Why?", "language": "en"})
    to = urlsplit(sent["Location"])
    assert to.path == reverse("claim")
    [kept] = parse_qs(to.query)["next"]
    assert "Quiet lessons" in words_of(browser.get(kept))


def test_signing_out_warns_who_has_no_way_back() -> None:
    browser = cast.signed_in(guest())
    menu = words_of(browser.get(reverse("home")))
    assert f'<a href="{reverse("account_logout")}">Sign out</a>' in menu, "the menu asks first"
    assert "there is no way back" in words_of(browser.get(reverse("account_logout")))
    assert "there is no way back" not in words_of(cast.signed_in(cast.person("Ada")).get(reverse("account_logout")))
    browser.post(reverse("account_logout"))
    assert not is_in(browser)


def test_an_address_gil_does_not_have_opens_nothing(quiet: None) -> None:
    """No address is not the same address as no address."""
    gil, ada = guest(), cast.person("Ada")
    circle = cast.circle(ada, guest("Gus"))
    assert not circles.invitations_for(gil, timezone.now()).exists()
    assert not circles.is_member(circle, "")
    assert circles.circle_for(gil, circle.key) is None
    for email in ("", "None"):
        Client().post(reverse("account_login"), {"login": email, "password": "x"})
        Client().post(reverse("account_reset_password"), {"email": email})


def test_a_guest_sends_forms_of_the_size_of_a_strangers(quiet: None) -> None:
    browser = cast.signed_in(guest())
    browser.handler.enforce_csrf_checks = True
    sent = {"CONTENT_LENGTH": str(LARGEST_FORM + 1), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    assert browser.generic("POST", reverse("profile"), **sent).status_code == 413


def test_who_says_nothing_asks_for_an_account() -> None:
    """Default deny: a page is for people with an account unless it says otherwise."""

    @surface("page")
    def silent() -> None: ...

    assert silent.surface == Surface("page", "people")  # type: ignore[attr-defined]
    with pytest.raises(AssertionError):
        surface("page", open_to="everybody")

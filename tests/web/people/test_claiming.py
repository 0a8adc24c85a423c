"""Gil took part by a name alone, and keeps his place with an email address: one mail, one link, one button."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core import mail, signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle, Membership
from iq4d.web.journal.models import Entry
from iq4d.web.people import actions
from iq4d.web.people.actions import ask_claim, merge, welcome_guest
from iq4d.web.people.models import Claim, FreeDays, Person
from iq4d.web.people.tasks import forget_claims
from iq4d.web.ui.verdicts import Refused
from web.people.account_browser import browser, heading, is_in, link_in, sign_in, words_of

pytestmark = pytest.mark.django_db
CLAIM = "/me/keep/"


@pytest.fixture
def gil() -> Person:
    return welcome_guest(name="Gil", language="en", zone="Europe/Amsterdam", now=timezone.now())


def asked(who: Person, email: str = "gil@example.org", **more: str) -> tuple[Client, str]:
    """Somebody's browser after asking, and the link in the mail."""
    there = cast.signed_in(who)
    page = there.post(CLAIM, {"email": email, **more}, follow=True)
    assert "is on its way to" in words_of(page)
    cast.work()
    return there, link_in(mail.outbox[-1])


def test_gil_keeps_his_place_with_an_address(gil: Person) -> None:
    here, link = asked(gil, " Gil@Example.org ")
    [letter] = mail.outbox
    assert letter.to == ["gil@example.org"]
    assert letter.subject == "Keep your place on IQ4D"
    assert "Gil" not in letter.body, "it may reach a stranger"

    page = here.get(link)
    assert heading(page) == "Keep your place"
    assert words_of(page).count('<button class="button">') == 1
    gil.refresh_from_db()
    assert gil.is_guest, "opening a link keeps nothing"

    session = here.session.session_key
    there = here.post(link, follow=True)
    gil.refresh_from_db()
    assert gil.email == "gil@example.org"
    address = EmailAddress.objects.get(user=gil)
    assert (address.email, address.verified, address.primary) == ("gil@example.org", True, True)
    assert is_in(here)
    assert here.session.session_key != session
    assert heading(there) == "Choose a password"
    assert "From now on gil@example.org is your way back." in words_of(there)
    assert Entry.objects.filter(verb="people.claimed", actor=gil).exists()

    here.post(reverse("account_set_password"), {"password1": "a-fine-long-password"})
    assert sign_in(browser(), "gil@example.org", "a-fine-long-password").context["user"] == gil


def test_gil_reads_dutch(gil: Person) -> None:
    Person.objects.filter(pk=gil.pk).update(language="nl")
    gil.refresh_from_db()
    ask_claim(person=gil, email="gil@example.org", now=timezone.now())
    cast.work()
    assert mail.outbox[0].body.startswith("Hallo,")


def test_a_password_can_be_had_by_mail_later(gil: Person) -> None:
    here, link = asked(gil)
    here.post(link)
    elsewhere = browser()
    elsewhere.post(reverse("account_reset_password"), {"email": "gil@example.org"})
    form = elsewhere.get(link_in(mail.outbox[-1]), follow=True)
    elsewhere.post(form.request["PATH_INFO"], {"password1": "a-fine-long-password"})
    assert sign_in(elsewhere, "gil@example.org", "a-fine-long-password").context["user"] == gil


def test_gil_goes_on_where_he_wanted_to_be_with_what_he_wrote(gil: Person) -> None:
    here = cast.signed_in(gil)
    page = here.post(reverse("circle_new"), {"name": "Quiet lessons", "about": "Why?", "language": "en"}, follow=True)
    assert heading(page) == "Keep your place"
    back = page.context["back"]
    here.post(CLAIM, {"email": "gil@example.org", "next": back})
    cast.work()
    there = here.post(link_in(mail.outbox[-1]), follow=True)
    assert there.request["PATH_INFO"] == back
    assert "Quiet lessons" in words_of(there)


@pytest.mark.parametrize("known", [False, True])
def test_what_a_lost_session_kept_is_where_the_link_leads(gil: Person, known: bool) -> None:
    """His session ended while he wrote; he comes back by the link in the mail, to a new account or his own."""
    _here, link = asked(gil, "ada@example.org")
    lost = browser()
    sent = lost.post(reverse("circle_new"), {"name": "Quiet lessons", "about": "Why?", "language": "en"})
    kept = parse_qs(urlsplit(sent["Location"]).query)["next"][0]
    if known:
        cast.person("Ada")
        lost.post(link)
        sign_in(lost)
    there = lost.post(link, follow=True)
    assert there.request["PATH_INFO"] == kept
    assert "Quiet lessons" in words_of(there)


def test_what_somebody_else_wrote_in_this_browser_does_not_come_along(gil: Person) -> None:
    """Control: Bob was signed in here, and something of his waits."""
    _here, link = asked(gil, "gil@example.org")
    browser_of_bob = cast.signed_in(cast.person("Bob"))
    session = browser_of_bob.session
    session["kept_texts"] = {"bobs": {"path": "/", "fields": [["about", "Bob's words"]]}}
    session.save()
    assert browser_of_bob.post(link)["Location"] == reverse("account_set_password")
    assert browser_of_bob.get("/kept/bobs/").status_code == 404


def test_nobody_is_led_to_another_site(gil: Person) -> None:
    here, link = asked(gil, next="https://elsewhere.example/")
    assert here.post(link)["Location"] == reverse("account_set_password")


def test_on_another_device_the_link_lets_gil_in_and_signs_others_out(gil: Person) -> None:
    """Mallory, as a guest, types Dee's address. Dee presses the button; Mallory is not in her account."""
    mallory, link = asked(gil, "dee@example.org")
    dee = browser()
    dee.post(link)
    assert dee.get(reverse("profile")).context["user"].email == "dee@example.org"
    assert heading(mallory.get(reverse("profile"), follow=True)) == "Sign in"


def test_a_link_works_once(gil: Person) -> None:
    here, link = asked(gil)
    here.post(link)
    for late in (here.get(link), browser().get(link), here.post(link)):
        assert heading(late) == "This link no longer works"
    assert EmailAddress.objects.filter(user=gil).count() == 1


def test_of_two_addresses_the_first_opened_counts(gil: Person) -> None:
    here, first = asked(gil, "gil@example.org")
    _here, second = asked(gil, "gil@home.example")
    here.post(second)
    here.post(first)
    gil.refresh_from_db()
    assert gil.email == "gil@home.example"


def test_a_link_ends_after_three_days(gil: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    here, link = asked(gil)
    later = datetime.now().timestamp() + timedelta(days=3, minutes=1).total_seconds()
    monkeypatch.setattr(signing.time, "time", lambda: later)
    assert heading(here.get(link)) == "This link no longer works"
    assert heading(here.post(link)) == "This link no longer works"
    gil.refresh_from_db()
    assert gil.is_guest


def test_a_link_nobody_sent_is_not_there(gil: Person, quiet: None) -> None:
    here, link = asked(gil)
    bent = link.replace(link[len(CLAIM) + 3], "A" if link[len(CLAIM) + 3] != "A" else "B", 1)
    invented = signing.TimestampSigner(salt="another").sign_object({"person": gil.pk, "email": "m@example.org"})
    for token in (bent[len(CLAIM) : -1], invented, "x", "a:b:c"):
        assert here.get(f"{CLAIM}{token}/").status_code == here.post(f"{CLAIM}{token}/").status_code == 404


# An address with an account


def test_the_mail_tells_nobody_whether_there_is_an_account(gil: Person) -> None:
    cast.person("Ada", "nl")
    pages, letters = [], []
    for email in ("ada@example.org", "nobody@example.org"):
        here, link = asked(gil, email)
        pages.append(words_of(here.get(CLAIM)).replace(email, ""))
        letters.append((mail.outbox[-1].subject, mail.outbox[-1].body.replace(link, "")))
    assert letters[0] == letters[1], "not even in its language"
    assert pages[0].split("<h1>")[1].split("csrfmiddleware")[0] == pages[1].split("<h1>")[1].split("csrfmiddleware")[0]


def test_adas_guest_comes_into_her_account_after_she_signs_in(gil: Person) -> None:
    ada = cast.person("Ada")
    here, link = asked(gil, "ada@example.org")
    page = here.get(link)
    assert heading(page) == "You have an account already"
    asks = here.post(link, follow=True)
    assert heading(asks) == "Sign in"
    assert "comes along" in words_of(asks)
    gil.refresh_from_db()
    assert gil.is_active, "nothing is merged before she is in"

    back = sign_in(here, next=link)
    assert "Bring it together" in words_of(back)
    home = here.post(link, follow=True)
    assert "What you wrote as Gil is yours here too now." in words_of(home)
    gil.refresh_from_db()
    assert (gil.is_active, gil.name, gil.email) == (False, "Gil", None)
    assert home.context["user"] == ada


def test_bob_cannot_take_a_guest_into_an_account_the_mail_did_not_go_to(gil: Person) -> None:
    cast.person("Ada")
    bob = cast.person("Bob")
    _here, link = asked(gil, "ada@example.org")
    browser_of_bob = cast.signed_in(bob)
    assert browser_of_bob.post(link)["Location"].startswith(reverse("account_login"))
    gil.refresh_from_db()
    assert gil.is_active
    assert not is_in(browser_of_bob)


def test_what_waits_in_this_browser_survives_signing_in(gil: Person) -> None:
    cast.person("Ada")
    here = cast.signed_in(gil)
    page = here.post(reverse("circle_new"), {"name": "Quiet lessons", "about": "Why?", "language": "en"}, follow=True)
    here.post(CLAIM, {"email": "ada@example.org", "next": page.context["back"]})
    cast.work()
    link = link_in(mail.outbox[-1])
    here.post(link)
    sign_in(here, next=link)
    assert "Quiet lessons" in words_of(here.post(link, follow=True))


def test_merging_brings_everything_or_nothing(gil: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = cast.person("Ada")
    FreeDays.objects.create(person=gil, first=cast.NOW.date(), last=cast.NOW.date())

    def fail(guest: Person, into: Person) -> None:
        raise OSError

    monkeypatch.setattr(actions, "merging", [*actions.merging, fail])
    with pytest.raises(OSError):
        merge(gil, ada)
    assert FreeDays.objects.get().person == gil
    monkeypatch.setattr(actions, "merging", actions.merging[:-1])
    merge(gil, ada)
    merge(gil, ada)  # twice is once
    assert FreeDays.objects.get().person == ada
    assert Entry.objects.filter(verb="people.merged").count() == 1


def test_a_guests_places_in_circles_come_along(gil: Person) -> None:
    ada, bob = cast.person("Ada"), cast.person("Bob")
    new, shared = cast.circle(bob, gil, name="New"), cast.circle(bob, ada, name="Shared", facilitator=gil)
    merge(gil, ada)
    roles = {place.circle: place.role for place in Membership.objects.filter(person=ada)}
    assert roles == {new: "member", shared: "facilitator"}
    assert Circle.objects.filter(memberships__person=gil).count() == 0


def test_only_a_guest_is_merged_and_only_into_an_account(gil: Person) -> None:
    ada, bob = cast.person("Ada"), cast.person("Bob")
    gus = welcome_guest(name="Gus", language="en", zone="UTC", now=timezone.now())
    for guest, into in ((ada, bob), (gil, gus), (gil, gil)):
        with pytest.raises(Refused):
            merge(guest, into)


# How often


def test_three_mails_a_day_by_one_guest_and_to_one_address(gil: Person) -> None:
    now = timezone.now()
    gus = welcome_guest(name="Gus", language="en", zone="UTC", now=now)
    for n in range(3):
        ask_claim(person=gil, email=f"Gil{n % 2}@example.org", now=now)
    with pytest.raises(Refused, match="claimed-often"):
        ask_claim(person=gil, email="another@example.org", now=now)
    ask_claim(person=gus, email="gil0@example.org", now=now)
    with pytest.raises(Refused, match="address-often"):
        ask_claim(person=gus, email="gil0@EXAMPLE.org", now=now)
    ask_claim(person=gus, email="gil0@example.org", now=now + timedelta(days=1, minutes=1))
    ada = cast.person("Ada")
    with pytest.raises(Refused, match="has-account"):
        ask_claim(person=ada, email="ada@home.example", now=now)


def test_too_often_is_said_in_a_sentence(gil: Person, quiet: None) -> None:
    here = cast.signed_in(gil)
    pages = [here.post(CLAIM, {"email": "gil@example.org"}) for _ in range(4)]
    assert [page.status_code for page in pages] == [302, 302, 302, 403]
    assert "We sent you three mails today." in words_of(pages[3])


def test_who_has_an_account_is_not_asked_for_one() -> None:
    ada = cast.signed_in(cast.person("Ada"))
    assert ada.get(CLAIM)["Location"] == "/"
    assert ada.get(f"{CLAIM}?next=/circles/")["Location"] == "/circles/"
    assert heading(browser().get(CLAIM, follow=True)) == "Sign in"


def test_no_mail_goes_to_who_is_no_guest_any_more(gil: Person) -> None:
    ask_claim(person=gil, email="gil@example.org", now=timezone.now())
    merge(gil, cast.person("Ada"))
    cast.work()
    assert mail.outbox == []


def test_an_address_never_confirmed_is_forgotten(gil: Person) -> None:
    now = timezone.now()
    old = ask_claim(person=gil, email="old@example.org", now=now - timedelta(days=4))
    new = ask_claim(person=gil, email="new@example.org", now=now)
    forget_claims(now)
    assert list(Claim.objects.all()) == [new]
    cast.work()
    assert [letter.to for letter in mail.outbox] == [["new@example.org"]]
    assert old.pk != new.pk

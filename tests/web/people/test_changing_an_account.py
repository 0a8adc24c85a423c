"""An account changes hands, addresses and passwords only by its own person."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from cast import PASSWORD, person, signed_in
from web.people.account_browser import HEADINGS, browser, heading, is_in, link_in, sign_in, words_of

pytestmark = pytest.mark.django_db


# Changing things


def test_bob_changes_his_password_and_is_told():
    person("Bob", "nl")
    bob = browser("en")
    sign_in(bob, "bob@example.org")
    change = reverse("account_change_password")

    refused = bob.post(change, {"oldpassword": "no idea", "password1": "a-better-password"})
    assert "Dit is niet je huidige wachtwoord. Probeer het opnieuw." in words_of(refused)
    there = bob.post(change, {"oldpassword": PASSWORD, "password1": "a-better-password"}, follow=True)

    assert there.request["PATH_INFO"] == reverse("profile")
    assert is_in(bob), "he stays signed in"
    assert mail.outbox[-1].subject == "Je wachtwoord is veranderd"
    assert sign_in(browser(), "bob@example.org", "a-better-password").request["PATH_INFO"] == reverse("home")


def test_ada_moves_to_another_mail_address():
    ada = person("Ada")
    client = browser()
    sign_in(client)
    address = reverse("account_email")

    asked = client.post(address, {"action_add": "1", "email": "ada@home.example"}, follow=True)
    assert heading(asked) == "Is it you?", "an open screen is not enough to take over an account"
    assert not mail.outbox
    page = client.post(f"{asked.request['PATH_INFO']}?{asked.request['QUERY_STRING']}",
                       {"password": PASSWORD, "next": address}, follow=True)  # fmt: skip

    assert heading(page) == "Email address"
    assert "ada@home.example" in words_of(page)
    ada.refresh_from_db()
    assert ada.email == "ada@example.org", "nothing changes before the link is opened"
    [letter] = mail.outbox
    assert letter.to == ["ada@home.example"]
    client.get(link_in(letter))
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"

    client.post(link_in(letter), follow=True)
    ada.refresh_from_db()
    assert ada.email == "ada@home.example"
    assert mail.outbox[-1].to == ["ada@example.org"], "the old address hears of it"
    assert mail.outbox[-1].subject == "Your email address was changed"
    assert "Hello Ada," in mail.outbox[-1].body
    assert sign_in(browser(), "ada@home.example").request["PATH_INFO"] == reverse("home")


def test_ada_thinks_better_of_it():
    ada = person("Ada")
    client = browser()
    sign_in(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_email"), {"action_add": "1", "email": "ada@home.example"})

    page = client.post(reverse("account_email"), {"action_remove": "1", "email": "ada@home.example"}, follow=True)

    assert "ada@home.example is removed." in words_of(page)
    assert [address.email for address in EmailAddress.objects.filter(user=ada)] == ["ada@example.org"]
    gone = client.get(link_in(mail.outbox[0]))
    assert heading(gone) == "This link no longer works"


def test_ada_cannot_take_over_the_address_of_bob():
    ada, bob = person("Ada"), person("Bob")
    client = browser()
    sign_in(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    page = client.post(reverse("account_email"), {"action_add": "1", "email": bob.email}, follow=True)
    assert "already" not in words_of(page), "nor learn here that he has an account"
    asked = browser().get(link_in(mail.outbox[-1]))
    assert heading(asked) == "This address belongs to another account"
    browser().post(link_in(mail.outbox[-1]))

    assert not EmailAddress.objects.get(user=ada, email=bob.email).verified
    assert sign_in(browser(), bob.email).context["user"] == bob


def test_signing_out_asks_first_and_says_so():
    ada = signed_in(person("Ada"))
    assert heading(ada.get(reverse("account_logout"))) == "Sign out?"
    assert is_in(ada), "a GET signs nobody out"
    page = ada.post(reverse("account_logout"), follow=True)
    assert not is_in(ada)
    assert "You are signed out." in words_of(page)


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize(
    "name",
    ["account_email", "account_change_password", "account_reauthenticate", "account_logout"],
)
def test_every_page_of_an_account_has_one_heading_and_asks_a_guest_to_sign_in(name, language):
    assert heading(signed_in(person("Ada", language)).get(reverse(name)))
    guest = browser(language).get(reverse(name), follow=True)
    assert guest.status_code == 200
    if name != "account_logout":
        assert heading(guest) == HEADINGS["sign in"][language]


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_signup",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_email_verification_sent",
        "account_inactive",
    ],
)
def test_every_page_on_the_way_in_has_one_heading_in_both_languages(name):
    headings = {heading(browser(language).get(reverse(name))) for language in ("en", "nl")}
    assert len(headings) == 2


def test_an_account_without_a_password_can_choose_one():
    ada = person("Ada")
    ada.set_unusable_password()
    ada.save()
    client = signed_in(ada)
    assert heading(client.get(reverse("account_change_password"), follow=True)) == "Choose a password"
    client.post(reverse("account_set_password"), {"password1": "a-better-password"})
    assert mail.outbox[-1].subject == "Your account has a password"
    assert sign_in(browser(), password="a-better-password").request["PATH_INFO"] == reverse("home")

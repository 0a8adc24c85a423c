"""An account from first to last: made, confirmed, used, forgotten, changed, guarded. With the mails that go with it."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from axes.models import AccessAttempt
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from cast import PASSWORD, circle, named_in, person, signed_in, work
from iq4d.web.circles.actions import invite
from iq4d.web.people.models import Person
from web.people.account_browser import HEADINGS, browser, heading, is_in, link_in, sign_in, sign_up, words_of

pytestmark = pytest.mark.django_db


# Making an account


@pytest.mark.parametrize("language", ["en", "nl"])
def test_dee_makes_an_account_and_confirms_her_address(language):
    dee = browser(language)

    page = sign_up(dee, language)

    assert heading(page) == HEADINGS["look"][language]
    assert not is_in(dee)
    [letter] = mail.outbox
    assert letter.to == ["dee@example.org"]
    assert letter.subject == HEADINGS["confirm"][language]
    assert ("Hello Dee," if language == "en" else "Hallo Dee,") in letter.body

    asked = dee.get(link_in(letter))
    assert heading(asked) == HEADINGS["confirm"][language]
    assert not EmailAddress.objects.get(email="dee@example.org").verified, "opening a link confirms nothing"

    there = dee.post(link_in(letter), follow=True)
    assert EmailAddress.objects.get(email="dee@example.org").verified
    assert is_in(dee)
    assert there.request["PATH_INFO"] == reverse("home")
    assert Person.objects.get(email="dee@example.org").language == language


def test_the_sign_up_form_asks_name_address_password_language_in_that_order():
    page = words_of(browser().get(reverse("account_signup")))
    asked = [page.index(f'name="{field}"', page.index("main--") if "main--" in page else page.index("<h1>"))
             for field in ("name", "email", "password1", "language")]  # fmt: skip
    assert asked == sorted(asked)
    assert 'autocomplete="name"' in page
    assert 'autocomplete="email"' in page
    assert 'autocomplete="new-password"' in page
    assert "password2" not in page


def test_a_weak_password_is_refused_in_plain_words_and_the_rest_stays():
    page = sign_up(browser(), password1="kort")
    assert "This password is shorter than 10 characters. Make it longer." in words_of(page)
    assert 'value="dee@example.org"' in words_of(page)
    assert not Person.objects.exists()

    page = sign_up(browser("nl"), password1="password12")
    assert "Veel mensen gebruiken dit wachtwoord" in words_of(page)
    page = sign_up(browser(), password1="dee@example.org")
    assert "too much like your email address" in words_of(page)


def test_who_has_an_account_already_is_told_by_mail_and_nobody_else_is():
    person("Ada", "nl")
    stranger = browser()

    page = sign_up(stranger, email="ada@example.org")

    assert heading(page) == HEADINGS["look"]["en"], "the page says what it says to a newcomer"
    assert Person.objects.count() == 1
    [letter] = mail.outbox
    assert letter.subject == "Je hebt al een account"
    assert "Hallo Ada," in letter.body


def test_a_wrong_address_at_sign_up_can_be_mended():
    dee = browser()
    page = sign_up(dee, email="dee@exmaple.org")
    assert "dee@exmaple.org" in words_of(page), "so that she sees the slip"
    assert "Start again with another one" in words_of(page)

    sign_up(dee)
    assert mail.outbox[-1].to == ["dee@example.org"]
    dee.post(link_in(mail.outbox[-1]), follow=True)
    assert is_in(dee)


def test_a_person_with_odd_characters_in_the_name_reads_it_unharmed():
    sign_up(browser(), name="Zoë <b>O'Neill</b> & co")
    assert "Hello Zoë <b>O'Neill</b> & co," in mail.outbox[0].body


# An invitation survives it all


@pytest.fixture
def invited():
    ada = person("Ada")
    invite(person=ada, circle=circle(ada), email="dee@example.org", role="member", now=timezone.now())
    assert work()
    return link_in(mail.outbox[-1])


def test_an_invitation_survives_sign_up_and_confirmation(invited):
    dee = browser()
    ask = words_of(dee.get(invited))
    assert f"{reverse('account_signup')}?next={invited}" in ask

    assert "your invitation came to" in words_of(dee.get(f"{reverse('account_signup')}?next={invited}"))
    sign_up(dee, next_page=invited)
    there = dee.post(link_in(mail.outbox[-1]), follow=True)

    assert there.request["PATH_INFO"] == invited
    assert heading(there) == "Wednesday circle"


def test_a_link_opened_in_another_browser_leads_to_sign_in_and_home_shows_the_invitation(invited):
    sign_up(browser(), next_page=invited)
    telephone = browser()

    page = telephone.post(link_in(mail.outbox[-1]), follow=True)
    assert heading(page) == "Sign in", "a link alone lets nobody in"
    assert not is_in(telephone)

    home = sign_in(telephone, "dee@example.org")
    assert home.request["PATH_INFO"] == reverse("home")
    assert "Ada invites you to Wednesday circle" in words_of(home)


def test_an_invitation_survives_signing_in(invited):
    person("Dee")
    dee = browser()
    page = dee.get(f"{reverse('account_login')}?next={invited}")
    assert "Then you go on to your invitation." in words_of(page)
    assert f"{reverse('account_signup')}?next=" in words_of(page)
    assert sign_in(dee, "dee@example.org", next=invited).request["PATH_INFO"] == invited


def test_a_sign_in_page_never_sends_anybody_to_another_site():
    person("Ada")
    ada = browser()
    there = sign_in(ada, next="https://elsewhere.example/")
    assert there.request["PATH_INFO"] == reverse("home")
    assert is_in(ada)


# Signing in, wrong passwords


def test_a_wrong_password_is_said_in_a_sentence_and_says_nothing_about_who_exists():
    person("Ada")
    wrong, unknown = sign_in(browser(), password="something else"), sign_in(browser(), "nobody@example.org")
    for page in (wrong, unknown):
        assert page.status_code == 200
        assert "This email address and password do not belong together. Try again." in words_of(page)
        assert 'role="alert"' in words_of(page)
        assert PASSWORD not in words_of(page)
    assert 'autocomplete="current-password"' in words_of(wrong)
    assert 'autocomplete="username"' in words_of(wrong)


@pytest.mark.parametrize(("language", "title"), [("en", "Wait half an hour"), ("nl", "Wacht een half uur")])
def test_eight_wrong_passwords_lock_this_address_for_half_an_hour(language, title):
    person("Ada")
    person("Bob")
    guesser = browser(language)
    for _ in range(7):
        assert sign_in(guesser, password="guess").status_code == 200

    locked = sign_in(guesser, password="guess")
    assert locked.status_code == 429
    assert heading(locked) == title
    assert "8" in words_of(locked)
    assert heading(sign_in(guesser)) == title, "the right password does not help now"
    assert sign_in(browser(), "bob@example.org").request["PATH_INFO"] == reverse("home"), "Bob is not concerned"

    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=31))
    assert sign_in(guesser).status_code == 200
    assert is_in(guesser)


def test_signing_in_well_forgets_the_wrong_passwords_before():
    person("Ada")
    ada = browser()
    for _ in range(3):
        for _ in range(5):
            sign_in(ada, password="guess")
        sign_in(ada)
        assert is_in(ada)
        ada.post(reverse("account_logout"))
    assert not AccessAttempt.objects.exists()


def test_no_password_is_written_down():
    person("Ada")
    sign_in(browser(), password="nearly-the-right-one")
    assert "nearly-the-right-one" not in str(AccessAttempt.objects.values().get())


def test_many_addresses_tried_from_one_place_are_slowed_down():
    for n in range(60):
        sign_in(browser(), f"somebody{n}@example.org")
    page = sign_in(browser(), "ada@example.org")
    assert page.status_code == 429
    assert heading(page) == "Wait a minute"


def test_a_closed_account_gets_a_plain_page():
    ada = person("Ada")
    Person.objects.filter(pk=ada.pk).update(is_active=False)
    assert heading(sign_in(browser())) == "This account is closed"


# A forgotten password


@pytest.mark.parametrize("language", ["en", "nl"])
def test_ada_forgot_her_password_and_chooses_a_new_one(language):
    person("Ada", language)
    ada = browser(language)
    for _ in range(8):
        sign_in(ada, password="guess")  # locked out, too

    page = ada.post(reverse("account_reset_password"), {"email": "ada@example.org"}, follow=True)
    assert heading(page) == HEADINGS["look"][language]
    [letter] = mail.outbox
    assert letter.subject == {"en": "Choose a new password", "nl": "Kies een nieuw wachtwoord"}[language]

    form = ada.get(link_in(letter), follow=True)
    done = ada.post(form.request["PATH_INFO"], {"password1": "a-better-password"}, follow=True)
    assert heading(done) == {"en": "Your password is new", "nl": "Je wachtwoord is nieuw"}[language]
    assert "Ada," in mail.outbox[-1].body
    assert mail.outbox[-1].subject == heading(done)

    assert sign_in(ada, password="a-better-password").status_code == 200
    assert is_in(ada), "who proved the mailbox need not wait out the lock"
    again = browser(language).get(link_in(letter), follow=True)
    assert heading(again) == {"en": "This link no longer works", "nl": "Deze link werkt niet meer"}[language]


def test_asking_for_a_reset_does_not_tell_whether_an_account_exists():
    person("Ada")
    answers = []
    for email in ("ada@example.org", "nobody@example.org"):
        page = browser().post(reverse("account_reset_password"), {"email": email}, follow=True)
        answers.append((page.status_code, page.redirect_chain, re.sub(r'value="[^"]{64}"', "", words_of(page))))
    assert answers[0] == answers[1]
    assert [letter.subject for letter in mail.outbox] == [
        "Choose a new password",
        "There is no account with this address",
    ]


def test_a_mail_to_a_stranger_does_not_name_who_asked():
    signed_in(person("Ada")).post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert not named_in(mail.outbox[0].body, "Ada")
    assert "Hello," in mail.outbox[0].body

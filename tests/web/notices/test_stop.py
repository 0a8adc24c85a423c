"""One press stops the mail: by the button, or by a mail program's bare POST. Looking at the page stops nothing."""

from __future__ import annotations

import re

import pytest
from django.test import Client

import cast
from iq4d.web.notices import tokens
from iq4d.web.people.models import Person
from iq4d.web.people.signed_in import BACKEND
from web.notices.mailing import five_minutes, html_of, to, write

pytestmark = pytest.mark.django_db
HTTPS = {"secure": True}


@pytest.fixture
def stop(clock, ada, bob, talk) -> str:
    """The path in the header of a mail to Bob."""
    write(ada, talk, "Hello", "answer", clock.at)
    clock.set(2026, 11, 24, 8, 0)
    sent = to(bob, five_minutes(clock))
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert sent.extra_headers["List-Id"] == "IQ4D <daily.localhost>"
    found = re.fullmatch(r"<https?://[^/]+(/mail/stop/\S+/)>", sent.extra_headers["List-Unsubscribe"])
    assert found[1] in sent.body
    assert found[1] in html_of(sent)
    return found[1]


def mails_of(bob: Person) -> str:
    return Person.objects.get(pk=bob.pk).mails


def test_a_mail_program_posts_and_no_more_mail_comes(clock, ada, bob, talk, stop) -> None:
    provider = Client(enforce_csrf_checks=True)
    answer = provider.post(stop, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert mails_of(bob) == "never"
    write(ada, talk, "Nobody mails this", "answer", clock.at)
    clock.set(2026, 11, 25, 8, 0)
    assert to(bob, five_minutes(clock)) is None
    assert provider.post(stop).status_code == 200, "twice is once"


def test_looking_stops_nothing_and_names_nobody(bob, stop) -> None:
    for method in ("get", "head", "options", "put", "delete", "patch"):
        getattr(Client(enforce_csrf_checks=True), method)(stop)
    assert mails_of(bob) == "daily"
    page = Client().get(stop).content.decode()
    assert "Stop the mail" in page
    assert not cast.named_in(page, "Bob")
    assert "bob@" not in page


def test_the_button_on_the_page_stops_it_in_bobs_language(bob, stop) -> None:
    Person.objects.filter(pk=bob.pk).update(language="nl")
    browser = Client(enforce_csrf_checks=True)
    assert '<html lang="nl"' in browser.get(stop).content.decode()
    assert browser.post(stop).status_code == 200
    assert mails_of(bob) == "never"
    cast.signed_in(bob).get(stop)
    assert mails_of(bob) == "never"


def test_a_link_that_was_never_sent_stops_nobody(ada, bob, stop, quiet) -> None:
    token = stop.split("/")[-2]
    other = f"p{ada.pk}." + token.partition(".")[2]
    for wrong in (other, token[:-1], token + "x", "p1", "p.", "a.b", "x" * 300, "p1.%00"):
        assert Client().post(f"/mail/stop/{wrong}/").status_code in (400, 404), wrong
    assert mails_of(ada) == mails_of(bob) == "daily"
    Person.objects.filter(pk=bob.pk).update(is_active=False)
    assert Client().post(stop).status_code == 404


def test_whose_mail_stops_is_in_the_link_and_not_in_the_browser(ada, bob, stop) -> None:
    """Ada, signed in, presses the link in a mail Bob forwarded: it is Bob's mail that stops."""
    cast.signed_in(ada).post(stop)
    assert (mails_of(ada), mails_of(bob)) == ("daily", "never")


def test_every_other_form_still_proves_where_it_comes_from(bob, talk, stop, quiet) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(bob, backend=BACKEND)
    assert browser.post(f"/dialogues/{talk.key}/follow/", {"stance": "mute"}).status_code in (302, 403)
    from iq4d.web.notices.models import Following

    assert not Following.objects.exists()


def test_the_two_kinds_of_link_are_not_taken_for_each_other(bob) -> None:
    assert tokens.stopped_by(tokens.stop_person(bob)) == (bob, "")
    assert tokens.stopped_by(tokens.stop_address("Bob@Example.org ")) == (None, tokens.proof_of("bob@example.org"))

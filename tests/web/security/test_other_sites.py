"""What another site, or who holds its link, makes a browser of ours send and open."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

import cast
from iq4d.web.circles.models import Invitation


def stale_form(browser: Client, address: str, origin: str) -> tuple[int, str]:
    """Send an invitation without a valid token; gives the status and where it leads."""
    answer = browser.post(address, {"email": "mallory@example.org", "role": "steward"}, headers={"origin": origin})
    return answer.status_code, answer.get("Location", "")


@pytest.mark.django_db
@pytest.mark.parametrize("origin", ["https://mallory.example", "null"])
def test_what_another_site_sends_is_not_offered_as_ones_own_words(origin: str, quiet: None) -> None:
    """Mallory's page posts a form to us: no button "send it once more" with her words, and Ada stays signed in."""
    ada = cast.person("Ada")
    address = f"{cast.circle(ada).get_absolute_url()}people/"
    stranger = Client(enforce_csrf_checks=True)  # a browser sends no cookies along with another site's form
    assert stale_form(stranger, address, origin) == (403, "")
    assert "sessionid" not in stranger.cookies, "an empty session would take the place of Ada's own"
    assert not Invitation.objects.exists()


@pytest.mark.django_db
def test_a_stale_form_of_ours_is_kept(quiet: None) -> None:
    ada = cast.person("Ada")
    address = f"{cast.circle(ada).get_absolute_url()}people/"
    browser = Client(enforce_csrf_checks=True)
    status, kept = stale_form(browser, address, "http://testserver")
    assert status == 302
    assert "mallory@example.org" in browser.get(kept).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["localhost:6666", "127.0.0.1:6666", "[::1]:6666"])
def test_links_in_mail_lead_to_our_own_address_whatever_the_request_says(host: str, settings) -> None:
    """Mallory asks for a reset of Ada's password at a port of hers: the mail to Ada does not lead there."""
    settings.URL = "https://iq4d.example.org"
    cast.person("Ada")
    here = {"HTTP_HOST": host}
    Client().post(reverse("account_reset_password"), {"email": "ada@example.org"}, **here)
    Client().post(reverse("account_reset_password"), {"email": "nobody@example.org"}, **here)
    new = {"email": "bob@example.org", "name": "Bob", "language": "en", "password1": cast.PASSWORD}
    Client().post(reverse("account_signup"), new, **here)
    Client().post(reverse("account_signup"), new | {"email": "ada@example.org"}, **here)
    assert len(mail.outbox) == 4
    for message in mail.outbox:
        links = re.findall(r"https?://\S+", message.body)
        assert links, message.body
        assert {urlsplit(link).netloc for link in links} == {"iq4d.example.org"}, message.body
        assert "6666" not in message.body

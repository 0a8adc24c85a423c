"""A browser on the account pages, and what one reads there."""

import re
from html import unescape

from django.test import Client
from django.urls import reverse

from cast import PASSWORD

HEADINGS = {
    "sign in": {"en": "Sign in", "nl": "Inloggen"},
    "look": {"en": "Look in your mail", "nl": "Kijk in je mail"},
    "confirm": {"en": "Confirm your email address", "nl": "Bevestig je mailadres"},
}


def browser(language="en", **more) -> Client:
    return Client(headers={"accept-language": language}, **more)


def heading(response) -> str:
    """The one heading of a page."""
    [found] = re.findall(r"<h1>(.*?)</h1>", response.content.decode(), re.DOTALL)
    return unescape(found)


def words_of(response) -> str:
    return unescape(response.content.decode())


def link_in(message) -> str:
    """The path of the first link in a mail."""
    [found, *_] = re.findall(r"https?://[^/\s]+(/\S+)", message.body)
    return found


def sign_up(client: Client, language="en", next_page="", email="dee@example.org", **more):
    data = {"name": "Dee", "email": email, "password1": PASSWORD, "language": language, "next": next_page} | more
    return client.post(reverse("account_signup"), data, follow=True)


def sign_in(client: Client, who: str = "ada@example.org", password: str = PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": who, "password": password, **more}, follow=True)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session

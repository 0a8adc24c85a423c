"""A stranger presses the button twice: one guest, one conversation, and nobody else's place. Ina starts, Gus joins.

The browser sends both before it has an answer to one, so neither knows of a session. SQLite lets one write at a time
by itself; on PostgreSQL (DATABASE_URL) it is the form that has to be one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

import cast
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.journal.models import Entry, Once
from iq4d.web.people.models import Person
from web.at_once import at_once
from web.dialogues.coming import shared
from web.dialogues.playing import started
from web.dialogues.test_two_at_once import unlocked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quiet")]
TIMES = 5  # each race is run this often
START = "/start/"
QUESTION = {"sentence": "What do we read next?", "name": "Ina"}


@dataclass
class Page:
    """A form in the browser of somebody without a session: its address, its hidden fields, the browser's cookies."""

    address: str
    hidden: dict[str, str]
    cookies: dict[str, str]

    def press(self, **form: str) -> tuple[Client, Callable[[], HttpResponse]]:
        """One press of the button; what Django asks of a form is asked here too."""
        browser = Client(enforce_csrf_checks=True)

        def post() -> HttpResponse:
            cache.clear()  # what waits for SQLite is counted as one press more
            browser.cookies.clear()
            for name, value in self.cookies.items():
                browser.cookies[name] = value
            answer = browser.post(self.address, self.hidden | form)
            if answer.status_code == 400 and connection.vendor == "sqlite":  # so Django says "locked" of a session
                raise OperationalError("database table is locked")
            return answer

        return browser, lambda: unlocked(post)


def opened(address: str) -> Page:
    browser = Client(enforce_csrf_checks=True)
    html = browser.get(address).content.decode()
    hidden = {name: re.search(f'name="{name}" value="([^"]+)"', html)[1] for name in ("csrfmiddlewaretoken", "once")}  # type: ignore[index]
    return Page(address, hidden, {name: morsel.value for name, morsel in browser.cookies.items()})


def pressed(page: Page, *forms: dict[str, str]) -> tuple[list[Client], list[HttpResponse]]:
    presses = [page.press(**form) for form in forms]
    answers = at_once(*(press for _browser, press in presses))
    return [browser for browser, _press in presses], answers


def who_is_in(browsers: list[Client]) -> set[str]:
    return {browser.session["_auth_user_id"] for browser in browsers}


def test_two_presses_of_start_are_one_guest_with_one_conversation() -> None:
    for n in range(1, TIMES + 1):
        browsers, answers = pressed(opened(START), QUESTION, QUESTION)
        assert [answer.status_code for answer in answers] == [302, 302]
        assert len({answer["Location"] for answer in answers}) == 1, "both lead to the same"
        assert len(who_is_in(browsers)) == 1
        assert (Person.objects.count(), Dialogue.objects.count()) == (n, n)
        for browser in browsers:
            assert browser.get(answers[0]["Location"]).status_code == 200
    assert Entry.objects.filter(verb="people.guest-came").count() == TIMES


def test_two_presses_of_join_are_one_participant() -> None:
    bob = cast.person("Bob")
    talk = started(bob, None, method="open_dialogue")
    for n in range(1, TIMES + 1):
        browsers, answers = pressed(opened(shared(talk)), {"name": "Gus"}, {"name": "Gus"})
        assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, talk.get_absolute_url())}
        assert len(who_is_in(browsers)) == 1
        assert talk.participants.count() == n + 1
        assert Person.objects.count() == n + 1
    assert Entry.objects.filter(verb="dialogues.joined").count() == TIMES


def test_two_forms_are_two_guests() -> None:
    """Control: the same words from two pages, also of one browser."""
    one, two = opened(START), opened(START)
    at_once(one.press(**QUESTION)[1], two.press(**QUESTION)[1])
    assert (Person.objects.count(), Dialogue.objects.count()) == (2, 2)
    again = opened(START)
    again.cookies, again.hidden["csrfmiddlewaretoken"] = one.cookies, one.hidden["csrfmiddlewaretoken"]
    assert again.press(**QUESTION)[1]().status_code == 302
    assert Person.objects.count() == 3


def test_a_key_that_somebody_else_knows_opens_nothing() -> None:
    """Mallory saw the key of Ina's form; her own browser's cookie is not in it."""
    ina, mallory = opened(START), opened(START)
    (inas,), _ = pressed(ina, QUESTION)
    mallory.hidden["once"] = ina.hidden["once"]
    (hers,), (answer,) = pressed(mallory, {"sentence": "And I?", "name": "Mallory"})
    assert answer.status_code == 302
    assert not who_is_in([inas]) & who_is_in([hers])
    for stolen in Once.objects.values_list("key", flat=True):
        mallory.hidden["once"] = stolen
        (hers,), _ = pressed(mallory, {"sentence": "And I?", "name": "Mallory"})
        assert not who_is_in([inas]) & who_is_in([hers]), "nor what is kept of it"


def test_without_a_cookie_of_its_own_no_form_is_known_again() -> None:
    """A browser that carries nothing is nobody's: what is sent twice by it is two."""
    for _time in range(2):
        assert Client().post(START, QUESTION | {"once": "one"}).status_code == 302
    assert Person.objects.count() == 2


def test_the_next_one_at_this_browser_is_somebody_else() -> None:
    """Ina signs out; who goes back to her form and sends it again is not her: signing in gave another cookie."""
    page = opened(START)
    (inas,), _ = pressed(page, QUESTION)
    ina = who_is_in([inas])
    inas.handler.enforce_csrf_checks = False
    inas.post(reverse("account_logout"))
    assert "_auth_user_id" not in inas.session
    answer = inas.post(START, page.hidden | QUESTION)
    assert answer.status_code == 302
    assert not ina & who_is_in([inas])

"""Starting and joining cost nobody their words: a session that ended, too many at once, a link pressed once more."""

from __future__ import annotations

import html
import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

import cast
from iq4d.web.dialogues.actions import people
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.dialogues.views import starting
from iq4d.web.journal.models import Entry
from iq4d.web.people.models import Person
from web.dialogues.coming import ask, fresh, let_go, personal, shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]
ARTICLE = "Twenty minutes of <what> I saw & made of it. Þetta er ekki 'alveg' \"rétt\" 🎈"


def fields(page: str) -> dict[str, str]:
    """What the first form on a page would send."""
    form = page[page.index('<form class="form"') :].split("</form>")[0]
    told = dict(re.findall(r'<input [^>]*name="([^"]+)"[^>]* value="([^"]*)"', form))
    told |= re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL)
    return {name: html.unescape(value) for name, value in told.items()}


# A session that ended


@pytest.mark.parametrize("open_start", [True, False])
def test_an_article_outlives_the_session_in_which_it_was_written(settings, open_start: bool) -> None:
    """Ada's session ends while she writes; here, without an account, one may not start."""
    settings.OPEN_START = open_start
    cast.person("Ada")
    browser = Client()
    sent = {"sentence": "How do I begin?", "article": ARTICLE, "questions": "What did you see?", "once": "one"}
    answer = browser.post("/start/", sent, follow=True)
    if open_start:  # control: she may go on as a guest, the form is still filled in
        assert answer.status_code == 200
        assert ARTICLE in html.unescape(answer.content.decode())
        return
    assert "Your text is still here" in answer.content.decode()
    back = answer.redirect_chain[-1][0].split("next=")[1]
    answer = browser.post(
        "/account/login/", {"login": "ada@example.org", "password": cast.PASSWORD, "next": back}, follow=True
    )
    again = fields(answer.content.decode())
    assert again["article"] == ARTICLE
    assert browser.post("/start/", again).status_code == 302
    talk = Dialogue.objects.get()
    assert talk.title == "How do I begin?"
    assert talk.contributions.filter(source__contains=ARTICLE).exists()


def test_who_only_looks_comes_back_after_signing_in(settings) -> None:
    settings.OPEN_START = False
    assert Client().get("/start/?method=review")["Location"] == "/account/login/?next=/start/%3Fmethod%3Dreview"


# Too many at once


def pressed_too_often(browser: Client, address: str, form: dict[str, str], often: int) -> HttpResponse:
    for _time in range(often):
        Client().post(address, form)
    return browser.post(address, form)


def test_a_start_too_many_is_still_filled_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(starting.OFTEN, "start", "2/h/ip")
    form = {"sentence": "How do I begin?", "name": "Ina", "article": ARTICLE, "questions": "What did you see?"}
    answer = pressed_too_often(Client(), "/start/", form, 2)
    assert answer.status_code == 429
    page = answer.content.decode()
    assert "too often in a short time" in page
    assert form.items() <= fields(page).items()
    assert Dialogue.objects.count() == 2
    monkeypatch.setitem(starting.OFTEN, "start", "3/h/ip")
    assert Client().post("/start/", fields(page)).status_code == 302, "later the same form goes through"


def test_a_join_too_many_is_still_filled_in(monkeypatch: pytest.MonkeyPatch, talk: Dialogue) -> None:
    monkeypatch.setitem(starting.OFTEN, "join", "2/h/ip")
    form = {"name": "Ina", "seeks": ARTICLE, "brings": "Time"}
    answer = pressed_too_often(Client(), shared(talk), form, 2)
    assert answer.status_code == 429
    page = answer.content.decode()
    assert "too often in a short time" in page
    assert form.items() <= fields(page).items()
    assert talk.participants.filter(name="Ina").count() == 2


def test_a_typing_error_is_not_counted(monkeypatch: pytest.MonkeyPatch, talk: Dialogue) -> None:
    monkeypatch.setitem(starting.OFTEN, "join", "1/h/ip")
    for _time in range(3):
        assert Client().post(shared(talk), {"name": "", "seeks": ARTICLE}).status_code == 200
    assert Client().post(shared(talk), {"name": "Ina"}).status_code == 302


# Inside already


def said(talk: Dialogue, who: Person) -> tuple[str, str]:
    return talk.participants.values_list("seeks", "brings").get(person=who)


@pytest.mark.parametrize("link", ["shared", "personal"])
def test_who_joins_and_is_inside_already_keeps_what_they_filled_in(
    ada: Person, bob: Person, talk: Dialogue, link: str
) -> None:
    """Bob has the page of the link open in a tab, and joined in another."""
    at = shared(talk) if link == "shared" else personal(ask(ada, talk, email="bob@example.org"))
    browser = cast.signed_in(bob)
    answer = browser.post(at, {"seeks": ARTICLE, "brings": ""})
    assert answer["Location"] == talk.get_absolute_url()
    assert said(talk, bob) == (ARTICLE, "")
    browser.post(at, {"seeks": "", "brings": "Time"})
    assert said(talk, bob) == (ARTICLE, "Time"), "an empty field takes nothing away"
    browser.post(at, {"seeks": "Courage", "brings": "Time"})
    assert said(talk, bob) == ("Courage", "Time"), "what is said last counts"


def test_the_same_once_more_is_nothing_new(bob: Person, talk: Dialogue) -> None:
    browser = cast.signed_in(bob)
    for form in ({"seeks": "Courage"}, {"seeks": "Courage"}, {}):
        assert browser.post(shared(talk), form)["Location"] == talk.get_absolute_url()
    assert Entry.objects.filter(verb="dialogues.intended").count() == 1
    assert browser.get(shared(talk))["Location"] == talk.get_absolute_url()
    assert said(talk, bob) == ("Courage", "")


def test_what_does_not_fit_comes_back_with_a_sentence(bob: Person, talk: Dialogue) -> None:
    long = "courage " * 200
    browser = cast.signed_in(bob)
    answer = browser.post(shared(talk), {"seeks": long, "brings": "Time"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert long.strip() in page
    assert "at most 1000 characters" in page
    answer = browser.post(shared(talk), fields(page) | {"seeks": "Courage"})
    assert answer["Location"] == talk.get_absolute_url()
    assert said(talk, bob) == ("Courage", "Time")


def test_who_fell_out_is_back(bob: Person, talk: Dialogue) -> None:
    talk.participants.filter(person=bob).update(gone=True)
    assert cast.signed_in(bob).post(shared(talk), {"seeks": "Courage"}).status_code == 302
    assert talk.participants.get(person=bob).gone is False
    assert said(talk, bob) == ("Courage", "")


def test_who_was_let_go_says_nothing_there_any_more(ada: Person, bob: Person, talk: Dialogue) -> None:
    """Control: being inside is asked as it is now; and the words come back with the refusal."""
    let_go(talk, ada, bob)
    answer = cast.signed_in(bob).post(shared(talk), {"seeks": ARTICLE})
    assert answer.status_code == 403
    assert ARTICLE in html.unescape(answer.content.decode())
    assert said(talk, bob) == ("", "")


def test_two_tabs_that_join_at_once_keep_what_both_say(talk: Dialogue) -> None:
    """The second comes to the act when the first has gone through: the act itself keeps it."""
    dee = cast.person("Dee")
    for form in ({"seeks": "Courage"}, {"brings": "Time"}):
        people.come_in(person=dee, dialogue=fresh(talk), invite=None, now=timezone.now(), **form)
    assert said(talk, dee) == ("Courage", "Time")

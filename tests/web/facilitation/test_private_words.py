"""A private word: two people read it, and nobody else on any surface."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

import cast
from iq4d.web.dialogues.actions.people import let_go
from iq4d.web.dialogues.declared import as_conversation
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.facilitation.models import PrivateWord
from iq4d.web.journal.models import Entry
from iq4d.web.people.models import Person
from web.dialogues.playing import number_of, page, started, write

pytestmark = pytest.mark.django_db
WORDS = "Take your time, Dee: nobody is waiting. zebra"
BACK = "Thank you. I had a hard week. quagga"


@pytest.fixture(autouse=True)
def an_hour_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: cast.NOW + timedelta(hours=1))


@pytest.fixture
def people() -> dict[str, Person]:
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve", "Fay", "Carla")}


@pytest.fixture
def browsers(people: dict[str, Person]) -> dict[str, Client]:
    return {name: cast.signed_in(one) for name, one in people.items()}


@pytest.fixture
def ten_step(people: dict[str, Person]) -> Dialogue:
    ada, bob, dee, eve, fay, _carla = people.values()
    return started(bob, cast.circle(ada, bob, dee, eve, fay), dee, eve, fay, facilitator=ada)


def number(dialogue: Dialogue, who: Person) -> int:
    return dialogue.participants.get(person=who).number


def say(browser: Client, dialogue: Dialogue, to: int, words: str = WORDS, **more: object):
    return browser.post(f"/dialogues/{dialogue.key}/words/to/{to}/", {"source": words, **more})


@pytest.fixture
def word(people, browsers, ten_step) -> PrivateWord:
    assert say(browsers["Ada"], ten_step, number(ten_step, people["Dee"]), once="k1").status_code == 302
    return PrivateWord.objects.get()


def test_dee_sees_it_on_top_answers_once_and_puts_it_away(people, browsers, ten_step, word):
    html = page(browsers["Dee"], ten_step)
    assert WORDS in html
    assert "Only you and Ada see this" in html
    answer = browsers["Dee"].post(f"/dialogues/{ten_step.key}/words/{word.pk}/answer/", {"source": BACK, "once": "k2"})
    assert answer.status_code == 302
    assert WORDS not in page(browsers["Dee"], ten_step), "answered is read"
    html = page(browsers["Ada"], ten_step)
    assert BACK in html
    assert "Only you and Dee see this" in html
    assert BACK in browsers["Ada"].get(f"/dialogues/{ten_step.key}/console/").content.decode()
    again = browsers["Dee"].post(f"/dialogues/{ten_step.key}/words/{word.pk}/answer/", {"source": "And another thing"})
    assert again.status_code == 403
    assert "And another thing" in again.content.decode(), "a refusal costs no words"
    back = PrivateWord.objects.get(answers=word)
    browsers["Ada"].post(f"/dialogues/{ten_step.key}/words/{back.pk}/away/")
    assert BACK not in page(browsers["Ada"], ten_step)
    kept = browsers["Dee"].get(f"/dialogues/{ten_step.key}/words/").content.decode()
    assert WORDS in kept
    assert BACK in kept


def test_put_away_without_an_answer(browsers, ten_step, word):
    assert browsers["Dee"].post(f"/dialogues/{ten_step.key}/words/{word.pk}/away/").status_code == 302
    assert WORDS not in page(browsers["Dee"], ten_step)
    assert WORDS in browsers["Dee"].get(f"/dialogues/{ten_step.key}/words/").content.decode()


def test_nobody_else_sees_it_anywhere(people, browsers, ten_step, word, quiet):
    cast.work()
    base = f"/dialogues/{ten_step.key}/"
    for name in ("Bob", "Eve", "Fay", "Carla"):
        for at in ("", "words/", "console/", "mirror/", "people/", f"words/{word.pk}/answer/"):
            assert "zebra" not in browsers[name].get(base + at).content.decode(), (name, at)
        assert browsers[name].get(f"{base}words/{word.pk}/answer/").status_code == 404
        assert browsers[name].post(f"{base}words/{word.pk}/away/").status_code == 404
        assert browsers[name].post(f"{base}words/{word.pk}/answer/", {"source": "x"}).status_code == 404
        assert browsers[name].get("/").content.decode().count("zebra") == 0
    assert "zebra" in page(browsers["Dee"], ten_step), "control"
    assert not any("zebra" in one.text for one in as_conversation(ten_step))
    assert not any("zebra" in str(entry.data) for entry in Entry.objects.all())


def test_the_journal_tells_whom_it_waits_for_and_no_words(people, ten_step, word):
    entry = Entry.objects.get(verb="facilitation.word")
    assert entry.data == {"to": people["Dee"].pk, "word": word.pk}
    assert entry.actor == people["Ada"]


def test_another_facilitator_does_not_read_what_ada_said(people, browsers, ten_step, word):
    ten_step.participants.filter(person=people["Fay"]).update(role="facilitator")
    html = browsers["Fay"].get(f"/dialogues/{ten_step.key}/console/").content.decode()
    assert "zebra" not in html
    assert "zebra" in browsers["Ada"].get(f"/dialogues/{ten_step.key}/console/").content.decode()


def test_only_who_leads_begins_and_not_to_herself(people, browsers, ten_step, quiet):
    dee, ada = (number(ten_step, people[name]) for name in ("Dee", "Ada"))
    for name in ("Bob", "Eve", "Carla"):
        assert say(browsers[name], ten_step, dee).status_code == 404
    assert say(browsers["Ada"], ten_step, ada).status_code == 404
    assert say(browsers["Ada"], ten_step, 99).status_code == 404
    assert not PrivateWord.objects.exists()
    assert say(browsers["Ada"], ten_step, dee).status_code == 302, "control"


def test_empty_words_come_back_and_a_double_press_is_one_word(people, browsers, ten_step):
    dee = number(ten_step, people["Dee"])
    assert "There are no words in it yet" in say(browsers["Ada"], ten_step, dee, " \n ").content.decode()
    for _ in range(2):
        assert say(browsers["Ada"], ten_step, dee, once="same").status_code == 302
    assert PrivateWord.objects.count() == 1


def test_from_a_contribution_to_its_author(people, browsers, ten_step):
    write(browsers["Bob"], ten_step, "I avoid a talk. My question: how?", "case")
    n, bob = number_of(ten_step, "I avoid a talk. My question: how?"), number(ten_step, people["Bob"])
    link = f"/dialogues/{ten_step.key}/words/to/{bob}/?about={n}"
    assert link in page(browsers["Ada"], ten_step)
    assert "words/to/" not in page(browsers["Dee"], ten_step)
    assert f'value="{n}"' in browsers["Ada"].get(link).content.decode()
    say(browsers["Ada"], ten_step, bob, about=n)
    assert PrivateWord.objects.get().about == n
    assert "About what you wrote" in page(browsers["Bob"], ten_step)
    say(browsers["Ada"], ten_step, number(ten_step, people["Dee"]), about=n)
    assert PrivateWord.objects.order_by("pk").last().about == 0, "it is not what Dee wrote"


def test_who_was_let_go_reads_nothing_and_gets_nothing(people, browsers, ten_step, word, quiet):
    dee = number(ten_step, people["Dee"])
    let_go(person=people["Ada"], dialogue=ten_step, number=dee, now=timezone.now())
    assert browsers["Dee"].get(f"/dialogues/{ten_step.key}/words/").status_code == 404
    assert say(browsers["Ada"], ten_step, dee, "Come back").status_code == 404


def test_html_in_a_word_is_harmless(people, browsers, ten_step):
    say(
        browsers["Ada"], ten_step, number(ten_step, people["Dee"]), "<script>alert(1)</script> [x](javascript:alert(1))"
    )
    html = page(browsers["Dee"], ten_step)
    assert "<script>alert" not in html
    assert "javascript:" not in html.replace("javascript:alert(1))", "")

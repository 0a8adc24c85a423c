"""The console: Ada sees what needs her, and moves a dialogue on; nobody else finds it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

import cast
from iq4d.web.dialogues.actions.moving import make_move, move_on
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.dialogues.standing import bare_state
from iq4d.web.people.models import Person
from web.dialogues.playing import number_of, open_step, page, started, words_of, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def an_hour_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deadlines are days away."""
    monkeypatch.setattr(timezone, "now", lambda: cast.NOW + timedelta(hours=1))


@pytest.fixture
def people() -> dict[str, Person]:
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve", "Fay", "Carla")}


@pytest.fixture
def browsers(people: dict[str, Person]) -> dict[str, Client]:
    return {name: cast.signed_in(one) for name, one in people.items()}


@pytest.fixture
def ten_step(people: dict[str, Person]) -> Dialogue:
    """Bob's question; Dee, Eve and Fay think along; Ada facilitates. Carla belongs elsewhere."""
    ada, bob, dee, eve, fay, _carla = people.values()
    return started(bob, cast.circle(ada, bob, dee, eve, fay), dee, eve, fay, facilitator=ada)


def fresh(dialogue: Dialogue) -> Dialogue:
    return Dialogue.objects.select_related("circle", "standing").get(pk=dialogue.pk)


def step(dialogue: Dialogue, id: str):
    return bare_state(fresh(dialogue).standing).step(id)


def console(browser: Client, dialogue: Dialogue) -> str:
    answer = browser.get(f"/dialogues/{dialogue.key}/console/")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def forms(html: str) -> list[tuple[dict[str, str], str]]:
    """Every form that posts a move: its fields, and the words on its button."""
    found = []
    for form in re.findall(r'<form[^>]*action="[^"]*/move/".*?</form>', html, re.DOTALL):
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
        fields.pop("csrfmiddlewaretoken", None)
        for kind, label in re.findall(r'<button[^>]*name="kind" value="(\w+)">(.*?)</button>', form, re.DOTALL):
            found.append((fields | {"kind": kind}, words_of(label)))
    return found


def press(browser: Client, dialogue: Dialogue, kind: str, **wanted: object) -> str:
    """Press the button that the console offers, and give the console that comes back."""
    offered = forms(console(browser, dialogue))
    fits = [f for f, _ in offered if f["kind"] == kind and all(f.get(k) == str(v) for k, v in wanted.items())]
    assert fits, (kind, wanted, offered)
    answer = browser.post(f"/dialogues/{dialogue.key}/move/", fits[0])
    assert answer["Location"].endswith("/console/")
    return console(browser, dialogue)


def offered(html: str) -> set[tuple[str, str]]:
    """(kind, step) of every button."""
    return {(fields["kind"], fields.get("step", "")) for fields, _ in forms(html)}


def case(browsers: dict[str, Client], dialogue: Dialogue) -> None:
    write(browsers["Bob"], dialogue, "I avoid a talk. My question: how do I tell it?", "case")
    assert open_step(dialogue) == "questions"


def number(dialogue: Dialogue, who: Person) -> int:
    return dialogue.participants.get(person=who).number


def test_the_facilitator_sees_names_and_everybody_knows_that(people, browsers, ten_step):
    case(browsers, ten_step)
    for n in (1, 2):
        write(browsers["Dee"], ten_step, f"A secret question {n}?", "question")
    html = console(browsers["Ada"], ten_step)
    shown = words_of(html)
    assert "1 of 3 are in" in shown
    assert "In: Dee" in shown
    assert "Not in yet: Eve , Fay" in shown or "Not in yet: Eve, Fay" in shown
    assert "secret" not in html, "names, and not the words before the reveal"
    assert "Only the facilitator sees these names" in shown
    assert "Ada facilitates, and sees who is in" in words_of(page(browsers["Dee"], ten_step))
    assert "Overview for who leads" in page(browsers["Ada"], ten_step)
    assert "Overview for who leads" not in page(browsers["Dee"], ten_step)


def test_nobody_else_finds_the_console_or_makes_its_moves(people, browsers, ten_step, quiet):
    case(browsers, ten_step)
    for name in ("Bob", "Dee", "Carla"):
        assert browsers[name].get(f"/dialogues/{ten_step.key}/console/").status_code == 404, name
    version = step(ten_step, "questions").version
    form = {"kind": "close", "step": "questions", "version": version}
    answer = browsers["Dee"].post(f"/dialogues/{ten_step.key}/move/", form, follow=True)
    assert "Only the facilitator can do this" in answer.content.decode()
    assert open_step(ten_step) == "questions"
    assert browsers["Carla"].post(f"/dialogues/{ten_step.key}/move/", form).status_code == 404
    browsers["Ada"].post(f"/dialogues/{ten_step.key}/move/", form)  # control
    assert open_step(ten_step) != "questions"


def test_the_buttons_are_the_moves_that_the_engine_would_make(people, browsers, ten_step):
    case(browsers, ten_step)
    html = console(browsers["Ada"], ten_step)
    assert {("close", "questions"), ("extend", "questions"), ("pass_over", "questions")} <= offered(html)
    assert ("reopen", "case") in offered(html)
    assert not {kind for kind, at in offered(html) if at == "rate"}, "it has not begun"
    assert {"pause", "steer", "leave", "stand_in"} <= {kind for kind, at in offered(html) if not at}
    assert "return" not in {kind for kind, _ in offered(html)}
    for fields, _label in forms(html):
        told = {"how": "free"} if fields["kind"] == "steer" else {}
        told |= {key: fields[key] for key in ("kind", "step", "about") if key in fields}
        with transaction.atomic():  # Refused would be raised
            version = int(fields.get("version", 0))
            make_move(
                person=people["Ada"], dialogue=fresh(ten_step), now=timezone.now(), version=version, days=1, **told
            )
            transaction.set_rollback(True)


def test_closing_without_somebody_says_how_many_first(people, browsers, ten_step):
    case(browsers, ten_step)
    html = console(browsers["Ada"], ten_step)
    folded = "".join(re.findall(r'<details class="confirm">.*?</details>', html, re.DOTALL))
    assert "3 people are not in yet" in folded
    assert 'value="close"' in folded
    assert 'value="close"' not in re.sub(r'<details class="confirm">.*?</details>', "", html, flags=re.DOTALL)


def test_bob_falls_out_and_dee_stands_in(people, browsers, ten_step):
    assert open_step(ten_step) == "case"
    press(browsers["Ada"], ten_step, "leave", about=number(ten_step, people["Bob"]))
    assert step(ten_step, "case").status == "paused"
    html = console(browsers["Ada"], ten_step)
    assert "waits for the owner of the question" in html
    press(browsers["Ada"], ten_step, "stand_in", about=number(ten_step, people["Dee"]))
    assert step(ten_step, "case").status == "open"
    assert ten_step.participants.get(person=people["Dee"]).role == "owner"
    assert "waits for the owner" not in console(browsers["Ada"], ten_step)
    write(browsers["Dee"], ten_step, "I take it from here. My question: what would Bob need?", "case")
    assert open_step(ten_step) == "questions"
    html = press(browsers["Ada"], ten_step, "return", about=number(ten_step, people["Bob"]))
    assert "fell out" not in words_of(re.sub(r"<details.*?</details>", "", html, flags=re.DOTALL)).lower()


def test_eve_is_passed_over_and_it_goes_on(people, browsers, ten_step):
    case(browsers, ten_step)
    for name in ("Dee", "Fay"):
        for n in (1, 2):
            write(browsers[name], ten_step, f"What then, {name} {n}?", "question")
    assert open_step(ten_step) == "questions"
    press(browsers["Ada"], ten_step, "pass_over", about=number(ten_step, people["Eve"]))
    assert open_step(ten_step) == "rate", "nobody else is waited for"


def test_near_the_deadline_ada_sees_who_needs_a_word(people, browsers, ten_step, monkeypatch):
    case(browsers, ten_step)
    assert "closes soon" not in console(browsers["Ada"], ten_step)
    where = step(ten_step, "questions")
    near = where.opened_at + (where.closes_at - where.opened_at) * 0.9
    monkeypatch.setattr(timezone, "now", lambda: near)
    shown = words_of(console(browsers["Ada"], ten_step))
    assert "closes soon. Not in yet: Dee, Eve, Fay." in shown


def test_after_the_deadline_the_clock_passes_over_who_is_late(people, browsers, ten_step):
    case(browsers, ten_step)
    for name in ("Dee", "Fay"):
        for n in (1, 2):
            write(browsers[name], ten_step, f"What then, {name} {n}?", "question")
    move_on(dialogue=fresh(ten_step), now=step(ten_step, "questions").closes_at + timedelta(minutes=1))
    assert str(number(ten_step, people["Eve"])) in step(ten_step, "questions").passed
    assert open_step(ten_step) == "rate"


def test_a_step_is_opened_again_gets_longer_and_is_closed(people, browsers, ten_step):
    case(browsers, ten_step)
    press(browsers["Ada"], ten_step, "close", step="questions")
    assert step(ten_step, "questions").status == "closed"
    press(browsers["Ada"], ten_step, "reopen", step="questions")
    before = step(ten_step, "questions").closes_at
    press(browsers["Ada"], ten_step, "extend", step="questions")
    assert step(ten_step, "questions").closes_at > before
    press(browsers["Ada"], ten_step, "close", step="questions")
    assert step(ten_step, "questions").status == "closed"


def test_two_facilitators_press_at_once(people, browsers, ten_step):
    case(browsers, ten_step)
    ten_step.participants.filter(person=people["Fay"]).update(role="facilitator")
    first, second = (
        next(f for f, _ in forms(console(browsers[name], ten_step)) if f["kind"] == "extend") for name in ("Ada", "Fay")
    )
    before = step(ten_step, "questions").closes_at
    browsers["Ada"].post(f"/dialogues/{ten_step.key}/move/", first)
    after = step(ten_step, "questions").closes_at
    assert after > before
    answer = browsers["Fay"].post(f"/dialogues/{ten_step.key}/move/", second, follow=True)
    assert "Something has moved in the meantime" in answer.content.decode()
    assert answer.redirect_chain[-1][0].endswith("/console/")
    assert step(ten_step, "questions").closes_at == after


def test_the_whole_dialogue_pauses_goes_on_and_steers(people, browsers, ten_step):
    html = press(browsers["Ada"], ten_step, "pause")
    assert "The dialogue is paused. Go on when you are ready." in html
    assert "extend" not in {kind for kind, _ in offered(html)}
    html = press(browsers["Ada"], ten_step, "resume")
    assert "The dialogue is paused" not in html
    browsers["Ada"].post(f"/dialogues/{ten_step.key}/move/", {"kind": "steer", "how": "free", "back": "console"})
    assert bare_state(fresh(ten_step).standing).steering == "free"
    browsers["Ada"].post(f"/dialogues/{ten_step.key}/move/", {"kind": "steer", "how": "harsh", "back": "console"})
    assert bare_state(fresh(ten_step).standing).steering == "free"
    assert fresh(ten_step).steering == "free"


def test_what_is_hidden_stands_on_the_console_with_its_reason(people, browsers, ten_step):
    case(browsers, ten_step)
    n = number_of(ten_step, "I avoid a talk. My question: how do I tell it?")
    browsers["Ada"].post(f"/dialogues/{ten_step.key}/c/{n}/hide/", {"why": "A name of somebody outside"})
    html = console(browsers["Ada"], ten_step)
    assert "A name of somebody outside" in html
    assert "I avoid a talk" in html
    assert "I avoid a talk" not in page(browsers["Dee"], ten_step)
    answer = browsers["Ada"].post(f"/dialogues/{ten_step.key}/c/{n}/hide/", {"back": "console"})
    assert answer["Location"].endswith("/console/")
    assert "A name of somebody outside" not in console(browsers["Ada"], ten_step)
    assert "I avoid a talk" in page(browsers["Dee"], ten_step)


def test_without_a_facilitator_the_owner_leads_and_sees_no_names(people):
    bob, dee, eve, fay = (people[name] for name in ("Bob", "Dee", "Eve", "Fay"))
    dialogue = started(bob, cast.circle(bob, dee, eve, fay), dee, eve, fay)
    browser = cast.signed_in(bob)
    write(browser, dialogue, "A case. My question: how?", "case")
    html = console(browser, dialogue)
    assert "Only the facilitator sees these names" not in html
    assert "Not in yet" not in words_of(html)
    assert ("close", "questions") in offered(html)
    assert cast.signed_in(dee).get(f"/dialogues/{dialogue.key}/console/").status_code == 404


def test_who_hands_the_lead_over_lands_in_the_dialogue(people):
    bob, dee, eve, fay = (people[name] for name in ("Bob", "Dee", "Eve", "Fay"))
    dialogue = started(bob, cast.circle(bob, dee, eve, fay), dee, eve, fay)
    browser = cast.signed_in(bob)
    wanted = {"kind": "stand_in", "about": str(number(dialogue, dee)), "back": "console"}
    assert wanted in [fields for fields, _ in forms(console(browser, dialogue))]
    answer = browser.post(f"/dialogues/{dialogue.key}/move/", wanted)
    assert answer["Location"] == dialogue.get_absolute_url()
    assert browser.get(f"/dialogues/{dialogue.key}/console/").status_code == 404
    console(cast.signed_in(dee), dialogue)


def test_the_console_asks_as_much_for_many_contributions_as_for_few(browsers, ten_step, django_assert_max_num_queries):
    case(browsers, ten_step)
    with django_assert_max_num_queries(16):
        console(browsers["Ada"], ten_step)
    for name in ("Dee", "Fay"):
        for n in range(6):
            write(browsers[name], ten_step, f"And then, {name} {n}?", "question")
    with django_assert_max_num_queries(16):
        console(browsers["Ada"], ten_step)

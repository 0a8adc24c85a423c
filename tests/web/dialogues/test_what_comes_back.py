"""Words that could not be posted lie on top of the page; and what nobody may do to the words of others."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

import cast
from iq4d.web.dialogues.actions import moving, starting, writing
from iq4d.web.dialogues.models import Dialogue, Draft
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import Refused
from web.dialogues.playing import number_of, started, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> dict[str, Person]:
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve")}


@pytest.fixture
def bob(people: dict[str, Person]) -> Client:
    return cast.signed_in(people["Bob"])


def on_top(answer: str) -> str:
    """The words in the box that stands above everything, empty where there is none."""
    found = re.search(r'id="back-words"[^>]*>(.*?)</textarea>', answer, re.DOTALL)
    return html.unescape(found.group(1)) if found else ""


def fresh(dialogue: Dialogue) -> Dialogue:
    return Dialogue.objects.select_related("circle", "standing").get(pk=dialogue.pk)


def test_a_reply_that_is_too_long_comes_back_whole_and_is_a_draft(people, bob) -> None:
    talk = started(people["Ada"], cast.circle(people["Ada"], people["Bob"]), people["Bob"], method="open_dialogue")
    long = "Why? " * 4_100
    answer = write(bob, talk, long, "answer", about=1)
    assert answer.status_code == 200
    assert on_top(answer.content.decode()).strip() == long.strip()
    assert Draft.objects.get(participant__person=people["Bob"]).source.strip() == long.strip()


def test_words_outside_a_step_ask_once_and_leave_no_draft_behind(people, bob) -> None:
    everybody = (people["Bob"], people["Dee"])
    talk = started(people["Ada"], cast.circle(people["Ada"], *everybody), *everybody, method="three_way")
    ada = cast.signed_in(people["Ada"])
    assert write(ada, talk, "I avoid a talk.", "case", step="share@1").status_code == 302
    asked = write(bob, talk, "Quit.", "advice", step="clarify@1", about=number_of(talk, "I avoid a talk."))
    assert asked.status_code == 200
    assert on_top(asked.content.decode()) == "Quit."
    assert 'name="outside"' in asked.content.decode()
    done = write(bob, talk, "Quit.", "advice", step="clarify@1", about=number_of(talk, "I avoid a talk."), outside="1")
    assert done.status_code == 302
    assert not Draft.objects.filter(participant__person=people["Bob"]).exists()
    assert talk.contributions.get(source="Quit.").outside


def test_what_was_saved_while_typing_does_not_wait_to_be_posted_again(people, bob) -> None:
    talk = started(people["Ada"], cast.circle(people["Ada"], people["Bob"]), people["Bob"], method="open_dialogue")
    saved = {"source": "I asked by name.", "kind": "", "step": "reactions", "about": 0}
    assert bob.post(f"/dialogues/{talk.key}/draft/", saved, headers={"HX-Request": "true"}).status_code == 204
    assert write(bob, talk, "I asked by name.", "", step="reactions").status_code == 302
    assert not Draft.objects.exists()


def test_a_reply_goes_to_the_turn_of_what_it_answers(people, bob) -> None:
    everybody = (people["Bob"], people["Dee"])
    talk = started(people["Ada"], cast.circle(people["Ada"], *everybody), *everybody, method="three_way")
    for name, words in (("Ada", "Ada's case"), ("Bob", "Bob's case")):
        step = f"share@{talk.participants.get(person=people[name]).number}"
        write(cast.signed_in(people[name]), talk, words, "case", step=step)
    dee = cast.signed_in(people["Dee"])
    number = number_of(talk, "Bob's case")
    answer = dee.get(f"/dialogues/{talk.key}/?reply={number}").content.decode()
    reply = answer[answer.index('id="compose"') :]
    assert 'name="step" value="clarify@2"' in reply


def test_who_fell_out_and_writes_again_is_back(people, bob) -> None:
    circle = cast.circle(people["Ada"], people["Bob"], people["Dee"])
    talk = started(people["Ada"], circle, people["Bob"], people["Dee"], method="open_dialogue")
    number = str(talk.participants.get(person=people["Bob"]).number)
    now = timezone.now()
    moving.make_move(person=people["Ada"], dialogue=fresh(talk), kind="leave", about=number, now=now)
    assert talk.participants.get(person=people["Bob"]).gone
    assert write(bob, talk, "I am back.", "view", step="reactions").status_code == 302
    assert not talk.participants.get(person=people["Bob"]).gone


def test_nobody_changes_the_agreement_of_what_is_over(people) -> None:
    talk = started(people["Ada"], None, people["Bob"], method="open_dialogue")
    Dialogue.objects.filter(pk=talk.pk).update(state="finished", ended_at=timezone.now() - timedelta(days=70))
    with pytest.raises(Refused):
        starting.agree(
            person=people["Bob"], dialogue=fresh(talk), learning="", confidence="", keep_months=1, steering="",
            now=timezone.now(),
        )  # fmt: skip


def test_an_agreement_sent_as_it_is_asks_nobody_anew(people) -> None:
    talk = started(people["Ada"], None, people["Bob"], method="open_dialogue")
    starting.agree(
        person=people["Ada"], dialogue=fresh(talk), learning="", confidence="", keep_months=None, steering="free",
        now=timezone.now(),
    )  # fmt: skip
    assert fresh(talk).agreement == talk.agreement


def test_a_room_of_cases_is_closed_and_stays_so_once_somebody_trusted_it(people) -> None:
    circle = cast.circle(people["Ada"], people["Bob"], people["Dee"])
    talk = starting.start(person=people["Ada"], sentence="How do I tell it?", circle=circle, now=cast.NOW)
    assert talk.room == "open"
    told = {"course": "apart", "steering": "", "room": "open"}
    starting.plan(person=people["Ada"], dialogue=talk, plan=starting.Plan("ten_step", **told), now=cast.NOW)
    assert fresh(talk).room == "closed", "a method for cases makes a room for cases"
    case = started(people["Ada"], circle, people["Bob"], people["Dee"], method="ten_step")
    starting.plan(person=people["Ada"], dialogue=fresh(case), plan=starting.Plan("ten_step", **told), now=cast.NOW)
    assert fresh(case).room == "open", "nobody else has written yet"
    starting.plan(
        person=people["Ada"], dialogue=fresh(case), plan=starting.Plan("ten_step", **told | {"room": "closed"}),
        now=cast.NOW,
    )  # fmt: skip
    ada_writes = {"person": people["Ada"], "dialogue": fresh(case), "now": timezone.now()}
    writing.write(kind="case", step="case", source="My case", **ada_writes)
    writing.write(
        person=people["Bob"], dialogue=fresh(case), kind="question", step="questions", source="Why?", now=timezone.now()
    )
    with pytest.raises(Refused):
        starting.plan(person=people["Ada"], dialogue=fresh(case), plan=starting.Plan("ten_step", **told), now=cast.NOW)
    assert fresh(case).room == "closed"


def test_the_dial_decides_whether_something_else_is_offered(people) -> None:
    circle = cast.circle(people["Ada"], people["Bob"], people["Dee"])
    light = started(people["Ada"], circle, people["Bob"], people["Dee"], method="three_way")
    page = cast.signed_in(people["Bob"]).get(light.get_absolute_url()).content.decode()
    assert "Something else, outside this step" in page
    strict = started(people["Ada"], circle, people["Bob"], people["Dee"], method="ten_step")
    page = cast.signed_in(people["Bob"]).get(strict.get_absolute_url()).content.decode()
    assert "Something else, outside this step" not in page

"""The next question of a mirror can be asked in the dialogue, with one click."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

import cast
from iq4d.web.dialogues.actions.people import come_in
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.people.actions import welcome_guest
from iq4d.web.people.models import Person
from web.dialogues.playing import page, started, words_of, write
from web.mirror.live import CASE, ask, ask_form, close, close_all, in_reactions, mirror

pytestmark = pytest.mark.django_db


def test_the_next_question_goes_in_with_one_click_and_once(people, browsers, talk):
    in_reactions(browsers, talk)
    before = talk.contributions.count()
    html = mirror(browsers["Dee"], talk)
    form = ask_form(html, "depth")
    shown = words_of(re.search(r'id="depth".*?next-question"><h3>.*?</h3><p>(.*?)</p>', html, re.DOTALL)[1])
    for _ in range(2):
        answer = browsers["Dee"].post(f"/dialogues/{talk.key}/mirror/ask/", form)
        assert answer.status_code == 302
        cast.work()
    assert talk.contributions.count() == before + 1
    made = talk.contributions.order_by("number").last()
    assert answer["Location"].endswith(f"/c/{made.number}/")
    assert (made.kind, made.participant.person, made.step) == ("question", people["Dee"], "reactions")
    assert words_of(made.html) == shown
    assert shown in words_of(page(browsers["Bob"], talk))


def test_it_is_asked_in_the_language_of_the_dialogue(people, browsers, talk):
    in_reactions(browsers, talk)
    shown = ask_form(mirror(browsers["Dee"], talk), "depth")
    Person.objects.filter(pk=people["Dee"].pk).update(language="nl")
    browser = cast.signed_in(Person.objects.get(pk=people["Dee"].pk))
    assert ask_form(mirror(browser, talk), "depth")["asked"] == shown["asked"]
    assert browser.post(f"/dialogues/{talk.key}/mirror/ask/", shown).status_code == 302
    english = talk.contributions.order_by("number").last().source
    Dialogue.objects.filter(pk=talk.pk).update(language="nl")
    assert ask(browser, talk).status_code == 302
    assert talk.contributions.order_by("number").last().source != english


def test_who_reads_along_gets_no_button(browsers, talk, quiet):
    in_reactions(browsers, talk)
    form = ask_form(mirror(browsers["Dee"], talk), "depth")
    assert not ask_form(mirror(browsers["Eve"], talk), "depth")
    assert browsers["Eve"].post(f"/dialogues/{talk.key}/mirror/ask/", form).status_code == 404
    assert browsers["Carla"].post(f"/dialogues/{talk.key}/mirror/ask/", form).status_code == 404


def test_where_the_step_refuses_the_mirror_says_so(browsers, ten_step):
    write(browsers["Bob"], ten_step, CASE, "case")
    cast.work()
    before = ten_step.contributions.count()
    answer = ask(browsers["Bob"], ten_step)
    assert answer.status_code == 409
    shown = words_of(answer.content.decode())
    assert "In this step you listen" in shown
    assert "To the conversation" in shown
    assert ten_step.contributions.count() == before
    assert ask(browsers["Dee"], ten_step).status_code == 302, "control: who may ask here, asks"
    assert ten_step.contributions.order_by("number").last().kind == "question"


def test_in_the_harvest_it_is_a_word_about_how_we_talk(people, browsers, circle):
    talk = started(people["Bob"], circle, people["Dee"], people["Eve"], method="review", facilitator=people["Ada"])
    write(browsers["Dee"], talk, "I wanted it because of May.", "view")
    close_all(people["Ada"], talk, "harvest")
    cast.work()
    assert ask(browsers["Dee"], talk).status_code == 302
    assert talk.contributions.order_by("number").last().kind == "process"


def test_outside_the_step_the_page_asks_first(people, browsers, circle):
    talk = started(people["Bob"], circle, people["Dee"], people["Eve"], method="review", facilitator=people["Ada"])
    write(browsers["Dee"], talk, "I wanted it because of May.", "view")
    close(people["Ada"], talk, "intended")
    cast.work()
    before = talk.contributions.count()
    answer = ask(browsers["Dee"], talk)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "step outside this step with one click" in words_of(html)
    assert talk.contributions.count() == before
    form = dict(
        re.findall(
            r'name="(\w+)" value="([^"]*)"', html.split('method="post" action="/dialogues/')[1].split("</form>")[0]
        )
    )
    assert form["outside"] == "1"
    assert browsers["Dee"].post(f"/dialogues/{talk.key}/mirror/ask/", form).status_code == 302
    made = talk.contributions.order_by("number").last()
    assert (made.kind, made.outside) == ("question", True)


def test_a_question_that_changed_meanwhile_is_not_asked_by_mistake(browsers, talk):
    in_reactions(browsers, talk)
    before = talk.contributions.count()
    answer = ask(browsers["Dee"], talk, asked="another")
    assert answer["Location"].endswith("/mirror/#depth")
    assert "The mirror has moved on" in browsers["Dee"].get(f"/dialogues/{talk.key}/mirror/").content.decode()
    assert talk.contributions.count() == before


def test_a_guest_who_takes_part_sees_and_asks(people, browsers, talk):
    in_reactions(browsers, talk)
    gil = welcome_guest(name="Gil", language="en", zone="Europe/Amsterdam", now=timezone.now())
    come_in(person=gil, dialogue=talk, invite=None, now=timezone.now())
    browser = cast.signed_in(gil)
    cast.work()
    assert ask(browser, talk).status_code == 302

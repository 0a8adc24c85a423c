"""A running dialogue and its mirror, as browsers meet them: for the stories of a live mirror."""

from __future__ import annotations

import re

from django.test import Client
from django.utils import timezone

import cast
from iq4d.web.dialogues.actions.moving import make_move
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.dialogues.standing import bare_state
from iq4d.web.people.models import Person
from web.dialogues.playing import open_step, write

CASE = "I avoid a talk with a colleague because I fear the row. My question: how do I tell her?"


def fresh(dialogue: Dialogue) -> Dialogue:
    return Dialogue.objects.select_related("circle", "standing").get(pk=dialogue.pk)


def mirror(browser: Client, dialogue: Dialogue, **more: str) -> str:
    answer = browser.get(f"/dialogues/{dialogue.key}/mirror/", **more)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def tag(html: str) -> str:
    found = re.search(r"hx-headers=\"\{&quot;If-None-Match&quot;: &quot;(.*?)&quot;\}\"", html)
    assert found
    return found[1].replace("\\&quot;", '"')


def poll(browser: Client, dialogue: Dialogue, known: str):
    return browser.get(f"/dialogues/{dialogue.key}/mirror/", headers={"HX-Request": "true", "If-None-Match": known})


def ask_form(html: str, dimension: str) -> dict[str, str]:
    """What the button beside a next question sends."""
    for form in re.findall(r'<form method="post" action="[^"]*/mirror/ask/">.*?</form>', html, re.DOTALL):
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
        if fields["dimension"] == dimension:
            return fields
    return {}


def ask(browser: Client, dialogue: Dialogue, dimension: str = "depth", **more: str):
    form = ask_form(mirror(browser, dialogue), dimension)
    assert form, "no button"
    return browser.post(f"/dialogues/{dialogue.key}/mirror/ask/", form | more)


def in_reactions(browsers: dict[str, Client], talk: Dialogue) -> None:
    if open_step(talk) == "opening":
        write(browsers["Bob"], talk, "How do I tell a colleague that I disagree?", "question")
    assert open_step(talk) == "reactions"
    cast.work()


def close(person: Person, dialogue: Dialogue, step: str) -> None:
    version = bare_state(fresh(dialogue).standing).step(step).version
    make_move(person=person, dialogue=fresh(dialogue), kind="close", step=step, version=version, now=timezone.now())


def close_all(person: Person, dialogue: Dialogue, until: str) -> None:
    while (at := open_step(dialogue)) != until:
        close(person, dialogue, at)

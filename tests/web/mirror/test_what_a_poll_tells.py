"""A page asks whether it is old. What the answer tells is what all may see, and not that somebody wrote something."""

from __future__ import annotations

import pytest
from django.test import Client

import cast
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.mirror.queries import tag_of
from iq4d.web.people.models import Person
from web.dialogues.playing import number_of, open_step, page, write

pytestmark = pytest.mark.django_db


def is_new(browser: Client, talk: Dialogue, tag: str) -> bool:
    headers = {"HX-Request": "true", "If-None-Match": tag}
    return browser.get(f"/dialogues/{talk.key}/mirror/", headers=headers).status_code == 200


@pytest.mark.parametrize("what", ["nothing", "a question that waits for its reveal", "a note to oneself"])
def test_what_is_private_moves_nothing(
    people: dict[str, Person], browsers: dict[str, Client], ten_step: Dialogue, what: str
) -> None:
    write(browsers["Bob"], ten_step, "I avoid her because she always asks.", "case")
    cast.work()
    assert open_step(ten_step) == "questions"
    tag = tag_of(people["Bob"], ten_step.key, "en")
    assert not is_new(browsers["Bob"], ten_step, tag)
    if what == "a note to oneself":
        assert write(browsers["Dee"], ten_step, "I know zebra", "note", "questions").status_code == 302
    elif what != "nothing":
        assert write(browsers["Dee"], ten_step, "What about zebra?", "question", "questions").status_code == 302
    assert "zebra" not in page(browsers["Bob"], ten_step)
    cast.work()
    assert not is_new(browsers["Bob"], ten_step, tag)


def test_what_all_see_moves_it(people: dict[str, Person], browsers: dict[str, Client], talk: Dialogue) -> None:
    write(browsers["Bob"], talk, "I avoid her because she always asks.", "view", "reactions")
    cast.work()
    tag = tag_of(people["Dee"], talk.key, "en")
    number = number_of(talk, "I avoid her because she always asks.")
    browsers["Bob"].post(f"/dialogues/{talk.key}/c/{number}/change/", {"source": "I avoid him because he always asks."})
    cast.work()
    assert is_new(browsers["Dee"], talk, tag)

"""A conversation of a method that keeps nothing, until its words go; and every place where a word may be left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.actions import moving, writing
from iq4d.web.dialogues.models import Contribution, Dialogue
from iq4d.web.dialogues.standing import bare_state
from iq4d.web.facilitation import actions as facilitation
from iq4d.web.people.models import Person
from methods.every_feature import more
from web.dialogues.any_method import held, only
from web.dialogues.playing import open_step, write

People = dict[str, Person]
SAID = {"Bob": "quokka met the case", "Dee": "narwhal met another", "Eve": "axolotl met a third"}
CANARIES = ("quokka", "narwhal", "axolotl", "tapir", "ocelot", "wombat", "gecko")


def move(talk: Dialogue, who: Person, kind: str, step: str) -> None:
    state = bare_state(Dialogue.objects.select_related("standing").get(pk=talk.pk).standing)
    version = state.step(step).version
    moving.make_move(person=who, dialogue=talk, kind=kind, step=step, version=version, now=timezone.now())


def over(people: People, circle: Circle, *others: Person) -> Dialogue:
    """A conversation of a method that keeps nothing, with words everywhere, rounded off. others: who came in, too."""
    peers = (people["Dee"], people["Eve"], *others)
    talk = held(only(more(), "cases"), people["Bob"], circle, *peers, facilitator=people["Ada"])
    for one in others:
        write(cast.signed_in(one), talk, f"heron of {one.name}", "case", "cases")
    for name, words in SAID.items():
        write(cast.signed_in(people[name]), talk, words, "case", "cases")
    asked = Contribution.objects.get(source=SAID["Bob"])
    writing.edit(person=people["Bob"], contribution=asked, source="quokka met it again", now=timezone.now())
    dee = number_in(talk, people["Dee"])
    facilitation.say(person=people["Ada"], dialogue=talk, to=dee, source="tapir for you", now=timezone.now())
    me = talk.participants.get(person=people["Eve"])
    writing.save_draft(participant=me, step="cases", kind="case", about=0, source="ocelot half", now=timezone.now())
    if open_step(talk) == "cases":
        move(talk, people["Ada"], "close", "cases")
    form = {"step": "harvest", "takeaway": "I take zebra", "deed": "I do lemur", "process": "wombat of a talk"}
    for name in ("Bob", "Dee"):
        cast.signed_in(people[name]).post(f"/dialogues/{talk.key}/harvest/", form)
    if open_step(talk) == "harvest":
        move(talk, people["Ada"], "close", "harvest")
    end = {"step": "outcome", "outcome": "We end with ibis", "stays_open": "", "review_on": cast.LATER}
    cast.signed_in(people["Bob"]).post(f"/dialogues/{talk.key}/round-off/", end)
    talk.refresh_from_db()
    assert talk.state == "finished", open_step(talk)
    cast.work()
    return talk


def number_in(talk: Dialogue, who: Person) -> int:
    return int(talk.participants.get(person=who).number)


def say(talk: Dialogue, who: Person, keep: str) -> str:
    answer = cast.signed_in(who).post(f"/dialogues/{talk.key}/keep-words/", {"keep": keep}, follow=True)
    return answer.content.decode()


def after(talk: Dialogue) -> datetime:
    talk.refresh_from_db()
    assert talk.wipes_at is not None
    return talk.wipes_at + timedelta(minutes=1)


def everywhere() -> Iterator[tuple[str, str]]:
    """Every value that stands in the database, as text, with where; and every file that was kept."""
    for model in apps.get_models():
        for row in model._default_manager.values():
            for name, value in row.items():
                if isinstance(value, bytes | memoryview):
                    yield f"{model._meta.label}.{name}", bytes(value).decode("utf-8", "replace")
                elif value is not None:
                    yield f"{model._meta.label}.{name}", str(value)
    for file in Path(settings.MEDIA_ROOT).rglob("*"):
        if file.is_file():
            yield f"file {file.name}", file.read_bytes().decode("utf-8", "replace")


def left(*words: str) -> set[str]:
    return {where for where, value in everywhere() if any(word in value for word in words)}

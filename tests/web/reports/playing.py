"""A dialogue that was rounded off, its report, and a group that is asked to let it go outside."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.actions import writing
from iq4d.web.dialogues.actions.moving import make_move
from iq4d.web.dialogues.models import Contribution, Dialogue
from iq4d.web.dialogues.standing import bare_state
from iq4d.web.people.models import Person
from iq4d.web.reports import actions, queries, tokens
from iq4d.web.reports.models import Release
from web.dialogues.playing import open_step, started

SAID = [
    "How do we keep quiet students in the online lesson? I want to understand why they fall silent, zebraqz.",
    "Why is it a question for you now? What did you try, {ada}, and what happened in that lesson, yakqz?",
    "I think they fall silent because nobody answers. For example, last week two students asked twice, wombatqz.",
    "That may be so, {bob}, although the camera matters too: students told me they do not like to be seen.",
    "On the other hand, in my lesson the camera was off and they still spoke, since we began in pairs.",
    "I will try the pairs on Monday in the first ten minutes, and tell you on Friday what came of it.",
]


def fresh(dialogue: Dialogue) -> Dialogue:
    return Dialogue.objects.select_related("circle", "standing").get(pk=dialogue.pk)


def talked(circle: Circle | None, owner: Person, *peers: Person, rounds: int = 2, room: str = "open") -> Dialogue:
    """An open dialogue in which everybody wrote, finished. Each second line names somebody."""
    dialogue = started(owner, circle, *peers, method="open_dialogue")
    everybody = [owner, *peers]
    names = {"ada": owner.name, "bob": peers[0].name if peers else "nobody"}
    for n in range(rounds * len(SAID)):
        said = SAID[n % len(SAID)].format(**names)
        if n == 0 and open_step(dialogue) == "opening":
            put(owner, dialogue, said, "question")
            continue
        put(everybody[n % len(everybody)], dialogue, said if n < len(SAID) else f"{said} ({n})", "view")
    round_off(owner, dialogue)
    Dialogue.objects.filter(pk=dialogue.pk).update(room=room)
    cast.work()
    return fresh(dialogue)


def round_off(owner: Person, dialogue: Dialogue) -> None:
    """Every step is closed, one after the other, until it is over."""
    while step := open_step(dialogue):
        version = bare_state(fresh(dialogue).standing).step(step).version
        now = timezone.now()
        make_move(person=owner, dialogue=fresh(dialogue), kind="close", step=step, version=version, now=now)
    assert fresh(dialogue).state == "finished"


def put(who: Person, dialogue: Dialogue, words: str, kind: str) -> Contribution:
    return writing.write(
        person=who, dialogue=fresh(dialogue), kind=kind, step=open_step(dialogue), source=words, now=timezone.now()
    )


def asked(who: Person, dialogue: Dialogue, *, quotes: bool = True, purpose: str = "For the board, koalaqz") -> Release:
    """Somebody asked the others, and the page is there."""
    until = timezone.localdate() + timedelta(days=90)
    made = actions.ask_release(
        person=who, dialogue=dialogue, purpose=purpose, quotes=quotes, until=until, now=timezone.now()
    )
    cast.work()
    return again(made)


def again(release: Release) -> Release:
    return Release.objects.select_related("dialogue__standing").get(pk=release.pk)


def say(release: Release, yes: bool, *who: Person) -> str:
    states = [actions.answer(person=one, release=release, yes=yes, now=timezone.now()) for one in who]
    return states[-1]


def all_said_yes(release: Release) -> Release:
    say(release, True, *[one.person for one in release.answers.select_related("person").order_by("pk") if one.person])
    return again(release)


def link(release: Release) -> str:
    return f"/released/{tokens.token_of(release)}/"


def outside(release: Release, browser: Client | None = None) -> int:
    """What somebody with the link gets."""
    return (browser or Client()).get(link(release)).status_code


def is_outside(release: Release) -> bool:
    return queries.is_outside(again(release), timezone.now())


def shown(release: Release, browser: Client | None = None) -> str:
    answer = (browser or Client()).get(link(release))
    assert answer.status_code == 200
    return answer.content.decode()

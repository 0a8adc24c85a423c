"""Saying something privately, saying something back, putting it away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from iq4d.web.dialogues.models import Dialogue, Participant
from iq4d.web.dialogues.overview import leads
from iq4d.web.dialogues.queries import room_for
from iq4d.web.facilitation import rules
from iq4d.web.facilitation.models import PrivateWord
from iq4d.web.journal.actions import record
from iq4d.web.people.models import Person
from iq4d.web.ui.markup import rendered
from iq4d.web.ui.verdicts import Refused, require


@transaction.atomic
def say(*, person: Person, dialogue: Dialogue, to: int, source: str, now: datetime, about: int = 0) -> PrivateWord:
    """A word from who leads to one participant, by number. Raises Refused."""
    room = room_for(person, dialogue, now)
    whom = next((one for one in room.participants if one.number == to), None)
    here = whom is not None and whom.removed_at is None and whom.person_id is not None
    require(rules.may_say(leads=leads(room), to_self=whom is not None and whom == room.me, is_here=here))
    assert whom is not None
    assert room.me is not None
    return _keep(room.me, whom, source, now, about=about)


@transaction.atomic
def answer(*, person: Person, word: PrivateWord, source: str, now: datetime) -> PrivateWord:
    """A word back, once, in the same thread. Raises Refused."""
    locked = PrivateWord.objects.select_for_update(of=("self",)).select_related("author", "to").get(pk=word.pk)
    author, to = locked.author, locked.to
    answered = PrivateWord.objects.filter(answers=locked).exists()
    here = author.removed_at is None and author.person_id is not None
    require(rules.may_answer(to_me=_is(to, person), answered=answered, is_here=here))
    put_away(person=person, word=locked, now=now)
    return _keep(to, author, source, now, answers=locked)


@transaction.atomic
def put_away(*, person: Person, word: PrivateWord, now: datetime) -> None:
    """Read: it no longer stands on top of the dialogue. Twice is once."""
    require(rules.may_put_away(to_me=_is(word.to, person)))
    if PrivateWord.objects.filter(pk=word.pk, read_at=None).update(read_at=now):
        record(
            "facilitation.word-read",
            actor=person,
            subject=word.dialogue,
            circle=word.dialogue.circle_id,
            data={"to": person.pk, "word": word.pk},
        )


def _is(participant: Participant, person: Person) -> bool:
    return participant.person_id == person.pk and participant.removed_at is None


def _keep(
    author: Participant,
    to: Participant,
    source: str,
    now: datetime,
    *,
    about: int = 0,
    answers: PrivateWord | None = None,
) -> PrivateWord:
    if not source.strip():
        raise Refused(rules.NO_WORDS)
    dialogue = author.dialogue
    made = PrivateWord.objects.create(
        dialogue=dialogue,
        author=author,
        to=to,
        about=about,
        answers=answers,
        source=source,
        html=rendered(source, "markdown"),
        at=now,
    )
    record(
        "facilitation.word",
        actor=author.person,
        subject=dialogue,
        circle=dialogue.circle_id,
        data={"to": to.person_id, "word": made.pk},
    )
    return made


def let_go(*, dialogue: int) -> None:
    """The words of the conversation were let go, and with them what was said beside it. Twice is once."""
    PrivateWord.objects.filter(dialogue=dialogue).delete()

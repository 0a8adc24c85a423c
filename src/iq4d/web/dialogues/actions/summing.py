"""Summing up: what it rests on is said with it; later somebody looks again whether it still is right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from iq4d.web.dialogues import rules
from iq4d.web.dialogues.actions import resting, writing
from iq4d.web.dialogues.actions.sitting import sit_down
from iq4d.web.dialogues.models import Contribution, Dialogue
from iq4d.web.dialogues.synthesis import KIND, Rests
from iq4d.web.journal.actions import record
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import Refused, require


@transaction.atomic
def sum_up(
    *,
    person: Person,
    dialogue: Dialogue,
    step: str,
    source: str,
    now: datetime,
    rests_on: Sequence[int] = (),
    read_at: datetime | None = None,
    outside: bool = False,
) -> Contribution:
    """A new summary on top. Raises Refused and StepsOutside as `write` does.

    What is no longer shown to everybody by now it does not rest on. read_at: when its author read what it rests on, so
    that what was changed while they wrote is told.
    """
    sitting = sit_down(dialogue, now, person=person)
    more = {"rests_on": resting.grounds(sitting, rests_on), "read_at": _before(read_at, now)}
    made = writing.put(sitting, kind=KIND, step=step, source=source, outside=outside, more=more)
    sitting.close()
    return made


@transaction.atomic
def rewrite(
    *,
    person: Person,
    contribution: Contribution,
    source: str,
    now: datetime,
    rests_on: Sequence[int] = (),
    read_at: datetime | None = None,
) -> None:
    """Its author's other words, on other grounds. What it said before stands in its history."""
    dialogue = contribution.dialogue
    writing.edit(person=person, contribution=contribution, source=source, now=now)
    sitting = sit_down(dialogue, now, person=person, gathering=rules.GONE)
    on = tuple(resting.grounds(sitting, rests_on))
    count = resting.so_many(dialogue)
    resting.rest(dialogue, contribution.number, Rests(on, _before(read_at, now), count))
    sitting.close()
    _looked(person, dialogue, contribution.number)


@transaction.atomic
def still_right(
    *,
    person: Person,
    dialogue: Dialogue,
    number: int,
    now: datetime,
    read_at: datetime | None = None,
    gone: Sequence[int] = (),
) -> None:
    """Its author, or who leads, looked again and leaves it as it is.

    gone: what they knew to be no longer shown. What went or changed after read_at they have not seen: it is told next.
    """
    sitting = sit_down(dialogue, now, person=person, gathering=rules.GONE)
    row = dialogue.contributions.filter(number=number, kind=KIND, hidden=False, removed_at=None).first()
    if row is None or sitting.me is None:
        raise Refused(rules.GONE)
    leads = rules.leads(role=sitting.me.role, started_it=dialogue.created_by_id == person.pk)
    require(rules.may_look_again(is_author=row.participant_id == sitting.me.pk, leads=leads))
    rests = resting.resting(dialogue, number)
    shown = set(resting.grounds(sitting, rests.on))
    settled = [n for n in rests.on if n not in shown and (n in gone or n in rests.gone)]
    read = max(filter(None, (rests.read, _before(read_at, now))))
    resting.rest(dialogue, number, Rests(rests.on, read, resting.so_many(dialogue), tuple(settled)))
    sitting.close()
    _looked(person, dialogue, number)


def _before(read_at: datetime | None, now: datetime) -> datetime:
    """When it was read, as the form says; nobody reads later than they post."""
    return min(read_at, now) if read_at else now


def _looked(person: Person, dialogue: Dialogue, number: int) -> None:
    record("dialogues.looked-again", actor=person, subject=dialogue, circle=dialogue.circle_id, data={"number": number})

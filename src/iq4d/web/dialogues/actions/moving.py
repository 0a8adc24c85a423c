"""Where a dialogue stands changes: by somebody who leads, by whom it is about, or by the clock."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from iq4d.methods import Move, apply, may_move
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.actions.sitting import sit_down, with_people
from iq4d.web.dialogues.distance import between
from iq4d.web.dialogues.models import Dialogue, Participant, Standing
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import require

ABOUT_PEOPLE = ("leave", "return", "stand_in")


@transaction.atomic
def make_move(
    *,
    person: Person,
    dialogue: Dialogue,
    kind: str,
    now: datetime,
    step: str = "",
    version: int = 0,
    about: str = "",
    days: int = 0,
    at: datetime | None = None,
    how: str = "",
) -> None:
    """A person's move: open, close, skip, extend, reopen, reveal, pause, resume, plan, leave ... Raises Refused."""
    sitting = sit_down(dialogue, now, person=person)
    move = Move(kind, step, by=sitting.my_id, person=about, version=version, days=days, at=at, how=how)
    require(standings.verdict_of(may_move(sitting.state, move, now)))
    after = apply(sitting.state, move, now, between(dialogue))
    if after is not sitting.state:
        sitting.changed(after)
        sitting.record(move, person)
        if kind in ABOUT_PEOPLE:
            sitting.write_people()
        if kind == "plan":
            dialogue.meeting_at = at
            dialogue.save(update_fields=["meeting_at"])
        if kind == "steer":
            dialogue.steering = how
            dialogue.save(update_fields=["steering"])
    sitting.close()


@transaction.atomic
def move_on(*, dialogue: Dialogue, now: datetime) -> None:
    """Make what is due by the clock. Twice is once."""
    sitting = sit_down(dialogue, now)
    if sitting.stale or (sitting.standing.wakes_at and sitting.standing.wakes_at <= now):
        sitting.close()


def is_due(standing: Standing | None, now: datetime) -> bool:
    """Whether the clock has something to do before anybody reads or writes here."""
    return standing is not None and standing.wakes_at is not None and standing.wakes_at <= now


def people_changed(dialogue: Dialogue, now: datetime) -> None:
    """Somebody came in or was let go: what the engine waits for may be another thing now. Inside a transaction."""
    if dialogue.state == "gathering":
        return
    sitting = sit_down(dialogue, now)
    sitting.changed(with_people(sitting.state, Participant.objects.filter(dialogue=dialogue).select_related("person")))
    sitting.close()

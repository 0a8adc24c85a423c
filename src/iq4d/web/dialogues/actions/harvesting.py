"""The two questions that close every dialogue: what do you take with you, and what will you do?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from iq4d.methods import Move, apply, may_move
from iq4d.web.dialogues.actions.gesturing import make_gesture
from iq4d.web.dialogues.actions.resting import grounds
from iq4d.web.dialogues.actions.sitting import Sitting, sit_down
from iq4d.web.dialogues.actions.writing import put
from iq4d.web.dialogues.models import Contribution, Dialogue, Draft
from iq4d.web.dialogues.standing import verdict_of
from iq4d.web.journal.models import Entry
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import require


@transaction.atomic
def harvest(
    *,
    person: Person,
    dialogue: Dialogue,
    step: str,
    now: datetime,
    takeaway: str = "",
    deed: str = "",
    judge: str = "",
    process: str = "",
    kept: Sequence[int] = (),
    **more: Any,
) -> None:
    """All of it at once, or nothing of it. Raises Refused.

    What is left empty is an answer too: whoever takes nothing along or has nothing to do passes, and is in.
    kept: the drafts that came back in the form; what is now in is kept no longer. more: intended and whose (of the
    takeaway), and what a deed asks besides its words.
    """
    sitting = sit_down(dialogue, now, person=person)
    if judge:
        make_gesture(sitting, kind="judge", step=step, value=judge)
    if process.strip():
        put(sitting, kind="process", step=step, source=process)
    if takeaway.strip():
        put(sitting, kind="takeaway", step=step, source=takeaway, more=more)
    if deed.strip():
        put(sitting, kind="deed", step=step, source=deed, more=more)
    if not (takeaway.strip() and deed.strip()):
        make_gesture(sitting, kind="pass", step=step)
    words = {"takeaway": takeaway, "deed": deed, "process": process}
    arrived = [kind for kind, said in words.items() if said.strip()]
    Draft.objects.filter(participant=sitting.me, pk__in=kept, kind__in=arrived).delete()
    sitting.close()


@transaction.atomic
def round_off(
    *,
    person: Person,
    dialogue: Dialogue,
    step: str,
    now: datetime,
    outcome: str = "",
    stays_open: str = "",
    review_on: date | None = None,
    rests_on: Sequence[int] = (),
) -> None:
    """The last step in one act: outcome, what stays open, a date to look back, and the step is closed.

    rests_on: numbers of what the outcome rests on, where somebody said so.
    Said again by who closed it, it is done already: nothing happens. Raises Refused where it would say other words.
    """
    sitting = sit_down(dialogue, now, person=person)
    if _done_before(sitting, person, step, outcome, stays_open):
        return
    if outcome.strip():
        put(sitting, kind="synthesis", step=step, source=outcome, more={"rests_on": grounds(sitting, rests_on)})
    if review_on is not None:
        make_gesture(sitting, kind="date", step=step, value=review_on.isoformat())
    if stays_open.strip():
        dialogue.stays_open = stays_open
        dialogue.save(update_fields=["stays_open"])
    last = next((one for one in sitting.state.steps if one.id == step), None)
    move = Move("close", step, by=sitting.my_id, version=last.version if last else 0)
    require(verdict_of(may_move(sitting.state, move, now)))
    sitting.changed(apply(sitting.state, move, now))
    sitting.record(move, person)
    sitting.close()


def _done_before(sitting: Sitting, person: Person, step: str, outcome: str, stays_open: str) -> bool:
    """Whether this person closed the step already, with these words or without any."""
    last = next((one for one in sitting.state.steps if one.id == step), None)
    if last is None or last.is_open or last.closed_at is None:
        return False
    dialogue = sitting.dialogue
    by_me = Entry.objects.filter(actor=person, verb="dialogues.moved", subject=f"dialogue:{dialogue.pk}")
    said = not outcome.strip() or Contribution.objects.filter(
        dialogue=dialogue, participant=sitting.me, step=step, kind="synthesis", source=outcome
    ).exists()  # fmt: skip
    open_still = not stays_open.strip() or Dialogue.objects.filter(pk=dialogue.pk, stays_open=stays_open).exists()
    return said and open_still and by_me.filter(data__move="close", data__step=step).exists()

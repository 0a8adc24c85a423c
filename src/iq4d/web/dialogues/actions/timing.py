"""How long each step takes: chosen before a dialogue begins, and changed while it runs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from iq4d.methods import Move, set_lengths
from iq4d.web.dialogues import rules, timing
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.actions.sitting import sit_down
from iq4d.web.dialogues.models import Dialogue, Participant
from iq4d.web.journal.actions import record
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import require


@transaction.atomic
def change_lengths(*, person: Person, dialogue: Dialogue, lengths: Mapping[str, int], now: datetime) -> None:
    """All of these lengths, by phase, or none of them. Raises Refused.

    In the journal it is one move of the dialogue, as an extension is: whoever listens to those hears of it.
    """
    row = Dialogue.objects.select_for_update(of=("self",), no_key=True).select_related("circle").get(pk=dialogue.pk)
    if row.state == "gathering":
        _before_it_begins(person, row, lengths, now)
        return
    sitting = sit_down(row, now, person=person)
    after, verdict = set_lengths(sitting.state, sitting.my_id, lengths, now)
    require(standings.verdict_of(verdict))
    if after is not sitting.state:
        sitting.changed(after)
        sitting.record(Move("lengths", by=sitting.my_id), person)
    sitting.close()


def _before_it_begins(person: Person, dialogue: Dialogue, lengths: Mapping[str, int], now: datetime) -> None:
    me = Participant.objects.filter(dialogue=dialogue, person=person, removed_at=None).exclude(way="").first()
    started = dialogue.created_by_id == person.pk
    require(rules.may_prepare(role=me.role if me else None, started_it=started))
    state = timing.state_before(dialogue, standings.participants_of(dialogue), now)
    after, verdict = set_lengths(state, "", lengths, now, ask_who=False)
    require(standings.verdict_of(verdict))
    if dict(after.lengths) == dialogue.lengths:
        return
    dialogue.lengths = dict(after.lengths)
    dialogue.save(update_fields=["lengths"])
    record("dialogues.planned", actor=person, subject=dialogue, circle=dialogue.circle_id)

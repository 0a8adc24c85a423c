"""Passing on one's hat for as long as it would be worn, and taking it back. What goes round is never counted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from iq4d.methods import stretch_of
from iq4d.web.dialogues import rules
from iq4d.web.dialogues.actions.sitting import sit_down
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.journal.actions import record
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import Refused


@transaction.atomic
def pass_hat(*, person: Person, dialogue: Dialogue, step: str, back: bool, now: datetime) -> None:
    """Not today: the next one wears it. back: they wear it after all. Twice is once. Raises Refused."""
    sitting = sit_down(dialogue, now, person=person)
    here = next((one for one in sitting.state.steps if one.id == step and one.is_open), None)
    if here is None or sitting.me is None:
        raise Refused(rules.GONE)
    stretch, number = stretch_of(sitting.state, here), sitting.me.number
    fresh = Dialogue.objects.only("hats_passed").get(pk=dialogue.pk)  # under the lock of the sitting
    passed = [one for one in fresh.hats_passed.get(stretch, ()) if one != number]
    fresh.hats_passed[stretch] = passed if back else [*passed, number]
    fresh.save(update_fields=["hats_passed"])
    record("dialogues.hat-passed", actor=person, subject=dialogue, circle=dialogue.circle_id, data={"step": step})
    sitting.close()

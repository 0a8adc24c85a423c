"""What its author alone does with a view: a name put under it later, and what others learned from it put away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from iq4d.web.dialogues import rules
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.actions.sitting import Sitting, sit_down
from iq4d.web.dialogues.models import Contribution, Dialogue, Takeaway
from iq4d.web.dialogues.receiving import learned_from
from iq4d.web.journal.actions import record
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import Refused, Verdict, require


@transaction.atomic
def sign(*, person: Person, dialogue: Dialogue, number: int, now: datetime) -> None:
    """Put one's name under what was brought in a step without names. It cannot be undone: others have read it."""
    sitting = sit_down(dialogue, now, person=person, gathering=rules.GONE)
    row = dialogue.contributions.select_for_update(of=("self",)).filter(number=number, removed_at=None).first()
    if row is None:
        raise Refused(rules.GONE)
    require(verdict_on(sitting, row))
    row.signed = True
    row.save(update_fields=["signed"])
    sitting.close()
    record("dialogues.signed", actor=person, subject=dialogue, circle=dialogue.circle_id, data={"number": number})


def verdict_on(sitting: Sitting, row: Contribution) -> Verdict:
    return rules.may_sign(
        is_author=sitting.me is not None and row.participant_id == sitting.me.pk,
        nameless=row.step in standings.unnamed_steps(sitting.state),
        signed=row.signed,
        still_blind=row.step in standings.blind_steps(sitting.state),
    )


@transaction.atomic
def put_away(*, person: Person, dialogue: Dialogue, number: int, now: datetime) -> bool:
    """What somebody learned from this person's view was read. False where there is no such thing; twice is once."""
    found = learned_from(person).filter(contribution__dialogue=dialogue, contribution__number=number).first()
    if found is None:
        return False
    if found.away_at is None:
        Takeaway.objects.filter(pk=found.pk).update(away_at=now)
        data = {"number": number}
        record("dialogues.received", actor=person, subject=dialogue, circle=dialogue.circle_id, data=data)
    return True

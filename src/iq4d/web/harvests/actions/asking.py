"""A conversation in which somebody asks on about a harvest. Only by this does anybody else read of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import translation

from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.actions import starting
from iq4d.web.dialogues.actions.sitting import sit_down
from iq4d.web.dialogues.actions.writing import put
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.dialogues.own_methods.queries import offered_in
from iq4d.web.harvests import rules, wording
from iq4d.web.harvests.actions.harvesting import locked
from iq4d.web.harvests.models import Harvest, Learning
from iq4d.web.harvests.queries import talk_about
from iq4d.web.journal.actions import record
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import Refused


@transaction.atomic
def ask_somebody(
    *,
    person: Person,
    harvest: Harvest,
    sentence: str,
    method: str,
    circle: Circle | None,
    language: str,
    now: datetime,
) -> Dialogue:
    """Start it, in a closed room; the learnings are on the table as soon as it has begun. Raises Refused.

    A harvest is in one conversation at a time: asked again, it is the one that is there.
    """
    row = locked(person, harvest)
    there = talk_about(person, row)
    if there is not None:
        return there
    if not row.learnings.standing().exists():
        raise Refused(rules.NOTHING_TO_ASK)
    chosen = offered_in(circle, method)
    if chosen is None or chosen.phases[0].period != row.period:
        raise Refused(rules.NO_METHOD)
    made = starting.start(person=person, sentence=sentence, circle=circle, method=method, language=language, now=now)
    if made.room != "closed":
        Dialogue.objects.filter(pk=made.pk).update(room="closed")
        made.room = "closed"
    Harvest.objects.filter(pk=row.pk).update(dialogue=made, laid_at=None)
    record("harvests.asked", actor=person, subject=row, data={"dialogue": made.pk})
    lay_on_table(dialogue=made, now=now)
    return made


@transaction.atomic
def lay_on_table(*, dialogue: Dialogue, now: datetime) -> None:
    """Once it has begun: what was chosen, all at once, for it may close the step. Twice is once."""
    row = Harvest.objects.select_for_update(of=("self",)).select_related("person").defer("pdf")
    harvest = row.filter(dialogue=dialogue, laid_at=None).first()
    if harvest is None or not Dialogue.objects.filter(pk=dialogue.pk, state="running").exists():
        return
    sitting = sit_down(dialogue, now, person=harvest.person)
    first = sitting.state.steps[0]
    kinds = sitting.state.phase(first).allowed.get("owner", ())
    if not first.is_open or not kinds:
        return
    kind = "takeaway" if "takeaway" in kinds else kinds[0]
    for one in harvest.learnings.standing().order_by("pk"):
        with translation.override(dialogue.language or harvest.person.language):
            put(sitting, kind=kind, step=first.id, source=_source(one), more={"intended": one.intended})
    sitting.close()
    Harvest.objects.filter(pk=harvest.pk).update(laid_at=now)
    record("harvests.laid", actor=harvest.person, subject=harvest, data={"dialogue": dialogue.pk})


def _source(learning: Learning) -> str:
    """Its words, and under them what was said of it."""
    return "\n\n".join([learning.words, *(f"{name}: {words}" for name, words in wording.facts(learning))])

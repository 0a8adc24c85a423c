"""Own views beside the mirror: set, taken back, and put together once. The journal hears that it happened, no more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from iq4d.measures.score import DIMENSIONS
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.journal.actions import record
from iq4d.web.mirror import rules
from iq4d.web.mirror.models import OwnView, Together
from iq4d.web.mirror.own_view import queries
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import require


@transaction.atomic
def set_own_view(
    *, person: Person, dialogue: Dialogue, steps: Mapping[str, int | None], may_test: bool, now: datetime
) -> None:
    """Keep how this person sees it, in place of what they said before. Raises Refused.

    steps: for each dimension a step, or None for "I cannot tell". may_test: consent, asked for each dialogue.
    """
    require(queries.may_set(person, dialogue))
    require(rules.is_own_view(steps.values()))
    said = {dimension: steps.get(dimension) for dimension in DIMENSIONS} | {"may_test": may_test, "at": now}
    OwnView.objects.update_or_create(
        dialogue=dialogue, person=person, defaults=said, create_defaults=said | {"first_at": now}
    )
    _record("mirror.viewed", person, dialogue)
    bring_together(dialogue=dialogue, now=now)


@transaction.atomic
def take_back(*, person: Person, dialogue: Dialogue) -> None:
    """What this person said is gone, and its consent with it. Also for who takes part no longer. Twice is once."""
    gone, _ = OwnView.objects.filter(dialogue=dialogue, person=person).delete()
    if gone:
        _record("mirror.view-taken-back", person, dialogue)


def _record(verb: str, person: Person, dialogue: Dialogue) -> None:
    record(verb, actor=person, subject=dialogue, circle=dialogue.circle_id)


@transaction.atomic
def bring_together(*, dialogue: Dialogue, now: datetime) -> None:
    """Put the own views together if their time has come and it was not done before. Two at once make one."""
    Dialogue.objects.select_for_update().get(pk=dialogue.pk)
    if Together.objects.filter(dialogue=dialogue).exists() or not queries.time_has_come(dialogue, now):
        return
    views = list(OwnView.objects.filter(dialogue=dialogue))
    found = {dimension: rules.together([getattr(one, dimension) for one in views]) for dimension in DIMENSIONS}
    middles = {key: {"middle": told[0], "apart": told[1]} for key, told in found.items() if told is not None}
    Together.objects.create(dialogue=dialogue, people=len(views), middles=middles, made_at=now)

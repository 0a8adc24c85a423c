"""What somebody brings without words: a rating, points, votes, a verdict, a date, "nothing this time"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from iq4d.methods import State, contribute
from iq4d.web.dialogues import composing, rules
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.actions.sitting import Sitting, sit_down
from iq4d.web.dialogues.actions.writing import NOT_SEEN
from iq4d.web.dialogues.models import Contribution, Dialogue, Gesture
from iq4d.web.journal.actions import record
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import Refused, require


@transaction.atomic
def gesture(
    *,
    person: Person,
    dialogue: Dialogue,
    kind: str,
    step: str,
    now: datetime,
    values: Mapping[int, str] | None = None,
    order: Mapping[int, int] | None = None,
) -> None:
    """Bring something without words. values: by number of the contribution it is about (0: of none).

    order: the owner's order among what they keep. A gesture made again replaces the one before. What is no longer seen
    (taken back or hidden meanwhile) is skipped; Refused where nothing is left.
    """
    given = dict(values or {0: ""})
    sitting = sit_down(dialogue, now, person=person, about=[about for about in given if about])
    seen = Contribution.objects.filter(standings.seen_by(sitting.state, sitting.me, now), dialogue=dialogue)
    if kind == "rate" and not _rates_so(sitting.state, step, given.values()):
        raise Refused(rules.OTHER_POINTS)
    there = {0, *seen.filter(number__in=given).values_list("number", flat=True)}
    if there.isdisjoint(given):
        raise Refused(standings.no_of(NOT_SEEN))
    for about, value in given.items():
        if about not in there:
            continue
        make_gesture(sitting, kind=kind, step=step, about=about, value=value, place=(order or {}).get(about, 0))
    sitting.close()


def _rates_so(state: State, step: str, values: Iterable[str]) -> bool:
    """Whether the step takes these: points where it has a scale, else warm, lukewarm and cold."""
    where = next((one for one in state.steps if one.id == step), None)
    scale = state.phase(where).scale if where else None
    return where is None or set(values) <= set(rules.POINTS if scale else rules.WARM)


@transaction.atomic
def vote(*, person: Person, dialogue: Dialogue, step: str, numbers: Sequence[int], now: datetime) -> None:
    """All votes of one person in a step at once, in the place of the ones before. Raises Refused, and none changed."""
    sitting = sit_down(dialogue, now, person=person, about=numbers)
    old = Gesture.objects.filter(dialogue=dialogue, participant=sitting.me, step=step, kind="vote")
    gone = {f"g{pk}" for pk in old.exclude(about__in=numbers).values_list("pk", flat=True)}
    sitting.state = replace(sitting.state, entries=tuple(e for e in sitting.state.entries if e.id not in gone))
    standing = set(old.values_list("about", flat=True))
    for about in numbers:
        if about not in standing:
            make_gesture(sitting, kind="vote", step=step, about=about)
    old.exclude(about__in=numbers).delete()
    sitting.close()


def make_gesture(sitting: Sitting, *, kind: str, step: str, about: int = 0, value: str = "", place: int = 0) -> None:
    """One gesture inside a sitting that others close."""
    me, now = sitting.me, sitting.now
    assert me is not None
    old = Gesture.objects.filter(dialogue=sitting.dialogue, participant=me, step=step, kind=kind, about=about).first()
    if old is not None:  # said again: the engine is asked whether it still may be
        after, verdict = contribute(
            sitting.state, "again", sitting.my_id, kind, step, now, about=f"c{about}" if about else ""
        )
        require(standings.verdict_of(verdict))
        Gesture.objects.filter(pk=old.pk).update(value=value, place=place, at=now)
    else:
        made = Gesture(
            dialogue=sitting.dialogue,
            participant=me,
            step=step,
            kind=kind,
            about=about,
            value=value,
            place=place,
            at=now,
        )
        after, verdict = contribute(
            sitting.state, "new", sitting.my_id, kind, step, now, about=f"c{about}" if about else ""
        )
        if after is sitting.state:  # a gesture does not step outside
            raise Refused(standings.no_of(verdict))
        made.save()
        entry = replace(after.entries[-1], id=f"g{made.pk}")
        sitting.state = replace(after, entries=(*after.entries[:-1], entry))
    composing.keep_gesture(sitting.dialogue, kind, value)
    record(
        "dialogues.gestured",
        actor=me.person,
        subject=sitting.dialogue,
        circle=sitting.dialogue.circle_id,
        data={"step": step, "kind": kind},
    )

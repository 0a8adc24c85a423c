"""A harvest: chosen from a time, a few words said of each learning, taken home as paper, deleted for good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from iq4d.web.harvests import rules
from iq4d.web.harvests.models import Harvest, Learning
from iq4d.web.harvests.queries import Chosen
from iq4d.web.journal.actions import record
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import require


@transaction.atomic
def choose(
    *,
    person: Person,
    period: rules.Period,
    chosen: Sequence[Chosen],
    now: datetime,
    own: str = "",
    into: Harvest | None = None,
) -> Harvest:
    """Begin a harvest with these, or put them into one; `own`: a learning that stands nowhere yet. Raises Refused.

    What is in it already is not put in twice; what was left out is brought back.
    """
    harvest = locked(person, into) if into else None
    there = list(harvest.learnings.all()) if harvest else []
    known = {(one.contribution_id, one.bycatch_id): one for one in there if one.contribution_id or one.bycatch_id}
    back, fresh = [], []
    for one in chosen:
        place = (one.contribution.pk if one.contribution else None, one.bycatch.pk if one.bycatch else None)
        if place not in known:
            fresh.append(one)
        elif known[place].removed_at is not None:
            back.append(known[place])
    standing = sum(one.removed_at is None for one in there)
    require(rules.may_add(there=standing, chosen=len(fresh) + len(back) + bool(own.strip())))
    if harvest is None:
        harvest = Harvest.objects.create(
            person=person, period=period.kind, first=period.first, made_at=now, changed_at=now
        )
        record("harvests.begun", actor=person, subject=harvest, data={"period": period.name})
    Learning.objects.filter(pk__in=[one.pk for one in back]).update(removed_at=None)
    for one in fresh:
        Learning.objects.create(
            harvest=harvest,
            source=one.source,
            contribution=one.contribution,
            bycatch=one.bycatch,
            words=one.item.words,
            intended=one.item.intended,
            from_whom=one.item.whose,
            shows=one.item.story,
        )
    if own.strip():
        Learning.objects.create(harvest=harvest, source="own", words=own)
    changed(harvest, now)
    return harvest


@transaction.atomic
def say(
    *,
    person: Person,
    learning: Learning,
    words: str,
    now: datetime,
    intended: bool | None = None,
    from_whom: str = "",
    used_where: str = "",
    shows: str = "",
) -> None:
    """What one learning is, from whom, where it was used and what shows it."""
    harvest = locked(person, learning.harvest)
    told = {"words": words, "intended": intended, "from_whom": from_whom, "used_where": used_where, "shows": shows}
    row = harvest.learnings.select_for_update().get(pk=learning.pk)
    if any(getattr(row, name) != said for name, said in told.items()):
        Learning.objects.filter(pk=row.pk).update(**told)
        changed(harvest, now)
        record("harvests.learning-said", actor=person, subject=harvest)


@transaction.atomic
def leave_out(*, person: Person, learning: Learning, now: datetime) -> None:
    """Not this one after all. Its words stay for two weeks, to bring it back. Twice is once."""
    harvest = locked(person, learning.harvest)
    if harvest.learnings.standing().filter(pk=learning.pk).update(removed_at=now):
        changed(harvest, now)
        record("harvests.learning-left-out", actor=person, subject=harvest)


@transaction.atomic
def bring_back(*, person: Person, learning: Learning, now: datetime) -> None:
    """Undo leaving it out. Raises Refused, also where three others stand there by now."""
    harvest = locked(person, learning.harvest)
    row = harvest.learnings.get(pk=learning.pk)
    require(rules.may_restore(removed_at=row.removed_at, now=now))
    if row.removed_at is not None:
        require(rules.may_add(there=harvest.learnings.standing().count(), chosen=1))
        Learning.objects.filter(pk=row.pk).update(removed_at=None)
        changed(harvest, now)
        record("harvests.learning-brought-back", actor=person, subject=harvest)


@transaction.atomic
def delete(*, person: Person, harvest: Harvest) -> None:
    """For good, with its PDF. What it was chosen from stays where it is."""
    row = locked(person, harvest)
    record("harvests.deleted", actor=person, subject=row)
    row.delete()


def locked(person: Person, harvest: Harvest) -> Harvest:
    return Harvest.objects.select_for_update().defer("pdf").get(pk=harvest.pk, person=person)


def changed(harvest: Harvest, now: datetime) -> None:
    """A PDF of other words is no longer this harvest's."""
    gone = {"pdf": None, "pdf_made_at": None, "pdf_asked_at": None, "pdf_problem": ""}
    Harvest.objects.filter(pk=harvest.pk).update(changed_at=now, **gone)


def forget_what_was_left_out(now: datetime) -> int:
    return Learning.objects.filter(removed_at__lt=now - rules.UNDO).delete()[0]

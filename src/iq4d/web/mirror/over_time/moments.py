"""Keeping where a mirror stood: a small row a day and a step, so that movement can be seen without old scorecards.

Called by `actions.compute` in its transaction, with the mirror's row locked.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from django.utils import timezone

from iq4d.measures import Scorecard
from iq4d.measures.changes import MEASURE
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.mirror.models import Moment
from iq4d.web.mirror.queries import Measured

VOICES = 40  # of so many participants, the first to come, is kept whether they were heard
NEVER = datetime(1, 1, 1, tzinfo=UTC)


def keep(*, dialogue: Dialogue, scorecard: Scorecard, measured: Measured, now: datetime) -> None:
    """A new moment, or the last one written anew: on the same day in the same step, and where nothing was brought in.

    A deed can fall due while nobody says anything. That is noticed when something private is written, so it changes
    the figures of the last moment and never makes one: nobody reads from a day that somebody wrote.
    """
    content = replace(measured, now=NEVER).digest
    here = (_day(dialogue, now), _step(dialogue))
    told = {
        "digest": content,
        "contributions": scorecard.contributions,
        "figures": figures_of(scorecard),
        "voices": _voices(measured),
    }
    last = Moment.objects.filter(dialogue=dialogue).order_by("-pk").first()
    if last is not None and last.digest == content:  # also for a newer measure: what it looks at is of that day
        here = (last.day, last.step)
    if last is not None and last.measure == MEASURE and (last.day, last.step) == here:
        Moment.objects.filter(pk=last.pk).update(**told)
    else:
        Moment.objects.create(dialogue=dialogue, day=here[0], step=here[1], measure=MEASURE, **told)


def figures_of(scorecard: Scorecard) -> dict[str, Any]:
    figures = {}
    for one in scorecard.dimensions:
        low, high = one.interval or (None, None)
        figures[one.dimension] = {"seen": one.seen, "points": one.points, "low": low, "high": high}
    return figures


def _voices(measured: Measured) -> list[int]:
    """Who was heard in what all may see: whoever only wrote something private is not counted."""
    heard = {int(one.speaker) for one in measured.conversation if one.speaker.isdigit()}
    return sorted(number for number in heard if number <= VOICES)


def _day(dialogue: Dialogue, now: datetime) -> date:
    return timezone.localdate(now if dialogue.held_here or dialogue.ended_at is None else dialogue.ended_at)


def _step(dialogue: Dialogue) -> str:
    standing = getattr(dialogue, "standing", None)
    begun = [one for one in standings.bare_state(standing).steps if one.opened_at is not None] if standing else []
    return max(begun, key=lambda one: one.opened_at or NEVER).id if begun else ""

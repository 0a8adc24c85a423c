"""When the clock has to look again: between now and then nothing becomes due unless somebody does something."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from iq4d.methods.attendance import missing, ready
from iq4d.methods.moving import reminder_of, waits_for_meeting
from iq4d.methods.state import State, Step

__all__ = ["wakes_at"]


def wakes_at(state: State, now: datetime) -> datetime | None:
    """The next moment after `now`, in UTC, at which `due` is no longer empty by the clock alone.

    The state is a settled one: what is due at `now` already is not told again. None where only people can move it,
    and while the dialogue is paused. A move or a contribution can bring another moment, so it is asked anew then.
    """
    if state.paused_at is not None:
        return None
    moments = (moment for step in state.steps for moment in _moments(state, step))
    return min((moment for moment in moments if moment > now), default=None)


def _moments(state: State, step: Step) -> Iterator[datetime]:
    if step.status in ("open", "offered") and step.closes_at is not None:
        yield step.closes_at
    if step.status == "open":
        reminders = (reminder_of(state, step, person) for person in missing(state, step))
        yield from (moment for moment in reminders if moment is not None)
    if state.meeting is not None and ready(state, step) and waits_for_meeting(state, step):
        yield state.meeting

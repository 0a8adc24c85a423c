"""How long each step takes, and when the last one ends: a length is working days apart, minutes together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from iq4d.methods.attendance import leads
from iq4d.methods.checking import OFFER_DAYS, OFFER_MINUTES
from iq4d.methods.method import Phase
from iq4d.methods.moving import closes, later, waits_for_meeting
from iq4d.methods.state import State, Step
from iq4d.methods.verdicts import FINE, Verdict, refusal

__all__ = ["LONGEST", "Length", "ends_at", "fits", "lengths_of", "set_lengths"]

LONGEST = {"apart": 30, "together": 240}  # as in the file of a method
OVER = ("closed", "skipped")


@dataclass(frozen=True, slots=True)
class Length:
    """How long the steps of one phase take. usual: as the method says; closes_at: of the one that is open."""

    phase: Phase
    mode: str
    length: int
    usual: int
    closes_at: datetime | None

    @property
    def longest(self) -> int:
        return LONGEST[self.mode]


def fits(mode: str, length: int) -> bool:
    """Whether a step may take so long."""
    return 1 <= length <= LONGEST[mode]


def lengths_of(state: State) -> tuple[Length, ...]:
    """The phases of which a step is not over and ends by time, in order."""
    left: dict[str, list[Step]] = {}
    for step in state.steps:
        if step.status not in OVER and ("time" in state.phase(step).exit or step.reopened):
            left.setdefault(step.phase, []).append(step)
    found = []
    for key, steps in left.items():
        phase, mode = state.method.phase(key), steps[0].mode
        usual = phase.live if mode == "together" else phase.apart
        ends = [step.closes_at for step in steps if step.status == "open" and step.closes_at is not None]
        found.append(Length(phase, mode, dict(state.lengths).get(key, usual), usual, max(ends, default=None)))
    return tuple(found)


def set_lengths(
    state: State, by: str, given: Mapping[str, int], now: datetime, *, ask_who: bool = True
) -> tuple[State, Verdict]:
    """The state with these lengths, by phase, and the verdict; refused, nothing has changed.

    An open step ends so long after it opened; one whose length stays as it is keeps an extension. Who is no
    facilitator makes an open step longer once, as with extending it. ask_who: not before it begins, when others say
    who prepares it.
    """
    waiting = [step for step in state.steps if step.paused_at is not None]
    if state.finished:
        return state, refusal("over")
    if ask_who and not any(person.id == by for step in (None, *waiting) for person in leads(state, step)):
        return state, refusal("not-lead")
    known = {one.phase.key: one for one in lengths_of(state)}
    changed = {key: length for key, length in given.items() if _now(state, key) != length}
    for key, length in changed.items():
        if key not in known:
            return state, refusal("moved-on")
        if not fits(known[key].mode, length):
            return state, refusal("not-possible", value=length)
    if not changed:
        return state, FINE
    usual = {key: one.usual for key, one in known.items()}
    kept = {key: length for key, length in (dict(state.lengths) | changed).items() if length != usual.get(key)}
    after = replace(state, lengths=tuple(sorted(kept.items())))
    person = state.person(by)
    mine = person is None or person.role != "facilitator"
    for step in state.steps:
        if step.phase not in changed or step.status != "open" or step.opened_at is None:
            continue
        end = closes(after, step, step.opened_at)
        if end is None or step.closes_at is None:
            continue
        if end <= (state.paused_at or now):
            return state, refusal("too-short")
        longer = end > step.closes_at
        if longer and mine and step.owner_extended:
            return state, refusal("extended-already")
        again = step.owner_extended or (longer and mine)
        after = after.with_step(replace(step, closes_at=end, owner_extended=again, version=step.version + 1))
    return after, FINE


def _now(state: State, key: str) -> int | None:
    """What holds for a phase now, over or not; None where the method has no such phase."""
    step = next((step for step in state.steps if step.phase == key), None)
    if step is None:
        return None
    phase = state.phase(step)
    return dict(state.lengths).get(key, phase.live if step.mode == "together" else phase.apart)


def ends_at(state: State, now: datetime) -> datetime | None:
    """When the last step ends if each takes its time: the latest, for all may be in before.

    None where that is not for time to say: a meeting still to be planned, an owner who is waited for, a pause.
    """
    ends: dict[str, datetime | None] = {}
    for step in state.steps:  # each stands after those it waits for
        ends[step.id] = _end(state, step, ends, now)
    known = [end for end in ends.values() if end is not None]
    return max(known) if state.paused_at is None and len(known) == len(ends) and known else None


def _end(state: State, step: Step, ends: Mapping[str, datetime | None], now: datetime) -> datetime | None:
    match step.status:
        case "closed" | "skipped":
            return now
        case "open":
            return max(step.closes_at, now) if step.closes_at else None
        case "paused":
            return None
        case "offered":
            start = step.closes_at
        case _:
            start = _start(state, step, ends, now)
    return closes(state, step, start) if start else None


def _start(state: State, step: Step, ends: Mapping[str, datetime | None], now: datetime) -> datetime | None:
    before = [ends[id] for id in step.after]
    known = [end for end in before if end is not None]
    start = max(known, default=now)
    if len(known) < len(before):
        return None
    if waits_for_meeting(state, step):
        if state.meeting is None:
            return None
        start = max(start, state.meeting)
    return later(state, step, start, OFFER_DAYS, OFFER_MINUTES) if state.phase(step).optional else start

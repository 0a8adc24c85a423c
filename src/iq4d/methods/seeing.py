"""What each person sees. One function decides it for every page, mail, feed and export: `sees`.

Everything that counts or lists contributions for a reader has to come from here, or it tells more than it should.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from iq4d.methods.attendance import asked, missing, owner_of
from iq4d.methods.kinds import KINDS
from iq4d.methods.state import Entry, Person, State, Step

__all__ = ["Count", "counts", "how_shown", "material", "sees", "visible"]

TELLING = 2  # others that have to be asked before "how many are in" no longer tells who


def sees(state: State, viewer: str, entry: Entry, now: datetime) -> bool:
    """Whether this person may know that the contribution exists.

    One's own always; what is private by kind nobody else's; what is hidden only the facilitator; stories everybody who
    takes part; the rest as the phase says, until it is revealed and after.
    """
    person = state.person(viewer)
    return person is not None and _seen(state, person, entry, now)


def _seen(state: State, person: Person, entry: Entry, now: datetime) -> bool:
    if entry.author == person.id:
        return True
    if KINDS[entry.kind].private or (entry.hidden and person.role != "facilitator"):
        return False
    return _shown(state, person.id, entry, now)


def _shown(state: State, viewer: str, entry: Entry, now: datetime) -> bool:
    if KINDS[entry.kind].afterwards:
        return True
    how = _how(state, viewer, state.step(entry.step), now)
    return how == "all" or (how == "to" and viewer == entry.to)


def how_shown(state: State, viewer: str, step: Step, now: datetime) -> str:
    """How this person sees what others bring in this step: *all* of it, *to* (what has them in `Entry.to`), or *own*.

    "own" for who does not take part. With it a page can ask its rows what `sees` would say of each, for who takes
    part: one's own; and of kinds that are not private, unless it is hidden and this person does not facilitate, those
    that are welcome afterwards, those of steps that are "all", and those to this person in steps that are "to".
    """
    return _how(state, viewer, step, now) if state.person(viewer) is not None else "own"


def _how(state: State, viewer: str, step: Step, now: datetime) -> str:
    phase = state.phase(step)
    if phase.visibility == "to_owner":
        return "to"
    if step.revealed_at is not None and step.revealed_at <= now:
        return "all"
    if viewer == owner_of(state, step) and (phase.owner == "absent" or phase.visibility == "not_owner"):
        return "own"
    return "all" if phase.visibility in ("all", "not_owner") else "own"


def visible(state: State, viewer: str, now: datetime) -> tuple[Entry, ...]:
    """All contributions this person sees, in the order in which they came."""
    person = state.person(viewer)
    return () if person is None else tuple(entry for entry in state.entries if _seen(state, person, entry, now))


def material(state: State, viewer: str, step: Step, now: datetime) -> tuple[Entry, ...]:
    """What lies on the table in a step: what this person sees of the outputs it uses, in the same round.

    Where cards are dealt it is only one's own hand.
    """
    phase = state.phase(step)
    if phase.deal is not None:
        hand = dict(step.dealt).get(viewer, ())
        return tuple(entry for entry in state.entries if entry.id in hand and sees(state, viewer, entry, now))
    feeding = {giver.key for giver in state.method.phases if giver.output in phase.uses}
    from_steps = {s.id for s in state.steps if s.phase in feeding and (not step.turn or s.turn in ("", step.turn))}
    return tuple(entry for entry in visible(state, viewer, now) if entry.step in from_steps)


@dataclass(frozen=True, slots=True)
class Count:
    """ "3 of 5 are in". arrived is None where the number would tell who; names only for a facilitator."""

    step: str
    asked: int
    arrived: int | None
    am_in: bool
    arrived_names: tuple[str, ...] | None = None
    missing_names: tuple[str, ...] | None = None


def counts(state: State, viewer: str, now: datetime) -> tuple[Count, ...]:
    """How far each open step is, as far as this person may know it; () for who does not take part."""
    person = state.person(viewer)
    if person is None:
        return ()
    return tuple(_count(state, viewer, person.role == "facilitator", step) for step in state.steps if step.is_open)


def _count(state: State, viewer: str, leading: bool, step: Step) -> Count:
    people = asked(state, step)
    late = missing(state, step)
    absent = {person.id: None for person in late}  # ordered, and quick to look in
    there = tuple(person.id for person in people if person.id not in absent)
    am_in = viewer in there
    others = sum(person.id != viewer for person in people)
    private = state.phase(step).visibility != "all" and step.revealed_at is None
    tells = private and not leading and others < TELLING
    return Count(
        step.id,
        asked=len(people),
        arrived=None if tells else len(there),
        am_in=am_in,
        arrived_names=there if leading else None,
        missing_names=tuple(absent) if leading else None,
    )

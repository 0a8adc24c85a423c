"""What a contribution does to the state: it is there, or refused with a sentence and nothing changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from iq4d.methods.attendance import owner_of
from iq4d.methods.permitting import brought_enough, may
from iq4d.methods.seeing import sees
from iq4d.methods.state import Entry, State
from iq4d.methods.verdicts import FINE, Verdict, refusal, steered

__all__ = ["bring_back", "contribute", "hide", "withdraw"]


def contribute(
    state: State,
    id: str,
    person: str,
    kind: str,
    step: str,
    now: datetime,
    *,
    about: str = "",
    outside: bool = False,
) -> tuple[State, Verdict]:
    """The state with the contribution, and the verdict on it. A refused one leaves the state as it was.

    outside: the person said yes to stepping outside the phase; without that a verdict of force "outside" changes
    nothing either, so that the page can ask. The same id twice is one contribution.
    """
    old = state.entry(id)
    if old is not None:
        return (state, FINE) if old.author == person else (state, refusal("not-yours"))
    verdict = may(state, person, kind, step, now, about=about)
    if not verdict or (verdict.force == "outside" and not outside):
        return state, verdict
    known = {one.id: one for one in state.steps}
    where = known.get(step, state.steps[-1])  # a story told afterwards belongs to the end
    noted = verdict.force in ("advice", "outside")
    entry = Entry(id, where.id, person, kind, now, about=about, outside=noted, to=owner_of(state, where))
    return replace(state, entries=(*state.entries, entry)), verdict


def hide(state: State, id: str, by: str, now: datetime, *, hidden: bool = True) -> tuple[State, Verdict]:
    """Take a contribution out of everybody's sight but its author's and the facilitator's, or bring it back."""
    entry, person = state.entry(id), state.person(by)
    if person is None or person.role != "facilitator":
        return state, refusal("not-lead")
    if entry is None or not sees(state, by, entry, now):
        return state, refusal("not-seen")
    entries = tuple(replace(old, hidden=hidden) if old.id == id else old for old in state.entries)
    return replace(state, entries=entries), FINE


def withdraw(state: State, id: str, by: str) -> tuple[State, Verdict]:
    """An author takes a contribution back. Somebody who was in may be missing again while the step is open."""
    entry = state.entry(id)
    if entry is None or entry.author != by:
        return state, refusal("not-yours")
    return replace(state, entries=tuple(old for old in state.entries if old.id != id)), FINE


def bring_back(state: State, entry: Entry) -> tuple[State, Verdict]:
    """What was withdrawn is there again, unless its author brought all that fits in the step since then.

    The state has to hold what they brought there, also where the step is over. A step that only advises notes that it
    is more than was asked, as `contribute` does.
    """
    step = state.step(entry.step)
    verdict = FINE
    if not entry.outside and brought_enough(state, entry.author, entry.kind, step):
        verdict = steered(state.steering, "enough", n=state.phase(step).at_most)
        if verdict.force != "advice":
            return state, refusal(verdict.code, **dict(verdict.params))
        entry = replace(entry, outside=True)
    return replace(state, entries=(*state.entries, entry)), verdict

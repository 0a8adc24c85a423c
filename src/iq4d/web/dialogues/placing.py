"""Where words can go now that somebody brings in from another page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from iq4d.methods import Verdict, may
from iq4d.methods.verdicts import FORCES
from iq4d.methods.verdicts import refusal as may_nothing
from iq4d.web.dialogues.queries import Room


@dataclass(frozen=True, slots=True)
class Place:
    """A step, and the kind the words would be there. Truthy where they may be; verdict says how gladly."""

    step: str
    kind: str
    verdict: Verdict

    def __bool__(self) -> bool:
        return bool(self.verdict)


def place_for(room: Room, kinds: Iterable[str]) -> Place:
    """The open step and the kind that fit best: what is asked before what is outside, the first kind before the next.

    A refusal where nothing is open, or nothing of it allowed.
    """
    state = room.state
    wanted = tuple(kinds)
    if state is None or room.me is None:
        return Place("", wanted[0], may_nothing("not-taking-part"))
    steps = [step for step in state.steps if step.is_open] or list(state.steps[-1:])
    found = [Place(step.id, kind, may(state, room.my_id, kind, step.id, room.now)) for kind in wanted for step in steps]
    return min(found, key=lambda place: FORCES.index(place.verdict.force))

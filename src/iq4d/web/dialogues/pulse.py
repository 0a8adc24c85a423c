"""Whether a page is old, asked every few seconds: of what its reader may know, and of nothing else.

A count of all that happens would tell that somebody wrote what is still private, and of two people who.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from iq4d.methods import counts
from iq4d.web.dialogues import queries
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.queries import Line, Room, Shown
from iq4d.web.people.models import Person


def pulse_of(room: Room, rows: Iterable[Shown | Line]) -> str:
    """A word that is another one as soon as a page is old. rows: the contributions that stand on it."""
    state, dialogue = room.state, room.dialogue
    parts: list[object] = [dialogue.contribution_count, dialogue.participant_count, dialogue.fate]
    parts += [(row.number, row.hidden, row.edited_at, row.removed_at, row.signed) for row in rows]
    if state is not None:
        parts += [state.paused_at, state.meeting, dialogue.hats_passed]
        parts += [(one.id, one.status, one.version, one.closes_at, one.revealed_at) for one in state.steps]
        parts += [(one.step, one.arrived, one.asked, one.am_in) for one in counts(state, room.my_id, room.now)]
    return sha256(repr(parts).encode()).hexdigest()[:16]


def pulse_now(person: Person, key: str, page: int, now: datetime) -> str:
    """The same of a page as it would be drawn now; empty where this person has none, or the clock has work there.

    Three queries, and one more where an open step counts who is in.
    """
    found = queries.found_for(person, key)
    standing = getattr(found, "standing", None)
    if found is None or standing is None or (standing.wakes_at is not None and standing.wakes_at <= now):
        return ""
    here = [one for one in standings.participants_of(found) if one.way]
    me = queries.place_of(here, person)
    if not queries.sees(found, me.way if me else None):
        return ""
    state = standings.bare_state(standing)
    state = replace(state, people=standings.engine_people(here, with_free_days=False))
    if any(step.is_open and state.phase(step).at_least for step in state.steps):
        state = replace(state, entries=standings.entries_for(found, state, here, viewer=me.number if me else 0))
    seen, gone = standings.seen_by(state, me, now), standings.seen_by(state, me, now, gone=True)
    room = Room(found, person, me, here, state, now, seen, gone)
    return pulse_of(room, _lines(room, page))


def _lines(room: Room, page: int) -> list[Line]:
    """What `queries.window` gives, without the words."""
    first = (page - 1) * queries.WINDOW
    rows = queries.visible(room).order_by(*queries.ORDER)
    told = rows.values_list(
        "number", "answers", "participant__number", "hidden", "edited_at", "removed_at", "signed", "wiped"
    )
    return queries.with_a_place(room, [Line(*row) for row in told[first : first + queries.WINDOW]])

"""What stands on the big screen, as one value: it is drawn anew when that value is another one, and only then.

All of it is what everybody in the room may see (`dialogues/together.py`), so what is written and not yet shown neither
stands here nor moves it. The time that is left is no part of it: it changes every second.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from django.conf import settings

from iq4d.web.dialogues import links, together
from iq4d.web.dialogues.queries import Room
from iq4d.web.dialogues.together import Line, Piece, Press, Way

MOST_NAMES = 40


@dataclass(frozen=True, slots=True)
class Screen:
    """state: gathering, before (the meeting), choice, reveal, between, running, waiting (for the owner), paused or
    finished. number, total: which step of how many. closes_at: of a step that runs. over: its time is up. ways: of
    which one is still to be chosen. arrived, asked: how many are in, None where that would tell who. address: where a
    phone gets in.
    """

    state: str
    title: str
    why: str
    language: str
    name: str = ""
    turn: str = ""
    owner: str = ""
    number: int = 0
    total: int = 0
    rounding_off: bool = False
    together: bool = False
    lines: tuple[Line, ...] = ()
    ways: tuple[Way, ...] = ()
    closes_at: datetime | None = None
    over: bool = False
    arrived: int | None = None
    asked: int = 0
    meeting: datetime | None = None
    pieces: tuple[Piece, ...] = ()
    more: bool = False
    names: tuple[str, ...] = ()
    address: str = ""
    invites: bool = False
    presses: tuple[Press, ...] = ()


def screen_of(room: Room, language: str) -> Screen:
    """What this room sees now. Three queries at most, however much was said."""
    state, bare = room.state, _bare(room)
    if state is None:
        here = [one.name for one in room.participants if one.removed_at is None and not one.gone]
        return replace(bare, names=tuple(here[:MOST_NAMES]), more=len(here) > MOST_NAMES)
    far, step, decided = together.progress_of(state), together.current(state), together.waiting(state)
    number = min(far.taken + 1, far.total)
    bare = replace(bare, number=number, total=far.total, rounding_off=far.rounding_off)
    if far.finished:
        return replace(bare, state="finished")
    if state.paused_at is not None:
        return replace(bare, state="paused", name=together.named(state, step, language) if step else "")
    if step is not None:
        return _of_step(room, bare, step.id, language)
    if decided is not None:
        bare = replace(bare, name=together.named(state, decided, language), owner=together.owner_of(room, decided))
        if decided.status != "offered":
            return replace(bare, state="reveal")
        return replace(bare, state="choice", ways=together.ways(state, decided, language))
    return replace(bare, state="before" if far.waiting_for_meeting else "between", meeting=state.meeting)


def _bare(room: Room) -> Screen:
    """What stands on it in every state."""
    dialogue = room.dialogue
    invites = room.me is not None and dialogue.state != "finished"
    return Screen(
        "gathering",
        title=dialogue.title,
        why=dialogue.why,
        language=dialogue.language,
        address=links.address(links.token_of(dialogue)) if invites else plain_address(room),
        invites=invites,
        presses=together.presses(room),
    )


def _of_step(room: Room, bare: Screen, id: str, language: str) -> Screen:
    state = room.state
    assert state is not None
    step = state.step(id)
    runs = step.status != "paused"
    count, pieces = together.in_so_far(room, step), together.pieces(room, step)
    return replace(
        bare,
        state="running" if runs else "waiting",
        name=together.named(state, step, language),
        turn=room.named(step.turn) if step.turn else "",
        owner=together.owner_of(room, step),
        together=step.mode == "together",
        lines=together.asked_in(room, step, language),
        closes_at=step.closes_at if runs else None,
        over=runs and step.closes_at is not None and step.closes_at <= room.now,
        arrived=count.arrived if count else None,
        asked=count.asked if count else 0,
        pieces=tuple(pieces),
        more=sum(1 + len(piece.under) for piece in pieces) >= together.MOST,
    )


def plain_address(room: Room) -> str:
    """Of the dialogue itself: it lets nobody in who was not in already."""
    return str(settings.URL).rstrip("/") + room.dialogue.get_absolute_url()


def seconds_left(screen: Screen, now: datetime) -> int | None:
    """Whole seconds, 0 once it is over; None where no time runs that one counts in minutes."""
    if screen.closes_at is None or not screen.together:
        return None
    return max(0, int((screen.closes_at - now).total_seconds()))


def tag_of(screen: Screen, language: str) -> str:
    """A word that is another one as soon as a screen is old."""
    return f'"{sha256(repr((language, screen)).encode()).hexdigest()[:20]}"'

"""What everybody in the room may see at once, on one screen: never more than the least of them may.

The facilitator, an owner who may not read yet and somebody who only reads along look at the same words there. So it
does not matter who opened it, and nothing is decided here: what may be seen and moved, the engine says.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from iq4d.methods import Both, Count, Move, Progress, State, Step, counts, how_shown, may_move
from iq4d.methods import progress as how_far
from iq4d.web.dialogues import desk, queries
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.models import Contribution
from iq4d.web.dialogues.overview import DAYS, MINUTES, leads
from iq4d.web.dialogues.own_methods.queries import method_of
from iq4d.web.dialogues.queries import Room, Shown

MOST = 40  # contributions on one screen, the newest of them
OVER = ("closed", "skipped")


@dataclass(frozen=True, slots=True)
class Line:
    """What is asked, and of whom: a name, "others", or "" where it goes without saying."""

    who: str
    words: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A contribution with what was said under it. names: whether its step tells who brought what."""

    top: Shown
    under: tuple[Piece, ...]
    kept: bool
    names: bool


@dataclass(frozen=True, slots=True)
class Way:
    """One of several ways to fill a step, of which somebody chooses one."""

    name: str
    prompt: str


@dataclass(frozen=True, slots=True)
class Press:
    """A move that who leads can make with one press. how, name: the way that a step is begun in, of several."""

    kind: str
    step: str = ""
    version: int = 0
    days: int = 0
    how: str = ""
    name: Both | None = None


def meets(room: Room) -> bool:
    """Whether it has steps to take together, now or later. Nothing is asked of the database."""
    if room.state is not None:
        return any(step.mode == "together" and step.status not in OVER for step in room.state.steps)
    return "together" in _modes(room)


def meets_soon(room: Room) -> bool:
    """Whether they sit together now, or do so next."""
    state = room.state
    if state is None:
        return _modes(room)[:1] == ["together"]
    step = current(state)
    return step.mode == "together" if step else how_far(state).waiting_for_meeting


def _modes(room: Room) -> list[str]:
    """Of the stretches it would go through, before it begins."""
    method = method_of(room.dialogue)
    if method is None:
        return []
    wanted = room.dialogue.course or method.course
    return [block.mode for course in method.courses if course.key == wanted for block in course.blocks]


def current(state: State) -> Step | None:
    """The open step: one that is taken together before another."""
    open_now = (step for step in state.steps if step.is_open)
    return min(open_now, key=lambda step: step.mode != "together", default=None)


def waiting(state: State) -> Step | None:
    """Where nothing is open: the step about which somebody has to decide, first what is still to be shown."""
    unseen = (step for step in state.steps if step.status == "closed" and step.revealed_at is None)
    offered = (step for step in state.steps if step.status == "offered")
    return next(unseen, None) or next(offered, None)


def progress_of(state: State) -> Progress:
    """How far it is; the same for everybody."""
    return how_far(state)


def named(state: State, step: Step, language: str) -> str:
    return state.phase(step).name.say(language)


def ways(state: State, step: Step, language: str) -> tuple[Way, ...]:
    """Those that are still to be chosen from; () where there is nothing to choose."""
    open_ways = () if step.module else state.phase(step).modules
    return tuple(Way(one.name.say(language), one.prompt.say(language)) for one in open_ways)


def owner_of(room: Room, step: Step) -> str:
    """Whose question it is in this step, by name; empty for nobody's."""
    owners = (one.number for one in room.participants if one.role == "owner" and one.removed_at is None)
    return room.named(step.turn or next(owners, 0))


def asked_in(room: Room, step: Step, language: str) -> tuple[Line, ...]:
    """What the step asks: of whoever acts first, then what the rest does meanwhile, where that differs."""
    state = room.state
    assert state is not None
    phase, owner = state.phase(step), owner_of(room, step)
    acting = {role for role, kinds in phase.allowed.items() if set(kinds) - set(standings.PRIVATE)}
    others_act, owner_acts = bool(acting - {"owner"}), "owner" in acting
    rest = phase.meanwhile
    others = phase.prompt_for("peer") if others_act or rest is None else rest
    own = phase.prompt_for("owner") if owner_acts or rest is None else rest
    if not owner or own == others:
        return (Line("" if others_act or not owner else owner, others.say(language)),)
    if others_act:
        return Line("", others.say(language)), Line(owner, own.say(language))
    return Line(owner, own.say(language)), Line("others", others.say(language))


def in_so_far(room: Room, step: Step) -> Count | None:
    """How many are in, where each of those who take part may know; None also for who only reads along."""
    state = room.state
    if state is None or room.me is None:
        return None
    alone = replace(state, steps=(step,))
    told = None
    for person in state.people:
        if person.role != "facilitator":  # who leads knows more than the room
            for told in counts(alone, person.id, room.now):
                if told.arrived is None or told.asked < 2:
                    return None
    return told


def read_by_all(room: Room, steps: Collection[str]) -> list[str]:
    """Of these steps, those of which everybody in the room reads everything, an owner who left the talk too."""
    state = room.state
    assert state is not None
    shown = set(standings.public_steps(state)) & set(steps)
    people = [person.id for person in state.people]
    found = (step for step in state.steps if step.id in shown)
    return [step.id for step in found if all(how_shown(state, one, step, room.now) == "all" for one in people)]


def pieces(room: Room, step: Step) -> list[Piece]:
    """What lies on the table: what is said in the step itself, the newest first; then what it goes on from.

    Nothing where cards are dealt: each has their own in hand. Two queries at most.
    """
    state = room.state
    if state is None or state.phase(step).deal is not None:
        return []
    steps = read_by_all(room, [*desk.feeding(state, step), step.id])
    if not steps:
        return []
    rows = Contribution.objects.filter(standings.public(state), dialogue=room.dialogue, step__in=steps)
    newest = queries.shown(room, rows.order_by("-number")[:MOST])
    under: dict[int, list[Shown]] = {}
    roots: dict[int, int] = {}
    for one in sorted(newest, key=lambda one: one.number):  # what is answered comes before its answer
        root = roots[one.number] = roots.get(one.answers or 0, one.number)
        under.setdefault(root, []).append(one)
    kept = kept_for_all(room)
    nameless = {one.id for one in state.steps if state.phase(one).authors == "hidden"}

    def piece(one: Shown, *replies: Shown) -> Piece:
        below = tuple(piece(reply) for reply in replies)
        return Piece(one, below, one.number in kept, one.step not in nameless or one.signed)

    return sorted((piece(*told) for told in under.values()), key=lambda found: _place(found, step, kept))


def _place(piece: Piece, step: Step, kept: list[int]) -> tuple[int, int]:
    here = [piece.top, *(one.top for one in piece.under)]
    newest = max((one.number for one in here if one.step == step.id), default=0)
    if newest:
        return 0, -newest
    return (1, kept.index(piece.top.number)) if piece.kept else (2, piece.top.number)


def kept_for_all(room: Room) -> list[int]:
    """What the owner keeps, in their order, once the step in which they chose is over; not before, not for them."""
    state = room.state
    assert state is not None
    over = {step.id for step in state.steps if step.closed_at is not None and not step.is_open}
    return list(dict.fromkeys(one.about for one in room.ratings if one.value == "warm" and one.step in over))


def presses(room: Room) -> tuple[Press, ...]:
    """What this person can move with one press, if they lead: the step that is open, else the next one; and a pause."""
    state = room.state
    if state is None or state.finished or not leads(room):
        return ()
    step = current(state)
    if state.paused_at is not None:
        wanted = [Press("resume")]
    elif step is not None:
        longer = MINUTES if step.mode == "together" else DAYS
        wanted = [Press(kind, step.id, step.version, longer) for kind in ("resume", "close", "extend")]
        wanted.append(Press("pause"))
    else:
        ahead = [one for one in state.steps if one.status != "skipped"]
        wanted = [press for one in ahead for press in _ahead(state, one)]
    found = [press for press in wanted if may_move(state, _as_move(room, press), room.now)]
    return tuple(found) if step is not None else tuple(press for press in found if press.step == found[0].step)


def _ahead(state: State, step: Step) -> list[Press]:
    """What a step that is not open could be: begun, in the way that is pressed where there are several."""
    in_ways = [Press("open", step.id, step.version, how=way.key, name=way.name) for way in state.phase(step).modules]
    begun = in_ways or [Press("open", step.id, step.version)]
    return [Press("reveal", step.id, step.version), *begun, Press("skip", step.id, step.version)]


def _as_move(room: Room, press: Press) -> Move:
    return Move(press.kind, press.step, by=room.my_id, version=press.version, days=press.days, how=press.how)

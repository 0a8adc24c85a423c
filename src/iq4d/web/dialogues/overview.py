"""A whole dialogue as who leads it meets it: every step with its counts, and exactly the moves that may be made now.

Nothing is decided here: the engine says who leads, who may know who is in, and which moves it would make.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext as _

from iq4d.methods import Move, Step, asked_of, counts, may_move
from iq4d.methods import leads as leading
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.models import Contribution, Participant
from iq4d.web.dialogues.queries import Room
from iq4d.web.dialogues.wording import STATUS, STEERING

OF_STEPS = ("open", "skip", "reveal", "resume", "close", "extend", "reopen")
OF_PEOPLE = ("leave", "return", "stand_in")
MINUTES, DAYS = 5, 1  # by which one press extends: together, apart
NEAR = 0.75  # of the time of a step: from then on who is missing needs somebody's eye


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who takes part, by participant number."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step. there, missing: who is in and who is not, None where this person may not know."""

    id: str
    name: str
    status: str
    told: str
    turn: str
    is_open: bool
    together: bool
    version: int
    opened_at: datetime | None
    closes_at: datetime | None
    closed_at: datetime | None
    asked: int
    arrived: int | None
    there: tuple[Named, ...] | None
    missing: tuple[Named, ...] | None
    brought: int | None  # contributions of a step that is over; None while it is not
    moves: tuple[str, ...]
    passable: tuple[Named, ...]  # who can be passed over
    longer: int

    @property
    def late(self) -> int:
        """How many are not in, as far as this person may know."""
        return self.asked - self.arrived if self.arrived is not None else 0


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One participant and what may be done about them."""

    participant: Participant
    moves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    steps: tuple[StepRow, ...]
    people: tuple[PersonRow, ...]
    moves: tuple[str, ...]  # of the whole dialogue: pause, resume, plan, steer
    steering: str
    meeting: datetime | None
    needs: tuple[str, ...]  # what needs this person now, as sentences


def leads(room: Room) -> bool:
    """Whether the engine lets this person lead now. Before a dialogue begins: whoever sets it up."""
    if room.state is None:
        return room.leads
    waiting = [step for step in room.state.steps if step.paused_at is not None]
    return any(one.id == room.my_id for step in (None, *waiting) for one in leading(room.state, step))


def overview(room: Room, language: str) -> Overview:
    """One query more than the room itself."""
    state = room.state
    assert state is not None
    places = standings.sections(state)
    told = {one.step: one for one in counts(state, room.my_id, room.now)}
    public = Contribution.objects.filter(standings.public(state), dialogue=room.dialogue)
    brought = dict(public.order_by().values_list("step").annotate(models.Count("pk")))
    usual = OF_STEPS if state.paused_at is None else ()  # the whole goes on first
    rows = []
    for step in sorted(state.steps, key=lambda step: places[step.id]):
        count = told.get(step.id)
        missing = _named(room, count.missing_names) if count and count.asked else None
        rows.append(
            StepRow(
                id=step.id,
                name=state.phase(step).name.say(language),
                status=step.status,
                told=str(STATUS[step.status]),
                turn=room.named(step.turn) if step.turn else "",
                is_open=step.is_open,
                together=step.mode == "together",
                version=step.version,
                opened_at=step.opened_at,
                closes_at=step.closes_at if step.status in ("open", "offered") else None,
                closed_at=step.closed_at,
                asked=count.asked if count else 0,
                arrived=count.arrived if count else None,
                there=_named(room, count.arrived_names) if count else None,
                missing=missing,
                brought=brought.get(step.id, 0) if step.revealed_at is not None else None,
                moves=tuple(kind for kind in usual if may_move(state, _move(room, kind, step), room.now)),
                passable=_passable(room, step, missing),
                longer=_longer(step),
            )
        )
    steps = tuple(rows)
    return Overview(steps, _people(room), _whole(room), state.steering, state.meeting, _needs(room, steps, language))


def _longer(step: Step) -> int:
    return MINUTES if step.mode == "together" else DAYS


def _move(room: Room, kind: str, step: Step | None = None, person: str = "") -> Move:
    move = Move(kind, by=room.my_id, person=person)
    return replace(move, step=step.id, version=step.version, days=_longer(step)) if step else move


def _named(room: Room, ids: tuple[str, ...] | None) -> tuple[Named, ...] | None:
    return None if ids is None else tuple(Named(int(id), room.named(id)) for id in ids)


def _passable(room: Room, step: Step, missing: tuple[Named, ...] | None) -> tuple[Named, ...]:
    """Who is missing; for who may not know that, everybody who is asked."""
    assert room.state is not None
    if not step.is_open:
        return ()
    there = [Named(one.number, one.name) for one in room.participants if one.removed_at is None]
    found = missing if missing is not None else tuple(one for one in there if str(one.number) not in step.passed)
    return tuple(
        one for one in found if may_move(room.state, _move(room, "pass_over", step, str(one.number)), room.now)
    )


def _people(room: Room) -> tuple[PersonRow, ...]:
    """Everybody who was not let go."""
    state = room.state
    assert state is not None
    rows = []
    for one in room.participants:
        if one.removed_at is not None:
            continue
        wanted = [kind for kind in OF_PEOPLE if kind != ("leave" if one.gone else "return")]
        moves = [kind for kind in wanted if may_move(state, _move(room, kind, person=str(one.number)), room.now)]
        rows.append(PersonRow(one, tuple(moves)))
    return tuple(rows)


def _whole(room: Room) -> tuple[str, ...]:
    """Pause or resume, plan the meeting, turn the dial."""
    state, now = room.state, room.now
    assert state is not None
    meets = any(step.mode == "together" and step.status == "waiting" for step in state.steps)
    wanted = {
        "pause": state.paused_at is None and _move(room, "pause"),
        "resume": _move(room, "resume"),
        "plan": meets and replace(_move(room, "plan"), at=now + timedelta(days=1)),
        "steer": replace(_move(room, "steer"), how=STEERING[0][0]),
    }
    return tuple(kind for kind, move in wanted.items() if move and may_move(state, move, now))


def _needs(room: Room, steps: tuple[StepRow, ...], language: str) -> tuple[str, ...]:
    """What only somebody who leads can do, and who is not in while the time runs out."""
    state = room.state
    assert state is not None
    named = {step.id: step.name for step in steps}
    found = []
    for asked in asked_of(state, room.my_id, room.now):
        if asked.act in ("reveal", "meet", "stand_in", "resume"):
            told = {"step": named[asked.step], "what": asked.sentence.say(language)}
            found.append(told["what"] if asked.act == "resume" else _("%(step)s: %(what)s") % told)
    for step in steps:
        if step.opened_at is None or step.closes_at is None or not step.is_open or not step.late:
            continue
        if room.now >= step.opened_at + (step.closes_at - step.opened_at) * NEAR:
            who = ", ".join(one.name for one in step.missing) if step.missing else str(step.late)
            found.append(_("%(step)s closes soon. Not in yet: %(who)s.") % {"step": step.name, "who": who})
    return tuple(found)

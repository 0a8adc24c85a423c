"""Where a dialogue stands: its method, its people, its steps and what was contributed, without the words.

Frozen values. `permitting` says what may happen, `moving` what is due and what comes of a move; both are functions
from a state to something new. The words themselves are kept elsewhere, under the ids of the contributions.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from iq4d.methods.clock import Calendar
from iq4d.methods.method import Method, Phase

__all__ = ["MOVES", "Entry", "Made", "Move", "Person", "State", "Step"]

MOVES = (
    "open", "offer", "skip", "appoint", "close", "reveal", "remind", "pause", "resume", "extend", "reopen", "pass_over",
    "stand_in", "leave", "return", "plan", "steer",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who takes part. role: a key of `kinds.ROLES`. gone: fell out; free: own free days; zone: IANA name."""

    id: str
    role: str = "peer"
    zone: str = "Europe/Amsterdam"
    free: frozenset[date] = field(default_factory=frozenset)
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One contribution without its words.

    about: the contribution it answers, rates or restates. hidden: taken out of sight by the facilitator. outside: made
    by stepping outside the phase. to: who was the owner of the step then.
    """

    id: str
    step: str
    author: str
    kind: str
    at: datetime
    about: str = ""
    hidden: bool = False
    outside: bool = False
    to: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A phase in a round. turn: whose round it is (""); after: the steps that come first; mode: apart or together.

    version counts openings, closings and extensions, so that a move meant for an earlier state of things is known.
    how: by which exit it closed. reopened: by hand, so that being all in does not end it at once. passed: who was
    passed over. dealt: (person, cards) pairs. theme: which of the phase's themes, from 1. module: how it is filled, as
    was chosen. chosen: the contribution that got most votes, "-" where there was none.
    """

    id: str
    phase: str
    turn: str = ""
    mode: str = "apart"
    after: tuple[str, ...] = ()
    opened_at: datetime | None = None
    closes_at: datetime | None = None
    closed_at: datetime | None = None
    revealed_at: datetime | None = None
    offered_at: datetime | None = None
    paused_at: datetime | None = None
    skipped: bool = False
    reopened: bool = False
    how: str = ""
    passed: tuple[str, ...] = ()
    reminded: tuple[str, ...] = ()
    owner_extended: bool = False
    version: int = 0
    dealt: tuple[tuple[str, tuple[str, ...]], ...] = ()
    theme: int = 0
    module: str = ""
    chosen: str = ""

    @property
    def status(self) -> str:
        """waiting, offered, open, paused, closed or skipped."""
        if self.skipped:
            return "skipped"
        if self.closed_at is not None:
            return "closed"
        if self.opened_at is not None:
            return "paused" if self.paused_at is not None else "open"
        return "offered" if self.offered_at is not None else "waiting"

    @property
    def is_open(self) -> bool:
        """Whether one can contribute: a step that waits for its owner can still be written in."""
        return self.status in ("open", "paused")


@dataclass(frozen=True, slots=True)
class Move:
    """Something that changes where the dialogue stands. kind: one of `MOVES`; by: a person, or "" for the clock.

    step: "" is the whole dialogue. person: about whom (remind, pass_over, stand_in, leave, return, appoint). version:
    that of the step when the move was decided. how: the exit that closes it, the module it opens with, the contribution
    that was chosen, or the steering it turns to. days: of an
    extension, or minutes when together. at: the meeting that is planned.
    """

    kind: str
    step: str = ""
    by: str = ""
    person: str = ""
    version: int = 0
    how: str = ""
    days: int = 0
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A move that was made, and when."""

    move: Move
    at: datetime


@dataclass(frozen=True, slots=True)
class State:
    """All that the engine knows of one dialogue.
    lengths: (phase, how long) where that differs from the method's; minutes if it is taken together, else working days.
    nth: how many dialogues went before it in its series; hats go round and fade by it.
    """

    method: Method
    course: str
    steering: str
    calendar: Calendar
    began_at: datetime
    people: tuple[Person, ...]
    steps: tuple[Step, ...]
    entries: tuple[Entry, ...] = ()
    made: tuple[Made, ...] = ()
    lengths: tuple[tuple[str, int], ...] = ()
    meeting: datetime | None = None
    paused_at: datetime | None = None
    nth: int = 0

    def step(self, id: str) -> Step:
        """Raises KeyError where there is none."""
        for step in self.steps:
            if step.id == id:
                return step
        raise KeyError(id)

    def phase(self, step: Step) -> Phase:
        """What the step is made of, with the module chosen for it and its theme."""
        return self.method.phase(step.phase).filled(step.module, step.theme)

    def person(self, id: str) -> Person | None:
        """Somebody who takes part, or None."""
        return next((person for person in self.people if person.id == id), None)

    def entry(self, id: str) -> Entry | None:
        """A contribution, or None."""
        return next((entry for entry in self.entries if entry.id == id), None)

    def entries_of(self, step: Step) -> tuple[Entry, ...]:
        """What was contributed in a step, whoever may see it."""
        return tuple(entry for entry in self.entries if entry.step == step.id)

    def with_step(self, step: Step) -> State:
        """The same state with this step in the place of the one with its id."""
        return replace(self, steps=tuple(step if old.id == step.id else old for old in self.steps))

    def with_person(self, person: Person) -> State:
        """The same state with this person in the place of the one with that id."""
        return replace(self, people=tuple(person if old.id == person.id else old for old in self.people))

    @property
    def finished(self) -> bool:
        """Whether every step was taken or passed by: the harvest is in."""
        return all(step.status in ("closed", "skipped") for step in self.steps)

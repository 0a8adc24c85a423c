"""What is asked of somebody now, and how far the dialogue is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from iq4d.methods.attendance import allowed, guards, is_in, leads, missing, needs_owner, owner_of, ready, role_in
from iq4d.methods.kinds import KINDS
from iq4d.methods.method import Both
from iq4d.methods.moving import waits_for_meeting
from iq4d.methods.permitting import offers
from iq4d.methods.questioning import asked_before
from iq4d.methods.state import Person, State, Step
from iq4d.speech import Text, text

__all__ = ["ASKS", "Asked", "Progress", "asked_of", "progress"]

ASKS: dict[str, Text] = {
    "contribute": text("It is your turn to write."),
    "join_in": text("You can add something, if you like."),
    "decide": text("Shall this step be taken? Only you decide."),
    "choose": text("How shall the others think along? Choose one way."),
    "reveal": text("Everybody has had their time. Show what was written."),
    "meet": text("Everything is ready for sitting together. Plan it, or begin."),
    "stand_in": text("This step waits for the owner of the question. Ask them, let somebody stand in, or close it."),
    "resume": text("The dialogue is paused. Go on when you are ready."),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One small thing. act: a key of `ASKS`; required: the others wait for it; deadline: in UTC, None without one."""

    step: str
    act: str
    kinds: tuple[str, ...]
    minutes: int
    deadline: datetime | None
    required: bool
    name: Both
    prompt: Both

    @property
    def sentence(self) -> Text:
        return ASKS[self.act]


def asked_of(state: State, person: str, now: datetime) -> tuple[Asked, ...]:
    """What is asked of this person now, what others wait for first; () when nothing is."""
    who = state.person(person)
    if who is None or who.gone or state.finished:
        return ()
    if state.paused_at is not None:
        last = next((step for step in state.steps if step.is_open), state.steps[0])
        return (_ask(state, last, who, "resume"),) if who in leads(state) else ()
    found = [one for step in state.steps for one in _of(state, step, who, now)]
    return tuple(sorted(found, key=lambda one: not one.required))


def _ask(state: State, step: Step, person: Person, act: str, kinds: tuple[str, ...] = ()) -> Asked:
    phase = state.phase(step)
    required = act != "join_in"
    prompt = phase.prompt_for(role_in(state, step, person))
    minutes = phase.minutes if kinds else 1
    return Asked(step.id, act, kinds, minutes, step.closes_at, required, phase.name, prompt)


def _of(state: State, step: Step, person: Person, now: datetime) -> list[Asked]:
    leading = person in leads(state, step)
    found: list[Asked] = []
    if step.status == "offered":
        optional = state.phase(step).optional
        if person.id == owner_of(state, step) or (leading and not optional):
            found.append(_ask(state, step, person, "decide" if optional else "choose"))
    if step.status == "closed" and step.revealed_at is None and leading:
        found.append(_ask(state, step, person, "reveal"))
    if leading and state.meeting is None and ready(state, step) and waits_for_meeting(state, step):
        found.append(_ask(state, step, person, "meet"))
    if step.status == "paused" and needs_owner(state, step) and leading and person.id != owner_of(state, step):
        found.append(_ask(state, step, person, "stand_in"))
    if step.is_open:
        kinds = tuple(k for k in allowed(state, step, person) if offers(state, person.id, k, step, now))
        offered = tuple(kind for kind in kinds if kind != "note")
        if person in missing(state, step):
            waits = not offered or _nothing_to_answer(state, step, person, offered)  # the owner may have to wait
            found += [] if waits else [_ask(state, step, person, "contribute", offered)]
        elif offered and not _wrote(state, step, person) and _is_free_to(state, step, person):
            found.append(_ask(state, step, person, "join_in", offered))
    return found


def _is_free_to(state: State, step: Step, person: Person) -> bool:
    """Whether nobody waits for what somebody may bring there."""
    return not state.phase(step).at_least or guards(state, step, person)


def _nothing_to_answer(state: State, step: Step, person: Person, offered: tuple[str, ...]) -> bool:
    """Whether only answers are asked, of questions that others bring in this very step and have not brought yet.

    Nor in the step before, where those are answered in this one.
    """
    if tuple(kind for kind in offered if not KINDS[kind].act) != ("answer",):
        return False
    phase = state.phase(step)
    if not any("question" in kinds for kinds in phase.allowed.values()):
        return False
    before = {one.key for one in asked_before(state, phase)}
    steps = {one.id for one in state.steps if one.phase in before and one.turn in ("", step.turn)} | {step.id}
    return not any(e.kind == "question" and e.author != person.id and e.step in steps for e in state.entries)


def _wrote(state: State, step: Step, person: Person) -> bool:
    return any(e.author == person.id and KINDS[e.kind].counts for e in state.entries_of(step)) or is_in(
        state, step, person
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """taken of total steps; steps: (id, status) in order; open: their ids; waiting_for_meeting: nobody sat down yet.

    The last step, in which it is rounded off, is not among the counted ones: ten steps are ten. rounding_off: it is
    all that is left.
    """

    taken: int
    total: int
    steps: tuple[tuple[str, str], ...]
    open: tuple[str, ...]
    finished: bool
    rounding_off: bool
    waiting_for_meeting: bool


def progress(state: State) -> Progress:
    """How far the dialogue is; the same for everybody, and no names."""
    statuses = tuple((step.id, step.status) for step in state.steps)
    left = [step.status for step in state.steps if step.status != "skipped" and not state.phase(step).rounds_off]
    taken = sum(status == "closed" for status in left)
    return Progress(
        taken=taken,
        total=len(left),
        steps=statuses,
        open=tuple(step.id for step in state.steps if step.is_open),
        finished=state.finished,
        rounding_off=taken == len(left) and not state.finished,
        waiting_for_meeting=any(ready(state, step) and waits_for_meeting(state, step) for step in state.steps),
    )

"""How a dialogue begins: the steps of a course for these people, and who may join later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from iq4d.methods.clock import Calendar
from iq4d.methods.kinds import ROLES
from iq4d.methods.lengths import fits
from iq4d.methods.method import COURSES, STEERINGS, Block, Method
from iq4d.methods.mistakes import CannotBegin
from iq4d.methods.moving import settle
from iq4d.methods.state import Person, State, Step
from iq4d.methods.verdicts import FINE, Verdict, refusal
from iq4d.speech import plural, text

__all__ = ["begin", "join", "may_join", "planned"]

AROUND_THE_TABLE = ("owner", "peer")


def begin(
    method: Method,
    people: Iterable[Person],
    now: datetime,
    *,
    course: str = "",
    steering: str = "",
    calendar: Calendar | None = None,
    meeting: datetime | None = None,
    lengths: Mapping[str, int] | None = None,
    nth: int = 0,
) -> State:
    """A dialogue at its first step. Raises CannotBegin, with a sentence, when these people cannot.

    course: hybrid, live or apart. steering: free, light or strict. Both "" as the method says. meeting: when people
    sit together, for the block that does so. lengths: per phase where they are to differ from the method's, minutes
    where it is taken together and working days where not. nth: how many dialogues went before it in its series.
    """
    people = tuple(people)
    course, steering = course or method.course, steering or method.steering
    for value, allowed in ((course, COURSES), (steering, STEERINGS)):
        if value not in allowed:
            wrong = text("“{value}” is not possible here.", value=value)
            raise CannotBegin(wrong, todo=text("Allowed here: {allowed}.", allowed=", ".join(allowed)))
    _fit(method, people)
    modes = {key: block.mode for block in method.blocks(course) for key in block.phases}
    if any(key not in modes or not fits(modes[key], length) for key, length in (lengths or {}).items()):
        raise CannotBegin(
            text("A length is for a phase of this method: from 1 to 30 working days, or 1 to 240 minutes together.")
        )
    bare = planned(method, people, now, course, steering, calendar, meeting, lengths)
    return settle(replace(bare, nth=nth), now)[0]


def planned(
    method: Method,
    people: tuple[Person, ...],
    now: datetime,
    course: str,
    steering: str,
    calendar: Calendar | None = None,
    meeting: datetime | None = None,
    lengths: Mapping[str, int] | None = None,
) -> State:
    """The steps of a course with nothing open yet, also where people are still to come: a turn stands for each."""
    turns = [p.id for p in sorted(people, key=lambda p: p.role != "owner") if p.role in AROUND_THE_TABLE]
    turns += [f"?{n}" for n in range(len(turns), method.least)]
    return State(
        method=method,
        course=course,
        steering=steering,
        calendar=calendar or Calendar(),
        began_at=now,
        people=people,
        steps=tuple(_steps(method, course, turns)),
        lengths=tuple(sorted((lengths or {}).items())),
        meeting=meeting,
    )


def _fit(method: Method, people: tuple[Person, ...]) -> None:
    roles = [person.role for person in people]
    if len({person.id for person in people}) < len(people) or not set(roles) <= set(ROLES):
        raise CannotBegin(text("Everybody takes part once, in a role that is known."))
    if roles.count("owner") != 1:
        raise CannotBegin(text("A dialogue begins with one person whose question it is."))
    for role in method.roles:
        if role not in roles:
            raise CannotBegin(text("This method needs a {role}.", role=ROLES[role]))
    around = sum(role in AROUND_THE_TABLE for role in roles)
    if around < method.least:
        raise CannotBegin(
            plural("This method needs {n} person.", "This method needs {n} people at least.", method.least),
            todo=text("Invite some more, or choose another method."),
        )
    if method.most is not None and around > method.most:
        raise CannotBegin(
            plural("This method is for {n} person.", "This method is for {n} people at most.", method.most),
            todo=text("Make several groups, or choose another method."),
        )


def _steps(method: Method, course: str, turns: list[str]) -> Iterator[Step]:
    before: tuple[str, ...] = ()
    for block in method.blocks(course):
        for rounds, keys in groupby(block.phases, key=lambda key: method.phase(key).rounds):
            group = list(keys)
            if rounds == "participant":
                made = _round(method, block, group, turns, before)
            elif rounds == "theme":
                made = _themed(method, block, group, before)
            else:
                made = _row(method, block, group, "", before)
            yield from made
            if rounds == "participant" and block.turns == "parallel":
                before = tuple(id for turn in turns for id in _last([step for step in made if step.turn == turn]))
            else:
                before = _last(made)


def _round(method: Method, block: Block, keys: list[str], turns: list[str], before: tuple[str, ...]) -> list[Step]:
    made: list[Step] = []
    for person in turns:
        first = before if block.turns == "parallel" or not made else _last(made)
        made += _row(method, block, keys, person, first)
    return made


def _row(method: Method, block: Block, keys: list[str], turn: str, before: tuple[str, ...]) -> list[Step]:
    """One step after the other; apart in time, one that goes along has the same before it as the one before it."""
    made: list[Step] = []
    for key in keys:
        along = made and block.mode == "apart" and method.phase(key).along
        after = made[-1].after if along else _last(made) or before
        made.append(Step(f"{key}@{turn}" if turn else key, key, turn, block.mode, after))
    return made


def _last(made: list[Step]) -> tuple[str, ...]:
    """The last step, with those it goes along with."""
    return tuple(step.id for step in made if step.after == made[-1].after and step.turn == made[-1].turn)


def _themed(method: Method, block: Block, keys: list[str], before: tuple[str, ...]) -> list[Step]:
    """One phase after the other, each once for every theme it has."""
    made: list[Step] = []
    for key in keys:
        for theme in range(1, len(method.phase(key).themes) + 1):
            made.append(Step(f"{key}@{theme}", key, "", block.mode, before, theme=theme))
            before = (made[-1].id,)
    return made


def may_join(state: State, person: Person) -> Verdict:
    """Whether somebody can still come in: not when it is over or full, nor where everybody has a turn already."""
    if state.person(person.id) is not None:
        return FINE
    if state.finished:
        return refusal("over")
    around = sum(other.role in AROUND_THE_TABLE and not other.gone for other in state.people)
    full = state.method.most is not None and around >= state.method.most
    if person.role in AROUND_THE_TABLE and (full or state.method.rotates):
        return refusal("no-place")
    return FINE


def join(state: State, person: Person) -> State:
    """The same dialogue with somebody more in it, as a peer if not as something else; as it was if they may not."""
    if state.person(person.id) is not None or not may_join(state, person):
        return state
    role = "peer" if person.role == "owner" or person.role not in ROLES else person.role
    return replace(state, people=(*state.people, replace(person, role=role)))

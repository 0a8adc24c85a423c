"""Who wears which hat in a dialogue now, and what is said of it. The rule is that of `iq4d.methods.hats`."""

from __future__ import annotations

from dataclasses import dataclass

from iq4d.methods import HAT, State, Step, Worn, hats_in, stretch_of
from iq4d.web.dialogues.queries import Room


@dataclass(frozen=True, slots=True)
class MyHat:
    """One's own hat in a step, in one's own language. shown: "full", "line" or "name"; passed: it went to the next."""

    key: str
    name: str
    does: str
    how: str
    say: tuple[str, ...]
    why: str
    shown: str
    step: str
    passed: bool = False


def in_step(room: Room, step: Step, *, but: str = "") -> tuple[Worn, ...]:
    """Who wears which. but: as if this person had not passed theirs on. Nothing is asked of the database."""
    state = room.state
    if state is None or not state.method.hats or not step.is_open:
        return ()
    passed = [id for id in passed_in(room, state, step) if id != but]
    return hats_in(state, step, order=_order(room), passed=passed)


def mine(room: Room, step: Step, language: str) -> MyHat | None:
    """This person's hat in an open step; also one they passed on, for they can take it back."""
    if room.me is None or room.state is None:
        return None
    passed = room.my_id in passed_in(room, room.state, step)
    worn = next((one for one in in_step(room, step, but=room.my_id) if one.person == room.my_id), None)
    if worn is None:
        return None
    hat = worn.hat
    say = tuple(one.say(language) for one in hat.say)
    told = hat.name.say(language), hat.does.say(language), hat.how.say(language), say, worn.why.say(language)
    stretch = stretch_of(room.state, step)
    before = (one for one in room.state.steps if one.status == "closed" and stretch_of(room.state, one) == stretch)
    shown = "line" if worn.shown == "full" and any(before) else worn.shown  # they read the whole in the step before
    return MyHat(hat.key, *told, shown, step.id, passed)


def by_person(room: Room, language: str) -> dict[int, str]:
    """The hats that are worn now, by number of who wears them."""
    state = room.state
    worn: dict[int, list[str]] = {}
    for step in state.steps if state else ():
        for one in in_step(room, step):
            names = worn.setdefault(int(one.person), [])
            if (name := HAT[one.hat.key].name.say(language)) not in names:
                names.append(name)
    return {number: ", ".join(names) for number, names in worn.items()}


def passed_in(room: Room, state: State, step: Step) -> list[str]:
    """Who passed theirs on in this stretch."""
    return [str(number) for number in room.dialogue.hats_passed.get(stretch_of(state, step), ())]


def _order(room: Room) -> list[str]:
    """By account: numbers tell who came in first, which is another order in every dialogue of a series."""
    return [str(one.number) for one in sorted(room.participants, key=lambda one: (one.person_id or 0, one.number))]

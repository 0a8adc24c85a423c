"""A turn becomes somebody else's: two who took part turned out to be one person."""

from __future__ import annotations

from dataclasses import replace

from iq4d.methods.state import Entry, State, Step

__all__ = ["hand_over", "turn_of"]


def turn_of(state: State, person: str) -> tuple[Step, ...]:
    """The steps of somebody's own turn; none in a method without turns."""
    return tuple(step for step in state.steps if person and step.turn == person)


def hand_over(state: State, before: str, after: str) -> State:
    """The same dialogue, with the turn of one person as another's, and what the first brought into it.

    The very same object where there is no turn to hand over, or the other has one already: nobody has two, so that
    one ends as any turn of who falls out. Steps keep their ids.
    """
    passing = {step.id for step in turn_of(state, before)}
    if not passing or state.person(after) is None or turn_of(state, after):
        return state

    def now(person: str) -> str:
        return after if person == before else person

    def step_of(step: Step) -> Step:
        return replace(
            step,
            turn=now(step.turn),
            passed=tuple(dict.fromkeys(map(now, step.passed))),
            reminded=tuple(dict.fromkeys(map(now, step.reminded))),
            dealt=tuple((now(person), cards) for person, cards in step.dealt if person != after),
        )

    def entry_of(entry: Entry) -> Entry:
        return replace(entry, author=now(entry.author), to=now(entry.to))

    return replace(
        state,
        steps=tuple(step_of(step) if step.id in passing else step for step in state.steps),
        entries=tuple(entry_of(entry) if entry.step in passing else entry for entry in state.entries),
    )

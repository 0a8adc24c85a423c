"""To say somebody's view in one's own words until its author says: yes, that is what I mean. Two rounds at most.

The author answers a restatement with *accept*, or helps once more with an *answer*; then it is tried once again.
"""

from __future__ import annotations

from iq4d.methods.state import Entry, State, Step

__all__ = ["ROUNDS", "attempts", "is_accepted", "is_answered", "open_for", "owing", "restates"]

ROUNDS = 2


def restates(state: State, step: Step) -> bool:
    """Whether it is a step in which authors say yes to what others made of their view."""
    return any("accept" in kinds for kinds in state.phase(step).allowed.values())


def attempts(state: State, step: Step, person: str, card: str) -> tuple[Entry, ...]:
    """What somebody made of this card in this step, in order."""
    here = state.entries_of(step)
    return tuple(e for e in here if e.kind == "restatement" and e.author == person and e.about == card)


def is_accepted(state: State, attempt: Entry) -> bool:
    return any(e.kind == "accept" and e.about == attempt.id for e in state.entries)


def is_answered(state: State, attempt: Entry) -> bool:
    """Whether the author of the view said anything to it: yes, or help."""
    card = state.entry(attempt.about)
    author = card.author if card else ""
    return any(e.about == attempt.id and e.kind in ("accept", "answer") and e.author == author for e in state.entries)


def open_for(state: State, step: Step, author: str) -> tuple[Entry, ...]:
    """The restatements of this person's views that wait for a yes or for help; hidden ones wait for nobody."""
    cards = {e.id for e in state.entries if e.author == author}
    here = (e for e in state.entries_of(step) if e.kind == "restatement" and e.about in cards and not e.hidden)
    return tuple(e for e in here if e.author != author and not is_answered(state, e))


def owing(state: State, step: Step) -> frozenset[str]:
    """Who still owes somebody something here: a yes or help to what was made of their view, or a second try.

    Nobody in a step without this exchange. Who fell out owes nothing.
    """
    if not restates(state, step):
        return frozenset()
    here = {person.id for person in state.people if not person.gone}
    owe = {id for id in here if open_for(state, step, id)}
    tried = {(e.author, e.about) for e in state.entries_of(step) if e.kind == "restatement" and not e.hidden}
    for person, card in tried:
        made = attempts(state, step, person, card)
        if len(made) < ROUNDS and is_answered(state, made[-1]) and not is_accepted(state, made[-1]):
            owe.add(person)
    return frozenset(owe & here)

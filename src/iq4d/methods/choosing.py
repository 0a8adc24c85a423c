"""Whose card it will be: the contribution with most votes, and its author as the owner."""

from __future__ import annotations

from iq4d.methods.state import Entry, State, Step

__all__ = ["candidates", "chosen", "waits_for_choice"]


def waits_for_choice(state: State, step: Step) -> bool:
    """Whether the step is over and what it chooses is not chosen yet."""
    return bool(state.phase(step).chooses) and step.status == "closed" and not step.chosen


def candidates(state: State, step: Step) -> tuple[Entry, ...]:
    """What one can vote for in this step: cases in what it uses, as far as they are not hidden."""
    phase = state.phase(step)
    feeding = {giver.key for giver in state.method.phases if giver.output in phase.uses}
    return tuple(e for e in state.entries if e.kind == "case" and not e.hidden and state.step(e.step).phase in feeding)


def chosen(state: State, step: Step) -> Entry | None:
    """The one with most votes of those whose author is still here; of equals, and without votes, the earliest.

    Nobody is left with nothing to talk about because nobody voted. None where there is nothing to choose from.
    """
    here = {person.id for person in state.people if not person.gone and person.role in ("owner", "peer")}
    cards = [card for card in candidates(state, step) if card.author in here]
    votes = [entry.about for entry in state.entries_of(step) if entry.kind == "vote"]
    return max(cards, key=lambda card: votes.count(card.id), default=None)

"""Saying somebody’s view in one’s own words, as the page shows it: my card, my tries, and what others made of mine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from iq4d.methods import State, Step, may
from iq4d.methods.restating import ROUNDS, attempts, is_accepted, is_answered, open_for
from iq4d.web.dialogues import render
from iq4d.web.dialogues.queries import Room, Shown


@dataclass(slots=True)
class Try:
    """One restatement, with the help of the view's author where there is any. is_last: after it nobody tries again."""

    number: int
    drawn: SafeString
    accepted: bool
    is_last: bool
    helped: list[SafeString] = field(default_factory=list)


@dataclass(slots=True)
class Card:
    """A view somebody was dealt, what they made of it so far, and whether they may try (again)."""

    number: int
    drawn: SafeString
    tries: list[Try]
    may_try: bool
    waits: bool  # for the author's yes or help


@dataclass(slots=True)
class Restating:
    """cards: my hand; mine: what others made of my view and waits for my yes or my help."""

    cards: list[Card]
    mine: list[Try]

    @property
    def is_mine(self) -> bool:
        """Whether anything of it is this person's to do or to read."""
        return bool(self.cards or self.mine)


def on_the_table(room: Room, step: Step, lying: Iterable[Shown], looks: render.Looks) -> Restating:
    """What lies before this person: what is theirs to say again, and to say yes to. No query."""
    state = room.state
    assert state is not None
    shown = {f"c{one.number}": one for one in lying}
    drawn = {f"c{number}": card for number, card in render.cards(list(shown.values()), looks).items()}
    cards = []
    for id in dict(step.dealt).get(room.my_id, ()):
        if id not in shown:
            continue
        made = attempts(state, step, room.my_id, id)
        tries = [_try(state, step, one.id, drawn) for one in made if one.id in drawn]
        fine = may(state, room.my_id, "restatement", step.id, room.now, about=id).force == "fine"
        waits = bool(made) and not is_answered(state, made[-1])
        cards.append(Card(shown[id].number, drawn[id], tries, fine, waits))
    waiting = [one.id for one in open_for(state, step, room.my_id) if one.id in drawn]
    return Restating(cards, [_try(state, step, id, drawn) for id in waiting])


def _try(state: State, step: Step, id: str, drawn: dict[str, SafeString]) -> Try:
    entry = state.entry(id)
    assert entry is not None
    card = state.entry(entry.about)
    author = card.author if card else ""
    here = state.entries_of(step)
    help_given = [e.id for e in here if e.kind == "answer" and e.about == id and e.author == author]
    made = [one.id for one in attempts(state, step, entry.author, entry.about)]
    return Try(
        number=int(id.removeprefix("c")),
        drawn=drawn[id],
        accepted=is_accepted(state, entry),
        is_last=made.index(id) + 1 >= ROUNDS,
        helped=[drawn[one] for one in help_given if one in drawn],
    )

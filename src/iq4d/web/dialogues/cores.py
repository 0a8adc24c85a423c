"""The question behind the question: the line from its first wording, and what the others thought that it is.

Where everybody has a turn there is a line per turn: whose turn it is owns the question of that round.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q

from iq4d.web.dialogues.models import Contribution
from iq4d.web.dialogues.queries import Room, Shown
from iq4d.web.ui.markup import plain

WORDED = ("case", "question", "core")  # kinds in which somebody words their question


class Said(NamedTuple):
    """Something that may be a wording. turn: the participant number of whose round it was said in, 0 for none."""

    number: int
    participant: int
    kind: str
    turn: int
    hidden: bool
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A question from its first wording to its last. turn, name: whose round it is; 0 and "" for the dialogue's own.

    wordings: (contribution number or None, words); beside: what others see behind it, as (number, name, words).
    """

    turn: int
    name: str
    wordings: Sequence[tuple[int | None, str]]
    beside: Sequence[tuple[int, str, str]]


def lines(room: Room, whole: list[Shown] | None = None) -> list[Line]:
    """The dialogue's own line where it has been worded anew, and one per turn in which the question has been said.

    whole: all that this person sees, where the page has it: then nothing is asked again. Else it is one query, and
    nothing stands beside.
    """
    if room.state is None:
        return []
    turns = {step.id: int(step.turn or 0) for step in room.state.steps}
    said = sorted(_on_the_page(whole, turns) if whole is not None else _asked(room, turns))
    found = []
    for turn in dict.fromkeys([0, *turns.values()]):
        here = [one for one in said if one.turn == turn]
        owners = {turn} if turn else _owners(room)
        mine = [one for one in here if one.participant in owners]
        wordings: list[tuple[int | None, str]] = [
            (one.number, one.words) for n, one in enumerate(mine) if one.kind == "core" or (turn and n == 0)
        ]
        if wordings and not turn:
            wordings.insert(0, (None, room.dialogue.title))
        if wordings:
            others = (one for one in here if one.kind == "core" and one.participant not in owners and not one.hidden)
            beside = [(one.number, room.named(one.participant), one.words) for one in others] if whole else []
            found.append(Line(turn, room.named(turn), wordings, beside))
    return found


def _owners(room: Room) -> set[int]:
    return {one.number for one in room.participants if one.role == "owner"}


def _on_the_page(whole: list[Shown], turns: dict[str, int]) -> Iterable[Said]:
    for one in whole:
        turn = turns.get(one.step, 0)
        if one.removed_at is None and (one.kind == "core" or (one.participant == turn and one.kind in WORDED)):
            yield Said(one.number, one.participant, one.kind, turn, one.hidden, plain(one.html))


def _asked(room: Room, turns: dict[str, int]) -> Iterable[Said]:
    numbers = {one.pk: one.number for one in room.participants}
    owners = [pk for pk, number in numbers.items() if number in _owners(room)]
    wanted = Q(kind="core", participant__in=owners)
    for pk, number in numbers.items():
        steps = [id for id, turn in turns.items() if turn == number]
        wanted |= Q(step__in=steps, participant=pk, kind__in=WORDED) if steps else Q(pk=None)
    rows = Contribution.objects.filter(room.seen, wanted, dialogue=room.dialogue, removed_at=None)
    for number, participant, kind, step, hidden, text in rows.values_list(
        "number", "participant", "kind", "step", "hidden", "text"
    ):
        yield Said(number, numbers[participant], kind, turns.get(step, 0), hidden, text)

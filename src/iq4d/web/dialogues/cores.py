"""The question behind the question: the line from its first wording, and what the others thought that it is.

Where everybody has a turn there is a line per turn: whose turn it is owns the question of that round.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from iq4d.conversation import Declared
from iq4d.methods import State
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.models import Contribution
from iq4d.web.dialogues.queries import Room, Shown
from iq4d.web.ui.markup import plain

WORDED = ("case", "question", "core")  # kinds in which somebody words their question


class Said(NamedTuple):
    """Something of which the line is made. turn: the participant number of whose round it was said in, 0 for none.

    owned: whether its author owned the question of that step then; None where that was not written down.
    """

    number: int
    participant: int
    kind: str
    step: str
    turn: int
    hidden: bool
    words: str
    at: datetime | None
    answers: int | None
    owned: bool | None


class Told(NamedTuple):
    """Somebody's words, in a line. recognised: the owner said that it touches them."""

    number: int
    name: str
    participant: int
    words: str
    recognised: bool = False


class Wording(NamedTuple):
    """One wording of a question. number: of the contribution, None for the one it began with.

    step: what the step is called; after: the question that came before it, of those that the owner keeps.
    """

    number: int | None
    words: str
    at: datetime | None = None
    step: str = ""
    after: Told | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A question from its first wording to its last. turn, name: whose round it is; 0 and "" for the dialogue's own.

    beside: what the others see behind it, once everybody may read that.
    """

    turn: int
    name: str
    wordings: Sequence[Wording]
    beside: Sequence[Told]


class Kept(NamedTuple):
    """A question that the owner keeps, with what was answered to it so far."""

    question: Told
    answers: Sequence[Told]


@dataclass(frozen=True, slots=True)
class KeptQuestions:
    """What the owner keeps, in the owner's order. turn, name: whose round it is, as in `Line`."""

    turn: int
    name: str
    questions: Sequence[Kept]

    @property
    def answered(self) -> int:
        return sum(bool(one.answers) for one in self.questions)


def said_in(room: Room, whole: list[Shown] | None = None) -> list[Said]:
    """All of it that this person sees, in order of time.

    whole: all that this person sees, where the page has it: then nothing is asked again. Else it is one query.
    """
    if room.state is None:
        return []
    turns = {step.id: int(step.turn or 0) for step in room.state.steps}
    return sorted(_on_the_page(room, whole, turns) if whole is not None else _asked(room, turns))


def lines(room: Room, said: Sequence[Said], language: str) -> list[Line]:
    """The dialogue's own line where it was worded anew or others said what is behind it; and one per turn."""
    state = room.state
    if state is None:
        return _brought_in(room)
    public, warm = set(standings.public_steps(state)), _recognised(room)
    found = []
    for turn in dict.fromkeys([0, *(int(step.turn or 0) for step in state.steps)]):
        here = [one for one in said if one.turn == turn and one.kind in WORDED]
        mine = [one for one in here if _is_owners(room, one, turn)]
        anew = [one for n, one in enumerate(mine) if one.kind == "core" or (turn and n == 0)]
        others = [one for one in here if one.kind == "core" and one not in mine and not one.hidden]
        beside = [_told(room, one, warm) for one in others if one.step in public]
        wordings = _wordings(room, anew, said, state, language)
        if not turn and (wordings or beside):
            wordings.insert(0, Wording(None, room.dialogue.title))
        if wordings:
            found.append(Line(turn, room.named(turn), wordings, beside))
    return found


def kept_questions(room: Room, said: Sequence[Said]) -> list[KeptQuestions]:
    """The questions that the owner keeps, together: what was answered, and what is still open."""
    kept = {number: place for number, place in room.kept.items() if number in _recognised(room)}
    asked = [one for one in said if one.kind == "question" and one.number in kept and not one.hidden]
    asked.sort(key=lambda one: kept[one.number])
    answers: dict[int, list[Told]] = {}
    for one in said:
        if one.kind == "answer" and one.answers in kept and not one.hidden:
            answers.setdefault(one.answers or 0, []).append(_told(room, one))
    return [
        KeptQuestions(
            turn,
            room.named(turn),
            [Kept(_told(room, one), answers.get(one.number, [])) for one in asked if one.turn == turn],
        )
        for turn in sorted({one.turn for one in asked})
    ]


def _wordings(room: Room, anew: Sequence[Said], said: Sequence[Said], state: State, language: str) -> list[Wording]:
    found, before = [], 0
    for one in anew:
        step = state.phase(state.step(one.step)).name.say(language) if one.step else ""
        after = _came_before(room, one, before, said) if one.kind == "core" else None
        found.append(Wording(one.number, one.words, one.at, step, after))
        before = one.number
    return found


def _came_before(room: Room, core: Said, before: int, said: Sequence[Said]) -> Told | None:
    """The question that a new wording answers; else the warmest of what was kept since the wording before."""
    questions = {
        one.number: one
        for one in said
        if one.kind == "question" and not one.hidden and one.participant != core.participant
    }
    if core.answers in questions:
        return _told(room, questions[core.answers])
    kept, warm = room.kept, _recognised(room)
    asked = [
        one
        for number, one in questions.items()
        if before < number < core.number and number in warm and one.turn == core.turn
    ]
    first = min(asked, key=lambda one: kept[one.number], default=None)
    return _told(room, first) if first is not None else None


def _recognised(room: Room) -> set[int]:
    """What the owner keeps, of questions and cores. Where everybody rates, that is no word of the owner's."""
    state = room.state
    if state is None or not room.kept:
        return set()
    owners = {
        step.id
        for step in state.steps
        if "rate" in state.phase(step).allowed.get("owner", ())
        and "rate" not in state.phase(step).allowed.get("peer", ())
    }
    return {one.about for one in room.ratings if one.value == "warm" and one.step in owners}


def _told(room: Room, one: Said, warm: Iterable[int] = ()) -> Told:
    return Told(one.number, room.named(one.participant), one.participant, one.words, one.number in warm)


def _is_owners(room: Room, one: Said, turn: int) -> bool:
    """Whether it is the owner's own: as it was then, for an owner may have been replaced since."""
    if turn:
        return one.participant == turn
    return one.participant in _owners(room) if one.owned is None else one.owned


def _owners(room: Room) -> set[int]:
    return {one.number for one in room.participants if one.role == "owner"}


def _brought_in(room: Room) -> list[Line]:
    """The line of a conversation held elsewhere, where its platform told it."""
    if not room.dialogue.declared.get("core_versions"):
        return []
    told = sorted(Declared.from_json(room.dialogue.declared).core_versions, key=lambda one: one.number)
    wordings = [Wording(_number(one.utterance), one.text) for one in told if one.text.strip()]
    if told[0].number > 1:
        wordings.insert(0, Wording(None, room.dialogue.title))
    return [Line(0, "", wordings, [])] if len(wordings) > 1 else []


def _number(utterance: str | None) -> int | None:
    return int(utterance) if utterance and utterance.isdecimal() else None


def _on_the_page(room: Room, whole: list[Shown], turns: dict[str, int]) -> Iterable[Said]:
    asked = {*room.kept, *(one.answers for one in whole if one.kind == "core" and one.answers)}
    for one in whole:
        turn = turns.get(one.step, 0)
        worded = one.kind == "core" or (one.participant == turn and one.kind in WORDED)
        around = (one.number if one.kind == "question" else one.answers if one.kind == "answer" else 0) in asked
        if one.removed_at is None and (worded or around):
            words = plain(one.html)
            yield Said(
                one.number, one.participant, one.kind, one.step, turn, one.hidden, words, one.at, one.answers, one.owned
            )


def _asked(room: Room, turns: dict[str, int]) -> Iterable[Said]:
    numbers = {one.pk: one.number for one in room.participants}
    cores = Contribution.objects.filter(dialogue=room.dialogue, kind="core", answers__isnull=False)
    questions = Q(number__in=list(room.kept)) | Q(number__in=cores.values("answers"))
    wanted = Q(kind="core") | Q(questions, kind="question") | Q(answers__in=list(room.kept), kind="answer")
    for pk, number in numbers.items():
        steps = [id for id, turn in turns.items() if turn == number]
        wanted |= Q(step__in=steps, participant=pk, kind__in=WORDED) if steps else Q(pk=None)
    rows = Contribution.objects.filter(room.seen, wanted, dialogue=room.dialogue, removed_at=None)
    columns = ("number", "participant", "kind", "step", "hidden", "text", "at", "answers", "to")
    for number, participant, kind, step, hidden, text, at, answers, to in rows.values_list(*columns):
        owned = None if to is None else to == participant
        who, turn = numbers[participant], turns.get(step, 0)
        yield Said(number, who, kind, step, turn, hidden, text, at, answers, owned)

"""What a page reads of dialogues. Everything starts from the person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet

from iq4d.conversation import Conversation, Declared, Purpose, Speaker, Utterance
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.models import Contribution, Dialogue
from iq4d.web.people.models import Person

PER_PAGE = 25  # dialogues in a list
WINDOW = 100  # contributions on one page


@dataclass(frozen=True, slots=True)
class Shown:
    """One contribution as the page shows it; `name` is empty for a pseudonym, said from `participant`."""

    number: int
    level: int
    answers: int | None
    at: datetime | None
    html: str
    participant: int
    name: str
    person: int | None
    photo: str


def dialogue_for(person: Person, key: str) -> Dialogue | None:
    """The dialogue with this key, for who belongs to its circle."""
    return Dialogue.objects.seen_by(person).select_related("circle").filter(key=key).first()


def dialogues_in(circle: Circle) -> QuerySet[Dialogue]:
    return circle.dialogues.newest_talk_first()


def recent_for(person: Person, at_most: int = 10) -> QuerySet[Dialogue]:
    """What came into this person's circles last."""
    return Dialogue.objects.seen_by(person).select_related("circle").order_by("-created_at", "-pk")[:at_most]


def window(dialogue: Dialogue, first: int) -> list[Shown]:
    """WINDOW contributions in reading order, from place `first` (1-based)."""
    rows = (
        Contribution.objects.filter(dialogue=dialogue, place__gte=first, place__lt=first + WINDOW)
        .order_by("place")
        .values_list(
            "number", "level", "answers", "at", "html",
            "participant__number", "participant__name", "participant__person", "participant__person__photo",
        )
    )  # fmt: skip
    return [Shown(*row[:8], row[8] or "") for row in rows]


@dataclass(slots=True)
class Thread:
    """A contribution with what stands under it."""

    top: Shown
    replies: list[Thread]


def threads(shown: list[Shown]) -> list[Thread]:
    """The window as nested lists. A thread that began on the page before goes on at its own level."""
    roots: list[Thread] = []
    path: list[Thread] = []  # the open thread at each level
    for contribution in shown:
        thread = Thread(contribution, [])
        del path[min(contribution.level, len(path)) :]
        (path[-1].replies if path else roots).append(thread)
        path.append(thread)
    return roots


def place_of(dialogue: Dialogue, number: int) -> int | None:
    """Where contribution `number` stands in reading order."""
    return Contribution.objects.filter(dialogue=dialogue, number=number).values_list("place", flat=True).first()


def names_in(dialogue: Dialogue, numbers: list[int]) -> dict[int, tuple[str, int]]:
    """Who made these contributions: (name, participant number) by contribution number."""
    rows = Contribution.objects.filter(dialogue=dialogue, number__in=numbers)
    return {n: (name, who) for n, name, who in rows.values_list("number", "participant__name", "participant__number")}


def as_conversation(dialogue: Dialogue) -> Conversation:
    """The dialogue in the libraries' words: ids are the numbers, names serve only to tell a name from a word."""
    rows = dialogue.contributions.order_by("number").values_list(
        "number", "participant__number", "text", "at", "answers"
    )
    utterances = tuple(
        Utterance(str(number), str(who), text, at, str(answers) if answers else None)
        for number, who, text, at, answers in rows
    )
    purpose = Purpose(dialogue.why, dialogue.for_whom, dialogue.done_when, dialogue.outside) if dialogue.why else None
    return Conversation(
        id=dialogue.key,
        title=dialogue.title,
        utterances=utterances,
        speakers=tuple(Speaker(str(n), name) for n, name in dialogue.participants.values_list("number", "name")),
        language=dialogue.language or None,
        expected=dialogue.expected,
        declared=replace(Declared.from_json(dialogue.declared), purpose=purpose),
    )

"""What the mirror page reads: the scorecard, and the words its evidence points at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from iq4d.conversation import Conversation, DeclaredDeed
from iq4d.measures import Evidence, Scorecard
from iq4d.web.dialogues.models import Contribution, Dialogue
from iq4d.web.mirror.models import Mirror, Remark
from iq4d.web.people.models import Person

PROMISE = "promise"  # the indicator of "perhaps a promise?"


@dataclass(frozen=True, slots=True)
class Said:
    """The contribution a piece of evidence points at. `name` is empty for a pseudonym, said from `participant`."""

    number: int
    text: str
    at: datetime | None
    participant: int
    name: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence with the contribution behind it; `said` is None for a fact that is no contribution."""

    evidence: Evidence
    said: Said | None


@dataclass(frozen=True, slots=True)
class Remarked:
    """A piece somebody remarked on. stance: "wrong" or "promise". own: this person is one of those who did."""

    evidence: Evidence
    stance: str
    own: bool


def mirror_of(dialogue: Dialogue) -> tuple[Mirror | None, Scorecard | None]:
    """The dialogue's mirror and its scorecard; None where it is not computed yet."""
    mirror = Mirror.objects.filter(dialogue=dialogue).first()
    return mirror, Scorecard.from_json(mirror.scorecard) if mirror and mirror.scorecard else None


def all_evidence(scorecard: Scorecard) -> dict[str, Evidence]:
    """Every piece on the scorecard, by id."""
    pieces = [piece for d in scorecard.dimensions for score in d.scores for piece in score.evidence]
    return {piece.id: piece for piece in [*pieces, *scorecard.promises]}


def seen_in(dialogue: Dialogue) -> dict[str, str]:
    """How much is seen, by dimension; empty while the mirror is not computed yet."""
    return Mirror.objects.filter(dialogue=dialogue).values_list("seen", flat=True).first() or {}


def words_of(dialogue: Dialogue, evidence: str) -> tuple[str, ...] | None:
    """The words that carry this piece, on the mirror now or when it was remarked on; None for an unknown piece.

    What a browser sends is held against what we know and put into no query: PostgreSQL refuses a NUL in one.
    """
    _, scorecard = mirror_of(dialogue)
    if scorecard is not None and (piece := all_evidence(scorecard).get(evidence)):
        return piece.words
    remarked = dict(Remark.objects.filter(dialogue=dialogue).values_list("evidence", "words"))
    return tuple(remarked[evidence]) if evidence in remarked else None


def pieces(dialogue: Dialogue, evidence: Iterable[Evidence]) -> list[Piece]:
    """The evidence with what was said. One query, however much evidence."""
    listed = list(evidence)
    numbers = {int(piece.utterance) for piece in listed if piece.utterance.isdigit()}
    rows = Contribution.objects.filter(dialogue=dialogue, number__in=numbers).values_list(
        "number", "text", "at", "participant__number", "participant__name"
    )
    said = {str(row[0]): Said(*row) for row in rows}
    return [Piece(piece, said.get(piece.utterance)) for piece in listed]


def remarks_on(dialogue: Dialogue, person: Person) -> list[Remarked]:
    """What was remarked, piece by piece; "this is not right" goes before "a promise"."""
    found: dict[str, Remarked] = {}
    rows = Remark.objects.filter(dialogue=dialogue).order_by("pk").values_list("evidence", "stance", "person", "words")
    for evidence, stance, who, words in rows:
        indicator, _, utterance = evidence.partition(":")
        piece = Evidence(indicator, utterance, 0.0, rule="", words=tuple(words))
        before = found.get(evidence, Remarked(piece, stance, False))
        wrong = "wrong" in (stance, before.stance)
        found[evidence] = Remarked(piece, "wrong" if wrong else stance, before.own or who == person.pk)
    return list(found.values())


def with_promises(conversation: Conversation, promises: dict[str, str]) -> Conversation:
    """The conversation with the promises its people confirmed, as deeds. promises: the sentence by evidence id."""
    said = {
        promise.partition(":")[2]: words for promise, words in promises.items() if promise.startswith(f"{PROMISE}:")
    }
    deeds = tuple(
        DeclaredDeed(
            id=f"{PROMISE}:{utterance.id}",
            speaker=utterance.speaker,
            text=said[utterance.id] or utterance.text,
            utterance=utterance.id,
        )
        for utterance in conversation
        if utterance.id in said
    )
    if not deeds:
        return conversation
    declared = conversation.declared
    return conversation.with_declared(replace(declared, deeds=(declared.deeds or ()) + deeds))

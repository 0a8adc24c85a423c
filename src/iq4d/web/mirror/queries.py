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


def named(evidence_id: str) -> Evidence:
    """A piece of evidence known only by its id: it is no longer on the scorecard."""
    indicator, _, utterance = evidence_id.partition(":")
    return Evidence(indicator, utterance, 0.0, rule="")


def is_on_mirror(dialogue: Dialogue, evidence: str) -> bool:
    """Whether this piece is on the mirror now, or was remarked on before.

    What a browser sends is held against what we know and put into no query: PostgreSQL refuses a NUL in one.
    """
    if evidence in set(Remark.objects.filter(dialogue=dialogue).values_list("evidence", flat=True)):
        return True
    _, scorecard = mirror_of(dialogue)
    return scorecard is not None and evidence in all_evidence(scorecard)


def pieces(dialogue: Dialogue, evidence: Iterable[Evidence]) -> list[Piece]:
    """The evidence with what was said. One query, however much evidence."""
    listed = list(evidence)
    numbers = {int(piece.utterance) for piece in listed if piece.utterance.isdigit()}
    rows = Contribution.objects.filter(dialogue=dialogue, number__in=numbers).values_list(
        "number", "text", "at", "participant__number", "participant__name"
    )
    said = {str(row[0]): Said(*row) for row in rows}
    return [Piece(piece, said.get(piece.utterance)) for piece in listed]


def remarks_on(dialogue: Dialogue, person: Person) -> dict[str, tuple[str, bool]]:
    """What was remarked: by evidence id the stance, and whether it is (also) this person's own."""
    remarks: dict[str, tuple[str, bool]] = {}
    rows = Remark.objects.filter(dialogue=dialogue).order_by("pk").values_list("evidence", "stance", "person")
    for evidence, stance, who in rows:
        before = remarks.get(evidence, (stance, False))
        remarks[evidence] = ("wrong" if "wrong" in (stance, before[0]) else stance, before[1] or who == person.pk)
    return remarks


def with_promises(conversation: Conversation, promises: set[str]) -> Conversation:
    """The conversation with the promises its people confirmed, as deeds."""
    numbers = {promise.split(":", 1)[1] for promise in promises if promise.startswith(f"{PROMISE}:")}
    deeds = tuple(
        DeclaredDeed(
            id=f"{PROMISE}:{utterance.id}", speaker=utterance.speaker, text=utterance.text, utterance=utterance.id
        )
        for utterance in conversation
        if utterance.id in numbers
    )
    if not deeds:
        return conversation
    declared = conversation.declared
    return conversation.with_declared(replace(declared, deeds=(declared.deeds or ()) + deeds))

"""What the mirror page reads: the scorecard, and the words its evidence points at."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery

from iq4d.conversation import Conversation, DeclaredDeed
from iq4d.measures import Evidence, Scorecard
from iq4d.measures.changes import MEASURE
from iq4d.measures.registry import MEASURES
from iq4d.speech import Text
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.declared import as_conversation
from iq4d.web.dialogues.models import Contribution, Dialogue
from iq4d.web.dialogues.queries import Room
from iq4d.web.journal.models import Delivery, Entry
from iq4d.web.mirror.models import Mirror, Remark
from iq4d.web.mirror.own_view import queries as own_views
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
    return mirror, _readable(Scorecard.from_json(mirror.scorecard)) if mirror and mirror.scorecard else None


def _readable(scorecard: Scorecard) -> Scorecard:
    """Without indicators that are gone: until an older card is made anew it shows what can still be explained."""
    known = {one.key for one in MEASURES}
    dimensions = tuple(
        replace(
            one,
            scores=tuple(score for score in one.scores if score.indicator in known),
            quotes=tuple(piece for piece in one.quotes if piece.indicator in known),
        )
        for one in scorecard.dimensions
    )
    return replace(scorecard, dimensions=dimensions)


def tag_of(person: Person, key: str, language: str) -> str:
    """Changes with everything on this person's mirror page: what a browser holds against the page it has (an ETag).

    One query. Empty for who may not see the dialogue, as for one that is not there.
    """
    read_along = along(person) | own_views.along(person)
    found = Dialogue.objects.seen_by(person).filter(key=key).annotate(**read_along).first()
    return _tag(found, person, language) if found else ""


def _remarks(of_them: Any) -> Subquery:
    remarks = Remark.objects.filter(dialogue=OuterRef("pk")).order_by().values("dialogue")
    return Subquery(remarks.annotate(told=of_them).values("told"))


def along(person: Any) -> dict[str, Any]:
    """What a page needs to know of the mirror, for the dialogue's row."""
    return {
        "mirror_seen": F("mirror__seen"),
        "mirror_digest": F("mirror__digest"),
        "mirror_computed": F("mirror__computed_at"),
        "mirror_asked": F("mirror__asked_at"),
        "mirror_remarks": _remarks(Count("pk")),
        "mirror_remarked": _remarks(Max("at")),
    }


def _tag(row: Any, person: Person, language: str) -> str:
    computed, asked = row.mirror_computed, row.mirror_asked  # when is told to nobody: it moves with what is private
    # while it runs the page does not say that a newer one is on its way
    under_way = row.state != "running" and (computed is None or asked > computed)
    remarks, own = (row.mirror_remarks, row.mirror_remarked), (row.own_view_at, row.own_views_made)
    told = repr((row.state, row.mirror_digest, under_way, *remarks, *own, person.pk, language))
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:20]}"'


@dataclass(frozen=True, slots=True)
class Measured:
    """All that a scorecard is made of. contested: ids of evidence; now: when a deed is due."""

    conversation: Conversation
    contested: frozenset[str]
    now: datetime

    @property
    def digest(self) -> str:
        """The same word: the same scorecard. Of what all may see, of which deeds are due, and by which measure."""
        talk = self.conversation
        said = [(u.id, u.speaker, u.text, u.at and u.at.isoformat(), u.reply_to) for u in talk]
        names = [(speaker.id, speaker.name) for speaker in talk.speakers]
        about = (talk.title, talk.language, talk.expected, sorted(self.contested), MEASURE)
        due = [deed.id for deed in talk.declared.deeds or () if deed.due is not None and deed.due <= self.now]
        told = json.dumps([about, names, said, due, talk.declared.to_json()], sort_keys=True)
        return hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()[:20]


def to_measure(dialogue: Dialogue, now: datetime) -> Measured:
    """The dialogue as it is, without what was contested, with the promises that were confirmed."""
    remarks = list(Remark.objects.filter(dialogue=dialogue).values_list("stance", "evidence", "words"))
    contested = frozenset(evidence for stance, evidence, _ in remarks if stance == "wrong")
    promises = {
        evidence: " ".join(words)
        for stance, evidence, words in remarks
        if stance == "promise" and evidence not in contested
    }
    return Measured(with_promises(as_conversation(dialogue), promises), contested, now)


def of_an_older_measure() -> QuerySet[Mirror]:
    """Made by an older measure, or never made because every try failed."""
    return Mirror.objects.filter(measure__lt=MEASURE)


def to_renew(below: int | None, at_most: int) -> list[int]:
    """Dialogues of which the mirror is to be made anew, the newest first. below: only those older than this one."""
    older = of_an_older_measure() if below is None else of_an_older_measure().filter(dialogue_id__lt=below)
    return list(older.order_by("-dialogue_id").values_list("dialogue_id", flat=True)[:at_most])


def known(room: Room, language: str) -> str:
    """The header with which a page asks whether it is old."""
    return json.dumps({"If-None-Match": _tag(room.along, room.person, language)})


def takes_part(person: Person, dialogue: Dialogue) -> bool:
    here = dialogue.participants.filter(person=person, removed_at=None, gone=False)
    return here.exclude(way="").exists()


def something_to_see(dialogue: Dialogue) -> bool:
    """Whether a mirror can show anything, or has to be told that it no longer can."""
    if dialogue.words_gone:  # of what is left a mirror would show another conversation
        return False
    return bool(dialogue.contribution_count) or Mirror.objects.filter(dialogue=dialogue).exists()


def waiting_deliveries(listener: str, entry: Entry) -> list[int]:
    """What else this listener still has to be told about the same dialogue."""
    waiting = Delivery.objects.filter(listener=listener, entry__subject=entry.subject, done_at=None)
    return list(waiting.exclude(entry=entry).values_list("pk", flat=True))


def delivered(deliveries: list[int], now: datetime) -> None:
    Delivery.objects.filter(pk__in=deliveries, done_at=None).update(done_at=now)


@dataclass(frozen=True, slots=True)
class Question:
    """The next question of a dimension, in the dialogue's language. name: of this very question, in any language."""

    dimension: str
    words: str
    name: str


def next_question(dialogue: Dialogue, dimension: str, language: str) -> Question | None:
    """language: that of the reader, for a dialogue that has none of its own."""
    _, scorecard = mirror_of(dialogue)
    scores = [score for score in scorecard.dimensions if score.dimension == dimension] if scorecard else []
    if not scores:
        return None
    said = scores[0].question
    return Question(dimension, said.say(dialogue.language or language), name_of(said))


def name_of(question: Text) -> str:
    """Short, and the same in every language."""
    return hashlib.sha256(repr(question).encode()).hexdigest()[:16]


def all_evidence(scorecard: Scorecard) -> dict[str, Evidence]:
    """Every piece on the scorecard, by id."""
    pieces = [piece for d in scorecard.dimensions for score in d.scores for piece in score.evidence]
    return {piece.id: piece for piece in [*pieces, *scorecard.promises]}


def seen_in(room: Room) -> dict[str, str]:
    """How much is seen, by dimension; empty while the mirror is not computed yet."""
    return room.along.mirror_seen or {}


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
    """The evidence with what was said. One query, however much evidence.

    What not everybody in the room sees (any more) is left out at once, without waiting for a new computation: hidden,
    taken back, narrow or not yet revealed.
    """
    listed = list(evidence)
    numbers = {int(piece.utterance) for piece in listed if piece.utterance.isdigit()}
    standing = getattr(dialogue, "standing", None)
    shown = standings.public_and_named(standings.bare_state(standing) if standing else None)
    rows = Contribution.objects.filter(shown, dialogue=dialogue, number__in=numbers).values_list(
        "number", "text", "at", "participant__number", "participant__name"
    )
    said = {str(row[0]): Said(*row) for row in rows}
    told = [piece for piece in listed if not piece.utterance.isdigit() or piece.utterance in said]
    return [Piece(piece, said.get(piece.utterance)) for piece in told]


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

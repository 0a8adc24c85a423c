"""What a measure says: evidence, a score or the reason why there is none, and the scorecard of four dimensions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from iq4d.measures.changes import MEASURE
from iq4d.speech import Text

DIMENSIONS = ("purpose", "depth", "diversity", "deeds")
POINTS = 25  # per dimension
ENOUGH_CONTRIBUTIONS = 10  # under this, or under two speakers: words only (MEASURES §1, reliability)
ENOUGH_SPEAKERS = 2
FIRM_CONTRIBUTIONS = 20  # under this a number is grey: shown, with its uncertainty up front


class Evidence(NamedTuple):
    """One piece of evidence: which contribution, by which rule, on which words, worth how much (0-1).

    `id` names the piece across recomputations ("uptake:17"): it is what somebody contests.
    """

    indicator: str
    utterance: str
    value: float
    rule: str
    words: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return f"{self.indicator}:{self.utterance}"


@dataclass(frozen=True, slots=True)
class Score:
    """The value of one indicator, or the reason why there is none.

    indicator: its key ("uptake"). value: 0-1 against the reference sample, None when not assessable.
    raw: the figure before it was held against the reference. interval: 80 % interval of `value`.
    basis: "declared" (said on the platform) or "detected" (found in the text). reason: why no value.
    evidence: what it rests on, strongest first. base: how many contributions or facts were looked at.
    """

    indicator: str
    value: float | None
    raw: float | None = None
    interval: tuple[float, float] | None = None
    basis: str = "detected"
    reason: Text | None = None
    evidence: tuple[Evidence, ...] = ()
    base: int = 0


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """One dimension: its indicators' scores, points 0-25 (or None with the reason), words, quotes, next question.

    seen: "a lot", "some", "little" or "unseen" (no eligible evidence); what a person reads first.
    quotes: the evidence worth showing, at most three, each of another contribution.
    question: one next question for the group.
    """

    dimension: str
    scores: tuple[Score, ...]
    points: float | None
    interval: tuple[float, float] | None
    seen: str
    question: Text
    quotes: tuple[Evidence, ...] = ()
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The four dimensions of one conversation. It says nothing about persons, and it ranks nobody.

    footing: "words" (too little for a number), "grey" (10-19 contributions) or "firm".
    points of out_of: the sum over the dimensions that could be assessed ("41 of 75"), never rescaled; both None
    when the footing is "words" or nothing could be assessed. promises: sentences that may be a promise; they count
    only when confirmed. measure: the version of the measure that made it (changes.toml).
    """

    conversation: str
    language: str | None
    contributions: int
    speakers: int
    expected: int | None
    footing: str
    dimensions: tuple[DimensionScore, ...]
    points: float | None
    out_of: int | None
    interval: tuple[float, float] | None
    promises: tuple[Evidence, ...] = ()
    notes: tuple[Text, ...] = ()
    measure: int = MEASURE

    def __getitem__(self, dimension: str) -> DimensionScore:
        return self.dimensions[DIMENSIONS.index(dimension)]

    def to_json(self) -> dict[str, Any]:
        """Plain data for `--json` and for keeping; `from_json` gives the same scorecard back."""
        return {
            "version": VERSION,
            "measure": self.measure,
            "conversation": self.conversation,
            "language": self.language,
            "contributions": self.contributions,
            "speakers": self.speakers,
            "expected": self.expected,
            "footing": self.footing,
            "points": self.points,
            "out_of": self.out_of,
            "interval": _pair(self.interval),
            "dimensions": [_dimension_to_json(dimension) for dimension in self.dimensions],
            "promises": [_evidence_to_json(piece) for piece in self.promises],
            "notes": [note.to_json() for note in self.notes],
        }

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Scorecard:
        """The scorecard kept by `to_json`. Raises ValueError for data of a later version."""
        if data["version"] > VERSION:
            raise ValueError(f"scorecard of version {data['version']}; this IQ4D reads up to {VERSION}")
        return Scorecard(
            conversation=data["conversation"],
            language=data["language"],
            contributions=data["contributions"],
            speakers=data["speakers"],
            expected=data["expected"],
            footing=data["footing"],
            dimensions=tuple(_dimension_from_json(dimension) for dimension in data["dimensions"]),
            points=data["points"],
            out_of=data["out_of"],
            interval=_interval(data["interval"]),
            promises=tuple(_evidence_from_json(piece) for piece in data["promises"]),
            notes=tuple(Text.from_json(note) for note in data["notes"]),
            measure=data.get("measure", 1),  # the first measure did not name itself
        )


VERSION = 1  # of the kept form


def _pair(interval: tuple[float, float] | None) -> list[float] | None:
    return None if interval is None else list(interval)


def _interval(pair: Sequence[float] | None) -> tuple[float, float] | None:
    return None if pair is None else (pair[0], pair[1])


def _text(data: Mapping[str, Any] | None) -> Text | None:
    return None if data is None else Text.from_json(data)


def _evidence_to_json(piece: Evidence) -> dict[str, Any]:
    return {
        "id": piece.id,
        "indicator": piece.indicator,
        "utterance": piece.utterance,
        "value": piece.value,
        "rule": piece.rule,
        "words": list(piece.words),
    }


def _evidence_from_json(data: Mapping[str, Any]) -> Evidence:
    return Evidence(data["indicator"], data["utterance"], data["value"], data["rule"], tuple(data["words"]))


def _score_to_json(score: Score) -> dict[str, Any]:
    return {
        "indicator": score.indicator,
        "value": score.value,
        "raw": score.raw,
        "interval": _pair(score.interval),
        "basis": score.basis,
        "reason": None if score.reason is None else score.reason.to_json(),
        "base": score.base,
        "evidence": [_evidence_to_json(piece) for piece in score.evidence],
    }


def _score_from_json(data: Mapping[str, Any]) -> Score:
    return Score(
        indicator=data["indicator"],
        value=data["value"],
        raw=data["raw"],
        interval=_interval(data["interval"]),
        basis=data["basis"],
        reason=_text(data["reason"]),
        evidence=tuple(_evidence_from_json(piece) for piece in data["evidence"]),
        base=data["base"],
    )


def _dimension_to_json(dimension: DimensionScore) -> dict[str, Any]:
    return {
        "dimension": dimension.dimension,
        "seen": dimension.seen,
        "points": dimension.points,
        "interval": _pair(dimension.interval),
        "reason": None if dimension.reason is None else dimension.reason.to_json(),
        "question": dimension.question.to_json(),
        "quotes": [_evidence_to_json(piece) for piece in dimension.quotes],
        "scores": [_score_to_json(score) for score in dimension.scores],
    }


def _dimension_from_json(data: Mapping[str, Any]) -> DimensionScore:
    return DimensionScore(
        dimension=data["dimension"],
        scores=tuple(_score_from_json(score) for score in data["scores"]),
        points=data["points"],
        interval=_interval(data["interval"]),
        seen=data["seen"],
        question=Text.from_json(data["question"]),
        quotes=tuple(_evidence_from_json(piece) for piece in data["quotes"]),
        reason=_text(data["reason"]),
    )

"""What a measure says: evidence, a score or the reason why there is none, and the scorecard of four dimensions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from iq4d.speech import Text

DIMENSIONS = ("purpose", "depth", "diversity", "deeds")
POINTS = 25  # per dimension
ENOUGH_CONTRIBUTIONS = 10  # under this, or under two speakers: words only (MEASURES §1, reliability)
ENOUGH_SPEAKERS = 2
FIRM_CONTRIBUTIONS = 20  # under this a number is grey: shown, with its uncertainty up front


@dataclass(frozen=True, slots=True)
class Evidence:
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
    points of out_of: the sum over the dimensions that could be assessed ("41 of 75"), never rescaled; both
    None when the footing is "words" or nothing could be assessed. promises: sentences that may be a promise; they count only when confirmed.
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

    def __getitem__(self, dimension: str) -> DimensionScore:
        return self.dimensions[DIMENSIONS.index(dimension)]

    def to_json(self) -> dict[str, Any]:
        """Plain data for `--json` and for keeping; `from_json` gives the same scorecard back."""
        raise NotImplementedError

    @staticmethod
    def from_json(data: dict[str, Any]) -> Scorecard:
        raise NotImplementedError

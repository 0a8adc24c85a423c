"""The tables that come out: a row per conversation, per score, and per piece of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from iq4d.measures.score import DimensionScore, Evidence, Score, Scorecard

__all__ = ["CARDS", "EVIDENCE", "SCORES", "Tables", "tables"]


def _schema(needed: str, **more: pa.DataType) -> pa.Schema:
    """`needed`: which columns always hold something."""
    return pa.schema([pa.field(name, kind, nullable=name not in needed.split()) for name, kind in more.items()])


CARDS = _schema(
    "conversation contributions speakers footing notes measure",
    conversation=pa.string(),
    title=pa.string(),
    language=pa.string(),
    contributions=pa.int64(),
    speakers=pa.int64(),
    expected=pa.int64(),
    footing=pa.string(),
    points=pa.float64(),
    out_of=pa.int64(),
    low=pa.float64(),
    high=pa.float64(),
    notes=pa.list_(pa.string()),
    measure=pa.int64(),
)
"""One row a conversation: how much its scorecard can bear, its points with their 80 % interval, what is noted.

measure: the version of the measure that made it; figures of two versions do not compare."""

SCORES = _schema(
    "conversation dimension",
    conversation=pa.string(),
    dimension=pa.string(),
    indicator=pa.string(),
    seen=pa.string(),
    points=pa.float64(),
    value=pa.float64(),
    raw=pa.float64(),
    low=pa.float64(),
    high=pa.float64(),
    basis=pa.string(),
    base=pa.int64(),
    reason=pa.string(),
)
"""A row per dimension (no indicator: `seen`, `points`) and per indicator (`value`, `raw`, `basis`, `base`).

low and high: the 80 % interval of points or value. reason: why there is none, in English."""

EVIDENCE = _schema(
    "conversation indicator contribution value rule words",
    conversation=pa.string(),
    dimension=pa.string(),
    indicator=pa.string(),
    contribution=pa.string(),
    value=pa.float64(),
    rule=pa.string(),
    words=pa.list_(pa.string()),
)
"""A row a piece, an indicator's strongest first. What may be a promise has no dimension: it counts for nothing."""


@dataclass(frozen=True, slots=True)
class Tables:
    """What a batch of conversations gives: `CARDS`, `SCORES` and `EVIDENCE`, in the order of the conversations."""

    cards: pa.Table
    scores: pa.Table
    evidence: pa.Table

    def __iter__(self) -> Iterator[pa.Table]:
        return iter((self.cards, self.scores, self.evidence))


def tables(cards: Iterable[tuple[str, Scorecard]]) -> Tables:
    """The tables of some scorecards, each with the title of its conversation."""
    rows: tuple[list[tuple[Any, ...]], ...] = ([], [], [])
    for title, card in cards:
        rows[0].append(_card(title, card))
        for dimension in card.dimensions:
            rows[1].append(_dimension(card.conversation, dimension))
            for score in dimension.scores:
                rows[1].append(_score(card.conversation, dimension.dimension, score))
                rows[2].extend(_piece(card.conversation, dimension.dimension, piece) for piece in score.evidence)
        rows[2].extend(_piece(card.conversation, None, piece) for piece in card.promises)
    return Tables(*(_table(own, schema) for own, schema in zip(rows, (CARDS, SCORES, EVIDENCE), strict=True)))


def _table(rows: list[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else ((),) * len(schema)
    return pa.table([pa.array(list(c), f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)


def _card(title: str, card: Scorecard) -> tuple[Any, ...]:
    return (
        card.conversation, title or None, card.language, card.contributions, card.speakers, card.expected, card.footing,
        card.points, card.out_of, *(card.interval or (None, None)), [note.say("en") for note in card.notes],
        card.measure,
    )  # fmt: skip


def _dimension(conversation: str, score: DimensionScore) -> tuple[Any, ...]:
    reason = None if score.reason is None else score.reason.say("en")
    interval = score.interval or (None, None)
    return (conversation, score.dimension, None, score.seen, score.points, None, None, *interval, None, None, reason)


def _score(conversation: str, dimension: str, score: Score) -> tuple[Any, ...]:
    reason = None if score.reason is None else score.reason.say("en")
    interval = score.interval or (None, None)
    return (
        conversation, dimension, score.indicator, None, None, score.value, score.raw, *interval,
        score.basis, score.base, reason,
    )  # fmt: skip


def _piece(conversation: str, dimension: str | None, piece: Evidence) -> tuple[Any, ...]:
    return (conversation, dimension, piece.indicator, piece.utterance, piece.value, piece.rule, list(piece.words))

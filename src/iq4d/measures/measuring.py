"""From a conversation to its scorecard."""

from __future__ import annotations

import zlib
from collections.abc import Collection
from datetime import datetime

from iq4d.conversation import Conversation
from iq4d.measures.deeds.promises import promises
from iq4d.measures.indicator import UNREADABLE, Finding, Indicator
from iq4d.measures.questions import next_question
from iq4d.measures.reference import reference
from iq4d.measures.registry import MEASURES
from iq4d.measures.resampling import interval, redraw
from iq4d.measures.score import (
    DIMENSIONS,
    ENOUGH_CONTRIBUTIONS,
    ENOUGH_SPEAKERS,
    FIRM_CONTRIBUTIONS,
    POINTS,
    DimensionScore,
    Evidence,
    Score,
    Scorecard,
)
from iq4d.measures.transcript import Transcript, transcribe
from iq4d.speech import Text, plural, text

__all__ = ["measure"]

A_LOT, SOME = 2 / 3, 1 / 3  # of a dimension's value: the words people read first
QUOTES = 2
QUOTE_WORTH = 0.3  # evidence weaker than this is no quote to show
QUOTE_WORDS = 2  # nor is a contribution that a single word carries
WHOLE, HUNDREDTH = 1.0, 0.01  # no interval narrower than this: of points, of an indicator's value

Draws = list[list[float]]


def measure(
    conversation: Conversation, *, without: Collection[str] = frozenset(), now: datetime | None = None
) -> Scorecard:
    """The scorecard of one conversation, which is only read.

    without: ids of evidence that people called not right ("grounds:17"): the piece leaves its indicator, and its
    contribution the base of that indicator; it does not become 0. now: the moment at which deeds are due, with time
    zone; without it, only those whose outcome was told.

    >>> from iq4d.conversation import conversation
    >>> card = measure(conversation([("Ada", "What shall we do about the noise at night?"), ("Bob", "Plant a hedge.")]))
    >>> card.footing, card.points, card["purpose"].seen
    ('words', None, 'some')
    """
    transcript = transcribe(conversation, now)
    without = frozenset(without)
    findings = [indicator.find(transcript, without) for indicator in MEASURES]
    footing, amount = _footing(transcript), transcript.amount
    seed = zlib.crc32("\n".join(u.text for u in transcript.order[:1000]).encode("utf-8", "replace"))
    draws: Draws = [[] for _ in MEASURES]
    if footing != "words":
        redrawn = zip(MEASURES, redraw(findings, len(transcript.turns), seed), strict=True)
        draws = [
            [_scaled(indicator, value, amount) for value in drawn if value is not None] for indicator, drawn in redrawn
        ]
    values = [
        None if finding.raw is None else _scaled(indicator, finding.raw, amount)
        for indicator, finding in zip(MEASURES, findings, strict=True)
    ]
    dimensions, totals = [], []
    for name in DIMENSIONS:
        mine = [n for n, indicator in enumerate(MEASURES) if indicator.dimension == name]
        dimension, total = _dimension(name, mine, findings, values, draws, footing, seed)
        dimensions.append(dimension)
        if dimension.points is not None:
            totals.append((dimension.points, total))
    points = sum(own for own, _ in totals) if totals else None
    return Scorecard(
        conversation=conversation.id,
        language=transcript.language,
        contributions=len(conversation),
        speakers=transcript.voices,
        expected=conversation.expected,
        footing=footing,
        dimensions=tuple(dimensions),
        points=points,
        out_of=POINTS * len(totals) if totals else None,
        interval=None if points is None else interval(_sums([total for _, total in totals]), points, WHOLE),
        promises=promises(transcript, without),
        notes=_notes(conversation, transcript, footing, without),
    )


def _footing(transcript: Transcript) -> str:
    contributions = len(transcript.order)
    if contributions < ENOUGH_CONTRIBUTIONS or transcript.voices < ENOUGH_SPEAKERS:
        return "words"
    return "grey" if contributions < FIRM_CONTRIBUTIONS else "firm"


def _scaled(indicator: Indicator, raw: float, amount: int) -> float:
    return min(1.0, max(0.0, raw)) if indicator.own_scale else reference(indicator.key).place(raw, amount)


def _dimension(
    name: str,
    mine: list[int],
    findings: list[Finding],
    values: list[float | None],
    draws: Draws,
    footing: str,
    seed: int,
) -> tuple[DimensionScore, list[float]]:
    """The score of one dimension, and its points in every draw."""
    assessable = [n for n in mine if values[n] is not None]
    value = sum(values[n] or 0.0 for n in assessable) / len(assessable) if assessable else None
    wordless = footing == "words"
    seen = _seen(value, len(assessable) == len(mine) and not wordless)
    weakest = min(assessable, key=lambda n: (values[n] or 0.0, n), default=None)
    points = None if wordless or value is None else POINTS * value
    total = [] if wordless else [POINTS * sum(d) / len(d) for d in zip(*(draws[n] for n in assessable), strict=True)]
    reason = (TOO_FEW if wordless else None) if assessable else findings[mine[0]].reason
    dimension = DimensionScore(
        dimension=name,
        scores=tuple(_score(MEASURES[n], findings[n], values[n], draws[n], wordless) for n in mine),
        points=points,
        interval=None if points is None else interval(total, points, WHOLE),
        seen=seen,
        question=next_question(name, None if weakest is None else MEASURES[weakest].key, seen, seed),
        quotes=_quotes([findings[n] for n in mine if MEASURES[n].quoted]),
        reason=reason,
    )
    return dimension, total


def _seen(value: float | None, whole: bool) -> str:
    """The word people read first. "A lot" takes the whole picture: all of a dimension's indicators, and enough said."""
    if value is None:
        return "unseen"
    if value >= A_LOT and whole:
        return "a lot"
    return "some" if value >= SOME else "little"


TOO_FEW = text("Too short for a number.")


def _score(indicator: Indicator, finding: Finding, value: float | None, draws: list[float], wordless: bool) -> Score:
    blank = wordless or value is None
    return Score(
        indicator=indicator.key,
        value=None if blank else value,
        raw=None if blank else finding.raw,
        interval=None if value is None or wordless else interval(draws, value, HUNDREDTH),
        basis=finding.basis,
        reason=finding.reason or (TOO_FEW if wordless else None),
        evidence=finding.evidence,
        base=finding.base,
    )


def _sums(totals: list[list[float]]) -> list[float]:
    return [sum(draw) for draw in zip(*totals, strict=True)]


def _quotes(findings: list[Finding]) -> tuple[Evidence, ...]:
    """The strongest pieces of the dimension's indicators in turn, each of another contribution; none if all is weak."""
    quotes: dict[str, Evidence] = {}
    for _ in range(QUOTES):
        for finding in findings:
            shown = [piece for piece in finding.evidence if _worth_a_quote(piece) and piece.utterance not in quotes]
            if shown and len(quotes) < QUOTES:
                quotes[shown[0].utterance] = shown[0]
    return tuple(quotes.values())


def _worth_a_quote(piece: Evidence) -> bool:
    return piece.value >= QUOTE_WORTH and len(" ".join(piece.words).split()) >= QUOTE_WORDS


def _notes(
    conversation: Conversation, transcript: Transcript, footing: str, without: Collection[str]
) -> tuple[Text, ...]:
    notes: list[Text] = []
    if conversation.expected is not None and conversation.expected != len(conversation):
        notes.append(
            text(
                "{here} of {expected} contributions are in this file.",
                here=len(conversation),
                expected=conversation.expected,
            )
        )
    if transcript.language == "other":
        notes.append(UNREADABLE)
    if footing == "words" and len(transcript.order) < ENOUGH_CONTRIBUTIONS:
        notes.append(
            plural(
                "With {n} contribution this is a first impression: words, no number.",
                "With {n} contributions this is a first impression: words, no number.",
                len(conversation),
            )
        )
    elif footing == "words":
        notes.append(text("Fewer than two people spoke: this is a first impression, in words and without a number."))
    if footing == "grey":
        notes.append(
            plural(
                "With {n} contribution a number is uncertain: read the words first.",
                "With {n} contributions a number is uncertain: read the words first.",
                len(conversation),
            )
        )
    if without:
        notes.append(
            plural(
                "{n} piece of evidence was called not right and left out.",
                "{n} pieces of evidence were called not right and left out.",
                len(without),
            )
        )
    return tuple(notes)

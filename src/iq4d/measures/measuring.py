"""From a conversation to its scorecard."""

from __future__ import annotations

import math
import zlib
from collections.abc import Collection
from datetime import datetime

import numpy as np

from iq4d.conversation import Conversation
from iq4d.measures.columns import Floats
from iq4d.measures.deeds.promises import promises
from iq4d.measures.indicator import UNREADABLE, Finding, Indicator
from iq4d.measures.questions import next_question
from iq4d.measures.reference import channels_of, reference
from iq4d.measures.registry import MEASURES
from iq4d.measures.resampling import DRAWS, interval, redraw, usual
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

__all__ = ["measure", "untold"]

A_LOT, SOME = 2 / 3, 1 / 3  # of a dimension's value: the words people read first
QUOTES = 2
QUOTE_WORTH = 0.3  # evidence weaker than this is no quote to show
QUOTE_WORDS = 2  # nor is a contribution that a single word carries
WHOLE, HUNDREDTH = 1.0, 0.01  # no interval narrower than this: of points, of an indicator's value

Draws = Floats | None  # (indicators, DRAWS): the value of each in every draw


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
    scales = [_scale(indicator, finding, amount) for indicator, finding in zip(MEASURES, findings, strict=True)]
    values = [
        None if finding.raw is None else _weighed(min(1.0, max(0.0, (finding.raw - zero) / width)), finding.sure)
        for finding, (zero, width) in zip(findings, scales, strict=True)
    ]
    draws: Draws = None
    if footing != "words":
        zeros, widths = np.array(scales).T[:, :, np.newaxis]
        draws = np.clip((redraw(findings, len(transcript.turns), seed) - zeros) / widths, 0.0, 1.0)
        for n, one in enumerate(MEASURES):
            sure = findings[n].sure if values[n] is not None else 0.0
            if sure < 1 and not one.extra and (channels := channels_of(one.key)):
                draws[n] = usual(channels, seed + n + 1) * (1 - sure) + (sure and draws[n] * sure)
    dimensions: list[DimensionScore] = []
    totals: list[Floats] = []
    for name in DIMENSIONS:
        mine = [n for n, indicator in enumerate(MEASURES) if indicator.dimension == name]
        dimension, total = _dimension(name, mine, findings, values, draws, seed)
        dimensions.append(dimension)
        if total is not None:
            totals.append(total)
    points = math.fsum(one.points for one in dimensions if one.points is not None) if totals else None
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
        interval=None if points is None else interval(sum(totals, np.zeros(DRAWS)), points, WHOLE),
        promises=promises(transcript, without),
        notes=_notes(conversation, transcript, footing, without),
    )


def _footing(transcript: Transcript) -> str:
    contributions = len(transcript.order)
    if contributions < ENOUGH_CONTRIBUTIONS or transcript.voices < ENOUGH_SPEAKERS:
        return "words"
    return "grey" if contributions < FIRM_CONTRIBUTIONS else "firm"


def _scale(indicator: Indicator, finding: Finding, amount: int) -> tuple[float, float]:
    """The raw figure that is 0, and how much more is 1."""
    return (0.0, 1.0) if indicator.own_scale or finding.raw is None else reference(indicator.key).scale(amount)


def _weighed(value: float, sure: float) -> float:
    """A value that weighs `sure` against what is usual, 1/2 (`Finding.sure`)."""
    return sure * value + (1 - sure) / 2


def _dimension(
    name: str, mine: list[int], findings: list[Finding], values: list[float | None], draws: Draws, seed: int
) -> tuple[DimensionScore, Floats | None]:
    """The score of one dimension, and its points in every draw.

    The points are the mean of what could be assessed, and no more than a floor ("everyone is heard") that is not
    reached. A floor alone can say that little is seen, never more: not to be under it brings nothing by itself. Their
    interval is also of what could not be assessed, as far as the reference sample tells how that usually stands: a
    dimension of which only the half is seen is not sure, however sure that half is.
    """
    assessable = [n for n in mine if values[n] is not None]
    floors = [n for n in assessable if MEASURES[n].floor]
    value = _value([values[n] or 0.0 for n in assessable if not MEASURES[n].floor], [values[n] or 0.0 for n in floors])
    wordless = draws is None
    weakest = min(assessable, key=lambda n: (values[n] or 0.0, n), default=None)
    points = None if wordless or value is None else POINTS * value
    total = None
    if draws is not None and value is not None:
        drawn = draws[[n for n in mine if not math.isnan(draws[n, 0]) and not MEASURES[n].floor]]
        limit = draws[floors].min(axis=0, initial=1.0)
        total = POINTS * (np.minimum(drawn.sum(axis=0) / len(drawn), limit) if len(assessable) > len(floors) else limit)
    between = None if points is None or total is None else interval(total, points, WHOLE)
    whole = not wordless and all(n in assessable or MEASURES[n].extra for n in mine)
    seen = _seen(value, whole and (between is None or between[0] >= POINTS * SOME))
    weak = weakest is not None and (values[weakest] or 0.0) < A_LOT
    ask = "some" if seen == "a lot" and weak else seen  # the weakest asks on, while it is weak
    reason = (TOO_FEW if wordless else None) if value is not None else findings[mine[0]].reason
    dimension = DimensionScore(
        dimension=name,
        scores=tuple(_score(MEASURES[n], findings[n], values[n], None if draws is None else draws[n]) for n in mine),
        points=points,
        interval=between,
        seen=seen,
        question=next_question(name, None if weakest is None else MEASURES[weakest].key, ask, seed),
        quotes=_quotes([findings[n] for n in mine if MEASURES[n].quoted]),
        reason=reason,
    )
    return dimension, total


def _value(values: list[float], floors: list[float]) -> float | None:
    """What a dimension is worth, 0-1. values: of its indicators that can be assessed; floors: of those that are one.

    >>> _value([0.2, 0.8], [1.0]), _value([0.2, 0.8], [0.3]), _value([], [1.0]), _value([], [0.1])
    (0.5, 0.3, None, 0.1)
    """
    lowest = min(floors, default=1.0)
    if values:
        return min(lowest, math.fsum(values) / len(values))
    return lowest if lowest < SOME else None


def _seen(value: float | None, whole: bool) -> str:
    """The word people read first. "A lot" takes the whole picture, enough said, and an interval that begins at "some".

    The whole picture is all of a dimension's indicators, but for those that only some platforms and methods can tell.
    """
    if value is None:
        return "unseen"
    if value >= A_LOT and whole:
        return "a lot"
    return "some" if value >= SOME else "little"


TOO_FEW = text("Too short for a number.")


def untold(score: Score) -> bool:
    """Whether nothing is told of it here: no value, no evidence, and not merely because the conversation is short."""
    return score.value is None and score.reason != TOO_FEW and not score.evidence


def _score(indicator: Indicator, finding: Finding, value: float | None, draws: Floats | None) -> Score:
    """draws: of its value; None where there is too little for a number."""
    blank = draws is None or value is None
    return Score(
        indicator=indicator.key,
        value=None if blank else value,
        raw=None if blank else finding.raw,
        interval=None if draws is None or value is None else interval(draws, value, HUNDREDTH),
        basis=finding.basis,
        reason=finding.reason or (TOO_FEW if draws is None else None),
        evidence=finding.evidence,
        base=finding.base,
    )


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
    taken = [one.intended for one in conversation.declared.takeaways if one.intended is not None]
    if taken:  # told side by side, and not scored
        notes.append(
            text(
                "What people take along: {intended} intended, {bycatch} by-catch.",
                intended=sum(taken),
                bycatch=len(taken) - sum(taken),
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

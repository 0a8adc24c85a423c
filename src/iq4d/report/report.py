"""The report of one conversation, as a value: what its page shows, before it is said in a language."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from iq4d.conversation import Conversation
from iq4d.measures import DimensionScore, Scorecard, measure
from iq4d.measures.telling import one_line
from iq4d.measures.transcript import transcribe
from iq4d.report.advising import Advice, Missing, advise, missing
from iq4d.report.course import Course, course
from iq4d.report.harvest import Deeds, Learning, deeds, learning
from iq4d.report.questions import Questions, questions
from iq4d.report.replies import Replies, replies
from iq4d.report.sight import Sight, sight
from iq4d.report.sources import Quote, Sources

__all__ = ["Dimension", "Report", "report"]

PIECES = 3  # of evidence under an indicator


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension: its score, the quotes shown with it, and the first pieces of evidence of each indicator."""

    score: DimensionScore
    quotes: tuple[Quote, ...]
    evidence: tuple[tuple[str, tuple[Quote, ...]], ...]  # (indicator, pieces)

    def evidence_of(self, indicator: str) -> tuple[Quote, ...]:
        return dict(self.evidence).get(indicator, ())


@dataclass(frozen=True, slots=True)
class Report:
    """All that a page about one conversation shows. It says nothing about persons, and it ranks nobody.

    began, ended: the first and the last moment that the conversation knows, None where it knows none. course,
    questions, sight, replies: None where the conversation tells nothing of it. quotes: whether it holds anybody's
    words.
    """

    card: Scorecard
    title: str
    origin: str
    began: datetime | None
    ended: datetime | None
    dimensions: tuple[Dimension, ...]
    course: Course | None
    questions: Questions | None
    sight: Sight | None
    replies: Replies | None
    learning: Learning
    deeds: Deeds
    advice: tuple[Advice, ...]
    missing: tuple[Missing, ...]
    quotes: bool = True


def report(
    conversation: Conversation,
    *,
    card: Scorecard | None = None,
    without: Collection[str] = frozenset(),
    together: bool | None = None,
    now: datetime | None = None,
) -> Report:
    """The report of a conversation, which is only read.

    card: its scorecard where it was measured already. without, now: as `measure` takes them. together: as
    `advise` takes it.
    """
    card = card or measure(conversation, without=without, now=now)
    sources = Sources(conversation, card, transcribe(conversation, now))
    times = sorted(utterance.at for utterance in conversation if utterance.at is not None)
    return Report(
        card=card,
        title=one_line(conversation.title),
        origin=one_line(conversation.origin),
        began=times[0] if times else None,
        ended=times[-1] if times else None,
        dimensions=tuple(_dimension(sources, score) for score in card.dimensions),
        course=course(sources),
        questions=questions(sources),
        sight=sight(sources),
        replies=replies(sources),
        learning=learning(sources),
        deeds=deeds(sources, now),
        advice=advise(card, together=together),
        missing=missing(card),
    )


def _dimension(sources: Sources, score: DimensionScore) -> Dimension:
    return Dimension(
        score,
        tuple(map(sources.evidence, score.quotes)),
        tuple((one.indicator, tuple(map(sources.evidence, one.evidence[:PIECES]))) for one in score.scores),
    )

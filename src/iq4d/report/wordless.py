"""A report without anybody's words: shapes, figures, pictures, counts, and sentences of our own.

Every part is written out: what a later part of a report shows of people's words has to be left out here too, and a test
that walks all of a report's strings says so.
"""

from __future__ import annotations

from dataclasses import replace

from iq4d.measures import DimensionScore, Scorecard
from iq4d.report.course import Course
from iq4d.report.harvest import Deed, Deeds, Learned, Learning
from iq4d.report.questions import Questions
from iq4d.report.report import Dimension, Report
from iq4d.report.sight import Sight

__all__ = ["wordless"]


def wordless(report: Report) -> Report:
    """The same report without a title, a quote, or what anybody wrote; what people are called stays.

    Who takes names out as well makes the report of a `pseudonymous` conversation.
    """
    return replace(
        report,
        card=_card(report.card),
        title="",
        origin="",
        dimensions=tuple(Dimension(_score(one.score), (), ()) for one in report.dimensions),
        course=_course(report.course),
        questions=_questions(report.questions),
        sight=_sight(report.sight),
        learning=_learning(report.learning),
        deeds=_deeds(report.deeds),
        quotes=False,
    )


def _card(card: Scorecard) -> Scorecard:
    return replace(card, conversation="", dimensions=tuple(map(_score, card.dimensions)), promises=())


def _score(score: DimensionScore) -> DimensionScore:
    return replace(score, scores=tuple(replace(one, evidence=()) for one in score.scores), quotes=())


def _course(course: Course | None) -> Course | None:
    """Steps are called by their method, or by whoever wrote that: they go too."""
    return course and replace(course, stretches=tuple(replace(one, step="") for one in course.stretches))


def _questions(questions: Questions | None) -> Questions | None:
    return questions and replace(questions, waiting=(), into=())


def _sight(sight: Sight | None) -> Sight | None:
    return sight and replace(sight, lost=tuple(replace(one, steps=()) for one in sight.lost))


def _learning(learning: Learning) -> Learning:
    def silent(taken: tuple[Learned, ...]) -> tuple[Learned, ...]:
        return tuple(replace(one, words=()) for one in taken)

    return Learning(silent(learning.intended), silent(learning.bycatch), silent(learning.unsaid), ())


def _deeds(deeds: Deeds) -> Deeds:
    def silent(deed: Deed) -> Deed:
        return replace(deed, words=(), if_then="", reason="", stories=((),) * len(deed.stories))

    return Deeds(None if deeds.declared is None else tuple(map(silent, deeds.declared)), ())

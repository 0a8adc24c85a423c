"""The scorecard as a person reads it, in their language: words first, then points and grounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from iq4d.measures import DimensionScore, Evidence, Score, Scorecard, wording
from iq4d.measures.changes import since
from iq4d.measures.measuring import untold
from iq4d.measures.registry import MEASURES
from iq4d.measures.score import POINTS
from iq4d.pictures import shapes
from iq4d.web.mirror.models import Mirror
from iq4d.web.mirror.queries import Piece, name_of
from iq4d.web.ui.markup import kept_safe, marked

QUOTE = 220  # characters of a contribution shown as evidence
STRONGEST = 8  # pieces of evidence shown per indicator before "all of them"


@dataclass(frozen=True, slots=True)
class Dimension:
    """All that the page shows of one dimension."""

    key: str
    name: str
    asks: str
    seen: str
    shape: SafeString
    question: str
    asked: str  # names this very question, so that another one is never brought in by mistake
    points: float | None
    interval: tuple[float, float] | None
    bar: SafeString
    reason: str
    quotes: list[dict[str, Any]]
    indicators: list[dict[str, Any]]
    untold: list[dict[str, Any]]  # indicators without a value and without evidence


def shape(key: str, level: str, language: str, place: str) -> SafeString:
    """The drawing of a dimension, with its words. place: sets this drawing's id apart from others on the page."""
    name, seen = wording.dimension_name(key).say(language), wording.seen_word(level).say(language)
    asks = wording.dimension_question(key).say(language)
    return kept_safe(shapes.shape(key, level, title=f"{name}: {seen}", description=asks, uid=f"{place}-{key}"))


def dimension_of(indicator: str) -> str:
    """The dimension an indicator belongs to; a promise belongs to deeds."""
    return next((measure.dimension for measure in MEASURES if measure.key == indicator), "deeds")


class Speaking:
    """Says a scorecard in one language. `pieces`: every piece that will be shown, by evidence id."""

    def __init__(self, scorecard: Scorecard, language: str, pieces: dict[str, Piece]) -> None:
        self.scorecard, self.language, self.pieces = scorecard, language, pieces
        self.numbers = scorecard.footing != "words"  # too little was said for any

    @staticmethod
    def points(points: float, interval: tuple[float, float] | None, out_of: int) -> str:
        """The bar in words, in whole points."""
        values = {"points": round(points), "out_of": out_of}
        if interval is None:
            return _("%(points)s of %(out_of)s") % values
        values |= {"low": round(interval[0]), "high": round(interval[1])}
        return _("%(points)s of %(out_of)s, between %(low)s and %(high)s") % values

    def dimension(self, score: DimensionScore) -> Dimension:
        key = score.dimension
        told = [self.indicator(one) for one in score.scores]
        bar = ""
        if score.points is not None:
            words = self.points(score.points, score.interval, POINTS)
            low, high = score.interval or (None, None)
            bar = shapes.interval_bar(score.points, low, high, POINTS, title=words, uid=f"bar-{key}", dimension=key)
        return Dimension(
            key=key,
            name=wording.dimension_name(key).say(self.language),
            asks=wording.dimension_question(key).say(self.language),
            seen=wording.seen_word(score.seen).say(self.language),
            shape=shape(key, score.seen, self.language, "section"),
            question=score.question.say(self.language),
            asked=name_of(score.question),
            points=score.points,
            interval=score.interval,
            bar=kept_safe(bar),
            reason=score.reason.say(self.language) if score.reason else "",
            quotes=[self.quoted(piece) for piece in score.quotes if piece.id in self.pieces],
            indicators=[one for one in told if not one["untold"]],
            untold=[one for one in told if one["untold"]],
        )

    def indicator(self, score: Score) -> dict[str, Any]:
        key = score.indicator
        return {
            "key": key,
            "name": wording.indicator(key).name.say(self.language),
            "value": score.value,
            "interval": score.interval,
            "basis": wording.basis_word(score.basis).say(self.language) if score.evidence or score.value else "",
            "floor": wording.indicator(key).floor,
            "untold": untold(score),
            "reason": score.reason.say(self.language) if score.reason else "",
            "plain": wording.indicator(key).plain.say(self.language),
            "formula": wording.indicator(key).formula.say(self.language),
            "range": wording.indicator(key).range.say(self.language),
            "source": wording.indicator(key).source.say(self.language),
            "evidence": [self.quoted(piece) for piece in score.evidence[:STRONGEST] if piece.id in self.pieces],
            "count": len(score.evidence),
            "more": len(score.evidence) > STRONGEST,
        }

    def quoted(self, evidence: Evidence, at_most: int = QUOTE) -> dict[str, Any]:
        piece = self.pieces[evidence.id]
        return {
            "id": evidence.id,
            "value": evidence.value if self.numbers else None,
            "rule": self.rule(evidence),
            "said": piece.said,
            "words": marked(piece.said.text if piece.said else " ".join(evidence.words), evidence.words, at_most),
        }

    def rule(self, evidence: Evidence) -> str:
        """Nothing for a rule that is gone: a card of an older measure may still name it."""
        try:
            return wording.rule_sentence(evidence).say(self.language)
        except KeyError:
            return ""

    def about(self, evidence: Evidence) -> str:
        """Which claim a piece carries: its dimension, and its indicator."""
        names = [wording.dimension_name(dimension_of(evidence.indicator))]
        if any(one.key == evidence.indicator for one in MEASURES):
            names.append(wording.indicator(evidence.indicator).name)
        return " · ".join(name.say(self.language) for name in names)

    def page(self) -> dict[str, Any]:
        card = self.scorecard
        bar = ""
        if card.points is not None and card.out_of:
            words = self.points(card.points, card.interval, card.out_of)
            low, high = card.interval or (None, None)
            bar = shapes.interval_bar(card.points, low, high, card.out_of, title=words, uid="bar-sum")
        return {
            "card": card,
            "dimensions": [self.dimension(score) for score in card.dimensions],
            "head_shapes": [
                (score.dimension, shape(score.dimension, score.seen, self.language, "head"))
                for score in card.dimensions
            ],
            "glance": [shape(score.dimension, score.seen, self.language, "glance") for score in card.dimensions],
            "sum_bar": kept_safe(bar),
            "notes": [note.say(self.language) for note in card.notes],
            "limits": [limit.say(self.language) for limit in wording.limits(self.scorecard.language)],
            "promises": [self.quoted(piece) for piece in card.promises if piece.id in self.pieces],
        }


def renewed(mirror: Mirror, card: Scorecard, language: str) -> list[dict[str, Any]]:
    """What a newer measure changed in what this page shows, by dimension; empty where that is nothing.

    Of indicators that were added, those are told that have something to say here. before, now: the points; both None
    where there are none, or where the conversation moved on as well and they cannot be held side by side.
    """
    if not mirror.renewed:
        return []
    told = []
    before = mirror.renewed.get("points", {})
    for one in card.dimensions:
        here = {score.indicator for score in one.scores if score.value is not None or score.evidence}
        changes = since(mirror.renewed["from"], mirror.measure, {one.dimension})
        seen = [change.say(language) for change in changes if not change.added or here & set(change.added)]
        if one.seen != "unseen" and seen:
            name = wording.dimension_name(one.dimension).say(language)
            points = {"before": before.get(one.dimension), "now": one.points if before else None}
            told.append({"name": name, "changes": seen, **points})
    return told


def shown_evidence(scorecard: Scorecard) -> list[Evidence]:
    """Every piece the page shows before anybody asks for all."""
    shown: dict[str, Evidence] = {}
    for dimension in scorecard.dimensions:
        for piece in dimension.quotes:
            shown[piece.id] = piece
        for score in dimension.scores:
            shown.update({piece.id: piece for piece in score.evidence[:STRONGEST]})
    shown.update({piece.id: piece for piece in scorecard.promises[:STRONGEST]})
    return list(shown.values())

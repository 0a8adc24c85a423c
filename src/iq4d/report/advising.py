"""What to try next time, and what to write down to see more: chosen by a scorecard, said from `advice.toml`.

One piece of advice for each dimension: a step, a medium and a question to open with, each with its reason and where
the reason comes from. Like the next question of the measure it goes by the weakest indicator, so that a report does not
ask for one thing and advise another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from iq4d.measures.measuring import A_LOT
from iq4d.measures.registry import indicator
from iq4d.measures.score import ENOUGH_CONTRIBUTIONS, ENOUGH_SPEAKERS, DimensionScore, Scorecard
from iq4d.report.advice import CONTRIBUTIONS, KEYS, PEOPLE, Both, Step, advices

__all__ = ["Advice", "Missing", "advise", "missing", "weakest"]


@dataclass(frozen=True, slots=True)
class Advice:
    """What to try next time for one dimension. indicator: the one it is chosen by, None where by how much is seen."""

    dimension: str
    indicator: str | None
    method: Step
    medium: Step
    question: Step


@dataclass(frozen=True, slots=True)
class Missing:
    """What to write down or do, so that more can be seen. dimensions, indicators: what it would show."""

    words: Both
    dimensions: tuple[str, ...]
    indicators: tuple[str, ...]


def weakest(dimension: DimensionScore) -> str | None:
    """The key of the weakest indicator with a value, the first one of equals; None where there is none.

    Where there is too little for a number, the scorecard keeps no values: then it is the one whose question is asked.
    """
    known = [score for score in dimension.scores if score.indicator in KEYS]
    if any(score.value is not None for score in dimension.scores):
        valued = [score for score in known if score.value is not None]
        least = min(valued, key=lambda score: score.value or 0.0, default=None)
        return least.indicator if least else None
    asking = (score.indicator for score in known if dimension.question in indicator(score.indicator).questions)
    return None if dimension.seen == "unseen" else next(asking, None)


def advise(card: Scorecard, *, together: bool | None = None) -> tuple[Advice, ...]:
    """What to try next time: one piece of advice for each dimension of the scorecard, in its order.

    together: whether people sit or talk together at one time (True) or write apart in time (False); without it, words
    that fit both.

    >>> from iq4d.conversation import conversation
    >>> from iq4d.measures import measure
    >>> [one.dimension for one in advise(measure(conversation([("Ada", "Hello there")])))]
    ['purpose', 'depth', 'diversity', 'deeds']
    """
    return tuple(_advice(dimension, together) for dimension in card.dimensions)


def _advice(dimension: DimensionScore, together: bool | None) -> Advice:
    chosen = weakest(dimension)
    values = [score.value for score in dimension.scores if score.indicator == chosen]
    strong = dimension.seen == "a lot" and all(value is None or value >= A_LOT for value in values)
    if dimension.seen == "unseen" or chosen is None or strong:
        chosen = None
    key = chosen or (dimension.dimension, "a lot" if strong else "unseen")
    method, medium, question = (piece.when(together) for piece in advices().advice[key])
    return Advice(dimension.dimension, chosen, method, medium, question)


def missing(card: Scorecard) -> tuple[Missing, ...]:
    """What to write down or do, so that more can be seen next time; the same need once, in the order of dimensions.

    That a conversation is too short or has one voice is told once, and first. What was called not right is not missing.
    """
    told = advices()
    found: dict[Both, list[tuple[str, str]]] = {told.needs[need]: [] for need in _of_all(card)}
    for key, (dimension, need) in _needs(card).items():
        found.setdefault(told.needs.get(need) or told.missing[key], []).append((dimension, key))
    return tuple(
        Missing(words, tuple(dict.fromkeys(place for place, _ in of)), tuple(key for _, key in of))
        for words, of in found.items()
    )


def _needs(card: Scorecard) -> dict[str, tuple[str, str]]:
    """Of each indicator that has no value for want of something its dimension and its need, "" for one of its own."""
    told = advices()
    own: dict[str, tuple[str, str]] = {}
    for dimension in card.dimensions:
        for score in dimension.scores:
            reason = score.reason.one if score.reason else ""
            if score.value is None and reason not in told.quiet and score.indicator in told.missing:
                own[score.indicator] = (dimension.dimension, told.needed.get(reason, ""))
    instead = {need: other for need, other in told.within.items() if other in {need for _, need in own.values()}}
    gathered = {
        key: need
        for need, several in told.gathers.items()
        if all(own.get(key, ("", "-"))[1] == "" for key in several)
        for key in several
    }
    return {key: (place, gathered.get(key) or instead.get(need, need)) for key, (place, need) in own.items()}


def _of_all(card: Scorecard) -> Iterator[str]:
    """What the whole conversation needs to be more than a first impression."""
    if card.contributions < ENOUGH_CONTRIBUTIONS:
        yield CONTRIBUTIONS
    if card.speakers < ENOUGH_SPEAKERS:
        yield PEOPLE

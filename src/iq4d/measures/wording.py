"""Everything people read about the measures: names, plain questions, formulas, ranges, rules, limits."""

from __future__ import annotations

from iq4d.measures.registry import indicator
from iq4d.measures.score import Evidence
from iq4d.speech import Text, text

__all__ = [
    "basis_word", "dimension_name", "dimension_question", "indicator", "limits", "rule_sentence", "seen_short",
    "seen_word",
]  # fmt: skip

_DIMENSIONS = {
    "purpose": (text("Purpose"), text("What are we doing it for?")),
    "depth": (text("Depth"), text("What is behind it?")),
    "diversity": (text("Diversity"), text("Who looks at it with us?")),
    "deeds": (text("Deeds"), text("What do we do with it?")),
}
_SEEN = {
    "a lot": text("a lot seen"),
    "some": text("some seen"),
    "little": text("little seen"),
    "unseen": text("cannot be seen here"),
}
_SEEN_SHORT = {
    "a lot": text("a lot"),
    "some": text("some"),
    "little": text("little"),
    "unseen": text("–"),
}
_BASIS = {"declared": text("said by the participants themselves"), "detected": text("found in the words")}
_PROMISES = {
    "promise.will": text("perhaps a promise"),
    "promise.plan": text("perhaps a promise"),
}


def dimension_name(dimension: str) -> Text:
    return _DIMENSIONS[dimension][0]


def dimension_question(dimension: str) -> Text:
    """The dimension as a plain question."""
    return _DIMENSIONS[dimension][1]


def seen_word(seen: str) -> Text:
    """The words of `DimensionScore.seen` as people read them."""
    return _SEEN[seen]


def seen_short(seen: str) -> Text:
    """The same in a table."""
    return _SEEN_SHORT[seen]


def basis_word(basis: str) -> Text:
    return _BASIS[basis]


def rule_sentence(evidence: Evidence) -> Text:
    """What this piece of evidence shows, in a few words."""
    return _PROMISES.get(evidence.rule) or indicator(evidence.indicator).rules[evidence.rule]


def limits(language: str | None = None) -> tuple[Text, ...]:
    """What to keep in mind, wherever points are shown. language: of the conversation; without it, all of them."""
    always = (
        text(
            "A mirror for the group, not a mark for a person; a high number does not say that the conversation brought "
            "anything."
        ),
        text(
            "Whether a higher number also gives better outcomes was studied only in short puzzle tasks with paid "
            "participants."
        ),
        text("Signal words and trained models miss much of what is only implied."),
    )
    dutch = (
        text("In Dutch, signal words alone find about a third of the reasons given."),
        text("The reference sample is English; there is no Dutch one yet."),
    )
    return always if language == "en" else always + dutch

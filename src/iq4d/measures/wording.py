"""Everything people read about the measures: names, plain questions, formulas, ranges, rules, limits."""

from __future__ import annotations

from iq4d.measures.score import Evidence
from iq4d.speech import Text, text

__all__ = [
    "basis_word", "dimension_name", "dimension_question", "indicator_formula", "indicator_name",
    "indicator_no_value", "indicator_plain", "indicator_range", "indicator_source", "limits", "rule_sentence",
    "seen_short", "seen_word",
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
_ON_REFERENCE = text("0 = lower than 9 of the 10 comparison conversations; 1 = higher than 9 of the 10.")
_BEYOND_CHANCE = text("0 = no more than chance; 1 = higher than 9 of the 10 comparison conversations.")
_OWN_SCALE = text("0 to 1, on its own scale.")
_UNREAD = text("the conversation is neither in English nor in Dutch")

# in one plain sentence for everybody; what follows below is for researchers
_PLAIN = {
    "explicit": text("We look whether it is stated what the question or the goal is, why, and when it is done."),
    "focus": text("We look how often words of the purpose come back, and take off what may be chance."),
    "on_task": text(
        "We look how much of what is said has to do with the subject, rather than with the weather or the tool."
    ),
    "uptake": text(
        "We look how often words of one person come back with the next one, and take off what may be chance."
    ),
    "grounds": text(
        "We look how often people give a reason, an experience, a counter-argument or a condition, by words "
        "such as “because”."
    ),
    "spread": text("We look whether different people use different words, or took different positions."),
    "heard": text("We look whether nobody speaks so much that others hardly get a word in."),
    "commitments": text("How many of the participants promised to do something."),
    "follow_through": text("Of the promises whose date has passed: how often was it told what came of them?"),
}

# name, formula, range, when there is no value, source
_INDICATORS: dict[str, tuple[Text, Text, Text, Text, Text]] = {
    "explicit": (
        text("The purpose is stated"),
        text(
            "A half for a question or a goal, a quarter for why or for whom, a quarter for when it is done; as "
            "declared, or as stated in the title or the opening. A question is recognised by its wording; a question "
            "mark alone is not enough."
        ),
        _OWN_SCALE,
        text("No value when nothing was declared and {unread}.", unread=_UNREAD),
        text("Locke & Latham 1990; the division in halves and quarters is ours."),
    ),
    "focus": (
        text("The purpose stays in sight"),
        text(
            "How much of the words of the purpose (as declared, the title, the opening) each contribution takes up, "
            "held against what it could take up, minus the same for 25 purposes of other conversations; the mean over "
            "contributions. Numbers, names of speakers and words that people use about anything do not count."
        ),
        _BEYOND_CHANCE,
        text(
            "No value when {unread}, the purpose has fewer than 2 telling words, or fewer than 3 turns follow it.",
            unread=_UNREAD,
        ),
        text("Weighted words: Sparck Jones 1972; the correction for chance is ours."),
    ),
    "on_task": (
        text("People stay with the subject"),
        text(
            "One minus the share of contributions that a trained head takes for talk beside the subject, corrected for "
            "how often it errs."
        ),
        _OWN_SCALE,
        text("No value when {unread}, or fewer than 3 turns say something.", unread=_UNREAD),
        text("Trained on DeliData (Karadzhov et al. 2023); corrected after Rogan & Gladen 1978."),
    ),
    "uptake": (
        text("People build on each other"),
        text(
            "How much of the words of the other speaker's last contribution comes back, of the words of content and of "
            "all words, held against what could come back, minus the same for contributions it does not answer; the "
            "mean over contributions."
        ),
        _BEYOND_CHANCE,
        text("No value when {unread}, or fewer than 3 contributions follow somebody else's.", unread=_UNREAD),
        text("After Demszky et al. 2021; the form with words is ours."),
    ),
    "grounds": (
        text("Grounds are given"),
        text(
            "Reasons, experiences or sources, counter-arguments and conditions, known by signal words with something "
            "new after them: one in every 8 words of content is full; the mean over contributions."
        ),
        _ON_REFERENCE,
        text("No value when {unread}, or fewer than 3 turns say something.", unread=_UNREAD),
        text("Signal words of our own; they miss grounds that are given without one."),
    ),
    "spread": (
        text("Different things are brought in"),
        text(
            "Where positions were declared: the chance that two people took different ones. Else: one minus how alike "
            "the words of different people are, divided by how alike the words of one person are."
        ),
        _ON_REFERENCE,
        text(
            "No value when no positions were declared and {unread}, or fewer than two people made two contributions.",
            unread=_UNREAD,
        ),
        text("Blau 1977; Rao 1982; Morisita 1959; Harrison & Klein 2007."),
    ),
    "heard": (
        text("Everyone is heard"),
        text(
            "How evenly the contributions are spread over the speakers, divided by 0.6 and at most 1: equal talk is no "
            "aim; that everyone is heard is."
        ),
        _OWN_SCALE,
        text("No value when one person spoke."),
        text("Shannon's evenness (Pielou 1966)."),
    ),
    "commitments": (
        text("People say what they will do"),
        text("The share of the participants with a deed of their own."),
        _OWN_SCALE,
        text("No value where the platform does not tell what people will do, as with most imports."),
        text("A definition of our own."),
    ),
    "follow_through": (
        text("It is done, or told why not"),
        text("One plus the deeds done, partly done or honestly not done, divided by two plus the deeds that were due."),
        _OWN_SCALE,
        text("No value where the platform does not tell what people did, or no deed is due yet."),
        text("Laplace's rule of succession."),
    ),
}

_RULES = {
    "explicit.declared": text("the purpose was written down"),
    "question.what": text("asks a question"),
    "question.yes_no": text("asks a question"),
    "question.verb_first": text("asks a question"),
    "own_question.indirect": text("says what the question is"),
    "goal.aim": text("says what it is for"),
    "why.reason": text("says why"),
    "why.situation": text("tells the situation"),
    "done.when": text("says when it is done"),
    "focus.shared": text("comes back to the purpose"),
    "on_task.on": text("is about the subject"),
    "on_task.off": text("seems beside the subject"),
    "uptake.shared": text("builds on what another said"),
    "grounds.reason": text("gives a reason"),
    "grounds.evidence": text("gives an experience, an example or a source"),
    "grounds.counter": text("brings up the other side"),
    "grounds.condition": text("thinks through a condition"),
    "spread.own_words": text("brings words that others do not use"),
    "heard.voice": text("the first contribution of this voice"),
    "commitments.declared": text("promises to do something"),
    "follow_through.done": text("reported as done"),
    "follow_through.partly": text("reported as partly done"),
    "follow_through.not": text("reported as not done"),
    "follow_through.untold": text("due, and nothing reported yet"),
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


def indicator_name(key: str) -> Text:
    return _INDICATORS[key][0]


def indicator_plain(key: str) -> Text:
    """How an indicator looks, in one sentence for everybody; the formula and the rest are for researchers."""
    return _PLAIN[key]


def indicator_formula(key: str) -> Text:
    return _INDICATORS[key][1]


def indicator_range(key: str) -> Text:
    return _INDICATORS[key][2]


def indicator_no_value(key: str) -> Text:
    return _INDICATORS[key][3]


def indicator_source(key: str) -> Text:
    return _INDICATORS[key][4]


def rule_sentence(evidence: Evidence) -> Text:
    """What this piece of evidence shows, in a few words."""
    return _RULES[evidence.rule]


def limits() -> tuple[Text, ...]:
    """What to keep in mind, wherever points are shown."""
    return (
        text(
            "A mirror for the group, not a mark for a person; a high number does not say that the conversation brought "
            "anything."
        ),
        text(
            "Whether a higher number also gives better outcomes was studied only in short puzzle tasks with paid "
            "participants."
        ),
        text("Signal words miss what is only implied: in Dutch they find about a third of the reasons given."),
        text("The reference sample is English; there is no Dutch one yet."),
    )

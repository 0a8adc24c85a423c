"""Is it clear what will be done, and when?

What a form asks goes before what stands in the words. In the words it looks at lists of words of time, amount and
certainty, at how many words of content there are, and in English at one head, `specific`.

Why one head of three. `specific`, `measurable` and `attainable` (`heads/`, fitted on goals about health, in English)
pass their gate at home, and were held against the promises of our own set (`gold/`, 51 for developing, 33 for testing).
`measurable` says no to half of what is coded as measurable there, and at home words of amount do as well. `attainable`
was coded at home where people said how sure they were, and words for that find it better than the head does. `specific`
takes some short promises for more than they are, so it may only object.

What Dutch rests on: fields, lists, and three words of content or more. Of the Dutch promises that are coded as specific
98 in 100 have those (94 of those for testing), where the head finds 89. Nearly all promises there are specific, so how
well the vague ones are told is not known: of six it let four pass. Words of time agree with the coded `t` at kappa .67.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from iq4d.conversation import DeclaredDeed
from iq4d.measures.counting import shrunk
from iq4d.measures.deeds.declared import CANNOT_TELL, deeds_of, pieces
from iq4d.measures.heads import grams_of, head
from iq4d.measures.indicator import CONTESTED, OWN_SCALE, Finding, Indicator, nothing, unreadable
from iq4d.measures.languages import straight, tokens, vocabulary
from iq4d.measures.languages.folders import listed
from iq4d.measures.transcript import Transcript
from iq4d.speech import text

__all__ = ["SHARPNESS", "Words", "sharpness", "told_by"]

SPECIFIC = 3  # different words of content
DOUBT = 0.25  # a chance below which the head `specific` objects
MOSTLY = 0.75  # share of the marks from which on a deed is called sharp
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b|\b\d+ ?(?:[ap]m|u|uur|st|nd|rd|th|e|ste|de)\b", re.IGNORECASE)
_SURE = re.compile(r"\d ?(?:%|/ ?10\b)")
_DIGIT = re.compile(r"\d")


class Words(NamedTuple):
    """What the words of a deed tell."""

    specific: bool
    amount: bool
    time: bool
    sure: bool


def sharpness(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Is it clear what will be done, and when?

    Formula: (1 + s) / (2 + n), the mean of a Beta(1, 1) shrunk share: s is the sum over n declared deeds of the share
    of marks that each has: specific (3 different words of content or more, and in English a chance of at least 1/4 by
    the head `specific`); measurable (words of an amount or a time); when (a date, or words of time); and, where a form
    asks how, attainable (an obstacle, a buddy, or words of how sure one is) and a first step or an if-then.
    Range: 0-1, on its own scale.
    No value: the platform does not tell deeds; there are none; all are contested; neither English nor Dutch.
    Source: Doran 1981; Locke & Latham 1990; the head is fitted on SMARTSpan (SMARTMiner 2025).

    >>> from iq4d.conversation import Declared, DeclaredDeed, conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> def of(*deeds):
    ...     talk = conversation([("Bob", "I do.")], language="en").with_declared(Declared(deeds=deeds))
    ...     return sharpness(transcribe(talk)).raw
    >>> vague = of(DeclaredDeed("1", "Bob", "Be nicer"))
    >>> vague < of(DeclaredDeed("1", "Bob", "Walk with two new colleagues after lunch on Monday"))
    True
    """
    deeds = deeds_of(transcript, "sharpness", without)
    if deeds is None:
        return nothing(CANNOT_TELL, basis="declared")
    declared = transcript.conversation.declared.deeds or ()
    if not declared:
        return nothing(text("Nobody promised to do something yet."), basis="declared")
    if not deeds:
        return nothing(CONTESTED, len(declared), "declared")
    if (none := unreadable(transcript)) is not None and none.reason is not None:
        return nothing(none.reason, len(deeds), "declared")
    how = any(_told(one.if_then, one.first_step, one.obstacle, one.buddy) for one in declared)
    shares = [sum(marks) / len(marks) for marks in _marks(transcript, deeds, how)]
    value, wobble = shrunk(sum(shares), len(deeds))
    seen = [
        (deed, share, "sharpness.sharp" if share >= MOSTLY else "sharpness.partly")
        for deed, share in zip(deeds, shares, strict=True)
        if share
    ]
    evidence = pieces("sharpness", seen)
    return Finding(value, evidence=evidence, base=len(deeds), basis="declared", spread=wobble)


def _marks(transcript: Transcript, deeds: list[DeclaredDeed], how: bool) -> list[list[bool]]:
    """Of each deed what it has: specific, measurable, when, and where `how` is asked attainable and a first step."""
    found = []
    words = told_by([deed.text for deed in deeds], str(transcript.language), transcript.names)
    for deed, told in zip(deeds, words, strict=True):
        marks = [told.specific, told.amount or told.time, told.time or deed.due is not None]
        if how:
            marks += [told.sure or _told(deed.obstacle, deed.buddy), _told(deed.first_step, deed.if_then)]
        found.append(marks)
    return found


def told_by(texts: Sequence[str], language: str, names: Collection[str] = ()) -> list[Words]:
    """What the words of deeds tell, in English or Dutch.

    >>> told_by(["Walk 30 minutes with Bob every Monday"], "en", {"bob"})
    [Words(specific=True, amount=True, time=True, sure=False)]
    """
    vague = [False] * len(texts)
    if language == "en":
        vague = (head("specific").chance(grams_of(texts, [0] * len(texts), language, names)) < DOUBT).tolist()
    times, amounts, certainty = (listed(language, name) for name in ("times", "amounts", "certainty"))
    known, found = vocabulary(language), []
    for text_, no in zip(texts, vague, strict=True):
        said = straight(text_).lower()
        words = {word.removesuffix("'s") for word in tokens(said)} - set(names)
        found.append(
            Words(
                len({known[word] for word in words if known[word]}) >= SPECIFIC and not no,
                not words.isdisjoint(amounts) or _DIGIT.search(said) is not None,
                not words.isdisjoint(times) or _CLOCK.search(said) is not None,
                not words.isdisjoint(certainty) or _SURE.search(said) is not None,
            )
        )
    return found


def _told(*words: str | None) -> bool:
    return any(one is not None and one.strip() for one in words)


SHARPNESS = Indicator(
    "sharpness",
    "A2",
    "deeds",
    sharpness,
    own_scale=True,
    extra=True,
    name=text("It is clear what will be done"),
    plain=text("How far the deeds say what exactly, how much, when, and what the first step is."),
    formula=text(
        "Of each deed the share of what it tells: what exactly, how much, when, and where a form asks for it also what "
        "could come between or who helps, and a first step. The sum plus one, divided by two plus the number of deeds."
    ),
    range=OWN_SCALE,
    no_value=text("No value where no deeds are known, or the words are neither in English nor in Dutch."),
    source=text(
        "Doran 1981; Locke and Latham 1990. It looks at what was filled in and at words of time and amount, and in "
        "English also with a model trained on goals about health (SMARTMiner 2025)."
    ),
    questions=(
        text("What exactly will you do, and on which day?"),
        text("How will you see that it was done?"),
        text("What is the first step, so small that you can take it this week?"),
    ),
    rules={
        "sharpness.sharp": text("says clearly what, how much and when"),
        "sharpness.partly": text("says part of what, how much and when"),
    },
)

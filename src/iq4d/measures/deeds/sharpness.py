"""Is it clear what will be done, and when?

What a form asks goes before what stands in the words. In the words three heads look, fitted on English goals about
health (`heads/specific.json` and on), and lists of words of time and of amount, in both languages.

What Dutch rests on: fields, times and amounts, and of the heads only `specific`. Of the promises of our own set (84,
`gold/`) that head says yes to as many Dutch ones as are coded yes. `measurable` does not hold there, not even in
English, so an amount or a time counts beside it. `attainable` was coded where people said how sure they were, in words
that the heads do not read in Dutch.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from iq4d.conversation import DeclaredDeed
from iq4d.measures.counting import shrunk
from iq4d.measures.deeds.declared import CANNOT_TELL, deeds_of, pieces
from iq4d.measures.heads import SURE, grams_of, head
from iq4d.measures.indicator import CONTESTED, OWN_SCALE, Finding, Indicator, nothing, unreadable
from iq4d.measures.languages import straight, tokens
from iq4d.measures.languages.folders import listed
from iq4d.measures.transcript import Transcript
from iq4d.speech import text

__all__ = ["SHARPNESS", "sharpness"]

HEADS = {"en": ("specific", "measurable", "attainable"), "nl": ("specific",)}
MOSTLY = 0.75  # share of the marks from which on a deed is called sharp
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b|\b\d+ ?(?:[ap]m|u|uur|st|nd|rd|th|e|ste|de)\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")


def sharpness(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Is it clear what will be done, and when?

    Formula: (1 + s) / (2 + n), the mean of a Beta(1, 1) shrunk share: s is the sum over n declared deeds of the share
    of marks that each has: specific (a head on its words); measurable (a head on its words in English, or words
    of an amount or a time); when (a date, or words of time); and, where a form asks how, attainable (an obstacle or a buddy, or a
    head on its words in English) and a first step or an if-then.
    Range: 0-1, on its own scale.
    No value: the platform does not tell deeds; there are none; all are contested; neither English nor Dutch.
    Source: Doran 1981; Locke & Latham 1990; heads fitted on SMARTSpan (SMARTMiner 2025).

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
    language = str(transcript.language)
    said = [deed.text for deed in deeds]
    grams = grams_of(said, [0] * len(said), language, transcript.names)
    sees = {name: (head(name).chance(grams) >= SURE).tolist() for name in HEADS[language]}
    times, amounts = listed(language, "times"), listed(language, "amounts")
    nobody = [False] * len(deeds)
    found = []
    for deed, specific, measurable, attainable in zip(
        deeds, sees["specific"], sees.get("measurable", nobody), sees.get("attainable", nobody), strict=True
    ):
        words = straight(deed.text).lower()
        told = {word.removesuffix("'s") for word in tokens(words)}
        time = not told.isdisjoint(times) or _CLOCK.search(words) is not None
        amount = not told.isdisjoint(amounts) or _DIGIT.search(words) is not None
        marks = [specific, measurable or amount or time, time or deed.due is not None]
        if how:
            marks += [attainable or _told(deed.obstacle, deed.buddy), _told(deed.first_step, deed.if_then)]
        found.append(marks)
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
        "Doran 1981; Locke and Latham 1990. Heads trained on goals about health (SMARTMiner 2025), in English only; in "
        "Dutch it looks above all at what was filled in, at times and at amounts."
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

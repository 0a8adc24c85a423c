"""Do people stay with the subject?"""

from __future__ import annotations

from collections.abc import Collection

from iq4d.measures.heads import SURE, doing
from iq4d.measures.indicator import (
    CONTESTED,
    FEWEST,
    OWN_SCALE,
    TOO_FEW_TURNS,
    UNREAD,
    Finding,
    Indicator,
    contested,
    nothing,
    strongest,
    unreadable,
)
from iq4d.measures.score import Evidence
from iq4d.measures.shares import share_of
from iq4d.measures.transcript import Transcript
from iq4d.speech import text

__all__ = ["ON_TASK", "on_task"]

SHRUNK = 7  # turns that what is usual weighs as much as: from how well halves of a conversation agree


def on_task(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Do people stay with what the conversation is for, rather than with the weather and the tool?

    Formula: 1 - the share of turns in which the head `off` sees nothing but talk beside the subject (a chance of at
    least 1/2 in each of its contributions), shrunk towards the reference sample by 7 turns and corrected for how often
    that head misses and errs. What has no content of its own ("ok") does not count.
    Range: 0-1, on its own scale.
    No value: neither English nor Dutch, or fewer than 3 turns with something to look at.
    Source: the head is fitted on DeliData (Karadzhov et al. 2023) and on our own set; the correction: Rogan & Gladen
    1978.

    >>> from iq4d.conversation import conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> talk = [("Ada", "Which card must we turn to test the rule?"), ("Bob", "Hello dear friends, lovely evening!"),
    ...         ("Cas", "Turn the card with the vowel."), ("Ada", "Then the rule could be wrong, so the odd card too.")]
    >>> found = on_task(transcribe(conversation(talk, language="en")))
    >>> [piece.utterance for piece in found.evidence if piece.rule == "on_task.off"]
    ['2']
    """
    if (none := unreadable(transcript)) is not None:
        return none
    does = doing(transcript, "off", least=True, every=True)
    if len(does) < FEWEST:
        return nothing(TOO_FEW_TURNS, len(does))
    kept = [one for one in does if not contested("on_task", one.utterance, without)]
    if not kept:
        return nothing(CONTESTED, len(does))
    units = tuple((one.turn.index, float(one.chance >= SURE), 1.0) for one in kept)
    rules = ["on_task.on" if one.chance < SURE else "on_task.off" for one in kept]
    evidence = [
        Evidence("on_task", one.utterance, 1 - one.chance, rule, one.words)
        for one, rule in zip(kept, rules, strict=True)
    ]
    on = share_of("off", SHRUNK, rest=True)
    raw = on(sum(over for _, over, _ in units), len(units))
    return Finding(raw, evidence=strongest(evidence), base=len(units), units=units, estimate=on, redraw=on.redraw)


ON_TASK = Indicator(
    "on_task",
    "P3",
    "purpose",
    on_task,
    own_scale=True,
    quoted=False,
    name=text("People stay with the subject"),
    plain=text(
        "We look how much of what is said has to do with the subject, rather than with the weather or the tool."
    ),
    formula=text(
        "One minus the share of turns that a trained head takes for talk beside the subject, held towards what is "
        "usual where little was said, and corrected for how often it errs."
    ),
    range=OWN_SCALE,
    no_value=text("No value when {unread}, or fewer than 3 turns say something.", unread=UNREAD),
    source=text(
        "Trained on DeliData (Karadzhov et al. 2023) and our own conversations; corrected after Rogan & Gladen 1978."
    ),
    questions=(
        text("What deserves a place of its own, so that this can be about your question again?"),
        text("What brings you back to what this is for?"),
        text("Is there something else that has to be said first?"),
    ),
    rules={
        "on_task.on": text("is about the subject"),
        "on_task.off": text("seems beside the subject"),
    },
)

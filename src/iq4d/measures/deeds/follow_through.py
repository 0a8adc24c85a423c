"""Is it done, or told why not?"""

from __future__ import annotations

from collections.abc import Collection

from iq4d.measures.counting import shrunk
from iq4d.measures.deeds.declared import CANNOT_TELL, deeds_of, is_closed, is_past, pieces
from iq4d.measures.indicator import (
    OWN_SCALE,
    Finding,
    Indicator,
    nothing,
)
from iq4d.measures.transcript import Transcript
from iq4d.speech import text

__all__ = ["FOLLOW_THROUGH", "follow_through"]


def follow_through(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """What became of the deeds that were due?

    Formula: (1 + closed) / (2 + due), the mean of a Beta(1, 1) shrunk share. Closed is done, partly done, or honestly
    not done with a reason. Due is what was told, and what had to be done before now.
    Range: 0-1, on its own scale.
    No value: the platform does not tell deeds, or none is due yet.
    Source: ours, with Laplace's rule of succession (a Beta(1, 1) prior).

    >>> from iq4d.conversation import Declared, DeclaredDeed, conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> told = DeclaredDeed("1", "Bob", "Ask them", outcome="not", reason="They moved away")
    >>> talk = conversation([("Bob", "I do.")]).with_declared(Declared(deeds=(told,)))
    >>> round(follow_through(transcribe(talk)).raw, 2)
    0.67
    """
    deeds = deeds_of(transcript, "follow_through", without)
    if deeds is None:
        return nothing(CANNOT_TELL, basis="declared")
    due = [deed for deed in deeds if deed.outcome is not None or is_past(deed, transcript)]
    if not due:
        return nothing(text("No deed is due yet."), basis="declared")
    worth = [1.0 if is_closed(deed) else 0.0 for deed in due]
    mean, wobble = shrunk(sum(worth), len(due))
    told = [(deed, value, f"follow_through.{deed.outcome or 'untold'}") for deed, value in zip(due, worth, strict=True)]
    evidence = pieces("follow_through", told)
    return Finding(mean, evidence=evidence, base=len(due), basis="declared", spread=wobble)


FOLLOW_THROUGH = Indicator(
    "follow_through",
    "A4",
    "deeds",
    follow_through,
    own_scale=True,
    name=text("It is done, or told why not"),
    plain=text("Of the promises whose date has passed: how often was it told what came of them?"),
    formula=text(
        "One plus the deeds done, partly done or honestly not done, divided by two plus the deeds that were due."
    ),
    range=OWN_SCALE,
    no_value=text("No value where the platform does not tell what people did, or no deed is due yet."),
    source=text("Laplace's rule of succession."),
    questions=(
        text("What became of what you were going to do? Not done may also be told."),
        text("What stood in the way, and what does that say about the question?"),
        text("Which result would you like to put back into this conversation?"),
    ),
    rules={
        "follow_through.done": text("reported as done"),
        "follow_through.partly": text("reported as partly done"),
        "follow_through.not": text("reported as not done"),
        "follow_through.untold": text("due, and nothing reported yet"),
    },
)

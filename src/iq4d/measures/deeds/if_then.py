"""Is there a plan for the moment itself?"""

from __future__ import annotations

from collections.abc import Collection

from iq4d.measures.counting import shrunk
from iq4d.measures.deeds.declared import CANNOT_TELL, deeds_of, pieces
from iq4d.measures.indicator import CONTESTED, OWN_SCALE, Finding, Indicator, nothing
from iq4d.measures.transcript import Transcript
from iq4d.speech import text

__all__ = ["IF_THEN", "if_then"]


def if_then(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Is there a plan for the moment itself?

    Formula: (1 + k) / (2 + n), the mean of a Beta(1, 1) shrunk share: of n declared deeds k have an if-then, or say
    what may come between.
    Range: 0-1, on its own scale.
    No value: the platform does not tell deeds; there are none; none tells how it will be done (an if-then, an obstacle,
    a first step, a buddy), so that it may never have been asked; or all are contested.
    Source: Gollwitzer 1999 (implementation intentions).

    >>> from iq4d.conversation import Declared, DeclaredDeed, conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> deeds = (DeclaredDeed("1", "Bob", "Ask them", if_then="If the bus is late, I ask the driver"),
    ...          DeclaredDeed("2", "Ada", "Write it down"))
    >>> if_then(transcribe(conversation([("Bob", "I do.")]).with_declared(Declared(deeds=deeds)))).raw
    0.5
    """
    declared = transcript.conversation.declared.deeds
    deeds = deeds_of(transcript, "if_then", without)
    if declared is None or deeds is None:
        return nothing(CANNOT_TELL, basis="declared")
    if not declared:
        return nothing(text("Nobody promised to do something yet."), basis="declared")
    if not any(_told(one.if_then, one.obstacle, one.first_step, one.buddy) for one in declared):
        reason = text("How the deeds will be done is not told here; it may never have been asked.")
        return nothing(reason, len(declared), "declared")
    if not deeds:
        return nothing(CONTESTED, len(declared), "declared")
    planned = [(one, 1.0, "if_then.plan") for one in deeds if _told(one.if_then)]
    foreseen = [(one, 1.0, "if_then.obstacle") for one in deeds if _told(one.obstacle) and not _told(one.if_then)]
    value, wobble = shrunk(len(planned) + len(foreseen), len(deeds))
    evidence = pieces("if_then", planned + foreseen)
    return Finding(value, evidence=evidence, base=len(deeds), basis="declared", spread=wobble)


def _told(*words: str | None) -> bool:
    return any(one is not None and one.strip() for one in words)


IF_THEN = Indicator(
    "if_then",
    "A3",
    "deeds",
    if_then,
    own_scale=True,
    extra=True,
    name=text("There is a plan for the moment itself"),
    plain=text("How many of the deeds say: if this happens, then I do that; or what could come between."),
    formula=text(
        "One plus the deeds with an if-then or an obstacle, divided by two plus all deeds: a few weigh less than many."
    ),
    range=OWN_SCALE,
    no_value=text("No value where no deeds are known, or none of them says how it will be done."),
    source=text("Gollwitzer 1999."),
    questions=(
        text("At which moment will you do it? Say it as: if …, then I …"),
        text("What can come between, and what do you do then?"),
        text("Where are you, and who is with you, when you begin?"),
    ),
    rules={
        "if_then.plan": text("has an if-then"),
        "if_then.obstacle": text("says what could come between"),
    },
)

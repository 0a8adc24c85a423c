"""Do people say what they will do?"""

from __future__ import annotations

import math
from collections.abc import Collection

from iq4d.measures.deeds.declared import CANNOT_TELL, deeds_of, pieces
from iq4d.measures.indicator import (
    OWN_SCALE,
    Finding,
    Indicator,
    nothing,
)
from iq4d.measures.transcript import Transcript
from iq4d.speech import text

__all__ = ["COMMITMENTS", "commitments"]


def commitments(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """How many of the participants say what they will do?

    Formula: participants with at least one declared deed / participants. A sentence that may be a promise is shown and
    counts only once somebody confirmed it as a deed.
    Range: 0-1, on its own scale.
    No value: the platform does not tell deeds (most imports), or no step asks for one and there is none.
    Source: ours; a promise counts when somebody owns it (Gollwitzer 1999).

    >>> from iq4d.conversation import Declared, DeclaredDeed, conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> talk = conversation([("Ada", "Who asks the bus company?"), ("Bob", "I do.")])
    >>> commitments(transcribe(talk.with_declared(Declared(deeds=(DeclaredDeed("1", "Bob", "Ask them"),))))).raw
    0.5
    """
    deeds = deeds_of(transcript, "commitments", without)
    if deeds is None:
        return nothing(CANNOT_TELL, basis="declared")
    phases = transcript.conversation.declared.phases
    if not deeds and phases and not any("deed" in phase.allows for phase in phases):
        return nothing(text("No step of this method asks for deeds."), basis="declared")
    people = max(transcript.voices, len({deed.speaker for deed in deeds}))
    if not people:
        return nothing(text("Nobody took part yet."), basis="declared")
    share = len({deed.speaker for deed in deeds}) / people
    evidence = pieces("commitments", [(deed, 1.0, "commitments.declared") for deed in deeds])
    wobble = math.sqrt(share * (1 - share) / people)
    return Finding(share, evidence=evidence, base=people, basis="declared", spread=wobble)


COMMITMENTS = Indicator(
    "commitments",
    "A1",
    "deeds",
    commitments,
    own_scale=True,
    name=text("People say what they will do"),
    plain=text("How many of the participants promised to do something."),
    formula=text("The share of the participants with a deed of their own."),
    range=OWN_SCALE,
    no_value=text("No value where the platform does not tell what people will do, as with most imports."),
    source=text("A definition of our own."),
    questions=(
        text("What is the smallest thing you will do with this, and when?"),
        text("What do you take along, and what will somebody else notice of it?"),
        text("What would be a first step this week, however small?"),
    ),
    rules={
        "commitments.declared": text("promises to do something"),
    },
)

"""Does who was invited speak too?"""

from __future__ import annotations

from collections.abc import Collection

from iq4d.measures.counting import first_words, share
from iq4d.measures.indicator import CONTESTED, OWN_SCALE, Finding, Indicator, contested, nothing, strongest
from iq4d.measures.score import Evidence
from iq4d.measures.transcript import Transcript
from iq4d.speech import text

__all__ = ["VOICES", "voices"]

FEWEST_INVITED = 2


def voices(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Does who was invited speak too?

    Formula: invited people who said something of their own / invited people. Who speaks without an invitation does
    not count on either side: dropping in takes nobody's place, and fills nobody's.
    Range: 0-1, on its own scale.
    No value: who was invited is not known, fewer than two were, or all is contested.
    Source: ours.

    >>> from iq4d.conversation import Declared, conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> talk = conversation([("Ada", "Who knows this garden?"), ("Bob", "My neighbour does.")], language="en")
    >>> voices(transcribe(talk.with_declared(Declared(invited=frozenset({"Ada", "Bob", "Cas", "Dee"}))))).raw
    0.5
    """
    invited = transcript.conversation.declared.invited
    if not invited:
        return nothing(text("Who was invited is not known here."), basis="declared")
    if len(invited) < FEWEST_INVITED:
        return nothing(text("Fewer than two people were invited."), len(invited), "declared")
    spoke = {who: said.id for who, said in first_words(transcript).items() if who in invited}
    heard = [where for where in spoke.values() if not contested("voices", where, without)]
    base = len(invited) - len(spoke) + len(heard)
    if not base:
        return nothing(CONTESTED, len(invited), "declared")
    value, wobble = share(len(heard), base)
    evidence = strongest(Evidence("voices", where, 1.0, "voices.spoke") for where in heard)
    return Finding(value, evidence=evidence, base=base, basis="declared", spread=wobble)


VOICES = Indicator(
    "voices",
    "V3",
    "diversity",
    voices,
    own_scale=True,
    quoted=False,
    extra=True,
    name=text("Who was invited speaks too"),
    plain=text("How many of the people who were invited brought something in."),
    formula=text("The share of the people who were invited that said something. Who dropped in does not count."),
    range=OWN_SCALE,
    no_value=text("No value where the platform does not tell who was invited, or fewer than two people were."),
    source=text("A definition of our own."),
    questions=(
        text("Who was invited and has not spoken yet? What would make it easy to join in?"),
        text("Whom could you ask in person, and for what exactly?"),
        text("What did those who stayed away need to be here?"),
    ),
    rules={
        "voices.spoke": text("the first contribution of somebody invited"),
    },
)

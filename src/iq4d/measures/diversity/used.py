"""Are the views of others taken along?"""

from __future__ import annotations

from collections.abc import Collection

from iq4d.conversation import Takeaway
from iq4d.measures.counting import shrunk
from iq4d.measures.indicator import CONTESTED, OWN_SCALE, Finding, Indicator, contested, nothing, strongest
from iq4d.measures.score import Evidence
from iq4d.measures.transcript import Transcript
from iq4d.speech import text

__all__ = ["USED", "used"]


def used(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Are the views of others taken along?

    Formula: (1 + k) / (2 + n), the mean of a Beta(1, 1) shrunk share: of n takeaways k name the view of another, by
    the speaker or by the contribution it came from.
    Range: 0-1, on its own scale.
    No value: no takeaways; none of which more is told than its words, so that whose view it was may never have been
    asked; or all are contested.
    Source: ours.

    >>> from iq4d.conversation import Declared, Takeaway, conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> told = (Takeaway("Ada", "Wait longer", from_speaker="Bob"), Takeaway("Bob", "Ask one thing", intended=True))
    >>> talk = conversation([("Ada", "What do you take along?")]).with_declared(Declared(takeaways=told))
    >>> used(transcribe(talk)).raw
    0.5
    """
    takeaways = [one for one in transcript.conversation.declared.takeaways if one.text.strip()]
    if not takeaways:
        return nothing(text("No takeaways are known here."), basis="declared")
    if not any(one.intended is not None or one.from_speaker or one.from_utterance for one in takeaways):
        reason = text("Whose view the takeaways came from is not told here; it may never have been asked.")
        return nothing(reason, len(takeaways), "declared")
    speaker = {utterance.id: utterance.speaker for utterance in transcript.order}
    places = {(utterance.speaker, utterance.text.strip()): utterance.id for utterance in reversed(transcript.order)}
    kept: list[tuple[Takeaway, str]] = []
    for one in takeaways:
        # a takeaway does not name its own contribution: it is the one in which its speaker says just this
        where = places.get((one.speaker, one.text.strip()), "")
        if not (where and contested("used", where, without)):
            kept.append((one, where))
    if not kept:
        return nothing(CONTESTED, len(takeaways), "declared")
    named = [(one, where) for one, where in kept if _of_another(one, speaker)]
    value, wobble = shrunk(len(named), len(kept))
    pieces = {where: Evidence("used", where, 1.0, "used.named", (one.text.strip(),)) for one, where in named if where}
    return Finding(value, evidence=strongest(pieces.values()), base=len(kept), basis="declared", spread=wobble)


def _of_another(takeaway: Takeaway, speaker: dict[str, str]) -> bool:
    whose = takeaway.from_speaker or speaker.get(takeaway.from_utterance or "")
    return whose is not None and whose != takeaway.speaker


USED = Indicator(
    "used",
    "V6",
    "diversity",
    used,
    own_scale=True,
    extra=True,
    name=text("Views of others are taken along"),
    plain=text("How many of the takeaways say whose view they came from: that of another."),
    formula=text(
        "One plus the takeaways that name the view of another, divided by two plus all takeaways: a few weigh less "
        "than many."
    ),
    range=OWN_SCALE,
    no_value=text("No value where there are no takeaways, or where it is not told whose view they came from."),
    source=text("A definition of our own."),
    questions=(
        text("From whom did you get what you take along? Tell that person."),
        text("Which view of another will you use, also if it is not your own?"),
        text("What did somebody say that stayed with you?"),
    ),
    rules={
        "used.named": text("takes along the view of another"),
    },
)

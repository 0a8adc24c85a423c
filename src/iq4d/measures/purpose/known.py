"""Do people say what they come for?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from iq4d.conversation import Intention, Utterance
from iq4d.measures.counting import first_words, share
from iq4d.measures.indicator import CONTESTED, OWN_SCALE, Finding, Indicator, contested, nothing, strongest
from iq4d.measures.score import Evidence
from iq4d.measures.transcript import Transcript
from iq4d.speech import text

__all__ = ["KNOWN", "known"]

NOBODYS = text("Nobody told here what they come for; whether it was asked is not known.")


def known(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Do people say what they come for, before they begin?

    Formula: participants who told what they come for or bring before their first contribution / participants. A
    participant is who said something of their own; who never did, does not count. An intention without a moment counts
    as told in time, and so does one before a contribution without a time: what is not kept is nobody's omission.
    Range: 0-1, on its own scale.
    No value: no intention is declared, also no empty one (which would say: asked, and left open), so that it may never
    have been asked; nobody took part; or all is contested.
    Source: ours, after Locke & Latham 1990 (goals work for who holds them).

    >>> from iq4d.conversation import Declared, Intention, conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> talk = conversation([("Ada", "Who tells first?"), ("Bob", "Let me tell about the garden.")], language="en")
    >>> known(transcribe(talk.with_declared(Declared(intentions=(Intention("Bob", "To learn to ask"),))))).raw
    0.5
    """
    intentions = transcript.conversation.declared.intentions
    if not intentions:
        return nothing(NOBODYS, basis="declared")
    told: dict[str, list[Intention]] = {}
    for intention in intentions:
        if intention.seeks.strip() or intention.brings.strip():
            told.setdefault(intention.speaker, []).append(intention)
    everyone = first_words(transcript)
    if not everyone:
        return nothing(text("Nobody took part yet."), basis="declared")
    first = {who: said for who, said in everyone.items() if not contested("known", said.id, without)}
    if not first:
        return nothing(CONTESTED, len(everyone), "declared")
    evidence = []
    for who, said in first.items():
        in_time = next((one for one in told.get(who, ()) if _in_time(one, said)), None)
        if in_time is not None:
            words = in_time.seeks.strip() or in_time.brings.strip()
            evidence.append(Evidence("known", said.id, 1.0, "known.told", (words,)))
    value, wobble = share(len(evidence), len(first))
    return Finding(value, evidence=strongest(evidence), base=len(first), basis="declared", spread=wobble)


def _in_time(intention: Intention, said: Utterance) -> bool:
    return intention.at is None or said.at is None or _instant(intention.at) <= _instant(said.at)


def _instant(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)


KNOWN = Indicator(
    "known",
    "P2",
    "purpose",
    known,
    own_scale=True,
    quoted=False,
    extra=True,
    name=text("People say what they come for"),
    plain=text("How many of the participants said what they come for or bring, before they joined in."),
    formula=text(
        "The share of the participants who said what they come for or bring before their first contribution. Who said "
        "nothing at all does not count."
    ),
    range=OWN_SCALE,
    no_value=text("No value where nobody said what they come for: it may never have been asked."),
    source=text("A definition of our own, after Locke & Latham 1990."),
    questions=(
        text("What does each of you come for today? One sentence is enough."),
        text("What do you bring that another may make use of?"),
        text("When will you go home content?"),
    ),
    rules={
        "known.told": text("had said before what they come for"),
    },
)

"""Do people put another's view into words as that other means it?"""

from __future__ import annotations

from collections.abc import Collection

from iq4d.measures.counting import shrunk
from iq4d.measures.indicator import CONTESTED, OWN_SCALE, Finding, Indicator, contested, nothing, strongest
from iq4d.measures.score import Evidence
from iq4d.measures.transcript import Transcript
from iq4d.speech import text

__all__ = ["RESTATED", "restated"]


def restated(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Do people put another's view into words as that other means it?

    Formula: (1 + a) / (2 + n), the mean of a Beta(1, 1) shrunk share: of n restatements that were answered a were
    accepted by the author. Somebody's tries at the same contribution are one, and the last answer counts: trying until
    it is right is what it is for. Unanswered ones do not count: the silence is not the restater's. Putting oneself in
    other words is no restatement.
    Range: 0-1, on its own scale.
    No value: no restatement of another is known, none was answered, or all are contested.
    Source: Rogers & Roethlisberger 1952 (restate it to the speaker's satisfaction); the figure is ours.

    >>> from iq4d.conversation import Declared, Restatement, conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> talk = conversation([("Ada", "I want rest."), ("Bob", "You are tired?"), ("Bob", "You want no more noise?")])
    >>> tries = (Restatement("2", "1", accepted=False), Restatement("3", "1", accepted=True))
    >>> round(restated(transcribe(talk.with_declared(Declared(restatements=tries)))).raw, 2)
    0.67
    """
    speaker = {utterance.id: utterance.speaker for utterance in transcript.order}
    place = {utterance.id: n for n, utterance in enumerate(transcript.order)}
    tries = [
        one
        for one in transcript.conversation.declared.restatements
        if one.utterance in speaker and speaker[one.utterance] != speaker.get(one.of)
    ]
    if not tries:
        return nothing(text("Nobody put another's words in their own here, or it is not known."), basis="declared")
    answered = sorted((one for one in tries if one.accepted is not None), key=lambda one: place[one.utterance])
    if not answered:
        return nothing(text("No author said yet whether it was put well."), len(tries), "declared")
    kept = [one for one in answered if not contested("restated", one.utterance, without)]
    if not kept:
        return nothing(CONTESTED, len(answered), "declared")
    last = {(speaker[one.utterance], one.of): one for one in kept}
    right = {one.utterance for one in last.values() if one.accepted}
    value, wobble = shrunk(sum(bool(one.accepted) for one in last.values()), len(last))
    evidence = strongest(
        Evidence("restated", utterance.id, 1.0, "restated.accepted")
        for utterance in transcript.order
        if utterance.id in right
    )
    return Finding(value, evidence=evidence, base=len(last), basis="declared", spread=wobble)


RESTATED = Indicator(
    "restated",
    "V5",
    "diversity",
    restated,
    own_scale=True,
    extra=True,
    name=text("People say back what another means"),
    plain=text("How often somebody put into words what another means, and that other said: yes, that is it."),
    formula=text(
        "One plus the restatements that their author accepted, divided by two plus those that were answered. Trying "
        "again until it is right counts once, as right."
    ),
    range=OWN_SCALE,
    no_value=text("No value where nobody put another's words in their own, or no author answered."),
    source=text("Rogers & Roethlisberger 1952; the figure is ours."),
    questions=(
        text("Say first what the other means, until the other says: yes, that is it. Then your own view."),
        text("Whose view do you understand least? Try to say it in that person's place."),
        text("What would the other add to how you put it?"),
    ),
    rules={
        "restated.accepted": text("puts another's view well, says that other"),
    },
)

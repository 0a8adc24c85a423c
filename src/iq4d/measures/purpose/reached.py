"""Was it reached, as the participants see it?"""

from __future__ import annotations

from collections.abc import Collection

from iq4d.measures.counting import shrunk
from iq4d.measures.indicator import CONTESTED, OWN_SCALE, Finding, Indicator, contested, nothing
from iq4d.measures.score import Evidence
from iq4d.measures.transcript import Transcript
from iq4d.speech import text

__all__ = ["REACHED", "reached"]

WORTH = {"reached": 1.0, "partly": 0.5, "not reached": 0.0}
FEWEST_VERDICTS = 2  # one is no verdict of the group, and everybody would know whose it is


def reached(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Was it reached, as the participants see it?

    Formula: (1 + v) / (2 + n), the mean of a Beta(1, 1) shrunk share: n participants said whether it was reached,
    v is the sum of what they said (reached 1, partly 1/2, not reached 0). Of somebody's several verdicts the last
    counts. Who said what is told nowhere.
    Range: 0-1, on its own scale.
    No value: fewer than two participants said whether it was reached, or that it was is contested.
    Source: ours, with Laplace's rule of succession (a Beta(1, 1) prior).

    >>> from iq4d.conversation import Declared, Verdict, conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> verdicts = (Verdict("Ada", "reached"), Verdict("Bob", "partly"), Verdict("Cas", "reached"))
    >>> talk = conversation([("Ada", "Are we done?")]).with_declared(Declared(verdicts=verdicts))
    >>> reached(transcribe(talk)).raw
    0.7
    """
    declared = transcript.conversation.declared
    verdicts = {one.speaker: WORTH[one.value] for one in declared.verdicts if one.value in WORTH}
    if not verdicts:
        return nothing(
            text("Nobody said here whether it was reached; whether it was asked is not known."), 0, "declared"
        )
    if len(verdicts) < FEWEST_VERDICTS:
        return nothing(text("Only one participant said whether it was reached."), 1, "declared")
    if contested("reached", "", without):
        return nothing(CONTESTED, len(verdicts), "declared")
    value, wobble = shrunk(sum(verdicts.values()), len(verdicts))
    done = declared.purpose.done_when.strip() if declared.purpose else ""
    # one piece for all verdicts together: a piece for each would show who said what
    evidence = (Evidence("reached", "", value, "reached.told", (done,)),) if done else ()
    return Finding(value, evidence=evidence, base=len(verdicts), basis="declared", spread=wobble)


REACHED = Indicator(
    "reached",
    "P5",
    "purpose",
    reached,
    own_scale=True,
    quoted=False,
    extra=True,
    name=text("The participants call it reached"),
    plain=text("What the participants said of “when is it done”: reached, partly or not. Nobody sees who said what."),
    formula=text(
        "One plus the verdicts (reached 1, partly a half, not reached 0), divided by two plus their number: a few "
        "verdicts weigh less than many."
    ),
    range=OWN_SCALE,
    no_value=text("No value where fewer than two participants said whether it was reached."),
    source=text("Laplace's rule of succession."),
    questions=(
        text("What is still missing before you call this done?"),
        text("Does “done” still mean what it meant when you began?"),
        text("What did you reach that nobody had asked for?"),
    ),
    rules={
        "reached.told": text("the participants said whether it came to this"),
    },
)

"""Do questions leave room?"""

from __future__ import annotations

from collections.abc import Collection

from iq4d.measures.depth.asked import GESTURES, NO_REASONS, Placed, asked
from iq4d.measures.indicator import (
    CONTESTED,
    FEWEST,
    OWN_SCALE,
    UNREAD,
    Finding,
    Indicator,
    Unit,
    contested,
    nothing,
    strongest,
    unreadable,
)
from iq4d.measures.score import Evidence
from iq4d.measures.shares import shrunk
from iq4d.measures.transcript import Transcript
from iq4d.speech import text

__all__ = ["ASKING", "asking"]

USUAL = 0.6  # the share that leaves room, over the reference sample
SHRUNK = 20  # questions that this weighs as much as: the likeliest Beta-binomial for the groups of DeliData
LOW = 1 / 4  # a share that a tenth of the reference sample stays below
_PLACED = Placed(shrunk(USUAL, SHRUNK), LOW)

TOO_FEW_QUESTIONS = text("There are fewer than 3 questions.")


def asking(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Do questions leave room?

    Formula: (x - 1/4) / (3/4), at least 0, with x = (r + f / 2 + 20 x 0.6) / (r + f + c + a + 20): r the questions
    that leave room (open, why, what is meant, what if), f those that ask for one fact (who, when, how many), c the
    closed ones (yes or no), a what was no question in a step meant for questions only. What was declared to be a
    question counts when its wording tells which sort it is. How many questions there are plays no part, nor does a
    question mark; the same question asked again does not count.
    Range: 0-1, on its own scale: 0 where one question in four leaves room, as in a tenth of the reference sample. With
    few questions it stays near what is usual, 0.47.
    No value: neither English nor Dutch, or fewer than 3 questions of which the sort is known.
    Source: open and closed questions as in our own guide (gold/README.md); number of questions and question marks did
    not go with gain in groups.

    >>> from iq4d.conversation import conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> talk = [("Ada", "What made you leave the tour early?"), ("Bob", "I was tired. Is the bus late again?"),
    ...         ("Ada", "What if the tour were shorter?"), ("Cas", "How long does the guide talk?")]
    >>> [(one.rule, one.value) for one in asking(transcribe(conversation(talk, language="en"))).evidence]
    [('asking.why', 1.0), ('asking.assume', 1.0), ('asking.fact', 0.5), ('closed.yes_no', 0.0)]
    """
    if (none := unreadable(transcript)) is not None:
        return none
    questions = [one for one in asked(transcript) if one.opens is not None]
    if len(questions) < FEWEST:
        return nothing(TOO_FEW_QUESTIONS, len(questions))
    units: list[Unit] = []
    evidence: list[Evidence] = []
    for one in questions:
        if not contested("asking", one.utterance, without):
            units.append((one.turn.index, one.room, 1.0))
            evidence.append(Evidence("asking", one.utterance, one.room, one.rule, (one.words,)))
    for turn, where in _instead(transcript):
        if not contested("asking", where, without):
            units.append((turn, 0.0, 1.0))
            evidence.append(Evidence("asking", where, 0.0, "asking.instead"))
    if not units:
        return nothing(CONTESTED, len(questions))
    raw = _PLACED(sum(over for _, over, _ in units), len(units))
    return Finding(
        raw,
        evidence=strongest(evidence),
        base=len(units),
        units=tuple(units),
        estimate=_PLACED,
        redraw=_PLACED.redraw,
    )


def _instead(transcript: Transcript) -> list[tuple[int, str]]:
    """(turn, contribution) of what was no question, in steps meant for questions only."""
    declared = transcript.conversation.declared
    only = NO_REASONS | GESTURES
    meant = [phase for phase in declared.phases if "question" in phase.allows and phase.allows <= only]
    places = {where for phase in meant for where in phase.utterances}
    if not places:
        return []
    questions = {where for where, kind in declared.kinds if kind == "question"}
    questions.update(one.utterance for one in asked(transcript))
    return [
        (turn.index, piece.utterance)
        for turn in transcript.turns
        for piece in turn.pieces
        if piece.utterance in places - questions
    ]


ASKING = Indicator(
    "asking",
    "D3",
    "depth",
    asking,
    own_scale=True,
    extra=True,
    name=text("Questions leave room"),
    plain=text("We look whether questions leave room, or ask for a yes, a no or one fact. How many does not count."),
    formula=text(
        "Of all questions the share that leaves room: open ones, why, what somebody means, what if; one that asks for "
        "one fact counts half. In a step that is meant for questions only, what is no question counts as none that "
        "leaves room. Questions are known by their wording, not by a question mark."
    ),
    range=OWN_SCALE,
    no_value=text("No value when {unread}, or with fewer than 3 questions.", unread=UNREAD),
    source=text("Sorts of questions and signal words of our own; how many questions there are did not go with gain."),
    questions=(
        text("What would you ask if you knew nothing about it yet?"),
        text("Put your last question again, so that yes or no is no answer."),
        text("What do you all take for granted here? Ask about that."),
    ),
    rules={
        "asking.assume": text("asks what is taken for granted, or what if"),
        "asking.why": text("asks after the reason"),
        "asking.open": text("asks an open question"),
        "asking.clarify": text("asks what somebody means"),
        "asking.fact": text("asks for one fact"),
        "closed.yes_no": text("asks for yes or no"),
        "asking.instead": text("says something where questions were asked for"),
    },
)

"""Do people look at their own part?"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection, Iterator
from functools import lru_cache

import numpy as np

from iq4d.measures.columns import Floats
from iq4d.measures.depth.asked import leaves_room
from iq4d.measures.heads import SURE, Does, doing, head
from iq4d.measures.hits import Hit
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
from iq4d.measures.languages import sentence_ends
from iq4d.measures.score import Evidence
from iq4d.measures.shares import Share, shrunk, tests_of
from iq4d.measures.transcript import Transcript
from iq4d.speech import text

__all__ = ["REFLECTION", "reflection"]

NO_REFLECTION = frozenset({"question", "restatement", "core", "advice", "deed"})  # where one's own part has no place
LONG = 20  # different content words of a turn from which on the head alone says yes too soon
SHORT = 8  # those below which it does with a question mark
USUAL = 0.09  # the share of turns in which this is seen in the reference sample
SHRUNK = 7  # contributions that this weighs as much as
ENOUGH = 1 / 2  # of the turns: from there on more reflection adds nothing
LONGEST = 160  # characters shown of a sentence


def reflection(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Do people look at their own part, feeling, assumption or learning?

    Formula: min(1, 2 r), with r the share of turns in which the head `reflect` sees reflection (a chance of at least
    1/2 in one of its contributions), shrunk by 7 contributions and corrected for how often that head misses and errs in
    talk among colleagues. Two sorts of turns need a signal word as well ("I notice that I ..."), because the head says
    yes too soon there: those of 20 different content words or more, and those of fewer than 8 with a question mark.
    Steps that ask only for questions, the core or advice do not count, nor does what was declared to be one of these.
    Range: 0-1, on its own scale: every other turn is as much as counts, as in a tenth of our own conversations.
    No value: neither English nor Dutch, or fewer than 3 turns where reflection has a place.
    Source: the head is fitted on our own set (gold/) and on CEReD (Štefánik & Nehyba 2021); the correction: Rogan &
    Gladen 1978.

    >>> from iq4d.conversation import conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> talk = [("Ada", "I notice that I always thought it was their fault, and now I see my own part in it."),
    ...         ("Bob", "The tour starts at ten."), ("Cas", "Buy bread and cheese.")]
    >>> [piece.utterance for piece in reflection(transcribe(conversation(talk, language="en"))).evidence]
    ['1']
    """
    if (none := unreadable(transcript)) is not None:
        return none
    room = leaves_room(transcript, NO_REFLECTION)
    does = [one for one in doing(transcript, "reflect") if room(one.utterance)]
    if len(does) < FEWEST:
        return nothing(TOO_FEW_TURNS, len(does))
    kept = [one for one in does if not contested("reflection", one.utterance, without)]
    if not kept:
        return nothing(CONTESTED, len(does))
    reflects = list(_reflecting(transcript, kept))
    yes = {piece.utterance for piece in reflects}
    units = tuple((one.turn.index, float(one.utterance in yes), 1.0) for one in kept)
    share = _share()

    def estimate(over: float, under: float) -> float:
        return min(1.0, share(over, under) / ENOUGH)

    def redraw(over: Floats, under: Floats) -> Floats:
        return np.minimum(1.0, share.redraw(over, under) / ENOUGH)

    raw = estimate(sum(over for _, over, _ in units), len(units))
    return Finding(raw, evidence=strongest(reflects), base=len(units), units=units, estimate=estimate, redraw=redraw)


def _reflecting(transcript: Transcript, does: list[Does]) -> Iterator[Evidence]:
    """What the head sees, with the sentence in which a signal word stands."""
    signals: dict[str, Hit] = {}
    for hit in transcript.hits_of["reflection"]:
        signals.setdefault(transcript.pieces[hit.piece].utterance, hit)
    for one in does:
        if one.chance < SURE:
            continue
        said = next(piece for piece in one.turn.pieces if piece.utterance == one.utterance)
        if (signal := signals.get(one.utterance)) is not None:
            at = signal.start - int(transcript.columns.begin[said.index])
            ends = [0, *sentence_ends(said.text), len(said.text)]
            n = bisect(ends, at, hi=len(ends) - 1)
            words = " ".join(said.text[ends[n - 1] : ends[n]].split())
            words = words if len(words) <= LONGEST else " ".join(said.text[at : ends[n]].split())[:LONGEST]
            yield Evidence("reflection", one.utterance, one.chance, f"reflection.{signal.rule}", (words,))
        elif one.turn.different < LONG and not (one.turn.different < SHORT and "?" in said.text):
            yield Evidence("reflection", one.utterance, one.chance, "reflection.looks", one.words)


@lru_cache(maxsize=1)
def _share() -> Share:
    """Not shrunk to all that the head sees in the reference sample: in long posts it says yes nearly always."""
    return shrunk(USUAL, SHRUNK, tests_of(head("reflect").card))


REFLECTION = Indicator(
    "reflection",
    "D6",
    "depth",
    reflection,
    own_scale=True,
    extra=True,
    name=text("People look at themselves too"),
    plain=text("We look in how many contributions somebody looks at their own part, assumption or learning."),
    formula=text(
        "The share of contributions in which a trained head sees somebody look at their own part, corrected for how "
        "often it errs; every other one is full. A long contribution needs a signal word as well. Steps that ask only "
        "for questions or advice do not count."
    ),
    range=OWN_SCALE,
    no_value=text("No value when {unread}, or where this has a place in fewer than 3 turns.", unread=UNREAD),
    source=text("Trained on our own conversations and on CEReD (2021); corrected after Rogan & Gladen 1978."),
    questions=(
        text("What is your own part in this?"),
        text("What did you think before, and what do you think now?"),
        text("What surprised you about yourself?"),
    ),
    rules={
        "reflection.looks": text("looks at their own part"),
        "reflection.thought": text("says what they used to think"),
        "reflection.notices": text("notices something about themselves"),
        "reflection.part": text("names their own part"),
        "reflection.learned": text("says what they take along"),
    },
)

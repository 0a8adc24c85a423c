"""Do people reason?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from functools import lru_cache

from iq4d.measures.depth.asked import NO_REASONS, leaves_room
from iq4d.measures.heads import SURE, Does, doing, head
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
from iq4d.measures.score import Evidence
from iq4d.measures.shares import Share, shrunk, tests_of
from iq4d.measures.transcript import Transcript
from iq4d.speech import text

__all__ = ["REASONING", "reasoning", "reasons_seen"]

USUAL = 0.4  # the share of turns in which the head sees it, in groups on a puzzle and in talk among colleagues alike
SHRUNK = 11  # contributions that this weighs as much as: from how well halves of a conversation agree


def reasoning(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Do people reason: give a cause, draw a conclusion, weigh one thing against another?

    Formula: the share of turns in which the head `reason` sees reasoning (a chance of at least 1/2 in one of its
    contributions), shrunk towards what is usual (0.4) by 11 contributions and corrected for how often that head
    misses and errs. A signal word ("because") that opens more than a tenth of the turns (3 at least) is a habit or a
    trick, and counts no further. Steps that ask only for questions, first thoughts or silence do not count, nor does
    what was declared to be a question.
    Range: 0-1, on its own scale.
    No value: neither English nor Dutch, or fewer than 3 turns where reasons have a place.
    Source: the head is fitted on DeliData (Karadzhov et al. 2023) and on our own set; the correction: Rogan & Gladen
    1978.

    >>> from iq4d.conversation import conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> talk = [("Ada", "If the card shows a vowel then turning it must tell us whether the rule holds."),
    ...         ("Bob", "Hello there dear friends."), ("Cas", "Shall we buy bread and cheese now?")]
    >>> [piece.utterance for piece in reasoning(transcribe(conversation(talk, language="en"))).evidence]
    ['1']
    """
    if (none := unreadable(transcript)) is not None:
        return none
    room = leaves_room(transcript, NO_REASONS)
    does = [one for one in reasons_seen(transcript) if room(one.utterance)]
    if len(does) < FEWEST:
        return nothing(TOO_FEW_TURNS, len(does))
    kept = [one for one in does if not contested("reasoning", one.utterance, without)]
    if not kept:
        return nothing(CONTESTED, len(does))
    reasons = [one for one in _without_habits(transcript, kept) if one.chance >= SURE]
    yes = {one.utterance for one in reasons}
    units = tuple((one.turn.index, float(one.utterance in yes), 1.0) for one in kept)
    evidence = [Evidence("reasoning", one.utterance, one.chance, "reasoning.reasons", one.words) for one in reasons]
    share = _share()
    raw = share(sum(over for _, over, _ in units), len(units))
    return Finding(raw, evidence=strongest(evidence), base=len(units), units=units, estimate=share, redraw=share.redraw)


def reasons_seen(transcript: Transcript) -> list[Does]:
    """What the head `reason` sees in each turn, for this indicator and for `probing`."""
    found: list[Does] = transcript.kept("reasons", lambda: doing(transcript, "reason"))
    return found


@lru_cache(maxsize=1)
def _share() -> Share:
    """Not shrunk to the whole reference sample: in the long posts of Stack Exchange the head says yes nearly always."""
    return shrunk(USUAL, SHRUNK, tests_of(head("reason").card))


def _without_habits(transcript: Transcript, does: list[Does]) -> Iterator[Does]:
    """Those that do not open with a signal word ("because") that opens a tenth of the turns already (3 at least)."""
    columns, begin = transcript.columns, transcript.columns.begin.tolist()
    signals: dict[str, str] = {}  # of each contribution that opens with one
    for hit in transcript.hits_of["grounds"]:
        if not columns.flat[begin[hit.piece] : hit.start].strip(" \"'("):
            signals.setdefault(transcript.pieces[hit.piece].utterance, hit.words.lower())
    opens: Counter[str] = Counter()
    most = max(3, len(transcript.turns) // 10)
    for one in does:
        if (signal := signals.get(one.utterance)) is not None:
            opens[signal] += 1
            if opens[signal] > most:
                continue
        yield one


REASONING = Indicator(
    "reasoning",
    "D1",
    "depth",
    reasoning,
    own_scale=True,
    name=text("People think aloud"),
    plain=text("We look in how many contributions somebody reasons, also without a word such as “because”."),
    formula=text(
        "The share of contributions in which a trained head sees reasoning, corrected for how often it errs. Steps "
        "that ask only for questions or first thoughts do not count."
    ),
    range=OWN_SCALE,
    no_value=text("No value when {unread}, or where reasons have a place in fewer than 3 turns.", unread=UNREAD),
    source=text(
        "Trained on DeliData (Karadzhov et al. 2023) and our own conversations; corrected after Rogan & Gladen 1978. "
        "It sees reasoning sooner in a long contribution."
    ),
    questions=(
        text("How did you get from what you saw to what you think?"),
        text("What follows from this, if it is true?"),
        text("What speaks against it, and what weighs most for you?"),
    ),
    rules={
        "reasoning.reasons": text("thinks it through"),
    },
)

"""Do people say on what grounds?"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np

from iq4d.measures.depth.asked import NO_REASONS, with_room
from iq4d.measures.indicator import (
    CONTESTED,
    FEWEST,
    ON_REFERENCE,
    TOO_FEW_TURNS,
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
from iq4d.measures.transcript import MARK, RUN_ON, Transcript, Turn
from iq4d.speech import text

__all__ = ["GROUNDS", "grounds"]


AFTER_A_CUE = 2  # new content words that must follow a cue in its sentence: a bare "because" gives no ground
NEAR = 12  # words within which they must follow
ONE_IN = 8  # content words: one ground in so many is as much as counts
LONGEST = 160  # characters kept of the words that carried a ground


def grounds(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Do people say on what grounds: reasons, evidence, counter-considerations, conditions?

    Formula: mean over turns of min(1, g / max(1, w / 8)), g the turn's grounds and w its content words, so that
    length does not pay. A ground is a cue of the conversation's language with at least 2 content words in the 12 words
    after it, before the next cue and the end of the sentence (a link may stand alone). The same ground said again does
    not count, nor does one form of words in more than a tenth of the turns (3 at least): that is a habit or a trick.
    Steps that ask only for questions, first thoughts or silence do not count, nor does what was declared a question.
    Range: 0 to about 0.5 raw; 0-1 against the reference sample.
    No value: neither English nor Dutch, or fewer than 3 turns with something to look at.
    Source: the share of reasoning (Karadzhov et al. 2023); cue lexicons of our own, which
    find about a third of the reasons in Dutch.

    >>> from iq4d.conversation import conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> talk = [("Ada", "We start late because the bus is always full."), ("Bob", "Buses are red, because."),
    ...         ("Cas", "Buy bread and cheese.")]
    >>> [(piece.utterance, piece.words) for piece in grounds(transcribe(conversation(talk, language="en"))).evidence]
    [('1', ('because the bus is always full',))]
    """
    if (none := unreadable(transcript)) is not None:
        return none
    turns = with_room(transcript, transcript.saying, NO_REASONS)
    if len(turns) < FEWEST:
        return nothing(TOO_FEW_TURNS, len(turns))
    given = _given(transcript, turns)
    units: list[Unit] = []
    evidence: list[Evidence] = []
    for turn in turns:
        held = given.get(turn.index)
        if not held:
            units.append((turn.index, 0.0, 1.0))
            continue
        where, rule, carried = held[0]
        if contested("grounds", where, without):
            continue
        value = min(1.0, len(held) / max(1.0, turn.content / ONE_IN))
        units.append((turn.index, value, 1.0))
        evidence.append(Evidence("grounds", where, value, f"grounds.{rule}", (carried,)))
    if not units:
        return nothing(CONTESTED, len(turns))
    raw = math.fsum(over for _, over, _ in units) / len(units)
    return Finding(raw, evidence=strongest(evidence), base=len(units), units=tuple(units))


def _given(transcript: Transcript, turns: Sequence[Turn]) -> dict[int, list[tuple[str, str, str]]]:
    """(contribution, rule, words) of each ground, by turn: cues that are followed by something new."""
    columns = transcript.columns
    found = transcript.hits_of["grounds"]
    if not found:
        return {}
    flat = columns.flat
    from_ = np.array([hit.end for hit in found], np.int64)
    ends = transcript.sentence_ends
    stops = np.minimum(ends[ends[:-1].searchsorted(from_, "right")], [*(hit.start for hit in found[1:]), len(flat)])
    stops = np.maximum(from_, np.minimum(stops, columns.runs_to[[hit.piece for hit in found]]))
    firsts, lasts = columns.at.searchsorted(from_), columns.at.searchsorted(stops)
    spans = zip(firsts.tolist(), lasts.tolist(), stops.tolist(), strict=True)
    turn_of = {piece.index: turn for turn in turns for piece in turn.pieces}
    stem_of, bounds = transcript.stems_said, columns.bounds.tolist()
    said: set[int] = set()
    forms: Counter[str] = Counter()
    most = max(3, len(turns) // 10)
    given: dict[int, list[tuple[str, str, str]]] = {}
    for hit, (first, last, stop) in zip(found, spans, strict=True):
        turn = turn_of.get(hit.piece)
        if turn is None:
            continue
        near = stem_of[first : min(last, first + NEAR)]
        if MARK in near:
            near = [stem for stem in stem_of[first:last] if stem != MARK][:NEAR]
        content = [stem for stem in near if stem >= 0]
        enough = len(content) >= AFTER_A_CUE and first < bounds[hit.piece + 1]
        if not enough and "://" not in hit.words:
            continue
        form = hit.words.lower()
        key = hash((hit.rule, tuple(content) or form))
        if key in said or forms[form] >= most:
            continue
        said.add(key)
        forms[form] += 1
        carried = flat[hit.start : stop].replace(RUN_ON, " ").strip(" .!?…,;\n")
        given.setdefault(turn.index, []).append((transcript.pieces[hit.piece].utterance, hit.rule, carried[:LONGEST]))
    return given


GROUNDS = Indicator(
    "grounds",
    "D5",
    "depth",
    grounds,
    name=text("Grounds are given"),
    plain=text(
        "We look how often people give a reason, an experience, a counter-argument or a condition, by words "
        "such as “because”."
    ),
    formula=text(
        "Reasons, experiences or sources, counter-arguments and conditions, known by signal words with something "
        "new after them: one in every 8 words of content is full; the mean over contributions."
    ),
    range=ON_REFERENCE,
    no_value=text("No value when {unread}, or fewer than 3 turns say something.", unread=UNREAD),
    source=text("Signal words of our own; they miss grounds that are given without one."),
    questions=(
        text("How do you know? What have you seen or tried yourself?"),
        text("What makes this a question for you, in your situation?"),
        text("Suppose the opposite were true: what would speak for it?"),
    ),
    rules={
        "grounds.reason": text("gives a reason"),
        "grounds.evidence": text("gives an experience, an example or a source"),
        "grounds.counter": text("brings up the other side"),
        "grounds.condition": text("thinks through a condition"),
    },
)

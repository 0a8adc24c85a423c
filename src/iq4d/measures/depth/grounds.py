"""Do people say on what grounds?"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Collection
from itertools import accumulate

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
from iq4d.measures.languages import cues, sentence_ends, tokens
from iq4d.measures.score import Evidence
from iq4d.measures.transcript import Transcript, Turn
from iq4d.speech import text

__all__ = ["GROUNDS", "grounds"]


AFTER_A_CUE = 2  # new content words that must follow a cue in its sentence: a bare "because" gives no ground
NEAR = 12  # words within which they must follow
ONE_IN = 8  # content words: one ground in so many is as much as counts
ENDS = (".", "!", "?", "…")
LONGEST = 160  # characters kept of the words that carried a ground


def grounds(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Do people say on what grounds: reasons, evidence, counter-considerations, conditions?

    Formula: mean over turns of min(1, g / max(1, w / 8)), g the turn's grounds and w its content words, so that
    length does not pay. A ground is a cue of the conversation's language with at least 2 content words in the 12 words
    after it, before the next cue and the end of the sentence (a link may stand alone). The same ground said again does
    not count, nor does one form of words in more than a tenth of the turns (3 at least): that is a habit or a trick.
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
    turns = [t for t in transcript.turns if t.says_something]
    if len(turns) < FEWEST:
        return nothing(TOO_FEW_TURNS, len(turns))
    search = _Grounds(transcript, len(turns))
    units: list[Unit] = []
    evidence: list[Evidence] = []
    for turn in turns:
        held = search.of(turn)
        if not held:
            units.append((turn.index, 0.0, 1.0))
            continue
        where, rule, carried = held[0]
        if contested("grounds", where, without):
            continue
        value = min(1.0, len(held) / max(1.0, sum(len(piece.stems) for piece in turn.pieces) / ONE_IN))
        units.append((turn.index, value, 1.0))
        evidence.append(Evidence("grounds", where, value, f"grounds.{rule}", (carried,)))
    if not units:
        return nothing(CONTESTED, len(turns))
    raw = sum(over for _, over, _ in units) / len(units)
    return Finding(raw, evidence=strongest(evidence), base=len(units), units=tuple(units))


class _Grounds:
    """Finds the grounds of one turn after another, and remembers which were given before."""

    def __init__(self, transcript: Transcript, turns: int) -> None:
        self._cues, self._content = cues(str(transcript.language), "grounds"), transcript.content
        self._given: set[int] = set()
        self._forms: Counter[str] = Counter()
        self._most = max(3, turns // 10)

    def of(self, turn: Turn) -> list[tuple[str, str, str]]:
        """(contribution, rule, words) of each ground in a turn."""
        # a contribution that ends without a full stop runs on into the next one of the same turn
        said = "".join(piece.text + ("\n" if piece.text.endswith(ENDS) else " ") for piece in turn.pieces)
        hits = list(self._cues.finditer(said))
        if not hits:
            return []
        ends = list(accumulate(len(piece.text) + 1 for piece in turn.pieces))
        stops = sorted({*sentence_ends(said), *(hit.start() for hit in hits), len(said)})
        found = []
        for hit in hits:
            piece = bisect(ends, hit.start())
            tail = said[hit.end() : stops[bisect(stops, hit.end() - 1)]]
            if self._counts(hit, tail, tail[: max(0, ends[piece] - hit.end())]):
                carried = f"{hit.group()}{tail}".strip(" .!?…,;\n")
                found.append((turn.pieces[piece].utterance, str(hit.lastgroup), carried[:LONGEST]))
        return found

    def _counts(self, hit: re.Match[str], tail: str, own: str) -> bool:
        """Whether the cue is followed by something new, at least one word of it in the same contribution."""
        next_words = tokens(tail)
        content = self._content(" ".join(next_words[:NEAR]))
        if "://" not in hit.group() and (len(content) < AFTER_A_CUE or not tokens(own)):
            return False
        form = hit.group().lower()
        key = hash((hit.lastgroup, tuple(content) or form))
        if key in self._given or self._forms[form] >= self._most:
            return False
        self._given.add(key)
        self._forms[form] += 1
        return True


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

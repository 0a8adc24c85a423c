"""Depth: do people take up what another says, and do they say on what grounds?"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Collection
from itertools import accumulate

from iq4d.measures.indicator import (
    CONTESTED,
    FEWEST,
    TOO_FEW_TURNS,
    Finding,
    Unit,
    contested,
    nothing,
    strongest,
    unreadable,
)
from iq4d.measures.languages import cues, sentence_ends, tokens
from iq4d.measures.overlap import overlap, weights
from iq4d.measures.score import Evidence
from iq4d.measures.transcript import Transcript, Turn

__all__ = ["grounds", "uptake"]

DECOYS = 6  # other turns of the same conversation that tell what overlap is worth by chance
AFTER_A_CUE = 2  # new content words that must follow a cue in its sentence: a bare "because" gives no ground
NEAR = 12  # words within which they must follow
ONE_IN = 8  # content words: one ground in so many is as much as counts
ENDS = (".", "!", "?", "…")
LONGEST = 160  # characters kept of the words that carried a ground


def uptake(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Do people build on what another just said?

    Formula: mean over turns i that follow or answer another speaker's turn j of u(i, j) - mean over decoys k of
    u(i, k), with u(i, j) the mean, over content words and over all words, of log(1 + S) / log(1 + T): S the summed
    weights log(1 + N / n) of the words that i shares with j, T what they could at most have shared (the lesser of the
    summed weights of both). All words, because people also take up how something was said. Decoys are up to
    6 other turns of other speakers, spread over the conversation: what they share is the topic, not uptake. Copied
    runs of 5 words were taken out before; following yourself does not count.
    Range: about -0.1 to 0.3 raw; 0 is what chance gives, 1 the ninetieth percentile of the reference sample.
    No value: neither English nor Dutch, or fewer than 3 turns that follow somebody else's.
    Source: Demszky et al. 2021 (uptake as dependence on the previous turn); the lexical form is ours.

    >>> from iq4d.conversation import conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> talk = [("Ada", "The tour tired the older visitors."), ("Bob", "Visitors tired? Shorten the tour then."),
    ...         ("Ada", "Shorten it to half an hour perhaps."), ("Bob", "Half an hour suits the guides.")]
    >>> uptake(transcribe(conversation(talk, language="en"))).evidence[0].utterance
    '2'
    """
    if (none := unreadable(transcript)) is not None:
        return none
    turns = [t for t in transcript.turns if t.says_something]
    pairs = [t for t in turns if t.after is not None]
    if len(pairs) < FEWEST:
        return nothing(TOO_FEW_TURNS, len(pairs))
    weight = weights(turn.stems for turn in turns)
    of_words = weights(tuple(turn.words) for turn in turns)
    stems_of = {turn.index: frozenset(turn.stems) for turn in turns}

    def taken_up(turn: Turn, other: Turn) -> float:
        content = overlap(stems_of[turn.index], stems_of[other.index], weight)
        return (content + overlap(turn.words, other.words, of_words)) / 2

    place = {turn.index: n for n, turn in enumerate(turns)}
    units: list[Unit] = []
    evidence: list[Evidence] = []
    for turn in pairs:
        before = transcript.turns[turn.after or 0]
        shared = stems_of[turn.index] & stems_of[before.index]
        best = max(turn.pieces, key=lambda piece: len(shared.intersection(piece.stems)))
        where = best.utterance
        if contested("uptake", where, without):
            continue
        own = taken_up(turn, before)
        others = _decoys(turns, place[turn.index], before.index)
        chance = sum(taken_up(turn, other) for other in others) / len(others) if others else 0.0
        units.append((turn.index, own - chance, 1.0))
        words = best.spoken(sorted(shared, key=lambda stem: (-weight[stem], stem)))[:8]
        if words and own > chance:
            evidence.append(Evidence("uptake", where, min(1.0, own - chance), "uptake.shared", words))
    if not units:
        return nothing(CONTESTED, len(pairs))
    raw = sum(over for _, over, _ in units) / len(units)
    return Finding(raw, evidence=strongest(evidence), base=len(units), units=tuple(units))


def _decoys(turns: list[Turn], at: int, before: int) -> list[Turn]:
    """Turns of others, neither answered nor near, at even steps through the conversation."""
    found = []
    for step in range(1, DECOYS + 1):
        n = (at + step * len(turns) // (DECOYS + 1)) % len(turns)
        other = turns[n]
        if abs(n - at) > 1 and other.index != before and other.speaker != turns[at].speaker and other not in found:
            found.append(other)
    return found


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

"""Do people build on each other?"""

from __future__ import annotations

from collections.abc import Collection

from iq4d.measures.indicator import (
    BEYOND_CHANCE,
    CONTESTED,
    FEWEST,
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
from iq4d.measures.overlap import overlap, weights
from iq4d.measures.score import Evidence
from iq4d.measures.transcript import Transcript, Turn
from iq4d.speech import text

__all__ = ["UPTAKE", "uptake"]


DECOYS = 6  # other turns of the same conversation that tell what overlap is worth by chance


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


UPTAKE = Indicator(
    "uptake",
    "D4",
    "depth",
    uptake,
    beyond_chance=True,
    name=text("People build on each other"),
    plain=text("We look how often words of one person come back with the next one, and take off what may be chance."),
    formula=text(
        "How much of the words of the other speaker's last contribution comes back, of the words of content and of "
        "all words, held against what could come back, minus the same for contributions it does not answer; the "
        "mean over contributions."
    ),
    range=BEYOND_CHANCE,
    no_value=text("No value when {unread}, or fewer than 3 contributions follow somebody else's.", unread=UNREAD),
    source=text("After Demszky et al. 2021; the form with words is ours."),
    questions=(
        text("Whose contribution has nobody answered yet? Start with that one."),
        text("Pick one sentence of somebody else: what does it bring up in you?"),
        text("What did another say that you would like to hear more about?"),
    ),
    rules={
        "uptake.shared": text("builds on what another said"),
    },
)

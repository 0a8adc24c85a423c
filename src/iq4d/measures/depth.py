"""Depth: do people take up what another says, and do they say on what grounds?"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence

from iq4d.measures.indicator import FEWEST, Finding, Unit, contested, nothing, strongest, unreadable
from iq4d.measures.language import Vocabulary, sentences
from iq4d.measures.lexicons import Cues, cues
from iq4d.measures.purpose import CONTESTED, TOO_FEW_TURNS
from iq4d.measures.score import Evidence
from iq4d.measures.transcript import Piece, Transcript, Turn

__all__ = ["grounds", "pair_uptake", "uptake"]

DECOYS = 6  # other turns of the same conversation that tell what overlap is worth by chance
AFTER_A_CUE = 2  # new content words that must follow a cue in its sentence: a bare "because" gives no ground


def uptake(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Do people build on what another just said?

    Formula: mean over turns i that follow or answer another speaker's turn j of u(i, j) - mean over decoys k of
    u(i, k), with u(i, j) = log(1 + S) / log(1 + T): S the summed weights log(1 + N / n) of the content words that i
    shares with j, T what i could at most have shared (the lesser of the summed weights of both). Decoys are up to 6
    other turns of other speakers, spread over the conversation: what they share is the topic, not uptake. Copied runs
    of 5 words were taken out before; following yourself does not count.
    Range: about -0.1 to 0.3 raw; 0-1 against the reference sample.
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
    weights = _weights(turns)
    place = {turn.index: n for n, turn in enumerate(turns)}
    units: list[Unit] = []
    evidence: list[Evidence] = []
    for turn in pairs:
        before = transcript.turns[turn.after or 0]
        shared = set(turn.stems) & set(before.stems)
        best = max(turn.pieces, key=lambda piece: len(shared.intersection(piece.stems)))
        where = best.utterance
        if contested("uptake", where, without):
            continue
        own = pair_uptake(turn.stems, before.stems, weights)
        others = _decoys(turns, place[turn.index], before.index)
        chance = sum(pair_uptake(turn.stems, t.stems, weights) for t in others) / len(others) if others else 0.0
        units.append((turn.index, own - chance, 1.0))
        if shared and own > chance:
            rarest = sorted(shared, key=lambda stem: (-weights[stem], stem))[:8]
            words = transcript.spoken(best, rarest)
            evidence.append(Evidence("uptake", where, min(1.0, own - chance), "uptake.shared", words))
    if not units:
        return nothing(CONTESTED, len(pairs))
    raw = sum(over for _, over, _ in units) / len(units)
    return Finding(raw, evidence=strongest(evidence), base=len(units), units=tuple(units))


def pair_uptake(reply: Sequence[str], before: Sequence[str], weights: dict[str, float]) -> float:
    """u of `uptake` for one pair of turns, given as different stems: 0 (nothing shared) to 1 (all that could be)."""
    theirs = set(before)
    shared = sum(weights.get(stem, 1.0) for stem in reply if stem in theirs)
    if not shared:
        return 0.0
    most = min(sum(weights.get(stem, 1.0) for stem in stems) for stems in (reply, before))
    return math.log1p(shared) / math.log1p(max(most, shared))


def _decoys(turns: list[Turn], at: int, before: int) -> list[Turn]:
    """Turns of others, neither answered nor near, at even steps through the conversation."""
    found = []
    for step in range(1, DECOYS + 1):
        n = (at + step * len(turns) // (DECOYS + 1)) % len(turns)
        other = turns[n]
        if abs(n - at) > 1 and other.index != before and other.speaker != turns[at].speaker and other not in found:
            found.append(other)
    return found


def _weights(turns: list[Turn]) -> dict[str, float]:
    seen: Counter[str] = Counter()
    for turn in turns:
        seen.update(turn.stems)
    return {stem: math.log(1 + len(turns) / count) for stem, count in seen.items()}


def grounds(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Do people say on what grounds: reasons, evidence, counter-considerations, conditions?

    Formula: mean over turns of the share of the turn's sentences that hold a ground. A sentence holds one when a
    cue of the conversation's language stands in it and at least 2 content words follow (a link may stand alone); the
    same ground said again does not count. A share of sentences, so that length does not pay.
    Range: 0 to about 0.5 raw; 0-1 against the reference sample.
    No value: neither English nor Dutch, or fewer than 3 turns with something to look at.
    Source: MEASURES §1 (reasoning share); cue lexicons of our own. Cues find about a third of the reasons in Dutch.

    >>> from iq4d.conversation import conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> talk = [("Ada", "We start late because the bus is full."), ("Bob", "Buses are red, because."),
    ...         ("Cas", "Buy bread.")]
    >>> [(piece.utterance, piece.words) for piece in grounds(transcribe(conversation(talk, language="en"))).evidence]
    [('1', ('because the bus is full',))]
    """
    if (none := unreadable(transcript)) is not None:
        return none
    turns = [t for t in transcript.turns if t.says_something]
    if len(turns) < FEWEST:
        return nothing(TOO_FEW_TURNS, len(turns))
    lexicon, words = cues(str(transcript.language), "grounds"), transcript.words
    given: set[int] = set()
    units: list[Unit] = []
    evidence: list[Evidence] = []
    for turn in turns:
        hits = [(piece, *hit) for piece in turn.pieces if (hit := _grounds_in(piece, lexicon, words, given))]
        if not hits:
            units.append((turn.index, 0.0, 1.0))
            continue
        best, rule, carried, _ = max(hits, key=lambda hit: hit[3])
        if contested("grounds", best.utterance, without):
            continue
        held, of = sum(hit[3] for hit in hits), _sentence_count(turn, words)
        value = min(1.0, held / of)
        units.append((turn.index, value, 1.0))
        evidence.append(Evidence("grounds", best.utterance, value, f"grounds.{rule}", (carried,)))
    if not units:
        return nothing(CONTESTED, len(turns))
    raw = sum(over for _, over, _ in units) / len(units)
    return Finding(raw, evidence=strongest(evidence), base=len(units), units=tuple(units))


def _grounds_in(piece: Piece, lexicon: Cues, words: Vocabulary, given: set[int]) -> tuple[str, str, int] | None:
    """(rule, the words of the first ground, sentences with a ground) of one contribution, or None."""
    if lexicon.pattern.search(piece.text) is None:
        return None
    first: tuple[str, str] | None = None
    count = 0
    for sentence in sentences(piece.text):
        for hit in lexicon.finditer(sentence):
            tail = lexicon.pattern.sub(" ", sentence[hit.end() :])
            content = words.content(tail)
            link = "://" in hit.group()
            key = hash((hit.lastgroup, tuple(content) or hit.group()))
            if (len(content) >= AFTER_A_CUE or link) and key not in given:
                given.add(key)
                count += 1
                carried = sentence[hit.start() :].strip().rstrip(".!?…,; ")
                first = first or (str(hit.lastgroup), carried if len(carried) <= 120 else hit.group())
                break
    return None if first is None else (*first, count)


def _sentence_count(turn: Turn, words: Vocabulary) -> int:
    """Sentences that say something; a piece that ends without a full stop runs on into the next."""
    count, open_end = 0, False
    for piece in turn.pieces:
        parts = [part for part in sentences(piece.text) if words.content(part)]
        count += len(parts) - (1 if open_end and parts else 0)
        open_end = not piece.text.rstrip().endswith((".", "!", "?", "…"))
    return max(1, count)

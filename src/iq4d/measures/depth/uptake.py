"""Do people build on each other?"""

from __future__ import annotations

import math
from collections.abc import Collection

import numpy as np

from iq4d.measures.columns import Columns, Ints, different
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
from iq4d.measures.overlap import Sets, weights
from iq4d.measures.score import Evidence
from iq4d.measures.transcript import Transcript
from iq4d.speech import text

__all__ = ["UPTAKE", "sets_of", "uptake"]


SHOWN = 8  # words
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
    turns = transcript.saying
    pairs = [n for n, turn in enumerate(turns) if turn.after is not None]
    if len(pairs) < FEWEST:
        return nothing(TOO_FEW_TURNS, len(pairs))
    rank = transcript.rank
    content, every = sets_of(transcript.columns, transcript.content_rows, rank, len(turns))
    this = np.array(pairs, np.int64)
    before = rank[[turns[n].after or 0 for n in pairs]]
    chances, taken = _decoys(np.array([turn.speaker for turn in turns], np.int64), this, before)
    one, other = np.concatenate([this, chances]), np.concatenate([before, taken])
    value = (content.overlap(one, other) + every.overlap(one, other)) / 2
    of = this.searchsorted(chances)
    n = np.bincount(of, minlength=len(pairs))
    chance = np.bincount(of, value[len(pairs) :], minlength=len(pairs)) / np.maximum(n, 1)
    words = _taken_up(transcript, content, rank, this, before)
    units: list[Unit] = []
    evidence: list[Evidence] = []
    for k, (turn, own) in enumerate(zip(pairs, (value[: len(pairs)] - chance).tolist(), strict=True)):
        where, told = words[k] if k in words else (turns[turn].pieces[0].utterance, ())
        if contested("uptake", where, without):
            continue
        units.append((turns[turn].index, own, 1.0))
        if told and own > 0:
            evidence.append(Evidence("uptake", where, min(1.0, own), "uptake.shared", told))
    if not units:
        return nothing(CONTESTED, len(pairs))
    raw = math.fsum(over for _, over, _ in units) / len(units)
    return Finding(raw, evidence=strongest(evidence), base=len(units), units=tuple(units))


def sets_of(columns: Columns, content_rows: Ints, rank: Ints, texts: int) -> tuple[Sets, Sets]:
    """(the content words of each text, all its words except what the speakers are called).

    rank: of each turn of the columns its text, or -1. content_rows: where a turn uses a content word first.
    """
    text_of = rank[columns.turn]
    rows = content_rows[text_of[content_rows] >= 0]
    content = _sets(text_of[rows], columns.stem_at[rows], len(columns.stems), texts)
    counts = ~columns.named & (columns.number > 0)
    rows = (counts[columns.word] & (text_of >= 0)).nonzero()[0]
    rows = rows[different(text_of[rows], columns.word[rows], len(columns.words))]
    return content, _sets(text_of[rows], columns.word[rows], len(columns.words), texts)


def _sets(of: Ints, values: Ints, size: int, turns: int) -> Sets:
    return Sets(of, values, size, turns, weights(values, size, turns))


def _decoys(speaker: Ints, turn: Ints, before: Ints) -> tuple[Ints, Ints]:
    """For each turn, turns of others, neither answered nor near, at even steps through the conversation."""
    size = len(speaker)
    steps = np.array(sorted({n * size // (DECOYS + 1) for n in range(1, DECOYS + 1)}))
    other = (turn[:, None] + steps) % size
    fits = (abs(other - turn[:, None]) > 1) & (other != before[:, None])
    fits &= speaker[other] != speaker[turn][:, None]
    at, step = fits.nonzero()
    return turn[at], other[at, step]


def _taken_up(
    transcript: Transcript, content: Sets, rank: Ints, this: Ints, before: Ints
) -> dict[int, tuple[str, tuple[str, ...]]]:
    """For each pair that shares anything: the contribution that takes up most, and its telling words, rarest first."""
    columns, rows = transcript.columns, transcript.spoken_rows
    answers = np.full(len(rank), -1, np.int64)  # of each turn, what it answers
    pair_of = np.full(len(rank), -1, np.int64)
    turn_of = (rank >= 0).nonzero()[0][this]
    answers[turn_of], pair_of[turn_of] = before, np.arange(len(this))
    answered = answers[columns.turn[rows]]
    some = (answered >= 0).nonzero()[0]
    rows = rows[some]
    rows = rows[content.holds(answered[some], columns.stem_at[rows])]
    piece = columns.piece[rows]
    order = np.lexsort((-content.weight[columns.stem_at[rows]], piece))  # stable: then as they are said
    starts = [0, *((piece[1:] > piece[:-1]).nonzero()[0] + 1).tolist()] if len(rows) else []
    pairs, pieces = pair_of[columns.turn[rows[starts]]].tolist(), piece[starts].tolist()
    word = columns.word[rows[order]]
    tells, spelled = columns.tells[word].tolist(), word.tolist()
    found: dict[int, tuple[int, int, int]] = {}  # where most of a pair begins and ends, and in which contribution
    for a, b, pair, n in zip(starts, [*starts[1:], len(rows)], pairs, pieces, strict=False):
        if pair not in found or b - a > found[pair][1] - found[pair][0]:
            found[pair] = (a, b, n)
    return {
        pair: (
            transcript.pieces[n].utterance,
            tuple([columns.words[w] for w, tell in zip(spelled[a:b], tells[a:b], strict=True) if tell][:SHOWN]),
        )
        for pair, (a, b, n) in found.items()
    }


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

"""What the turns of a conversation do, as the heads see it: once for all indicators."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from iq4d.measures.columns import Bools, Columns, Floats, Ints
from iq4d.measures.heads.fitted import head
from iq4d.measures.heads.grams import Grams
from iq4d.measures.transcript import Transcript, Turn

__all__ = ["SURE", "Does", "doing"]

CARRIED = 3  # stretches of words shown at most
MANY = 500  # contributions looked at in one go
SURE = 0.5  # a chance from which on a head is taken to say yes


class Does(NamedTuple):
    """One turn and one head: the chance of the contribution that stands for it, that one, and the words behind it."""

    turn: Turn
    chance: float
    utterance: str
    words: tuple[str, ...]


def doing(transcript: Transcript, name: str, *, least: bool = False, every: bool = False) -> list[Does]:
    """For each turn that says something, what the head `name` sees in it; nothing where it is not readable.

    least: the contribution with the lowest chance stands for its turn, and the words are those that spoke against it.
    every: also turns of a single content word, such as a greeting.
    """
    turns = transcript.turns if every else transcript.saying
    if not transcript.readable or not turns:
        return []
    grams: Grams = transcript.kept("grams", lambda: _grams(transcript))
    said = head(name).of(grams)
    chances = said.chance
    of = (-chances if least else chances).tolist()
    best = np.array([_best(turn, of) for turn in turns], np.int64)
    told = chances[best]
    sure = told >= SURE
    shown = np.ones(len(turns), bool) if least else sure
    quotable: Floats = transcript.kept("quotable", lambda: _quotable(transcript.columns, grams))
    words = _carried(transcript.columns, grams, said.spoke() * quotable, best[shown], sure[shown])
    carried = iter(words)
    pieces = transcript.pieces
    return [
        Does(turn, chance, pieces[n].utterance, next(carried) if show else ())
        for turn, chance, n, show in zip(turns, told.tolist(), best.tolist(), shown.tolist(), strict=True)
    ]


def _best(turn: Turn, of: list[float]) -> int:
    """Which of a turn's contributions has the most."""
    if len(turn.pieces) == 1:
        return turn.pieces[0].index
    return max((piece.index for piece in turn.pieces), key=of.__getitem__)


def _grams(transcript: Transcript) -> Grams:
    """The contributions as heads read them."""
    speaker = np.array([turn.speaker for turn in transcript.turns for _ in turn.pieces], np.int64)
    return Grams(transcript.columns, speaker, transcript.hits)


def _quotable(columns: Columns, grams: Grams) -> Floats:
    """1 for each word that is read, 0 for names and question marks."""
    return (~columns.named & (columns.number > 0)).astype(np.float64)[columns.word[grams.rows]]


def _carried(columns: Columns, grams: Grams, spoke: Floats, which: Ints, yes: Bools) -> list[tuple[str, ...]]:
    """Of each contribution in `which` the words that spoke most for its yes or its no: at most 3, neighbours as one."""
    sign = np.where(yes, 1.0, -1.0)
    carried: list[tuple[str, ...]] = []
    for n in range(0, len(which), MANY):
        places = _loudest(spoke, grams.starts, which[n : n + MANY], sign[n : n + MANY])
        rows = grams.rows[places]
        stands = zip(places.tolist(), columns.at[rows].tolist(), columns.to[rows].tolist(), strict=True)
        carried += [_joined(columns.flat, *where) for where in stands]
    return carried


def _loudest(spoke: Floats, starts: Ints, which: Ints, sign: Floats) -> Ints:
    """(contributions, 3) the places of the words of each that spoke most, in order; -1 for none. sign: -1 for those of
    which the words count that spoke against."""
    begin = starts[which]
    size = starts[which + 1] - begin
    width = int(size.max(initial=0))
    if not width:
        return np.full((len(which), CARRIED), -1)
    across = np.arange(width)
    own = spoke.take(begin[:, None] + across, mode="clip")
    own *= (across < size[:, None]) * sign[:, None]
    told = own.reshape(-1)
    rows = np.arange(len(which)) * width
    found = np.empty((CARRIED, len(which)), np.int64)
    for n in range(CARRIED):
        best = own.argmax(axis=1)
        at = rows + best
        found[n] = np.where(told[at] > 0, begin + best, -1)
        told[at] = 0.0
    found.sort(axis=0)
    return found.T


def _joined(flat: str, rows: list[int], at: list[int], to: list[int]) -> tuple[str, ...]:
    """The words at these places of the text, neighbours as one; a row below 0 is none."""
    words: list[str] = []
    start = last = -2  # of the words at hand
    for row, begin, end in zip(rows, at, to, strict=True):
        if row < 0:
            continue
        if begin - last <= 1:
            words[-1] = flat[start:end]
        else:
            start = begin
            words.append(flat[begin:end])
        last = end
    return tuple(words)

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
    spoke = said.spoke()
    if least:
        spoke = np.where(np.repeat(chances < SURE, np.diff(grams.starts)), -spoke, spoke)
    shown = np.ones(len(turns), bool) if least else told >= SURE
    words = _carried(transcript.columns, grams, spoke, best, shown)
    pieces = transcript.pieces
    return [
        Does(turn, chance, pieces[n].utterance, carried)
        for turn, chance, n, carried in zip(turns, told.tolist(), best.tolist(), words, strict=True)
    ]


def _best(turn: Turn, of: list[float]) -> int:
    """Which of a turn's contributions has the most."""
    if len(turn.pieces) == 1:
        return turn.pieces[0].index
    return max((piece.index for piece in turn.pieces), key=of.__getitem__)


def _grams(transcript: Transcript) -> Grams:
    """The contributions as heads read them."""
    speaker = np.array([turn.speaker for turn in transcript.turns for _ in turn.pieces], np.int64)
    return Grams(transcript.columns, speaker, np.arange(len(speaker)), transcript.hits)


def _carried(columns: Columns, grams: Grams, spoke: Floats, which: Ints, shown: Bools) -> list[tuple[str, ...]]:
    """Of each contribution in `which`, the words that spoke most, where shown: at most 3, neighbours as one."""
    which = which[shown]
    word = columns.word[grams.rows]
    left = np.where(columns.named[word] | (columns.number[word] == 0), 0.0, spoke)
    rows = np.concatenate(
        [_loudest(left, grams.starts, some) for some in np.array_split(which, 1 + len(which) // MANY)]
    )
    at, to = columns.at[grams.rows[rows]].tolist(), columns.to[grams.rows[rows]].tolist()
    spoken = iter(zip(rows.tolist(), at, to, strict=True))
    return [_joined(columns.flat, *next(spoken)) if show else () for show in shown.tolist()]


def _loudest(spoke: Floats, starts: Ints, which: Ints) -> Ints:
    """(contributions, 3) the places of the words of each that spoke most, in order; -1 for none."""
    found = np.full((len(which), CARRIED), -1)
    begin, size = starts[which], starts[which + 1] - starts[which]
    width = int(size.max(initial=0))
    if not width:
        return found
    places = begin[:, None] + np.arange(width)
    own = np.where(places < (begin + size)[:, None], spoke[np.minimum(places, len(spoke) - 1)], 0.0)
    every = np.arange(len(which))
    for n in range(CARRIED):
        best = own.argmax(axis=1)
        found[:, n] = np.where(own[every, best] > 0, places[every, best], -1)
        own[every, best] = 0.0
    found.sort(axis=1)
    return found


def _joined(flat: str, rows: list[int], at: list[int], to: list[int]) -> tuple[str, ...]:
    """The words at these places of the text, neighbours as one; a row below 0 is none."""
    spans: list[list[int]] = []
    for row, begin, end in zip(rows, at, to, strict=True):
        if row < 0:
            continue
        if spans and begin - spans[-1][1] <= 1:
            spans[-1][1] = end
        else:
            spans.append([begin, end])
    return tuple(flat[begin:end] for begin, end in spans)

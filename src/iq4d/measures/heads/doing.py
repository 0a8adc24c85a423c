"""What the turns of a conversation do, as the heads see it: once for all indicators."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from iq4d.measures.columns import Bools, Floats, Ints
from iq4d.measures.heads.fitted import head
from iq4d.measures.heads.grams import Grams
from iq4d.measures.transcript import Transcript, Turn

__all__ = ["SURE", "Does", "doing"]

LONGEST = 160  # characters shown of a sentence
SURE = 0.5  # a chance from which on a head is taken to say yes


class Does(NamedTuple):
    """One turn and one head: the chance of the contribution that stands for it, that one, the sentence behind it."""

    turn: Turn
    chance: float
    utterance: str
    words: tuple[str, ...]


def doing(transcript: Transcript, name: str, *, least: bool = False, every: bool = False) -> list[Does]:
    """For each turn that says something, what the head `name` sees in it; nothing where it is not readable.

    least: the contribution with the lowest chance stands for its turn, with the sentence that spoke most against it.
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
    words = _carried(transcript, grams, spoke, best, shown)
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
    return Grams(transcript.columns, speaker, transcript.hits)


def _carried(transcript: Transcript, grams: Grams, spoke: Floats, which: Ints, shown: Bools) -> list[tuple[str, ...]]:
    """Of each contribution in `which`, the sentence that spoke most, where shown.

    Not the words that weigh most: a head reads how a sentence is built, and "the" or "would" tells nobody why.
    """
    if not len(grams.rows):
        return [()] * len(which)
    said: _Sentences = transcript.kept("sentences read", lambda: _Sentences(transcript, grams))
    sums = np.add.reduceat(spoke, said.starts).tolist()
    told: list[tuple[str, ...]] = []
    for n, show in zip(which.tolist(), shown.tolist(), strict=True):
        best = max(range(said.bounds[n], said.bounds[n + 1]), key=sums.__getitem__, default=None) if show else None
        told.append((said.words(n, best),) if best is not None and sums[best] > 0 else ())
    return told


class _Sentences:
    """The sentences of what heads read. starts: at which of the rows read each begins; bounds: at which sentence each
    contribution begins, and the end."""

    def __init__(self, transcript: Transcript, grams: Grams) -> None:
        self._columns, self._ends = transcript.columns, transcript.sentence_ends
        of = grams.of[: len(grams.rows)]
        sentence = np.searchsorted(self._ends, self._columns.at[grams.rows], "right")
        first = np.ones(len(of), bool)
        first[1:] = (of[1:] != of[:-1]) | (sentence[1:] != sentence[:-1])
        self.starts = first.nonzero()[0]
        self._number = sentence[self.starts].tolist()
        self.bounds: list[int] = np.searchsorted(of[self.starts], np.arange(grams.contributions + 1)).tolist()

    def words(self, contribution: int, sentence: int) -> str:
        """A sentence as it was said, as far as it stands in this contribution."""
        columns, n = self._columns, self._number[sentence]
        begin = max(int(columns.begin[contribution]), int(self._ends[n - 1]) if n else 0)
        return columns.flat[begin : min(int(columns.end[contribution]), int(self._ends[n]))].strip()[:LONGEST]

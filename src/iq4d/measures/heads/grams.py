"""Words and pairs of words as places in one hashed matrix, which all heads share."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property, lru_cache

import numpy as np

from iq4d.measures.columns import Bools, Columns, Floats, Ints, cut, different, summed
from iq4d.measures.heads.classes import Classes, Codes, code
from iq4d.measures.hits import Hit, hits
from iq4d.measures.languages import Lexicon, lexicon, straight

__all__ = ["PLACES", "Grams", "grams_of"]

BITS = 16
PLACES = 1 << BITS  # columns of the matrix
OPENS, CLOSES = np.uint64(code("<")), np.uint64(code(">"))  # before the first word and after the last
BESIDE = 1.0  # weight of what counts by itself, beside words and pairs
READ = ("grounds", "question", "own_question", "goal", "why")  # cues that count beside the words
BARE = 7  # that many function words in a row are read; a longer run says nothing and is how one would pad
_MIX, _LEFT, _RIGHT = np.uint64(0xD6E8FEB86659FD93), np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


class Grams:
    """Contributions as grams: each word, each pair of neighbours, and what stands beside.

    place: the column of every gram; of: which contribution it belongs to; value: what it weighs, so that length falls
    out: 1 / sqrt(words and pairs of its contribution). All three of the same length, ordered by kind, then by
    contribution. rows: the rows of the columns that are read, in order; starts: at which of them each contribution
    begins, and at the end how many there are.
    """

    def __init__(self, columns: Columns, speaker: Ints, found: Sequence[Hit]) -> None:
        """speaker: of every contribution of the columns. found: their cues."""
        classes: Classes = columns.known.kept("classes", Classes)
        reads, breaks = classes.of(columns, speaker)
        beside, beside_of = _beside(columns, classes)
        self.rows = _without_long_runs(breaks, columns.piece)
        reads, of = reads[self.rows], columns.piece[self.rows]
        n = self.contributions = len(speaker)
        every = np.arange(n + 1)
        self.starts: Ints = of.searchsorted(every)
        opens = self.starts + 2 * every  # where each contribution begins in `framed`, and the end
        framed = np.empty(len(reads) + 2 * n, np.uint64)  # each contribution between an opening and a closing
        framed[opens[:-1]] = OPENS
        framed[opens[1:] - 1] = CLOSES
        framed[np.arange(1, len(reads) + 1) + 2 * of] = reads
        left = np.ones(len(framed), bool)
        left[opens[1:] - 1] = False
        before = left.nonzero()[0]
        fired = sorted({(hit.piece, _code_of(hit.kind, hit.rule)) for hit in found if hit.kind in READ})
        extra = np.concatenate([beside, np.array([rule for _, rule in fired], np.uint64)])
        self._extra_of = np.concatenate([beside_of, np.array([where for where, _ in fired], np.int64)])
        single = reads * _MIX
        pair = (framed[before] * _LEFT + framed[before + 1] * _RIGHT) * _MIX
        alone = (extra * _RIGHT) * _MIX
        self.place: Ints = (np.concatenate([single, pair, alone]) >> np.uint64(64 - BITS)).astype(np.int64)
        sizes = self.starts[1:] - self.starts[:-1]
        self.of: Ints = np.concatenate([of, every[:-1].repeat(sizes + 1), self._extra_of])
        share: Floats = 1 / np.sqrt(2 * sizes + 1)
        self.value: Floats = share[self.of]
        self._extra = len(single) + len(pair)  # where what stands beside begins
        self.value[self._extra :] *= BESIDE
        # where the words of each contribution begin among the grams, then where its pairs do
        self._begins = np.concatenate([self.starts[:-1], self.starts[:-1] + every[:-1] + len(single)])
        self._empty = (sizes == 0).nonzero()[0]

    @cached_property
    def before(self) -> Ints:
        """Of each word, which of the pairs it ends; the next one is the pair that it begins."""
        words = int(self.starts[-1])
        return np.arange(words) + self.of[:words]  # each contribution has one pair more than it has words

    def sums(self, weights: Floats) -> Floats:
        """(contributions,) the sum of weights over the grams of each. weights: (PLACES,)."""
        return self.summed(weights[self.place] * self.value)

    def summed(self, told: Floats) -> Floats:
        """(contributions,) the sum of something told of every gram. told: of each gram."""
        n = self.contributions
        if not n:
            return np.empty(0)
        sums = np.add.reduceat(told[: self._extra], self._begins)
        words, pairs = sums[:n], sums[n:]
        words[self._empty] = 0.0  # for nothing to add, `reduceat` gives what stands there
        return words + pairs + summed(self._extra_of, told[self._extra :], n)


def _beside(columns: Columns, classes: Classes) -> tuple[Codes, Ints]:
    """(codes, contributions) of the different content words of each, as they are said."""
    if not classes.lexical:
        return np.empty(0, np.uint64), np.empty(0, np.int64)
    said = np.where(columns.named, np.uint64(0), classes.said()[columns.number])[columns.word]
    content = said.nonzero()[0]
    first = content[different(columns.piece[content], columns.word[content], len(columns.words))]
    return said[first], columns.piece[first]


def _without_long_runs(breaks: Bools, of: Ints) -> Ints:
    """The places of words that are not further than 7 into a run of function words."""
    places = np.arange(len(breaks))
    opening = np.ones(len(of), bool)
    opening[1:] = of[1:] > of[:-1]
    ended = np.where(breaks, places, np.where(opening, places - 1, -1))
    return (places - np.maximum.accumulate(ended) <= BARE).nonzero()[0] if len(breaks) else places


@lru_cache(maxsize=256)
def _code_of(kind: str, rule: str) -> int:
    return code(f"§{kind}.{rule}")


def grams_of(texts: Sequence[str], speakers: Sequence[int], language: str, names: Collection[str] = ()) -> Grams:
    """The grams of the contributions of one conversation, each as it is; to fit heads on.

    >>> grams_of(["Waarom denk je dat, Bob?"], [0], "nl", {"bob"}).starts.tolist()
    [0, 6]
    """
    known: Lexicon = lexicon(language)
    made = cut([straight(text) for text in texts], known)
    every = np.arange(len(texts))
    columns = Columns.of(made, every, every, known, names)
    return Grams(columns, np.array(speakers, np.int64), hits(columns))

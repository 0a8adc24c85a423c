"""Words and pairs of words as places in one hashed matrix, which all heads share."""

from __future__ import annotations

from collections.abc import Collection, Sequence

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
_RULES: dict[str, int] = {}


class Grams:
    """Contributions as grams: each word, each pair of neighbours, and what stands beside.

    place: the column of every gram; of: which contribution it belongs to; value: what it weighs, so that length falls
    out: 1 / sqrt(words and pairs of its contribution). All three of the same length, ordered by kind, then by
    contribution. rows: the rows of the columns that are read, in order; starts: at which of them each contribution
    begins, and at the end how many there are.
    """

    def __init__(self, columns: Columns, speaker: Ints, pieces: Ints, found: Sequence[Hit]) -> None:
        """speaker: of every contribution of the columns. pieces: those to read. found: their cues."""
        classes: Classes = columns.known.kept("classes", Classes)
        rank = np.full(len(speaker), -1, np.int64)
        rank[pieces] = np.arange(len(pieces))
        rows = np.flatnonzero(rank[columns.piece] >= 0)
        reads, breaks = classes.of(columns, rows, speaker)
        of = rank[columns.piece[rows]]
        beside, beside_of = _beside(columns, classes, rows, of)
        kept = _without_long_runs(breaks, of)
        self.rows, reads, of = rows[kept], reads[kept], of[kept]
        self.contributions = len(pieces)
        self.starts: Ints = np.searchsorted(of, np.arange(len(pieces) + 1))
        n = len(pieces)
        framed = np.empty(len(reads) + 2 * n, np.uint64)  # each contribution between an opening and a closing
        inner = np.arange(len(reads)) + 2 * of + 1
        framed[self.starts[:-1] + 2 * np.arange(n)] = OPENS
        framed[self.starts[1:] + 2 * np.arange(n) + 1] = CLOSES
        framed[inner] = reads
        left = np.ones(len(framed), bool)
        left[self.starts[1:] + 2 * np.arange(n) + 1] = False
        before = left.nonzero()[0]
        whose = rank.tolist()
        rules = {(whose[hit.piece], _code_of(f"§{hit.kind}.{hit.rule}")) for hit in found if hit.kind in READ}
        fired = sorted(one for one in rules if one[0] >= 0)
        extra = np.concatenate([beside, np.array([rule for _, rule in fired], np.uint64)])
        extra_of = np.concatenate([beside_of, np.array([where for where, _ in fired], np.int64)])
        single = reads * _MIX
        pair = (framed[before] * _LEFT + framed[before + 1] * _RIGHT) * _MIX
        alone = (extra * _RIGHT) * _MIX
        self.place: Ints = (np.concatenate([single, pair, alone]) >> np.uint64(64 - BITS)).astype(np.int64)
        sizes = self.starts[1:] - self.starts[:-1]
        pair_of = np.repeat(np.arange(n), sizes + 1)
        self.of: Ints = np.concatenate([of, pair_of, extra_of])
        share: Floats = 1 / np.sqrt(2 * sizes + 1)
        self.value: Floats = share[self.of]
        self.value[len(single) + len(pair) :] *= BESIDE

    def sums(self, weights: Floats) -> Floats:
        """(contributions,) the sum of weights over the grams of each. weights: (PLACES,)."""
        return self.summed(weights[self.place] * self.value)

    def summed(self, told: Floats) -> Floats:
        """(contributions,) the sum of something told of every gram. told: of each gram."""
        return summed(self.of, told, self.contributions)


def _beside(columns: Columns, classes: Classes, rows: Ints, of: Ints) -> tuple[Codes, Ints]:
    """(codes, contributions) of the different content words of each, as they are said."""
    if not classes.lexical:
        return np.empty(0, np.uint64), np.empty(0, np.int64)
    word = columns.word[rows]
    said = np.where(columns.named, np.uint64(0), classes.said()[columns.number])
    content = np.flatnonzero(said[word])
    first = content[different(of[content], word[content], len(columns.words))]
    return said[word[first]], of[first]


def _without_long_runs(breaks: Bools, of: Ints) -> Ints:
    """The places of words that are not further than 7 into a run of function words."""
    places = np.arange(len(breaks))
    opening = np.ones(len(of), bool)
    opening[1:] = of[1:] > of[:-1]
    ended = np.where(breaks, places, np.where(opening, places - 1, -1))
    return np.flatnonzero(places - np.maximum.accumulate(ended) <= BARE) if len(breaks) else places


def _code_of(rule: str) -> int:
    if rule not in _RULES:
        _RULES[rule] = code(rule)
    return _RULES[rule]


def grams_of(texts: Sequence[str], speakers: Sequence[int], language: str, names: Collection[str] = ()) -> Grams:
    """The grams of the contributions of one conversation, each as it is; to fit heads on.

    >>> grams_of(["Waarom denk je dat, Bob?"], [0], "nl", {"bob"}).starts.tolist()
    [0, 6]
    """
    known: Lexicon = lexicon(language)
    made = cut([straight(text) for text in texts], known)
    every = np.arange(len(texts))
    columns = Columns.of(made, every, every, known, names)
    return Grams(columns, np.array(speakers, np.int64), every, hits(columns))

"""Words and pairs of words as places in one hashed matrix, which all heads share."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from iq4d.measures.heads.classes import Read

__all__ = ["PLACES", "Grams"]

BITS = 16
PLACES = 1 << BITS  # columns of the matrix
OPENS, CLOSES = "<", ">"  # before the first word and after the last
BESIDE = 1.0  # weight of what counts by itself, beside words and pairs
_MIX, _LEFT, _RIGHT = np.uint64(0xD6E8FEB86659FD93), np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_REMEMBERED = 300_000

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class _Codes(dict[str, int]):
    """64 bits for a word, the same on every machine; remembers what it worked out."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        code = int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "little")
        self[word] = code
        return code


_code = _Codes().__getitem__


class Grams:
    """Contributions as grams: each word, each pair of neighbours, and what stands beside.

    place: the column of every gram; of: which contribution it belongs to; value: what it weighs, so that length falls
    out: 1 / sqrt(words and pairs of its contribution). word: the word at which it ends, -1 for what stands beside.
    All four of the same length, ordered by kind, then by contribution. starts: at which single word each contribution
    begins, and at the end how many there are.
    """

    def __init__(self, read: Sequence[Read]) -> None:
        self.contributions = len(read)
        self.starts: Ints = np.concatenate([[0], np.cumsum([len(one.words) for one in read])]).astype(np.int64)
        sizes = np.fromiter((len(one.words) for one in read), np.int64, len(read)) + 2
        flat: list[int] = []
        opens, closes = _code(OPENS), _code(CLOSES)
        for one in read:
            flat += [opens, *map(_code, one.words), closes]
        codes = np.array(flat, dtype=np.uint64)
        ends = np.cumsum(sizes)
        owner = np.repeat(np.arange(len(read)), sizes)
        at = np.arange(len(codes)) - np.repeat(ends - sizes, sizes) - 1  # -1: the opening
        inner, left = np.ones(len(codes), bool), np.ones(len(codes), bool)
        inner[ends - sizes] = inner[ends - 1] = left[ends - 1] = False
        before = np.flatnonzero(left)
        extra = np.array([_code(word) for one in read for word in one.beside], dtype=np.uint64)
        extra_of = np.repeat(np.arange(len(read)), np.fromiter((len(one.beside) for one in read), np.int64, len(read)))
        with np.errstate(over="ignore"):
            single = codes[inner] * _MIX
            pair = (codes[before] * _LEFT + codes[before + 1] * _RIGHT) * _MIX
            beside = (extra * _RIGHT) * _MIX
        self.place: Ints = (np.concatenate([single, pair, beside]) >> np.uint64(64 - BITS)).astype(np.int64)
        self.of: Ints = np.concatenate([owner[inner], owner[before], extra_of])
        self.word: Ints = np.concatenate([at[inner], at[before] + 1, np.full(len(extra), -1)])
        share: Floats = 1 / np.sqrt(np.maximum(1, 2 * sizes - 3))
        self.value: Floats = share[self.of]
        self.value[len(single) + len(pair) :] *= BESIDE

    def sums(self, weights: Floats) -> Floats:
        """(contributions,) the sum of weights over the grams of each. weights: (PLACES,)."""
        told = np.bincount(self.of, weights[self.place] * self.value, minlength=self.contributions)
        return told.astype(np.float64)

"""Words and pairs of words as places in one hashed matrix, which all heads share."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["PLACES", "Grams", "classed", "grams"]

BITS = 16
PLACES = 1 << BITS  # columns of the matrix
_WORD = re.compile(r"'?[^\W_]+(?:['\-][^\W_]+)*|\?")
_MIX, _LEFT, _RIGHT = np.uint64(0xD6E8FEB86659FD93), np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
OPENS, CLOSES = "<", ">"  # before the first word and after the last


class _Codes(dict[str, int]):
    """64 bits for a word, the same on every machine; remembers what it worked out."""

    def __missing__(self, word: str) -> int:
        if len(self) > 300_000:
            self.clear()
        code = int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "little")
        self[word] = code
        return code


_codes = _Codes()


def classed(text: str, names: frozenset[str] = frozenset()) -> list[str]:
    """The words of a straightened text as a head reads them: names, numbers and single letters by their class.

    >>> classed("Ada, turn the E and card 12? Why", frozenset({"ada"}))
    ['<name>', 'turn', 'the', '<letter>', 'and', 'card', '<number>', '?', 'why']
    """
    found = []
    for word in _WORD.findall(text.lower()):
        if word in names:
            found.append("<name>")
        elif len(word) == 1 and word not in "?iaué":
            found.append("<number>" if word.isdigit() else "<letter>")
        elif word[0].isdigit() or word[-1].isdigit():
            found.append("<number>")
        else:
            found.append(word)
    return found


class Grams:
    """Contributions as places in the matrix.

    place: (n,) of every gram; of: (n,) which contribution it belongs to; share: (contributions,) the weight of each
    of its grams, 1 / sqrt(how many), so that length falls out. word: (n,) which word of its contribution a gram ends at.
    """

    def __init__(self, words: Sequence[Sequence[str]]) -> None:
        code = _codes.__getitem__
        sizes = np.fromiter(map(len, words), dtype=np.int64, count=len(words)) + 2
        flat: list[int] = []
        first, last = code(OPENS), code(CLOSES)
        for said in words:
            flat.append(first)
            flat.extend(map(code, said))
            flat.append(last)
        codes = np.array(flat, dtype=np.uint64)
        owner = np.repeat(np.arange(len(words)), sizes)
        ends = np.cumsum(sizes)
        at = np.arange(len(codes)) - np.repeat(ends - sizes, sizes)  # place of a word in its contribution, 0 the opening
        inner = np.ones(len(codes), dtype=bool)
        inner[ends - sizes] = False
        inner[ends - 1] = False
        paired = np.ones(len(codes), dtype=bool)
        paired[ends - 1] = False  # a pair goes on to the next word, never into the next contribution
        left = np.flatnonzero(paired)
        with np.errstate(over="ignore"):
            single = (codes[inner] * _MIX) >> np.uint64(64 - BITS)
            pair = ((codes[left] * _LEFT + codes[left + 1] * _RIGHT) * _MIX) >> np.uint64(64 - BITS)
        self.contributions = len(words)
        self.place: npt.NDArray[np.int64] = np.concatenate([single, pair]).astype(np.int64)
        self.of: npt.NDArray[np.int64] = np.concatenate([owner[inner], owner[left]])
        self.word: npt.NDArray[np.int64] = np.concatenate([at[inner] - 1, at[left]])
        self.single = int(inner.sum())
        self.share: npt.NDArray[np.float64] = 1 / np.sqrt(np.maximum(1, 2 * sizes - 3))


def grams(words: Iterable[Sequence[str]]) -> Grams:
    """The grams of contributions, each given as `classed` words."""
    return Grams(list(words))

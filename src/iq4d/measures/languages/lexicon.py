"""The words of a language as numbers, so that what is known of a word is looked up for a whole conversation at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from iq4d.measures.languages.words import vocabulary

__all__ = ["ASKS", "Column", "Growing", "Lexicon", "Numbers", "lexicon"]

ASKS = "?"  # the one mark that is kept among the words; its number is 0
REMEMBERED = 100_000  # words; a process that met more begins anew


Ints = npt.NDArray[np.int64]


class Numbers(dict[str, int]):
    """Numbers names in the order in which it meets them, and keeps them in `names`."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        super().__init__()
        self.names: list[str] = []
        for name in names:
            self.__missing__(name)

    def __missing__(self, name: str) -> int:
        number = self[name] = len(self.names)
        self.names.append(name)
        return number


class Growing:
    """An array that grows at its end, without copying all of it each time."""

    def __init__(self, kind: npt.DTypeLike) -> None:
        self._room: npt.NDArray[Any] = np.empty(1024, kind)
        self._size = 0

    def extend(self, values: Sequence[Any]) -> None:
        size = self._size + len(values)
        if size > len(self._room):
            room = np.empty(2 * size, self._room.dtype)
            room[: self._size] = self._room[: self._size]
            self._room = room
        self._room[self._size : size] = values
        self._size = size

    def __call__(self) -> npt.NDArray[Any]:
        """What there is of it."""
        return self._room[: self._size]

    def __len__(self) -> int:
        return self._size


class Column:
    """What is known of each name, asked once; grows as names come."""

    def __init__(self, names: Sequence[str], of: Callable[[str], Any], kind: npt.DTypeLike) -> None:
        self._names, self._of, self._held = names, of, Growing(kind)

    def __call__(self) -> npt.NDArray[Any]:
        if len(self._held) < len(self._names):
            self._held.extend([self._of(name) for name in self._names[len(self._held) :]])
        return self._held()


class _Finder:
    """Finds the numbers of many words at once, without making strings of them.

    A word is a polynomial of its characters in 64 bits; a table tells which number may have that, and the bits kept
    with the number whether it has. What is not found so is looked up as a string.
    """

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._table = np.zeros(1 << TABLE, np.int32)
        self._held = np.zeros(1 << 15, np.uint64)
        self._held[0] = _BASE[0] * np.uint64(ord(ASKS))

    def __call__(self, text: str, signs: npt.NDArray[np.unsignedinteger[Any]], at: Ints, to: Ints) -> Ints:
        """signs: the characters of the text, as numbers. at, to: where its words begin and end."""
        powers, inverse = _powers(len(signs) + 1)
        sums = np.zeros(len(signs) + 1, np.uint64)
        np.multiply(signs, powers[: len(signs)], out=sums[1:])
        sums.cumsum(out=sums)
        bits = (sums[to] - sums[at]) * inverse[at]
        slots = (bits * _MIX) >> np.uint64(64 - TABLE)
        found: Ints = self._table[slots].astype(np.int64)
        for n in (self._held[found] != bits).nonzero()[0].tolist():
            number = found[n] = self._numbers[text[at[n] : to[n]]]
            if not self._table[slots[n]] and number:
                if number >= len(self._held):
                    self._held = np.concatenate([self._held, np.zeros(max(number, len(self._held)), np.uint64)])
                self._table[slots[n]], self._held[number] = number, bits[n]
        return found


TABLE = 19  # bits of the table of a finder: some twenty places a word
_BASE = np.array([1, 0x9E3779B97F4A7C15], np.uint64)  # odd, so that it has an inverse
_MIX = np.uint64(0xD6E8FEB86659FD93)
_held: list[npt.NDArray[np.uint64]] = [np.ones(1, np.uint64), np.ones(1, np.uint64)]


def _powers(size: int) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """The powers of the base, and what each has to be multiplied with to give 1; modulo 2^64."""
    if len(_held[0]) < size:
        inverse = np.uint64(pow(int(_BASE[1]), -1, 1 << 64))
        for n, step in enumerate((_BASE[1], inverse)):
            steps = np.full(2 * size, step)
            steps[0] = 1
            _held[n] = np.cumprod(steps)
    return _held[0], _held[1]


class Lexicon:
    """The words met so far. What is known of them stands in columns by their number.

    numbers: of words in lower case; find: those of all words of a text at once. stem: the number of each word's stem in
    `stems`, -1 for a word without content. tells: whether it tells what a text is about. A number holds for this
    process only: nothing that is measured may depend on which number a word has.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.numbers, self.stems = Numbers([ASKS]), Numbers()
        self.find = _Finder(self.numbers)
        known = vocabulary(language)
        self.stem = self.column(
            lambda word: -1 if word == ASKS or not (stem := known[word]) else self.stems[stem], np.int64
        )
        self.tells = self.column(lambda word: word != ASKS and bool(known[word]) and known.tells(word), np.bool_)
        self._others: dict[str, Any] = {}

    def column(self, of: Callable[[str], Any], kind: npt.DTypeLike) -> Column:
        """A column of words: call it for what `of` says of every word so far."""
        return Column(self.numbers.names, of, kind)

    def kept(self, name: str, made: Callable[[Lexicon], Any]) -> Any:
        """What another module keeps beside these words, as long as they are remembered; made when first asked for."""
        if name not in self._others:
            self._others[name] = made(self)
        return self._others[name]


_lexicons: dict[str, Lexicon] = {}


def lexicon(language: str) -> Lexicon:
    """The lexicon of "en" or "nl"."""
    held = _lexicons.get(language)
    if held is None or len(held.numbers) > REMEMBERED:
        held = _lexicons[language] = Lexicon(language)
    return held

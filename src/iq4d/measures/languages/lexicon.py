"""The words of a language as numbers, so that what is known of a word is looked up for a whole conversation at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from iq4d.measures.languages.words import vocabulary

__all__ = ["ASKS", "Lexicon", "Numbers", "lexicon"]

ASKS = "?"  # the one mark that is kept among the words; its number is 0
REMEMBERED = 100_000  # words; a process that met more begins anew


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


class _Column:
    """What is known of each name, asked once; grows as names come."""

    def __init__(self, names: Sequence[str], of: Callable[[str], Any], kind: npt.DTypeLike) -> None:
        self._names, self._of, self._known = names, of, 0
        self._held: npt.NDArray[Any] = np.empty(1024, kind)

    def __call__(self) -> npt.NDArray[Any]:
        known, now = self._known, len(self._names)
        if known < now:
            if now > len(self._held):
                grown = np.empty(2 * now, self._held.dtype)
                grown[:known] = self._held[:known]
                self._held = grown
            self._held[known:now] = [self._of(name) for name in self._names[known:now]]
            self._known = now
        return self._held[:now]


class Lexicon:
    """The words met so far. What is known of them stands in columns by their number.

    numbers: of words in lower case. stem: the number of each word's stem in `stems`, -1 for a word without content.
    tells: whether it tells what a text is about. A number holds for this process only: nothing that is measured may
    depend on which number a word has.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.numbers, self.stems = Numbers([ASKS]), Numbers()
        known = vocabulary(language)
        self.stem = self.column(
            lambda word: -1 if word == ASKS or not (stem := known[word]) else self.stems[stem], np.int64
        )
        self.tells = self.column(lambda word: word != ASKS and bool(known[word]) and known.tells(word), np.bool_)
        self._others: dict[str, Any] = {}

    def column(self, of: Callable[[str], Any], kind: npt.DTypeLike) -> _Column:
        """A column of words: call it for what `of` says of every word so far."""
        return _Column(self.numbers.names, of, kind)

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

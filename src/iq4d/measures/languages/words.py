"""Words, sentences, stop words and stems."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

import snowballstemmer

from iq4d.measures.languages.folders import about, listed

__all__ = ["Vocabulary", "lowered", "sentence_ends", "sentences", "straight", "token_spans", "tokens", "vocabulary"]

_WORD = re.compile(r"'?[^\W_]+(?:['\-][^\W_]+)*")
_ENDS = re.compile(r"[.!?…\n](?:(?<=\n)|[\"')\]]*(?=\s))\s*")  # the last sign of a sentence, and what parts it
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'"})
_REMEMBERED = 100_000  # stems kept in memory per language


def straight(text: str) -> str:
    """The text with straight apostrophes, as lexicons write them; it keeps its length."""
    return text if text.isascii() and "`" not in text else text.translate(_APOSTROPHES)


def lowered(text: str) -> str:
    """The text in lower case; it keeps its length, also where a letter would grow."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text.replace("\u0130", "I").lower()


def tokens(text: str) -> list[str]:
    """The words of a text in lower case; emoji and punctuation are not words.

    >>> tokens("Zo’n idee… I'd say: twenty-one 👍")
    ["zo'n", 'idee', "i'd", 'say', 'twenty-one']
    """
    return _WORD.findall(straight(text).lower())


def sentences(text: str) -> list[str]:
    """The sentences of a text; a line break ends one too, as people write it in chat.

    >>> sentences("Why now? It was quiet.\\nOr was it")
    ['Why now?', 'It was quiet.', 'Or was it']
    """
    parts, begin = [], 0
    for end in _ENDS.finditer(text):
        parts.append(text[begin : end.start() + 1])
        begin = end.end()
    parts.append(text[begin:])
    return [part for part in map(str.strip, parts) if part]


def sentence_ends(text: str) -> list[int]:
    """Where in the text its sentences end, the last one left out.

    >>> sentence_ends('Why now? "It was quiet."\\nOr was it')
    [9, 25]
    """
    return [end.end() for end in _ENDS.finditer(text)]


def token_spans(text: str) -> list[tuple[int, int]]:
    """Where in the text its `tokens` stand."""
    return [word.span() for word in _WORD.finditer(straight(text).lower())]


class _Telling(dict[str, str]):
    """The same as a vocabulary for the words that tell what a text is about, "" for others."""

    def __init__(self, known: Mapping[str, str], common: Collection[str]) -> None:
        super().__init__()
        self._known, self._common = known, common

    def __missing__(self, word: str) -> str:
        stem, bare = self._known[word], word.strip("'")
        tells = bool(stem) and bare not in self._common and not bare[0].isdigit()
        found = self[word] = stem if tells else ""
        return found


class Vocabulary(dict[str, str]):
    """From a word to its stem, or to "" for a word without content of its own. Remembers what it worked out."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._stop, self._common = listed(language, "stopwords"), listed(language, "common")
        self._apart: dict[str, str] = about(language)["apart"]
        self._stemmer = snowballstemmer.stemmer(about(language)["stemmer"])
        self.telling = _Telling(self, self._common)  # from a word to its stem, or to "" where it does not tell

    def __missing__(self, word: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
            self.telling.clear()
        if word in self._stop or word.strip("'") in self._stop or len(word) > 60:
            stem = ""
        elif word in self._apart:
            stem = self._apart[word]
        else:
            stem = self._stemmer.stemWord(word.removesuffix("'s").strip("'")) or ""
        self[word] = stem
        return stem

    def tells(self, word: str) -> bool:
        """Whether a word tells what a text is about: it has content, is no number, and is not found everywhere.

        >>> [word for word in ("the", "week", "12", "workshop") if vocabulary("en").tells(word)]
        ['workshop']
        """
        return bool(self.telling[word])

    def content(self, text: str) -> list[str]:
        """The stems of the content words of a text, in their order.

        >>> vocabulary("en").content("We asked whether the questions were asked")
        ['ask', 'question', 'ask']
        """
        return [stem for stem in map(self.__getitem__, tokens(text)) if stem]


@lru_cache(maxsize=4)
def vocabulary(language: str) -> Vocabulary:
    """The vocabulary of "en" or "nl"."""
    return Vocabulary(language)

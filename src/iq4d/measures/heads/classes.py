"""How a head reads words: function words as they are, content words by what they do in this conversation.

What a sentence does stands in its function words and their order; what it is about stands in its content words, and
those of the training data (a card puzzle) say nothing about another conversation. So a content word becomes `<topic>`
where somebody else here uses it too, else `<content>`. Dutch function words are read as what an English speaker would
say in their place (`languages/nl/in_english.txt`), so that a head fitted on English sees how a Dutch sentence is built.
What that is worth was measured on our own set: docs/decisions/0013.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from iq4d.measures.languages import fired, straight, vocabulary
from iq4d.measures.languages.folders import listed

__all__ = ["Read", "reader"]

_WORD = re.compile(r"'?[^\W_]+(?:['\-][^\W_]+)*|\?")
BARE = 7  # that many function words in a row are read; a longer run says nothing and is how one would pad
CUES = ("grounds", "question", "own_question", "goal", "why")


@dataclass(frozen=True, slots=True)
class Read:
    """A contribution as a head reads it.

    words: in order, for words and pairs. beside: what counts by itself: content words as they were said, and the rules
    of the lexicon that fired. spans: where each of `words` stands in the straightened text.
    """

    words: tuple[str, ...]
    beside: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


class _Reader:
    def __init__(self, language: str) -> None:
        self._language, self._vocabulary = language, vocabulary(language)
        self._function = listed(language, "stopwords") | listed(language, "common")
        self._said_as = _pairs(language)
        self._lexical = language == "en"  # weights of content words are English ones

    def __call__(self, text: str, topic: Collection[str] = (), names: Collection[str] = ()) -> Read:
        """topic: stems that somebody else uses too. names: of the speakers, in lower case."""
        text = straight(text)
        words: list[str] = []
        beside: set[str] = set()
        spans: list[tuple[int, int]] = []
        bare = 0  # function words in a row
        for found in _WORD.finditer(text.lower()):
            word = found.group()
            read = self._class_of(word, topic, names)
            bare = 0 if read.startswith("<") and read != "<function>" else bare + 1
            if bare > BARE:
                continue
            if read in ("<topic>", "<content>") and self._lexical:
                beside.add(word)
            words.append(read)
            spans.append(found.span())
        beside.update(f"§{rule}" for rule in fired(self._language, CUES, text))
        return Read(tuple(words), tuple(sorted(beside)), tuple(spans))

    def _class_of(self, word: str, topic: Collection[str], names: Collection[str]) -> str:
        if word == "?":
            return word
        if word in names:
            return "<name>"
        if any(map(str.isdigit, word)):
            return "<number>"
        if word in self._said_as:
            return self._said_as[word]
        if word in self._function:
            return word if self._lexical else "<function>"
        if len(word) == 1:
            return "<letter>"
        return "<topic>" if self._vocabulary[word] in topic else "<content>"


def _pairs(language: str) -> dict[str, str]:
    if language == "en":
        return {}
    return dict(pair.split(":", 1) for pair in listed(language, "in_english"))


@lru_cache(maxsize=4)
def reader(language: str) -> _Reader:
    """The reader of "en" or "nl".

    >>> read = reader("nl")("Waarom denk je dat, Bob?", names={"bob"})
    >>> read.words
    ('why', 'think', 'you', 'that', '<name>', '?')
    """
    return _Reader(language)


def topics(said: Sequence[tuple[int, Collection[str]]]) -> list[frozenset[str]]:
    """For each contribution, (speaker, its stems), the stems that another speaker uses too.

    >>> topics([(0, {"tour", "bus"}), (1, {"tour"})])
    [frozenset({'tour'}), frozenset({'tour'})]
    """
    by: dict[str, set[int]] = {}
    for speaker, stems in said:
        for stem in stems:
            by.setdefault(stem, set()).add(speaker)
    return [frozenset(stem for stem in stems if len(by[stem] - {speaker}) > 0) for speaker, stems in said]

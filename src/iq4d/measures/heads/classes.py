"""How a head reads words: function words as they are, content words by what they do in this conversation.

What a sentence does stands in its function words and their order; what it is about stands in its content words, and
those of the training data (a card puzzle) say nothing about another conversation. So a content word becomes `<topic>`
where somebody else here uses it too, else `<content>`. Dutch function words are read as what an English speaker would
say in their place (`languages/nl/in_english.txt`), so that a head fitted on English sees how a Dutch sentence is built.
What that is worth was measured on our own set: docs/decisions/0013.
"""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt

from iq4d.measures.columns import Columns, Ints, different
from iq4d.measures.languages import Lexicon
from iq4d.measures.languages.folders import listed

__all__ = ["Classes", "Codes", "code", "shared"]

Codes = npt.NDArray[np.uint64]


def code(word: str) -> int:
    """64 bits for a word, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "little")


NAME, TOPIC, CONTENT = code("<name>"), code("<topic>"), code("<content>")


class Classes:
    """How the words of a lexicon are read, in columns by their number.

    reads: the code of what each is read as, 0 for a word of content. breaks: whether it is read as a class, and ends a
    run of function words. said: the code of a word of content as it is said, in the language whose words have weights.
    """

    def __init__(self, known: Lexicon) -> None:
        self._function = listed(known.language, "stopwords") | listed(known.language, "common")
        self._said_as = _pairs(known.language)
        self.lexical = known.language == "en"  # weights of content words are English ones
        self.reads = known.column(lambda word: code(read) if (read := self._read(word)) else 0, np.uint64)
        self.breaks = known.column(
            lambda word: (read := self._read(word))[:1] in ("", "<") and read != "<function>", bool
        )
        self.said = known.column(lambda word: 0 if self._read(word) else code(word), np.uint64)

    def _read(self, word: str) -> str:
        """What a word is read as; "" for one of content, which is read by what it does in the conversation.

        >>> from iq4d.measures.languages import lexicon
        >>> [Classes(lexicon("nl"))._read(word) for word in ("waarom", "denk", "je", "3", "bus", "?")]
        ['why', 'think', 'you', '<number>', '', '?']
        """
        if word == "?":
            return word
        if any(map(str.isdigit, word)):
            return "<number>"
        if word in self._said_as:
            return self._said_as[word]
        if word in self._function:
            return word if self.lexical else "<function>"
        return "<letter>" if len(word) == 1 else ""

    def of(self, columns: Columns, speaker: Ints) -> tuple[Codes, npt.NDArray[np.bool_]]:
        """(what the word at each row is read as, whether it is a class). speaker: of each contribution."""
        word = columns.word
        reads = self.reads()[columns.number]
        topic = shared(columns, speaker)
        content = np.where(topic[columns.stem] & (columns.stem >= 0), np.uint64(TOPIC), np.uint64(CONTENT))
        reads = np.where(columns.named, np.uint64(NAME), np.where(reads == 0, content, reads))
        breaks = self.breaks()[columns.number] | columns.named
        return reads[word], breaks[word]


def shared(columns: Columns, speaker: Ints) -> npt.NDArray[np.bool_]:
    """For each stem whether more than one speaker uses it; one more at the end, for no stem."""
    stems = columns.stem_at
    some = (stems >= 0).nonzero()[0]
    stems, who = stems[some], speaker[columns.piece[some]]
    people = int(speaker.max()) + 1 if len(speaker) else 1
    pairs = stems[different(stems, who, people)]
    found: npt.NDArray[np.bool_] = np.bincount(pairs, minlength=len(columns.stems) + 1) > 1
    return found


def _pairs(language: str) -> dict[str, str]:
    if language == "en":
        return {}
    return dict(pair.split(":", 1) for pair in listed(language, "in_english"))

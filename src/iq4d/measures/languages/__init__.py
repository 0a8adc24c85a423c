"""What the measures need of a language: which one it is, its words, sentences, stems, cues. A language is a folder."""

from iq4d.measures.languages.cues import Cues, cues, fired, rules
from iq4d.measures.languages.folders import OURS, purposes
from iq4d.measures.languages.guess import guess, guess_many
from iq4d.measures.languages.words import (
    Vocabulary,
    sentence_ends,
    sentences,
    straight,
    token_spans,
    tokens,
    vocabulary,
)

__all__ = [
    "OURS",
    "Cues",
    "Vocabulary",
    "cues",
    "fired",
    "guess",
    "guess_many",
    "purposes",
    "rules",
    "sentence_ends",
    "sentences",
    "straight",
    "token_spans",
    "tokens",
    "vocabulary",
]

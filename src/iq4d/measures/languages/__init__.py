"""What the measures need of a language: which one it is, its words, sentences, stems, cues. A language is a folder."""

from iq4d.measures.languages.cues import Cues, Openings, cues, first_of, rules
from iq4d.measures.languages.folders import OURS, purposes
from iq4d.measures.languages.guess import guess, guess_many
from iq4d.measures.languages.lexicon import Lexicon, lexicon
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
    "Lexicon",
    "Openings",
    "Vocabulary",
    "cues",
    "first_of",
    "guess",
    "guess_many",
    "lexicon",
    "purposes",
    "rules",
    "sentence_ends",
    "sentences",
    "straight",
    "token_spans",
    "tokens",
    "vocabulary",
]

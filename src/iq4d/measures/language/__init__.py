"""What the measures need of a language: which one it is, its words, its sentences, its stop words, its stems."""

from iq4d.measures.language.guess import guess, guess_many
from iq4d.measures.language.words import Vocabulary, sentence_ends, sentences, straight, token_spans, tokens, vocabulary

__all__ = [
    "Vocabulary",
    "guess",
    "guess_many",
    "sentence_ends",
    "sentences",
    "straight",
    "token_spans",
    "tokens",
    "vocabulary",
]

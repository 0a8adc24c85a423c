"""Linear heads over one hashed matrix of words and pairs: what a contribution does, with the words that carried it."""

from iq4d.measures.heads.classes import Read, reader, topics
from iq4d.measures.heads.doing import SURE, Does, doing, share
from iq4d.measures.heads.fitted import HEADS, Head, carried, head
from iq4d.measures.heads.grams import PLACES, Grams

__all__ = [
    "HEADS",
    "PLACES",
    "SURE",
    "Does",
    "Grams",
    "Head",
    "Read",
    "carried",
    "doing",
    "head",
    "reader",
    "share",
    "topics",
]

"""Linear heads over one hashed matrix of words and pairs: what a contribution does, with the words that carried it."""

from iq4d.measures.heads.doing import SURE, Does, doing
from iq4d.measures.heads.fitted import HEADS, Head, head
from iq4d.measures.heads.grams import PLACES, Grams, grams_of

__all__ = ["HEADS", "PLACES", "SURE", "Does", "Grams", "Head", "doing", "grams_of", "head"]

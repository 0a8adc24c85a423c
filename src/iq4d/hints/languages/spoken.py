"""Which language a contribution is in, by function words: ours, another, or too little to tell (decision 0004).

Smaller than what the measures use for whole conversations: here a wrong guess costs one hint, and most are short.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter

from iq4d.hints.languages.rules import FOLDER, OURS, about

__all__ = ["spoken"]

SAMPLE = 100  # words
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def _claims() -> dict[str, tuple[str, ...]]:
    lists = tomllib.loads((FOLDER / "others.toml").read_text("utf-8"))
    lists |= {code: about(code)["function_words"] for code in OURS}
    claims: dict[str, tuple[str, ...]] = {}
    for code, words in lists.items():
        for word in set(words.split()):
            claims[word] = (*claims.get(word, ()), code)
    return claims


_CLAIMS = _claims()


def spoken(lower: str) -> str | None:
    """ "en", "nl", "other", or None where it cannot be told. lower: words in lower case with straight apostrophes.

    >>> spoken("what do you want to do about it?"), spoken("wat wil je eraan doen?"), spoken("was machst du da?")
    ('en', 'nl', 'other')
    """
    counts: Counter[str] = Counter()
    for n, word in enumerate(_WORD.finditer(lower)):
        if n == SAMPLE:
            break
        claimed = _CLAIMS.get(word.group(), ())
        for code in claimed:
            counts[code] += 60 // len(claimed)  # a word that several claim tells less
    (first, most), (_, next_) = (*counts.most_common(2), ("", 0), ("", 0))[:2]
    if most == next_:
        return None
    return first if first in OURS else "other"

"""Which language is this: English, Dutch, another one, or too short to tell. By function words, without a model.

Function words are a tenth of a language's words and half of its running text, so that one or two sentences are
enough. Lists of neighbouring languages stand beside ours only as a contrast: German is not called Dutch because
German scores higher, not because some threshold was tuned. Why not a package: docs/decisions/0004.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable

from iq4d.measures.languages.folders import FOLDER, OURS, listed
from iq4d.measures.languages.words import tokens

__all__ = ["guess", "guess_many"]

ENOUGH_WORDS = 3
FULL_SAMPLE = 500  # words; more text does not change the answer

# Function words stand in the folder of each language, those of its neighbours in contrast.toml.
_CONTRAST: dict[str, str] = tomllib.loads((FOLDER / "contrast.toml").read_text("utf-8"))
_FUNCTION_WORDS = {code: listed(code, "function_words") for code in OURS} | {
    code: frozenset(words.split()) for code, words in _CONTRAST.items()
}
# Dutch shares 'die', 'is', 'in' with its neighbours: a word counts less the more languages claim it.
_WORDS: dict[str, dict[str, float]] = {}
for _language, _list in _FUNCTION_WORDS.items():
    for _word in _list:
        _WORDS.setdefault(_word, {})[_language] = 1.0
for _claims in _WORDS.values():
    for _language in _claims:
        _claims[_language] = 1.0 / len(_claims)


def guess(text: str) -> str | None:
    """ "en", "nl", "other", or None where the text is too short or holds no word that tells.

    >>> guess("What do you want to do about it?"), guess("Wat wil je er zelf aan doen?")
    ('en', 'nl')
    >>> guess("Was willst du denn dagegen machen, und warum nicht heute?"), guess("ok 👍")
    ('other', None)
    """
    return guess_many([text])


def guess_many(texts: Iterable[str]) -> str | None:
    """The same for the contributions of one conversation, of which the first 500 words are looked at."""
    seen, votes = 0, dict.fromkeys(_FUNCTION_WORDS, 0.0)
    for text in texts:
        for word in tokens(text):
            seen += 1
            for language, weight in _WORDS.get(word, {}).items():
                votes[language] += weight
        if seen >= FULL_SAMPLE:
            break
    first, second = sorted(votes.items(), key=lambda item: -item[1])[:2]
    if seen < ENOUGH_WORDS or first[1] <= second[1]:
        # other alphabets have none of these words, and a lot of text
        return "other" if seen >= 40 and not first[1] else None
    if seen >= 40 and first[1] / seen < 0.08:
        return "other"  # a few chance hits in long text: none of the languages listed
    return first[0] if first[0] in OURS else "other"

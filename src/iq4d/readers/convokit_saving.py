"""A corpus that ConvoKit loads, out of conversations."""

from __future__ import annotations

__all__ = ["MARK", "prefix"]

MARK = "iq4d"
"""Under this name corpus.json tells that we wrote it: {"format": 1, "prefixed": true or false}."""


def prefix(talk: str) -> str:
    """What stands before the ids of the utterances of a conversation where they would not be unique in the corpus.

    >>> prefix("topic-7"), prefix("a/b")
    ('topic-7/', 'a%2Fb/')
    """
    return talk.replace("%", "%25").replace("/", "%2F") + "/"

"""Counting people and facts: shares with their standard errors, and who took part."""

from __future__ import annotations

import math

from iq4d.conversation import Utterance
from iq4d.measures.transcript import Transcript

__all__ = ["first_words", "share", "shrunk"]


def share(hits: float, n: int) -> tuple[float, float]:
    """hits / n, for what is counted over people, with its standard error.

    The error is that of a Beta(1 + hits, 1 + n - hits): unlike the usual one it is not 0 where all or none hit.

    >>> [round(figure, 2) for figure in share(3, 3)]
    [1.0, 0.16]
    """
    return hits / n, shrunk(hits, n)[1]


def shrunk(hits: float, n: int) -> tuple[float, float]:
    """(1 + hits) / (2 + n), the mean of that Beta, with its standard error: for facts, of which one is no pattern.

    >>> [round(figure, 2) for figure in shrunk(1, 1)]
    [0.67, 0.24]
    """
    mean = (1 + hits) / (2 + n)
    return mean, math.sqrt(mean * (1 - mean) / (3 + n))


def first_words(transcript: Transcript) -> dict[str, Utterance]:
    """By speaker id the first contribution that says something; who only says "ok" takes no part."""
    counts = {where for where, _ in transcript.said}
    first: dict[str, Utterance] = {}
    for utterance in transcript.order:
        if utterance.id in counts:
            first.setdefault(utterance.speaker, utterance)
    return first

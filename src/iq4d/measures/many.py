"""Many conversations, measured one by one or by several processes: the same scorecards in the same order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial

from iq4d.conversation import Conversation
from iq4d.measures.measuring import measure
from iq4d.measures.pool import in_order
from iq4d.measures.score import Scorecard

__all__ = ["cards_of", "handfuls", "measure_many"]

AT_ONCE = 500  # contributions a process is handed at a time


def measure_many(
    conversations: Iterable[Conversation], *, jobs: int = 1, now: datetime | None = None
) -> Iterator[Scorecard]:
    """The scorecards of a stream of conversations, in its order; no more than a few are held at a time.

    >>> from iq4d.conversation import conversation
    >>> said = [("Ada", "What shall we do about the noise at night?"), ("Bob", "Plant a hedge.")]
    >>> [card.conversation for card in measure_many(conversation(said, id=name) for name in "ab")]
    ['a', 'b']
    """
    if jobs == 1:
        for conversation in conversations:
            yield measure(conversation, now=now)
        return
    for cards in in_order(partial(cards_of, now=now), handfuls(conversations, AT_ONCE), jobs):
        yield from cards


def cards_of(handful: list[Conversation], now: datetime | None) -> list[Scorecard]:
    """What a process makes of its share."""
    return [measure(conversation, now=now) for conversation in handful]


def handfuls(conversations: Iterable[Conversation], contributions: int) -> Iterator[list[Conversation]]:
    """The conversations, some at a time: each handful ends where it has so many contributions."""
    handful: list[Conversation] = []
    size = 0
    for conversation in conversations:
        handful.append(conversation)
        size += len(conversation) or 1
        if size >= contributions:
            yield handful
            handful, size = [], 0
    if handful:
        yield handful

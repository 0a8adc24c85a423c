"""Found conversations, with what several processes make of each."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from iq4d.conversation import Conversation
    from iq4d.readers import Found

__all__ = ["worked_out"]

Answer = TypeVar("Answer")


def worked_out(
    found: Iterator[Found], function: Callable[[list[Conversation]], list[Answer]], jobs: int
) -> Iterator[tuple[Found, Answer]]:
    """Each conversation with its answer, in their order; no more than a few handfuls are held.

    function: what a process does with a handful, an answer each; it has to be one that another process can import.
    """
    from iq4d.measures.many import AT_ONCE, handfuls
    from iq4d.measures.pool import in_order

    waiting: deque[Found] = deque()

    def passing() -> Iterator[Conversation]:
        for one in found:
            waiting.append(one)
            yield one.conversation

    for answers in in_order(function, handfuls(passing(), AT_ONCE), jobs):
        for answer in answers:
            yield waiting.popleft(), answer

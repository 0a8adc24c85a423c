"""How a dialogue is shaped: two levels of reply, whatever the depth elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

LEVELS = 2  # of reply, under a contribution


def reading_order(answers: Sequence[int | None]) -> list[tuple[int, int]]:
    """Where each contribution stands on the page.

    answers: for contribution i (0-based, in order of time) the index it replies to, or None. Gives, in reading
    order, pairs (index, level) with level 0, 1 or 2. A reply deeper than two levels stands at level 2 under its
    thread, in order of time. No recursion: reply chains of any length come in (SECURITY rule 11).

    >>> reading_order([None, 0, None, 1, 3, 0])
    [(0, 0), (1, 1), (3, 2), (4, 2), (5, 1), (2, 0)]
    """
    level: list[int] = []
    home: list[int] = []  # under which contribution each stands: a level 0 or 1 one
    under: dict[int, list[int]] = {}
    tops: list[int] = []
    for index, answered in enumerate(answers):
        if answered is None or answered >= index:  # a reply to something later is no reply
            level.append(0)
            home.append(index)
            tops.append(index)
            continue
        level.append(min(level[answered] + 1, LEVELS))
        owner = answered if level[answered] < LEVELS else home[answered]
        home.append(owner)
        under.setdefault(owner, []).append(index)
    order: list[tuple[int, int]] = []
    for top in tops:
        order.append((top, 0))
        for first in under.get(top, []):
            order.append((first, 1))
            order.extend((second, 2) for second in under.get(first, []))
    return order

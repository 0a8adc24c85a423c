"""How far two people's views are apart: where they stand first, then how different their words are."""

from __future__ import annotations

import re
from typing import NamedTuple

from iq4d.methods.dealing import Distance
from iq4d.methods.method import SCALE
from iq4d.web.dialogues.models import Contribution, Dialogue

WORD = re.compile(r"\w{4,}")  # short words are mostly those that everybody uses
OTHER_WORDS = 0.99  # at most: less than one place on the line


class View(NamedTuple):
    """What somebody brought: where they stand, None where they did not say, and the words that tell something."""

    place: int | None = None
    words: frozenset[str] = frozenset()


def apart(one: View, other: View) -> float:
    """From 0 to 5: whole places on the line, and less than one for other words.

    >>> apart(View(1, frozenset({"early"})), View(4, frozenset({"early"})))
    3.0
    >>> apart(View(2, frozenset({"early"})), View(2, frozenset({"late"}))) < apart(View(2), View(3))
    True
    """
    known = one.place is not None and other.place is not None
    places = float(abs(one.place - other.place)) if known else (SCALE - 1) / 2  # type: ignore[operator]
    shared, all_words = len(one.words & other.words), len(one.words | other.words)
    return places + ((1 - shared / all_words) * OTHER_WORDS if all_words else 0.0)


def between(dialogue: Dialogue) -> Distance:
    """A distance between two participant numbers. What was brought is read when it is first asked, and once."""
    known: dict[str, View] = {}
    asked = False

    def views() -> dict[str, View]:
        nonlocal asked
        if not asked:
            asked = True
            rows = Contribution.objects.filter(
                dialogue=dialogue, kind="view", answers=None, removed_at=None, hidden=False
            )
            for who, place, text in rows.order_by("number").values_list("participant__number", "place", "text"):
                if place is not None or (known.get(str(who), View()).place is None):  # the last one with a place
                    known[str(who)] = View(place, frozenset(WORD.findall(text.lower())))
        return known

    def distance(one: str, other: str) -> float:
        found = views()
        return apart(found.get(one, View()), found.get(other, View()))

    return distance

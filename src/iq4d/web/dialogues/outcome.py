"""What came out of a dialogue, on top of its page once it is rounded off; the contributions stand where they were.

Its summary stands there too: that is for `synthesis`, while it runs as well.
"""

from __future__ import annotations

from typing import NamedTuple

from iq4d.web.dialogues import queries
from iq4d.web.dialogues.models import Contribution
from iq4d.web.dialogues.queries import Room, Shown
from iq4d.web.ui.markup import plain

AT_MOST = 12  # of each; the rest stands below


class Told(NamedTuple):
    """One thing that came out. stories: what came of it, where it is a deed."""

    number: int
    name: str
    words: str
    stories: tuple[tuple[int, str, str], ...] = ()


class Outcome(NamedTuple):
    """What people take along, and their deeds with what came of them. left: how many more there are."""

    takeaways: list[Told]
    deeds: list[Told]
    left: int


def outcome(room: Room, whole: list[Shown] | None) -> Outcome | None:
    """None while it is not rounded off, or where nothing came out. whole: all that this person sees, where known."""
    if room.state is None or not room.state.finished:
        return None
    rows = _told(room) if whole is None else whole
    here = [one for one in rows if one.removed_at is None and not one.hidden]
    of_kind = {kind: [one for one in here if one.kind == kind] for kind in ("takeaway", "deed")}
    if not any(of_kind.values()):
        return None
    stories: dict[int, list[tuple[int, str, str]]] = {}
    for one in here:
        if one.kind == "story" and one.answers:
            stories.setdefault(one.answers, []).append((one.number, one.name, plain(one.html)))
    told = {
        kind: [Told(one.number, one.name, plain(one.html), tuple(stories.get(one.number, ()))) for one in of[:AT_MOST]]
        for kind, of in of_kind.items()
    }
    left = sum(max(0, len(of) - AT_MOST) for of in of_kind.values())
    return Outcome(told["takeaway"], told["deed"], left)


def _told(room: Room) -> list[Shown]:
    kinds = ("takeaway", "deed", "story")
    rows = Contribution.objects.filter(room.seen, dialogue=room.dialogue, kind__in=kinds, removed_at=None)
    return queries.shown(room, rows)

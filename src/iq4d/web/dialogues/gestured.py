"""What was brought without words, as each person may know it: nobody reads "cold", or who voted for what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from iq4d.web.dialogues import rules
from iq4d.web.dialogues.models import Dialogue, Gesture

if TYPE_CHECKING:
    from iq4d.web.dialogues.queries import Room


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating as this reader may know it: their own, or a warm one of a step that is over."""

    step: str
    about: int
    value: str
    place: int
    is_mine: bool


def ratings_of(room: Room) -> list[Rated]:
    """In the owner's order. One query, and none where the method rates nothing."""
    state = room.state
    rates = state is not None and any("rate" in kinds for p in state.method.phases for kinds in p.allowed.values())
    if state is None or not rates:
        return []
    over = [s.id for s in state.steps if s.closed_at is not None and not s.is_open]
    mine = Q(participant=room.me) if room.me else Q(pk=None)
    told = Gesture.objects.filter(mine | Q(step__in=over, value="warm"), dialogue=room.dialogue, kind="rate")
    rows = told.order_by("place", "pk").values_list("step", "about", "value", "place", "participant")
    return [Rated(*row[:4], is_mine=room.me is not None and row[4] == room.me.pk) for row in rows]


def points(room: Room, steps: Iterable[str]) -> dict[int, int]:
    """The sum of the points each contribution got in these steps, the highest first; of steps that are over alone.

    Nobody reads who gave what.
    """
    over = [step.id for step in room.state.steps if step.closed_at and step.id in set(steps)] if room.state else []
    told = Gesture.objects.filter(dialogue=room.dialogue, kind="rate", step__in=over, value__in=rules.POINTS)
    sums: dict[int, int] = {}
    for about, value in told.values_list("about", "value"):
        sums[about] = sums.get(about, 0) + int(value)
    return dict(sorted(sums.items(), key=lambda one: (-one[1], one[0])))


def voted(room: Room, step: str) -> frozenset[int]:
    """What this person votes for in a step, by number; nobody else's votes are ever read one by one."""
    mine = Gesture.objects.filter(dialogue=room.dialogue, participant=room.me, step=step, kind="vote")
    return frozenset(mine.values_list("about", flat=True))


def verdicts(dialogue: Dialogue) -> dict[str, int]:
    """How often each verdict on "done when" was given; nobody's name."""
    latest = dict(
        Gesture.objects.filter(dialogue=dialogue, kind="judge").order_by("at").values_list("participant", "value")
    )
    told = list(latest.values())
    counted = {"reached": "reached", "partly": "partly", "not_reached": "not reached"}
    return {name: told.count(value) for name, value in counted.items()} if told else {}

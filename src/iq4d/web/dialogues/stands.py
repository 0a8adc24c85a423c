"""Where people stand on the line of a step, once all may read it: a picture, and a table. Nobody is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from iq4d.methods import Phase
from iq4d.methods.method import SCALE
from iq4d.pictures.strip import Row, strip
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.models import Contribution
from iq4d.web.dialogues.queries import Room
from iq4d.web.ui.markup import kept_safe

AT_LEAST = 3  # people: of fewer a picture would point at somebody


@dataclass(frozen=True, slots=True)
class Stands:
    """One step. low, high: the ends of its line; rows: (place, how many stand there)."""

    name: str
    low: str
    high: str
    rows: list[tuple[int, int]]
    picture: SafeString


def is_line(phase: Phase) -> bool:
    """Whether people say in it where they stand."""
    return phase.scale is not None and any("view" in kinds for kinds in phase.allowed.values())


def ends(room: Room, language: str) -> dict[str, tuple[str, str]]:
    """The low and the high end of the line, by step, for the tag beside a name."""
    state = room.state
    steps = state.steps if state is not None else ()
    found = {step.id: state.phase(step).scale for step in steps if state is not None and is_line(state.phase(step))}
    return {id: (scale.low.say(language), scale.high.say(language)) for id, scale in found.items() if scale is not None}


def where_people_stand(room: Room, language: str) -> dict[str, Stands]:
    """By step, for those that were shown to all. One query, and none where no step has a line that was shown."""
    state = room.state
    if state is None:
        return {}
    shown = set(standings.public_steps(state))
    steps = [one for one in state.steps if one.id in shown and one.revealed_at and is_line(state.phase(one))]
    if not steps:
        return {}
    rows = Contribution.objects.filter(
        standings.public(state), dialogue=room.dialogue, step__in=[one.id for one in steps], place__isnull=False
    )
    places: dict[str, dict[int, int]] = {}  # by step and person: who said it twice stands where they said last
    for where, who, place in rows.order_by("number").values_list("step", "participant", "place"):
        places.setdefault(where, {})[who] = place or 0
    found = {}
    for n, step in enumerate(steps):
        told, scale = list(places.get(step.id, {}).values()), state.phase(step).scale
        if scale is not None and len(told) >= AT_LEAST:
            name = state.phase(step).name.say(language)
            counted = [(place, told.count(place)) for place in range(1, SCALE + 1)]
            found[step.id] = Stands(
                name, scale.low.say(language), scale.high.say(language), counted, _drawn(counted, n)
            )
    return found


def not_at_the_table(stood: Mapping[str, Stands], tasks: Iterable[Any]) -> dict[str, Stands]:
    """Those that no step shows on its table."""
    there = [one for task in tasks for one in task.stands]
    return {step: one for step, one in stood.items() if one not in there}


def _drawn(rows: list[tuple[int, int]], n: int) -> SafeString:
    most = max(how_many for _place, how_many in rows)
    marks = tuple(((place - 1) / SCALE, place / SCALE, how_many / most) for place, how_many in rows if how_many)
    return kept_safe(strip([Row(marks)], title=_("Where people stand"), description="", uid=f"stands-{n}"))

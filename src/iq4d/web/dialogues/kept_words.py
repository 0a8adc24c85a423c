"""Words that did not arrive, and how they are offered back: never where more people would read them than were meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from iq4d.web.dialogues import desk, queries
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.asked_step import Task
from iq4d.web.dialogues.forms import HarvestForm
from iq4d.web.dialogues.models import Draft
from iq4d.web.dialogues.queries import Room, Shown

HARVESTED = ("takeaway", "deed", "process")  # each has a field of its own in the harvest
FOR_FEW = ("deed", *standings.PRIVATE)  # who sees them was its author's choice, or is its author alone
NO_COMPOSER = (*FOR_FEW, desk.ON_TOP)  # a summary is posted where it says what it rests on


@dataclass(frozen=True, slots=True)
class Kept:
    """One of them. into: the step in which one press posts it, None where it is only to copy; kind: as what."""

    draft: Draft
    besides: list[str]  # what a deed said besides what it is
    into: Task | None
    kind: str
    in_harvest: bool  # it stands in the form of the harvest


def kept_words(room: Room, tasks: list[Task], shown: list[Shown]) -> list[Kept]:
    """shown: what the page has of the contributions. One query more where a kept reply answers none of those."""
    found = desk.without_a_place(room, tasks)
    abouts = {draft.about for draft in found if draft.about}
    elsewhere = abouts - {one.number for one in shown}
    known = [*shown, *queries.these(room, elsewhere)]
    open_to_all = {one.number for one in known if not (one.is_narrow or one.hidden or one.removed_at)}
    offered = _offered(found, tasks)
    kept = []
    for draft in found:
        fits = (
            draft.kind not in NO_COMPOSER and not _is_narrow(draft) and (not draft.about or draft.about in open_to_all)
        )
        into = _place_for(room, draft, tasks) if fits and draft.pk not in offered else None
        kind = draft.kind if into and draft.kind in dict(into.kinds) else ""
        besides = [words for name in ("if_then", "obstacle", "first_step") if (words := draft.more.get(name))]
        kept.append(Kept(draft, besides, into, kind, draft.pk in offered))
    return kept


def harvest_again(kept: Iterable[Kept]) -> HarvestForm | None:
    """The form of the harvest with what did not arrive, as it was filled in; None where there is nothing of it."""
    drafts = [one.draft for one in kept if one.in_harvest]
    told: dict[str, str] = {}
    for draft in drafts:
        told |= {draft.kind: draft.source} | draft.more
    return HarvestForm(initial=told | {"kept": ",".join(str(draft.pk) for draft in drafts)}) if drafts else None


def _offered(drafts: Iterable[Draft], tasks: list[Task]) -> set[int]:
    """The last of each kind that a harvest asks now. Who sees a deed is asked there, of other words it is not."""
    asks = {kind for task in tasks if task.harvest for kind in HARVESTED if kind != "process" or task.asks_process}
    fit = [draft for draft in drafts if draft.kind in asks and (draft.kind == "deed" or not _is_narrow(draft))]
    return set({draft.kind: draft.pk for draft in fit if draft.why}.values())


def _is_narrow(draft: Draft) -> bool:
    """Whether its author chose who was to see it."""
    return draft.more.get("seen", "all") != "all"


def _place_for(room: Room, draft: Draft, tasks: list[Task]) -> Task | None:
    """The step where it can stand: its own, or the first in which no more people read it."""
    places = [task for task in tasks if task.kinds and (task.composes or draft.about) and not task.rounds_off]
    places = [task for task in places if not _wider(room, draft.step, task)]
    return next((task for task in places if task.step.id == draft.step), places[0] if places else None)


def _wider(room: Room, step: str, task: Task) -> bool:
    """Whether more people could read words there than in the step they were written for, as it stands now."""
    state = room.state
    home = next((one for one in state.steps if one.id == step), None) if state else None
    if state is None or home is None:
        return False
    if home.id in room.unnamed and task.step.id not in room.unnamed:
        return True  # there people would read whose they are
    if home.id in standings.public_steps(state):
        return False
    meant, there = state.phase(home).visibility, task.phase.visibility
    return meant != there or task.step.revealed_at is not None or (meant == "to_owner" and home.turn != task.step.turn)

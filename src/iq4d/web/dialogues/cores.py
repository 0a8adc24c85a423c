"""The question behind the question: the line from its first wording, and what the others thought that it is."""

from __future__ import annotations

from iq4d.web.dialogues.models import Contribution
from iq4d.web.dialogues.queries import Room, Shown
from iq4d.web.ui.markup import plain


def _owners(room: Room) -> set[int]:
    return {one.number for one in room.participants if one.role == "owner"}


def beside(room: Room, whole: list[Shown]) -> list[tuple[int, str, str]]:
    """What the others thought the question really is: (number, name, words). whole: all that this person sees."""
    owners = _owners(room)
    cores_of = [one for one in whole if one.kind == "core" and one.participant not in owners and not one.hidden]
    return [(one.number, one.name, plain(one.html)) for one in cores_of if one.removed_at is None]


def lineage(room: Room, whole: list[Shown] | None = None) -> list[tuple[int | None, str]]:
    """The question from its first wording to its last: (contribution number or None, words).

    whole: all that this person sees, where the page has it: then nothing is asked again.
    """
    owners = [one.pk for one in room.participants if one.role == "owner"]
    numbers = _owners(room)
    if whole is not None:
        mine = [one for one in whole if one.kind == "core" and one.participant in numbers and one.removed_at is None]
        told = sorted((one.number, plain(one.html)) for one in mine)
        return [(None, room.dialogue.title), *told]
    cores = Contribution.objects.filter(
        room.seen, dialogue=room.dialogue, kind="core", participant__in=owners, removed_at=None
    )
    rows = cores.order_by("number").values_list("number", "text")
    return [(None, room.dialogue.title), *((number, text) for number, text in rows)]

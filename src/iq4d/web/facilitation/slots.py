"""What facilitation puts on the dialogue page: words that wait, who sees who is in, and the way to the console."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string

from iq4d.web.dialogues.models import Contribution, Dialogue, Participant
from iq4d.web.dialogues.overview import leads
from iq4d.web.dialogues.queries import Room
from iq4d.web.facilitation import queries
from iq4d.web.people.models import Person


def words_waiting(person: Person, dialogue: Dialogue) -> dict[str, Any] | None:
    """Private words that this person has not put away."""
    words = queries.waiting_for(person, dialogue) if dialogue.held_here else []
    return {"dialogue": dialogue, "words": words} if words else None


def who_sees(person: Person, dialogue: Dialogue) -> dict[str, Any] | None:
    """That the facilitator sees who is in and who is not: said to everybody it is about."""
    if not dialogue.held_here or dialogue.state != "running":
        return None
    here = Participant.objects.filter(dialogue=dialogue, role="facilitator", gone=False, removed_at=None)
    names = [(name, who) for name, who in here.exclude(way="").values_list("name", "person")]
    if not names:
        return None
    return {"name": names[0][0], "several": len(names) > 1, "own": person.pk in [who for _, who in names]}


def to_console(person: Person, room: Room) -> dict[str, Any] | None:
    return {"dialogue": room.dialogue} if room.state is not None and leads(room) else None


def to_authors(room: Room, numbers: list[int]) -> Mapping[int, str]:
    """Under what somebody else wrote, for the facilitator: the way to a private word."""
    if room.me is None or room.me.role != "facilitator" or not numbers:
        return {}
    rows = Contribution.objects.filter(dialogue=room.dialogue, number__in=numbers, removed_at=None)
    rows = rows.exclude(participant=room.me).filter(participant__removed_at=None)
    return {
        number: render_to_string(
            "facilitation/to_author.html", {"key": room.dialogue.key, "number": number, "who": who, "name": name}
        )
        for number, who, name in rows.values_list("number", "participant__number", "participant__name")
    }

"""A circle's own methods among the choices of somebody who starts or plans a dialogue."""

from __future__ import annotations

from iq4d.methods import Method
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.dialogues.own_methods import queries
from iq4d.web.people.models import Person

Choices = list[tuple[str, str]]


def choices_for(person: Person, before: Dialogue | None, language: str) -> dict[str, tuple[str, Choices]]:
    """By the key of a circle: its name, and what it brought in. before: the dialogue that the next one goes on from,
    in its circle alone.
    """
    if before is None:
        offered = queries.offered_to(person)
    else:
        offered = queries.in_use([before.circle]) if before.circle else []
    found: dict[str, tuple[str, Choices]] = {}
    for row, method in offered:
        told = f"{method.name.say(language)}: {method.summary.say(language)}"
        found.setdefault(row.circle.key, (row.circle.name, []))[1].append((row.key, told))
    return found


def planned_for(dialogue: Dialogue) -> list[Method]:
    """What its circle brought in, and the one it has where that was taken out of use since."""
    if dialogue.circle is None:
        return []
    offered = [method for _row, method in queries.in_use([dialogue.circle])]
    now = queries.method_of(dialogue)
    if now is None or now.key in {one.key for one in offered} or standings.method_named(now.key) is not None:
        return offered
    return [*offered, now]

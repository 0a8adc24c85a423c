"""What is asked of one person over all their dialogues: a few queries, however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q

from iq4d.methods import Asked, State, asked_of, own_suffice, steps_in_use
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.models import Dialogue, Participant
from iq4d.web.people.models import Person


@dataclass(frozen=True, slots=True)
class AskedHere:
    """One small thing, and where. name and prompt are said in the reader's language by `asked`."""

    dialogue: Dialogue
    asked: Asked


def asked_now(person: Person, running: Sequence[Dialogue], now: datetime) -> list[AskedHere]:
    """What others wait for first, then by deadline. running: queries.running_for. Two queries, however many."""
    dialogues = [one for one in running if getattr(one, "standing", None) is not None]
    found = [
        AskedHere(dialogue, asked)
        for dialogue, me, state in states_of(person, dialogues)
        for asked in asked_of(state, str(me.number), now)
    ]
    return sorted(
        found, key=lambda one: (not one.asked.required, one.asked.deadline is None, one.asked.deadline or now)
    )


def states_of(person: Person, dialogues: Sequence[Dialogue]) -> list[tuple[Dialogue, Participant, State]]:
    """Each dialogue with this person's place in it and its state, as far as "what is asked" needs it."""
    if not dialogues:
        return []
    participants: dict[int, list[Participant]] = defaultdict(list)
    rows = Participant.objects.filter(dialogue__in=dialogues).exclude(way="").select_related("person")
    for one in rows.order_by("number"):
        participants[one.dialogue_id].append(one)
    found = []
    wanted = Q(pk=None)
    for dialogue in dialogues:
        me = next(one for one in participants[dialogue.pk] if one.person_id == person.pk)
        state = standings.bare_state(dialogue.standing)
        people = standings.engine_people(participants[dialogue.pk], with_free_days=False)
        found.append((dialogue, me, replace(state, people=people)))
        free = own_suffice(state)
        used = steps_in_use(state) - free
        wanted |= Q(dialogue=dialogue, step__in=used) | Q(dialogue=dialogue, step__in=free, participant=me)
    takes = any(step.is_open and standings.takes_gestures(state, step) for _, _, state in found for step in state.steps)
    numbers = {one.pk: one.number for here in participants.values() for one in here}
    entries = standings.entries_where(wanted, wanted if takes else None, numbers)
    return [
        (dialogue, me, replace(state, entries=tuple(entries.get(dialogue.pk, ())))) for dialogue, me, state in found
    ]


def everybody_asked(dialogue: Dialogue, now: datetime) -> Iterator[tuple[Participant, tuple[Asked, ...]]]:
    """Everybody who takes part in one dialogue, each with what is asked of them; nothing before it begins."""
    standing = getattr(dialogue, "standing", None)
    if standing is None:
        return
    participants = [one for one in standings.participants_of(dialogue) if one.way]
    state = standings.state_of(dialogue, standing, participants, with_free_days=False)
    for one in participants:
        if one.removed_at is None and one.person is not None:
            yield one, asked_of(state, str(one.number), now)

"""A dialogue in the libraries' words: what everybody in it sees, with all that its people declared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from iq4d.conversation import (
    Conversation,
    CoreVersion,
    Declared,
    Intention,
    Phase,
    Purpose,
    Rating,
    Speaker,
    Utterance,
    Verdict,
)
from iq4d.conversation import Takeaway as DeclaredTakeaway
from iq4d.methods import State
from iq4d.methods.beginning import AROUND_THE_TABLE
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.models import Dialogue, Gesture, Invite, Takeaway

# Later apps declare what they know of a dialogue: fields of `Declared`, by name (deeds and stories).
declares: list[Callable[[Dialogue], dict[str, Any]]] = []


def as_conversation(dialogue: Dialogue) -> Conversation:
    """Ids are the numbers, names serve only to tell a name from a word. Nothing private, narrow or hidden is in it."""
    standing = getattr(dialogue, "standing", None)
    state = standings.bare_state(standing) if standing else None
    shown = dialogue.contributions.filter(standings.public_and_named(state)).order_by("number")
    rows = list(shown.values_list("number", "participant__number", "text", "at", "answers", "kind", "step"))
    known = {row[0] for row in rows}
    utterances = tuple(
        Utterance(str(number), str(who), text, at, str(answers) if answers in known else None)
        for number, who, text, at, answers, _, _ in rows
    )
    declared = _declared_here(dialogue, state, rows) if dialogue.held_here else Declared.from_json(dialogue.declared)
    purpose = Purpose(dialogue.why, dialogue.for_whom, dialogue.done_when, dialogue.outside) if dialogue.why else None
    return Conversation(
        id=dialogue.key,
        title=dialogue.title,
        utterances=utterances,
        speakers=tuple(Speaker(str(n), name) for n, name in dialogue.participants.values_list("number", "name")),
        language=dialogue.language or None,
        expected=dialogue.expected,
        declared=replace(declared, purpose=purpose),
    )


def _declared_here(dialogue: Dialogue, state: State | None, rows: list[tuple[Any, ...]]) -> Declared:
    """What the platform knows because it happened here."""
    kinds = {number: kind for number, _, _, _, _, kind, _ in rows}
    speakers = {number: str(who) for number, who, *_ in rows}
    people = list(dialogue.participants.exclude(way="").values_list("number", "role", "seeks", "brings", "joined_at"))
    owners = {number for number, role, *_ in people if role == "owner"}
    takeaways = Takeaway.objects.filter(contribution__dialogue=dialogue, contribution__number__in=kinds).values_list(
        "contribution__number", "contribution__text", "intended", "whose__number"
    )
    gestures = list(
        Gesture.objects.filter(dialogue=dialogue, kind__in=["rate", "judge"])
        .order_by("at", "pk")  # of somebody's several verdicts the last counts
        .values_list("kind", "participant__number", "about", "value", "step")
    )
    over = {step.id for step in state.steps if step.closed_at is not None} if state else set()
    more: dict[str, Any] = {}
    for tell in declares:
        more |= tell(dialogue)
    return Declared(
        intentions=tuple(Intention(str(n), seeks, brings, at) for n, _, seeks, brings, at in people if seeks or brings),
        invited=_invited(dialogue),
        kinds=tuple((str(number), kind) for number, kind in kinds.items() if kind),
        answers=tuple(
            (str(number), str(to)) for number, _, _, _, to, kind, _ in rows if kind == "answer" and to in kinds
        ),
        phases=_phases(state, rows, dialogue.language or "en"),
        # who reads the mirror reads along: only what is kept is known to all, and only once the step is over
        ratings=tuple(
            Rating(str(about), str(who), value)
            for kind, who, about, value, step in gestures
            if kind == "rate" and value == "warm" and about in kinds and step in over
        ),
        core_versions=tuple(
            CoreVersion(place, text, str(number))
            for place, (number, text) in enumerate(
                ((n, text) for n, who, text, _, _, kind, _ in rows if kind == "core" and who in owners), 2
            )
        ),
        verdicts=tuple(Verdict(str(who), value) for kind, who, _, value, _ in gestures if kind == "judge"),
        takeaways=tuple(
            DeclaredTakeaway(speakers[n], text, intended, str(whose) if whose else None)
            for n, text, intended, whose in takeaways
        ),
        **more,
    )


def _invited(dialogue: Dialogue) -> frozenset[str]:
    """Who has a place around the table, and who was asked in by name and has not come; not who only leads, or left.

    Who was asked by mail may have come by the link. To look whose address it is would tell others: they are left out.
    """
    came = list(dialogue.participants.exclude(way="").values_list("number", "role", "removed_at", "person"))
    asked = Invite.objects.open().filter(dialogue=dialogue, person__isnull=False).values_list("person", flat=True)
    here = [str(number) for number, role, left, _ in came if role in AROUND_THE_TABLE and left is None]
    missing = set(asked).difference(person for *_, person in came)
    return frozenset([*here, *(f"asked-{person}" for person in missing)])


def _phases(state: State | None, rows: list[tuple[Any, ...]], language: str) -> tuple[Phase, ...]:
    if state is None:
        return ()
    return tuple(
        Phase(
            state.phase(step).name.say(language),
            frozenset(kind for kinds in state.phase(step).allowed.values() for kind in kinds),
            frozenset(str(row[0]) for row in rows if row[6] == step.id),
        )
        for step in state.steps
        if step.opened_at is not None
    )

"""What can be answered with what, and what words are taken for when their author does not say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from iq4d.methods import KINDS, Phase, Scale, Step, may, permitted_kinds
from iq4d.web.dialogues import queries, rules
from iq4d.web.dialogues.desk import ON_TOP, WITHOUT_COMPOSER
from iq4d.web.dialogues.queries import Room
from iq4d.web.dialogues.wording import CHOICES


def is_reply(kind: str) -> bool:
    """Whether one can say it under what somebody else brought; a case is brought by itself."""
    return not KINDS[kind].act and kind not in (*WITHOUT_COMPOSER, ON_TOP, "case")


def reply_kinds(room: Room, number: int) -> list[tuple[str, str, str]]:
    """(step, kind, what the choice is called) with which contribution `number` can be answered now."""
    state = room.state
    if state is None or room.me is None:
        return []
    found = []
    for step in _where_answered(room, number):
        for kind in permitted_kinds(state, room.my_id, step, room.now):
            if is_reply(kind):
                verdict = may(state, room.my_id, kind, step.id, room.now, about=f"c{number}")
                if verdict:
                    found.append((step.id, kind, str(CHOICES[kind])))
    return found


def as_it_reads(room: Room, step_id: str, source: str, about: int) -> str:
    """What words are taken for when their author does not say: by how they end, and what the step asks."""
    state = room.state
    step = next((one for one in state.steps if one.id == step_id), None) if state else None
    if state is None or step is None:
        return "view"
    usable = permitted_kinds(state, room.my_id, step, room.now) if step.is_open else ()
    kinds = [kind for kind in usable if not KINDS[kind].act and kind not in WITHOUT_COMPOSER and kind != "note"]
    kinds = kinds or [kind for allowed in step_kinds(room, step) for kind in allowed]
    answered = queries.these(room, [about]) if about else []
    to_question = bool(answered) and answered[0].kind == "question"
    return rules.usual_kind(source, kinds, answers_question=to_question) if kinds else "view"


def scale_of(room: Room, step_id: str, kind: str, about: int = 0) -> Scale | None:
    """The scale on which somebody who brings this says where they stand; a reply has none."""
    step = next((one for one in room.state.steps if one.id == step_id), None) if room.state else None
    asks = step is not None and room.state is not None and kind == "view" and not about
    return room.state.phase(step).scale if asks else None  # type: ignore[union-attr,arg-type]


def asked_besides(room: Room, step_id: str, kind: str, about: int, given: Mapping[str, str]) -> dict[str, Any]:
    """What a form with words that came back asks beside them, as it was filled in."""
    asks: dict[str, Any] = {
        "scale": scale_of(room, step_id, kind, about),
        "place": given.get("place"),
        "whose": given.get("whose"),
    }
    phase = phase_of(room, step_id) if not about else None
    asks |= {"photo": phase is not None and phase.photo, "asks_consent": phase is not None and phase.consent}
    return asks | {"consent": given.get("consent")}


def phase_of(room: Room, step_id: str) -> Phase | None:
    """What a step is, by its id; None where there is none."""
    step = next((one for one in room.state.steps if one.id == step_id), None) if room.state else None
    return room.state.phase(step) if step is not None and room.state is not None else None


def step_kinds(room: Room, step: Step) -> list[tuple[str, ...]]:
    """What the step asks of anybody, where it asks nothing of this person: the refusal will say so."""
    assert room.state is not None
    return [kinds for kinds in room.state.phase(step).allowed.values() if kinds]


def _where_answered(room: Room, number: int) -> list[Step]:
    """The open steps in which contribution `number` can be answered: its own, else those of the same turn."""
    state = room.state
    assert state is not None
    open_now = [step for step in state.steps if step.is_open]
    entry = state.entry(f"c{number}")
    known = {step.id: step for step in state.steps}
    home = known.get(entry.step) if entry else None
    if home is None or home in open_now:
        return [home] if home else open_now
    return [step for step in open_now if step.turn in ("", home.turn)] if home.turn else open_now

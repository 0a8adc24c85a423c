"""What lies before one person in a dialogue: what is asked of them now, with all that a composer needs.

Nothing is decided here: the engine says who may do what, and the same answer stands behind the button and the act.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from iq4d.methods import (
    KINDS,
    Asked,
    Count,
    Phase,
    State,
    Step,
    asked_of,
    can_be_about,
    counts,
    may,
    may_move,
    permitted_kinds,
)
from iq4d.methods import Move as EngineMove
from iq4d.web.dialogues import gestured, hatting, queries, render, restating, synthesis
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.asked_step import Task
from iq4d.web.dialogues.models import Contribution, Draft
from iq4d.web.dialogues.queries import Room, Shown
from iq4d.web.dialogues.stands import Stands
from iq4d.web.dialogues.wording import CHOICES, STATUS

WITHOUT_COMPOSER = ("deed", "takeaway", "story", "process")  # the harvest has a form of its own
ON_TOP = "synthesis"  # what has a page of its own, where one says what it rests on
AT_THE_TABLE = 60  # pieces of material in all
MOST_CARDS = 1_000  # of which somebody gets a hand, or the best come first
HARVEST = frozenset({"takeaway", "deed"})


GUIDED = ("case", "question")  # what its owner is helped to ask well


def tasks(room: Room, language: str) -> list[Task]:
    """Every step this person can do something in or waits for: what is asked first, one's own turn before others'."""
    state, me = room.state, room.me
    if state is None or me is None or state.finished:
        return []
    asked = {one.step: one for one in asked_of(state, room.my_id, room.now)}
    told = {one.step: one for one in counts(state, room.my_id, room.now)}
    found = [
        _task(room, step, asked.get(step.id), told.get(step.id), language)
        for step in state.steps
        if step.is_open or step.id in asked
    ]
    summed_up_in = {place.step: place.force for place in synthesis.places(room)}
    for task in found:
        if task.is_at_work:
            task.hat = hatting.mine(room, task.step, language)
        task.sums_up = summed_up_in.get(task.step.id, "")
        task.brought = _brought(room, task) if task.phase.at_least > 1 and not task.harvest else 0
        task.drafts = {(d.kind, d.about): d for d in room.drafts if d.step == task.step.id and not d.why}
    return sorted(found, key=lambda task: (task.asked is None, not task.is_required, not task.my_turn))


def _task(room: Room, step: Step, asked: Asked | None, count: Count | None, language: str) -> Task:
    state, me = room.state, room.me
    assert state is not None
    assert me is not None
    phase = state.phase(step)
    role = "owner" if room.my_id == (step.turn or _owner(room)) else me.role if me.role != "owner" else "peer"
    usable = permitted_kinds(state, room.my_id, step, room.now) if step.is_open else ()
    beneath = {kind for kind in usable if can_be_about(state, room.my_id, kind, step, room.now)}
    words = [kind for kind in usable if not KINDS[kind].act and kind != "note" and kind not in beneath]
    gestures = tuple(kind for kind in usable if KINDS[kind].act)
    harvest = set(words) >= HARVEST
    idle = not set(phase.allowed.get(role, ())) - {"note"}
    meets = asked is not None and asked.act == "meet"  # who plans the meeting need not be who is asked something there
    reads = (asked is None or (meets and idle)) and not words and not gestures and not beneath
    prompt = phase.meanwhile if reads and phase.meanwhile else phase.prompt_for(role)
    whose = _owner(room) if any(one.chosen not in ("", "-") for one in state.steps) else ""
    return Task(
        step=step,
        phase=phase,
        asked=asked,
        name=phase.name.say(language),
        prompt=prompt.say(language),
        minutes=phase.minutes if words or gestures else 1,
        deadline=step.closes_at,
        count=count,
        turn=room.named(step.turn) if step.turn else "",
        chosen=room.named(whose) if whose else "",
        number=me.number,
        my_turn=(step.turn or whose) == room.my_id,
        beneath=frozenset(beneath),
        offered=frozenset(kind for kinds in phase.allowed.values() for kind in kinds),
        kinds=[
            (kind, str(CHOICES[kind]))
            for kind in words
            if kind != ON_TOP and not (harvest and kind in WITHOUT_COMPOSER)
        ],
        words=tuple(words),
        gestures=gestures,
        harvest=harvest,
        outside=_outside(room, step, words),
        starter=phase.starter.say(language) if phase.starter else "",
        notes="note" in usable,
        reads=reads,
        moves=_moves(room, step),
        owns=role == "owner" and "owner" in phase.exit,
        asks_process="process" in words,
        guided=role == "owner" and bool(words) and words[0] in GUIDED and _opens(state, phase),
    )


def _opens(state: State, phase: Phase) -> bool:
    """Whether it is the step in which the question itself is brought in, for everybody."""
    return phase == state.method.phases[0] and phase.visibility == "all"


def _brought(room: Room, task: Task) -> int:
    assert room.state is not None
    mine = [one for one in room.state.entries_of(task.step) if one.author == room.my_id]
    return sum(KINDS[one.kind].counts and not KINDS[one.kind].act for one in mine)


BESIDES = ("question", "answer", "view", "advice", "process")  # what people most want to say where it is not asked


def _outside(room: Room, step: Step, asked: list[str]) -> list[tuple[str, str]]:
    """What the step does not ask of this person and the steering lets them bring all the same."""
    state = room.state
    if state is None or not step.is_open or state.steering == "strict":
        return []
    besides = [kind for kind in BESIDES if kind not in asked]
    forces = {kind: may(state, room.my_id, kind, step.id, room.now).force for kind in besides}
    return [(kind, str(CHOICES[kind])) for kind in besides if forces[kind] in ("advice", "outside")]


def _owner(room: Room) -> str:
    assert room.state is not None
    return next((person.id for person in room.state.people if person.role == "owner"), "")


def _moves(room: Room, step: Step) -> list[str]:
    """What this person may do with the step itself."""
    state = room.state
    assert state is not None
    found = []
    for kind in ("open", "skip", "close", "extend", "reveal", "resume"):
        move = EngineMove(kind, step.id, by=room.my_id, version=step.version, days=1)
        if may_move(state, move, room.now):
            found.append(kind)
    return found


def with_material(
    room: Room,
    found: list[Task],
    looks: render.Looks,
    whole: list[Shown] | None = None,
    stood: Mapping[str, Stands] | None = None,
) -> None:
    """Put what lies on the table of each step into its task.

    whole: all that this person sees, where the page has it: then nothing is asked again. stood: where people stand.
    """
    if room.state is None:
        return
    feeding = {
        task.step.id: _feeding(room, task)
        for task in found
        if task.phase.at_least or task.asks_on or _scored(room, task)
    }
    steps = {step for ids in feeding.values() for step in ids}
    if steps and whole is None:
        rows = Contribution.objects.filter(room.seen, dialogue=room.dialogue, step__in=steps, removed_at=None)
        most = MOST_CARDS if any(task.phase.deal or _scored(room, task) for task in found) else AT_THE_TABLE
        whole = queries.shown(room, rows.exclude(kind="note").order_by(*queries.ORDER)[:most])
    laid = [one for one in whole or () if one.kind != "note" and one.removed_at is None and not one.hidden]
    for task in found:
        lying = [one for one in laid if one.step in feeding.get(task.step.id, ())]
        task.points = gestured.points(room, scored) if (scored := _scored(room, task)) else {}
        task.material = _ordered(room, lying, room.kept, task)[:AT_THE_TABLE] if lying else []
        task.restating = restating.on_the_table(room, task.step, lying, looks) if "accept" in task.offered else None
        task.answering = task.answers_only or task.asks_on
        task.open_to_me = _open_to_me(room, task) if task.answering else frozenset()
        task.drawn = render.cards(task.material, looks) if lying else {}
        task.rated = {one.about: one for one in room.ratings if one.is_mine and one.step == task.step.id}
        task.kept_for_one = any(_to_owner(room.state, one.step) for one in lying)
        task.stands = [stood[id] for id in feeding.get(task.step.id, ()) if stood and id in stood]
        task.learnable = _learnable(room, task) if "takeaway" in task.words else frozenset()
        task.voted = gestured.voted(room, task.step.id) if task.votes else frozenset()


def _feeding(room: Room, task: Task) -> list[str]:
    """The steps whose outcome this one uses, in the same turn; where one answers also the step itself."""
    assert room.state is not None
    found = feeding(room.state, task.step)
    return [*found, task.step.id] if task.lays_itself else found


def _open_to_me(room: Room, task: Task) -> frozenset[int]:
    """The questions on the table that this person can answer: what the engine says of each."""
    if not task.asks_on:
        mine = _number(room)
        answered = {c.answers for c in task.material if c.kind == "answer" and c.participant == mine}
        asked = (c for c in task.material if c.kind == "question" and c.participant != mine)
        return frozenset(c.number for c in asked if c.number not in answered)
    if "answer" not in task.beneath or room.state is None:
        return frozenset()
    under = can_be_about(room.state, room.my_id, "answer", task.step, room.now)
    return frozenset(int(id.removeprefix("c")) for id in under)


LEARNED_FROM = ("view", "core", "case", "answer", "hypothesis", "association", "advice")


def _learnable(room: Room, task: Task) -> frozenset[int]:
    """The views of others on its table."""
    mine = _number(room)
    return frozenset(one.number for one in task.material if one.kind in LEARNED_FROM and one.participant != mine)


def _number(room: Room) -> int:
    return room.me.number if room.me else 0


def _scored(room: Room, task: Task) -> list[str]:
    """The steps in which points were given to what this one takes up."""
    assert room.state is not None
    found = (room.state.step(id) for id in feeding(room.state, task.step))
    return [step.id for step in found if (phase := room.state.phase(step)).scale and _rates(phase)]


def _to_owner(state: State, step: str) -> bool:
    return state.phase(state.step(step)).visibility == "to_owner"


def _rates(phase: Phase) -> bool:
    return any("rate" in kinds for kinds in phase.allowed.values())


def feeding(state: State, step: Step) -> list[str]:
    """The steps whose outcome this one uses, in the same turn."""
    used, turn = state.phase(step).uses, step.turn
    givers = {phase.key for phase in state.method.phases if phase.output and phase.output in used}
    return [one.id for one in state.steps if one.phase in givers and (not turn or one.turn in ("", turn))]


def _ordered(room: Room, shown: list[Shown], kept: Mapping[int, int], task: Task) -> list[Shown]:
    """What the owner keeps first, in their order. A hand that was dealt is all there is."""
    if task.phase.deal is not None:
        hand = dict(task.step.dealt).get(room.my_id, ())
        shown = [one for one in shown if f"c{one.number}" in hand]
    if task.points:
        return sorted(shown, key=lambda one: -task.points.get(one.number, 0))
    if not kept:
        return shown
    roots: dict[int, int] = {}
    for one in shown:  # in reading order: what is answered comes before its answer
        roots[one.number] = roots.get(one.answers or 0, one.number)
    return sorted(shown, key=lambda one: kept.get(roots[one.number], AT_THE_TABLE))


def trail(room: Room, language: str) -> list[dict[str, Any]]:
    """All steps in the order of reading, for "all steps": name, status, whose turn."""
    state = room.state
    if state is None:
        return []
    places = standings.sections(state)
    steps = sorted(state.steps, key=lambda step: places[step.id])
    return [
        {
            "id": step.id,
            "name": state.phase(step).name.say(language),
            "status": step.status,
            "told": str(STATUS[step.status]),
            "turn": room.named(step.turn) if step.turn else "",
            "closes_at": step.closes_at if step.is_open else None,
            "is_open": step.is_open,
        }
        for step in steps
    ]


def without_a_place(room: Room, found: list[Task]) -> list[Draft]:
    """Words on their way that no composer holds: refused, or their step closed while they were being written."""
    open_to_me = {task.step.id for task in found if task.kinds or task.harvest or task.sums_up}
    return [draft for draft in room.drafts if draft.why or draft.step not in open_to_me]

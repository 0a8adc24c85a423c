"""Where a dialogue stands: rows to a state of the engine, and back. The one place that does both.

The engine knows people by their participant number, contributions as "c12" and gestures as "g5".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import BooleanField, IntegerField, Q, Value

from iq4d.methods import (
    KINDS,
    Calendar,
    Entry,
    Method,
    Person,
    State,
    Step,
    catalog,
    from_json,
    how_shown,
    loads,
    newest,
    own_suffice,
    steps_in_use,
    to_json,
    wakes_at,
)
from iq4d.methods import Verdict as EngineVerdict
from iq4d.web.circles.queries import calendar_of
from iq4d.web.dialogues.models import Contribution, Dialogue, Gesture, Participant, Standing
from iq4d.web.people.queries import free_days
from iq4d.web.ui.prepared import Prepared
from iq4d.web.ui.verdicts import ALLOWED, Verdict

PRIVATE = [key for key, kind in KINDS.items() if kind.private and not kind.act]  # gestures are no contributions
AFTERWARDS = [key for key, kind in KINDS.items() if kind.afterwards]


@lru_cache(maxsize=64)
def method_from(text: str) -> Method:
    """The method with which a dialogue began, from the text that was kept."""
    return loads(text, "kept")


def verdict_of(said: EngineVerdict) -> Verdict:
    """The engine's answer as one of ours; stepping outside counts as allowed here, the page asks first."""
    return ALLOWED if said else no_of(said)


def no_of(said: EngineVerdict) -> Verdict:
    """The engine's answer as a refusal."""
    return Verdict(False, f"methods.{said.code}", said=said.sentence)


def calendar_for(dialogue: Dialogue) -> Calendar:
    """The calendar of its circle; Monday to Friday where there is none."""
    if dialogue.circle is None:
        return Calendar()
    told = calendar_of(dialogue.circle)
    return Calendar(told["zone"], frozenset(told["weekdays"]), frozenset(told["holidays"]), told["closing"])


def engine_people(participants: Iterable[Participant], *, with_free_days: bool = True) -> tuple[Person, ...]:
    """Who takes part, as the engine knows them. One query more for their free days."""
    here = [one for one in participants if one.way]
    free: dict[int, frozenset[date]] = {}
    if with_free_days:
        free = free_days([one.person_id for one in here if one.person_id])
    return tuple(
        Person(
            str(one.number),
            one.role,
            one.person.zone if one.person else "Europe/Amsterdam",
            free.get(one.person_id or 0, frozenset()),
            one.gone or one.removed_at is not None,
        )
        for one in here
    )


_participants: Prepared[Participant] = Prepared(
    lambda dialogue: Participant.objects.filter(dialogue=dialogue).select_related("person").order_by("number")
)


def participants_of(dialogue: Dialogue) -> list[Participant]:
    """Everybody who ever took part, by number. One query."""
    found = _participants(dialogue.pk)
    for one in found:
        one.dialogue = dialogue
    return found


def bare_state(standing: Standing) -> State:
    """The state without people and entries: enough to know the steps."""
    return from_json(standing.state, [method_from(standing.method_text)])


def takes_gestures(state: State, step: Step) -> bool:
    """Whether somebody can bring something without words there."""
    return any(KINDS[kind].act for kinds in state.phase(step).allowed.values() for kind in kinds)


def entries_for(
    dialogue: Dialogue, state: State, participants: Iterable[Participant], *, viewer: int = 0, about: Iterable[int] = ()
) -> tuple[Entry, ...]:
    """What the engine needs to know of what was contributed: who is in, what is dealt, what is answered.

    Only of open steps, and where a step asks nobody only the viewer's own, so that a page does not grow with what it
    does not show. viewer: a participant's number; about: contributions that are being answered.
    """
    others = own_suffice(state)
    asking = steps_in_use(state) - others
    numbers = {one.pk: one.number for one in participants}
    own = Q(step__in=others, participant__in=[pk for pk, number in numbers.items() if number == viewer])
    wanted = Q(step__in=asking) | own | Q(number__in=list(about))
    gestures = Q(dialogue=dialogue) & (Q(step__in=asking) | own)
    takes = any(step.is_open and takes_gestures(state, step) for step in state.steps)
    told = entries_where(Q(dialogue=dialogue) & wanted, gestures if takes else None, numbers)
    return tuple(told.get(dialogue.pk, ()))


def _contributions(where: Q) -> Any:
    return Contribution.objects.order_by().filter(where, removed_at=None).values_list(
        Value("c"), "dialogue", "number", "step", "participant", "kind", "at", "answers", "hidden", "outside", "to"
    )  # fmt: skip


def _gestures(where: Q) -> Any:
    none, no = Value(None, IntegerField()), Value(False, BooleanField())
    return Gesture.objects.order_by().filter(where).values_list(
        Value("g"), "dialogue", "pk", "step", "participant", "kind", "at", "about", no, no, none
    )  # fmt: skip


_brought: Prepared[Any] = Prepared(_contributions)
_brought_and_made: Prepared[Any] = Prepared(
    lambda contributions, gestures: _contributions(contributions).union(_gestures(gestures), all=True)
)


def entries_where(contributions: Q, gestures: Q | None, numbers: Mapping[int, int]) -> dict[int, list[Entry]]:
    """Contributions and gestures as the engine knows them, by dialogue, in order of coming. One query for both.

    gestures: None where nobody can have made one that still counts. numbers: of the participants, by their pk.
    """
    rows = _brought(contributions) if gestures is None else _brought_and_made(contributions, gestures)
    found: dict[int, list[Entry]] = {}
    for what, dialogue, n, step, who, kind, at, to, hidden, outside, owner in rows:
        to_whom = str(numbers[owner]) if owner else ""
        entry = Entry(f"{what}{n}", step, str(numbers[who]), kind, at, f"c{to}" if to else "", hidden, outside, to_whom)
        found.setdefault(dialogue, []).append(entry)
    for entries in found.values():
        entries.sort(key=lambda entry: (entry.at, entry.id))
    return found


def state_of(
    dialogue: Dialogue,
    standing: Standing,
    participants: Iterable[Participant],
    *,
    viewer: int = 0,
    about: Iterable[int] = (),
    with_free_days: bool = True,
) -> State:
    """All that rules and pages ask of the engine. Three queries, whatever the size."""
    here = list(participants)
    state = replace(bare_state(standing), people=engine_people(here, with_free_days=with_free_days))
    return replace(state, entries=entries_for(dialogue, state, here, viewer=viewer, about=about))


def kept_state(state: State) -> dict[str, Any]:
    """What is kept of a state: people, contributions and the moves made are rows elsewhere."""
    return to_json(replace(state, people=(), entries=(), made=()))


def write(standing: Standing, state: State, now: datetime) -> None:
    standing.state = kept_state(state)
    standing.wakes_at = wakes_at(state, now)
    standing.save()


# Seeing, as a filter of the database. The engine's own `sees` is the rule; tests hold this against it.


def public_steps(state: State) -> list[str]:
    """Steps of which everybody in the room sees what was brought."""
    return [
        step.id
        for step in state.steps
        if (phase := state.phase(step)).visibility != "to_owner"
        and (phase.visibility == "all" or step.revealed_at is not None)
    ]


def unnamed_steps(state: State | None) -> frozenset[str]:
    """Steps of which nobody reads who brought what: not the facilitator, and not afterwards."""
    steps = state.steps if state is not None else ()
    return frozenset(step.id for step in steps if state is not None and state.phase(step).authors == "hidden")


def blind_steps(state: State | None) -> frozenset[str]:
    """Of those the ones that run, or whose contributions still go round as cards: no name may come under them yet."""
    steps = state.steps if state is not None else ()
    dealt = {
        deal.of
        for step in steps
        if state is not None and step.status not in ("closed", "skipped") and (deal := state.phase(step).deal)
    }
    return frozenset(
        step.id
        for step in steps
        if state is not None and (step.revealed_at is None or step.is_open or state.phase(step).output in dealt)
    )


def public_and_named(state: State | None) -> Q:
    """What everybody in the room sees and knows the author of: what leaves the dialogue with a speaker."""
    return public(state) & (~Q(step__in=unnamed_steps(state)) | Q(signed=True))


def public(state: State | None, *, gone: bool = False) -> Q:
    """What everybody in the room sees; None: of a conversation brought in. gone: as in `seen_by`."""
    shown = Q(hidden=False, is_narrow=False) & (Q() if gone else Q(removed_at=None))
    if state is None:
        return shown
    return shown & ~Q(kind__in=PRIVATE) & (Q(step__in=public_steps(state)) | Q(kind__in=AFTERWARDS))


def seen_by(state: State | None, viewer: Participant | None, now: datetime, *, gone: bool = False) -> Q:
    """What this person sees; None as viewer: somebody in the circle who only reads along.

    gone: also what its author took back, as far as it was seen; only to draw the empty place it left.
    """
    stands = Q() if gone else Q(removed_at=None)
    if state is None or viewer is None or not viewer.way:
        return public(state, gone=gone)
    number = str(viewer.number)
    shown: dict[str, list[str]] = {"all": [], "to": [], "own": []}
    for step in state.steps:
        shown[how_shown(state, number, step, now)].append(step.id)
    reached = Q(step__in=shown["all"]) | Q(kind__in=AFTERWARDS)
    if shown["to"]:
        reached |= Q(step__in=shown["to"], to=viewer)
    others = ~Q(kind__in=PRIVATE) & (Q(is_narrow=False) | Q(only_to=viewer)) & stands & reached
    if viewer.role != "facilitator":
        others &= Q(hidden=False)
    return Q(participant=viewer) | others


def others_see(state: State | None, row: Contribution, participants: Iterable[Participant], now: datetime) -> bool:
    """Whether anybody but its author sees it now. Nothing is asked of the database."""
    if row.hidden or row.kind in PRIVATE or (row.is_narrow and row.only_to_id is None):
        return False
    if state is None or row.kind in AFTERWARDS or (not row.is_narrow and row.step in public_steps(state)):
        return True
    step = next((one for one in state.steps if one.id == row.step), None)
    if step is None:
        return False
    readers = [one for one in participants if one.pk != row.participant_id and one.removed_at is None]
    for one in readers if not row.is_narrow else [one for one in readers if one.pk == row.only_to_id]:
        how = how_shown(state, str(one.number), step, now)
        if how == "all" or (how == "to" and row.to_id == one.pk):
            return True
    return False


# The order of reading


def sections(state: State) -> dict[str, int]:
    """The place of each step on the page, from 1: in rounds, all of one turn together."""
    turns = dict.fromkeys(step.turn for step in state.steps)
    once = [step for step in state.steps if not step.turn]
    ordered: list[Step] = []
    for turn in turns:
        if turn:
            ordered += [step for step in state.steps if step.turn == turn]
    first = [s for s in once if state.steps.index(s) < min((state.steps.index(o) for o in ordered), default=10**6)]
    ordered = first + ordered + [step for step in once if step not in first]
    return {step.id: place for place, step in enumerate(ordered, 1)}


def methods_with_period(period: str) -> list[Method]:
    """The newest shipped methods in whose first step the owner lays on the table what they took from such a time."""
    found = (method_named(key) for key in dict.fromkeys(key for key, _version in catalog()))
    return [one for one in found if one is not None and one.phases[0].period == period]


def method_named(key: str) -> Method | None:
    """The newest of the shipped methods with this key."""
    try:
        return newest(key)
    except KeyError:
        return None

"""How a dialogue moves: what is due by the clock, and what comes of a move. Both pure; `now` is an argument.

A move happens once. One of the clock is made only while it is due, one of a person only while it is allowed and meant
for the step as it now stands; otherwise the state comes back unchanged, the very same object. So two clocks, or a
button pressed twice, do no harm.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from iq4d.methods.attendance import asked, missing, needs_owner, owner_of, ready
from iq4d.methods.checking import OFFER_DAYS, OFFER_MINUTES
from iq4d.methods.choosing import chosen, waits_for_choice
from iq4d.methods.dealing import Distance, dealt
from iq4d.methods.kinds import KINDS
from iq4d.methods.permitting import may_move
from iq4d.methods.state import Made, Move, Person, State, Step
from iq4d.methods.writing import fingerprint

__all__ = ["apply", "closes", "due", "later", "reminder_of", "settle", "waits_for_meeting"]

LONGEST_EXTENSION = 60  # minutes together; apart it is a third of that in days


def due(state: State, now: datetime) -> tuple[Move, ...]:
    """What the clock has to do now, in order. Nothing while the dialogue is paused."""
    if state.paused_at is not None:
        return ()
    return tuple(move for step in state.steps for move in _due(state, step, now))


def settle(state: State, now: datetime, distance: Distance | None = None) -> tuple[State, tuple[Move, ...]]:
    """Make all moves that are due, and those that become due by them; gives the state and the moves made."""
    made: list[Move] = []
    while moves := due(state, now):
        for move in moves:
            after = apply(state, move, now, distance)
            made += [] if after is state else [move]
            state = after
    return state, tuple(made)


def waits_for_meeting(state: State, step: Step) -> bool:
    """Whether it is the first step at the table: it opens at the meeting, or when somebody leads it in."""
    first = step.mode == "together" and all(state.step(before).mode == "apart" for before in step.after)
    return first and (bool(step.after) or state.meeting is not None)


def _due(state: State, step: Step, now: datetime) -> Iterator[Move]:
    def move(kind: str, **more: str) -> Move:
        return Move(kind, step.id, version=step.version, **more)  # type: ignore[arg-type]

    whose = state.person(owner_of(state, step))
    fell_out = whose is None or whose.gone
    match step.status:
        case "waiting" if step.turn and fell_out:
            yield move("skip", how="gone")
        case "waiting" if ready(state, step):
            phase = state.phase(step)
            if phase.optional:
                yield move("skip", how="gone") if fell_out else move("offer")
            elif not waits_for_meeting(state, step) or (state.meeting is not None and now >= state.meeting):
                yield move("offer") if phase.modules and not fell_out else move("open")
        case "offered" if fell_out or (step.closes_at is not None and now >= step.closes_at):
            left_out = state.phase(step).optional
            yield move("skip", how="gone" if fell_out else "time") if left_out else move("open")
        case "open" | "paused" if step.turn and fell_out:
            yield move("close", how="gone")
        case "paused" if not needs_owner(state, step):
            yield move("resume")
        case "closed" if waits_for_choice(state, step):
            found = chosen(state, step)
            yield move("appoint", how=found.id if found else "-", person=found.author if found else "")
        case "open":
            yield from _due_when_open(state, step, now, fell_out)


def _due_when_open(state: State, step: Step, now: datetime, fell_out: bool) -> Iterator[Move]:
    phase = state.phase(step)
    late = missing(state, step)
    all_in = phase.at_least > 0 and not late and bool(asked(state, step) or step.passed)
    over = step.closes_at is not None and now >= step.closes_at
    waits_for_owner = needs_owner(state, step) and not step.reopened
    quorum = phase.quorum is not None and len(asked(state, step)) - len(late) >= phase.quorum
    if waits_for_owner and fell_out:
        yield Move("pause", step.id, version=step.version)
    elif all_in and "all_in" in phase.exit and not step.reopened:
        yield Move("close", step.id, version=step.version, how="all_in")
    elif quorum and not step.reopened:
        yield Move("close", step.id, version=step.version, how="quorum")
    elif over and waits_for_owner and step.mode == "apart":
        yield Move("pause", step.id, version=step.version)
    elif over:
        yield Move("close", step.id, version=step.version, how="time")
    else:
        if all_in and phase.reveal == "all_in" and step.revealed_at is None:
            yield Move("reveal", step.id, version=step.version)
        for person in late:
            moment = reminder_of(state, step, person)
            if moment is not None and now >= moment:
                yield Move("remind", step.id, version=step.version, person=person.id)


def reminder_of(state: State, step: Step, person: Person) -> datetime | None:
    """When somebody missing in an open step is to be reminded, in UTC; None where they are not, or were already."""
    if step.mode != "apart" or person.id in step.reminded or step.opened_at is None or step.closes_at is None:
        return None
    return state.calendar.reminder(step.opened_at, step.closes_at, person.zone, person.free)


def apply(state: State, move: Move, now: datetime, distance: Distance | None = None) -> State:
    """The state after the move; the same object where it does not, or no longer, hold (`may_move` says why).

    distance: between two people, for a phase that deals the farthest views.
    """
    if move.by:
        if not may_move(state, move, now):
            return state
    elif not move.step or move not in _due_for(state, move.step, now):
        return state
    if move.kind == "appoint":
        after = _appointed(state, move, now)
    else:
        after = _whole(state, move, now) if not move.step else state.with_step(_moved(state, move, now, distance))
    return state if after == state else replace(after, made=(*state.made, Made(move, now)))


def _due_for(state: State, id: str, now: datetime) -> tuple[Move, ...]:
    known = [step for step in state.steps if step.id == id]
    return tuple(_due(state, known[0], now)) if known and state.paused_at is None else ()


def _moved(state: State, move: Move, now: datetime, distance: Distance | None) -> Step:
    """The step after a move of its own."""
    step = state.step(move.step)
    newer = step.version + 1
    match move.kind:
        case "open":
            opened = replace(step, opened_at=now, offered_at=None, version=newer, module=_module(state, step, move))
            opened = replace(opened, dealt=_dealt(state, step, distance))
            return replace(opened, closes_at=closes(state, opened, now))
        case "offer":
            return replace(step, offered_at=now, closes_at=later(state, step, now, OFFER_DAYS, OFFER_MINUTES))
        case "skip":
            return replace(step, skipped=True, version=newer, how=move.how or "choice")
        case "close":
            return _closed(state, step, move, now)
        case "reveal":
            return replace(step, revealed_at=now)
        case "remind":
            return replace(step, reminded=(*step.reminded, move.person))
        case "pause":
            return replace(step, paused_at=now)
        case "resume":
            return _resumed(state, step, now)
        case "extend":
            by = state.person(move.by)
            days, mine = max(1, move.days), by is None or by.role != "facilitator"
            days = min(days, LONGEST_EXTENSION if step.mode == "together" else LONGEST_EXTENSION // 3)
            longer = later(state, step, max(now, step.closes_at or now), days, days)
            return replace(step, closes_at=longer, version=newer, owner_extended=step.owner_extended or mine)
        case "reopen":
            again = replace(
                step, opened_at=now, closed_at=None, reopened=True, how="", passed=(), reminded=(), chosen=""
            )
            return replace(again, version=newer, closes_at=closes(state, again, now))
        case "pass_over":
            return replace(step, passed=(*step.passed, move.person))
        case _:
            return step


def _module(state: State, step: Step, move: Move) -> str:
    """The way that was chosen to fill it; where nobody chose, the first."""
    modules = state.method.phase(step.phase).modules
    return move.how or modules[0].key if modules else ""


def _appointed(state: State, move: Move, now: datetime) -> State:
    """Who brought what was chosen is the owner from now on; where nothing was, the owner stays."""
    after = state.with_step(replace(state.step(move.step), chosen=move.how))
    return with_owner(after, move.person, now) if move.person else after


def with_owner(state: State, id: str, now: datetime) -> State:
    """The same dialogue with somebody else as its owner, who has not fallen out; steps that waited go on."""
    before = [replace(p, role="peer") if p.role == "owner" else p for p in state.people]
    after = [replace(p, role="owner") if p.id == id else p for p in before]
    return _waiting_resumed(replace(state, people=tuple(after)), now)


def _closed(state: State, step: Step, move: Move, now: datetime) -> Step:
    phase = state.phase(step)
    passed = step.passed + tuple(person.id for person in missing(state, step))
    return replace(
        step,
        closed_at=now,
        revealed_at=step.revealed_at or (None if phase.reveal == "facilitator" else now),
        paused_at=None,
        how=move.how or ("owner" if move.by == owner_of(state, step) else "facilitator"),
        passed=passed,
        version=step.version + 1,
    )


def _resumed(state: State, step: Step, now: datetime) -> Step:
    return replace(
        step, paused_at=None, opened_at=now, closes_at=closes(state, step, now), reminded=(), version=step.version + 1
    )


def closes(state: State, step: Step, now: datetime) -> datetime | None:
    """When a step that opens now ends by itself; None where time does not end it."""
    phase = state.phase(step)
    if "time" not in phase.exit and not step.reopened:
        return None
    chosen = dict(state.lengths).get(step.phase)
    return later(state, step, now, chosen or phase.apart, chosen or phase.live)


def later(state: State, step: Step, start: datetime, days: int, minutes: int) -> datetime:
    """So many minutes after `start` where the step is taken together, else so many working days of those asked."""
    if step.mode == "together":
        return start + timedelta(minutes=minutes)
    return state.calendar.deadline(start, days, [person.free for person in asked(state, step)])


def _dealt(state: State, step: Step, distance: Distance | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The cards are dealt when the step opens, so that a card hidden later moves nobody's hand."""
    deal = state.phase(step).deal
    if deal is None:
        return ()
    feeding = {phase.key for phase in state.method.phases if phase.output == deal.of}
    cards = {
        entry.id: entry.author
        for entry in state.entries
        if state.step(entry.step).phase in feeding and not entry.hidden and not KINDS[entry.kind].private
        if not KINDS[entry.kind].act
    }
    people = [person.id for person in asked(state, step)]
    seed = f"{fingerprint(state.method)}/{step.id}/{state.began_at.isoformat()}"
    hands = dealt(deal.rule, people, cards, each=deal.each, seed=seed, distance=distance)
    return tuple(sorted(hands.items()))


def _whole(state: State, move: Move, now: datetime) -> State:
    """The dialogue after a move that is not about one step."""
    person = state.person(move.person)
    match move.kind:
        case "pause":
            return replace(state, paused_at=now)
        case "resume":
            return _all_resumed(state, now)
        case "plan":
            return replace(state, meeting=move.at)
        case "steer":
            return replace(state, steering=move.how)
        case "leave" if person is not None:
            return state.with_person(replace(person, gone=True))
        case "return" if person is not None:
            return _waiting_resumed(state.with_person(replace(person, gone=False)), now) if person.gone else state
        case "stand_in" if person is not None:
            return with_owner(state, person.id, now)
        case _:
            return state


def _all_resumed(state: State, now: datetime) -> State:
    """Together the clock ran on by the pause; apart there is a working day at least."""
    away = now - (state.paused_at or now)
    for step in state.steps:
        if step.closes_at is not None and step.status in ("open", "offered"):
            later = step.closes_at + away
            if step.mode == "apart":
                later = max(step.closes_at, state.calendar.deadline(now, 1))
            state = state.with_step(replace(step, closes_at=later, version=step.version + 1))
    return replace(state, paused_at=None)


def _waiting_resumed(state: State, now: datetime) -> State:
    """Steps that waited for an owner who is here now get their time anew."""
    for step in state.steps:
        whose = state.person(owner_of(state, step))
        if step.paused_at is not None and whose is not None and not whose.gone:
            state = state.with_step(_resumed(state, step, now))
    return state

"""Who may do what now: the one rule behind every button, address, mail and import."""

from __future__ import annotations

from datetime import datetime

from iq4d.methods.attendance import allowed, asked, leads, missing, needs_owner, owner_of, ready, role_in
from iq4d.methods.choosing import candidates
from iq4d.methods.clock import REMIND_AT
from iq4d.methods.kinds import KINDS, kind_names
from iq4d.methods.method import STEERINGS
from iq4d.methods.questioning import answerable, is_statement, waits_for_answer
from iq4d.methods.restating import ROUNDS as RESTATING_ROUNDS
from iq4d.methods.restating import attempts, is_accepted, is_answered, open_for, restates
from iq4d.methods.seeing import sees
from iq4d.methods.state import Move, Person, State, Step
from iq4d.methods.verdicts import FINE, Verdict, refusal, steered
from iq4d.speech import listed, text

__all__ = ["EXIT_NAMES", "brought_enough", "can_be_about", "may", "may_move", "offers", "open_steps", "permitted_kinds"]

EXIT_NAMES = {
    "time": text("its deadline"),
    "quorum": text("enough people being in"),
    "all_in": text("everybody being in"),
    "facilitator": text("the facilitator"),
    "owner": text("the owner of the question"),
}
FAST = ("open", "close", "skip", "extend", "reopen")  # moves on a step that may have moved on meanwhile
STILL_WHEN_PAUSED = ("resume", "leave", "return", "stand_in", "plan", "steer")
STILL_WHEN_OVER = ("reopen", "leave", "return")


def open_steps(state: State) -> tuple[Step, ...]:
    """The steps in which one can contribute now; several where turns run in parallel."""
    return tuple(step for step in state.steps if step.is_open)


def may(state: State, person: str, kind: str, step: str, now: datetime, *, about: str = "") -> Verdict:
    """Whether somebody may bring a contribution of this kind into this step, about another one or none."""
    if kind not in KINDS:
        return refusal("unknown-kind")
    who = state.person(person)
    if who is None:
        return refusal("not-taking-part")
    answered = state.entry(about) if about else None
    if about and (answered is None or not sees(state, person, answered, now)):
        return refusal("not-seen")  # the same words for what is not there and for what is not shown
    if KINDS[kind].afterwards:
        return FINE
    if state.finished:
        return refusal("over")
    where = next((one for one in state.steps if one.id == step), None)
    if where is None:
        return refusal("no-such-step")
    if not where.is_open:
        codes = {"closed": "step-closed", "skipped": "step-skipped"}
        return refusal(codes.get(where.status, "step-waiting"))
    if state.paused_at is not None:
        return refusal("paused")
    return FINE if KINDS[kind].always else _in_step(state, who, kind, where, now, about)


def permitted_kinds(state: State, person: str, step: Step, now: datetime) -> tuple[str, ...]:
    """The kinds that this step asks of somebody and that they may bring now, as a composer offers them."""
    who = state.person(person)
    kinds = allowed(state, step, who) if who is not None else ()
    return tuple(kind for kind in kinds if offers(state, person, kind, step, now))


def offers(state: State, person: str, kind: str, step: Step, now: datetime) -> bool:
    """Whether a composer offers this kind: as it is, or under one of the contributions it has to be about."""
    if _needs_a_thing(state, step, kind):
        return bool(can_be_about(state, person, kind, step, now))
    return may(state, person, kind, step.id, now).force == "fine"


def can_be_about(state: State, person: str, kind: str, step: Step, now: datetime) -> tuple[str, ...]:
    """The contributions under which somebody may bring this kind now; () where it stands by itself."""
    if not _needs_a_thing(state, step, kind):
        return ()
    things = _things(state, step)
    return tuple(one for one in things if may(state, person, kind, step.id, now, about=one).force == "fine")


def _needs_a_thing(state: State, step: Step, kind: str) -> bool:
    phase = state.phase(step)
    in_answer = phase.statements == "in_answer" and is_statement(kind)
    return (
        in_answer
        or kind == "accept"
        or (kind == "restatement" and restates(state, step))
        or (kind == "vote" and bool(phase.chooses))
    )


def _things(state: State, step: Step) -> tuple[str, ...]:
    """What something can be about here: what was brought in the step, and the cards on its table."""
    phase = state.phase(step)
    wanted = {*phase.uses, *((phase.deal.of,) if phase.deal else ())}
    feeding = {giver.key for giver in state.method.phases if giver.output in wanted}
    return tuple(e.id for e in state.entries if e.step == step.id or state.step(e.step).phase in feeding)


def _in_step(state: State, person: Person, kind: str, step: Step, now: datetime, about: str) -> Verdict:
    phase = state.phase(step)
    kinds = allowed(state, step, person)
    owner = role_in(state, step, person) == "owner"
    found = FINE
    if kind not in kinds:
        if owner and phase.owner in ("listen", "absent"):
            found = steered(state.steering, "owner-listens")
        elif kinds:
            found = steered(state.steering, "kind", asked=kind_names(kinds), brought=KINDS[kind].name)
        else:
            found = steered(state.steering, "not-asked")
        if KINDS[kind].act:
            return refusal(found.code, **dict(found.params))
    elif owner and phase.owner == "last" and _others_first(state, step, person, now):
        found = steered(state.steering, "owner-last")
    elif brought_enough(state, person.id, kind, step):
        found = steered(state.steering, "enough", n=phase.at_most)
    elif kind == "question" and waits_for_answer(state, step, person.id):
        found = steered(state.steering, "one-at-a-time")
    elif phase.statements == "in_answer" and is_statement(kind) and not answerable(state, step, person.id, about):
        found = steered(state.steering, "in-answer")
    elif kind == "vote" and phase.chooses:
        cards = {card.id for card in candidates(state, step)}
        found = FINE if about in cards else refusal("vote-for-what")
    elif kind == "rate" and phase.deal is not None and about and about not in dict(step.dealt).get(person.id, ()):
        found = refusal("not-your-card")
    elif restates(state, step):
        found = _in_restating(state, person.id, kind, step, about)
    return found


def _in_restating(state: State, person: str, kind: str, step: Step, about: str) -> Verdict:
    """An author says yes to what was made of their view; who restates tries twice at most, and waits in between."""
    if kind == "accept":
        mine = any(e.id == about for e in open_for(state, step, person))
        return FINE if mine else refusal("not-about-yours")
    if kind != "restatement":
        return FINE
    card = state.entry(about)
    if card is None or card.author == person or card.step == step.id:
        return refusal("restate-what")
    made = attempts(state, step, person, about)
    if made and is_accepted(state, made[-1]):
        return refusal("accepted-already")
    if len(made) >= RESTATING_ROUNDS:
        return steered(state.steering, "enough", n=RESTATING_ROUNDS)
    return steered(state.steering, "wait-for-author") if made and not is_answered(state, made[-1]) else FINE


def brought_enough(state: State, person: str, kind: str, step: Step) -> bool:
    """Whether all that fits in the step is there of this person, so that one more of this kind is too much.

    Where people may ask, answers are never too many: how many there are is for who asks.
    """
    phase = state.phase(step)
    asks = any("question" in kinds for kinds in phase.allowed.values())
    if phase.at_most is None or KINDS[kind].always or not KINDS[kind].counts or (asks and kind == "answer"):
        return False
    mine = (e for e in state.entries_of(step) if e.author == person and KINDS[e.kind].counts and not e.outside)
    return sum(not (asks and e.kind == "answer") for e in mine) >= phase.at_most


def _others_first(state: State, step: Step, person: Person, now: datetime) -> bool:
    """Whether the owner still has to wait: for the others, but not for ever."""
    if not any(other.id != person.id for other in missing(state, step)):
        return False
    if step.opened_at is None or step.closes_at is None:
        return True
    return now < step.opened_at + (step.closes_at - step.opened_at) * REMIND_AT


def may_move(state: State, move: Move, now: datetime) -> Verdict:
    """Whether a person may make this move; what the clock may is for `moving.due`."""
    if state.person(move.by) is None:
        return refusal("not-taking-part")
    if state.finished and move.kind not in STILL_WHEN_OVER:
        return refusal("over")
    if state.paused_at is not None and move.kind not in STILL_WHEN_PAUSED:
        return refusal("paused")
    step = next((one for one in state.steps if one.id == move.step), None)
    if move.step and step is None:
        return refusal("no-such-step")
    if step is None:
        return _whole(state, move, now)
    if move.kind in FAST and move.version != step.version:
        return refusal("moved-on")
    rules = {
        "open": _open, "skip": _skip, "close": _close, "reveal": _reveal, "resume": _resume, "extend": _extend,
        "reopen": _reopen, "pass_over": _pass_over,
    }  # fmt: skip
    return rules[move.kind](state, step, move) if move.kind in rules else refusal("clock")


def _lead(state: State, by: str, step: Step | None = None) -> Verdict:
    return FINE if any(person.id == by for person in leads(state, step)) else refusal("not-lead")


def _whole(state: State, move: Move, now: datetime) -> Verdict:
    about = state.person(move.person)
    match move.kind:
        case "pause":
            return _lead(state, move.by)
        case "resume":
            return refusal("not-paused") if state.paused_at is None else _lead(state, move.by)
        case "plan":
            return refusal("past") if move.at is None or move.at <= now else _lead(state, move.by)
        case "steer":
            known = move.how in STEERINGS
            return _lead(state, move.by) if known else refusal("not-possible", value=move.how[:80])
        case "leave" | "return" if about is not None:
            return FINE if move.by == move.person else _lead(state, move.by)
        case "stand_in" if about is not None and about.role == "peer" and not about.gone:
            waiting = next((step for step in state.steps if step.paused_at is not None), None)
            return _lead(state, move.by, waiting)
        case "leave" | "return" | "stand_in":
            return refusal("no-such-person")
        case _:
            return refusal("no-such-step")


def _open(state: State, step: Step, move: Move) -> Verdict:
    if step.status != "offered" and not ready(state, step):
        return refusal("not-due")
    phase = state.phase(step)
    if phase.modules and move.how and move.how not in {module.key for module in phase.modules}:
        return refusal("not-possible", value=move.how[:80])
    if phase.is_offered and move.by == owner_of(state, step):
        return FINE
    return refusal("only-owner") if phase.optional else _lead(state, move.by)


def _skip(state: State, step: Step, move: Move) -> Verdict:
    if not state.phase(step).optional:
        return refusal("not-optional")
    if step.status != "offered" and not ready(state, step):
        return refusal("not-due")
    return FINE if move.by == owner_of(state, step) else _lead(state, move.by)


def _close(state: State, step: Step, move: Move) -> Verdict:
    if not step.is_open:
        return refusal("not-open")
    exits = state.phase(step).exit
    if "owner" in exits and move.by == owner_of(state, step):
        return FINE
    verdict = _lead(state, move.by, step)
    if verdict and not ("facilitator" in exits or step.paused_at is not None or step.reopened):
        return refusal("no-such-exit", exits=listed(EXIT_NAMES[exit] for exit in exits))
    return verdict


def _reveal(state: State, step: Step, move: Move) -> Verdict:
    if step.closed_at is None or step.revealed_at is not None:
        return refusal("nothing-to-reveal")
    return _lead(state, move.by)


def _resume(state: State, step: Step, move: Move) -> Verdict:
    if step.paused_at is None:
        return refusal("not-paused")
    owner = state.person(owner_of(state, step))
    if owner is None or (owner.gone and needs_owner(state, step)):
        return refusal("owner-gone")
    return FINE if move.by == owner.id else _lead(state, move.by, step)


def _extend(state: State, step: Step, move: Move) -> Verdict:
    if step.status != "open":
        return refusal("not-open")
    if step.closes_at is None:
        return refusal("no-deadline")
    if (who := state.person(move.by)) is not None and who.role == "facilitator":
        return FINE
    verdict = FINE if move.by == owner_of(state, step) else _lead(state, move.by)
    return refusal("extended-already") if verdict and step.owner_extended else verdict


def _reopen(state: State, step: Step, move: Move) -> Verdict:
    return refusal("not-closed") if step.status != "closed" else _lead(state, move.by)


def _pass_over(state: State, step: Step, move: Move) -> Verdict:
    if not step.is_open:
        return refusal("not-open")
    if not any(person.id == move.person for person in asked(state, step)):
        return refusal("no-such-person")
    return _lead(state, move.by, step)

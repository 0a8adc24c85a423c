"""Who is asked in a step, who is in, who is missing, and who may lead when somebody falls out."""

from __future__ import annotations

from iq4d.methods.choosing import waits_for_choice
from iq4d.methods.kinds import KINDS
from iq4d.methods.method import Phase
from iq4d.methods.restating import owing
from iq4d.methods.state import Entry, Person, State, Step

__all__ = [
    "allowed",
    "asked",
    "done",
    "guards",
    "is_in",
    "leads",
    "missing",
    "needs_owner",
    "owner_of",
    "ready",
    "role_in",
]


def owner_of(state: State, step: Step) -> str:
    """Whose question the step is about: whose turn it is, else the owner of the dialogue."""
    return step.turn or next((person.id for person in state.people if person.role == "owner"), "")


def role_in(state: State, step: Step, person: Person) -> str:
    """The role somebody has in this step: in a round, everybody else thinks along with whose turn it is."""
    return _role(person, owner_of(state, step))


def _role(person: Person, owner: str) -> str:
    if person.id == owner:
        return "owner"
    return "peer" if person.role == "owner" else person.role


def allowed(state: State, step: Step, person: Person) -> tuple[str, ...]:
    """The kinds this person may bring in this step."""
    return state.phase(step).allowed.get(role_in(state, step, person), ())


def asked(state: State, step: Step) -> tuple[Person, ...]:
    """Who is asked for something here: those who may, unless they fell out or were passed over, or only guard it."""
    phase, owner, passed = state.phase(step), owner_of(state, step), frozenset(step.passed)
    if not phase.at_least:
        return ()
    roles = {role for role, kinds in phase.allowed.items() if _counting(kinds)} - _guarding(phase)
    passed |= _empty_handed(state, step)
    return tuple(
        person
        for person in state.people
        if not person.gone and person.id not in passed and _role(person, owner) in roles
    )


def guards(state: State, step: Step, person: Person) -> bool:
    """Whether somebody may ask or sum up there to look after how it goes, and nobody waits for it."""
    return role_in(state, step, person) in _guarding(state.phase(step))


def _guarding(phase: Phase) -> frozenset[str]:
    """The facilitator where all they may bring guards how it goes, and others do the work of the step (METHODS §1)."""
    counting = {role: _counting(kinds) for role, kinds in phase.allowed.items()}
    others = any(kinds for role, kinds in counting.items() if role != "facilitator")
    only_guards = all(KINDS[kind].guards for kind in counting.get("facilitator", ()))
    return frozenset({"facilitator"}) if others and only_guards else frozenset()


def _empty_handed(state: State, step: Step) -> frozenset[str]:
    """Who was dealt no card in a step that asks something about cards; unless somebody waits for their yes or help."""
    if state.phase(step).deal is None or step.opened_at is None:
        return frozenset()
    holding = {person for person, hand in step.dealt if hand} | owing(state, step)
    return frozenset(person.id for person in state.people if person.id not in holding)


def _at_least(phase: Phase, step: Step, person: Person) -> int:
    """How many it asks of somebody: no more points than they have cards."""
    if phase.deal is None or not any("rate" in kinds for kinds in phase.allowed.values()):
        return phase.at_least
    return min(phase.at_least, len(dict(step.dealt).get(person.id, ())) or phase.at_least)


def is_in(state: State, step: Step, person: Person) -> bool:
    """Whether somebody brought what the step asks of a person, or said "nothing this time"."""
    if person.id in owing(state, step):
        return False
    brought = [_brought(e) for e in state.entries if e.step == step.id and e.author == person.id]
    return _enough(brought, _counting(allowed(state, step, person)), _at_least(state.phase(step), step, person))


def missing(state: State, step: Step) -> tuple[Person, ...]:
    """Who is asked and not in yet."""
    brought: dict[str, list[str]] = {}
    for entry in state.entries:
        if entry.step == step.id:
            brought.setdefault(entry.author, []).append(_brought(entry))
    phase, owner, owe = state.phase(step), owner_of(state, step), owing(state, step)
    counting = {role: _counting(kinds) for role, kinds in phase.allowed.items()}
    return tuple(
        person
        for person in asked(state, step)
        if person.id in owe
        or not _enough(brought.get(person.id, []), counting[_role(person, owner)], _at_least(phase, step, person))
    )


def _brought(entry: Entry) -> str:
    """What an entry counts as. To pass one question by is not to say "nothing this time" to the whole step."""
    return "" if entry.kind == "pass" and entry.about else entry.kind


def _counting(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds by which somebody is in: those that count, or a gesture where nothing else is asked.

    Who helps others to restate their view did not restate one yet.
    """
    if "accept" in kinds:
        kinds = tuple(kind for kind in kinds if kind != "answer")
    return tuple(kind for kind in kinds if KINDS[kind].counts) or tuple(kind for kind in kinds if KINDS[kind].act)


def _enough(brought: list[str], counting: tuple[str, ...], at_least: int) -> bool:
    mine = [kind for kind in brought if kind in counting]
    return "pass" in mine or len(mine) >= max(1, at_least)


def needs_owner(state: State, step: Step) -> bool:
    """Whether the step rests on an owner who is not in: late, fallen out, or not there at all."""
    if not state.phase(step).rests_on_owner:
        return False
    owner = state.person(owner_of(state, step))
    return owner is None or owner.gone or (owner.id not in step.passed and not is_in(state, step, owner))


def leads(state: State, step: Step | None = None) -> tuple[Person, ...]:
    """Who may do what a facilitator does: without one the owner, and where the owner is missing everybody."""
    here = tuple(person for person in state.people if not person.gone)
    facilitators = tuple(person for person in here if person.role == "facilitator")
    owners = tuple(person for person in here if person.role == "owner")
    if facilitators:
        return facilitators
    return here if not owners or (step is not None and step.paused_at is not None) else owners


def done(state: State, step: Step) -> bool:
    """Whether what comes after it may open: passed by, or closed, shown, and what it chooses is chosen."""
    over = step.closed_at is not None and step.revealed_at is not None
    return step.skipped or (over and not waits_for_choice(state, step))


def ready(state: State, step: Step) -> bool:
    """Whether a waiting step has nothing before it any more."""
    return step.status == "waiting" and all(done(state, state.step(before)) for before in step.after)

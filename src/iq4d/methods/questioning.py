"""Rules of asking, as a phase declares them: one question at a time, and statements only in answer to a question."""

from __future__ import annotations

from iq4d.methods.kinds import KINDS
from iq4d.methods.method import Phase
from iq4d.methods.state import Entry, State, Step

__all__ = ["answerable", "asked_before", "is_statement", "unanswered", "waits_for_answer"]


def asked_before(state: State, phase: Phase) -> tuple[Phase, ...]:
    """Where a step takes questions and answers: the phases it uses whose questions nobody could answer until now."""
    if not any("question" in kinds for kinds in phase.allowed.values()):
        return ()
    feeding = [giver for giver in state.method.phases if giver.output and giver.output in phase.uses]
    brought = [{kind for kinds in giver.allowed.values() for kind in kinds} for giver in feeding]
    if any("answer" in kinds for kinds in brought):
        return ()
    return tuple(giver for giver, kinds in zip(feeding, brought, strict=True) if "question" in kinds)


def _open_questions(state: State, step: Step) -> list[Entry]:
    here = state.entries_of(step)
    closed = {e.about for e in here if e.kind in ("answer", "pass") and e.about}
    return [e for e in here if e.kind == "question" and not e.hidden and e.id not in closed]


def unanswered(state: State, step: Step, person: str) -> Entry | None:
    """This person's own question in this step that is neither answered nor passed by; the latest, or None."""
    mine = [e for e in _open_questions(state, step) if e.author == person]
    return mine[-1] if mine else None


def waits_for_answer(state: State, step: Step, person: str) -> bool:
    """Whether somebody has to wait with the next question, because the one before has no answer yet."""
    asks = "one_at_a_time" in state.phase(step).questions
    return asks and unanswered(state, step, person) is not None


def answerable(state: State, step: Step, person: str, about: str) -> bool:
    """Whether this person may say something under this contribution where statements are only answers.

    It has to be a question of somebody else; one that was asked of one person (under what that person brought) is
    that person's to answer.
    """
    question = state.entry(about) if about else None
    if question is None or question.kind != "question" or question.author == person:
        return False
    under = state.entry(question.about) if question.about else None
    asked = under if under is not None and under.step == step.id else None
    return asked is None or asked.author in (person, question.author)


def is_statement(kind: str) -> bool:
    """What says something, and is neither a question nor a gesture nor for oneself."""
    known = KINDS[kind]
    return kind != "question" and not (known.act or known.private or known.always)

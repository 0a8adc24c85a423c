"""Which contributions the engine still looks at: a page need not bring in those of steps long closed.

`due`, `settle`, `apply`, `may_move`, `asked_of`, `counts` and `progress` answer from these as they would from all; so
does `may`, with the contribution that is answered besides. What is about contributions themselves (`sees`, `visible`,
`material`, `hide`, `withdraw`, the same id twice in `contribute`) needs those it is about. After a step was reopened
its contributions are looked at again, so they are brought in anew.
"""

from __future__ import annotations

from dataclasses import replace

from iq4d.methods.choosing import waits_for_choice
from iq4d.methods.method import Phase
from iq4d.methods.questioning import asked_before
from iq4d.methods.restating import restates
from iq4d.methods.state import State, Step

__all__ = ["own_suffice", "present", "steps_in_use"]


def steps_in_use(state: State) -> frozenset[str]:
    """The ids of the steps whose contributions may still change who is in, or are cards still to be dealt.

    Steps that are not over yet (a story can be told into one that waits), and those that feed a deal to come. It
    looks at no contribution, so it can be asked of a state without any.
    """
    ahead = [step for step in state.steps if step.status not in ("closed", "skipped") or waits_for_choice(state, step)]
    needed = {name for step in ahead for name in _needs(state, step)}
    feeding = {step.id for step in state.steps if state.phase(step).output in needed}
    return frozenset(step.id for step in ahead) | feeding


def _needs(state: State, step: Step) -> tuple[str, ...]:
    """The outputs whose contributions still decide something in a step that is not over: cards, whole or restated, and
    questions that wait for their answer.
    """
    phase = state.phase(step)
    dealt = (phase.deal.of,) if phase.deal and (not step.is_open or restates(state, step)) else ()
    waiting = tuple(one.output for one in asked_before(state, phase))
    return (*dealt, *waiting, *(phase.uses if phase.chooses or restates(state, step) else ()))


def own_suffice(state: State) -> frozenset[str]:
    """The open steps of which only a reader's own contributions decide what they are asked and may: nobody has to be
    in there, and nothing waits for what somebody else asked.
    """
    return frozenset(step.id for step in state.steps if step.is_open and _own_suffice(state.phase(step)))


def _own_suffice(phase: Phase) -> bool:
    return not phase.at_least and phase.statements == "free" and "one_at_a_time" not in phase.questions


def present(state: State) -> State:
    """The same state with no other contributions than those of the steps in use; itself where it has no other."""
    used = steps_in_use(state)
    kept = tuple(entry for entry in state.entries if entry.step in used)
    return state if len(kept) == len(state.entries) else replace(state, entries=kept)

"""Which contributions the engine still looks at: a page need not bring in those of steps long closed.

`due`, `settle`, `apply`, `may_move`, `asked_of`, `counts` and `progress` answer from these as they would from all; so
does `may`, with the contribution that is answered besides. What is about contributions themselves (`sees`, `visible`,
`material`, `hide`, `withdraw`, the same id twice in `contribute`) needs those it is about. After a step was reopened
its contributions are looked at again, so they are brought in anew.
"""

from __future__ import annotations

from dataclasses import replace

from iq4d.methods.state import State

__all__ = ["present", "steps_in_use"]


def steps_in_use(state: State) -> frozenset[str]:
    """The ids of the steps whose contributions may still change who is in, or are cards still to be dealt.

    Steps that are not over yet (a story can be told into one that waits), and those that feed a deal to come. It
    looks at no contribution, so it can be asked of a state without any.
    """
    ahead = [step for step in state.steps if step.status not in ("closed", "skipped")]
    to_deal = {deal.of for step in ahead if not step.is_open and (deal := state.phase(step).deal) is not None}
    feeding = {step.id for step in state.steps if state.phase(step).output in to_deal}
    return frozenset(step.id for step in ahead) | feeding


def present(state: State) -> State:
    """The same state with no other contributions than those of the steps in use; itself where it has no other."""
    used = steps_in_use(state)
    kept = tuple(entry for entry in state.entries if entry.step in used)
    return state if len(kept) == len(state.entries) else replace(state, entries=kept)

"""Whether rules can hold together: a plan that keeps them all, or the few of them that are in each other's way.

    find(20, [5] * 4, [Together((0, 1)), Apart((0, 1))], time_limit=10, seed=1)   # a Conflict of two rules

First by counting (`pigeonholes`), then by CP-SAT on roles instead of people (`roles`, `modelling`), and what is in
conflict is made as small as it can be (`solving`). The least change that lets the others hold: `relaxing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iq4d.groups.feasibility.modelling import NoSolver
from iq4d.groups.feasibility.pigeonholes import proof
from iq4d.groups.feasibility.roles import Question
from iq4d.groups.feasibility.solving import Core, Solving
from iq4d.groups.rules import Rule
from iq4d.speech import Text, plural, text

if TYPE_CHECKING:
    from iq4d.groups.feasibility.relaxing import Relaxed

__all__ = ["Conflict", "Feasible", "Unknown", "find", "one_after_another"]

_SHOWN = 8  # rules of a conflict that are said; of more it is said how many there are


@dataclass(frozen=True)
class Feasible:
    """A plan that keeps every rule. labels: int[n], the group of each."""

    labels: tuple[int, ...]


@dataclass(frozen=True)
class Conflict:
    """Rules that no plan with groups of these sizes keeps.

    minimal: proved that without any one of them the others can be kept. because: the counting that shows the conflict,
    where counting is enough. change: the smallest change, where it was asked for (`relaxing.explain`).
    """

    rules: tuple[Rule, ...]
    sizes: tuple[int, ...]
    minimal: bool
    because: Text | None = None
    change: Relaxed | None = None

    def told(self, names: Sequence[str]) -> Text:
        """In words. names: what each of the n people is called."""
        said = [rule.told(names) for rule in self.rules[:_SHOWN]]
        if len(self.rules) > _SHOWN:
            said.append(plural("{n} more", "{n} more", len(self.rules) - _SHOWN))
        sentences = [
            plural(
                "This rule cannot hold in {groups}: {rules}.",
                "These {n} rules cannot hold together in {groups}: {rules}.",
                len(self.rules),
                groups=_sizes(self.sizes),
                rules=one_after_another(said),
            )
        ]
        if self.because is not None:
            sentences.append(self.because)
        if not self.minimal:
            sentences.append(text("Perhaps some of them have no part in it."))
        if self.change is not None:
            sentences.append(self.change.told(names))
        return one_after_another(sentences, " ")

    def say(self, names: Sequence[str], language: str) -> str:
        return self.told(names).say(language)


@dataclass(frozen=True)
class Unknown:
    """Neither a plan nor a conflict was found within the work that was allowed."""

    def told(self) -> Text:
        return text("Whether these rules can hold together was not found out in this time. Fewer rules are quicker.")


def find(
    n: int, sizes: Sequence[int], rules: Sequence[Rule], *, time_limit: float = 20.0, seed: int = 0
) -> Feasible | Conflict | Unknown:
    """A plan for n people in groups of these sizes that keeps all rules, or why there is none.

    time_limit: seconds of one ordinary core, counted as work of the solver and not by the clock: the same question with
    the same seed has the same answer. Raises ValueError for rules or sizes that do not fit n people, and NoSolver where
    counting alone does not tell and OR-Tools is not installed.
    """
    return found(Solving(Question(n, tuple(int(size) for size in sizes), tuple(rules)), time_limit, seed))


def found(solving: Solving) -> Feasible | Conflict | Unknown:
    """The same, by work that others go on with."""
    question = solving.question
    verdict = solving.check(range(len(question.rules)))
    if verdict is None:
        return Unknown()
    if not isinstance(verdict, frozenset):
        return Feasible(verdict)
    try:
        core, minimal = solving.least(verdict)
    except NoSolver:
        core, minimal = verdict, len(verdict) == 1  # one rule alone has nothing superfluous: without rules all is well
    return conflict(question, core, minimal=minimal)


def conflict(question: Question, core: Core, *, minimal: bool) -> Conflict:
    counted = proof(question, core)
    return Conflict(
        tuple(question.rules[k] for k in sorted(core)),
        question.sizes,
        minimal,
        counted.because if counted is not None and counted.rules == core else None,
    )


def one_after_another(texts: Iterable[Text], between: str = "; ") -> Text:
    """Several texts as one."""
    first, *rest = texts
    whole = first
    for one in rest:
        whole = Text(f"{{first}}{between}{{second}}", None, (("first", whole), ("second", one)))
    return whole


def _sizes(sizes: tuple[int, ...]) -> Text:
    if min(sizes) == max(sizes):
        return plural("{n} group of {size}", "{n} groups of {size}", len(sizes), size=sizes[0])
    return plural(
        "{n} group of {least} to {most}",
        "{n} groups of {least} to {most}",
        len(sizes),
        least=min(sizes),
        most=max(sizes),
    )

"""Which of some rules hold together: a plan that keeps them, or those among them that cannot be kept.

The solver's limit is work and no clock, so that the same question has the same answer on every machine.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from iq4d.groups.feasibility.modelling import Model, cp_sat
from iq4d.groups.feasibility.pigeonholes import proof
from iq4d.groups.feasibility.roles import Likeness, Question, Role, roles
from iq4d.groups.rules import Together

__all__ = ["Core", "Labels", "Solving"]

Labels = tuple[int, ...]  # a plan
Core = frozenset[int]  # numbers of rules that cannot hold together

_A_SECOND = 0.3  # CP-SAT's deterministic time that one second of an ordinary core is worth; measured, 0.25 to 0.4
_A_TERM = 1e-6  # the same for one term of a model, which is built and made ready outside of it
_FIRST = 0.1  # seconds of the first attempt; each further one has three times as many

# Three ways, each with more work than the time before. Most conflicts are seen by propagation alone. A plan for many is
# found by local search (feasibility jump, Luteberget & Sartor 2023). Where it takes counting, linear relaxation and an
# order among groups prove that there is none.
_LIGHT: dict[str, Any] = {
    "symmetry_level": 0, "linearization_level": 0, "cp_model_probing_level": 0,
    "find_big_linear_overlap": False, "max_presolve_iterations": 1,
}  # fmt: skip
_SEARCHES = ("default_lp", "max_lp", "no_lp", "quick_restart", "quick_restart_no_lp")
_WAYS: dict[str, dict[str, Any]] = {
    "light": _LIGHT,
    "jump": {**_LIGHT, "interleave_search": True, "ignore_subsolvers": _SEARCHES},
    "thorough": {"symmetry_level": 2, "linearization_level": 2},
}
# And so much work more for each term, the first time and every time: local search goes on where it is still cheap.
_MORE = {"light": 2e-7, "jump": 6e-6, "thorough": 1e-6}


class Solving:
    """Answers about subsets of one question's rules; what was found once is not looked for again.

    time_limit: about so many seconds of one core for everything asked. `sure`: no answer was given up on.
    """

    def __init__(self, question: Question, time_limit: float, seed: int) -> None:
        self.question, self.seed = question, seed
        self.left = self.worth(time_limit)
        self.sure = True
        self.plans: list[Labels] = []
        self.cores: list[Core] = []
        self._seen: dict[Any, dict[Likeness, list[int]] | bool] = {}

    def check(self, keep: Collection[int]) -> Labels | Core | None:
        """A plan that keeps the rules numbered in `keep`, or some of them that no plan keeps; None: not found out."""
        keep = frozenset(keep)
        for plan in reversed(self.plans):
            if self.question.kept(plan, keep):
                return plan
        for core in self.cores:
            if core <= keep:
                return core
        proved = proof(self.question, keep)
        if proved is not None:
            return self._noted(proved.rules)
        return self._solved(keep)

    def least(self, core: Core) -> tuple[Core, bool]:
        """Of rules that cannot hold together, some that cannot either, and without any one of which the others can;
        and whether that is sure. QuickXplain (Junker 2004): few questions where few of many rules are to blame."""
        self.sure = True
        found = self._needed(frozenset(), False, sorted(core))
        return self._noted(frozenset(found)), self.sure

    def _needed(self, background: Core, changed: bool, candidates: list[int]) -> list[int]:
        if changed and self._impossible(background):
            return []
        if len(candidates) <= 1:
            return candidates
        first, second = candidates[: len(candidates) // 2], candidates[len(candidates) // 2 :]
        of_second = self._needed(background | set(first), True, second)
        of_first = self._needed(background | set(of_second), bool(of_second), first)
        return of_first + of_second

    def _impossible(self, keep: Core) -> bool:
        verdict = self.check(keep)
        self.sure = self.sure and verdict is not None
        return isinstance(verdict, frozenset)

    def _noted(self, core: Core) -> Core:
        if core not in self.cores:
            self.cores.append(core)
        return core

    def _solved(self, keep: Core) -> Labels | Core | None:
        cast = roles(self.question, keep)
        key = self._alike(cast, keep)
        seen = self._seen.get(key)
        if isinstance(seen, dict):
            return self._noted_plan(_in_these_roles(cast, seen, self.question.n))
        if seen is not None:
            return self._noted(keep) if seen else None
        verdict = self._asked(keep)
        if verdict is None or isinstance(verdict, frozenset):
            self._seen[key] = verdict is not None
            return verdict and self._noted(verdict)
        self._seen[key] = {role.likeness: [verdict[unit[0]] for unit in role.units] for role in cast}
        return self._noted_plan(verdict)

    def _asked(self, keep: Core) -> Labels | Core | None:
        budget = self.worth(_FIRST)
        models: dict[str, Model] = {}
        while True:
            for way, how in _WAYS.items():
                if self.left <= 0:
                    return None
                if way not in models:
                    models[way] = Model(self.question, keep, assume=way == "light", orderly=way == "thorough")
                model = models[way]
                solver, status = self.solve(model, how, min(budget + model.size * _MORE[way], self.left))
                if status in (model.cp.OPTIMAL, model.cp.FEASIBLE):
                    return model.labels(solver)
                if status == model.cp.INFEASIBLE:
                    return self._to_blame(model, solver) if way == "light" else keep
            budget *= 3

    def _to_blame(self, model: Model, solver: Any) -> Core:
        together = {k for k in model.keep if isinstance(self.question.rules[k], Together)}
        return frozenset(together.union(model.core(solver)))

    @staticmethod
    def worth(seconds: float) -> float:
        """So many seconds as work."""
        return seconds * _A_SECOND

    def solve(self, model: Model, how: Mapping[str, Any], budget: float) -> tuple[Any, Any]:
        """Ask the solver, and count the work. budget: deterministic time."""
        solver = cp_sat().CpSolver()
        for name, value in how.items():
            if isinstance(value, tuple):
                getattr(solver.parameters, name).extend(value)
            else:
                setattr(solver.parameters, name, value)
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self.seed
        solver.parameters.max_deterministic_time = budget
        status = solver.solve(model.model)
        self.left -= solver.response_proto.deterministic_time + model.size * _A_TERM
        return solver, status

    def _noted_plan(self, plan: Labels) -> Labels:
        self.plans.append(plan)
        return plan

    def _alike(self, cast: list[Role], keep: Core) -> Any:
        """Equal for questions that differ only in who is who: of a rule that is not `Together`, its number tells."""
        others = frozenset(k for k in keep if not isinstance(self.question.rules[k], Together))
        return others, frozenset((role.likeness, len(role.units)) for role in cast)


def _in_these_roles(cast: list[Role], groups: dict[Likeness, list[int]], n: int) -> Labels:
    labels = [0] * n
    for role in cast:
        for unit, group in zip(role.units, groups[role.likeness], strict=True):
            for person in unit:
                labels[person] = group
    return tuple(labels)

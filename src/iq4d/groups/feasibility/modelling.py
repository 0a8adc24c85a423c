"""The question whether rules can hold together, as integers for CP-SAT: how many units of each role a group holds.

A plan that keeps the rules is one way to fill this table, so infeasible here is infeasible. Groups of one size in which
nobody has a seat can change places, and a proof would find each of their orders anew: `orderly` keeps one order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any

from iq4d.errors import IQ4DError
from iq4d.groups.feasibility.roles import Question, Role, roles
from iq4d.groups.rules import Apart, Holds, NeverOne, Seat, Shares, Together
from iq4d.speech import text

__all__ = ["Model", "NoSolver", "cp_sat"]


class NoSolver(IQ4DError):
    """The solver is not installed; what counting alone can tell is told without it."""


def cp_sat() -> Any:
    """The solver's module; loaded where it is used, for it is large and not everybody's."""
    try:
        from ortools.sat.python import cp_model
    except ModuleNotFoundError:
        raise NoSolver(
            text("Whether these rules can hold together is worked out with OR-Tools, which is not installed."),
            todo=text("Install it with {command}.", command="pip install 'iq4d[groups]'"),
        ) from None
    return cp_model


class Model:
    """One question to CP-SAT, about the rules numbered in `keep`.

    assume: every rule but `Together` can be told from the others when there is no plan (`core`). soft: rules that need
    not be kept, but as nearly as can be: `objective` is how far they are from it.
    """

    def __init__(
        self,
        question: Question,
        keep: Collection[int],
        *,
        assume: bool = False,
        orderly: bool = False,
        soft: Collection[int] = (),
    ) -> None:
        self.cp = cp_sat()
        self.question, self.keep = question, sorted(keep)
        self.soft = frozenset(
            k for k in soft if not isinstance(question.rules[k], Seat)
        )  # kept or not, nothing between
        self.model = self.cp.CpModel()
        self.assumed: dict[int, Any] = {}
        self.objective: list[tuple[int, Any]] = []
        self.size = 0  # terms in all constraints: what building it costs
        self.roles = roles(question, [*keep, *self.soft], apart=self.soft)
        if assume:
            self.assumed = {
                k: self.model.new_bool_var("") for k in self.keep if not isinstance(question.rules[k], Together)
            }
            self.model.add_assumptions(list(self.assumed.values()))
        self.table = [self._row(role) for role in self.roles]
        self._fill()
        self._seats()
        self._rules()
        if orderly:
            self._in_order()
        if self.objective:
            self.model.minimize(self._sum([one for _, one in self.objective], [w for w, _ in self.objective]))

    def core(self, solver: Any) -> list[int]:
        """After "infeasible": rules that are enough for it, with the `Together` ones of `keep` (numbers)."""
        named = {literal.index: k for k, literal in self.assumed.items()}
        return sorted(named[index] for index in solver.sufficient_assumptions_for_infeasibility())

    def labels(self, solver: Any) -> tuple[int, ...]:
        """int[n], the plan that was found."""
        labels = [0] * self.question.n
        for role, row in zip(self.roles, self.table, strict=True):
            units = iter(role.units)
            for group, variable in enumerate(row):
                for _ in range(solver.value(variable)):
                    for person in next(units):
                        labels[person] = group
        return tuple(labels)

    def broken_at_least_once(self) -> None:
        """Tell the solver that no soft rule can be kept: it need not look for better than each of them broken once."""
        once = 0
        for k in self.soft:
            rule = self.question.rules[k]
            if isinstance(rule, (Holds, Shares)):
                once += self._a_step() + 1
            else:
                once += 2 if isinstance(rule, Together) else 1  # groups that are used; pairs; people alone
        self.model.add(self._sum([one for _, one in self.objective], [w for w, _ in self.objective]) >= once)

    def hint(self, labels: Sequence[int]) -> None:
        """Where the search may begin."""
        for role, row in zip(self.roles, self.table, strict=True):
            counts = [0] * len(row)
            for unit in role.units:
                counts[labels[unit[0]]] += 1
            for variable, count in zip(row, counts, strict=True):
                self.model.add_hint(variable, count)

    # The table

    def _row(self, role: Role) -> list[Any]:
        return [
            self.model.new_int_var(0, min(len(role.units), room // role.likeness.size), "")
            for room in self.question.sizes
        ]

    def _fill(self) -> None:
        for role, row in zip(self.roles, self.table, strict=True):
            self.model.add(self._sum(row) == len(role.units))
        sizes = [role.likeness.size for role in self.roles]
        for group, room in enumerate(self.question.sizes):
            self.model.add(self._sum([row[group] for row in self.table], sizes) == room)

    def _seats(self) -> None:
        for role, row in zip(self.roles, self.table, strict=True):
            for group, k in role.likeness.seats:
                self._only_if(self.model.add(row[group] == len(role.units)), k)

    def _rules(self) -> None:
        counted: defaultdict[int, list[tuple[list[Any], int]]] = defaultdict(list)
        for role, row in zip(self.roles, self.table, strict=True):
            for k, n in role.likeness.counted:
                counted[k].append((row, n))
        for k in [*self.keep, *sorted(self.soft)]:
            rule = self.question.rules[k]
            if isinstance(rule, Shares):
                self._shares(k, rule)
                continue
            rows, weights = [row for row, _ in counted[k]], [n for _, n in counted[k]]
            counts = [self._sum([row[group] for row in rows], weights) for group in range(len(self.question.sizes))]
            if isinstance(rule, Apart):
                self._apart(k, counts, len(rule.people))
            elif isinstance(rule, Holds):
                self._holds(k, rule, counts)
            elif isinstance(rule, NeverOne):
                self._never_one(k, counts)
            elif isinstance(rule, Together) and k in self.soft:
                used = [self.model.new_bool_var("") for _ in counts]
                for row in rows:
                    for one, literal in zip(row, used, strict=True):
                        self.model.add(one <= literal)
                self.objective += [(1, literal) for literal in used]

    def _apart(self, k: int, counts: list[Any], n: int) -> None:
        for count in counts:
            if k not in self.soft:
                self._only_if(self.model.add(count <= 1), k)
                continue
            pairs = self.model.new_int_var(0, n * (n - 1) // 2, "")
            for one in range(1, n):  # the pairs among `count` people, from below by the chords of a convex line
                self.model.add(pairs >= one * count - one * (one + 1) // 2)
            self.objective.append((1, pairs))

    def _holds(self, k: int, rule: Holds, counts: list[Any]) -> None:
        if k not in self.soft:
            for count in counts:
                self._only_if(self.model.add_linear_constraint(count, rule.least, rule.most), k)
            return
        n = len(rule.people)
        fewer, more = self._step(rule.least), self._step(n)
        for count in counts:
            off = self.model.new_int_var(0, n, "")
            self.objective.append((1, off))
            for short in (rule.least - count, count - rule.most):
                self.model.add(short <= off)
            self.model.add(count >= rule.least - fewer)
            self.model.add(count <= rule.most + more)

    def _never_one(self, k: int, counts: list[Any]) -> None:
        for count in counts:
            some, alone = self.model.new_bool_var(""), None
            if k in self.soft:
                alone = self.model.new_bool_var("")
                self.objective.append((1, alone))
            self._only_if(self.model.add(count + (alone if alone is not None else 0) >= 2), k, some)
            self._only_if(self.model.add(count == 0), k, ~some)

    def _shares(self, k: int, rule: Shares) -> None:
        """A group shares what it may choose to share: then only units that bring it are in that group."""
        brought = [dict(role.likeness.brings)[k] for role in self.roles]
        sizes = self.question.sizes
        fewer = self._step(rule.least) if k in self.soft else None
        shared: list[list[Any]] = [[] for _ in sizes]
        for one in sorted(frozenset().union(*brought)):
            column = [self.model.new_bool_var("") for _ in sizes]
            with_it = [c for c, kinds in enumerate(brought) if one in kinds]
            without = [c for c, kinds in enumerate(brought) if one not in kinds]
            for group, literal in enumerate(column):
                shared[group].append(literal)
                self.model.add(self._people(without, group) == 0).only_enforce_if(literal)
            # Follows from the others, but only here is it one sum: what few bring, few groups share.
            people = sum(self.roles[c].likeness.size * len(self.roles[c].units) for c in with_it)
            self.model.add(self._sum(column, list(sizes)) <= people)
        for literals in shared:
            there = self._sum(literals) if literals else 0
            if fewer is None:
                self._only_if(self.model.add(there >= rule.least), k)
            else:
                short = self.model.new_int_var(0, rule.least, "")
                self.model.add(there + short >= rule.least)
                self.model.add(short <= fewer)
                self.objective.append((1, short))

    def _people(self, among: Sequence[int], group: int) -> Any:
        """How many people of these roles a group has."""
        return self._sum([self.table[c][group] for c in among], [self.roles[c].likeness.size for c in among])

    def _step(self, most: int) -> Any:
        """By how much a soft rule is loosened for all groups alike; that weighs more than in how many it shows."""
        step = self.model.new_int_var(0, most, "")
        self.objective.append((self._a_step(), step))
        return step

    def _a_step(self) -> int:
        return len(self.question.sizes) + 1

    # Order among groups that can change places

    def _in_order(self) -> None:
        seated = {group for role in self.roles for group, _ in role.likeness.seats}
        alike: defaultdict[int, list[int]] = defaultdict(list)
        for group, room in enumerate(self.question.sizes):
            if group not in seated:
                alike[room].append(group)
        single = [k for k, role in enumerate(self.roles) if len(role.units) == 1 and not role.likeness.seats]
        first = self._those_apart(single)
        behind = sorted(set(single) - set(first), key=lambda k: (-self.roles[k].likeness.size, k))
        for groups in alike.values():
            # Number the groups by who comes first in them: then the k-th unit is in one of the first k groups.
            for k, role in enumerate([*first, *behind][: len(groups)]):
                for group in groups[k + 1 :]:
                    self.model.add(self.table[role][group] == 0)
            if not single:
                for one, following in pairwise(groups):
                    self.model.add(self.table[0][one] >= self.table[0][following])

    def _those_apart(self, among: list[int]) -> list[int]:
        """Roles of one unit each, no two of which may be in one group; as many as are easily found."""
        rules, likeness = self.question.rules, [role.likeness for role in self.roles]
        members: defaultdict[int, list[int]] = defaultdict(list)
        for role in among:
            for k, _ in likeness[role].counted:
                rule = rules[k]
                if isinstance(rule, Apart) or (isinstance(rule, Holds) and rule.most == 1):
                    members[k].append(role)
        apart: defaultdict[int, set[int]] = defaultdict(set)
        for group in members.values():
            for role in group:
                apart[role].update(group)
        best: list[int] = []
        for start in sorted(apart, key=lambda role: (-len(apart[role]), role))[:20]:
            found, open_to = [start], apart[start] - {start}
            while open_to:
                found.append(max(open_to, key=lambda role: (len(apart[role] & open_to), -role)))
                open_to = open_to & apart[found[-1]] - {found[-1]}
            best = max(best, found, key=len)
        return best

    # What the solver reads

    def _sum(self, variables: Sequence[Any], weights: Sequence[int] | None = None) -> Any:
        self.size += len(variables)
        if weights is None:
            return self.cp.LinearExpr.sum(list(variables))
        return self.cp.LinearExpr.weighted_sum(list(variables), list(weights))

    def _only_if(self, constraint: Any, k: int, *more: Any) -> None:
        literals = [*([self.assumed[k]] if k in self.assumed else []), *more]
        if literals:
            constraint.only_enforce_if(literals)

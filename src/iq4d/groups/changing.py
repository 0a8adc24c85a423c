"""A plan in a facilitator's hands: somebody comes late, two change places; and at once what that does.

A plan is a value: a change gives another plan, so that undo is keeping the one before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from iq4d.groups.bounds import within
from iq4d.groups.compose import MaximallyDiverseGrouping
from iq4d.groups.people.attributes import UNIT, Column, with_one_more
from iq4d.groups.rules import Rule, Seat, Shares

__all__ = ["Consequence", "Plan", "Shift"]

Ints = npt.NDArray[np.int32]

_NOWHERE = -1  # the group of somebody who is still to be placed


@dataclass(frozen=True)
class Shift:
    """How different the people of a group are in one attribute, before and after: 0 to 1, the mean over its pairs."""

    attribute: str
    group: int
    before: float
    after: float


@dataclass(frozen=True)
class Consequence:
    """What a change does: the groups it touches, their sizes then, and the rules it breaks or mends.

    better: the change of the whole as a share of everybody's greatest distance, weighed as the plan was; above 0 is
    more of what was wished.
    """

    plan: Plan
    moved: tuple[int, ...]
    shifts: tuple[Shift, ...]
    sizes: dict[int, int]
    breaks: tuple[Rule, ...]
    mends: tuple[Rule, ...]
    better: float


@dataclass(frozen=True)
class Plan:
    """Who is in which group, with what is known of everybody and the rules. labels: int[n], groups from 0."""

    names: tuple[str, ...]
    columns: tuple[Column, ...]
    labels: Ints
    n_groups: int
    rules: tuple[Rule, ...] = ()
    weights: tuple[float, ...] = ()

    @classmethod
    def of(cls, model: MaximallyDiverseGrouping) -> Plan:
        """The plan that `fit` found."""
        return cls(
            model.names_,
            model.columns_,
            model.labels_,
            len(model.sizes_),
            model.rules_,
            tuple(_weight(column) for column in model.columns_),
        )

    def move(self, person: int, group: int) -> Consequence:
        """`person` goes to `group`; nobody comes back for it."""
        self._there(group, person)
        return self._changed({person: group})

    def swap(self, one: int, other: int) -> Consequence:
        """Two people change places."""
        self._there(0, one, other)
        return self._changed({one: int(self.labels[other]), other: int(self.labels[one])})

    def placings(
        self,
        name: str,
        known: Mapping[str, Any],
        *,
        largest: int | None = None,
        rules: Sequence[Rule] | None = None,
    ) -> tuple[Consequence, ...]:
        """Where somebody who comes late could go while all others stay, best first: fewest rules broken, then most
        of what was wished, then the smallest group. largest: groups that already have so many are left out.

        known: what is known of them, by column; what is not named is not known. rules: with this person in them, as the
        last row; without it the person has no part in any rule. Raises ValueError where a value does not fit its
        column, and where every group is full.
        """
        if name in self.names:
            raise ValueError(f"there is a {name} already")
        columns = tuple(with_one_more(column, known.get(column.name)) for column in self.columns)
        sizes = np.bincount(self.labels, minlength=self.n_groups)
        room = [group for group in range(self.n_groups) if largest is None or sizes[group] < largest]
        if not room:
            raise ValueError(f"every group has {largest} people")
        rules = tuple(_without_a_part(rule) for rule in self.rules) if rules is None else tuple(rules)
        if len(rules) != len(self.rules):
            raise ValueError(f"{len(rules)} rules for the {len(self.rules)} of this plan")
        waiting = np.append(self.labels, np.int32(_NOWHERE))
        before = replace(self, names=(*self.names, name), columns=columns, labels=waiting, rules=rules)
        inside = [within(column, self.labels, self.n_groups) for column in self.columns]
        beside = [
            np.bincount(self.labels, weights=column.distances_from(-1)[:-1], minlength=self.n_groups)
            for column in columns
        ]
        found = []
        for group in room:
            labels = waiting.copy()
            labels[-1] = group
            size = int(sizes[group])
            means = [
                (group, _Mean(float(now[group]), size), _Mean(float(now[group] + more[group]), size + 1))
                for now, more in zip(inside, beside, strict=True)
            ]
            shifted = [[one] for one in means]
            found.append(before._told(replace(before, labels=labels), (len(self.labels),), shifted, {group: size + 1}))
        return tuple(sorted(found, key=lambda one: (len(one.breaks), -one.better, min(one.sizes.values()))))

    def _there(self, group: int, *people: int) -> None:
        if not 0 <= group < self.n_groups:
            raise ValueError(f"there is no group {group}: there are {self.n_groups}, from 0")
        for person in people:
            if not 0 <= person < len(self.labels):
                raise ValueError(f"there is no person {person}: there are {len(self.labels)}, from 0")

    def _changed(self, to: Mapping[int, int]) -> Consequence:
        labels = self.labels.copy()
        for person, group in to.items():
            labels[person] = group
        groups = sorted({int(self.labels[person]) for person in to} | set(to.values()))
        shifted = [
            [(group, _mean(column, self.labels, group), _mean(column, labels, group)) for group in groups]
            for column in self.columns
        ]
        sizes = {group: int((labels == group).sum()) for group in groups}
        return self._told(replace(self, labels=labels), tuple(to), shifted, sizes)

    def _told(
        self,
        plan: Plan,
        moved: tuple[int, ...],
        shifted: Sequence[Sequence[tuple[int, _Mean, _Mean]]],
        sizes: dict[int, int],
    ) -> Consequence:
        """shifted: per column, the groups that changed, before and after."""
        shifts, better = [], 0.0
        for column, weight, changes in zip(self.columns, self.weights, shifted, strict=True):
            for group, was, now in changes:
                shifts.append(Shift(column.name, group, was.of_pairs, now.of_pairs))
                better += weight * (now.of_everybody - was.of_everybody)
        breaks: list[Rule] = []
        mends: list[Rule] = []
        for rule in self.rules:
            if set(moved).isdisjoint(rule.touches()):
                continue
            was_broken, is_broken = self._broken(rule, set(sizes)), plan._broken(rule, set(sizes))
            if is_broken != was_broken:
                (breaks if is_broken > was_broken else mends).append(rule)
        whole = len(plan.labels) * max(sum(abs(one) for one in self.weights), 1e-9)
        return Consequence(plan, moved, tuple(shifts), sizes, tuple(breaks), tuple(mends), better / whole)

    def _broken(self, rule: Rule, groups: set[int]) -> int:
        """How far these groups are from keeping the rule; what it asks of other groups stays as it was."""
        if isinstance(rule, Seat):
            return int(self.labels[rule.person] != rule.group)
        people = np.flatnonzero(np.isin(self.labels, list(groups))).tolist()
        here = rule.only({row: k for k, row in enumerate(people)})
        return 0 if here is None else here.broken([int(self.labels[row]) for row in people], self.n_groups)


@dataclass(frozen=True)
class _Mean:
    """The distances between all pairs of a group, in UNIT, and how many people it has."""

    inside: float
    size: int

    @property
    def of_pairs(self) -> float:
        return self.of_everybody / self.size if self.size > 1 else 0.0

    @property
    def of_everybody(self) -> float:
        """The sum over its people of their mean distance to the others."""
        return 2 * self.inside / (self.size - 1) / UNIT if self.size > 1 else 0.0


def _mean(column: Column, labels: Ints, group: int) -> _Mean:
    member = np.flatnonzero(labels == group)
    inside = replace(column, codes=column.codes[member]).distances().sum(dtype=np.int64) / 2
    return _Mean(float(inside), len(member))


def _without_a_part(rule: Rule) -> Rule:
    """The rule with a person more in the pool, who cannot break it."""
    if isinstance(rule, Shares):
        return replace(rule, brings=(*rule.brings, frozenset().union(*rule.brings)))
    return rule


def _weight(column: Column) -> float:
    return -column.attribute.weight if column.attribute.wish == "similar" else column.attribute.weight

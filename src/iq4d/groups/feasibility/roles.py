"""Whom no rule tells apart: people with one role can change places, so that a solver only has to count them.

People who must be together are one unit. Every other rule only counts: how many of these people a group holds, or what
all of a group bring. Two units that every rule counts alike have one role, and a plan is, up to who is who among them,
how many units of each role each group holds. That is exact, and small: a thousand people without rules are one role.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from iq4d.groups.rules import Holds, Rule, Seat, Shares, Together

__all__ = ["Likeness", "Question", "Role", "roles"]


@dataclass(frozen=True)
class Question:
    """Whether n people can be in groups of these sizes and keep these rules.

    Raises ValueError where the sizes do not add up to n, a rule speaks of somebody or of a group that is not there,
    names somebody twice, or asks for more than it allows.
    """

    n: int
    sizes: tuple[int, ...]
    rules: tuple[Rule, ...]

    def __post_init__(self) -> None:
        if sum(self.sizes) != self.n or min(self.sizes, default=0) < 1:
            raise ValueError(f"the sizes are whole numbers above 0 that add up to {self.n}, not {self.sizes}")
        for rule in self.rules:
            people = rule.touches()
            if not all(0 <= one < self.n for one in people) or len(set(people)) < len(people):
                raise ValueError(f"a rule names each of its people once, from 0 to {self.n - 1}: {rule}")
            if isinstance(rule, Seat) and not 0 <= rule.group < len(self.sizes):
                raise ValueError(f"groups are 0 to {len(self.sizes) - 1}: {rule}")
            if isinstance(rule, Holds) and not 0 <= rule.least <= rule.most:
                raise ValueError(f"at least 0, and at most no less than that: {rule}")
            if isinstance(rule, Shares) and len(rule.brings) != self.n:
                raise ValueError(f"what each of {self.n} people brings is told, not of {len(rule.brings)}")

    def kept(self, labels: Sequence[int], rules: Iterable[int]) -> bool:
        """Whether a plan, int[n], keeps all rules of these numbers."""
        return all(self.rules[k].broken(labels, len(self.sizes)) <= 0 for k in rules)


@dataclass(frozen=True)
class Likeness:
    """What the rules see of a unit: two units alike in this can change places.

    counted: (rule, how many of the unit it counts). brings: per rule about sharing, what all of the unit bring.
    seats: (group, the rule that says so).
    """

    size: int
    counted: tuple[tuple[int, int], ...]
    brings: tuple[tuple[int, frozenset[int]], ...]
    seats: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Role:
    """All units of one likeness, each a tuple of people."""

    likeness: Likeness
    units: tuple[tuple[int, ...], ...]


def roles(question: Question, keep: Collection[int], apart: Collection[int] = ()) -> list[Role]:
    """The roles of all people as the rules numbered in `keep` see them, in the order of their first person.

    A `Together` numbered in `apart` does not make a unit but is counted like any other rule.
    """
    counted: list[list[int]] = [[] for _ in range(question.n)]
    seats: list[list[tuple[int, int]]] = [[] for _ in range(question.n)]
    brings: list[list[tuple[int, frozenset[int]]]] = [[] for _ in range(question.n)]
    bound: list[Together] = []
    for k in sorted(keep):
        rule = question.rules[k]
        if isinstance(rule, Seat):
            seats[rule.person].append((rule.group, k))
        elif isinstance(rule, Shares):
            useful = usable(rule, min(question.sizes))
            for person, brought in enumerate(rule.brings):
                brings[person].append((k, brought & useful))
        elif isinstance(rule, Together) and k not in apart:
            bound.append(rule)
        else:
            for person in rule.people:
                counted[person].append(k)
    alike: defaultdict[Likeness, list[tuple[int, ...]]] = defaultdict(list)
    for unit in units(question.n, bound):
        counts = Counter(k for one in unit for k in counted[one])
        common = [
            (first[0][0], frozenset.intersection(*(one for _, one in first)))
            for first in zip(*(brings[one] for one in unit), strict=True)
        ]
        seated = {seat for one in unit for seat in seats[one]}
        likeness = Likeness(len(unit), tuple(sorted(counts.items())), tuple(common), tuple(sorted(seated)))
        alike[likeness].append(unit)
    return [Role(likeness, tuple(members)) for likeness, members in alike.items()]


def units(n: int, bound: Iterable[Together]) -> list[tuple[int, ...]]:
    """The people in units: those whom these rules put together, and everybody else alone."""
    first = list(range(n))

    def of(one: int) -> int:
        while first[one] != one:
            first[one] = first[first[one]]
            one = first[one]
        return one

    for rule in bound:
        for one in rule.people[1:]:
            a, b = sorted((of(rule.people[0]), of(one)))
            first[b] = a
    members: defaultdict[int, list[int]] = defaultdict(list)
    for person in range(n):
        members[of(person)].append(person)
    return [tuple(unit) for unit in members.values()]


def usable(rule: Shares, smallest: int) -> frozenset[int]:
    """Of what is brought, as much as a plan can be told by: enough people bring it for the smallest group, and not
    everybody who does also brings so many other things that a group sharing it shares enough of those anyway."""
    by: defaultdict[int, int] = defaultdict(int)  # bit p: person p brings it
    for person, brought in enumerate(rule.brings):
        for one in brought:
            by[one] |= 1 << person
    found: list[int] = []
    for one in sorted(by, key=lambda one: (-by[one].bit_count(), one)):
        if by[one].bit_count() >= smallest and sum(not by[one] & ~by[other] for other in found) < rule.least:
            found.append(one)
    return frozenset(found)

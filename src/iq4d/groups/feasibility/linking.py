"""Who is tied to whom: by rules that put people into one group, and by rules that keep them out of one.

A seat ties a person to a group as `Together` ties people to each other, so a group is a node beside the people: two
groups tied to each other, or two people both tied and kept apart, cannot be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from iq4d.groups.feasibility.roles import Question
from iq4d.groups.rules import Apart, Holds, NeverOne, Seat, Together

__all__ = ["Bundle", "Links"]


@dataclass(frozen=True)
class Bundle:
    """People who end up in one group, and the groups that they have a seat in."""

    people: tuple[int, ...]
    groups: tuple[int, ...]


class Links:
    """The ties that the rules numbered in `keep` make."""

    def __init__(self, question: Question, keep: Collection[int]) -> None:
        self.question, self.keep = question, sorted(keep)
        self.tied: dict[int, tuple[int, ...]] = {}  # by rule; a node from n on is a group
        self._rules: defaultdict[int, list[int]] = defaultdict(list)
        for k in self.keep:
            rule = question.rules[k]
            if isinstance(rule, Together):
                self.tied[k] = rule.people
            elif isinstance(rule, Seat):
                self.tied[k] = (rule.person, question.n + rule.group)
            elif isinstance(rule, NeverOne) and 2 <= len(rule.people) <= 3:  # any split leaves one alone
                self.tied[k] = tuple(sorted(rule.people))
            for node in self.tied.get(k, ()):
                self._rules[node].append(k)
        self.bundle_of: list[int] = [0] * question.n
        self.bundles: list[Bundle] = list(self._bundles())

    def _bundles(self) -> Iterator[Bundle]:
        n, seen, number = self.question.n, set[int](), 0
        for person in range(n):
            if person in seen:
                continue
            nodes = self._reached(person, lambda _: False)[1]
            seen |= nodes
            people = tuple(sorted(node for node in nodes if node < n))
            for one in people:
                self.bundle_of[one] = number
            number += 1
            yield Bundle(people, tuple(sorted(node - n for node in nodes if node >= n)))

    def ties(self, person: int, enough: Callable[[set[int]], bool]) -> set[int]:
        """The rules, nearest first, that tie so much to a person that the nodes are `enough`; else all of them."""
        return self._reached(person, enough)[0]

    def seat_node(self, group: int) -> int:
        return self.question.n + group

    def _reached(self, start: int, enough: Callable[[set[int]], bool]) -> tuple[set[int], set[int]]:
        nodes, used, line = {start}, set[int](), [start]
        for node in line:
            for k in self._rules.get(node, ()):
                if k in used:
                    continue
                if enough(nodes):
                    return used, nodes
                used.add(k)
                line += [other for other in self.tied[k] if other not in nodes]
                nodes.update(self.tied[k])
        return used, nodes

    # Apart

    @cached_property
    def apart(self) -> dict[int, dict[int, tuple[int, int, int]]]:
        """By bundle: the bundles that may not be in its group, each with (rule, the person here, the person there)."""
        found: defaultdict[int, dict[int, tuple[int, int, int]]] = defaultdict(dict)
        rules = self.question.rules
        parting: list[tuple[int, list[int]]] = []
        for k in self.keep:
            rule = rules[k]
            # More people than groups are too many for a rule like this, and that is seen without pairs.
            if isinstance(rule, Apart) or (isinstance(rule, Holds) and rule.most == 1):
                people = sorted(rule.people)
                if len(people) <= len(self.question.sizes):
                    parting.append((k, people))
        for k, people in sorted(parting, key=lambda one: (-len(one[1]), one[0])):
            for a in people:
                here = found[self.bundle_of[a]]
                for b in people:
                    if self.bundle_of[a] != self.bundle_of[b]:
                        here.setdefault(self.bundle_of[b], (k, a, b))
        return found

    @cached_property
    def seated(self) -> set[int]:
        return {number for number, bundle in enumerate(self.bundles) if bundle.groups}

    def beside(self, bundle: int) -> set[int]:
        """The bundles that cannot be in one group with this one: kept apart, or with another seat."""
        others = set(self.apart.get(bundle, ()))
        if bundle in self.seated:
            others |= {one for one in self.seated if self.bundles[one].groups != self.bundles[bundle].groups}
        return others

    def parted(self, bundles: Collection[int]) -> set[int]:
        """Rules that keep these bundles out of each other's group; every two of them are (`beside`)."""
        used: set[int] = set()
        nodes: defaultdict[int, set[int]] = defaultdict(set)
        for a in bundles:
            for b in bundles:
                if a == b:
                    continue
                if b in self.apart.get(a, ()):
                    k, here, there = self.apart[a][b]
                    used.add(k)
                    nodes[a].add(here)
                    nodes[b].add(there)
                else:
                    nodes[a].add(self.seat_node(self.bundles[a].groups[0]))
        for within in nodes.values():
            used |= self.all_tied(within)
        return used

    def all_tied(self, nodes: Collection[int]) -> set[int]:
        """Rules that tie all these nodes of one bundle to each other: the shortest way from one of them to each."""
        start = min(nodes)
        came: dict[int, tuple[int, int]] = {start: (-1, start)}
        line = [start]
        for node in line:
            for k in self._rules.get(node, ()):
                for other in self.tied[k]:
                    if other not in came:
                        came[other] = (k, node)
                        line.append(other)
        used: set[int] = set()
        for node in nodes:
            while node != start:
                k, node = came[node]
                used.add(k)
        return used

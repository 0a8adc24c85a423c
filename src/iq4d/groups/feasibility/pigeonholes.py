"""Why rules cannot hold together, where counting is enough to see it: more pigeons than holes.

Each test is a proof: what it names cannot hold. What passes all tests may still be impossible; that takes a solver
(`iq4d.groups.feasibility.feasible`). A proof names only rules without which the counting would not come out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from iq4d.groups.feasibility.linking import Bundle, Links
from iq4d.groups.feasibility.roles import Question, usable
from iq4d.groups.rules import Apart, Holds, NeverOne, Rule, Shares
from iq4d.speech import Text, plural, text

__all__ = ["Proof", "proof"]

_STARTS = 20  # people from whom a set of people all apart is grown
_MANY = 60  # rules; of more than so many none is tried for being superfluous


@dataclass(frozen=True)
class Proof:
    """Rules (their numbers) that cannot hold together, and the counting that shows it."""

    rules: frozenset[int]
    because: Text


def proof(question: Question, keep: Collection[int] | None = None) -> Proof | None:
    """The proof that names fewest rules, of those numbered in `keep`; None where counting finds nothing."""
    found = _least(question, range(len(question.rules)) if keep is None else keep)
    if found is None or len(found.rules) > _MANY:
        return found
    for k in sorted(found.rules):
        if k in found.rules:
            found = _least(question, found.rules - {k}) or found
    return found


def _least(question: Question, keep: Collection[int]) -> Proof | None:
    counted = _Counted(question, keep)
    proofs = [one for test in _TESTS for one in test(counted)]
    return min(proofs, key=lambda one: (len(one.rules), sorted(one.rules)), default=None)


class _Counted:
    """What the tests count with."""

    def __init__(self, question: Question, keep: Collection[int]) -> None:
        self.question, self.sizes = question, question.sizes
        self.rules: list[tuple[int, Rule]] = [(k, question.rules[k]) for k in sorted(keep)]
        self.links = Links(question, keep)

    @cached_property
    def limits(self) -> dict[int, list[tuple[int, int]]]:
        """By `Holds` that can hold for itself: how many at least and at most each group can have of its people, given
        what the other groups need and have room for."""
        found = {}
        for k, rule in self.rules:
            if isinstance(rule, Holds) and _held(rule, self.sizes) is None:
                n, room = len(rule.people), sum(min(rule.most, size) for size in self.sizes)
                spare = n - rule.least * (len(self.sizes) - 1)
                found[k] = [
                    (max(rule.least, n - room + min(rule.most, size)), min(rule.most, size, spare))
                    for size in self.sizes
                ]
        return found

    def for_bundle(self, bundle: Bundle) -> Collection[int]:
        """The groups that it could go to."""
        return bundle.groups or range(len(self.sizes))


# What cannot be in one group, or must be in two


def _too_many_together(counted: _Counted) -> Iterator[Proof]:
    n = counted.question.n
    for bundle in counted.links.bundles:
        room = max(counted.sizes[group] for group in counted.for_bundle(bundle))
        if len(bundle.people) > room:
            enough = _more_people(n, room, seat=bool(bundle.groups))
            rules = counted.links.ties(bundle.people[0], enough)
            people = len(bundle.people)
            yield Proof(
                frozenset(rules),
                text("{n} people would be in one group that has room for {room}.", n=people, room=room),
            )


def _two_seats(counted: _Counted) -> Iterator[Proof]:
    for bundle in counted.links.bundles:
        if len(bundle.groups) > 1:
            nodes = [counted.links.seat_node(group) for group in bundle.groups[:2]]
            rules = counted.links.all_tied(nodes)
            yield Proof(frozenset(rules), text("Somebody would be in two groups at once."))


def _apart_and_together(counted: _Counted) -> Iterator[Proof]:
    for k, rule in counted.rules:
        if isinstance(rule, Apart):
            first: dict[int, int] = {}
            for person in rule.people:
                other = first.setdefault(counted.links.bundle_of[person], person)
                if other != person:
                    rules = counted.links.all_tied([other, person])
                    yield Proof(frozenset(rules | {k}), text("The same people would be together and apart."))
                    break


def _too_many_apart(counted: _Counted) -> Iterator[Proof]:
    links, n_groups = counted.links, len(counted.sizes)
    for k, rule in counted.rules:
        if isinstance(rule, Apart) and len(rule.people) > n_groups:
            yield Proof(frozenset({k}), _all_apart(len(rule.people), n_groups))
            return
    beside = {bundle: links.beside(bundle) for bundle in sorted(links.seated | set(links.apart))}
    # Whoever is kept apart from fewer than there are groups has no part in it; leaving them out, others follow.
    while few := {bundle for bundle, others in beside.items() if len(others) < n_groups}:
        beside = {bundle: others - few for bundle, others in beside.items() if bundle not in few}
    for start in sorted(beside, key=lambda one: (-len(beside[one]), one))[:_STARTS]:
        found, open_to = [start], set(beside[start])
        while open_to and len(found) <= n_groups:
            found.append(max(open_to, key=lambda one: (len(beside[one] & open_to), -one)))
            open_to &= beside[found[-1]]
        if len(found) > n_groups:
            yield Proof(frozenset(links.parted(found)), _all_apart(len(found), n_groups))
            return


def _too_many_bundles(counted: _Counted) -> Iterator[Proof]:
    """Sets of people who stay together, each so large that a group has room for few of them."""
    n, sizes, links = counted.question.n, counted.sizes, counted.links
    for size in sorted({len(bundle.people) for bundle in links.bundles} - {1}):
        room = sum(one // size for one in sizes)
        large = [bundle for bundle in links.bundles if len(bundle.people) >= size]
        if len(large) > room:
            ties = [links.ties(bundle.people[0], _more_people(n, size - 1)) for bundle in large]
            fewest = sorted(ties, key=lambda one: (len(one), sorted(one)))[: room + 1]
            because = text("There is room for {room} sets of {size} people who stay together.", room=room, size=size)
            yield Proof(frozenset().union(*fewest), because)


# How many of them every group holds


def _held(rule: Holds, sizes: tuple[int, ...]) -> Text | None:
    n, need, room = len(rule.people), rule.least * len(sizes), sum(min(rule.most, size) for size in sizes)
    if rule.least > min(sizes):
        return text("The smallest group has only {n} people.", n=min(sizes))
    if n < need:
        return text("It takes {need} of them, and there are {n}.", need=need, n=n)
    if n > room:
        return text("There is room for {room} of them, and there are {n}.", room=room, n=n)
    return None


def _too_few_or_many(counted: _Counted) -> Iterator[Proof]:
    for k, rule in counted.rules:
        because = _held(rule, counted.sizes) if isinstance(rule, Holds) else None
        if because is not None:
            yield Proof(frozenset({k}), because)


def _none_can_take_them(counted: _Counted) -> Iterator[Proof]:
    """People who stay together, and bring more of somebody, or more others, than any group they can go to may hold."""
    for k, limits in counted.limits.items():
        rule = counted.question.rules[k]
        assert isinstance(rule, Holds)
        for bundle in counted.links.bundles:
            if len(bundle.people) == 1 and not bundle.groups:
                continue  # whether all who are alone find room, the sums above have told
            of_them = sum(one in rule.people for one in bundle.people)
            others = len(bundle.people) - of_them
            takes = [
                of_them <= limits[group][1] and others <= counted.sizes[group] - limits[group][0]
                for group in counted.for_bundle(bundle)
            ]
            if not any(takes):
                rules = counted.links.ties(bundle.people[0], lambda _: False)
                yield Proof(frozenset(rules | {k}), text("No group could hold those who stay together."))


def _too_many_asked(counted: _Counted) -> Iterator[Proof]:
    """Rules about different people, that ask for more of them than the smallest group has places."""
    smallest = min(counted.sizes)
    asking = [(k, rule) for k, rule in counted.rules if isinstance(rule, Holds) and rule.least]
    chosen: list[int] = []
    people: set[int] = set()
    asked = 0
    for k, rule in sorted(asking, key=lambda one: (-one[1].least, one[0])):
        if people.isdisjoint(rule.people):
            chosen.append(k)
            people |= rule.people
            asked += rule.least
            if asked > smallest:
                because = text("The smallest group would need {need} people, and has {n}.", need=asked, n=smallest)
                yield Proof(frozenset(chosen), because)
                return


# Never the only one


def _only_one(counted: _Counted) -> Iterator[Proof]:
    for k, rule in counted.rules:
        if not isinstance(rule, NeverOne):
            continue
        n = len(rule.people)
        room = sum(size for size in counted.sizes if size > 1)
        if n == 1:
            yield Proof(frozenset({k}), text("There is only one of them."))
        elif n > room:
            yield Proof(frozenset({k}), text("Groups of two or more have room for {room} of them.", room=room))
        else:
            yield from _one_by_other_rules(counted, k, rule)


def _one_by_other_rules(counted: _Counted, k: int, rule: NeverOne) -> Iterator[Proof]:
    n = len(rule.people)
    for other, limits in counted.limits.items():
        holds = counted.question.rules[other]
        assert isinstance(holds, Holds)
        if rule.people <= holds.people and sum(most for _, most in limits if most > 1) < n:
            yield Proof(frozenset({k, other}), text("A group may hold only one of them."))
        if holds.people <= rule.people:
            need = sum(max(least, 2) for least, _ in limits if least)
            if need > n:
                yield Proof(frozenset({k, other}), text("It takes {need} of them, and there are {n}.", need=need, n=n))
    links = counted.links
    bundles = {links.bundle_of[person] for person in rule.people}
    if len(bundles) == n and all(links.apart.get(one) or one in links.seated for one in bundles):
        for one in sorted(bundles):
            if len(links.beside(one) & bundles) == n - 1:
                rules = set[int]().union(*(links.parted([one, other]) for other in bundles - {one}))
                yield Proof(frozenset(rules | {k}), text("Somebody is kept apart from all the others of them."))
                return


# What a group shares


def _too_little_shared(counted: _Counted) -> Iterator[Proof]:
    smallest = min(counted.sizes)
    for k, rule in counted.rules:
        if not isinstance(rule, Shares) or rule.least == 0:
            continue
        useful = usable(rule, smallest)
        brought = [one & useful for one in rule.brings]
        because = _alone_with_it(rule, brought, smallest) or _do_not_fill_groups(rule, brought, counted.sizes)
        if because is not None:
            yield Proof(frozenset({k}), because)
            continue
        for bundle in counted.links.bundles:
            if len(frozenset.intersection(*(brought[one] for one in bundle.people))) < rule.least:
                yield Proof(
                    frozenset(counted.links.ties(bundle.people[0], lambda _: False) | {k}),
                    text("Those who stay together have too little in common, among themselves or with others."),
                )


def _alone_with_it(rule: Shares, brought: list[frozenset[int]], smallest: int) -> Text | None:
    kinds = Counter(brought)
    for one in sorted(kinds, key=sorted):
        if len(one) < rule.least:
            return text("Somebody brings too little that enough others bring too.")
        with_whom = sum(n for other, n in kinds.items() if len(one & other) >= rule.least)
        if with_whom < smallest:
            return plural(
                "Only {n} person has enough in common with somebody, and the smallest group has {size}.",
                "Only {n} people have enough in common with somebody, and the smallest group has {size}.",
                with_whom,
                size=smallest,
            )
    return None


def _do_not_fill_groups(rule: Shares, brought: list[frozenset[int]], sizes: tuple[int, ...]) -> Text | None:
    """People who bring one thing only need whole groups, and for those it takes enough people who bring it."""
    if rule.least > 1:
        return None
    fills = 1  # bit s: some groups have s people in all
    for size in sizes:
        fills |= fills << size
    only = Counter(next(iter(one)) for one in brought if len(one) == 1)
    everybody = Counter(kind for one in brought for kind in one)
    for kind, n in sorted(only.items()):
        need = next(s for s in range(n, sum(sizes) + 1) if fills >> s & 1)
        if need > everybody[kind]:
            return text(
                "They need groups of {need} people in all, and only {n} can join.", need=need, n=everybody[kind]
            )
    return None


def _more_people(n: int, than: int, *, seat: bool = False) -> Callable[[set[int]], bool]:
    def enough(nodes: set[int]) -> bool:
        people = sum(node < n for node in nodes)
        return people > than and (not seat or people < len(nodes))

    return enough


def _all_apart(n: int, n_groups: int) -> Text:
    return plural(
        "{people} people would be in different groups, and there is {n} group.",
        "{people} people would be in different groups, and there are {n} groups.",
        n_groups,
        people=n,
    )


_TESTS: tuple[Callable[[_Counted], Iterator[Proof]], ...] = (
    _too_many_together, _two_seats, _apart_and_together, _too_many_apart, _too_many_bundles, _too_few_or_many,
    _none_can_take_them, _too_many_asked, _only_one, _too_little_shared,
)  # fmt: skip

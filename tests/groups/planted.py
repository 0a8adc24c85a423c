"""Questions of which the answer is known: a plan is drawn first, and rules that it keeps; then a conflict among them.

Everything is drawn from a seed, so that a failing case is one number.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from iq4d.groups.rules import Apart, Holds, NeverOne, Rule, Seat, Shares, Together


@dataclass(frozen=True)
class Planted:
    """n people, and a plan that keeps all rules. people: the people of each group."""

    n: int
    sizes: tuple[int, ...]
    rules: tuple[Rule, ...]
    labels: tuple[int, ...]

    @property
    def people(self) -> list[list[int]]:
        found: list[list[int]] = [[] for _ in self.sizes]
        for person, group in enumerate(self.labels):
            found[group].append(person)
        return found


def sizes_for(n: int, size: int) -> tuple[int, ...]:
    n_groups = max(n // size, 2)
    return tuple(n // n_groups + (group < n % n_groups) for group in range(n_groups))


def kept_by_a_plan(seed: int, n: int, size: int, density: float = 1.0) -> Planted:
    """Rules of all kinds about n people, all of which one plan keeps. density: how many; 1: about one for 5 people."""
    chance, sizes = Random(seed), sizes_for(n, size)
    labels = [group for group, room in enumerate(sizes) for _ in range(room)]
    chance.shuffle(labels)
    plan = Planted(n, sizes, (), tuple(labels))
    people = plan.people
    rules: list[Rule] = []
    for _ in range(round(density * n / 15)):
        inside = chance.choice([one for one in people if len(one) > 1] or [[0]])
        rules.append(Together(tuple(chance.sample(inside, min(chance.choice([2, 2, 3]), len(inside))))))
    for _ in range(round(density * n / 8)):
        groups = chance.sample(range(len(sizes)), min(chance.choice([2, 2, 2, 3, 4]), len(sizes)))
        rules.append(Apart(tuple(chance.choice(people[group]) for group in groups)))
    for person in chance.sample(range(n), round(density * n / 40)):
        rules.append(Seat(person, labels[person]))
    if chance.random() < density:
        rules.append(Holds("facilitators", frozenset(chance.choice(one) for one in people), 1, 1))
    for what in ("nurses", "teachers"):
        them = frozenset(person for person in range(n) if chance.random() < 0.4)
        counts = [sum(one in them for one in group) for group in people]
        rules.append(Holds(what, them, min(counts), max(max(counts), 1)))
    if chance.random() < density:
        few = [group for group in people if len(group) > 1 and chance.random() < 0.4]
        rules.append(NeverOne("a wheelchair", frozenset(one for group in few for one in chance.sample(group, 2))))
    rules.append(_language(chance, plan))
    chance.shuffle(rules)
    return Planted(n, sizes, tuple(rules), tuple(labels))


def _language(chance: Random, plan: Planted) -> Shares:
    spoken = [0 if chance.random() < 0.6 else chance.randrange(1, 4) for _ in plan.sizes]
    others = [{kind for kind in range(4) if chance.random() < 0.25} for _ in range(plan.n)]
    brings = tuple(frozenset({spoken[group]} | more) for group, more in zip(plan.labels, others, strict=True))
    return Shares("language", brings, 1)


def _seated_and_apart(chance: Random, plan: Planted) -> list[Rule]:
    ada, bob = chance.sample(range(plan.n), 2)
    return [Seat(ada, 0), Seat(bob, 0), Apart((ada, bob))]


def _two_facilitators(chance: Random, plan: Planted) -> list[Rule]:
    them = chance.sample(range(plan.n), len(plan.sizes))
    return [Holds("hosts", frozenset(them), 1, 1), Together(tuple(them[:2]))]


def _too_few(chance: Random, plan: Planted) -> list[Rule]:
    return [Holds("hosts", frozenset(chance.sample(range(plan.n), len(plan.sizes) - 1)), 1, plan.n)]


def _a_chain(chance: Random, plan: Planted) -> list[Rule]:
    ada, bob, carla, dan = chance.sample(range(plan.n), 4)
    return [
        Together((ada, bob)), Together((carla, dan)), NeverOne("a dog", frozenset((ada, carla))), Apart((bob, dan)),
    ]  # fmt: skip


def _no_common_topic(chance: Random, plan: Planted) -> list[Rule]:
    ada, bob, carla = chance.sample(range(plan.n), 3)
    topics = [frozenset({1, 2})] * plan.n
    topics[ada], topics[carla] = frozenset({1, 3}), frozenset({2, 3})
    return [Shares("topic", tuple(topics), 1), Together((ada, bob)), NeverOne("a dog", frozenset((bob, carla)))]


def _a_language_of_few(chance: Random, plan: Planted) -> list[Rule]:
    few = set(chance.sample(range(plan.n), max(plan.sizes) + 1))
    brings = tuple(frozenset({9} if person in few else {0}) for person in range(plan.n))
    return [Shares("language", brings, 1)]


def _one_each_and_never_one(chance: Random, plan: Planted) -> list[Rule]:
    n_groups = len(plan.sizes)
    them = chance.sample(range(plan.n), 2 * n_groups - 1)
    return [Holds("hosts", frozenset(them[:n_groups]), 1, 1), NeverOne("a host's hat", frozenset(them))]


def _one_pair_too_many(chance: Random, plan: Planted) -> list[Rule]:
    """Three hosts in every group leave room for one pair of hosts who stay together, and there is a pair more."""
    n_groups = len(plan.sizes)
    them = chance.sample(range(plan.n), 3 * n_groups)
    pairs: list[Rule] = [Together((them[2 * k], them[2 * k + 1])) for k in range(n_groups + 1)]
    return [*pairs, Holds("hosts", frozenset(them), 3, 3)]


_MAKERS = (
    _seated_and_apart, _two_facilitators, _too_few, _a_chain, _no_common_topic, _a_language_of_few,
    _one_each_and_never_one, _one_pair_too_many,
)  # fmt: skip
CONFLICTS = {make.__name__.strip("_"): make for make in _MAKERS}


def with_a_conflict(seed: int, kind: str, plan: Planted) -> tuple[Planted, tuple[Rule, ...]]:
    """The same question with a conflict of this kind among its rules, and the rules of that conflict."""
    chance = Random(seed)
    planted = CONFLICTS[kind](chance, plan)
    rules = list(plan.rules)
    for rule in planted:
        rules.insert(chance.randrange(len(rules) + 1), rule)
    return Planted(plan.n, plan.sizes, tuple(rules), plan.labels), tuple(planted)

"""Every plan there is, for a handful of people: what a solver says is held beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from random import Random

from iq4d.groups.rules import Apart, Holds, NeverOne, Rule, Seat, Shares, Together


@lru_cache(maxsize=64)
def plans(sizes: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Every way to put the people in groups of these sizes: labels."""

    def further(room: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if not sum(room):
            yield ()
        for group, left in enumerate(room):
            if left:
                for rest in further((*room[:group], left - 1, *room[group + 1 :])):
                    yield (group, *rest)

    return list(further(sizes))


def possible(sizes: tuple[int, ...], rules: Sequence[Rule]) -> bool:
    return any(all(rule.broken(plan, len(sizes)) == 0 for rule in rules) for plan in plans(sizes))


def fewest_broken(sizes: tuple[int, ...], rules: Sequence[Rule], weights: Sequence[float]) -> float:
    """The least that the weights of the rules a plan breaks can add up to."""
    return min(
        sum(weight for rule, weight in zip(rules, weights, strict=True) if rule.broken(plan, len(sizes)))
        for plan in plans(sizes)
    )


def some_rules(seed: int) -> tuple[int, tuple[int, ...], tuple[Rule, ...]]:
    """(n, sizes, rules): a few people and rules about them that were not thought out; about half cannot hold."""
    chance = Random(seed)
    sizes = chance.choice([(3, 3), (2, 2, 2), (4, 3), (3, 2, 2), (4, 4), (3, 3, 2), (2, 2, 2, 1), (5, 2), (2, 2, 2, 2)])
    n = sum(sizes)
    rules: list[Rule] = []
    for _ in range(chance.randrange(1, 7)):
        some = chance.sample(range(n), chance.choice([2, 2, 2, 3, 3, 4]))
        least = chance.randrange(0, 3)
        rules.append(
            chance.choice(
                [
                    Together(tuple(some[:3])),
                    Apart(tuple(some)),
                    Seat(some[0], chance.randrange(len(sizes))),
                    Holds("hosts", frozenset(some), least, chance.randrange(least, 4)),
                    NeverOne("a dog", frozenset(some)),
                    Shares("hours", tuple(_hours(chance) for _ in range(n)), chance.choice([1, 1, 2])),
                ]
            )
        )
    return n, sizes, tuple(rules)


def _hours(chance: Random) -> frozenset[int]:
    return frozenset(hour for hour in range(4) if chance.random() < 0.75)

"""What a plan must keep to, whatever its diversity: each rule has a name, and says in words what it asks.

People are rows of the pool, from 0; groups are numbers from 0. `broken`: how far a plan is from keeping the rule (0: it
keeps it), so that a search can go downhill. `touches`: the rows it speaks of. `moved`: the same rule after every row
went to another place. `only`: what it asks of some of the rows (row: its new place), None where that is nothing.
`iq4d.groups.search.ruling` counts the same on arrays, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from iq4d.speech import Text, text

__all__ = ["Apart", "Holds", "NeverOne", "Rule", "Seat", "Shares", "Together"]


@dataclass(frozen=True)
class Together:
    """must_link: these people are in one group."""

    people: tuple[int, ...]

    def broken(self, labels: Sequence[int], n_groups: int) -> int:
        return len({labels[one] for one in self.people}) - 1

    def touches(self) -> tuple[int, ...]:
        return self.people

    def moved(self, to: Sequence[int]) -> Together:
        return Together(tuple(to[one] for one in self.people))

    def only(self, place: Mapping[int, int]) -> Together | None:
        people = tuple(place[one] for one in self.people if one in place)
        return Together(people) if len(people) > 1 else None

    def told(self, names: Sequence[str]) -> Text:
        return text("{people} together", people=_listed(self.people, names))


@dataclass(frozen=True)
class Apart:
    """cannot_link: no two of these people are in one group."""

    people: tuple[int, ...]

    def broken(self, labels: Sequence[int], n_groups: int) -> int:
        return sum(n * (n - 1) // 2 for n in _counts((labels[one] for one in self.people), n_groups))

    def touches(self) -> tuple[int, ...]:
        return self.people

    def moved(self, to: Sequence[int]) -> Apart:
        return Apart(tuple(to[one] for one in self.people))

    def only(self, place: Mapping[int, int]) -> Apart | None:
        people = tuple(place[one] for one in self.people if one in place)
        return Apart(people) if len(people) > 1 else None

    def told(self, names: Sequence[str]) -> Text:
        return text("{people} apart", people=_listed(self.people, names))


@dataclass(frozen=True)
class Seat:
    """fixed: this person is in this group."""

    person: int
    group: int

    def broken(self, labels: Sequence[int], n_groups: int) -> int:
        return int(labels[self.person] != self.group)

    def touches(self) -> tuple[int, ...]:
        return (self.person,)

    def moved(self, to: Sequence[int]) -> Seat:
        return Seat(to[self.person], self.group)

    def only(self, place: Mapping[int, int]) -> Seat | None:
        return Seat(place[self.person], self.group) if self.person in place else None

    def told(self, names: Sequence[str]) -> Text:
        return text("{person} in group {n}", person=names[self.person], n=self.group + 1)


@dataclass(frozen=True)
class Holds:
    """Every group holds at least `least` and at most `most` of these people (a facilitator per group: 1 and 1)."""

    what: str
    people: frozenset[int]
    least: int
    most: int

    def broken(self, labels: Sequence[int], n_groups: int) -> int:
        counts = _counts((labels[one] for one in self.people), n_groups)
        return sum(max(self.least - n, n - self.most, 0) for n in counts)

    def touches(self) -> tuple[int, ...]:
        return tuple(sorted(self.people))

    def moved(self, to: Sequence[int]) -> Holds:
        return replace(self, people=frozenset(to[one] for one in self.people))

    def only(self, place: Mapping[int, int]) -> Holds:
        return replace(self, people=frozenset(place[one] for one in self.people if one in place))

    def told(self, names: Sequence[str]) -> Text:
        if self.least == self.most:
            return text("{n} {what} in every group", n=self.least, what=self.what)
        if self.least == 0:
            return text("at most {n} {what} in every group", n=self.most, what=self.what)
        if self.most >= len(self.people):
            return text("at least {n} {what} in every group", n=self.least, what=self.what)
        return text("{least} to {most} {what} in every group", least=self.least, most=self.most, what=self.what)


@dataclass(frozen=True)
class NeverOne:
    """No group holds exactly one of these people: nobody is the only one of a minority."""

    what: str
    people: frozenset[int]

    def broken(self, labels: Sequence[int], n_groups: int) -> int:
        return _counts((labels[one] for one in self.people), n_groups).count(1)

    def touches(self) -> tuple[int, ...]:
        return tuple(sorted(self.people))

    def moved(self, to: Sequence[int]) -> NeverOne:
        return replace(self, people=frozenset(to[one] for one in self.people))

    def only(self, place: Mapping[int, int]) -> NeverOne:
        return replace(self, people=frozenset(place[one] for one in self.people if one in place))

    def told(self, names: Sequence[str]) -> Text:
        return text("nobody the only one with {what}", what=self.what)


@dataclass(frozen=True)
class Shares:
    """All in a group share at least `least` of what they bring: a language (1), free hours (as many as it takes).

    brings: one set of small whole numbers per person of the pool. Nobody's fault where nothing is known: an empty set
    counts as sharing nothing; leave such a person out by giving them everything.
    """

    what: str
    brings: tuple[frozenset[int], ...]
    least: int

    def broken(self, labels: Sequence[int], n_groups: int) -> int:
        sizes = [0] * n_groups
        offered: list[dict[int, int]] = [{} for _ in range(n_groups)]
        for person, group in enumerate(labels):
            sizes[group] += 1
            for one in self.brings[person]:
                offered[group][one] = offered[group].get(one, 0) + 1
        missing = 0
        for size, counts in zip(sizes, offered, strict=True):
            best = sorted(counts.values(), reverse=True)[: self.least]
            best += [0] * (self.least - len(best))
            missing += sum(size - n for n in best)
        return missing

    def touches(self) -> tuple[int, ...]:
        return tuple(range(len(self.brings)))

    def moved(self, to: Sequence[int]) -> Shares:
        return replace(
            self,
            brings=tuple(brought for _, brought in sorted(zip(to, self.brings, strict=True), key=lambda one: one[0])),
        )

    def only(self, place: Mapping[int, int]) -> Shares:
        here = sorted(place, key=place.__getitem__)
        return replace(self, brings=tuple(self.brings[one] for one in here))

    def told(self, names: Sequence[str]) -> Text:
        return text("at least {n} {what} in common in every group", n=self.least, what=self.what)


Rule = Together | Apart | Seat | Holds | NeverOne | Shares


def _counts(labels: Iterable[int], n_groups: int) -> list[int]:
    counts = [0] * n_groups
    for label in labels:
        counts[label] += 1
    return counts


def _listed(people: tuple[int, ...], names: Sequence[str]) -> str:
    said = [names[one] for one in people[:4]]
    return ", ".join(said) + (f" (+{len(people) - 4})" if len(people) > 4 else "")

"""What a facilitator does well to know of a plan before a group begins: cautions, and no judgement of anybody."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from iq4d.groups import bounds, camps
from iq4d.groups.account.figures import Tally
from iq4d.groups.people.attributes import MISSING, Column
from iq4d.groups.rules import Rule, Shares
from iq4d.speech import Text, plural, text

__all__ = ["GROUPS_AT_MOST", "KINDS", "Caution", "Visible", "cautions", "speaks_of"]

Ints = npt.NDArray[np.int32]
Kind = Literal["unlike", "alone", "camps", "alike", "met", "unknown"]

KINDS: tuple[Kind, ...] = ("unlike", "alone", "camps", "alike", "met", "unknown")
GROUPS_AT_MOST = 5_000  # in so many groups camps are looked for, the first ones
_NAMED = 8  # people in a sentence


@dataclass(frozen=True)
class Caution:
    """kind: "unlike" (nothing in common of what should be), "alone" (one among others who are all the same), "camps"
    (two, see `iq4d.groups.camps`), "alike" (all the same in what was to be spread), "met" (before), or "unknown" (of
    half or more). group: from 1. people: whom it is about; sides: the two camps. attributes: in what.
    """

    kind: Kind
    group: int
    people: tuple[str, ...]
    told: Text
    attributes: tuple[str, ...] = ()
    sides: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Visible:
    """A plan without what is withheld. groups: the rows of each group; tallies: by the name of their column."""

    names: Sequence[str]
    columns: Sequence[Column]
    labels: Ints
    groups: Sequence[Sequence[int]]
    tallies: Mapping[str, Tally]
    rules: Sequence[Rule]
    history: Mapping[tuple[int, int], float]
    seed: int = 0


def cautions(plan: Visible) -> tuple[Caution, ...]:
    """All cautions, the weightiest kind first and then by group."""
    found = [*_unlike(plan), *_alone(plan), *_camps(plan), *_alike(plan), *_met(plan), *_unknown(plan)]
    return tuple(sorted(found, key=lambda one: (KINDS.index(one.kind), one.group)))


def speaks_of(rule: Rule, words: Collection[str]) -> bool:
    """Whether what a rule says names one of these: a withheld attribute, or a kind of it."""
    said = f" {_bare(getattr(rule, 'what', ''))} "
    return any(f" {bare} " in said for one in words if (bare := _bare(one)))


def _bare(words: str) -> str:
    return re.sub(r"[\W_]+", " ", words.casefold()).strip()


def _unlike(plan: Visible) -> Iterator[Caution]:
    """No language or hours that all of a group share: by the rules that ask it, and in sets that were to be similar."""
    asked = [rule for rule in plan.rules if isinstance(rule, Shares)]
    for rule in asked:
        for number, people in enumerate(plan.groups):
            offered: dict[int, int] = {}
            for row in people:
                for one in rule.brings[row]:
                    offered[one] = offered.get(one, 0) + 1
            common = sorted(offered, key=lambda one: (-offered[one], one))[: rule.least]
            without = [row for row in people if not rule.brings[row].issuperset(common)]
            if without or (people and len(common) < rule.least):
                yield _nothing_shared(plan, number, rule.what, without)
    for column in plan.columns:
        if (column.attribute.wish, column.attribute.scale) != ("similar", "multi"):
            continue
        if any(rule.what == column.name for rule in asked):
            continue
        found = plan.tallies[column.name]
        for number, people in enumerate(plan.groups):
            entries = slice(found.start[number], found.start[number + 1])
            counts = found.count[entries]
            if len(counts) and counts.max() < found.known[number]:
                most = found.said[found.kind[entries][counts.argmax()]]
                known = [row for row in people if column.codes[row] != MISSING]
                without = [row for row in known if most not in column.kinds[column.codes[row]]]
                yield _nothing_shared(plan, number, column.name, without)


def _nothing_shared(plan: Visible, number: int, what: str, without: Sequence[int]) -> Caution:
    people = tuple(plan.names[row] for row in without)
    if people:
        told = text(
            "Group {group} lacks common ground in {what}: {people} cannot join in what most share.",
            group=number + 1,
            what=what,
            people=_listed(people),
        )
    else:
        told = text("Group {group} lacks common ground in {what}.", group=number + 1, what=what)
    return Caution("unlike", number + 1, people, told, (what,))


def _alone(plan: Visible) -> Iterator[Caution]:
    """Somebody the only one of a kind, where three or more are known and all others share another."""
    for column in plan.columns:
        if column.attribute.scale not in ("nominal", "ordinal"):
            continue
        found = plan.tallies[column.name]
        kinds = np.diff(found.start)
        for number in np.flatnonzero((kinds == 2) & (found.known >= 3)).tolist():
            first = found.start[number]
            one, others = (first, first + 1) if found.count[first] == 1 else (first + 1, first)
            if found.count[one] == 1:
                name = plan.names[found.who[one]]
                told = text(
                    "In group {group}, {person} is the only one with {attribute} “{kind}”; all others have “{rest}”.",
                    group=number + 1,
                    person=name,
                    attribute=column.name,
                    kind=found.said[found.kind[one]],
                    rest=found.said[found.kind[others]],
                )
                yield Caution("alone", number + 1, (name,), told, (column.name,))


def _camps(plan: Visible) -> Iterator[Caution]:
    usual = {len(people): 1.0 for people in plan.groups[:GROUPS_AT_MOST]}
    for size in usual:
        usual[size] = camps.usual_width(plan.columns, size, plan.seed)
    for number, split in enumerate(camps.camps_of(plan.columns, plan.groups[:GROUPS_AT_MOST])):
        if split is None or not camps.stands_out(split, usual[len(plan.groups[number])]):
            continue
        first, second = (tuple(plan.names[row] for row in camp) for camp in (split.first, split.second))
        told = text(
            "Group {group} may fall into two camps, {first} and {second}: they differ in {attributes}.",
            group=number + 1,
            first=_listed(first, " + "),
            second=_listed(second, " + "),
            attributes=", ".join(split.differ_on),
        )
        yield Caution("camps", number + 1, (*first, *second), told, split.differ_on, (first, second))


def _alike(plan: Visible) -> Iterator[Caution]:
    """All the same in what was to be spread, though the pool has somebody of another kind for every group."""
    for column in plan.columns:
        if column.attribute.wish != "spread":
            continue
        known = column.codes[column.known]
        others = len(known) - int(np.bincount(known).max(initial=0)) if len(known) else 0
        if others < len(plan.groups):
            continue
        found = plan.tallies[column.name]
        apart = bounds.within(replace(column, codes=known), plan.labels[column.known], len(plan.groups))
        for number in np.flatnonzero((apart == 0) & (found.known >= 2)).tolist():
            people = tuple(plan.names[row] for row in plan.groups[number] if column.codes[row] != MISSING)
            told = text("In group {group} all have the same {attribute}.", group=number + 1, attribute=column.name)
            yield Caution("alike", number + 1, people, told, (column.name,))


def _met(plan: Visible) -> Iterator[Caution]:
    met: dict[int, list[tuple[int, int]]] = {}
    for (one, other), times in sorted(plan.history.items()):
        if times > 0 and one != other and plan.labels[one] == plan.labels[other]:
            met.setdefault(int(plan.labels[one]), []).append((min(one, other), max(one, other)))
    for number, several in sorted(met.items()):
        pairs = sorted(set(several))
        people = tuple(plan.names[row] for row in sorted({row for pair in pairs for row in pair}))
        told = plural(
            "In group {group} two people met before: {people}.",
            "{n} pairs in group {group} met before, among {people}.",
            len(pairs),
            group=number + 1,
            people=_listed(people),
        )
        yield Caution("met", number + 1, people, told)


def _unknown(plan: Visible) -> Iterator[Caution]:
    """Of half of a group or more it is not known what was to be spread: then nobody knows how mixed it is."""
    for column in plan.columns:
        if column.attribute.wish != "spread":
            continue
        known = plan.tallies[column.name].known
        for number, people in enumerate(plan.groups):
            missing = len(people) - int(known[number])
            if missing and 2 * missing >= len(people):
                names = tuple(plan.names[row] for row in people if column.codes[row] == MISSING)
                told = text(
                    "In group {group}, {attribute} is known of {known} of {size} people.",
                    group=number + 1,
                    attribute=column.name,
                    known=int(known[number]),
                    size=len(people),
                )
                yield Caution("unknown", number + 1, names, told, (column.name,))


def _listed(people: Sequence[str], between: str = ", ") -> str:
    return between.join(people[:_NAMED]) + (f" (+{len(people) - _NAMED})" if len(people) > _NAMED else "")

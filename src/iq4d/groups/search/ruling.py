"""The rules as arrays, for a search to count with: by how much two people changing places brings a plan nearer to them.

Rules that look at how many of some people are in each group (Together, Holds, NeverOne) are one thing here: a row of
`cost`, what each number of them costs. `counted` and `offered` follow a plan; everything else stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from iq4d.groups.rules import Apart, Holds, NeverOne, Rule, Seat, Shares, Together
from iq4d.groups.search.compiled import compiled

__all__ = ["Ruling", "broken", "bundles_of", "change", "exchange", "ruled", "tallied"]

Array = npt.NDArray[Any]
Ints = npt.NDArray[np.int32]


class Ruling(NamedTuple):
    """What `change` and `exchange` ask.

    sizes int32[G]. seat int32[n]: the group somebody must be in, or -1. start int32[n + 1] and ids: the counting rules
    of person i are ids[start[i]:start[i + 1]]; member bool[R, n]; cost int64[R, most + 2]; counted int32[R, G];
    `spared` of that is no fault: people who are together are so in one group.
    foes_start int32[n + 1] and foes: who must not be with person i (twice where two rules say so). brings bool[n, S],
    what everybody brings, rule after rule: those of rule q are first[q]:first[q + 1], of which least[q] must be shared;
    offered int32[G, S]: how many of a group bring it. alike int32[n]: who brings the same has the same number.
    bundle int32[n]: the number of the people one must stay with, or -1.
    """

    sizes: Ints
    seat: Ints
    start: Ints
    ids: Ints
    member: npt.NDArray[np.bool_]
    cost: npt.NDArray[np.int64]
    counted: Ints
    spared: int
    foes_start: Ints
    foes: Ints
    brings: npt.NDArray[np.bool_]
    first: Ints
    least: Ints
    offered: Ints
    alike: Ints
    bundle: Ints


def ruled(rules: Sequence[Rule], sizes: Array) -> Ruling:
    """The rules for groups of these sizes int32[G], which add up to the number of people. No plan is counted yet."""
    n, most = int(sizes.sum()), int(sizes.max(initial=0))
    seat = np.full(n, -1, dtype=np.int32)
    counting: list[tuple[list[int], list[int]]] = []  # the people, and what each number of them costs
    foes: list[list[int]] = [[] for _ in range(n)]
    sharing: list[Shares] = []
    for rule in rules:
        if isinstance(rule, Seat):
            seat[rule.person] = rule.group
        elif isinstance(rule, Apart):
            for place, one in enumerate(rule.people):
                foes[one] += rule.people[:place] + rule.people[place + 1 :]
        elif isinstance(rule, Shares):
            sharing.append(rule)
        else:
            counting.append((sorted(set(rule.people)), [_cost(rule, many) for many in range(most + 2)]))
    member = np.zeros((len(counting), n), dtype=np.bool_)
    for row, (people, _) in zip(member, counting, strict=True):
        row[people] = True
    of_person = [member[:, one].nonzero()[0].tolist() for one in range(n)]
    start, ids = _rows(of_person)
    foes_start, all_foes = _rows(foes)
    first, brings = _brought(sharing, n)
    return Ruling(
        sizes=np.ascontiguousarray(sizes, dtype=np.int32),
        seat=seat,
        start=start,
        ids=ids,
        member=member,
        cost=np.array([costs for _, costs in counting], dtype=np.int64).reshape(len(counting), most + 2),
        counted=np.zeros((len(counting), len(sizes)), dtype=np.int32),
        spared=sum(isinstance(rule, Together) for rule in rules),
        foes_start=foes_start,
        foes=all_foes,
        brings=brings,
        first=first,
        least=np.array([rule.least for rule in sharing], dtype=np.int32),
        offered=np.zeros((len(sizes), brings.shape[1]), dtype=np.int32),
        alike=np.unique(brings, axis=0, return_inverse=True)[1].reshape(n).astype(np.int32)
        if sharing
        else np.zeros(n, dtype=np.int32),
        bundle=_bundles(n, [rule.people for rule in rules if isinstance(rule, Together)]),
    )


def _cost(rule: Together | Holds | NeverOne, many: int) -> int:
    if isinstance(rule, Holds):
        return max(rule.least - many, many - rule.most, 0)
    return int(many == 1) if isinstance(rule, NeverOne) else int(many > 0)


def _rows(lists: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    """Lists of different lengths, one after the other, and where each starts."""
    start = np.cumsum([0, *(len(one) for one in lists)]).astype(np.int32)
    return start, np.array([k for one in lists for k in one], dtype=np.int32)


def _brought(sharing: Sequence[Shares], n: int) -> tuple[Ints, npt.NDArray[np.bool_]]:
    columns, first = [], [0]
    for rule in sharing:
        slots = sorted(frozenset().union(*rule.brings))
        columns += [[slot in brought for brought in rule.brings] for slot in slots]
        first.append(first[-1] + len(slots))
    brings = np.array(columns, dtype=np.bool_).reshape(first[-1], n).T
    return np.array(first, dtype=np.int32), np.ascontiguousarray(brings)


def _bundles(n: int, sets: Sequence[Sequence[int]]) -> Ints:
    """Numbers of bundles, from 0 in the order of their first person: sets that overlap are one bundle."""
    root = list(range(n))

    def found(one: int) -> int:
        while root[one] != one:
            one = root[one]
        return one

    for people in sets:
        for other in people[1:]:
            a, b = sorted((found(people[0]), found(other)))
            root[b] = a
    roots = [found(one) for one in range(n)]
    kept = sorted(one for one in set(roots) if roots.count(one) > 1)
    number = {one: place for place, one in enumerate(kept)}
    return np.array([number.get(one, -1) for one in roots], dtype=np.int32)


def bundles_of(ruling: Ruling) -> list[list[int]]:
    """The people of each bundle."""
    return [(ruling.bundle == k).nonzero()[0].tolist() for k in range(int(ruling.bundle.max(initial=-1)) + 1)]


def tallied(ruling: Ruling, labels: Array) -> Ruling:
    """The same rules, with everything counted that is in these groups."""
    count, offered = np.zeros_like(ruling.counted), np.zeros_like(ruling.offered)
    for g in range(len(ruling.sizes)):
        within = labels == g
        count[:, g] = ruling.member[:, within].sum(axis=1)
        offered[g] = ruling.brings[within].sum(axis=0)
    return ruling._replace(counted=count, offered=offered)


def broken(ruling: Ruling, labels: Array) -> int:
    """How far these groups are from the rules: the sum of `rule.broken`."""
    ruling = tallied(ruling, labels)
    much = int(((ruling.seat >= 0) & (ruling.seat != labels)).sum())
    much += sum(int(cost[count].sum()) for cost, count in zip(ruling.cost, ruling.counted, strict=True)) - ruling.spared
    owner = np.repeat(np.arange(len(labels)), np.diff(ruling.foes_start))
    much += int((labels[owner] == labels[ruling.foes]).sum()) // 2
    nobody = ruling.brings[0]
    for q, least in enumerate(ruling.least):
        for row, size in zip(ruling.offered, ruling.sizes, strict=True):
            much += _missing(row, nobody, nobody, ruling.first[q], ruling.first[q + 1], least, size)
    return int(much)


@compiled
def change(ruling, labels, i, j):  # type: ignore[no-untyped-def]
    """How much more is broken if i and j change places (below 0: less); not for labels that are not tallied."""
    g, h = labels[i], labels[j]
    more = 0
    if g == h:
        return more
    if ruling.seat[i] >= 0:
        more += int(ruling.seat[i] == g) - int(ruling.seat[i] == h)
    if ruling.seat[j] >= 0:
        more += int(ruling.seat[j] == h) - int(ruling.seat[j] == g)
    for k in range(ruling.start[i], ruling.start[i + 1]):
        rule = ruling.ids[k]
        if not ruling.member[rule, j]:
            more += _moving(ruling.cost[rule], ruling.counted[rule, g], ruling.counted[rule, h])
    for k in range(ruling.start[j], ruling.start[j + 1]):
        rule = ruling.ids[k]
        if not ruling.member[rule, i]:
            more += _moving(ruling.cost[rule], ruling.counted[rule, h], ruling.counted[rule, g])
    for k in range(ruling.foes_start[i], ruling.foes_start[i + 1]):
        foe = ruling.foes[k]
        if foe != j:
            more += int(labels[foe] == h) - int(labels[foe] == g)
    for k in range(ruling.foes_start[j], ruling.foes_start[j + 1]):
        foe = ruling.foes[k]
        if foe != i:
            more += int(labels[foe] == g) - int(labels[foe] == h)
    if ruling.alike[i] != ruling.alike[j]:
        of_i, of_j, in_g, in_h = ruling.brings[i], ruling.brings[j], ruling.offered[g], ruling.offered[h]
        for q in range(len(ruling.least)):
            start, end, least = ruling.first[q], ruling.first[q + 1], ruling.least[q]
            more += _missing(in_g, of_j, of_i, start, end, least, ruling.sizes[g])
            more -= _missing(in_g, of_i, of_i, start, end, least, ruling.sizes[g])
            more += _missing(in_h, of_i, of_j, start, end, least, ruling.sizes[h])
            more -= _missing(in_h, of_j, of_j, start, end, least, ruling.sizes[h])
    return more


@compiled
def _moving(cost, there, here):  # type: ignore[no-untyped-def]
    """What it costs that one of `there` people goes to where `here` of them are."""
    return cost[there - 1] - cost[there] + cost[here + 1] - cost[here]


@compiled
def _missing(offered, coming, going, start, end, least, size):  # type: ignore[no-untyped-def]
    """How many people lack one of the `least` things that most of a group bring, after one came and one went."""
    found, missing = 0, 0
    for have in range(size, -1, -1):
        for k in range(start, end):
            if offered[k] + int(coming[k]) - int(going[k]) == have and found < least:
                found += 1
                missing += size - have
        if found >= least:
            return missing
    return missing + (least - found) * size


@compiled
def exchange(ruling, labels, i, j):  # type: ignore[no-untyped-def]
    """i and j change places; what is counted follows."""
    g, h = labels[i], labels[j]
    labels[i], labels[j] = h, g
    for k in range(ruling.start[i], ruling.start[i + 1]):
        ruling.counted[ruling.ids[k], g] -= 1
        ruling.counted[ruling.ids[k], h] += 1
    for k in range(ruling.start[j], ruling.start[j + 1]):
        ruling.counted[ruling.ids[k], h] -= 1
        ruling.counted[ruling.ids[k], g] += 1
    if ruling.alike[i] != ruling.alike[j]:
        for k in range(ruling.brings.shape[1]):
            moved = int(ruling.brings[j, k]) - int(ruling.brings[i, k])
            ruling.offered[g, k] += moved
            ruling.offered[h, k] -= moved

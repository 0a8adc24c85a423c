"""An account of a plan, as data: who is in which group and why, how near it comes to what this pool allows, and what to
look at before the groups begin.

It says nothing of how diverse a group ought to be: no source gives such a number (GROUPS §1). It points at the group
that is mixed least, and ranks nobody. What is withheld is nowhere in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from iq4d.groups.account import telling
from iq4d.groups.account.cautions import Caution, Visible, cautions, speaks_of
from iq4d.groups.account.figures import Balance, Reached, Tally, balance, effective, most_effective, reached, tally
from iq4d.groups.account.telling import Limit, Worst
from iq4d.groups.people.attributes import Column
from iq4d.groups.rules import Rule
from iq4d.groups.sizes import factors
from iq4d.speech import Text

__all__ = ["Account", "AttributeAccount", "Counts", "GroupAccount", "Limit", "Member", "Worst", "account"]

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

KINDS_AT_MOST = 12  # of one attribute in the table of a group, unless more are shared by all


@dataclass(frozen=True)
class Member:
    """brings: (attribute, kind) of what was to be spread and nobody else in the group has."""

    name: str
    brings: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Counts:
    """One attribute in one group. kinds: (kind, people), the commonest first: 12 and all that everybody has;
    numbers in thirds of the pool.

    unknown: people of whom it is not known; the figures are of the others. Of nominal and ordinal attributes only, else
    None: effective, the effective number of different kinds (Hill, order 2), most, the most that so many people could
    come to, and blau, Blau's index as a share of what that would be (None where most is 1).
    """

    attribute: str
    kinds: tuple[tuple[str, int], ...]
    unknown: int
    effective: float | None
    most: float | None
    blau: float | None


@dataclass(frozen=True)
class GroupAccount:
    """group: from 1. share: how mixed it is, of what this pool allows a group on average (so that one may come higher);
    None where nothing can be won, and for a group of one."""

    group: int
    people: tuple[Member, ...]
    counts: tuple[Counts, ...]
    share: float | None


@dataclass(frozen=True)
class AttributeAccount:
    """One attribute over the whole plan. unknown: people left out of all figures but share and met.

    share: from chance (0) to what this pool allows (1), apart or, for a similar attribute, alike; None where nothing
    can be won. met: no plan comes further. within, between: shares of the pool's diversity that each group holds, and
    that lies between groups; chance: what would lie between them by chance; eta_squared: of a number, beside the same
    chance; all None where everybody is the same. effective: the mean over groups, of at most `most`.
    """

    name: str
    wish: str
    scale: str
    unknown: int
    share: float | None
    met: bool
    within: float | None
    between: float | None
    chance: float | None
    eta_squared: float | None
    effective: float | None
    most: float | None


@dataclass(frozen=True)
class Account:
    """share: over all attributes to be spread, by their weights, from chance (0) to what this pool allows (1); None
    where nothing can be won. proved: each of them is at its bound, so no plan is more diverse. within, chance: the mean
    share of the pool's diversity that each group holds, and what that would be by chance. told: all this in sentences.
    """

    people: int
    groups: tuple[GroupAccount, ...]
    attributes: tuple[AttributeAccount, ...]
    share: float | None
    proved: bool
    worst: Worst | None
    within: float | None
    chance: float | None
    cautions: tuple[Caution, ...]
    limits: tuple[Limit, ...]
    told: tuple[Text, ...]
    notes: tuple[Text, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain data that survives JSON; sentences as `iq4d.speech.Text.to_json` gives them."""
        return {"version": 1, **_plain(self)}


def account(
    names: Sequence[str],
    columns: Sequence[Column],
    labels: Sequence[int] | Ints,
    *,
    rules: Sequence[Rule] = (),
    history: Mapping[tuple[int, int], float] | None = None,
    withheld: Collection[str] = (),
    factor: Longs | None = None,
    seed: int = 0,
) -> Account:
    """The account of the plan in which person k, called names[k], is in group labels[k] (from 0).

    rules: those asked of the plan; what all should share is looked at. history: {(row, row): how often they met}.
    withheld: names of attributes that appear nowhere, like those of which nothing is wished ("ignore") and rules that
    speak of them. factor int64[G]: how much distances in each group count, as in the search; by default
    everybody's mean distance. seed: of the random groups that camps are held against. Raises ValueError for lengths
    that do not fit, and where there is nobody.
    """
    at = np.asarray(labels, dtype=np.int32)
    if {len(names), *(len(column.codes) for column in columns)} != {len(at)}:
        raise ValueError(f"{len(names)} names and {len(at)} labels, and columns of as many people, belong together")
    if not len(at):
        raise ValueError("there is nobody in this plan")
    seen = [column for column in columns if column.attribute.wish != "ignore" and column.name not in withheld]
    hidden = {column.name: column for column in columns if column not in seen}
    words = {*withheld, *hidden, *(word for column in hidden.values() for word in _words(column))}
    n_groups = int(at.max()) + 1
    sizes = np.bincount(at, minlength=n_groups).astype(np.int32)
    order = np.argsort(at, kind="stable")
    groups = tuple(one.tolist() for one in np.split(order, np.cumsum(sizes)[:-1]))
    visible = Visible(
        names=names,
        columns=seen,
        labels=at,
        groups=groups,
        tallies={column.name: tally(column, at, n_groups) for column in seen},
        rules=[rule for rule in rules if not speaks_of(rule, words)],
        history=history or {},
        seed=seed,
    )
    factor = factors(sizes) if factor is None else factor
    far = {column.name: reached(column, at, sizes, factor) for column in seen}
    return _told(visible, sizes, far)


def _told(plan: Visible, sizes: Ints, far: Mapping[str, Reached]) -> Account:
    attributes = tuple(_attribute(plan, column, far[column.name]) for column in plan.columns)
    spread = [column for column in plan.columns if column.attribute.wish == "spread"]
    counted = [column for column in spread if far[column.name].share is not None]
    share = _mean((far[one.name].share, one.attribute.weight) for one in counted)
    shares = None
    if counted:
        weights = [column.attribute.weight for column in counted]
        shares = np.average([far[column.name].by_group for column in counted], axis=0, weights=weights)
        shares = np.where(sizes > 1, shares, np.nan)
    worst, even = None, False
    if shares is not None and not np.isnan(shares).all():
        rounded = np.round(shares, 9)
        least = int(np.nanargmin(rounded))
        worst, even = Worst(least + 1, float(shares[least])), bool(rounded[least] == np.nanmax(rounded))
    mixed = {column.name: column.attribute.weight for column in plan.columns if column.attribute.wish != "similar"}
    within = _mean((one.within, mixed[one.name]) for one in attributes if one.name in mixed)
    between = _mean((one.chance, mixed[one.name]) for one in attributes if one.name in mixed and one.within is not None)
    chance = None if between is None else 1 - between
    proved = bool(spread) and all(far[column.name].met for column in spread)
    found = cautions(plan)
    return Account(
        people=len(plan.labels),
        groups=_groups(plan, shares),
        attributes=attributes,
        share=share,
        proved=proved,
        worst=worst,
        within=within,
        chance=chance,
        cautions=found,
        limits=telling.limits(plan, found, share, proved),
        told=telling.sentences(share, proved, worst, within, chance, len(found), even=even),
        notes=telling.notes(plan),
    )


def _attribute(plan: Visible, column: Column, far: Reached) -> AttributeAccount:
    found = plan.tallies[column.name]
    even = balance(column, plan.labels, len(plan.groups)) or Balance(None, None, None, None)
    kinds = most = None
    if column.attribute.scale in ("nominal", "ordinal") and found.known.any():
        there = found.known > 0
        kinds = float(effective(found)[there].mean())
        most = float(np.mean([most_effective(n, found.kinds) for n in found.known[there].tolist()]))
    return AttributeAccount(
        name=column.name,
        wish=column.attribute.wish,
        scale=column.attribute.scale,
        unknown=int(np.sum(~column.known)),
        share=far.share,
        met=far.met,
        within=even.within,
        between=even.between,
        chance=even.chance,
        eta_squared=even.eta_squared,
        effective=kinds,
        most=most,
    )


def _groups(plan: Visible, shares: npt.NDArray[np.float64] | None) -> tuple[GroupAccount, ...]:
    brings: list[list[tuple[str, str]]] = [[] for _ in plan.names]
    counts: list[list[Counts]] = [[] for _ in plan.groups]
    sizes = np.array([len(people) for people in plan.groups])
    for column in plan.columns:
        found = plan.tallies[column.name]
        if column.attribute.wish == "spread" and column.attribute.scale != "numeric":
            alone = (found.count == 1) & (sizes[found.group] > 1)
            for who, kind in zip(found.who[alone].tolist(), found.kind[alone].tolist(), strict=True):
                brings[who].append((column.name, found.said[kind]))
        for number, one in enumerate(_counts(column, found, sizes)):
            counts[number].append(one)
    return tuple(
        GroupAccount(
            number + 1,
            tuple(Member(plan.names[row], tuple(brings[row])) for row in people),
            tuple(counts[number]),
            None if shares is None or np.isnan(shares[number]) else float(shares[number]),
        )
        for number, people in enumerate(plan.groups)
    )


def _counts(column: Column, found: Tally, sizes: Longs) -> Iterable[Counts]:
    kinds = column.attribute.scale in ("nominal", "ordinal")
    numbers = effective(found).tolist()
    most: dict[int, float] = {}
    in_order = column.attribute.scale in ("ordinal", "numeric")
    codes, counts, start = found.kind.tolist(), found.count.tolist(), found.start.tolist()
    for number, (size, known) in enumerate(zip(sizes.tolist(), found.known.tolist(), strict=True)):
        entries = list(range(start[number], start[number + 1]))
        if not in_order:
            entries.sort(key=lambda k: -counts[k])
            shared = sum(counts[k] == known for k in entries)
            del entries[max(shared, KINDS_AT_MOST) :]
        said = tuple((found.said[codes[k]], counts[k]) for k in entries)
        if not kinds or not known:
            yield Counts(column.name, said, size - known, None, None, None)
            continue
        top = most.setdefault(known, most_effective(known, found.kinds))
        blau = (1 - 1 / numbers[number]) / (1 - 1 / top) if top > 1 else None
        yield Counts(column.name, said, size - known, numbers[number], top, blau)


def _mean(weighted: Iterable[tuple[float | None, float]]) -> float | None:
    several = [(value, weight) for value, weight in weighted if value is not None]
    return sum(value * weight for value, weight in several) / sum(weight for _, weight in several) if several else None


def _words(column: Column) -> set[str]:
    """What the kinds of a column are called."""
    if column.attribute.scale == "multi":
        return {str(one) for kind in column.kinds for one in kind}
    return {str(kind) for kind in column.kinds} if column.attribute.scale != "numeric" else set()


def _plain(value: Any) -> Any:
    if isinstance(value, Text):
        return value.to_json()
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value

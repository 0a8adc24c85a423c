"""What an account of a plan says to people: plain and short, and nothing that a figure does not bear."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor
from typing import Literal

import numpy as np

from iq4d.groups.account.cautions import GROUPS_AT_MOST, Caution, Visible
from iq4d.groups.rules import Shares
from iq4d.speech import Text, plural, text

__all__ = ["Limit", "Worst", "limits", "notes", "sentences"]


@dataclass(frozen=True)
class Limit:
    """One of the three limits in sight (GROUPS §1). kind: "pool" (what this pool allows), "common-ground" (the least
    that a group shares) or "ceiling" (camps, and people alone). groups: those beyond it, from 1; for the pool none.
    """

    kind: Literal["pool", "common-ground", "ceiling"]
    groups: tuple[int, ...]
    told: Text


@dataclass(frozen=True)
class Worst:
    """The group that is mixed least, from 1, and how much: of what this pool allows a group on average."""

    group: int
    share: float


def sentences(
    share: float | None,
    proved: bool,
    worst: Worst | None,
    within: float | None,
    chance: float | None,
    found: int,
    *,
    even: bool,
) -> tuple[Text, ...]:
    """The four numbers of a plan in words. found: the number of cautions. even: all groups are mixed alike."""
    said = []
    if proved:
        said.append(text("As diverse as this pool allows: proved, no plan does better."))
    elif share is not None:
        said.append(_of_pool(share))
    if worst is not None and even:
        told = text(
            "All groups are equally mixed: {percent} % of what this pool allows a group on average.",
            percent=_percent(worst.share),
        )
        said.append(told)
    elif worst is not None:
        said.append(
            text(
                "Group {group} is mixed least: {percent} % of what this pool allows a group on average.",
                group=worst.group,
                percent=_percent(worst.share),
            )
        )
    if within is not None and chance is not None:
        said.append(
            text(
                "A group holds on average {percent} % of the diversity of all; by chance it would be {chance} %.",
                percent=_percent(within),
                chance=_percent(chance),
            )
        )
    if found:
        said.append(plural("{n} thing to look at before you begin.", "{n} things to look at before you begin.", found))
    else:
        said.append(text("Nothing that asks for attention."))
    return tuple(said)


def limits(plan: Visible, found: Sequence[Caution], share: float | None, proved: bool) -> tuple[Limit, ...]:
    """The three limits in sight, of which none is a number that groups ought to have."""
    if proved:
        pool = text("What this pool allows is reached: other groups would not be more diverse, other people might.")
    elif share is not None:
        pool = text(
            "{percent} % of what this pool allows is reached, counted from chance; the rest may be out of reach.",
            percent=max(_percent(share), 0),
        )
    else:
        pool = text("In this pool there is nothing to spread.")
    without = _numbers(found, "unlike")
    asked = any(isinstance(rule, Shares) for rule in plan.rules) or any(
        (column.attribute.wish, column.attribute.scale) == ("similar", "multi") for column in plan.columns
    )
    if without:
        ground = plural("{n} group has too little in common.", "{n} groups have too little in common.", len(without))
    elif asked:
        ground = text("Every group has in common what it needs.")
    else:
        ground = text("Nobody said what a group needs in common, such as a language or free hours.")
    above = _numbers(found, "camps", "alone")
    if above:
        ceiling = plural(
            "In {n} group somebody is alone, or two camps may form.",
            "In {n} groups somebody is alone, or two camps may form.",
            len(above),
        )
    else:
        ceiling = text("Nobody is alone in a group, and no two camps stand out.")
    return (Limit("pool", (), pool), Limit("common-ground", without, ground), Limit("ceiling", above, ceiling))


def notes(plan: Visible) -> tuple[Text, ...]:
    """What has to be known to read the figures."""
    said = [
        plural(
            "{attribute} is not known of {n} person, who is left out of its figures.",
            "{attribute} is not known of {n} people, who are left out of its figures.",
            unknown,
            attribute=column.name,
        )
        for column in plan.columns
        if (unknown := int(np.sum(~column.known)))
    ]
    if len(plan.groups) > GROUPS_AT_MOST:
        said.append(text("Camps were looked for in the first {n} groups.", n=GROUPS_AT_MOST))
    return tuple(said)


def _numbers(found: Iterable[Caution], *kinds: str) -> tuple[int, ...]:
    return tuple(sorted({one.group for one in found if one.kind in kinds}))


def _of_pool(share: float) -> Text:
    if share < 0:
        return text("No more diverse than chance would make it.")
    return text("{percent} % of what this pool allows, counted from chance.", percent=_percent(share))


def _percent(share: float) -> int:
    """Rounded down, so that 100 is said of nothing less."""
    return floor(100 * share + 1e-9)

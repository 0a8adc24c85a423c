"""People in, groups out: as different within a group as a pool allows, within the rules, and an account of why.

    from iq4d.groups import Attribute, MaximallyDiverseGrouping

    model = MaximallyDiverseGrouping(group_size=5, attributes={"age": Attribute("numeric", "balance")})
    model.fit({"role": roles, "age": ages}, names=names).labels_

What is known of people: `people`. What a plan must keep to: `rules`; whether it can: `feasibility` (by counting in
`pigeonholes`, by a solver in `solving`, the smallest change in `relaxing`). How far a plan can come: `bounds`. The
search: `search`, which `searching` chooses; several rounds in `rounds`. What came of it: `account`. What a change would
do: `changing`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from iq4d.groups.changing import Plan
    from iq4d.groups.compose import MaximallyDiverseGrouping
    from iq4d.groups.feasibility.conflicts import NoPlanFound, RulesConflict
    from iq4d.groups.people.attributes import Attribute
    from iq4d.groups.rules import Apart, Holds, NeverOne, Seat, Shares, Together
    from iq4d.groups.search.rounds import compose_rounds

__all__ = [
    "Apart", "Attribute", "Holds", "MaximallyDiverseGrouping", "NeverOne", "NoPlanFound", "Plan", "RulesConflict",
    "Seat", "Shares", "Together", "compose_rounds",
]  # fmt: skip

_FROM = {
    "Attribute": "people.attributes",
    "Plan": "changing",
    "MaximallyDiverseGrouping": "compose",
    "NoPlanFound": "feasibility.conflicts",
    "RulesConflict": "feasibility.conflicts",
    "compose_rounds": "search.rounds",
} | dict.fromkeys(("Apart", "Holds", "NeverOne", "Seat", "Shares", "Together"), "rules")


def __getattr__(name: str) -> Any:
    """Imported where it is used: compiling searches and rules take a second that reading a table should not cost."""
    if name not in _FROM:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"iq4d.groups.{_FROM[name]}"), name)

"""Groupings that come back, such as peer-consultation trios: what has to be known of people and what is done with it.

They stand in `presets.toml`; nothing in the code knows one of them by name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from iq4d.errors import IQ4DError
from iq4d.groups.people.attributes import Wish
from iq4d.speech import Both, text

__all__ = ["Asks", "Preset", "presets"]


@dataclass(frozen=True)
class Asks:
    """What a preset asks of one column. share, share_hours: how many values or free hours a group has in common."""

    role: str
    called: tuple[str, ...]
    what: Both
    needed: bool = False
    wish: Wish | None = None
    weight: float = 1.0
    share: int = 0
    share_hours: int = 0


@dataclass(frozen=True)
class Preset:
    """One grouping. size: how many in a group, as `--size` takes it."""

    key: str
    name: Both
    summary: Both
    size: str
    columns: tuple[Asks, ...] = field(default=())

    def found(self, heads: Iterable[str], given: Mapping[str, str]) -> dict[str, Asks]:
        """{header: what is asked of it}: as `given` (role to header), else by what such a column is usually called.

        A header serves one role only. Raises IQ4DError where a column that is needed is not there.
        """
        heads = list(heads)
        taken = {given[one.role]: one for one in self.columns if one.role in given}
        for one in self.columns:
            if one.role not in given:
                free = {head.casefold(): head for head in reversed(heads) if head not in taken}
                if head := next((free[name] for name in one.called if name in free), None):
                    taken[head] = one
                elif one.needed:
                    raise IQ4DError(
                        text("The preset {preset} needs a column that tells {what}.", preset=self.key, what=one.what),
                        todo=text(
                            "Say which it is with --column {role}=NAME; there are: {known}.",
                            role=one.role,
                            known=", ".join(heads),
                        ),
                    )
        return {head: taken[head] for head in heads if head in taken}


@lru_cache(maxsize=1)
def presets() -> Mapping[str, Preset]:
    """All of them by their key, in the order of the file."""
    data = tomllib.loads((files("iq4d.groups.people") / "presets.toml").read_text("utf-8"))
    return {key: _preset(key, one) for key, one in data.items()}


def _preset(key: str, told: dict[str, Any]) -> Preset:
    return Preset(key, Both(**told["name"]), Both(**told["summary"]), told["size"], tuple(map(_asks, told["columns"])))


def _asks(told: dict[str, Any]) -> Asks:
    return Asks(**{**told, "called": tuple(told["called"]), "what": Both(**told["what"])})

"""The published reference sample: figures that say what is little and what is much of an indicator."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

__all__ = ["Reference", "about", "reference"]


@dataclass(frozen=True, slots=True)
class Reference:
    """The raw figures of one indicator that become 0 and 1, and over how many conversations.

    high: the ninetieth percentile of the sample. low: the tenth, or 0 where the figure is corrected for chance.
    """

    low: float
    high: float
    n: int

    def place(self, raw: float) -> float:
        """Where a raw figure stands: 0 at `low` or below, 1 at `high` or above."""
        return min(1.0, max(0.0, (raw - self.low) / (self.high - self.low)))


@lru_cache(maxsize=1)
def about() -> dict[str, Any]:
    """The whole file: which sample, how made, when, and its limits. Made by tools/reference.py."""
    data: dict[str, Any] = json.loads((files("iq4d.measures") / "reference.json").read_text("utf-8"))
    return data


@lru_cache(maxsize=32)
def reference(indicator: str) -> Reference:
    """The reference of one indicator; KeyError where it is on its own scale."""
    figures = about()["indicators"][indicator]
    return Reference(figures["low"], figures["high"], figures["n"])

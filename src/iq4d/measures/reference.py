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
    slope: by how much the figure grows with the scarcity of what was said, 1 / sqrt(amount), in the sample; at: the
    scarcity at which nothing is added or taken off. Both 0 where the figure is not corrected for it.
    """

    low: float
    high: float
    n: int
    slope: float = 0.0
    at: float = 0.0

    def place(self, raw: float, amount: int) -> float:
        """Where a raw figure of a conversation of `amount` content words stands: 0 at `low` or below, 1 at `high`."""
        return min(1.0, max(0.0, (self.even(raw, amount) - self.low) / (self.high - self.low)))

    def even(self, raw: float, amount: int) -> float:
        """The figure without what merely saying more brings; outside the range of the sample it is held at its edge."""
        if not self.slope:
            return raw
        least, most = about()["amount"]
        scarce: float = min(most, max(least, amount)) ** -0.5
        return raw - self.slope * (scarce - self.at)


@lru_cache(maxsize=1)
def about() -> dict[str, Any]:
    """The whole file: which sample, how made, when, and its limits. Made by tools/reference.py."""
    data: dict[str, Any] = json.loads((files("iq4d.measures") / "reference.json").read_text("utf-8"))
    return data


@lru_cache(maxsize=32)
def reference(indicator: str) -> Reference:
    """The reference of one indicator; KeyError where it is on its own scale."""
    figures = about()["indicators"][indicator]
    return Reference(figures["low"], figures["high"], figures["n"], figures.get("slope", 0.0), figures.get("at", 0.0))

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
    """Tenth and ninetieth percentile of one indicator's raw figure over the sample, and over how many conversations."""

    q10: float
    q90: float
    n: int

    def place(self, raw: float) -> float:
        """Where a raw figure stands: 0 at the tenth percentile or below, 1 at the ninetieth or above."""
        return min(1.0, max(0.0, (raw - self.q10) / (self.q90 - self.q10)))


@lru_cache(maxsize=1)
def about() -> dict[str, Any]:
    """The whole file: which sample, how made, when, and its limits. Made by tools/reference.py."""
    data: dict[str, Any] = json.loads((files("iq4d.measures") / "reference.json").read_text("utf-8"))
    return data


@lru_cache(maxsize=32)
def reference(indicator: str) -> Reference:
    """The reference of one indicator; KeyError where it is on its own scale."""
    figures = about()["indicators"][indicator]
    return Reference(figures["q10"], figures["q90"], figures["n"])

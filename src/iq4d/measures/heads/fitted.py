"""The heads as they were fitted: rounded coefficients and a card, as plain data. `make train` makes them again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from iq4d.measures.columns import Floats
from iq4d.measures.heads.grams import PLACES, Grams

__all__ = ["HEADS", "Head", "Said", "head"]

HEADS = ("off", "reason", "probe", "open", "reflect")  # that are asked of contributions


@dataclass(frozen=True)
class Head:
    """One head. weights: (PLACES,), of which few are not 0. card: data, licence, figures, limits, attribution."""

    name: str
    bias: float
    weights: Floats
    card: dict[str, Any]

    def of(self, grams: Grams) -> Said:
        """What it says of these contributions."""
        return Said(self, grams)

    def chance(self, grams: Grams) -> Floats:
        """(contributions,) the chance, 0-1, that each does what this head looks for."""
        return Said(self, grams).chance


class Said:
    """What one head says of several contributions. chance: (contributions,) 0-1."""

    def __init__(self, head: Head, grams: Grams) -> None:
        self._grams = grams
        self._told = head.weights[grams.place] * grams.value
        self.chance: Floats = 1 / (1 + np.exp(-(head.bias + grams.summed(self._told))))

    def spoke(self) -> Floats:
        """How much each word spoke for it, one contribution after another (`grams.starts`: where each begins).

        A word weighs what it weighs itself and half of what it weighs in its two pairs.
        """
        grams, told = self._grams, self._told
        words = int(grams.starts[-1])
        pairs = told[words : 2 * words + grams.contributions]
        both = pairs[:-1] + pairs[1:]
        found: Floats = told[:words] + both[grams.before] / 2
        return found


@lru_cache(maxsize=32)
def head(name: str) -> Head:
    """A head by its name. Raises FileNotFoundError for another."""
    data = json.loads((files("iq4d.measures.heads") / f"{name}.json").read_text("utf-8"))
    weights = np.zeros(PLACES)
    for place, weight in data["weights"].items():
        weights[int(place)] = weight
    return Head(name, data["bias"], weights, data["card"])

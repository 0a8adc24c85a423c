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

__all__ = ["HEADS", "Head", "head"]

HEADS = ("off", "probe", "deliberate", "reason")


@dataclass(frozen=True)
class Head:
    """One head. weights: (PLACES,), of which few are not 0. card: data, licence, figures, limits, attribution."""

    name: str
    bias: float
    weights: Floats
    card: dict[str, Any]

    def chance(self, grams: Grams) -> Floats:
        """(contributions,) the chance, 0-1, that each does what this head looks for."""
        told: Floats = 1 / (1 + np.exp(-(self.bias + grams.sums(self.weights))))
        return told

    def spoke(self, grams: Grams) -> Floats:
        """How much each word spoke for it, one contribution after another (`grams.starts` says where each begins).

        A word weighs what it weighs itself and half of what it weighs in its two pairs.
        """
        told = self.weights[grams.place] * grams.value
        words = int(grams.starts[-1])
        pairs = told[words : 2 * words + grams.contributions]
        before = np.arange(words) + grams.of[:words]  # each contribution has one pair more than it has words
        found: Floats = told[:words] + (pairs[before] + pairs[before + 1]) / 2
        return found


@lru_cache(maxsize=8)
def head(name: str) -> Head:
    """A head by its name, one of HEADS. Raises FileNotFoundError for another."""
    data = json.loads((files("iq4d.measures.heads") / f"{name}.json").read_text("utf-8"))
    weights = np.zeros(PLACES)
    for place, weight in data["weights"].items():
        weights[int(place)] = weight
    return Head(name, data["bias"], weights, data["card"])

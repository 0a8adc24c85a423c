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

__all__ = ["HEADS", "Head", "Spoken", "head"]

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
        return _chance(self.bias + grams.sums(self.weights))


class Spoken:
    """What all heads say of the same contributions, at once. chance: (contributions, heads)."""

    def __init__(self, grams: Grams) -> None:
        weights, bias = _together()
        self._grams = grams
        self._told = weights[grams.place] * grams.value[:, None]
        self.chance = _chance(bias + grams.sums_of(self._told))

    def spoke(self, name: str) -> Floats:
        """How much each word spoke for a head, one contribution after another (`grams.starts`: where each begins).

        A word weighs what it weighs itself and half of what it weighs in its two pairs.
        """
        grams, told = self._grams, self._told[:, HEADS.index(name)]
        words = int(grams.starts[-1])
        pairs = told[words : 2 * words + grams.contributions]
        before = np.arange(words) + grams.of[:words]  # each contribution has one pair more than it has words
        found: Floats = told[:words] + (pairs[before] + pairs[before + 1]) / 2
        return found


def _chance(sums: Floats) -> Floats:
    told: Floats = 1 / (1 + np.exp(-sums))
    return told


@lru_cache(maxsize=1)
def _together() -> tuple[Floats, Floats]:
    """(PLACES, heads) weights and (heads,) biases of all heads."""
    all_heads = [head(name) for name in HEADS]
    return np.ascontiguousarray(np.stack([one.weights for one in all_heads], axis=1)), np.array(
        [h.bias for h in all_heads]
    )


@lru_cache(maxsize=32)
def head(name: str) -> Head:
    """A head by its name, one of HEADS. Raises FileNotFoundError for another."""
    data = json.loads((files("iq4d.measures.heads") / f"{name}.json").read_text("utf-8"))
    weights = np.zeros(PLACES)
    for place, weight in data["weights"].items():
        weights[int(place)] = weight
    return Head(name, data["bias"], weights, data["card"])

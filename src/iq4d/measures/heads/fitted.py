"""The heads as they were fitted: rounded coefficients and a card, as plain data. `make train` makes them again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from iq4d.measures.heads.classes import Read
from iq4d.measures.heads.grams import PLACES, Floats, Grams

__all__ = ["HEADS", "Head", "carried", "head"]

HEADS = ("off", "probe", "deliberate", "reason")
SHOWN_NEVER = ("<name>", "?")
CARRIED = 3  # stretches of words shown at most


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


def carried(read: Read, spoke: Floats) -> tuple[tuple[int, int], ...]:
    """Where in the text the words stand that spoke most: at most 3 stretches, in order. spoke: of each of its words."""
    ordered = np.argsort(-spoke, kind="stable").tolist()
    best = [n for n in ordered if read.words[n] not in SHOWN_NEVER][:CARRIED]
    return _joined(sorted(read.spans[n] for n in best if spoke[n] > 0))


def _joined(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Neighbours as one stretch."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start - found[-1][1] <= 1:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)


@lru_cache(maxsize=8)
def head(name: str) -> Head:
    """A head by its name, one of HEADS. Raises FileNotFoundError for another."""
    data = json.loads((files("iq4d.measures.heads") / f"{name}.json").read_text("utf-8"))
    weights = np.zeros(PLACES)
    for place, weight in data["weights"].items():
        weights[int(place)] = weight
    return Head(name, data["bias"], weights, data["card"])

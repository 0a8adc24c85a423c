"""How much one text takes over from another, in a figure that neither text's length drives."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

__all__ = ["overlap", "weights"]


def weights(texts: Iterable[Sequence[str]]) -> dict[str, float]:
    """The weight of every stem over a set of texts, each given as different stems: log(1 + N / n), n of N hold it.

    >>> weights([("tour", "guide"), ("tour",)])["tour"] < weights([("tour", "guide"), ("tour",)])["guide"]
    True
    """
    seen: Counter[str] = Counter()
    total = 0
    for stems in texts:
        seen.update(stems)
        total += 1
    return {stem: math.log(1 + total / count) for stem, count in seen.items()}


def overlap(one: Collection[str], other: Collection[str], weight: Mapping[str, float]) -> float:
    """0 where two texts (different stems of each) share nothing, 1 where they share all they could.

    Formula: log(1 + S) / log(1 + T), S the summed weights of what is shared, T the lesser of the summed weights of
    both. A stem without a weight weighs 1.

    >>> overlap(("tour", "guide"), {"tour"}, {}), overlap(("tour",), {"bus"}, {})
    (1.0, 0.0)
    """
    shared = sum([weight.get(stem, 1.0) for stem in one if stem in other])
    if not shared:
        return 0.0
    most = min(sum([weight.get(stem, 1.0) for stem in stems]) for stems in (one, other))
    return math.log1p(shared) / math.log1p(max(most, shared))

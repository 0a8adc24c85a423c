"""How much one text takes over from another, in a figure that neither text's length drives."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

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


def overlap(one: frozenset[str], other: frozenset[str], weight: Mapping[str, float]) -> float:
    """0 where two texts (the stems of each) share nothing, 1 where they share all they could.

    Formula: log(1 + S) / log(1 + T), S the summed weights of what is shared, T the lesser of the summed weights of
    both. A stem without a weight weighs 1.

    >>> overlap(frozenset({"tour", "guide"}), frozenset({"tour"}), {}), overlap(frozenset({"bus"}), frozenset(), {})
    (1.0, 0.0)
    """
    shared = one & other
    if not shared:
        return 0.0
    of_both = _sum(shared, weight)
    return math.log1p(of_both) / math.log1p(max(of_both, min(_sum(one, weight), _sum(other, weight))))


def _sum(stems: Iterable[str], weight: Mapping[str, float]) -> float:
    # fsum: a set has another order in every process, and the same conversation must give the same figure to the digit
    return math.fsum([weight.get(stem, 1.0) for stem in stems])

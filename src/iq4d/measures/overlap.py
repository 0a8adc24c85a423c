"""How much one text takes over from another, in a figure that neither text's length drives."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from iq4d.measures.columns import Bools, Floats, Ints, summed, whole

__all__ = ["Sets", "overlap", "weights"]

FEW = 40  # texts of which all pairs are worked out at once
TABLE = 1 << 26  # a table of so many bytes tells at once whether a set holds a value


def weights(values: Ints, size: int, total: int) -> Floats:
    """(size,) the weight of every value: log(1 + N / n), n of N = total sets hold it; 1 where none does.

    values: what the sets hold, each once a set.

    >>> weights(np.array([0, 1, 0]), 3, 2).round(2).tolist()
    [0.69, 1.1, 1.0]
    """
    n = np.bincount(values, minlength=size)
    of_count = np.ones(int(n.max(initial=0)) + 1)
    of_count[1:] = whole(np.log1p(total / np.arange(1, len(of_count))))
    found: Floats = of_count[n]
    return found


def overlap(shared: Floats, one: Floats, other: Floats) -> Floats:
    """0 where two texts share nothing, 1 where they share all they could.

    Formula: log(1 + S) / log(1 + T), S the summed weights of what is shared, T the lesser of the summed weights of
    both. Element by element.

    >>> overlap(np.array([0.0, 2.0]), np.array([2.0, 2.0]), np.array([1.0, 5.0])).tolist()
    [0.0, 1.0]
    """
    told: Floats = np.log1p(shared) / np.log1p(np.maximum(np.maximum(shared, np.minimum(one, other)), 1e-9))
    return told


class Sets:
    """What each of several texts holds, as numbers below `size`, and how much of it two of them share.

    of: which text each value belongs to, ascending; values: each once a text. weight: of each value; totals: summed for
    each text.
    """

    def __init__(self, of: Ints, values: Ints, size: int, texts: int, weight: Floats) -> None:
        self.of, self.values, self.weight = of, values, weight
        self._texts, self._size = texts, size
        self._together: Floats | None = None
        self._keys, weighs = of * size + values, weight[values]
        self.totals: Floats = summed(of, weighs, texts)
        if texts <= FEW and texts * size <= TABLE:
            held, heavy = np.zeros(texts * size), np.zeros(texts * size)
            held[self._keys], heavy[self._keys] = 1.0, weighs
            shape = (texts, size)
            # exact, whatever the order of adding: see `whole`
            self._together = heavy.reshape(shape) @ held.reshape(shape).T

    @cached_property
    def starts(self) -> Ints:
        """Where the values of each text begin, and the end."""
        found: Ints = self.of.searchsorted(np.arange(self._texts + 1))
        return found

    @cached_property
    def _table(self) -> Bools:
        """Whether a text holds a value, by the key of both."""
        table = np.zeros(self._texts * self._size, bool)
        table[self._keys] = True
        return table

    @cached_property
    def _in_order(self) -> Ints:
        return np.sort(self._keys)

    def holds(self, text: Ints, value: Ints) -> Ints:
        """The places at which the text holds the value."""
        keys = text * self._size + value
        if self._size * self._texts <= TABLE:
            held: Ints = self._table[keys].nonzero()[0]
            return held
        at = np.minimum(np.searchsorted(self._in_order, keys), len(self._in_order) - 1)
        found: Ints = (self._in_order[at] == keys).nonzero()[0]
        return found

    def shared(self, one: Ints, other: Ints) -> Floats:
        """The summed weights of what text `one` and text `other` both hold, pair by pair."""
        if self._together is not None:
            every: Floats = self._together[one, other]
            return every
        sizes = self.starts[one + 1] - self.starts[one]
        pair = np.repeat(np.arange(len(one)), sizes)
        ends = np.cumsum(sizes)
        values = self.values[np.arange(len(pair)) + np.repeat(self.starts[one] - (ends - sizes), sizes)]
        both = self.holds(other[pair], values)
        return summed(pair[both], self.weight[values[both]], len(one))

    def overlap(self, one: Ints, other: Ints) -> Floats:
        """Their overlap, pair by pair."""
        return overlap(self.shared(one, other), self.totals[one], self.totals[other])

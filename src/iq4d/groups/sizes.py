"""How large the groups are: as equal as the number of people allows."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["factors", "sizes_of"]

_SCALE = 1024  # a factor is a whole number; with 1024 a group of 6 beside one of 5 is weighed to .02 %


def sizes_of(n: int, *, size: int | None = None, n_groups: int | None = None) -> npt.NDArray[np.int32]:
    """int32[G], largest first. `size`: about so many in a group: as many groups as brings them nearest to it.

    Raises ValueError for sizes or numbers of groups that n people cannot have.
    """
    if (size is None) == (n_groups is None):
        raise ValueError("say either how large the groups are or how many there are")
    if n_groups is None:
        assert size is not None
        if not 1 <= size <= n:
            raise ValueError(f"{n} people cannot be in groups of {size}: a size from 1 to {n} can be had")
        fewer = max(n // size, 1)
        n_groups = fewer if abs(n / fewer - size) <= abs(n / (fewer + 1) - size) else fewer + 1
    if not 1 <= n_groups <= n:
        raise ValueError(f"{n} people cannot be in {n_groups} groups: a number from 1 to {n} can be had")
    sizes = np.full(n_groups, n // n_groups, dtype=np.int32)
    sizes[: n % n_groups] += 1
    return sizes


def factors(sizes: npt.NDArray[np.int32], *, by_size: bool = True) -> npt.NDArray[np.int64]:
    """int64[G], how much a distance within each group counts: everybody's mean distance to the others, not their sum.

    Equal sizes: 1. `by_size=False`: 1 for all, the sum of distances as the literature on grouping has it.
    """
    if not by_size or len(set(sizes.tolist())) == 1:
        return np.ones(len(sizes), dtype=np.int64)
    beside = np.maximum(sizes.astype(np.int64) - 1, 1)
    return np.asarray((2 * _SCALE * beside.min() + beside) // (2 * beside), dtype=np.int64)

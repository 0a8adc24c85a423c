"""Chance that is the same everywhere: a small generator in whole numbers, and a table of exponential draws.

`exp` and `log` differ in their last digit from one machine to the next, and a search follows such a digit into another
plan. Here a step down by `d` at temperature `t` is taken if `d < t * e`, with `e` exponential and read from a table
rounded to 1/65536, which every machine fills alike.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from iq4d.groups.search.compiled import compiled

__all__ = ["EXPONENTIALS", "begin", "below", "exponential", "following"]

_BITS = 12
EXPONENTIALS: npt.NDArray[np.float64] = np.array(
    [round(-math.log((n + 0.5) / 2**_BITS) * 65536) / 65536 for n in range(2**_BITS)]
)
_MULTIPLIER = 2131995753  # with it, 2131995753 * 2**31 - 1 is prime, and so is the period: 4.6e18


def begin(seed: int) -> npt.NDArray[np.int64]:
    """int64[1], the state of a generator for this seed (any whole number from 0)."""
    mixed = (seed * 0x9E3779B97F4A7C15 + 0xD1B54A32D192ED03) & (2**64 - 1)
    mixed = ((mixed ^ (mixed >> 31)) * 0xBF58476D1CE4E5B9) & (2**64 - 1)
    return np.array([mixed % (_MULTIPLIER * 2**32 - 2) + 1], dtype=np.int64)


@compiled
def following(state):  # type: ignore[no-untyped-def]
    """31 random bits: multiply with carry (Marsaglia 1994), in 63 bits of a signed word, as plain Python has it too."""
    x = state[0]
    x = _MULTIPLIER * (x & 0xFFFFFFFF) + (x >> 32)
    state[0] = x
    return (x & 0xFFFFFFFF) >> 1


@compiled
def below(state, n):  # type: ignore[no-untyped-def]
    """A whole number from 0 to n - 1 (n below 2^31)."""
    return (following(state) * n) >> 31


@compiled
def exponential(state):  # type: ignore[no-untyped-def]
    """An exponential draw with mean 1, at most 9.02."""
    return EXPONENTIALS[following(state) >> (31 - _BITS)]

"""What is known of people, as numbers that a search can count with: codes, and how far two of them are apart.

Every distance is a whole number from 0 to `UNIT`, so that a plan's objective is a whole number too: the same on every
machine, and "as good as the bound" is an equality and no rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

__all__ = ["MISSING", "SCALES", "UNIT", "WISHES", "Attribute", "Column", "code", "with_one_more"]

Scale = Literal["nominal", "ordinal", "numeric", "multi"]
Wish = Literal["spread", "balance", "similar", "ignore"]
Ints = npt.NDArray[np.int32]

SCALES: tuple[Scale, ...] = ("nominal", "ordinal", "numeric", "multi")
WISHES: tuple[Wish, ...] = ("spread", "balance", "similar", "ignore")
UNIT = 960  # the greatest distance; divisible by much, so that thirds, quarters and fifths are exact
MISSING = -1
LEVELS = 32  # a numeric attribute is read on this many ranks at most: a group of 25 cannot tell more of them apart


@dataclass(frozen=True)
class Attribute:
    """How one attribute is read, and what is wished of it.

    scale: "nominal" (kinds), "ordinal" (kinds in the order of `order`), "numeric", or "multi" (a set of kinds, such as
    languages or free hours).
    wish: "spread" (different within a group), "balance" (groups alike, nothing more), "similar" (alike within a group),
    "ignore". Spread and balance ask the same of a plan; balance does not count towards its diversity.
    weight: above 0, how much it counts beside the others. order: the kinds of an ordinal scale, lowest first.
    """

    scale: Scale = "nominal"
    wish: Wish = "spread"
    weight: float = 1.0
    order: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.scale not in SCALES:
            raise ValueError(f"scale is one of {', '.join(SCALES)}, not {self.scale!r}")
        if self.wish not in WISHES:
            raise ValueError(f"wish is one of {', '.join(WISHES)}, not {self.wish!r}")
        if not (0 < self.weight < float("inf")):
            raise ValueError(f"weight is a number above 0, not {self.weight!r}")


@dataclass(frozen=True)
class Column:
    """One attribute of everybody, coded.

    codes: int32[n], the kind of each person, MISSING where it is not known. kinds: what each code stands for: a word, a
    set of words (multi), the lowest and highest number of a level (numeric).
    place: int32[K], where each kind stands from 0 to UNIT (ordinal, numeric). table: int32[K, K], the distance of two
    kinds (multi). A nominal column has neither: two kinds differ by UNIT or not at all.
    """

    name: str
    attribute: Attribute
    codes: Ints
    kinds: tuple[Any, ...]
    place: Ints | None = None
    table: Ints | None = None
    # How far a person of whom it is not known counts from one of whom it is. Half where there is a middle: with less,
    # a plan would win by putting the unknown together, and the bound would not be met (see `bounds`).
    far: int = field(default=UNIT)

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        return np.asarray(self.codes != MISSING)

    def distances(self) -> Ints:
        """int32[n, n], how far every two people are apart. Two of whom nothing is known: 0."""
        return self._apart(self.codes[:, None], self.codes[None, :])

    def distances_from(self, row: int) -> Ints:
        """int32[n], how far everybody is from one of them."""
        return self._apart(self.codes, self.codes[row])

    def _apart(self, one: Any, other: Any) -> Ints:
        known, also = one != MISSING, other != MISSING
        if not self.known.any():
            apart: Any = 0
        elif self.place is not None:
            apart = np.abs(self.place[one] - self.place[other])
        elif self.table is not None:
            apart = self.table[one, other]
        else:
            apart = np.where(one != other, UNIT, 0)
        return np.where(known & also, apart, np.where(known != also, self.far, 0)).astype(np.int32)


def code(name: str, values: Iterable[Any], attribute: Attribute) -> Column:
    """Code one attribute of everybody. None, NaN, "" and an empty set: not known.

    Raises ValueError naming the person's place (from 0) where a value does not fit the scale.
    """
    return _CODERS[attribute.scale](name, [_clean(value) for value in values], attribute)


def with_one_more(column: Column, value: Any) -> Column:
    """The column with a person added at its end; all others keep their codes. Raises ValueError as `code` does."""
    value = _clean(value)
    if value is None:
        return replace(column, codes=np.append(column.codes, np.int32(MISSING)))
    kinds, scale = column.kinds, column.attribute.scale
    if scale == "numeric":
        return replace(column, codes=np.append(column.codes, np.int32(_nearest(column, value))))
    kind = _as_set(value) if scale == "multi" else str(value)
    if kind in kinds:
        return replace(column, codes=np.append(column.codes, np.int32(kinds.index(kind))))
    if scale == "ordinal":
        raise ValueError(f"{column.name}: {kind!r} is not one of {', '.join(kinds)}")
    table = column.table
    if table is not None:
        assert isinstance(kind, frozenset)
        row = np.array([_jaccard(kind, other) for other in kinds], dtype=np.int32)
        table = np.block([[table, row[:, None]], [row[None, :], np.zeros((1, 1), dtype=np.int32)]])
    return replace(column, kinds=(*kinds, kind), table=table, codes=np.append(column.codes, np.int32(len(kinds))))


def _nearest(column: Column, value: Any) -> int:
    """The level of a number that came later: the one it lies in or nearest to."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise ValueError(f"{column.name}: {value!r} is not a number") from None
    if not column.kinds:
        return MISSING
    away = [max(low - number, number - high, 0.0) for low, high in column.kinds]
    return away.index(min(away))


def _clean(value: Any) -> Any:
    if value is None or value != value:
        return None
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, (set, frozenset, list, tuple)):
        return frozenset(str(one).strip() for one in value) - {""} or None
    return value


def _codes(values: Sequence[Any], kinds: Sequence[Any]) -> Ints:
    number = {kind: n for n, kind in enumerate(kinds)}
    return np.array([MISSING if value is None else number[value] for value in values], dtype=np.int32)


def _nominal(name: str, values: list[Any], attribute: Attribute) -> Column:
    said = [None if value is None else str(value) for value in values]
    kinds = sorted({value for value in said if value is not None})
    return Column(name, attribute, _codes(said, kinds), tuple(kinds))


def _ordinal(name: str, values: list[Any], attribute: Attribute) -> Column:
    said = [None if value is None else str(value) for value in values]
    for n, value in enumerate(said):
        if value is not None and value not in attribute.order:
            raise ValueError(f"{name}, person {n}: {value!r} is not one of {', '.join(attribute.order)}")
    kinds = attribute.order
    place = np.array([n * UNIT // max(len(kinds) - 1, 1) for n in range(len(kinds))], dtype=np.int32)
    return Column(name, attribute, _codes(said, kinds), kinds, place=place, far=UNIT // 2)


def _numeric(name: str, values: list[Any], attribute: Attribute) -> Column:
    """By rank and not by size: one very old person would pull every group's mean (L1 on ranks, GROUPS §1)."""
    numbers: list[float | None] = []
    for n, value in enumerate(values):
        try:
            numbers.append(None if value is None else float(value))
        except (TypeError, ValueError):
            raise ValueError(f"{name}, person {n}: {value!r} is not a number") from None
        if numbers[-1] is not None and abs(numbers[-1]) == float("inf"):
            raise ValueError(f"{name}, person {n}: {value!r} is not a finite number")
    known = sorted(number for number in numbers if number is not None)
    firsts: dict[float, int] = {}
    lasts: dict[float, int] = {}
    for n, number in enumerate(known):
        firsts.setdefault(number, n)
        lasts[number] = n
    # The middle of its ranks, from 0 to 1, laid on at most LEVELS levels; equal numbers stand at one place.
    levels = {number: _level(firsts[number] + lasts[number], len(known)) for number in firsts}
    place = sorted(set(levels.values()))
    codes = [None if number is None else levels[number] for number in numbers]
    at: dict[int, list[float]] = {level: [] for level in place}
    for number, level in levels.items():
        at[level].append(number)
    kinds = tuple((min(at[level]), max(at[level])) for level in place)
    return Column(name, attribute, _codes(codes, place), kinds, place=np.array(place, dtype=np.int32), far=UNIT // 2)


def _level(twice_the_rank: int, of: int) -> int:
    """0 to UNIT: the level of the rank `twice_the_rank / 2` among `of`."""
    if of == 1:
        return 0
    steps = min(LEVELS, of) - 1
    level = min(twice_the_rank * (steps + 1) // (2 * of - 1), steps)
    return level * UNIT // steps


def _multi(name: str, values: list[Any], attribute: Attribute) -> Column:
    sets = [_as_set(value) for value in values]
    kinds = sorted({one for one in sets if one is not None}, key=sorted)
    table = np.zeros((len(kinds), len(kinds)), dtype=np.int32)
    for a, first in enumerate(kinds):
        for b, second in enumerate(kinds[:a]):
            table[a, b] = table[b, a] = _jaccard(first, second)
    return Column(name, attribute, _codes(sets, kinds), tuple(kinds), table=table, far=UNIT // 2)


def _jaccard(first: frozenset[str], second: frozenset[str]) -> int:
    both = len(first | second)
    return round(UNIT * (both - len(first & second)) / both)


def _as_set(value: Any) -> frozenset[str] | None:
    if value is None:
        return None
    return value if isinstance(value, frozenset) else frozenset({str(value)})


_CODERS: dict[Scale, Callable[[str, list[Any], Attribute], Column]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "numeric": _numeric,
    "multi": _multi,
}

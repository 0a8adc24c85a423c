"""Everything that is wrong with a method's file, at once: for whoever mends it in a text editor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from iq4d.methods.battery import broken_promises
from iq4d.methods.checking import all_broken
from iq4d.methods.method import Both, Method
from iq4d.methods.mistakes import BrokenMethod
from iq4d.methods.reading import method_of, table_in
from iq4d.methods.table import Table

__all__ = ["MOST_TOLD", "Trial", "try_out"]

MOST_TOLD = 50  # problems; who has so many begins with the first
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying a file: the method, where nothing is wrong with it, or else what is."""

    method: Method | None
    problems: tuple[BrokenMethod, ...]


def try_out(source: str, name: str) -> Trial:
    """Read it strictly, look whether it can work, and play it to its end; takes seconds at worst.

    name: what its errors call the file. Where what a file says cannot be read, whether it can work is not asked, and
    what cannot work is not played: one mistake is not told twice.
    """
    found: list[BrokenMethod] = []
    try:
        method = method_of(_Patient(table_in(source, name), name, found))
    except BrokenMethod as broken:
        return Trial(None, (broken,))
    found = found or all_broken(method, name)
    found = found or [BrokenMethod(what, file=name, rule=where) for what, where in broken_promises(method)]
    return Trial(None if found else method, tuple(found[:MOST_TOLD]))


class _Patient(Table):
    """Notes what is wrong and reads on, with something that could have stood there."""

    def __init__(self, data: object, file: str, found: list[BrokenMethod], place: str = "", rule: str = "") -> None:
        self.found = found
        try:
            super().__init__(data, file, place, rule)
        except BrokenMethod as broken:
            found.append(broken)
            self.found = []  # nothing of what it lacks is a mistake of its own
            super().__init__({}, file, place, rule)

    def child(self, data: object, place: str, rule: str = "") -> Table:
        return _Patient(data, self.file, self.found, place, rule)

    def _or(self, instead: T, read: Callable[..., T], *asked: Any) -> T:
        try:
            return read(*asked)
        except BrokenMethod as broken:
            self.found.append(broken)
            return instead

    def done(self) -> None:
        left = list(self.data)
        for key in left:
            self.data = {key: None}
            self._or(None, super().done)

    def words(self, key: str, default: Any = ...) -> str:
        return self._or("x", super().words, key, default)

    def name(self, key: str, default: Any = ...) -> str:
        return self._or("x", super().name, key, default)

    def one_of(self, key: str, allowed: Sequence[str], default: Any = ...) -> str:
        return self._or(allowed[0], super().one_of, key, allowed, default)

    def some_of(self, key: str, allowed: Sequence[str], default: Any = ...) -> tuple[str, ...]:
        return self._or((), super().some_of, key, allowed, default)

    def names(self, key: str, default: Any = ...) -> tuple[str, ...]:
        return self._or((), super().names, key, default)

    def number(self, key: str, least: int, most: int, default: Any = ...) -> Any:
        return self._or(least, super().number, key, least, most, default)

    def truth(self, key: str, default: bool) -> bool:
        return self._or(default, super().truth, key, default)

    def table(self, key: str, default: Any = ...) -> Table | None:
        instead: Table | None = _nothing(self)
        return self._or(instead, super().table, key, default)

    def tables(self, key: str) -> list[Any]:
        return self._or([], super().tables, key)

    def said(self, key: str) -> Both:
        return self._or(Both("x", "x"), super().said, key)

    def inner(self, key: str, most: int) -> list[Table]:
        return self._or([], super().inner, key, most)


def _nothing(around: Table) -> _Patient:
    """In the place of a table that is missing: what it lacks is not told."""
    return _Patient({}, around.file, [], around.place)

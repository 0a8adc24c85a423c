"""Queries of which the SQL is made once. Django makes it anew for every page, which costs ten times the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", covariant=True)
Value = int | str | Q
SHAPES = 100  # remembered of one query by one thread; then it begins again
FIRST_MARK = 2**31 - 1  # marks stand in for values while the SQL is made


class Prepared(Generic[Row]):
    """A queryset made ready for other values: `Prepared(lambda circle, person: Membership.objects.filter(...))`.

    build: takes values and returns a queryset that uses each as it was given: a number (of a column that holds 32
    bits), a text, or a Q of those, of rows and of lists. Called with values of the same kinds it gives the list that
    the queryset gives; the SQL is made once for each shape of the Qs (their lookups, and how many stand in a list).
    Raises ValueError where a value does not stand in the SQL as it was given, and TypeError for one of another kind.

    The trap: `build` does not run again for values of the same shape, so that it must not look at a value, the clock
    or the language. Why: docs/decisions/0012-prepared-queries.md.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self._build = build

    def __call__(self, *values: Value) -> list[Row]:
        given: list[int | str] = []
        shape = tuple([_shape_of(value, given) for value in values])
        connection: Any = connections[DEFAULT_DB_ALIAS]  # each thread has one of its own
        made = connection.__dict__.setdefault("prepared", {}).setdefault(self, {})  # goes with the connection
        if shape not in made:
            if len(made) >= SHAPES:
                made.clear()
            made[shape] = self._make(connection, values, given, has_empty=_has_empty(shape))
        ready = made[shape]
        return ready.rows(given) if ready else []

    def first(self, *values: Value) -> Row | None:
        """The first of them, or None. A query that can find many says `[:1]` itself."""
        return next(iter(self(*values)), None)

    def _make(
        self, connection: Any, values: tuple[Value, ...], given: list[int | str], has_empty: bool
    ) -> _Made | None:
        """The query of this shape; None where an empty list leaves nothing to find."""
        marks = [FIRST_MARK - n if isinstance(one, int) else f"\x1a{n}\x1a" for n, one in enumerate(given)]
        left = iter(marks)
        queryset = self._build(*[_marked(value, left) for value in values])
        try:
            made = _Made(queryset, connection, marks)
        except EmptyResultSet:
            made = None
        lost = set(marks) - set(made.in_sql if made else ())
        if lost and not has_empty:  # an empty list may take its neighbours with it
            places = sorted(marks.index(mark) for mark in lost)
            raise ValueError(f"values {places} do not stand in the SQL as they were given: {queryset.query}")
        return made


class _Made:
    """A query whose SQL is ready, and which value goes where in it."""

    def __init__(self, queryset: Any, connection: Any, marks: list[Any]) -> None:
        compiler = queryset.query.get_compiler(connection=connection)
        self.sql, self.in_sql = compiler.as_sql()
        self.slots = [(one, marks.index(one) if one in marks else None) for one in self.in_sql]
        converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
        compiler.get_converters = lambda *_: converters
        queryset.query.get_compiler = lambda *_, **__: compiler
        self.queryset, self.compiler = queryset, compiler

    def rows(self, given: list[int | str]) -> list[Any]:
        bound = tuple([one if at is None else type(one)(given[at]) for one, at in self.slots])
        self.compiler.as_sql = lambda *_, **__: (self.sql, bound)
        return list(self.queryset._iterable_class(self.queryset))


def _shape_of(value: Any, given: list[int | str]) -> Any:
    """What of a value decides the SQL; its numbers and texts are added to `given`, in order."""
    if isinstance(value, Q):
        children = [
            (child[0], _shape_of(child[1], given)) if isinstance(child, tuple) else _shape_of(child, given)
            for child in value.children
        ]
        return (value.connector, value.negated, tuple(children))
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Model):
        value = value.pk
    if isinstance(value, int | str):
        given.append(value)
        return type(value)
    if isinstance(value, list | tuple | set | frozenset):
        kinds = [_shape_of(one, given) for one in value]
        if not kinds or (kinds[0] in (int, str) and kinds.count(kinds[0]) == len(kinds)):
            return len(kinds), kinds[0] if kinds else None
    raise TypeError(f"a prepared query takes numbers, texts, rows, lists and Qs of those, not {value!r}")


def _has_empty(shape: Any) -> bool:
    return isinstance(shape, tuple) and (shape == (0, None) or any(map(_has_empty, shape)))


def _marked(value: Any, left: Iterator[Any]) -> Any:
    """The same with marks for its numbers and texts."""
    if isinstance(value, Q):
        children = [
            (child[0], _marked(child[1], left)) if isinstance(child, tuple) else _marked(child, left)
            for child in value.children
        ]
        return Q(*children, _connector=value.connector, _negated=value.negated)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [next(left) for _ in value]
    return next(left)

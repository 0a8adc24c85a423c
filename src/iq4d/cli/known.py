"""What is known of people, column by column, as a command line says that it is to be read."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from iq4d.cli.meant import Names, count_in
from iq4d.cli.talking import WrongUsage
from iq4d.groups.people.attributes import SCALES, Attribute, Wish
from iq4d.groups.people.hours import hour_name
from iq4d.groups.people.presets import Asks, Preset, presets
from iq4d.groups.people.table import Kind, Table, guess, values_of
from iq4d.speech import Text, text

__all__ = ["Known", "preset_named"]

KINDS: tuple[Kind, ...] = (*SCALES, "hours")


def preset_named(key: str | None) -> Preset | None:
    """The preset of that name. Raises WrongUsage."""
    if key is None or key in presets():
        return presets()[key] if key else None
    known = ", ".join(presets())
    raise WrongUsage(text("No preset is called “{key}”. There is: {known}.", key=key[:80], known=known))


class Known:
    """The columns of a table. asked: {column: what the preset asks of it}. shares, shared_hours: {column: how many}.

    Each column is read when it is first needed, so that a mistake in one that plays no part is in nobody's way.
    """

    def __init__(self, options: argparse.Namespace, table: Table, week: date) -> None:
        self.table, self.week = table, week
        self.preset = preset_named(options.preset)
        self.names = Names(table.columns, _no_column)
        self.asked = self._asked(options.column)
        self.shares = self._shared("share", options.share)
        self.shared_hours = self._shared("share_hours", options.share_hours)
        self.order = {column: _split(words) for column, words in self.told(options.order, "level=low,middle,high")}
        self._kinds: dict[str, Kind] = dict(self._said(options.scale))
        self._read: dict[str, list[Any]] = {}

    def listed(self, given: Iterable[str]) -> list[str]:
        """The columns named in `--spread role,expertise`, each time it is given."""
        return [column for words in given for column in self.names.several(words)]

    def told(self, given: Iterable[str], form: str) -> Iterator[tuple[str, str]]:
        """(column, what is said of it) of `--weight role=2`, each time it is given."""
        return (self.names.told(words, form) for words in given)

    def kind(self, column: str) -> Kind:
        """How a column is read: as was said, else as it looks."""
        return self._kinds.setdefault(column, guess(self.table.columns[column]))

    def values(self, column: str) -> list[Any]:
        """What everybody's cell says. Raises BadTable."""
        if column not in self._read:
            order = self.order.get(column, ())
            self._read[column] = values_of(self.table, column, self.kind(column), week=self.week, order=order)
        return self._read[column]

    def attribute(self, column: str, wish: Wish, weight: float = 1.0) -> Attribute:
        kind = self.kind(column)
        return Attribute("multi" if kind == "hours" else kind, wish, weight, self.order.get(column, ()))

    def attribute_values(self, column: str) -> list[Any]:
        """The same for an attribute: free hours by their names, which do not depend on a language."""
        if self.kind(column) != "hours":
            return self.values(column)
        return [None if one is None else frozenset(hour_name(h, "en") for h in one) for one in self.values(column)]

    def people_with(self, column: str, kind: str) -> frozenset[int]:
        """The rows of the people of that kind. Raises WrongUsage where there is nobody."""
        said = self.kinds_of(column)
        meant = Names(said, lambda word, near: _no_kind(column, word, near)).one(kind)
        return frozenset(said[meant])

    def kinds_of(self, column: str) -> Mapping[str, list[int]]:
        """{a kind, as it is written: the rows of the people of whom it is said}."""
        found: dict[str, list[int]] = {}
        several = self.kind(column) == "multi"
        for row, value in enumerate(self.values(column) if several else self.table.columns[column]):
            for one in sorted(value or ()) if several else filter(None, [value]):
                found.setdefault(one, []).append(row)
        return found

    def _asked(self, given: Iterable[str]) -> Mapping[str, Asks]:
        if self.preset is None:
            if list(given):
                raise WrongUsage(text("--column tells which column has a role in a preset: name one with --preset."))
            return {}
        roles = Names((one.role for one in self.preset.columns), _no_role)
        said = dict(roles.told(words, "role=COLUMN") for words in given)
        return self.preset.found(self.table.columns, {role: self.names.one(column) for role, column in said.items()})

    def _shared(self, what: str, given: Iterable[str]) -> dict[str, int]:
        found = {column: number for column, asks in self.asked.items() if (number := getattr(asks, what))}
        for words in given:
            if "=" in words:
                column, number = self.names.told(words, "language=1")
                found[column] = count_in(number, words)
            else:
                found.update(dict.fromkeys(self.names.several(words), 1))
        return found

    def _said(self, scales: Iterable[str]) -> Iterator[tuple[str, Kind]]:
        yield from ((column, "multi") for column in self.shares)
        yield from ((column, "hours") for column in self.shared_hours)
        yield from ((column, "ordinal") for column in self.order)
        for column, word in self.told(scales, "age=numeric"):
            kind = next((one for one in KINDS if one == word), None)
            if kind is None:
                known = ", ".join(KINDS)
                raise WrongUsage(text("The scale of {column} is one of {known}.", column=column, known=known))
            if kind == "ordinal" and column not in self.order:
                raise WrongUsage(
                    text("Name its kinds in their order: --order {column}=low,middle,high.", column=column)
                )
            yield column, kind


def _split(words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in words.split(",") if one.strip()))


def _no_column(word: str, near: str) -> Text:
    return text("There is no column “{word}”. There is: {near}.", word=word, near=near)


def _no_role(word: str, near: str) -> Text:
    return text("This preset has no role “{word}”. There is: {near}.", word=word, near=near)


def _no_kind(column: str, word: str, near: str) -> Text:
    return text("Nobody has “{word}” in the column {column}. There is: {near}.", word=word, column=column, near=near)

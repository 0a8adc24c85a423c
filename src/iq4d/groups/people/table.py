"""People from a CSV file: a row a person, a column with their names, and in all other columns what is known of them.

Read strictly: what cannot be meant is told with its line, its column and what to do, and nothing is guessed away. What
is written may be opened in a spreadsheet, which is why words that look like a formula are `spelled` there.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any, Literal, TextIO

from iq4d.cells import spelled, unspelled
from iq4d.errors import IQ4DError
from iq4d.groups.people.hours import BadHours, free_hours, looks_like_hours
from iq4d.speech import Text, text

__all__ = ["BadTable", "Kind", "Rows", "Table", "guess", "read_rows", "rows_of", "table_of", "values_of", "write_table"]

Kind = Literal["nominal", "ordinal", "numeric", "multi", "hours"]
"""How a column is read: a scale of `attributes`, or "hours" (sets of free hours, which are "multi")."""

BYTES, ROWS, COLUMNS, CELL, NAME = 100_000_000, 200_000, 200, 2_000, 300
"""The most a file, a table, a row, a cell and a name may hold: bytes, rows, columns, characters."""

SEVERAL = "|;"  # between several values in one cell, the first of them that occurs in the column
_DELIMITERS = "\t;,"
_FOR_SPREADSHEETS = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)  # a first line that names the delimiter
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_NUMBER = re.compile(r"[+\-−]?\d{1,15}(?:[.,]\d{1,15})?", re.ASCII)
_MISTAKES = 10  # one cell in so many that is no number is a mistake in a column of numbers, and no kind of its own
# Characters nobody sees, or that turn the reading direction of what follows. The joiner of emoji is none of them.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")


class BadTable(IQ4DError):
    """A file of people that cannot be used as it is: nothing of it was."""


@dataclass(frozen=True)
class Table:
    """People and what is known of them.

    source: what the file is called. head: the header of the column with names. names: one per person, all different.
    columns: {header: a cell per person, "" where nothing stands}, in the order of the file. lines: where in the file
    each person's row begins, from 1. delimiter, marked: as in `Rows`, to write a file of the same form.
    """

    source: str
    head: str
    names: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    lines: tuple[int, ...]
    delimiter: str = ","
    marked: bool = False

    def __len__(self) -> int:
        return len(self.names)

    def at(self, row: int, column: str) -> Text:
        """Where a cell stands, in words."""
        return _at(self.source, self.lines[row], column)


@dataclass(frozen=True)
class Rows:
    """A CSV file as it stands. heads: the cells of its first line, all different. rows: (line, cells) of each other.

    delimiter: what stands between cells. marked: it begins with a byte order mark, by which a spreadsheet knows UTF-8.
    """

    source: str
    heads: tuple[str, ...]
    rows: tuple[tuple[int, list[str]], ...]
    delimiter: str = ","
    marked: bool = False

    def column(self, *called: str) -> int:
        """The place of the column that is called one of these, the first of them before the others, in capitals or not.

        Raises BadTable, which names the columns there are.
        """
        if called[0] in self.heads:
            return self.heads.index(called[0])
        places = {head.casefold(): place for place, head in reversed(list(enumerate(self.heads)))}
        for one in called:
            if (place := places.get(one.casefold())) is not None:
                return place
        raise BadTable(
            text("No column is called “{name}”.", name=called[0]),
            where=self.source,
            todo=text("The columns are: {known}.", known=", ".join(self.heads)),
        )

    def at(self, line: int, column: int) -> Text:
        """Where a cell stands, in words."""
        return _at(self.source, line, self.heads[column])

    def name(self, line: int, cells: Sequence[str], column: int) -> str:
        """Who is named in a cell. Raises BadTable where nobody is."""
        who = _one_line(cells[column])
        if who and len(who) <= NAME:
            return who
        what = text("This name is longer than {most} characters.", most=NAME) if who else text("Nobody is named here.")
        raise BadTable(what, where=self.at(line, column))


def read_rows(path: str | Path) -> Rows:
    """The rows of a CSV file.

    UTF-8 with or without a byte order mark, or UTF-16 with one, as spreadsheets write them; cells apart by comma,
    semicolon or tab. Raises BadTable.
    """
    path = Path(path)
    try:
        if path.stat().st_size > BYTES:
            raise _too_large(path.name)
        data = path.read_bytes()
    except (OSError, ValueError) as problem:
        raise BadTable(
            text("This file cannot be opened."), where=str(path), todo=text("Check how its name is spelled.")
        ) from problem
    return rows_of(data, path.name)


def rows_of(data: bytes, source: str) -> Rows:
    """The same of the bytes of such a file; `source` is what it is called."""
    words = _decoded(data, source)
    told = _FOR_SPREADSHEETS.match(words)
    delimiter = told[1] if told else _delimiter(words)
    found = _records(words[told.end() :] if told else words, delimiter, source, 2 if told else 1)
    line, first = next(found, (1, []))
    heads = _heads(first, source, line)
    rows: list[tuple[int, list[str]]] = []
    for line, cells in found:
        rows.append((line, _row(cells, heads, source, line)))
        if len(rows) > ROWS:
            raise BadTable(text("There are more than {most} rows in it.", most=ROWS), where=source)
    return Rows(source, tuple(heads), tuple(rows), delimiter, data[:3].startswith(_MARKS))


def table_of(read: Rows, name: str | None = None) -> Table:
    """The people in such a file, a row each. name: the header of the column that names them; without it the first.

    Raises BadTable where two have one name, or nobody is in it.
    """
    if not read.rows:
        raise BadTable(
            text("There is nobody in it."),
            where=read.source,
            todo=text("Write a line with the names of the columns, and below it a line for each person."),
        )
    naming = 0 if name is None else read.column(name)
    people: dict[str, int] = {}
    for line, cells in read.rows:
        who = read.name(line, cells, naming)
        if who in people:
            raise BadTable(
                text(
                    "{who} stands in line {first} too, and two people cannot have one name.",
                    who=who,
                    first=people[who],
                ),
                where=read.at(line, naming),
                todo=text("Add a letter or a number to one of them."),
            )
        people[who] = line
    by_column = zip(*(cells for _, cells in read.rows), strict=True)
    columns = {head: cells for k, (head, cells) in enumerate(zip(read.heads, by_column, strict=True)) if k != naming}
    lines = tuple(people.values())
    return Table(read.source, read.heads[naming], tuple(people), columns, lines, read.delimiter, read.marked)


def write_table(rows: Iterable[Sequence[str]], file: TextIO, *, delimiter: str = ",", marked: bool = False) -> None:
    """Rows as CSV, which a spreadsheet opens without taking a word for a formula. A number stays a number.

    marked: with a byte order mark in front, without which some spreadsheets do not know UTF-8.
    """
    if marked:
        file.write("\ufeff")
    writer = csv.writer(file, delimiter=delimiter)
    for row in rows:
        writer.writerow(cell if _NUMBER.fullmatch(cell) else spelled(cell) for cell in row)


# How a column is read


def guess(cells: Iterable[str]) -> Kind:
    """How these cells are meant: free hours, several values each (a|b, a; b), numbers, or else kinds."""
    known = [cell for cell in dict.fromkeys(cells) if cell]
    if looks_like_hours(known):
        return "hours"
    if any(mark in cell for cell in known for mark in SEVERAL):
        return "multi"
    mistakes = sum(not _NUMBER.fullmatch(cell) for cell in known)
    allowed = max(len(known) // _MISTAKES, int(len(known) > 3))
    return "numeric" if known and mistakes <= allowed else "nominal"


def values_of(table: Table, column: str, kind: Kind, *, week: date, order: Sequence[str] = ()) -> list[Any]:
    """What the cells of a column say, None where nothing stands: str, float, or a frozenset (of str; hours: of int).

    week: a day of the week for which free hours are reckoned. order: all kinds of an ordinal column. Raises BadTable at
    the first cell that cannot be read.
    """
    cells = table.columns[column]
    apart = next((mark for mark in SEVERAL if any(mark in cell for cell in cells)), ",")
    read: dict[str, Any] = {}
    for cell in dict.fromkeys(cells):
        value = read[cell] = _value(cell, kind, apart, week, order) if cell else None
        if isinstance(value, Text):
            raise BadTable(
                value,
                where=table.at(cells.index(cell), column),
                todo=text("Mend it, or leave it empty. Is the column meant otherwise? --scale says how it is read."),
            )
    return [read[cell] for cell in cells]


def _value(cell: str, kind: Kind, apart: str, week: date, order: Sequence[str]) -> Any:
    """What one cell says; a Text where it says nothing of that kind."""
    match kind:
        case "numeric":
            return _number(cell)
        case "hours":
            return _hours(cell, week)
        case "multi":
            return frozenset(one.strip() for one in cell.split(apart)) - {""} or None
        case "ordinal" if cell not in order:
            return text("“{cell}” is not one of {known}.", cell=cell[:40], known=", ".join(order))
    return cell


def _number(cell: str) -> float | Text:
    if not _NUMBER.fullmatch(cell):
        return text("“{cell}” is not a number.", cell=cell[:40])
    return float(cell.replace(",", ".").replace("−", "-"))


def _hours(cell: str, week: date) -> frozenset[int] | Text:
    try:
        return free_hours(cell, week)
    except BadHours as bad:
        return bad.reason


# The file


def _decoded(data: bytes, source: str) -> str:
    if len(data) > BYTES:
        raise _too_large(source)
    coding = "utf-16" if data.startswith(_MARKS[1:]) else "utf-8-sig"
    try:
        words = data.decode(coding)
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise BadTable(
            text("This is not written in UTF-8."),
            where=text("{source}, line {line}", source=source, line=line),
            todo=text("Save it in your spreadsheet as “CSV UTF-8”, and choose that file."),
        ) from problem
    if found := _CONTROL.search(words):
        raise BadTable(
            text("There is a character in it that no text has (number {n}).", n=ord(found[0])),
            where=text("{source}, line {line}", source=source, line=words.count("\n", 0, found.start()) + 1),
            todo=text("Is it a CSV file? Save it in your spreadsheet as “CSV UTF-8”, and choose that file."),
        )
    return words


def _records(words: str, delimiter: str, source: str, begins: int) -> Iterator[tuple[int, list[str]]]:
    """(the line it begins in, its cells) of each row in which something stands. begins: the line of the first."""
    reader = csv.reader(StringIO(words, newline=""), delimiter=delimiter, strict=True)
    before = begins
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as problem:
            too_long = "limit" in str(problem)
            raise BadTable(
                text("A cell of this row is longer than {most} characters.", most=CELL)
                if too_long
                else text("The quotation marks of this row do not fit together."),
                where=text("{source}, line {line}", source=source, line=begins),
                todo=text("A quotation mark within a cell is written twice, and the cell stands between two of them."),
            ) from problem
        if cells is None:
            return
        if any(map(str.strip, cells)):
            yield begins, cells
        begins = before + reader.line_num


def _delimiter(words: str) -> str:
    """What stands most often between the cells of the first line in which something stands."""
    first = next((line for line in words[: 100 * CELL].splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(_DELIMITERS, key=bare.count) if any(map(bare.count, _DELIMITERS)) else ","


def _heads(cells: list[str], source: str, line: int) -> list[str]:
    heads = [_one_line(unspelled(cell)) for cell in cells]
    while heads and not heads[-1]:  # a spreadsheet keeps a column that was emptied
        heads.pop()
    if len(heads) > COLUMNS:
        raise BadTable(text("There are more than {most} columns in it.", most=COLUMNS), where=source)
    seen: set[str] = set()
    for number, head in enumerate(heads, 1):
        if not head or len(head) > NAME or head in seen:
            what = (
                text("Column {n} has no name.", n=number) if not head
                else text("Two columns are called “{name}”.", name=head) if head in seen
                else text("The name of column {n} is longer than {most} characters.", n=number, most=NAME)
            )  # fmt: skip
            raise BadTable(what, where=text("{source}, line {line}", source=source, line=line))
        seen.add(head)
    return heads


def _row(cells: list[str], heads: list[str], source: str, line: int) -> list[str]:
    more = cells[len(heads) :]
    if len(cells) < len(heads) or any(map(str.strip, more)):
        raise BadTable(
            text("This row has {n} cells, and the first line names {of} columns.", n=len(cells), of=len(heads)),
            where=text("{source}, line {line}", source=source, line=line),
            todo=text(
                "Is one missing or too many? A cell with a comma or a line break stands between quotation marks."
            ),
        )
    row = [unspelled(cell.strip()) for cell in cells[: len(heads)]]
    for head, cell in zip(heads, row, strict=True):
        if len(cell) > CELL:
            raise BadTable(
                text("This cell is longer than {most} characters.", most=CELL), where=_at(source, line, head)
            )
    return row


def _too_large(source: str) -> BadTable:
    return BadTable(text("This file is larger than {most} MB.", most=BYTES // 10**6), where=source)


def _at(source: str, line: int, column: str) -> Text:
    return text("{source}, line {line}, column {column}", source=source, line=line, column=column)


def _one_line(words: str) -> str:
    return " ".join(_INVISIBLE.sub("", words).split())

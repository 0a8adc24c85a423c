"""JSON from people we do not know: UTF-8, as the standard says, and within bounds that are checked first."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any, NoReturn

from iq4d.errors import UnreadableExport
from iq4d.readers.protocol import Limits
from iq4d.speech import Text, text

__all__ = ["JSON_BYTES", "JSON_VALUES", "lines", "load", "members", "whole_number"]

JSON_BYTES = 64_000_000
"""Size of what is parsed at once, a file, a line or a member: it is held in memory whole, at up to twenty times its
size."""
JSON_VALUES = 2_000_000
"""Values parsed at once, some 400 MB at worst and about 300,000 posts."""

# One alternative too many or too few here and a string of quotation marks takes quadratic time: the pattern
# matches from every opening quotation mark, also of a string that never ends.
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_NOT_STRUCTURE = bytes(set(range(256)) - set(b"[]{},"))
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1, ord(","): 0}
_DIGITS = 40
# A string, "end" missing where it goes on in what is still to be read, or one byte of structure.
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?P<end>")?|[\[\]{},]', re.DOTALL)
_CLOSING = {ord("["): ord("]"), ord("{"): ord("}")}
_PIECE = 1 << 20
_BOM = b"\xef\xbb\xbf"


def load(path: Path, limits: Limits) -> Any:
    """The value in the file at `path`.

    Of two members with one name the last counts, as in the standard library. Strings may hold half a
    surrogate pair or NUL: whoever uses one cleans it (`iq4d.readers.text`).

    Raises UnreadableExport with file, line and column: not UTF-8 (a BOM is allowed), not JSON, NaN or
    Infinity, a whole number of more than 40 digits, a number beyond 1e308, deeper than `limits.depth`, larger
    than `JSON_BYTES` or `limits.bytes`, more than `JSON_VALUES` values.
    """
    most = min(limits.bytes, JSON_BYTES)
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise UnreadableExport(
            text("This file is larger than the {most} MB we take of JSON.", most=most // 10**6), where=path.name
        )
    return _value(data, path, limits)


def lines(path: Path, limits: Limits) -> Iterator[tuple[int, int, Any]]:
    """(number of the line, bytes read so far, value) of each line that is not blank, in the memory of one line.

    Raises UnreadableExport as `load` does, for a line as for a file; a file larger than `limits.bytes` is refused.
    """
    _fits(path, limits)
    done, most = 0, min(limits.bytes, JSON_BYTES)
    with path.open("rb") as file:
        for number, data in enumerate(iter(lambda: file.readline(most + 1), b""), 1):
            done += len(data)
            if len(data) > most:
                raise UnreadableExport(
                    text("This line is larger than the {most} MB we take of JSON.", most=most // 10**6),
                    where=_line(path, number),
                )
            if data := data.rstrip():
                yield number, done, _value(data, path, limits, number)


def members(path: Path, limits: Limits) -> Iterator[tuple[str | int, Any]]:
    """(name, value) of each member of the object in the file, or (place from 1, value) of each value in its list.

    In the memory of one member, however long the file is. Of two members with one name both are given. Raises
    UnreadableExport as `load` does, for a member as for a file; a file larger than `limits.bytes` is refused.
    """
    _fits(path, limits)
    for place, (opening, line, data) in enumerate(_pieces(path, limits), 1):
        value = _value(bytes([opening]) + data + bytes([_CLOSING[opening]]), path, limits, line)
        if len(value) != 1:
            raise _damaged(_line(path, line))
        yield next(iter(value.items())) if isinstance(value, dict) else (place, value[0])


def _pieces(path: Path, limits: Limits) -> Iterator[tuple[int, int, bytes]]:
    """(opening bracket, line, bytes) of what stands between the commas of the outermost list or object."""
    most = min(limits.bytes, JSON_BYTES)
    opening, depth, line = 0, 0, 1
    rest, begins, at = b"", 0, 0  # what is held, where the member begins in it, how far it was looked through
    first = True
    with path.open("rb") as file:
        # twice as much each time a member goes on: a long one is not looked through again and again
        while data := file.read(max(_PIECE, len(rest) - begins)):
            rest, at, begins = rest[begins:] + data, at - begins, 0
            if not opening:
                rest = rest.removeprefix(_BOM)
            while found := _TOKEN.search(rest, at):
                token = rest[found.start()]
                if token == ord('"') and found["end"] is None:
                    at = found.start()
                    break
                at = found.end()
                if not depth:
                    if opening or token not in _CLOSING or rest[begins : found.start()].strip():
                        raise _damaged(_line(path, line))
                    line += rest.count(b"\n", 0, at)
                    opening, depth, begins = token, 1, at
                elif token in _CLOSING:
                    depth += 1
                    if depth > limits.depth:
                        raise _deep(path, limits)
                elif token != ord('"') and depth == 1:
                    member = rest[begins : found.start()]
                    last = token != ord(",")
                    if last and token != _CLOSING[opening]:
                        raise _damaged(_line(path, line))
                    if member.strip() or not (first and last):
                        yield opening, line, member
                    line += member.count(b"\n")
                    first, begins, depth = False, at, 0 if last else 1
                elif token in _STEP and token != ord(","):
                    depth -= 1
            else:
                at = len(rest)
            if len(rest) - begins > most:
                raise UnreadableExport(
                    text("One value is larger than the {most} MB we take of JSON.", most=most // 10**6),
                    where=_line(path, line),
                )
    if depth or not opening or rest[begins:].strip():
        raise _damaged(_line(path, line))


def _fits(path: Path, limits: Limits) -> None:
    if path.stat().st_size > limits.bytes:
        raise UnreadableExport(
            text("This file is larger than the {most} MB we take.", most=limits.bytes // 10**6), where=path.name
        )


def whole_number(value: object, *, least: int = 1) -> int | None:
    """`value` where it is a whole number from `least` up to what a database column holds (2**63 - 1), else None."""
    if isinstance(value, int) and not isinstance(value, bool) and least <= value < 2**63:
        return value
    return None


def _value(data: bytes, path: Path, limits: Limits, line: int | None = None) -> Any:
    """The value of these bytes; line: the one they begin at, where they are not the whole file."""
    structure = _STRING.sub(b"", data).translate(None, _NOT_STRUCTURE)
    if len(structure) > JSON_VALUES:
        raise UnreadableExport(text("This file holds more than {most} values.", most=JSON_VALUES), where=path.name)
    if max(accumulate(map(_STEP.__getitem__, structure)), default=0) > limits.depth:
        raise _deep(path, limits)
    del structure
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        number = data.count(b"\n", 0, problem.start) + (line or 1)
        raise UnreadableExport(
            text("This is not UTF-8 text."), where=_line(path, number), todo=text("Save it as UTF-8.")
        ) from problem
    return _parsed(words, path, line)


def _parsed(words: str, path: Path, line: int | None) -> Any:
    def refuse(what: Text, near: str) -> NoReturn:
        found = re.search(r"(?:[\s:,\[]|\A)" + re.escape(near), words)
        raise UnreadableExport(what, where=_place(path, words, found.end() - len(near) if found else 0, line))

    def whole(digits: str) -> int:
        if len(digits) > _DIGITS:
            refuse(text("This file holds a number of {n} digits.", n=len(digits)), digits)
        return int(digits)

    def broken(digits: str) -> float:
        value = float(digits)
        if math.isinf(value):
            refuse(text("This file holds a number too large to be one."), digits)
        return value

    def constant(name: str) -> NoReturn:
        refuse(text("This file holds {name}, which is no JSON.", name=name), name)

    try:
        return json.loads(words, parse_int=whole, parse_float=broken, parse_constant=constant)
    except json.JSONDecodeError as problem:
        raise _damaged(_place(path, words, problem.pos, line)) from problem


def _damaged(where: Text) -> UnreadableExport:
    return UnreadableExport(
        text("This file is damaged or cut off."), where=where, todo=text("Export it again and choose the new file.")
    )


def _deep(path: Path, limits: Limits) -> UnreadableExport:
    return UnreadableExport(
        text("This JSON is nested more than {most} levels deep.", most=limits.depth), where=path.name
    )


def _line(path: Path, line: int) -> Text:
    return text("{file}, line {line}", file=path.name, line=line)


def _place(path: Path, words: str, at: int, begins: int | None) -> Text:
    if begins is not None:  # a part of the file: of its first line we see only what belongs to the part
        return _line(path, begins + words.count("\n", 0, at))
    line, character = words.count("\n", 0, at) + 1, at - words.rfind("\n", 0, at)
    return text("{file}, line {line}, character {character}", file=path.name, line=line, character=character)

"""JSON from people we do not know: UTF-8, as the standard says, and within bounds that are checked first."""

from __future__ import annotations

import json
import math
import re
from itertools import accumulate
from pathlib import Path
from typing import Any, NoReturn

from iq4d.errors import UnreadableExport
from iq4d.readers.protocol import Limits
from iq4d.speech import Text, text

__all__ = ["JSON_BYTES", "JSON_VALUES", "load", "whole_number"]

JSON_BYTES = 64_000_000
"""Size of one file: a JSON file is held in memory whole, at up to twenty times its size."""
JSON_VALUES = 2_000_000
"""Values in one file, some 400 MB at worst and about 300,000 posts."""

# One alternative too many or too few here and a string of quotation marks takes quadratic time: the pattern
# matches from every opening quotation mark, also of a string that never ends.
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_NOT_STRUCTURE = bytes(set(range(256)) - set(b"[]{},"))
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1, ord(","): 0}
_DIGITS = 40


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
    structure = _STRING.sub(b"", data).translate(None, _NOT_STRUCTURE)
    if len(structure) > JSON_VALUES:
        raise UnreadableExport(text("This file holds more than {most} values.", most=JSON_VALUES), where=path.name)
    if max(accumulate(map(_STEP.__getitem__, structure)), default=0) > limits.depth:
        raise UnreadableExport(
            text("This JSON is nested more than {most} levels deep.", most=limits.depth), where=path.name
        )
    del structure
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise UnreadableExport(
            text("This is not UTF-8 text."),
            where=text("{file}, line {line}", file=path.name, line=line),
            todo=text("Save it as UTF-8."),
        ) from problem
    del data
    return _parsed(words, path)


def whole_number(value: object, *, least: int = 1) -> int | None:
    """`value` where it is a whole number from `least` up to what a database column holds (2**63 - 1), else None."""
    if isinstance(value, int) and not isinstance(value, bool) and least <= value < 2**63:
        return value
    return None


def _parsed(words: str, path: Path) -> Any:
    def refuse(what: Text, near: str) -> NoReturn:
        found = re.search(r"(?:[\s:,\[]|\A)" + re.escape(near), words)
        raise UnreadableExport(what, where=_place(path, words, found.end() - len(near) if found else 0))

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
        raise UnreadableExport(
            text("This file is damaged or cut off."),
            where=_place(path, words, problem.pos),
            todo=text("Export it again and choose the new file."),
        ) from problem


def _place(path: Path, words: str, at: int) -> Text:
    line, character = words.count("\n", 0, at) + 1, at - words.rfind("\n", 0, at)
    return text("{file}, line {line}, character {character}", file=path.name, line=line, character=character)

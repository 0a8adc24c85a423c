"""A method from its file: one TOML file, English and Dutch side by side, strictly read.

What the file may not say, it is refused for here; whether what it says can work, `checking` looks at.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from iq4d.methods.checking import check
from iq4d.methods.kinds import KINDS, ROLES
from iq4d.methods.method import (
    AUTHORS,
    CHOICES,
    COURSES,
    DEALS,
    DIMENSIONS,
    EXITS,
    HATS,
    KEEPINGS,
    LICENCES,
    MANNERS,
    MODES,
    OWNER_MODES,
    PERIODS,
    PURPOSES,
    REPEATS,
    REVEALS,
    ROOMS,
    ROUNDS,
    STATEMENTS,
    STEERINGS,
    TRUSTS,
    TURNS,
    VISIBILITIES,
    Block,
    Both,
    Course,
    Deal,
    Method,
    Module,
    Phase,
    Scale,
)  # fmt: skip
from iq4d.methods.mistakes import BrokenMethod
from iq4d.speech import LANGUAGES, Text, text

__all__ = ["load", "loads"]

LARGEST = 200_000  # bytes; a method is a page or three, and files are brought in by people
LONGEST = 2_000  # characters of one text
KEY_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")
MOST = 100_000
MOST_THEMES, MOST_MODULES = 9, 20
MOST_DOTS = 250  # on one line: a key of so many parts takes the time of their square, and no text has as many
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})  # what turns a line round, ends it or hides in it
SEEN = frozenset("\n\t\u00ad\u200c\u200d")  # but these: soft hyphen, and what holds letters and signs together or apart


def load(source: str | Path) -> Method:
    """The method in this file. Raises BrokenMethod (file, phase, rule, allowed values)."""
    path = Path(source)
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
        return loads(raw.decode("utf-8-sig"), path.name)  # some editors put a mark before the first letter
    except OSError:
        raise BrokenMethod(text("This file cannot be read."), file=path.name, rule="file") from None
    except UnicodeDecodeError:
        raise BrokenMethod(text("This file is not text."), file=path.name, rule="file", allowed=["UTF-8"]) from None


def loads(source: str, name: str) -> Method:
    """The method in this text; `name` is what its errors call the file. Raises BrokenMethod."""
    if len(source.encode("utf-8", "replace")) > LARGEST:
        raise BrokenMethod(text("This file is too large for a method."), file=name, rule="file")
    if any(line.count(".") > MOST_DOTS for line in source.split("\n")):
        raise BrokenMethod(text("A line of this file has more dots than any text needs."), file=name, rule="TOML")
    try:
        data = tomllib.loads(source)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is a bare ValueError
        problem = text("This is not TOML: {problem}.", problem=str(error) or type(error).__name__)
        raise BrokenMethod(problem, file=name, rule="TOML") from None
    method = _method(_Table(data, name))
    check(method, name)
    return method


class _Table:
    """A table of the file: gives its values one by one, each of the right sort, and refuses what is left over."""

    def __init__(self, data: object, file: str, place: str = "", rule: str = "") -> None:
        self.file, self.place, self.rule = file, place, rule
        if not isinstance(data, dict):
            raise self.broken(text("This has to be a table."), "")
        self.data: dict[str, Any] = dict(data)
        self.asked: list[str] = []

    def broken(self, what: Text, key: str, allowed: Collection[object] = ()) -> BrokenMethod:
        rule = ".".join(part for part in (self.rule, key) if part)
        return BrokenMethod(what, file=self.file, phase=self.place, rule=rule, allowed=allowed)

    def take(self, key: str, default: Any = ...) -> Any:
        self.asked.append(key)
        if key in self.data:
            return self.data.pop(key)
        if default is ...:
            raise self.broken(text("“{key}” is missing.", key=key), key)
        return default

    def done(self) -> None:
        for key in self.data:
            shown = _shown(key)
            raise self.broken(text("“{key}” is not known here.", key=shown), shown, sorted(self.asked))

    def words(self, key: str, default: Any = ...) -> str:
        value = self.take(key, default)
        if not isinstance(value, str) or (not value.strip() and default is ...) or len(value) > LONGEST:
            raise self.broken(text("“{key}” has to be a text of at most {n} characters.", key=key, n=LONGEST), key)
        for unseen in (one for one in value if unicodedata.category(one) in UNSEEN and one not in SEEN):
            code = f"U+{ord(unseen):04X}"
            raise self.broken(text("“{key}” holds a character that cannot be seen ({code}).", key=key, code=code), key)
        return value

    def name(self, key: str, default: Any = ...) -> str:
        value = self.words(key, default)
        if not set(value) <= KEY_CHARACTERS or len(value) > 40:
            raise self.broken(text("“{key}” has to be a short plain name.", key=key), key, ["a-z", "0-9", "_"])
        return value

    def one_of(self, key: str, allowed: Sequence[str], default: Any = ...) -> str:
        value = self.take(key, default)
        if not isinstance(value, str) or value not in allowed:
            raise self.broken(text("“{value}” is not possible here.", value=_shown(value)), key, allowed)
        return value

    def some_of(self, key: str, allowed: Sequence[str], default: Any = ...) -> tuple[str, ...]:
        values = self.names(key, default)
        for value in values:
            if value not in allowed:
                raise self.broken(text("“{value}” is not possible here.", value=_shown(value)), key, allowed)
        return values

    def names(self, key: str, default: Any = ...) -> tuple[str, ...]:
        values = self.take(key, default)
        right = isinstance(values, list | tuple) and all(isinstance(value, str) for value in values)
        if not right or len(set(values)) < len(values):
            raise self.broken(text("“{key}” has to be a list of names, each once.", key=key), key)
        return tuple(values)

    def number(self, key: str, least: int, most: int, default: Any = ...) -> Any:
        value = self.take(key, default)
        if value is default and default is not ...:
            return value
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self.broken(text("“{key}” has to be a whole number.", key=key), key, [f"{least}-{most}"])
        return value

    def truth(self, key: str, default: bool) -> bool:
        value = self.take(key, default)
        if not isinstance(value, bool):
            raise self.broken(text("“{key}” is either true or false.", key=key), key, ["true", "false"])
        return value

    def table(self, key: str, default: Any = ...) -> _Table | None:
        value = self.take(key, default)
        return None if value is None else _Table(value, self.file, self.place, ".".join(filter(None, (self.rule, key))))

    def tables(self, key: str) -> list[Any]:
        values = self.take(key)
        if not isinstance(values, list) or not values:
            raise self.broken(text("“{key}” has to be a list with something in it.", key=key), key)
        return values

    def said(self, key: str) -> Both:
        inner = self.table(key)
        assert inner is not None
        for language in LANGUAGES:
            if language not in inner.data:
                missing = text("The language “{language}” is missing.", language=language)
                raise inner.broken(missing, language, LANGUAGES)
        made = Both(inner.words("en").strip(), inner.words("nl").strip())
        inner.done()
        return made

    def maybe_said(self, key: str) -> Both | None:
        if key in self.data:
            return self.said(key)
        self.asked.append(key)
        return None

    def inner(self, key: str, most: int) -> list[_Table]:
        """The tables of a list that may be left out."""
        values = self.take(key, [])
        if not isinstance(values, list) or len(values) > most:
            raise self.broken(text("“{key}” has to be a list of at most {n}.", key=key, n=most), key)
        where = ".".join(filter(None, (self.rule, key)))
        return [_Table(value, self.file, self.place, f"{where} {n}") for n, value in enumerate(values, 1)]


def _shown(value: object) -> str:
    """Enough of something to be recognised: of what is no text or number only its sort, however deep it goes."""
    small = isinstance(value, str | float) or (isinstance(value, int) and value.bit_length() < 64)
    told = str(value) if small else f"({type(value).__name__})"
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in told[:80])


def _method(table: _Table) -> Method:
    people = table.table("people")
    assert people is not None
    least = people.number("least", 1, MOST)
    most = people.number("most", least, MOST, None)
    people.done()
    courses = table.table("courses")
    assert courses is not None
    made = Method(
        key=table.name("key"),
        version=table.number("version", 1, MOST),
        name=table.said("name"),
        summary=table.said("summary"),
        source=table.words("source"),
        licence=table.one_of("licence", LICENCES),
        least=least,
        most=most,
        roles=table.some_of("roles", tuple(ROLES)),
        steering=table.one_of("steering", STEERINGS),
        results=table.names("results", ()),
        phases=tuple(_phase(data, n, table.file) for n, data in enumerate(table.tables("phases"), 1)),
        courses=tuple(_course(key, courses) for key in COURSES),
        short_form_of=table.name("short_form_of", ""),
        course=table.one_of("course", COURSES, "hybrid"),
        room=table.one_of("room", ROOMS, "closed"),
        kept=table.one_of("kept", KEEPINGS, "always"),
        hats=table.some_of("hats", HATS, ()),
        repeats=table.one_of("repeats", REPEATS, ""),
        guide=table.maybe_said("guide"),
        good_for=table.maybe_said("good_for"),
        purposes=table.some_of("purposes", PURPOSES, ()),
        trust=table.one_of("trust", TRUSTS, "new"),
        dimensions=table.some_of("dimensions", DIMENSIONS, ()),
    )
    courses.done()
    table.done()
    return made


def _phase(data: object, number: int, file: str) -> Phase:
    table = _Table(data, file, f"phase {number}")
    table.place = key = table.name("key")
    allowed = table.table("allowed")
    assert allowed is not None
    may = {role: allowed.some_of(role, tuple(KINDS), ()) for role in ROLES}
    allowed.done()
    at_least = table.number("at_least", 0, 20, 1)
    made = Phase(
        key=key,
        name=table.said("name"),
        prompt=table.said("prompt"),
        owner_prompt=table.maybe_said("owner_prompt"),
        meanwhile=table.maybe_said("meanwhile"),
        starter=table.maybe_said("starter"),
        minutes=table.number("minutes", 1, 60),
        allowed={role: kinds for role, kinds in may.items() if kinds},
        visibility=table.one_of("visibility", VISIBILITIES, "all"),
        reveal=table.one_of("reveal", REVEALS, "close"),
        at_least=at_least,
        at_most=table.number("at_most", max(1, at_least), 100, None),
        quorum=table.number("quorum", 1, MOST, None),
        live=table.number("live", 1, 240),
        apart=table.number("apart", 1, 30),
        owner=table.one_of("owner", OWNER_MODES, "talk"),
        output=table.name("output", ""),
        uses=table.names("uses", ()),
        exit=table.some_of("exit", EXITS),
        optional=table.truth("optional", False),
        rounds=table.one_of("rounds", ROUNDS, "once"),
        deal=_deal(table.table("deal", None)),
        guide=table.maybe_said("guide"),
        questions=table.some_of("questions", MANNERS, ()),
        statements=table.one_of("statements", STATEMENTS, "free"),
        themes=tuple(_theme(one) for one in table.inner("themes", MOST_THEMES)),
        modules=tuple(_module(one) for one in table.inner("modules", MOST_MODULES)),
        chooses=table.one_of("chooses", CHOICES, ""),
        authors=table.one_of("authors", AUTHORS, "shown"),
        scale=_scale(table.table("scale", None)),
        photo=table.truth("photo", False),
        consent=table.truth("consent", False),
        along=table.truth("along", False),
        period=table.one_of("period", PERIODS, ""),
    )
    table.done()
    return made


def _theme(table: _Table) -> Both:
    made = Both(table.words("en").strip(), table.words("nl").strip())
    table.done()
    return made


def _module(table: _Table) -> Module:
    made = Module(
        key=table.name("key"),
        name=table.said("name"),
        prompt=table.said("prompt"),
        kinds=table.some_of("kinds", tuple(KINDS)),
        starter=table.maybe_said("starter"),
    )
    table.done()
    return made


def _scale(table: _Table | None) -> Scale | None:
    if table is None:
        return None
    made = Scale(table.said("low"), table.said("high"))
    table.done()
    return made


def _deal(table: _Table | None) -> Deal | None:
    if table is None:
        return None
    made = Deal(table.one_of("rule", DEALS), table.name("of"), table.number("each", 1, 20, 1))
    table.done()
    return made


def _course(key: str, courses: _Table) -> Course:
    table = courses.table(key)
    assert table is not None
    table.place, table.rule = f"course {key}", ""
    blocks = []
    for n, data in enumerate(table.tables("blocks"), 1):
        block = _Table(data, table.file, table.place, f"block {n}")
        mode = block.one_of("mode", MODES)
        turns = block.one_of("turns", TURNS, "parallel" if mode == "apart" else "serial")
        blocks.append(Block(mode, block.names("phases"), turns))
        block.done()
    table.done()
    return Course(key, tuple(blocks))

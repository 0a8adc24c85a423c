"""A method from its file: one TOML file, English and Dutch side by side, strictly read.

What the file may not say, it is refused for here; whether what it says can work, `checking` looks at.
"""

from __future__ import annotations

import tomllib
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
from iq4d.methods.table import Table
from iq4d.speech import text

__all__ = ["load", "loads", "method_of", "table_in", "words_of"]

LARGEST = 200_000  # bytes; a method is a page or three, and files are brought in by people
MOST = 100_000
MOST_THEMES, MOST_MODULES = 9, 20
MOST_DOTS = 250  # on one line: a key of so many parts takes the time of their square, and no text has as many


def load(source: str | Path) -> Method:
    """The method in this file. Raises BrokenMethod (file, phase, rule, allowed values)."""
    return loads(words_of(source), Path(source).name)


def words_of(source: str | Path) -> str:
    """What is in this file. Raises BrokenMethod where it is no text, or larger than a method can be."""
    path = Path(source)
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError:
        raise BrokenMethod(text("This file cannot be read."), file=path.name, rule="file") from None
    if len(raw) > LARGEST:
        raise _too_large(path.name)
    try:
        return raw.decode("utf-8-sig")  # some editors put a mark before the first letter
    except UnicodeDecodeError:
        raise BrokenMethod(text("This file is not text."), file=path.name, rule="file", allowed=["UTF-8"]) from None


def loads(source: str, name: str) -> Method:
    """The method in this text; `name` is what its errors call the file. Raises BrokenMethod."""
    method = method_of(Table(table_in(source, name), name))
    check(method, name)
    return method


def table_in(source: str, name: str) -> dict[str, Any]:
    """The TOML of this text, whatever it says. Raises BrokenMethod."""
    if len(source.encode("utf-8", "replace")) > LARGEST:
        raise _too_large(name)
    if any(line.count(".") > MOST_DOTS for line in source.split("\n")):
        raise BrokenMethod(text("A line of this file has more dots than any text needs."), file=name, rule="TOML")
    try:
        return tomllib.loads(source)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is a bare ValueError
        problem = text("This is not TOML: {problem}.", problem=str(error) or type(error).__name__)
        raise BrokenMethod(problem, file=name, rule="TOML") from None


def _too_large(name: str) -> BrokenMethod:
    return BrokenMethod(text("This file is too large for a method."), file=name, rule="file")


def method_of(table: Table) -> Method:
    """What a table says, without asking whether it can work. Raises BrokenMethod."""
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
        phases=tuple(_phase(table.child(data, f"phase {n}")) for n, data in enumerate(table.tables("phases"), 1)),
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


def _phase(table: Table) -> Phase:
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


def _theme(table: Table) -> Both:
    made = Both(table.words("en").strip(), table.words("nl").strip())
    table.done()
    return made


def _module(table: Table) -> Module:
    made = Module(
        key=table.name("key"),
        name=table.said("name"),
        prompt=table.said("prompt"),
        kinds=table.some_of("kinds", tuple(KINDS)),
        starter=table.maybe_said("starter"),
    )
    table.done()
    return made


def _scale(table: Table | None) -> Scale | None:
    if table is None:
        return None
    made = Scale(table.said("low"), table.said("high"))
    table.done()
    return made


def _deal(table: Table | None) -> Deal | None:
    if table is None:
        return None
    made = Deal(table.one_of("rule", DEALS), table.name("of"), table.number("each", 1, 20, 1))
    table.done()
    return made


def _course(key: str, courses: Table) -> Course:
    table = courses.table(key)
    assert table is not None
    table.place, table.rule = f"course {key}", ""
    blocks = []
    for n, data in enumerate(table.tables("blocks"), 1):
        block = table.child(data, table.place, f"block {n}")
        mode = block.one_of("mode", MODES)
        turns = block.one_of("turns", TURNS, "parallel" if mode == "apart" else "serial")
        blocks.append(Block(mode, block.names("phases"), turns))
        block.done()
    table.done()
    return Course(key, tuple(blocks))

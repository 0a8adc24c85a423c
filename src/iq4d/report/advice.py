"""All that is advised, read from `advice.toml`: English and Dutch side by side, strictly checked, complete."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from iq4d.measures.registry import MEASURES
from iq4d.measures.score import DIMENSIONS
from iq4d.speech import LANGUAGES, Both

__all__ = [
    "CONTRIBUTIONS", "FILE", "KEYS", "LONGEST", "PEOPLE", "SEEN", "Advices", "Both", "BrokenAdvice", "Piece", "Step",
    "advices", "loads",
]  # fmt: skip

FILE = Path(__file__).with_name("advice.toml")
LONGEST = 240  # characters of a text: two or three short sentences
OURS = "ours"  # the source of a reason that rests on no research
PARTS = ("method", "medium", "question")
MOMENTS = ("together", "apart")
SEEN = ("unseen", "a lot")  # what a dimension is advised by, where no indicator is the weakest
CONTRIBUTIONS, PEOPLE = "contributions", "people"  # needs of a whole conversation
KEYS = tuple(one.key for one in MEASURES)

Key = str | tuple[str, str]  # an indicator; or a dimension, and how much of it is seen


class BrokenAdvice(ValueError):
    """What is wrong in the file of advice, where, and what to do."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{FILE.name}, {where}: {what}")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to try. words: what to do or to ask; reason: why; source: where the reason comes from.

    method: what the method is called that the step is taken from, None where it is of none. researched: whether the
    source is research, or our own reasoning.
    """

    words: Both
    reason: Both
    source: Both
    researched: bool
    method: Both | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A step as the file has it: with what is said instead where people sit together, or write apart in time."""

    step: Step
    at: Mapping[str, Step]

    def when(self, together: bool | None) -> Step:
        return self.step if together is None else self.at.get(MOMENTS[0 if together else 1], self.step)


@dataclass(frozen=True, slots=True)
class Advices:
    """All that the file says. advice: by an indicator, or by dimension and how much is seen; each three pieces.

    missing: what to write down, by indicator; needs: by what is needed; needed: which need a reason of the measure
    names; gathers: the indicators that a need stands for where all of them lack; within: the need that another is told
    with, where both are; quiet: reasons for which nothing is missing.
    """

    advice: Mapping[Key, tuple[Piece, Piece, Piece]]
    missing: Mapping[str, Both]
    needs: Mapping[str, Both]
    needed: Mapping[str, str]
    gathers: Mapping[str, tuple[str, ...]]
    within: Mapping[str, str]
    quiet: frozenset[str]


@lru_cache(maxsize=1)
def advices() -> Advices:
    """All advice, from the file beside this module. Raises BrokenAdvice."""
    return loads(FILE.read_text("utf-8"))


def loads(source: str) -> Advices:
    """All advice from the text of such a file. Raises BrokenAdvice: where, what, and what to do."""
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise BrokenAdvice("the file", f"this is not TOML: {error}") from None
    _only(data, ("sources", "methods", "advice", "missing", "needs", "quiet"), "the file")
    sources = {key: _named(told, f"source {key}") for key, told in data.get("sources", {}).items()}
    if OURS not in sources:
        raise BrokenAdvice("sources", f"there is no “{OURS}”; say what our own reasoning is called.")
    methods = {key: _both(told, f"method {key}") for key, told in data.get("methods", {}).items()}
    advice: dict[Key, tuple[Piece, Piece, Piece]] = {}
    for number, told in enumerate(data.get("advice", ()), 1):
        key = _key(told, f"advice {number}")
        if key in advice:
            raise BrokenAdvice(f"advice {number}", f"{_called(key)} has advice already; keep one of the two.")
        where = f"advice for {_called(key)}"
        _only(told, ("indicator", "dimension", "seen", *PARTS), where)
        method, medium, question = (_piece(told, part, where, sources, methods) for part in PARTS)
        advice[key] = (method, medium, question)
    absent = {key: _both(told, f"missing {key}") for key, told in data.get("missing", {}).items()}
    told = data.get("needs", {})
    needs = {key: _need(table, f"need {key}") for key, table in told.items()}
    gathers = {key: tuple(table["gathers"]) for key, table in told.items() if "gathers" in table}
    within = {key: table["within"] for key, table in told.items() if "within" in table}
    for key, other in within.items():
        if other not in needs:
            raise BrokenAdvice(f"need {key}", f"there is no need “{other}”; known are {', '.join(needs)}.")
    for key, several in gathers.items():
        for name in several:
            if name not in KEYS:
                raise BrokenAdvice(
                    f"need {key}", f"there is no indicator “{name}”; the registry knows {', '.join(KEYS)}."
                )
    _once(gathers)
    _complete(advice, absent, needs)
    return Advices(
        MappingProxyType(advice),
        MappingProxyType(absent),
        MappingProxyType(needs),
        MappingProxyType(_once({key: tuple(table.get("reasons", ())) for key, table in told.items()})),
        MappingProxyType(gathers),
        MappingProxyType(within),
        frozenset(data.get("quiet", ())),
    )


def _need(table: Mapping[str, Any], where: str) -> Both:
    return _both(_without(table, "reasons", "gathers", "within"), where)


def _once(lists: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Of each thing that stands in one of these lists in which. Raises BrokenAdvice where it stands in two."""
    found: dict[str, str] = {}
    for key, several in lists.items():
        for one in several:
            if one in found:
                raise BrokenAdvice(f"need {key}", f"“{one}” stands under {found[one]} too; keep one of the two.")
            found[one] = key
    return found


def _key(told: Mapping[str, Any], where: str) -> Key:
    if "indicator" in told:
        key: str = told["indicator"]
        if key not in KEYS:
            raise BrokenAdvice(where, f"there is no indicator “{key}”; the registry knows {', '.join(KEYS)}.")
        return key
    dimension, seen = told.get("dimension"), told.get("seen")
    if dimension not in DIMENSIONS or seen not in SEEN:
        raise BrokenAdvice(
            where, f"name an indicator, or one of {', '.join(DIMENSIONS)} with seen as {' or '.join(SEEN)}."
        )
    return dimension, seen


def _called(key: Key) -> str:
    return key if isinstance(key, str) else f"{key[0]} of which {'nothing' if key[1] == SEEN[0] else 'a lot'} is seen"


def _piece(
    told: Mapping[str, Any], part: str, where: str, sources: Mapping[str, Both], methods: Mapping[str, Both]
) -> Piece:
    """One part of advice. Of what is said together or apart, what is left out is as in the step itself."""
    if part not in told:
        raise BrokenAdvice(where, f"“{part}” is missing; bring one.")
    table, where = told[part], f"{where}, {part}"
    step = _step(_without(table, *MOMENTS), where, sources, methods)
    at = {}
    for moment in (moment for moment in MOMENTS if moment in table):
        kept = ("of",) if "reason" in table[moment] else ("of", "reason", "source")  # a reason brings its own source
        whole = {key: table[key] for key in kept if key in table} | table[moment]
        at[moment] = _step(whole, f"{where}, {moment}", sources, methods)
    return Piece(step, MappingProxyType(at))


def _step(table: Mapping[str, Any], where: str, sources: Mapping[str, Both], methods: Mapping[str, Both]) -> Step:
    _only(table, ("words", "reason", "source", "of"), where)
    source, of = table.get("source", OURS), table.get("of")
    if source not in sources:
        raise BrokenAdvice(where, f"there is no source “{source}”; known are {', '.join(sources)}.")
    if of is not None and of not in methods:
        raise BrokenAdvice(where, f"there is no method “{of}”; known are {', '.join(methods)}.")
    return Step(
        _both(table.get("words"), f"{where}, words"),
        _both(table.get("reason"), f"{where}, reason"),
        sources[source],
        source != OURS,
        methods[of] if of else None,
    )


def _named(told: Mapping[str, Any], where: str) -> Both:
    """What a source is called; the rest of its table is for who wants to look it up."""
    return _both(_without(told, "title", "says"), where)


def _both(told: object, where: str) -> Both:
    if not isinstance(told, Mapping):
        raise BrokenAdvice(where, f"this has to be said in {' and '.join(LANGUAGES)}.")
    for language in LANGUAGES:
        words = told.get(language)
        if not isinstance(words, str) or not words.strip():
            raise BrokenAdvice(where, f"the language “{language}” is missing; say it beside the other.")
        if len(words) > LONGEST:
            raise BrokenAdvice(where, f"{len(words)} characters in “{language}”; say it in at most {LONGEST}.")
    _only(told, LANGUAGES, where)
    return Both(told["en"].strip(), told["nl"].strip())


def _only(table: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in known:
            raise BrokenAdvice(where, f"“{key}” is not known here; known are {', '.join(known)}.")


def _without(table: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in table.items() if key not in keys}


def _complete(advice: Mapping[Key, object], absent: Mapping[str, object], needs: Mapping[str, object]) -> None:
    wanted: list[Key] = [*KEYS, *((dimension, seen) for dimension in DIMENSIONS for seen in SEEN)]
    for key in wanted:
        if key not in advice:
            raise BrokenAdvice("advice", f"there is none for {_called(key)}; write it.")
    for name in absent:
        if name not in KEYS:
            raise BrokenAdvice("missing", f"there is no indicator “{name}”; the registry knows {', '.join(KEYS)}.")
    for name in KEYS:
        if name not in absent:
            raise BrokenAdvice("missing", f"nothing is said of {name}; say what to write down to see it.")
    for name in (CONTRIBUTIONS, PEOPLE):
        if name not in needs:
            raise BrokenAdvice("needs", f"“{name}” is missing; say what to do where it is needed.")

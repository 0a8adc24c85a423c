"""A table of a method's file: gives its values one by one, each of the right sort, and refuses what is left over."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from typing import Any

from iq4d.methods.method import Both
from iq4d.methods.mistakes import BrokenMethod
from iq4d.speech import LANGUAGES, Text, text

__all__ = ["LONGEST", "Table"]

LONGEST = 2_000  # characters of one text
KEY_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})  # what turns a line round, ends it or hides in it
SEEN = frozenset("\n\t\u00ad\u200c\u200d")  # but these: soft hyphen, and what holds letters and signs together or apart


class Table:
    """A table of the file: gives its values one by one, each of the right sort, and refuses what is left over."""

    def __init__(self, data: object, file: str, place: str = "", rule: str = "") -> None:
        self.file, self.place, self.rule = file, place, rule
        if not isinstance(data, dict):
            raise self.broken(text("This has to be a table."), "")
        self.data: dict[str, Any] = dict(data)
        self.asked: list[str] = []

    def child(self, data: object, place: str, rule: str = "") -> Table:
        """A table inside this one."""
        return Table(data, self.file, place, rule)

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

    def table(self, key: str, default: Any = ...) -> Table | None:
        value = self.take(key, default)
        return None if value is None else self.child(value, self.place, ".".join(filter(None, (self.rule, key))))

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

    def inner(self, key: str, most: int) -> list[Table]:
        """The tables of a list that may be left out."""
        values = self.take(key, [])
        if not isinstance(values, list) or len(values) > most:
            raise self.broken(text("“{key}” has to be a list of at most {n}.", key=key, n=most), key)
        where = ".".join(filter(None, (self.rule, key)))
        return [self.child(value, self.place, f"{where} {n}") for n, value in enumerate(values, 1)]


def _shown(value: object) -> str:
    """Enough of something to be recognised: of what is no text or number only its sort, however deep it goes."""
    small = isinstance(value, str | float) or (isinstance(value, int) and value.bit_length() < 64)
    told = str(value) if small else f"({type(value).__name__})"
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in told[:80])

"""Sentences that can be said in English and in Dutch, now or later.

The libraries never decide in which language they are read: they hand over a `Text`, and whoever shows it
says it in the reader's language. The English sentence is the key; the Dutch stands in
`locale/nl/LC_MESSAGES/iq4d.po`, a gettext domain of the libraries' own.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

LANGUAGES = ("en", "nl")
LOCALE = Path(__file__).parent / "locale"


@lru_cache(maxsize=8)
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("iq4d", localedir=LOCALE, languages=[language], fallback=True)


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence with its parameters, not yet said in any language.

    `one` is the English sentence (with ``{name}`` places), `many` its plural where there is one, chosen by
    the parameter ``n``. A parameter may itself be a `Text` or a `Both`; a float is said with two decimals, as the
    language writes them.

    >>> str(plural("{n} post", "{n} posts", 3))
    '3 posts'
    >>> text("Hello {who}.", who="Ada").say("en")
    'Hello Ada.'
    """

    one: str
    many: str | None = None
    params: tuple[tuple[str, Any], ...] = ()

    def say(self, language: str) -> str:
        """The sentence in `language` ("en" or "nl"); English where a translation is missing."""
        values = {key: _said(value, language) for key, value in self.params}
        catalogue = _catalogue(language.split("-")[0])
        if self.many is None:
            sentence = catalogue.gettext(self.one)
        else:
            sentence = catalogue.ngettext(self.one, self.many, int(values["n"]))
        return sentence.format(**values) if values else sentence

    def __str__(self) -> str:
        return self.say("en")

    def to_json(self) -> dict[str, Any]:
        """Plain data that survives JSON; `from_json` gives the same `Text` back."""
        data: dict[str, Any] = {"one": self.one}
        if self.many is not None:
            data["many"] = self.many
        if self.params:
            data["params"] = {k: {"text": v.to_json()} if isinstance(v, Text) else v for k, v in self.params}
        return data

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Text:
        params = cast("dict[str, Any]", data.get("params", {}))
        return Text(
            data["one"],
            data.get("many"),
            tuple((k, Text.from_json(v["text"]) if isinstance(v, dict) else v) for k, v in params.items()),
        )


@dataclass(frozen=True, slots=True)
class Both:
    """The same words in English and in Dutch, side by side, as files of data have them (methods, advice)."""

    en: str
    nl: str

    def say(self, language: str) -> str:
        """The words in `language` ("en" or "nl")."""
        return self.nl if language.split("-")[0] == "nl" else self.en


def _said(value: Any, language: str) -> Any:
    if isinstance(value, Text | Both):
        return value.say(language)
    return decimal(value, language) if isinstance(value, float) else value


def decimal(value: float, language: str, digits: int = 2) -> str:
    """A number with decimals.

    >>> decimal(0.5, "en"), decimal(0.5, "nl")
    ('0.50', '0,50')
    """
    number = f"{value:.{digits}f}"
    return number.replace(".", ",") if language.startswith("nl") else number


def text(sentence: str, /, **params: Any) -> Text:
    """A sentence to be said later. Extracted for translation: give the sentence as a plain string."""
    return Text(sentence, None, tuple(params.items()))


def plural(one: str, many: str, n: int, /, **params: Any) -> Text:
    """A sentence that depends on the number `n`, which it may show as ``{n}``."""
    return Text(one, many, (("n", n), *params.items()))


def listed(texts: Iterable[Text], /) -> Text:
    """Several sentences or names as one, with commas.

    >>> str(listed([text("a topic"), text("an export")]))
    'a topic, an export'
    """
    first, *rest = texts
    whole = first
    for one in rest:
        whole = Text("{first}, {second}", None, (("first", whole), ("second", one)))
    return whole

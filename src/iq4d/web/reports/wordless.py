"""A report without anybody's words: shapes, figures, pictures, advice and the measure's own sentences.

Strings of a report come from people, or from us. Ours stand in sentences (`Text`, `Both`) and in short codes;
everything else is emptied, quotes go as a whole. The page that is made of it is read once more: where four words in a
row of somebody's are left in it, it is not let go. It fails closed: a part that forgets this stops a release.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from html import unescape
from typing import Any

from iq4d.conversation import Conversation
from iq4d.report import Report
from iq4d.speech import LANGUAGES, Both, Text

RUN = 4  # words in a row by which somebody's words are known
GONE = "…"
_word = re.compile(r"\w+")
_unseen = re.compile(r"<(style|script)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)


class WordsLeft(Exception):
    """Words of somebody are still in a page that was to hold none."""


def without_words(report: Report, conversation: Conversation) -> Report:
    """The same report, of which no string of the conversation is left."""
    return _emptied(report, frozenset(_said(conversation)))  # type: ignore[no-any-return]


def _emptied(told: Any, said: frozenset[str]) -> Any:
    if isinstance(told, str):
        return "" if told in said or " " in told.strip() else told
    if isinstance(told, Both):
        return told
    if isinstance(told, Text):
        params = tuple((name, _param(value, said)) for name, value in told.params)
        return replace(told, params=params)
    if _is_words(told):
        return ((GONE, False),) if told else ()
    if isinstance(told, tuple):
        return tuple(_emptied(one, said) for one in told if type(one).__name__ != "Quote")
    if isinstance(told, dict):
        return {key: _emptied(value, said) for key, value in told.items()}
    if is_dataclass(told) and not isinstance(told, type):
        changed = {one.name: _field(told, one.name, said) for one in fields(told) if one.init}
        return replace(told, **changed)
    return told


def _field(told: Any, name: str, said: frozenset[str]) -> Any:
    value = getattr(told, name)
    if name == "seen" or not isinstance(value, tuple) or name != "words":
        return value if name == "seen" else _emptied(value, said)
    return ((GONE, False),) if _is_words(value) and value else ()


def _param(value: Any, said: frozenset[str]) -> Any:
    if isinstance(value, str):
        return GONE if value in said or " " in value.strip() else value
    return _emptied(value, said)


def _is_words(told: Any) -> bool:
    """Whether it is a text in pieces, each with whether it is marked (`iq4d.report.excerpts.Words`)."""
    pairs = isinstance(told, tuple) and bool(told)
    return pairs and all(isinstance(p, tuple) and len(p) == 2 and isinstance(p[0], str) and p[1] in (True, False) and
                         isinstance(p[1], bool) for p in told)  # fmt: skip


def _said(conversation: Conversation) -> Iterator[str]:
    """Every string that somebody wrote."""
    yield conversation.title
    yield from (one.text for one in conversation)
    yield from _strings(conversation.declared.to_json())


def _strings(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        for key, value in told.items():
            if key not in ("outcome", "value"):  # codes of a few fixed values
                yield from _strings(value)
    elif isinstance(told, (list, tuple)):
        for value in told:
            yield from _strings(value)


def check(html: str, report: Report, conversation: Conversation) -> None:
    """Raises WordsLeft where `RUN` words in a row of the conversation stand in the page.

    A sentence of ours is ours, also where somebody brought it into the conversation: the mirror's next question.
    """
    shown = set(_runs(unescape(_unseen.sub(" ", html))))
    ours = {run for one in _sentences(report) for language in LANGUAGES for run in _runs(one.say(language))}
    for words in _said(conversation):
        for run in _runs(words):
            if run in shown and run not in ours:
                raise WordsLeft


def _runs(words: str) -> Iterable[tuple[str, ...]]:
    found = [word.casefold() for word in _word.findall(words)]
    return zip(*(found[n:] for n in range(RUN)), strict=False)


def _sentences(told: Any) -> Iterator[Text | Both]:
    if isinstance(told, (Text, Both)):
        yield told
    elif isinstance(told, (tuple, list)):
        for one in told:
            yield from _sentences(one)
    elif isinstance(told, dict):
        yield from _sentences(tuple(told.values()))
    elif is_dataclass(told) and not isinstance(told, type):
        for one in fields(told):
            yield from _sentences(getattr(told, one.name))

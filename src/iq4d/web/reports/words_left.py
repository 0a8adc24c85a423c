"""A page that goes outside without anybody's words is read once more before it is let go.

Where four words in a row of somebody's stand in it, it stays here: a part of the report that forgets to leave words out
(`iq4d.report.wordless`) stops a release instead of passing them on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from html import unescape
from typing import TYPE_CHECKING, Any

from iq4d.conversation import Conversation
from iq4d.speech import LANGUAGES, Both, Text

if TYPE_CHECKING:
    from iq4d.report import Report

RUN = 4  # words in a row by which somebody's words are known
_word = re.compile(r"\w+")
_unseen = re.compile(r"<(style|script)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)


class WordsLeft(Exception):
    """Words of somebody are still in a page that was to hold none."""


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

"""Scorecards in a terminal: one to read, several as a table, or each as a line of JSON."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain, islice
from textwrap import fill
from typing import TYPE_CHECKING, TextIO

from iq4d.cli.asked import conversations
from iq4d.cli.crew import worked_out
from iq4d.cli.storing import stores, words_to
from iq4d.cli.talking import console, now, talk
from iq4d.speech import text

if TYPE_CHECKING:
    from iq4d.conversation import Conversation
    from iq4d.measures import Scorecard
    from iq4d.measures.telling import Line
    from iq4d.readers import Found

__all__ = ["as_json", "print_lines", "to_read"]

STYLES = {"title": "bold", "dimension": "bold", "quiet": "dim", "ask": "italic", "plain": ""}


def to_read(options: argparse.Namespace) -> int:
    """One conversation: its scorecard to read. Several: a table."""
    with words_to(options.out) as file, conversations(options, whole=stores(options.out)) as found:
        first = list(islice(found, 2))
        if len(first) == 1:
            _print_one(first[0].conversation, options.language, file)
        else:
            _print_table(_measured(chain(first, found), options.jobs), options.language, file)
    return 0


def as_json(options: argparse.Namespace) -> int:
    """One JSON scorecard a line."""
    with words_to(options.out) as file, conversations(options, whole=stores(options.out)) as found:
        for one, card in _measured(found, options.jobs):
            told = {"source": one.source, "title": one.conversation.title, **card.to_json()}
            print(json.dumps(told, ensure_ascii=False), file=file)
    return 0


def _measured(found: Iterator[Found], jobs: int) -> Iterator[tuple[Found, Scorecard]]:
    from iq4d.measures.many import cards_of

    return worked_out(found, partial(cards_of, now=now()), jobs)


def _print_one(conversation: Conversation, language: str, file: TextIO) -> None:
    from iq4d.measures import measure
    from iq4d.measures.telling import lines

    print_lines(lines(measure(conversation, now=now()), conversation, language), file)


def print_lines(lines: Iterable[Line], file: TextIO) -> None:
    """Lines of a scorecard, folded to the width there is."""
    from rich.text import Text as Styled

    screen = console(file)
    for line in lines:
        margin = " " * line.indent
        folded = fill(line.words, max(20, screen.width), initial_indent=margin, subsequent_indent=margin)
        screen.print(Styled(folded, STYLES[line.style]), soft_wrap=True)


def _print_table(cards: Iterator[tuple[Found, Scorecard]], language: str, file: TextIO) -> None:
    from iq4d.measures.telling import head, legend, row

    width = console(file).width
    print(head(width, language), file=file)
    print(fill(legend(language), max(20, width)), file=file)
    for number, (one, card) in enumerate(cards, 1):
        print(row(number, card, one.conversation.title, width, language), file=file)
    talk(text("To read one of them: add --only and its number.").say(language))

"""How a command speaks: lines on stderr, a width to print in, and the clock."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TextIO

from iq4d.speech import Text

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["WrongUsage", "console", "now", "port", "positive", "talk"]


class WrongUsage(Exception):
    """What was asked cannot be meant; `what` says why and what to ask instead. Exit code 2."""

    def __init__(self, what: Text) -> None:
        self.what = what
        super().__init__(str(what))


def talk(words: str) -> None:
    """A line on stderr, which words from elsewhere cannot break or steer."""
    from iq4d.measures.telling import one_line

    indent = len(words) - len(words.lstrip())
    print(" " * indent + one_line(words), file=sys.stderr)


def console(file: TextIO) -> Console:
    from rich.console import Console

    return Console(file=file, highlight=False, markup=False, emoji=False)


def now() -> datetime:
    return datetime.now(UTC)


def positive(word: str) -> int:
    """A whole number from 1 up, for argparse."""
    if not (word.isascii() and word.isdigit() and int(word)):
        raise argparse.ArgumentTypeError(f"{word!r} is not a whole number from 1 up")
    return int(word)


def port(word: str) -> int:
    """A port to listen on, for argparse."""
    if positive(word) > 65535:
        raise argparse.ArgumentTypeError(f"{word} is not a port, which is 65535 at most")
    return int(word)

"""The wide table, a row a conversation: as CSV, as Parquet, and as the figures in a ConvoKit corpus."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from iq4d.cli.asked import conversations
from iq4d.cli.crew import worked_out
from iq4d.cli.storing import bytes_to, stores, told, words_to
from iq4d.cli.talking import WrongUsage, now
from iq4d.errors import IQ4DError
from iq4d.speech import text

if TYPE_CHECKING:
    from iq4d.conversation import Conversation
    from iq4d.measures.rows import Row
    from iq4d.readers import Found

__all__ = ["as_corpus", "as_csv", "as_parquet"]

ABOUT = ("conversation", "title", "language", "expected")  # what a corpus tells by itself


def as_csv(options: argparse.Namespace) -> int:
    """The table as CSV."""
    from iq4d.measures.rows import write_csv

    rows = _Rows()
    with words_to(options.out) as file, conversations(options, whole=stores(options.out)) as found:
        write_csv(rows.of(found, options.jobs), file)
    told(rows.count, options.out, options.language)
    return 0


def as_parquet(options: argparse.Namespace) -> int:
    """The table as Parquet."""
    if not stores(options.out) and sys.stdout.isatty():
        raise WrongUsage(text("A Parquet file cannot be read in a terminal: name a file with --out."))
    try:
        from iq4d.measures.batches import write_wide
    except ImportError as missing:
        raise IQ4DError(
            text("Writing Parquet needs pyarrow, which is not installed."),
            todo=text("Install it with {command}, or ask for --csv.", command="pip install 'iq4d[arrow]'"),
        ) from missing
    rows = _Rows()
    with bytes_to(options.out) as file, conversations(options, whole=stores(options.out)) as found:
        write_wide(rows.of(found, options.jobs), _Sink(file))
    told(rows.count, options.out, options.language)
    return 0


def as_corpus(options: argparse.Namespace) -> int:
    """The conversations as a ConvoKit corpus, each with its figures in its meta, called "iq4d_" and their column."""
    from iq4d.readers import convokit

    with conversations(options, whole=True) as found:
        entries = (
            convokit.Entry(one.conversation, meta=_meta(row), source=one.source)
            for one, row in worked_out(found, partial(_rows, now=now()), options.jobs)
        )
        saved = convokit.save(entries, options.convokit)
    told(saved.conversations, options.convokit, options.language)
    return 0


def _meta(row: Row) -> dict[str, object]:
    return {f"iq4d_{name}": value for name, value in row.items() if name not in ABOUT}


class _Rows:
    """Rows as they come, counted."""

    count = 0

    def of(self, found: Iterator[Found], jobs: int) -> Iterator[Row]:
        for one, row in worked_out(found, partial(_rows, now=now()), jobs):
            self.count += 1
            yield {**row, "source": one.source}


def _rows(handful: list[Conversation], now: datetime) -> list[Row]:
    from iq4d.measures import measure
    from iq4d.measures.rows import row

    return [row(measure(conversation, now=now), title=conversation.title) for conversation in handful]


class _Sink:
    """A file that can only be written on, such as a pipe, as pyarrow wants one: it asks where it stands."""

    closed = False

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.place = file, 0

    def write(self, data: bytes) -> int:
        self.place += len(data)
        self.file.write(data)
        return len(data)

    def tell(self) -> int:
        return self.place

    def flush(self) -> None:
        self.file.flush()

    def close(self) -> None:
        self.closed = True

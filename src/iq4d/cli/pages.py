"""Reports to look at: one page, or a folder of pages with an index."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from iq4d.cli.asked import conversations
from iq4d.cli.crew import worked_out
from iq4d.cli.storing import folder_at, stores, told, words_to
from iq4d.cli.talking import WrongUsage, now
from iq4d.speech import Text, plural, text

if TYPE_CHECKING:
    from iq4d.conversation import Conversation
    from iq4d.readers import Found

__all__ = ["as_pages"]

LONGEST = 40  # characters of a title in the name of its page
DRAWN = 100  # conversations up to which the index draws their shapes; a longer one keeps to words
SEVERAL = text(
    "There are several conversations: name a folder for their pages with --out, or choose one of them with --only."
)


@dataclass(frozen=True, slots=True)
class Page:
    """One report and what the index tells of it. seen: per dimension what is seen of it."""

    html: str
    contributions: int
    speakers: int
    seen: tuple[tuple[str, str], ...]


def as_pages(options: argparse.Namespace) -> int:
    """--out NAME.html, or no --out: the page of one conversation. Any other --out: a folder of pages and an index."""
    out = options.out
    if stores(out) and Path(out).suffix.lower() not in (".html", ".htm"):
        return _folder(options)
    with words_to(out) as file, conversations(options, whole=stores(out)) as found:
        two = list(islice(found, 2))
        if len(two) > 1:
            raise WrongUsage(SEVERAL)
        file.write(_pages([two[0].conversation], now(), options.language)[0].html)
    told(1, out, options.language)
    return 0


def _folder(options: argparse.Namespace) -> int:
    with folder_at(options.out) as folder, conversations(options, whole=True) as found:
        made = worked_out(found, partial(_pages, now=now(), language=options.language), options.jobs)
        entries = list(_written(made, folder))
        _write_index(entries, folder, options.language)
    told(len(entries), options.out, options.language)
    return 0


def _pages(handful: list[Conversation], now: datetime, language: str) -> list[Page]:
    from iq4d.report import page, report

    def one(conversation: Conversation) -> Page:
        made = report(conversation, now=now)
        seen = tuple((dimension.dimension, dimension.seen) for dimension in made.card.dimensions)
        return Page(page(made, language), made.card.contributions, made.card.speakers, seen)

    return [one(conversation) for conversation in handful]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the index."""

    file: str
    title: str
    sizes: tuple[Text, Text]
    seen: tuple[tuple[str, str], ...]


def _written(made: Iterator[tuple[Found, Page]], folder: Path) -> Iterator[_Entry]:
    """Writes each page, and gives its line in the index."""
    for number, (one, page) in enumerate(made, 1):
        title = one.conversation.title
        name = "-".join(filter(None, (f"{number:04}", _plain_name(title))))
        (folder / f"{name}.html").write_text(page.html, "utf-8", errors="backslashreplace")
        sizes = (
            plural("{n} contribution", "{n} contributions", page.contributions),
            plural("{n} participant", "{n} participants", page.speakers),
        )
        yield _Entry(f"{name}.html", title or one.conversation.id, sizes, page.seen)


def _plain_name(title: str) -> str:
    """A title as part of the name of a file: letters and digits that every system knows."""
    bare = "".join(c for c in normalize("NFKD", title.casefold()) if not combining(c))
    name = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")
    return name if len(name) <= LONGEST else name[:LONGEST].rpartition("-")[0] or name[:LONGEST]


def _write_index(entries: list[_Entry], folder: Path, language: str) -> None:
    """index.html, in the order of the export, and its style sheet beside it."""
    from iq4d.measures.changes import MEASURE
    from iq4d.report.page import filled
    from iq4d.report.saying import Saying

    title = text("Conversations").say(language)
    drawn = len(entries) <= DRAWN
    index = filled("index.html", Saying(language), entries=entries, title=title, drawn=drawn, measure=MEASURE)
    (folder / "index.html").write_text(index, "utf-8", errors="backslashreplace")
    (folder / "report.css").write_bytes((files("iq4d.report") / "report.css").read_bytes())

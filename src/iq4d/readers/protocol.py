"""What every reader of another platform's export does, and what reading reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from iq4d.conversation import Conversation
from iq4d.errors import IQ4DError
from iq4d.speech import Text

__all__ = ["Limits", "Reader", "Reading", "Skipped", "within"]


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something in the export that was left out: where (a place in words, or a name from the file), and why."""

    where: Text | str
    why: Text

    def say(self, language: str) -> str:
        """Both on one line, in that language ("en" or "nl")."""
        where = self.where.say(language) if isinstance(self.where, Text) else self.where
        return f"{where}: {self.why.say(language)}"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a reader takes on before it refuses, so that a hostile file costs little.

    bytes: size of one file. utterances: in the whole export. text: characters of one contribution.
    depth: nesting of mark-up or JSON. skipped: how many skipped items are kept by name (all are counted).
    """

    bytes: int = 2_000_000_000
    utterances: int = 20_000_000
    text: int = 1_000_000
    depth: int = 200
    skipped: int = 1_000


@dataclass(slots=True)
class Reading:
    """What came out of reading besides the conversations; complete once these have all been taken.

    skipped: the first `Limits.skipped` items left out; skipped_count: all of them; utterances: how many came
    through. progress: called now and then, and at the end, with (bytes read, bytes in all). broken: where several
    exports are read, the errors of those that could not be read, or only in part; source: which of them is read
    now, to be told with what is left out.
    """

    limits: Limits = field(default_factory=Limits)
    progress: Callable[[int, int], None] = lambda done, total: None
    skipped: list[Skipped] = field(default_factory=list)
    skipped_count: int = 0
    utterances: int = 0
    broken: list[IQ4DError] = field(default_factory=list)
    source: str = ""

    def skip(self, where: Text | str, why: Text, count: int = 1) -> None:
        """Tells that something was left out; `count`: how many items this one sentence is about."""
        self.skipped_count += count
        if len(self.skipped) < self.limits.skipped:
            self.skipped.append(Skipped(within(self.source, where), why))


def within(source: str, where: Text | str) -> Text | str:
    """A place with the export it is in before it, where that is told and the place does not say it.

    >>> str(within("exports/topic.json", "post 12")), str(within("exports/topic.json", "topic.json, line 3"))
    ('exports/topic.json, post 12', 'exports/topic.json, line 3')
    """
    source = "stdin" if source == "-" else source  # as its errors call it
    if not source or not where:
        return source or where
    name, said = Path(source).name, str(where)
    if said == name:
        return source
    if said.startswith(source):
        return where
    if isinstance(where, str):
        return f"{source}, {where.removeprefix(f'{name}, ')}"
    params = tuple((key, source if key == "file" and value == name else value) for key, value in where.params)
    if params != where.params:
        return replace(where, params=params)
    return Text("{first}, {second}", None, (("first", source), ("second", where)))


class Reader(Protocol):
    """Reads one platform's export. Every reader passes the battery in `iq4d.readers.battery`.

    name: the word used on the command line ("discourse"). title: what people call the export.
    files: how the files are called and where they come from, one sentence for the import page.
    """

    name: str
    title: Text
    files: Text

    def recognises(self, path: Path, head: bytes) -> bool:
        """Whether this looks like ours; never raises. path: a file or folder; head: its first 64 KB (folder: none)."""

    def read(self, path: Path, reading: Reading) -> Iterator[Conversation]:
        """The conversations in the export, one by one. Raises UnreadableExport: what, where, what to do."""

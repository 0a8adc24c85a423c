"""Exports in, conversations out: one module per platform, one small protocol, one battery.

>>> [reader.name for reader in READERS]
['discourse', 'wordpress', 'stackexchange', 'convokit', 'forum']
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from iq4d.conversation import Conversation
from iq4d.errors import TooMuch, UnknownFormat, UnreadableExport
from iq4d.readers import files
from iq4d.readers.convokit import ConvoKit
from iq4d.readers.discourse import Discourse
from iq4d.readers.forum import Forum
from iq4d.readers.protocol import Limits, Reader, Reading, Skipped
from iq4d.readers.stackexchange import StackExchange
from iq4d.readers.wordpress import WordPress
from iq4d.speech import text

__all__ = ["READERS", "Limits", "Reader", "Reading", "Skipped", "find", "read"]

READERS: tuple[Reader, ...] = (Discourse(), WordPress(), StackExchange(), ConvoKit(), Forum())
"""All readers, in the order in which they are asked whether a file is theirs."""


_KNOWN = text(
    "{exports}, and corpora of ConvoKit (a folder with utterances.jsonl)",
    exports=text(
        "exports of Discourse (.json), WordPress (.xml), Stack Exchange (Posts.xml and Comments.xml) "
        "and forum exchange files (.json)"
    ),
)


def find(path: Path | str) -> Reader:
    """The reader of the export at `path`: a file, a .gz of one, or a folder.

    A folder with one file is that file. A folder with several is asked for as a whole first; otherwise it
    belongs to the first reader that recognises one of the files in it.

    Raises UnknownFormat (with what is read here), or UnreadableExport where there is
    nothing to open.
    """
    path = files.stands_at(Path(path))
    for candidate in [path, *(files.inside(path) if path.is_dir() else [])]:
        plain, head = files.plain(candidate), files.head(candidate)
        for reader in READERS:
            if reader.recognises(plain, head):
                return reader
    raise UnknownFormat(path.name, _KNOWN)


def read(path: Path | str, reading: Reading | None = None, reader: Reader | None = None) -> Iterator[Conversation]:
    """The conversations in the export at `path`, one by one; what was left out is told to `reading`.

    Nothing is opened before the first is asked for. Raises UnreadableExport, at the first or any later one.
    """
    reading = reading or Reading()
    path = Path(path)
    try:
        reader = reader or find(path)
        path = files.stands_at(path)
        if path.is_dir() and not _recognised(reader, path):
            yield from _read_each(files.inside(path), reading, reader)
        else:
            yield from _read_one(path, reading, reader)
    except (RecursionError, MemoryError) as problem:
        raise TooMuch(path.name) from problem
    except OSError as problem:
        raise UnreadableExport(text("This cannot be opened."), where=path.name) from problem


def _read_one(path: Path, reading: Reading, reader: Reader) -> Iterator[Conversation]:
    with files.unpacked(path, reading.limits) as plain:
        yield from reader.read(plain, reading)


def _read_each(paths: list[Path], reading: Reading, reader: Reader) -> Iterator[Conversation]:
    """Several exports side by side in one folder; a conversation that was there already is left out."""
    seen: set[str] = set()
    tell, whole, before = reading.progress, sum(path.stat().st_size for path in paths), 0
    try:
        for path in paths:
            size = path.stat().st_size

            def share(done: int, total: int, before: int = before, size: int = size) -> None:
                tell(before + (size * done // total if total else size), whole)

            reading.progress = share
            if not _recognised(reader, path):
                reading.skip(path.name, text("It is not a file of this kind: {kind}.", kind=reader.title))
            else:
                for conversation in _read_one(path, reading, reader):
                    if conversation.id in seen:
                        reading.skip(f"{path.name}, {conversation.title}", text("Another with this id came before it."))
                    else:
                        seen.add(conversation.id)
                        yield conversation
            before += size
        tell(whole, whole)
    finally:
        reading.progress = tell


def _recognised(reader: Reader, path: Path) -> bool:
    return reader.recognises(files.plain(path), files.head(path))

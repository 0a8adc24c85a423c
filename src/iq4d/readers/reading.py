"""From a path, or from many, to conversations."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from iq4d.conversation import Conversation
from iq4d.errors import TooMuch, UnreadableExport
from iq4d.readers import files
from iq4d.readers.finding import unknown, whose
from iq4d.readers.protocol import Reader, Reading, within
from iq4d.speech import plural, text

__all__ = ["STANDARD_INPUT", "Found", "read", "read_many"]

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Found:
    """A conversation, and where it was found.

    source: the file, or the folder that is one export, as it was given ("exports/topic.json"), or "-": no two
    conversations of one source share an id. reader: the name of who read it.
    """

    conversation: Conversation
    source: str
    reader: str


def read(path: Path | str, reading: Reading | None = None, reader: Reader | None = None) -> Iterator[Conversation]:
    """The conversations in the export at `path`, one by one; what was left out is told to `reading`.

    A folder that is no export by itself may hold several, also of several kinds: of two conversations with one id
    the second is left out. Nothing is opened before the first is asked for. Raises UnreadableExport, at the first or
    any later one.
    """
    reading = reading or Reading()
    path = Path(path)
    seen: set[str] = set()
    with _readable(path.name), _whole_progress(reading) as progress:
        parts = _parts(path, reader, "")
        progress.total = sum(part.size for part in parts)
        for part in parts:
            with progress.of(part.size):
                for found in _conversations(part, reading, reader):
                    if found.conversation.id in seen:
                        _told_twice(reading, part, found)
                        continue
                    if len(parts) > 1:  # a reader gives no id twice
                        seen.add(found.conversation.id)
                    yield found.conversation
        _recognised(parts, path, reader)


def read_many(
    paths: Iterable[Path | str],
    reading: Reading | None = None,
    reader: Reader | None = None,
    *,
    standard_input: BinaryIO | None = None,
) -> Iterator[Found]:
    """The conversations in the exports at `paths`, in turn; "-" is `standard_input` (None: that of the process).

    Every export is read, also where another is broken: its error is added to `reading.broken`, and what could be
    read of it is given all the same. After the last path the error is raised; where there are several, one that
    says how many. A file that is given twice, by itself and in its folder say, is read once. What is left out is
    told with its source where there may be more than one. Progress is over the bytes of all; those of standard
    input come in once they are there.

    reader: everything with that one. Nothing is opened before the first is asked for.
    """
    reading = reading or Reading()
    given = list(map(str, paths))
    already: set[Path] = set()
    with _whole_progress(reading) as progress:
        progress.total = sum(map(_size, given))
        for n, path in enumerate(given):
            if path == STANDARD_INPUT in given[:n]:
                reading.skip(path, _BEFORE)
                continue
            with _kept(reading, path if len(given) > 1 else ""), _standing(path, reading, standard_input) as place:
                parts = _parts(place, reader, path)
                if path == STANDARD_INPUT:
                    progress.total += sum(part.size for part in parts)
                several = len(given) + len(parts) > 2
                seen: set[tuple[str, str]] = set()
                for part in parts:
                    if part.path.resolve() in already:
                        reading.skip(part.source, _BEFORE)
                        part.reader = part.reader or whose(part.path, reader)
                        continue
                    already.add(part.path.resolve())
                    with _kept(reading, part.source if several else ""), progress.of(part.size):
                        for found in _conversations(part, reading, reader):
                            if (found.reader, found.conversation.id) in seen:
                                _told_twice(reading, part, found)
                                continue
                            if len(parts) > 1:
                                seen.add((found.reader, found.conversation.id))
                            yield found
                _recognised(parts, place, reader)
    if len(reading.broken) == 1:
        raise reading.broken[0]
    if reading.broken:
        raise UnreadableExport(
            plural(
                "{n} export could not be read, or only in part.",
                "{n} exports could not be read, or only in part.",
                len(reading.broken),
            )
        )


_BEFORE = text("It was given before.")


@dataclass(slots=True)
class _Part:
    """One export among what was given: a file, or a folder as a whole.

    source: what it is called outside. reader: who reads it, once that is known; alone: it is what was given.
    """

    path: Path
    size: int
    source: str
    reader: Reader | None = None
    alone: bool = False
    broken: bool = False


def _parts(given: Path, reader: Reader | None, source: str) -> list[_Part]:
    path = files.stands_at(given)
    if not path.is_dir():
        own = source if path == given or source == STANDARD_INPUT else str(Path(source) / path.name)
        return [_Part(path, path.stat().st_size, own, reader, alone=True)]
    inside = [_Part(file, file.stat().st_size, str(Path(source) / file.name)) for file in files.inside(path)]
    whole = whose(path, reader)
    if whole is None:
        return inside
    # what lies beside such an export may be one of another kind
    others = [] if reader else [part for part in inside if _other(part, whole)]
    return [_Part(path, _size(path) - sum(part.size for part in others), source, whole, alone=True), *others]


def _other(part: _Part, whole: Reader) -> bool:
    try:
        return whose(part.path) not in {None, whole}
    except UnreadableExport:
        return False


def _conversations(part: _Part, reading: Reading, reader: Reader | None) -> Iterator[Found]:
    try:
        part.reader = part.reader or whose(part.path, reader)
        if part.reader is None:
            if part.alone:
                raise unknown(part.path)
            why = text("It is not a file of this kind: {kind}.", kind=reader.title) if reader else _NO_EXPORT
            reading.skip(part.path.name, why)
            return
        with _readable(part.path.name), files.unpacked(part.path, reading.limits) as plain:
            for conversation in part.reader.read(plain, reading):
                yield Found(conversation, part.source, part.reader.name)
    except UnreadableExport:
        part.broken = True
        raise


_NO_EXPORT = text("It is no export that is read here.")


def _told_twice(reading: Reading, part: _Part, found: Found) -> None:
    reading.skip(f"{part.path.name}, {found.conversation.title}", text("Another with this id came before it."))


def _recognised(parts: list[_Part], path: Path, reader: Reader | None) -> None:
    """Raises UnknownFormat where there is nothing in a folder that anybody reads."""
    if reader is None and not any(part.reader or part.broken for part in parts):
        raise unknown(path)


@contextmanager
def _readable(where: str) -> Iterator[None]:
    """What goes wrong under the hood, as an error for people."""
    try:
        yield
    except (RecursionError, MemoryError) as problem:
        raise TooMuch(where) from problem
    except OSError as problem:
        raise UnreadableExport(text("This cannot be opened."), where=where) from problem


@contextmanager
def _kept(reading: Reading, source: str) -> Iterator[None]:
    """An error is kept for the end, with its source, and so is the source of what is left out."""
    before, reading.source = reading.source, source
    try:
        with _readable(Path(source).name):
            yield
    except UnreadableExport as error:
        error.where = within(source, error.where)
        reading.broken.append(error)
    finally:
        reading.source = before


@contextmanager
def _standing(path: str, reading: Reading, stream: BinaryIO | None) -> Iterator[Path]:
    """Where what was given stands; what comes from standard input is put in a temporary place, gone afterwards."""
    if path != STANDARD_INPUT:
        yield Path(path)
        return
    most = reading.limits.bytes
    with tempfile.TemporaryDirectory(prefix="iq4d-") as folder:
        place = Path(folder) / "stdin"
        done = 0
        with place.open("wb") as file:
            while piece := (stream or sys.stdin.buffer).read(1 << 18):
                done += len(piece)
                if done > most:
                    raise UnreadableExport(
                        text("This is larger than the {most} MB we take.", most=most // 10**6), where="stdin"
                    )
                file.write(piece)
        if not done:
            raise UnreadableExport(text("Nothing came in."), where="stdin")
        with place.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"  # RFC 1952
        yield place.rename(place.with_suffix(".gz")) if packed else place


def _size(path: Path | str) -> int:
    """Bytes of a file, or of the files in a folder; 0 for what cannot be looked at: that is told in its turn."""
    path = Path(path)
    try:
        found = files.inside(path) if path.is_dir() else [path] if path.is_file() else []
        return sum(file.stat().st_size for file in found)
    except (OSError, ValueError, UnreadableExport):
        return 0


class _Progress:
    """The progress of one part after another, as that of the whole."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.tell = reading, reading.progress
        self.total = self.before = 0

    @contextmanager
    def of(self, size: int) -> Iterator[None]:
        def share(done: int, total: int) -> None:
            self.tell(self.before + (size * done // total if total else size), self.total)

        self.reading.progress = share
        try:
            yield
        finally:
            self.before += size


@contextmanager
def _whole_progress(reading: Reading) -> Iterator[_Progress]:
    progress = _Progress(reading)
    try:
        yield progress
        progress.tell(progress.total, progress.total)
    finally:
        reading.progress = progress.tell

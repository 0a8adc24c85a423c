"""The files an export is made of: finding them, opening them, unpacking a .gz."""

from __future__ import annotations

import gzip
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from iq4d.errors import UnreadableExport
from iq4d.readers.protocol import Limits
from iq4d.speech import text

__all__ = ["HEAD", "head", "inside", "plain", "stands_at", "unpacked"]

HEAD = 64 * 1024
"""Bytes shown to `Reader.recognises`."""

MOST_FILES = 10_000
# Up to here any ratio is harmless; above it text packs 30 : 1 at best, a bomb up to 1,000 : 1 (RFC 1951).
FREE_BYTES, MOST_RATIO = 64_000_000, 100


def inside(folder: Path) -> list[Path]:
    """The plain files in `folder` (not below it) in the order of their names, hidden ones left out."""
    found = []
    for path in folder.iterdir():
        if not path.name.startswith(".") and path.is_file() and not path.is_symlink():
            found.append(path)
        if len(found) > MOST_FILES:
            raise UnreadableExport(
                text("This folder holds more than {most} files.", most=MOST_FILES),
                where=folder.name,
                todo=text("Give the folder of one export."),
            )
    return sorted(found)


def stands_at(path: Path) -> Path:
    """`path` itself, or the one file in it where it is a folder with one. Raises UnreadableExport."""
    try:
        if path.is_dir():
            files = inside(path)
            if not files:
                raise UnreadableExport(text("There is no file in this folder."), where=path.name)
            return files[0] if len(files) == 1 else path
        if path.is_file():
            return path
    except (OSError, ValueError) as problem:
        raise UnreadableExport(text("This cannot be opened."), where=path.name) from problem
    raise UnreadableExport(
        text("There is no such file or folder."), where=str(path), todo=text("Check how its name is spelled.")
    )


def plain(path: Path) -> Path:
    """What a file is called once it is unpacked."""
    return path.with_suffix("") if path.suffix.lower() == ".gz" else path


def head(path: Path) -> bytes:
    """The first bytes of a file, unpacked where it is a .gz; nothing for a folder."""
    if path.is_dir():
        return b""
    try:
        if path.suffix.lower() == ".gz":
            with gzip.open(path) as packed:
                return packed.read(HEAD)
        with path.open("rb") as file:
            return file.read(HEAD)
    except (OSError, EOFError, zlib.error) as problem:
        raise _broken(path) from problem


@contextmanager
def unpacked(path: Path, limits: Limits) -> Iterator[Path]:
    """`path`, or what a .gz holds, in a temporary place that is gone afterwards."""
    if path.suffix.lower() != ".gz":
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="iq4d-") as place:
        plain = Path(place) / path.stem
        _unpack(path, plain, min(limits.bytes, max(FREE_BYTES, MOST_RATIO * path.stat().st_size)))
        yield plain


def _unpack(path: Path, plain: Path, most: int) -> None:
    done = 0
    try:
        with gzip.open(path) as packed, plain.open("wb") as file:
            while piece := packed.read(1 << 18):
                done += len(piece)
                if done > most:
                    raise UnreadableExport(
                        text(
                            "This unpacks to more than {most} MB, which is too much for its size.", most=most // 10**6
                        ),
                        where=path.name,
                        todo=text("Unpack it yourself, look at it, and give what you find."),
                    )
                file.write(piece)
    except (EOFError, zlib.error, gzip.BadGzipFile) as problem:
        raise _broken(path) from problem


def _broken(path: Path) -> UnreadableExport:
    return UnreadableExport(
        text("This file is damaged or cut off."),
        where=path.name,
        todo=text("Export it again and choose the new file."),
    )

"""Where the data of a command go: to stdout, or to a file or folder that appears only when all of it is there."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO

from iq4d.cli.talking import talk
from iq4d.errors import IQ4DError
from iq4d.speech import plural, text

__all__ = ["bytes_to", "folder_at", "stores", "told", "words_to"]


def stores(out: str | None) -> bool:
    """Whether something will stand under that name, so that half of it must not."""
    return out not in (None, "-")


@contextmanager
def words_to(out: str | None) -> Iterator[TextIO]:
    """Stdout (no `out`, or "-"), or the file of that name as UTF-8."""
    if not stores(out):
        yield sys.stdout
        return
    with bytes_to(out) as file, TextIOWrapper(file, "utf-8", errors="backslashreplace", newline="") as words:
        yield words


@contextmanager
def bytes_to(out: str | None) -> Iterator[BinaryIO]:
    """The same for bytes. What goes wrong inside leaves what stood there as it was."""
    if not stores(out):
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = _place(Path(str(out)))
    if path.exists() and not path.is_file():  # a pipe or /dev/null: nothing to put in the place of
        with path.open("wb") as file:
            yield file
        return
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _place(path: Path) -> Path:
    """Where to write: behind a link, in a folder that is there, and never over somebody's conversations."""
    path = _real(path)
    if path.is_dir():
        raise IQ4DError(text("This is a folder."), where=str(path), todo=text("Give the name of a file."))
    _keep_exports(path)
    return path


def _real(path: Path) -> Path:
    path = path.resolve()
    if not path.parent.is_dir():
        raise IQ4DError(
            text("There is no such folder to write in."), where=str(path.parent), todo=text("Make it first.")
        )
    return path


def _keep_exports(path: Path) -> None:
    from iq4d.readers import find

    if not path.is_file():
        return
    try:
        find(path)
    except IQ4DError:
        return
    raise IQ4DError(
        text("There is an export of conversations under this name: it is not written over."),
        where=str(path),
        todo=text("Choose another name."),
    )


@contextmanager
def folder_at(out: str) -> Iterator[Path]:
    """A folder to fill, which gets that name when all is in it; one that was there has to be empty."""
    path = _real(Path(out))
    if path.exists() and not (path.is_dir() and not any(path.iterdir())):
        raise IQ4DError(
            text("There is something under this name already."), where=str(path), todo=text("Choose another name.")
        )
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.mkdir()
    try:
        yield part
        if path.exists():
            path.rmdir()
        part.replace(path)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def told(number: int, out: str | None, language: str) -> None:
    """Say on stderr how much stands where; nothing where it went to stdout."""
    if stores(out):
        talk(plural("{n} conversation in {out}.", "{n} conversations in {out}.", number, out=str(out)).say(language))

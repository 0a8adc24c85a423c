"""The conversations that a command is asked for: which, from where, under which names, and what was left out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from iq4d.cli.talking import WrongUsage, positive, talk
from iq4d.errors import IQ4DError
from iq4d.speech import LANGUAGES, plural, text

if TYPE_CHECKING:
    from iq4d.readers import Found, Reader, Reading

__all__ = ["conversations", "nameless", "reading_arguments"]

SKIPPED_SHOWN = 5


def reading_arguments(parser: argparse.ArgumentParser) -> None:
    """What every command that reads exports takes."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="exports: files, folders, or - for standard input",
    )
    parser.add_argument("--reader", metavar="NAME", help="read it as this kind of export instead of finding out")
    parser.add_argument(
        "--language", choices=LANGUAGES, help="in which language to speak to you, whatever that of the conversation"
    )
    parser.add_argument("--limit", type=positive, metavar="N", help="stop after N conversations")
    parser.add_argument("--only", metavar="N", help="one conversation: its number in the list, or its id")
    parser.add_argument(
        "--anonymous", action="store_true", help="without names: participants by number, in what they wrote too"
    )


@contextmanager
def conversations(
    options: argparse.Namespace, *, all_skipped: bool = False, whole: bool = False
) -> Iterator[Iterator[Found]]:
    """The conversations asked for of the exports named on the command line; tells at the end what was left out.

    Of a broken export what could be read is given first, and its error comes after that. whole: it comes before the
    last conversation has been taken, so that whoever stores them stores nothing.
    """
    from iq4d.readers import Reading, read_many

    if not options.paths:
        raise WrongUsage(text("Name at least one export: a file, a folder, or - for standard input."))
    reading, broken = Reading(), list[IQ4DError]()
    with _progress(reading, options.language, whole) as counted:
        every = _until(broken, reading, read_many(options.paths, reading, _reader(options.reader)), options.limit)
        found = every if options.only is None else _only(options.only, every)
        if options.anonymous:
            found = nameless(found, options.language)
        first = next(found, None)
        if first is not None:
            taken = counted(chain([first], found))
            try:
                yield _with_errors(broken, taken) if whole else taken
            except IQ4DError as error:
                if error not in broken:
                    raise
        _tell_skipped(reading, options.language, all_kept=all_skipped)
    if broken:
        _tell_broken(reading, options.language, some=first is not None, whole=whole)
        raise broken[0]
    if first is None:
        raise _nothing(options)


def _until(broken: list[IQ4DError], reading: Reading, found: Iterator[Found], limit: int | None) -> Iterator[Found]:
    """The conversations, without the error that tells what is broken, which is kept."""
    try:
        yield from islice(found, limit)
        broken += reading.broken[-1:]  # where the limit came first
    except IQ4DError as error:
        broken.append(error)


def _with_errors(broken: list[IQ4DError], found: Iterator[Found]) -> Iterator[Found]:
    yield from found
    if broken:
        raise broken[0]


def nameless(found: Iterator[Found], language: str) -> Iterator[Found]:
    """The same conversations without names of people; files, which may be named after them, get a number."""
    from iq4d.pseudonyms import pseudonymous

    word = text("Participant").say(language)
    numbers: dict[str, int] = {}
    for one in found:
        number = numbers.setdefault(one.source, len(numbers) + 1)
        without = pseudonymous(one.conversation, word, keep_declared=True)
        yield replace(one, conversation=without, source=text("export {n}", n=number).say(language))


def _only(wanted: str, found: Iterator[Found]) -> Iterator[Found]:
    """The one with that number in the list, else the one with that id."""
    same_id = None
    for number, one in enumerate(found, 1):
        if str(number) == wanted or (one.conversation.id == wanted and not wanted.isdigit()):
            yield one
            return
        if one.conversation.id == wanted:
            same_id = same_id or one
    if same_id is not None:
        yield same_id


def _reader(name: str | None) -> Reader | None:
    from iq4d.readers import READERS

    if name is None:
        return None
    for reader in READERS:
        if reader.name == name:
            return reader
    names = ", ".join(reader.name for reader in READERS)
    raise IQ4DError(
        text("There is no reader of that name."), where=name, todo=text("Readers known here: {known}.", known=names)
    )


def _nothing(options: argparse.Namespace) -> IQ4DError:
    where = _places(options.paths)
    if options.only is not None:
        return IQ4DError(text("There is no conversation of that number or id."), where=f"{where}, {options.only}")
    return IQ4DError(text("No conversation was found in it."), where=where)


def _places(paths: Sequence[str]) -> str:
    shown = [Path(path).name or path for path in paths[:3]]
    return ", ".join([*shown, "…"] if len(paths) > len(shown) else shown)


# What is told


@contextmanager
def _progress(
    reading: Reading, language: str, elsewhere: bool
) -> Iterator[Callable[[Iterator[Found]], Iterator[Found]]]:
    """Gives what counts the conversations that pass, beside a bar of what was read, where somebody can see it."""
    # a bar beside a table on the same screen would fight for the line: only where the data go elsewhere
    if not sys.stderr.isatty() or not (elsewhere or not sys.stdout.isatty()):
        yield lambda found: found
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        reading.progress = lambda done, total: bar.update(task, completed=done, total=total)

        def counted(found: Iterator[Found]) -> Iterator[Found]:
            for number, one in enumerate(found, 1):
                words = plural("{n} conversation", "{n} conversations", number).say(language)
                bar.update(task, description=words)
                yield one

        yield counted


def _tell_skipped(reading: Reading, language: str, *, all_kept: bool = False) -> None:
    """Tell on stderr what was left out; it is no failure."""
    if reading.skipped_count:
        talk(plural("{n} item left out:", "{n} items left out:", reading.skipped_count).say(language))
        shown = reading.skipped if all_kept else reading.skipped[:SKIPPED_SHOWN]
        for item in shown:
            talk(f"  {item.say(language)}")
        # one item may stand for many; more than the reading keeps by name may follow
        if len(shown) < len(reading.skipped) or len(reading.skipped) == reading.limits.skipped:
            talk("  …")


def _tell_broken(reading: Reading, language: str, *, some: bool, whole: bool) -> None:
    if some and whole:
        talk(text("Nothing was stored, because not all of it could be read. Leave out what is broken.").say(language))
    elif some:
        talk(text("This export could be read only in part:").say(language))
    if len(reading.broken) > 1:
        for error in reading.broken:
            talk(f"  {error.say(language)}")

"""The command line: `iq4d COMMAND ...`. Data on stdout, talk on stderr; 0 done, 1 could not, 2 wrong usage.

A command is a row of `COMMANDS`: its name, what it does, its arguments, and the function that does it. What a command
needs is imported when it runs, so that measuring a file never loads the web.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import TextIOWrapper
from itertools import chain, islice
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

from iq4d import __version__
from iq4d.errors import IQ4DError
from iq4d.speech import LANGUAGES, plural, text

if TYPE_CHECKING:
    from rich.console import Console

    from iq4d.conversation import Conversation
    from iq4d.measures import Scorecard
    from iq4d.readers.protocol import Reader, Reading

__all__ = ["COMMANDS", "Command", "main"]

SKIPPED_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Command:
    """One command: how it is called, one line of help, what it takes, and what runs it and gives the exit code."""

    name: str
    summary: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


# measure


def measure_command(options: argparse.Namespace) -> int:
    """One conversation: its scorecard to read. Several: a table. With --json: one JSON scorecard a line."""
    with _conversations(options) as conversations:
        if options.json:
            for title, card in _measured(conversations, options.jobs):
                print(json.dumps({"title": title, **card.to_json()}, ensure_ascii=False))
        else:
            first = list(islice(conversations, 2))
            if len(first) == 1:
                _print_one(first[0], options.language)
            else:
                _print_table(_measured(chain(first, conversations), options.jobs), options.language)
    return 0


def _measured(conversations: Iterator[Conversation], jobs: int) -> Iterator[tuple[str, Scorecard]]:
    """The scorecard of each, with its title; the conversations themselves are let go."""
    from iq4d.measures.many import measure_many

    titles: deque[str] = deque()

    def passing() -> Iterator[Conversation]:
        for conversation in conversations:
            titles.append(conversation.title)
            yield conversation

    for card in measure_many(passing(), jobs=jobs, now=_now()):
        yield titles.popleft(), card


def _print_one(conversation: Conversation, language: str) -> None:
    from rich.text import Text as Styled

    from iq4d.measures import measure
    from iq4d.measures.telling import lines

    styles = {"title": "bold", "dimension": "bold", "quiet": "dim", "ask": "italic", "plain": ""}
    console = _console()
    for line in lines(measure(conversation, now=_now()), conversation, language):
        margin = " " * line.indent
        folded = fill(line.words, max(20, console.width), initial_indent=margin, subsequent_indent=margin)
        console.print(Styled(folded, styles[line.style]), soft_wrap=True)


def _print_table(cards: Iterator[tuple[str, Scorecard]], language: str) -> None:
    from iq4d.measures.telling import head, legend, row

    width = _console().width
    print(head(width, language))
    print(fill(legend(language), max(20, width)))
    for number, (title, card) in enumerate(cards, 1):
        print(row(number, card, title, width, language))
    _talk(text("To read one of them: add --only and its number.").say(language))


# read


def read_command(options: argparse.Namespace) -> int:
    """The conversations in an export, one a line: number, contributions, participants, title. With --json: as JSON."""
    from iq4d.measures.telling import one_line

    with _conversations(options, all_skipped=True) as conversations:
        for number, conversation in enumerate(conversations, 1):
            if options.json:
                print(json.dumps(_listed(conversation), ensure_ascii=False))
                continue
            if number == 1:
                heads = (text("No."), text("Contributions"), text("Participants"), text("Conversation"))
                print("{:>5} {:>13} {:>12}  {}".format(*(head.say(options.language) for head in heads)))
            size = str(len(conversation))
            if conversation.expected not in (None, len(conversation)):
                size += f"/{conversation.expected}"
            title = one_line(conversation.title or conversation.id)
            print(f"{number:>5} {size:>13} {len(conversation.speakers):>12}  {title}")
    return 0


def _listed(conversation: Conversation) -> dict[str, object]:
    return {
        "id": conversation.id,
        "title": conversation.title,
        "contributions": len(conversation),
        "expected": conversation.expected,
        "participants": len(conversation.speakers),
        "language": conversation.language,
        "origin": conversation.origin,
    }


# what both share


@contextmanager
def _conversations(options: argparse.Namespace, *, all_skipped: bool = False) -> Iterator[Iterator[Conversation]]:
    """The conversations asked for of the export named on the command line; tells at the end what was left out.

    What could be read of a broken export is given first; its error comes after that.
    """
    from iq4d.readers import Reading, read

    reading, broken = Reading(), list[IQ4DError]()
    with _progress(reading):
        every = islice(_until(broken, read(options.path, reading, _reader(options.reader))), options.limit)
        found = every if options.only is None else _only(options.only, every)
        first = next(found, None)
        if first is not None:
            yield chain([first], found)
        _tell_skipped(reading, options, all_kept=all_skipped)
    if broken:
        if first is not None:
            _talk(text("This export could be read only in part:").say(options.language))
        raise broken[0]
    if first is None:
        where = Path(options.path).name
        if options.only is not None:
            raise IQ4DError(text("There is no conversation of that number or id."), where=f"{where}, {options.only}")
        raise IQ4DError(text("No conversation was found in it."), where=where)


def _until(broken: list[IQ4DError], conversations: Iterator[Conversation]) -> Iterator[Conversation]:
    """The conversations up to an error, which is kept."""
    try:
        yield from conversations
    except IQ4DError as error:
        broken.append(error)


def _only(wanted: str, conversations: Iterator[Conversation]) -> Iterator[Conversation]:
    """The one with that number in the list, else the one with that id."""
    same_id = None
    for number, conversation in enumerate(conversations, 1):
        if str(number) == wanted or (conversation.id == wanted and not wanted.isdigit()):
            yield conversation
            return
        if conversation.id == wanted:
            same_id = same_id or conversation
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


@contextmanager
def _progress(reading: Reading) -> Iterator[None]:
    # a bar beside a table on the same screen would fight for the line: only where stdout goes elsewhere
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        reading.progress = lambda done, total: bar.update(task, completed=done, total=total)
        yield


def _tell_skipped(reading: Reading, options: argparse.Namespace, *, all_kept: bool = False) -> None:
    """Tell on stderr what was left out; it is no failure."""
    if reading.skipped_count:
        _talk(plural("{n} item left out:", "{n} items left out:", reading.skipped_count).say(options.language))
        shown = reading.skipped if all_kept else reading.skipped[:SKIPPED_SHOWN]
        for item in shown:
            _talk(f"  {item.say(options.language)}")
        # one item may stand for many; more than the reading keeps by name may follow
        if len(shown) < len(reading.skipped) or len(reading.skipped) == reading.limits.skipped:
            _talk("  …")


def _talk(words: str) -> None:
    from iq4d.measures.telling import one_line

    indent = len(words) - len(words.lstrip())
    print(" " * indent + one_line(words), file=sys.stderr)


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False)


def _now() -> datetime:
    return datetime.now(UTC)


# arguments


def _reading_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", help="an export: a file, or a folder with one or several of one kind")
    parser.add_argument("--reader", metavar="NAME", help="read it as this kind of export instead of finding out")
    parser.add_argument(
        "--language", choices=LANGUAGES, help="in which language to speak to you, whatever that of the conversation"
    )
    parser.add_argument("--limit", type=_positive, metavar="N", help="stop after N conversations")
    parser.add_argument("--only", metavar="N", help="one conversation: its number in the list, or its id")
    parser.add_argument("--json", action="store_true", help="as JSON, one line a conversation")


def _measure_arguments(parser: argparse.ArgumentParser) -> None:
    _reading_arguments(parser)
    parser.add_argument(
        "--jobs", type=_positive, default=1, metavar="N", help="measure a large export with N processes (default: 1)"
    )


def _positive(word: str) -> int:
    if not (word.isascii() and word.isdigit() and int(word)):
        raise argparse.ArgumentTypeError(f"{word!r} is not a whole number from 1 up")
    return int(word)


def _port(word: str) -> int:
    if _positive(word) > 65535:
        raise argparse.ArgumentTypeError(f"{word} is not a port, which is 65535 at most")
    return int(word)


# serve, manage


def _serve_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=_port, default=8000, help="port to listen on (default: %(default)s)")
    parser.add_argument("--workers", type=_positive, default=1, help="web processes (default: %(default)s)")
    parser.add_argument("--demo", action="store_true", help="with an invented circle to look around in")


def serve_command(options: argparse.Namespace) -> int:
    """Web, background work and clock, until stopped."""
    from iq4d.web.serving import serve

    return serve(host=options.host, port=options.port, workers=options.workers, demo=options.demo)


def _manage_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="...", help="a Django command and what it takes")


def manage_command(options: argparse.Namespace) -> int:
    """One of the web framework's own commands, on this installation."""
    from django.core.management import execute_from_command_line

    from iq4d.web.serving import set_up

    set_up()
    execute_from_command_line(["iq4d manage", *options.rest])
    return 0


COMMANDS: tuple[Command, ...] = (
    Command("measure", "show the quality of the conversations in an export", _measure_arguments, measure_command),
    Command("read", "list the conversations in an export, and what is left out", _reading_arguments, read_command),
    Command("serve", "serve IQ4D: web, background work and clock in one", _serve_arguments, serve_command),
    Command("manage", "run a Django command, such as migrate or check", _manage_arguments, manage_command),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code."""
    parser = argparse.ArgumentParser(
        prog="iq4d", description="Learning from each other on purpose, and a mirror of how that conversation went."
    )
    parser.add_argument("--version", action="version", version=f"iq4d {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in COMMANDS:
        own = commands.add_parser(command.name, help=command.summary, description=command.summary)
        command.arguments(own)
        own.set_defaults(run=command.run)
    try:
        options = parser.parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # an export may hold half a character, a terminal may know few
            stream.reconfigure(errors="backslashreplace")
    if getattr(options, "language", "") is None:
        options.language = language_of(os.environ)
    try:
        return int(options.run(options))
    except IQ4DError as error:
        _talk(f"iq4d: {error.say(getattr(options, 'language', 'en'))}")
        return 1
    except BrokenPipeError:  # who read our output left: `iq4d measure ... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        _talk(f"iq4d: {error.filename or ''}: {error.strerror or error}")
        return 1
    except KeyboardInterrupt:
        return 130


def language_of(environment: Mapping[str, str]) -> str:
    """The language in which to speak to somebody with these environment variables.

    >>> language_of({"LANG": "nl_NL.UTF-8"}), language_of({"LC_ALL": "C", "LANG": "nl_NL.UTF-8"}), language_of({})
    ('nl', 'en', 'en')
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            code = environment[name].split("_")[0].split(".")[0].lower()
            return code if code in LANGUAGES else "en"
    return "en"

"""The command line: `iq4d COMMAND ...`. Data on stdout, talk on stderr; 0 done, 1 could not, 2 wrong usage.

A command is a row of `COMMANDS`: its name, what it does, its arguments, and the function that does it. What a command
needs is imported when it runs, so that `iq4d --help` is there at once and measuring a file never loads the web.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from errno import ENOSPC
from io import TextIOWrapper

from iq4d import __version__
from iq4d.cli import composing, measuring, methods, reading, serving
from iq4d.cli.talking import WrongUsage, talk
from iq4d.errors import IQ4DError
from iq4d.speech import LANGUAGES

__all__ = ["COMMANDS", "Command", "main"]


@dataclass(frozen=True, slots=True)
class Command:
    """One command: how it is called, one line of help, what it takes, and what runs it and gives the exit code."""

    name: str
    summary: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


COMMANDS: tuple[Command, ...] = (
    Command("measure", "show the quality of the conversations in an export", measuring.arguments, measuring.run),
    Command("read", "list the conversations in an export, and what is left out", reading.arguments, reading.run),
    Command(
        "compose", "put people in groups that are diverse on purpose, and say why", composing.arguments, composing.run
    ),
    Command("methods", "list, show, check and export structured conversations", methods.arguments, methods.run),
    Command("serve", "serve IQ4D: web, background work and clock in one", serving.serve_arguments, serving.serve),
    Command("manage", "run a Django command, such as migrate or check", serving.manage_arguments, serving.manage),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code."""
    try:
        options = _options(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # an export may hold half a character, a terminal may know few
            stream.reconfigure(errors="backslashreplace")
    if getattr(options, "language", "") is None:
        options.language = language_of(os.environ)
    language = getattr(options, "language", "en")
    try:
        code = int(options.run(options))
        sys.stdout.flush()  # what cannot be written is told by us, and not when Python ends
        return code
    except WrongUsage as wrong:
        options.parser.print_usage(sys.stderr)
        talk(f"{options.parser.prog}: {wrong.what.say(language)}")
        return 2
    except IQ4DError as error:
        talk(f"iq4d: {error.say(language)}")
        return 1
    except BrokenPipeError:  # who read our output left: `iq4d measure ... | head`
        _let_go_of_stdout()
        return 0
    except OSError as error:
        talk(f"iq4d: {error.filename or ''}: {error.strerror or error}")
        if error.errno == ENOSPC:
            _let_go_of_stdout()
        return 1
    except KeyboardInterrupt:
        return 130


def _let_go_of_stdout() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="iq4d", description="Learning from each other on purpose, and a mirror of how that conversation went."
    )
    parser.add_argument("--version", action="version", version=f"iq4d {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in COMMANDS:
        own = commands.add_parser(command.name, help=command.summary, description=command.summary)
        command.arguments(own)
        own.set_defaults(run=command.run, parser=own)
    options, more = parser.parse_known_args(argv)
    if more and hasattr(options, "paths") and all(word == "-" or not word.startswith("-") for word in more):
        options.paths += more  # argparse gives up on `a.json --csv b.json`
    elif more:
        parser.error(f"unrecognized arguments: {' '.join(more)}")
    return options


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

"""`iq4d compose`: people out of a CSV file in, groups out that are diverse on purpose, with an account of them."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

from iq4d.cli.storing import words_to
from iq4d.cli.talking import WrongUsage, console, now, positive, talk
from iq4d.errors import IQ4DError
from iq4d.speech import LANGUAGES, text

if TYPE_CHECKING:
    from iq4d.cli.wished import Wished

__all__ = ["arguments", "run"]

FORMS = {".csv": "csv", ".json": "json", ".html": "html", ".htm": "html"}
USAGE = (
    "iq4d compose PEOPLE.csv (--size N | --groups N | --preset NAME) [--spread COLUMN,...] [--balance COLUMN,...]\n"
    "                    [--similar COLUMN,...] [what a group has to be] [-o FILE] ...; iq4d compose --help lists all"
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.usage = USAGE
    parser.add_argument(
        "people", nargs="?", metavar="PEOPLE.csv", help="a row a person, the first line names the columns"
    )
    parser.add_argument("--name", metavar="COLUMN", help="the column with their names (default: the first)")
    parser.add_argument("--language", choices=LANGUAGES, help="in which language to speak; as your system says")
    groups = parser.add_argument_group("how many").add_mutually_exclusive_group()
    groups.add_argument("--size", metavar="N", help="about so many in a group; 4-5: never fewer, never more")
    groups.add_argument("--groups", type=positive, metavar="N", help="so many groups, as equal as can be")
    _several(
        parser.add_argument_group(
            "what is wished", "every option may come several times; without any we choose, and say what"
        ),
        spread=("COLUMN,...", "different within a group, and counted as diversity: role, expertise"),
        balance=("COLUMN,...", "every group a fair share, and no more: age, region"),
        similar=("COLUMN,...", "alike within a group: language, time zone"),
        weight=("COLUMN=N", "how much a column counts beside the others (default: 1)"),
        scale=("COLUMN=SCALE", "read it as nominal, numeric, multi (a|b) or hours, and not as it looks"),
        order=("COLUMN=LOW,...,HIGH", "kinds that have an order"),
    )
    _several(
        parser.add_argument_group("what has to be"),
        together=('"A,B"', "these people in one group"),
        apart=('"A,B"', "no two of these people in one group"),
        seat=('"A=1"', "this person in group 1"),
        one_per_group=("COLUMN=KIND", "one of them in every group; role=facilitator=1-2: one or two"),
        never_one=("COLUMN=KIND", "none of them alone among others: two or more in a group, or nobody"),
        share=("COLUMN[=N]", "so many of its values in common in every group, such as a language (default: 1)"),
        share_hours=("COLUMN[=N]", "so many free hours in common: cells like Europe/Amsterdam mo 9-12, tu 13-17"),
    )
    parser.add_argument(
        "--week", metavar="DATE", help="the week of those hours, for summer time: 2026-07-01 or 2026-W27"
    )
    _several(
        parser.add_argument_group("what was before"),
        met=("FILE.csv", "earlier plans (name, group, round): who met before meets others now"),
        wish=("FILE.csv", "who would like to be with whom (name, would-like)"),
    )
    how = parser.add_argument_group("how it is done")
    how.add_argument("--preset", metavar="NAME", help="a grouping that comes along; list: which there are")
    _several(how, column=("ROLE=COLUMN", "which column has a role in the preset"))
    how.add_argument(
        "--camps", type=_weight, default=0.0, metavar="0-1", help="weight against groups that split in two"
    )
    how.add_argument(
        "--worst-first", action="store_true", help="lift the least diverse group, for a little of the whole"
    )
    how.add_argument(
        "--rounds", type=positive, default=1, metavar="N", help="so many plans, in each of which people meet others"
    )
    _several(how, withhold=("COLUMN,...", "it may steer, and is shown nowhere"))
    how.add_argument(
        "--seed", type=_seed, default=0, metavar="N", help="another number: other groups, as good (default: 0)"
    )
    how.add_argument(
        "--max-iter", type=positive, metavar="N", help="swaps to weigh; with the seed it gives the same groups"
    )
    how.add_argument(
        "--time", type=_seconds, metavar="SECONDS", help="stop after so long; the same groups only by chance"
    )
    parser.add_argument(
        "-o",
        "--out",
        action="append",
        default=[],
        metavar="FILE",
        help="write .csv, .json or .html; several may be given",
    )


def _several(group: argparse._ArgumentGroup, **options: tuple[str, str]) -> None:
    for name, (form, told) in options.items():
        group.add_argument(f"--{name.replace('_', '-')}", action="append", default=[], metavar=form, help=told)


def _weight(word: str) -> float:
    weight = _number(word)
    if not 0 <= weight <= 1:
        raise argparse.ArgumentTypeError(f"{word!r} is not a weight from 0 to 1")
    return weight


def _seconds(word: str) -> float:
    seconds = _number(word)
    if not 0 < seconds < 1e6:
        raise argparse.ArgumentTypeError(f"{word!r} is not a number of seconds above 0")
    return seconds


def _seed(word: str) -> int:
    if not re.fullmatch(r"\d{1,18}", word, re.ASCII):
        raise argparse.ArgumentTypeError(f"{word!r} is not a whole number from 0 up")
    return int(word)


def _number(word: str) -> float:
    try:
        return float(word.replace(",", "."))
    except ValueError:
        return float("nan")


def run(options: argparse.Namespace) -> int:
    """Compose groups, write them where that was asked, and tell of them on stdout."""
    if options.preset == "list":
        _list_presets(options.language)
        return 0
    if options.people is None:
        raise WrongUsage(text("Name the file with the people: iq4d compose people.csv --size 5."))
    outs = _outs(options)
    from iq4d.cli.wished import wished
    from iq4d.groups.people.table import read_rows, table_of

    asked = wished(options, table_of(read_rows(options.people), options.name), _week(options.week))
    _tell_beforehand(asked, options.language)
    from iq4d.cli.composed import as_csv, as_html, as_json, composed, lines

    with _progress() as progress:
        plans = composed(options, asked, progress)
    forms = {"csv": as_csv, "json": as_json, "html": as_html}
    written = [(out, forms[form](plans, asked, options)) for form, out in outs]
    with ExitStack() as files:  # each appears when all of them are complete
        for out, words in written:
            files.enter_context(words_to(out)).write(words)
    screen = console(sys.stdout)
    for indent, line in lines(plans, options.language):
        print(fill(line, max(20, screen.width), initial_indent=indent, subsequent_indent=indent + "  "))
    for out, _ in written:
        talk(text("Written: {out}", out=out).say(options.language))
    return 0


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """Gives what takes (steps done, of how many), beside a bar, where somebody can see it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TimeRemainingColumn

    columns = (BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _list_presets(language: str) -> None:
    from iq4d.groups.people.presets import presets

    for preset in presets().values():
        print(f"{preset.key} ({preset.size})  {preset.name.say(language)}")
        print(
            fill(
                preset.summary.say(language),
                max(20, console(sys.stdout).width),
                initial_indent="  ",
                subsequent_indent="  ",
            )
        )
        for one in preset.columns:
            role = one.role if one.needed else text("{role}, if there is one", role=one.role).say(language)
            print(f"  {role}: {one.what.say(language)}")


def _outs(options: argparse.Namespace) -> list[tuple[str, str]]:
    """(form, file) of each --out. Raises WrongUsage, or IQ4DError where it would be written over what is read."""
    found = []
    for out in options.out:
        form = FORMS.get(Path(out).suffix.lower())
        if form is None:
            raise WrongUsage(text("{out}: the name of a file to write ends in .csv, .json or .html.", out=out))
        found.append((form, out))
    places = [Path(out).resolve() for _, out in found]
    if len(places) != len(set(places)):
        raise WrongUsage(text("Two files to write have one name."))
    read = {Path(path).resolve() for path in (options.people, *options.met, *options.wish)}
    for place in places:
        if place in read:
            raise IQ4DError(
                text("This file is read: it is not written over."), where=str(place), todo=text("Choose another name.")
            )
    return found


def _week(word: str | None) -> date:
    """The day, or the Monday of the week. Raises WrongUsage."""
    if word is None:
        return now().date()
    try:
        return date.fromisoformat(f"{word}-1" if re.fullmatch(r"\d{4}-W\d\d", word, re.ASCII) else word)
    except ValueError:
        raise WrongUsage(text("“{word}” is no day or week: write 2026-07-01 or 2026-W27.", word=word[:40])) from None


def _tell_beforehand(asked: Wished, language: str) -> None:
    """On stderr: what we chose ourselves, and whose names are not in the list."""
    if asked.by_itself:
        chosen = ", ".join(f"--{how.wish} {column}" for column, how in asked.attributes.items())
        told = (
            text("Nothing was wished of the columns, so we took: {chosen}.", chosen=chosen)
            if chosen
            else text("No column tells people apart, so the groups are made by the rules and by chance.")
        )
        talk(told.say(language))
    if asked.strangers:
        shown = ", ".join(asked.strangers[:5]) + (" …" if len(asked.strangers) > 5 else "")
        told = text("Not in the list of people, so left out of earlier plans and wishes: {names}.", names=shown)
        talk(told.say(language))

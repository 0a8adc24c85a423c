"""`iq4d measure`: the quality of the conversations in exports, to read, as a table, as data or as pages."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from iq4d.cli.asked import reading_arguments
from iq4d.cli.talking import WrongUsage, positive
from iq4d.speech import text

__all__ = ["arguments", "run"]

FORMS = ("json", "csv", "parquet", "html", "convokit")
ENDINGS = {".json": "json", ".jsonl": "json", ".csv": "csv", ".parquet": "parquet", ".html": "html", ".htm": "html"}


def arguments(parser: argparse.ArgumentParser) -> None:
    reading_arguments(parser)
    parser.add_argument(
        "--jobs", type=positive, default=1, metavar="N", help="measure a large export with N processes (default: 1)"
    )
    parser.add_argument("--compare", nargs=2, metavar=("A", "B"), help="two exports side by side, instead of PATH")
    forms = parser.add_argument_group("forms", "one of them; without, to be read in a terminal")
    forms.add_argument("--json", action="store_true", help="a scorecard with its evidence a line, as JSON")
    forms.add_argument("--csv", action="store_true", help="a table, a row a conversation")
    forms.add_argument("--parquet", action="store_true", help="the same table as Parquet (needs pyarrow)")
    forms.add_argument("--html", action="store_true", help="a page to look at; of several: a folder of pages (--out)")
    forms.add_argument("--convokit", metavar="FOLDER", help="a ConvoKit corpus with the figures in it")
    parser.add_argument(
        "-o", "--out", metavar="FILE", help="write to a file (--html: or a folder), which appears when it is complete"
    )


def run(options: argparse.Namespace) -> int:
    """Measure what was asked for, in the form that was asked for."""
    form = _form(options)
    if options.compare is not None:
        from iq4d.cli.comparing import compare

        return compare(options, form)
    return _writer(form)(options)


def _form(options: argparse.Namespace) -> str:
    """One of `FORMS`, or "" for reading. Raises WrongUsage where two were asked for."""
    asked = [form for form in FORMS if getattr(options, form)]
    ending = ENDINGS.get(Path(options.out or "").suffix.lower())
    if len(asked) > 1:
        names = " + ".join(f"--{form}" for form in asked)
        raise WrongUsage(text("Choose one form at a time: {asked} do not go together.", asked=names))
    if not asked:
        return ending or ""
    if options.convokit is not None and options.out is not None:
        raise WrongUsage(text("--convokit names its own folder: leave out --out and other forms."))
    if ending not in (None, asked[0]):
        raise WrongUsage(
            text("--{form} and a file called {out} contradict each other.", form=asked[0], out=Path(options.out).name)
        )
    return asked[0]


def _writer(form: str) -> Callable[[argparse.Namespace], int]:
    from iq4d.cli import pages, shown, tables

    return {
        "": shown.to_read,
        "json": shown.as_json,
        "csv": tables.as_csv,
        "parquet": tables.as_parquet,
        "convokit": tables.as_corpus,
        "html": pages.as_pages,
    }[form]

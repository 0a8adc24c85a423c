"""`iq4d measure --compare A B`: two exports side by side."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from iq4d.cli.asked import conversations
from iq4d.cli.shown import print_lines
from iq4d.cli.storing import words_to
from iq4d.cli.talking import WrongUsage, now
from iq4d.speech import text

if TYPE_CHECKING:
    from iq4d.conversation import Conversation
    from iq4d.report.comparison import Comparison

__all__ = ["compare"]

WITH = ("", "json", "html")  # the forms a comparison has


def compare(options: argparse.Namespace, form: str) -> int:
    """The comparison to read, as JSON (--json) or as a page (--html)."""
    _check(options, form)
    with words_to(options.out) as file:
        comparison = _compared(options)
        if form == "json":
            print(json.dumps(comparison.to_json(), ensure_ascii=False), file=file)
        elif form == "html":
            from iq4d.report.comparison import comparison_page

            file.write(comparison_page(comparison, options.language))
        else:
            from iq4d.report.comparison import comparison_lines

            print_lines(comparison_lines(comparison, options.language), file)
    return 0


def _check(options: argparse.Namespace, form: str) -> None:
    if options.paths:
        raise WrongUsage(text("--compare takes its two exports itself: leave out {path}.", path=options.paths[0]))
    if form not in WITH:
        raise WrongUsage(text("A comparison is there to read, as --json or as --html, not as --{form}.", form=form))
    if options.only is not None or options.limit is not None or options.jobs != 1:
        raise WrongUsage(text("--compare takes all of both exports: leave out --only, --limit and --jobs."))


def _compared(options: argparse.Namespace) -> Comparison:
    from iq4d.report.comparison import compare

    sides = [argparse.Namespace(**{**vars(options), "paths": [path]}) for path in options.compare]
    names = None if options.anonymous else (Path(options.compare[0]).name, Path(options.compare[1]).name)
    with ExitStack() as both:  # half a side would make another comparison: a broken export ends it
        before, after = (_of(both, side) for side in sides)
        return compare(before, after, names=names, now=now())


def _of(both: ExitStack, side: argparse.Namespace) -> Iterator[Conversation]:
    return (one.conversation for one in both.enter_context(conversations(side, whole=True)))

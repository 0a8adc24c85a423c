"""A report as one HTML document that needs nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from iq4d import __version__
from iq4d.measures.measuring import untold
from iq4d.report.report import Report
from iq4d.report.saying import Saying
from iq4d.report.sight import Sight
from iq4d.speech import text

__all__ = ["filled", "page", "style_source"]

LISTED = 30  # numbers of contributions in one cell of a table


def page(report: Report, language: str = "en", *, back: tuple[str, str] | None = None) -> str:
    """The whole document in "en" or "nl". What people wrote is escaped; there is no script in it.

    back: (address, words) of a link on top, for who reads it inside an installation.
    """
    saying = Saying(language, report.card.language)
    title = report.title or saying.say(text("Conversation without a title"))
    return filled(
        "report.html", saying, report=report, card=report.card, measure=report.card.measure, title=title, back=back
    )


def filled(template: str, saying: Saying, **given: Any) -> str:
    """A document of one of our templates, with the style sheet in it."""
    return _templates().get_template(template).render(style=_style(), version=__version__, **given, **saying.words())


def style_source() -> str:
    """The source expression that lets the style sheet of these pages through a content security policy."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return f"'sha256-{digest}'"


@lru_cache(maxsize=1)
def _style() -> Markup:
    return Markup((files("iq4d.report") / "report.css").read_text("utf-8"))  # noqa: S704 - ours


@lru_cache(maxsize=1)
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("iq4d.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.tests["untold"] = untold
    made.filters["listed"] = _listed
    made.filters["by_sight"] = _by_sight
    return made


def _listed(numbers: Sequence[int]) -> str:
    """A few numbers as words; of many the first.

    >>> _listed([1, 4, 9]), _listed(range(1, 99))[-12:]
    ('1, 4, 9', '28, 29, 30 …')
    """
    return ", ".join(map(str, numbers[:LISTED])) + (" …" if len(numbers) > LISTED else "")


def _by_sight(told: Sight) -> Iterator[tuple[int, int, bool]]:
    """The conversation as stretches in and out of sight of its purpose: (first, last, seen), as places."""
    at = 1
    for one in told.lost:
        if one.first > at:
            yield at, one.first - 1, True
        yield one.first, one.last, False
        at = one.last + 1
    if at <= told.length:
        yield at, told.length, True

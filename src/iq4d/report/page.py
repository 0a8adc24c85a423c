"""A report as one HTML document that needs nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from iq4d.measures import wording
from iq4d.measures.score import POINTS
from iq4d.pictures import shapes
from iq4d.report.report import Report
from iq4d.speech import Text, decimal, plural, text

__all__ = ["page", "style_source"]


def page(report: Report, language: str = "en") -> str:
    """The whole document in "en" or "nl". What people wrote is escaped; there is no script in it."""
    saying = _Saying(language)
    return (
        _templates()
        .get_template("report.html")
        .render(report=report, card=report.card, language=language, style=_style(), **saying.words())
    )


def style_source() -> str:
    """The source expression that lets this page's style sheet through a content security policy."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return f"'sha256-{digest}'"


@lru_cache(maxsize=1)
def _style() -> Markup:
    return Markup((files("iq4d.report") / "report.css").read_text("utf-8"))  # noqa: S704 - ours


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("iq4d.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip


class _Saying:
    """What a template can say, in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def words(self) -> dict[str, Any]:
        return {
            "text": lambda one, **params: text(one, **params).say(self.language),
            "plural": lambda one, many, n, **params: plural(one, many, n, **params).say(self.language),
            "say": self.say,
            "decimal": lambda value, digits=2: decimal(value, self.language, digits),
            "shape": self.shape,
            "bar": self.bar,
            "wording": wording,
            "limits": wording.limits,
            "POINTS": POINTS,
        }

    def say(self, sentence: Text | None) -> str:
        return "" if sentence is None else sentence.say(self.language)

    def shape(self, dimension: str, seen: str, place: str) -> Markup:
        name, word = self.say(wording.dimension_name(dimension)), self.say(wording.seen_word(seen))
        asks = self.say(wording.dimension_question(dimension))
        drawn = shapes.shape(dimension, seen, title=f"{name}: {word}", description=asks, uid=f"{place}-{dimension}")
        return Markup(drawn)  # noqa: S704 - drawn and escaped by us

    def bar(self, points: float, interval: tuple[float, float] | None, out_of: int, dimension: str = "") -> Markup:
        low, high = interval or (None, None)
        words = text("{points} of {out_of}", points=round(points), out_of=out_of)
        uid = f"bar-{dimension or 'sum'}"
        drawn = shapes.interval_bar(points, low, high, out_of, title=self.say(words), uid=uid, dimension=dimension)
        return Markup(drawn)  # noqa: S704 - drawn and escaped by us

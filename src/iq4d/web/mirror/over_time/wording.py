"""The pages over time in the reader's language: pictures, tables, and what cannot be told apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iq4d.measures import DIMENSIONS, wording
from iq4d.pictures.over_time import Mark, over_time
from iq4d.web.dialogues import standing as standings
from iq4d.web.mirror.over_time.queries import InSeries, Stood
from iq4d.web.mirror.over_time.summing import (
    FEWEST_PEOPLE,
    FEWEST_TALKS,
    OUT_OF,
    Figure,
    Sum,
    Talk,
    best_unit,
    by_period,
    enough,
    lie_apart,
    pairs_apart,
    people_in,
    sum_of,
)
from iq4d.web.ui.markup import kept_safe


@dataclass(frozen=True, slots=True)
class Shown:
    """One dimension on a page: its picture, and a sentence on whether it moved ("" where nothing can be said)."""

    key: str
    name: str
    asks: str
    picture: SafeString
    told: str


def figure_said(figure: Figure | None, language: str) -> str:
    """Points where there are any, the word where not."""
    if figure is None:
        return "–"
    word = wording.seen_word(figure.seen).say(language)
    if figure.points is None:
        return word
    return f"{word} · {_points(figure.points, figure.low, figure.high)}"


def _points(points: float, low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return f"{points:.0f}"
    return _("%(points)s (%(low)s to %(high)s)") % {
        "points": f"{points:.0f}", "low": f"{low:.0f}", "high": f"{high:.0f}",
    }  # fmt: skip


def dimension_names(language: str) -> list[str]:
    return [wording.dimension_name(key).say(language) for key in DIMENSIONS]


def day_said(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _even(many: int) -> list[float]:
    """Places at equal distances; one alone in the middle."""
    return [0.5] if many == 1 else [n / (many - 1) for n in range(many)]


def _shown(
    key: str, marks: Sequence[Mark], language: str, description: str, told: str, place: str, **more: Any
) -> Shown:
    name = wording.dimension_name(key).say(language)
    picture = over_time(
        marks,
        dimension=key,
        out_of=OUT_OF,
        title=_("%(name)s over time") % {"name": name},
        description=description,
        uid=f"{place}-{key}",
        **more,
    )
    return Shown(key, name, wording.dimension_question(key).say(language), kept_safe(picture), told)


def _mark(place: float, figure: Figure | None, made_by: int, language: str) -> Mark:
    if figure is None:
        return Mark(place, word=_("not measured yet"), made_by=made_by)
    if figure.points is None:
        return Mark(place, word=wording.seen_word(figure.seen).say(language), made_by=made_by)
    return Mark(place, figure.points, figure.low, figure.high, made_by=made_by)


def _as_sum(figure: Figure) -> Sum:
    return Sum("", figure.points, figure.low, figure.high, 1, 1, 0)


def _moved(first: Sum | None, last: Sum | None) -> str:
    """Whether two can be told apart; in words, without praise."""
    if first is None or last is None or None in (first.low, last.low, first.mean, last.mean):
        return ""
    if not lie_apart(first, last):
        return _("The two intervals at the ends overlap: no difference that can be told from chance.")
    if (last.mean or 0) > (first.mean or 0):
        return _("More is seen at the end than at the beginning; the two intervals lie apart.")
    return _("Less is seen at the end than at the beginning; the two intervals lie apart.")


def _ends(figures: Sequence[tuple[int, Figure | None]]) -> str:
    """Of figures by the newest measure alone: those of another do not compare."""
    newest = [one for made_by, one in figures if one and one.low is not None and made_by == figures[-1][0]]
    return _moved(_as_sum(newest[0]), _as_sum(newest[-1])) if len(newest) > 1 else ""


def dialogue_over_time(stood: Sequence[Stood], language: str) -> dict[str, Any]:
    """One dialogue. stood: at least one moment, in order of time."""
    places = _even(len(stood))
    begun = [(place, one) for place, one in zip(places, stood, strict=True) if one.begins]
    steps = [(place, str(n)) for n, (place, _one) in enumerate(begun, 1)]
    numbered = {id(one): n for n, (_place, one) in enumerate(begun, 1)}
    description = _span(len(stood), stood[0].day, stood[-1].day)
    shown = []
    for key in DIMENSIONS:
        marks = [
            _mark(place, one.figures.get(key), one.measure, language) for place, one in zip(places, stood, strict=True)
        ]
        ends = _ends([(one.measure, one.figures.get(key)) for one in stood])
        shown.append(_shown(key, marks, language, description, ends, "over-time", steps=steps))
    rows, before = [], stood[0].measure
    for one in stood:
        rows.append(
            {
                "day": date_format(one.day, "j M Y"),
                "step": one.step,
                "number": numbered.get(id(one), ""),
                "cut": one.measure != before,
                "contributions": one.contributions,
                "cells": [figure_said(one.figures.get(key), language) for key in DIMENSIONS],
            }
        )
        before = one.measure
    return {"dimensions": shown, "rows": rows, "cut": any(row["cut"] for row in rows), "steps": bool(steps)}


def series_over_time(series: Sequence[InSeries], language: str) -> dict[str, Any]:
    """Several dialogues that go on from one another, each a point of its own."""
    places = _even(len(series))
    description = ngettext("%(n)s conversation.", "%(n)s conversations, in order.", len(series)) % {"n": len(series)}
    shown = []
    numbers = [(place, str(n)) for n, place in enumerate(places, 1)]
    for key in DIMENSIONS:
        marks = [
            _mark(place, one.figures.get(key), one.measure, language) for place, one in zip(places, series, strict=True)
        ]
        ends = _ends([(one.measure, one.figures.get(key)) for one in series])
        shown.append(_shown(key, marks, language, description, ends, "series", steps=numbers, joined=False))
    rows, before = [], series[0].measure
    for n, one in enumerate(series, 1):
        cells = [figure_said(one.figures.get(key), language) for key in DIMENSIONS]
        rows.append({"number": n, "dialogue": one.dialogue, "cut": one.measure != before, "cells": cells})
        before = one.measure
    return {"dimensions": shown, "rows": rows, "cut": any(row["cut"] for row in rows)}


def _span(many: int, first: date, last: date) -> str:
    if first == last:
        return ngettext("%(n)s moment, on %(day)s.", "%(n)s moments, on %(day)s.", many) % {
            "n": many, "day": day_said(first),
        }  # fmt: skip
    return _("%(n)s moments at equal distances, from %(first)s to %(last)s.") % {
        "n": many, "first": day_said(first), "last": day_said(last),
    }  # fmt: skip


# A circle


def period_said(begins: date, unit: str) -> str:
    if unit == "month":
        return date_format(begins, "F Y")
    if unit == "quarter":
        return _("quarter %(n)s of %(year)s") % {"n": (begins.month + 2) // 3, "year": begins.year}
    return str(begins.year)


def too_few(talks: Sequence[Talk]) -> str:
    """What is missing before a figure can stand here; "" where there is enough."""
    if enough(talks):
        return ""
    said = []
    if (left := FEWEST_TALKS - len(talks)) > 0:
        said.append(ngettext("%(n)s conversation to go", "%(n)s conversations to go", left) % {"n": left})
    if (left := FEWEST_PEOPLE - people_in(talks)) > 0:
        said.append(ngettext("%(n)s person to go", "%(n)s people to go", left) % {"n": left})
    return ", ".join(said)


def sum_said(one: Sum, language: str) -> dict[str, Any]:
    """A cell: the word, and the mean with its interval over so many conversations."""
    points = _points(one.mean, one.low, one.high) if one.mean is not None else ""
    word = wording.seen_word(one.word).say(language) if one.word else ""
    return {"word": word, "points": points, "counted": one.counted}


def circle_over_time(talks: Sequence[Talk], language: str) -> dict[str, Any]:
    """By month, quarter or year, whichever is the shortest that has enough twice."""
    unit = best_unit(talks)
    periods = by_period(talks, unit)
    names = {begins: period_said(begins, unit) for begins in periods}
    sums = {begins: {key: sum_of(here, key) for key in DIMENSIONS} for begins, here in periods.items()}
    places = _even(len(periods))
    numbers = [(place, str(n)) for n, place in enumerate(places, 1)] if len(periods) > 1 else []
    description = ngettext("%(n)s period.", "%(n)s periods, in order.", len(periods)) % {"n": len(periods)}
    shown = []
    for key in DIMENSIONS if periods else ():
        here = [sums[begins][key] for begins in periods]
        marks = [
            Mark(place, one.mean, one.low, one.high, word="" if one.mean is not None else _("too few"))
            for place, one in zip(places, here, strict=True)
        ]
        told = [one for one in here if one.mean is not None]
        ends = _moved(told[0], told[-1]) if len(told) > 1 else ""
        shown.append(_shown(key, marks, language, description, ends, "circle", steps=numbers, joined=False))
    rows = [
        {
            "number": n if numbers else "",
            "name": names[begins],
            "talks": len(here),
            "missing": too_few(here),
            "cells": [sum_said(sums[begins][key], language) for key in DIMENSIONS],
        }
        for n, (begins, here) in enumerate(periods.items(), 1)
    ]
    return {"dimensions": shown, "rows": rows}


def medium_name(medium: str) -> str:
    how, _colon, what = medium.partition(":")
    if how == "platform":
        return _("brought in from %(platform)s") % {"platform": what} if what else _("brought in")
    courses = {
        "live": _("together, in one go"),
        "hybrid": _("first apart, then together"),
        "apart": _("apart, each when it suits"),
    }
    return courses.get(what, what)


def method_name(key: str, language: str) -> str:
    method = standings.method_named(key)
    return method.name.say(language) if method else key


def compared(
    talks: Iterable[Talk], by: str, language: str, own: Mapping[str, str] = MappingProxyType({})
) -> dict[str, Any]:
    """by: "method" or "medium". own: names of the circle's own methods, by key. A row for each that has
    enough, by name; what has not is only named.
    """
    groups: dict[str, list[Talk]] = {}
    for one in talks:
        if key := getattr(one, by):
            groups.setdefault(key, []).append(one)
    of = (lambda key: own.get(key) or method_name(key, language)) if by == "method" else medium_name
    named = {of(key): here for key, here in groups.items()}
    whole = {name: named[name] for name in sorted(named, key=str.casefold) if enough(named[name])}
    sums = {name: {key: sum_of(here, key) for key in DIMENSIONS} for name, here in whole.items()}
    rows = [
        {"name": name, "talks": len(whole[name]), "cells": [sum_said(told[key], language) for key in DIMENSIONS]}
        for name, told in sums.items()
    ]
    return {
        "rows": rows,
        "few": [
            {"name": name, "missing": too_few(named[name])}
            for name in sorted(named, key=str.casefold)
            if name not in whole
        ],
        "told": [_told_apart(key, {name: told[key] for name, told in sums.items()}, language) for key in DIMENSIONS]
        if len(rows) > 1
        else [],
    }


def _told_apart(key: str, sums: Mapping[str, Sum], language: str) -> dict[str, str]:
    name = wording.dimension_name(key).say(language)
    counted = [one for one in sums.values() if one.mean is not None]
    if len(counted) < 2:
        return {"name": name, "said": _("There are too few numbers to compare.")}
    apart = pairs_apart(sums)
    if not apart:
        return {"name": name, "said": _("The intervals overlap: no difference that can be told from chance.")}
    pairs = "; ".join(_("%(one)s and %(other)s") % {"one": one, "other": other} for one, other in apart)
    said = _("These lie apart: %(pairs)s. Nothing else can be told from chance.") % {"pairs": pairs}
    return {"name": name, "said": said}

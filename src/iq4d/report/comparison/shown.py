"""A comparison as one HTML document, and as paragraphs for a terminal. Words first; figures under them."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import Any

from markupsafe import Markup

from iq4d.measures import wording
from iq4d.measures.reference import compared as channels
from iq4d.measures.score import POINTS
from iq4d.measures.telling import ASK, DIMENSION, PLAIN, QUIET, TITLE, Line, clean
from iq4d.pictures.dumbbell import dumbbell
from iq4d.report.comparison.compared import Compared
from iq4d.report.comparison.comparing import Comparison, Side
from iq4d.report.comparison.words import limits, verdict_word
from iq4d.report.page import filled
from iq4d.report.saying import Saying
from iq4d.speech import Text, decimal, listed, plural, text

__all__ = ["lines", "page"]


def page(comparison: Comparison, language: str = "en") -> str:
    """The whole document in "en" or "nl". Names are escaped; there is no script in it."""
    saying = Saying(language)

    def drawn(one: Compared) -> Markup:
        return Markup(_picture(one, language))  # noqa: S704 - drawn and escaped by us

    given: dict[str, Any] = {
        "drawn": drawn,
        "sized": lambda side: [saying.say(one) for one in _sizes(side)],
        "people": [saying.say(one) for one in _people(comparison)],
        "figures": lambda one: [saying.say(row) for row in _figures(one)],
        "counted": lambda one, place: saying.say(_counted(one, place)),
        "verdict": lambda one: saying.say(verdict_word(one.verdict, one.more)),
        "channels": lambda one: [
            (saying.say(wording.indicator(row.indicator).name), [saying.say(said) for said in channels(row.indicator)])
            for row in one.rows
            if row.reason is None and channels(row.indicator)
        ],
        "limits": [saying.say(one) for one in (*limits(), *wording.limits(_language(comparison)))],
    }
    return filled(
        "compare.html",
        saying,
        comparison=comparison,
        measure=comparison.measure,
        title=_title(comparison).say(language),
        **given,
    )


def lines(comparison: Comparison, language: str) -> Iterator[Line]:
    """The same, paragraph by paragraph, as `iq4d.measures.telling.lines` tells a scorecard."""

    def say(sentence: Text) -> str:
        return sentence.say(language)

    yield Line(say(_title(comparison)), TITLE)
    for side in comparison.sides:
        name = f"{side.letter}: {clean(side.name)}" if side.name else side.letter
        yield Line(f"{name} ({', '.join(say(one) for one in _sizes(side))})")
    for one in (*_people(comparison), *comparison.cautions):
        yield Line(say(one), QUIET)
    yield Line("")
    for each in comparison.dimensions:
        yield Line(f"{say(wording.dimension_name(each.dimension))}  {say(each.sentence)}", DIMENSION)
        for place, side in enumerate(comparison.sides):
            yield Line(f"{side.letter}: {say(_counted(each, place))}", PLAIN, 2)
        for row in _figures(each):
            yield Line(say(row), QUIET, 2)
        for indicator in each.rows:
            name = say(wording.indicator(indicator.indicator).name)
            told = f"A {_value(indicator.first, language)}, B {_value(indicator.second, language)}"
            yield Line(f"{name}: {told if indicator.reason is None else say(indicator.reason)}", QUIET, 4)
        yield Line("")
    for question in comparison.questions:
        yield Line(f"→ {say(question)}", ASK)
    yield Line("")
    yield Line(" ".join(say(one) for one in (*limits(), *wording.limits(_language(comparison)))), QUIET)


def _title(comparison: Comparison) -> Text:
    first, second = (clean(side.name) for side in comparison.sides)
    if first and second and first != second:
        return text("{first} and {second}, beside each other", first=first, second=second)
    return text("A and B, beside each other")


def _language(comparison: Comparison) -> str | None:
    """English where all of it is: then what holds of Dutch need not be said."""
    spoken = {language for side in comparison.sides for language, _ in side.languages}
    return "en" if spoken == {"en"} else None


def _sizes(side: Side) -> list[Text]:
    told = [plural("{n} contribution", "{n} contributions", side.contributions)]
    if side.conversations > 1:
        return [plural("{n} conversation", "{n} conversations", side.conversations), *told]
    return [*told, plural("{n} participant", "{n} participants", side.speakers)]


def _people(comparison: Comparison) -> list[Text]:
    who = comparison.people
    told = []
    if who.both or who.first or who.second:
        told.append(
            text(
                "Who takes part, by name: {both} in both, {first} in A only, {second} in B only.",
                both=who.both,
                first=who.first,
                second=who.second,
            )
        )
    if who.untold:
        told.append(
            plural(
                "Of {n} participant without a name it cannot be told.",
                "Of {n} participants without a name it cannot be told.",
                who.untold,
            )
        )
    return told


def _counted(one: Compared, place: int) -> Text:
    """ "some seen"; of several conversations in how many: "some seen in 3, little seen in 1"."""
    words = one.seen[place]
    if sum(n for _, n in words) == 1:
        return wording.seen_word(words[0][0])
    return listed(text("{seen} in {n}", seen=wording.seen_word(word), n=n) for word, n in reversed(words))


def _figures(one: Compared) -> list[Text]:
    """The figures of a dimension as sentences; none where it cannot be compared."""
    found = one.difference
    if found is None:
        return []
    told = [
        _side_figure("A", found.first, found.first_interval),
        _side_figure("B", found.second, found.second_interval),
    ]
    apart = text(
        "B less A: {points}, between {low} and {high} (80% sure)",
        points=_signed(found.value),
        low=_signed(found.interval[0]),
        high=_signed(found.interval[1]),
    )
    if found.clear_from >= 1:
        return [*told, apart, text("Too uncertain here for any difference to be clear.")]
    return [*told, apart, text("Clear from {points} points on.", points=ceil(POINTS * found.clear_from))]


def _side_figure(letter: str, value: float, interval: tuple[float, float]) -> Text:
    points, low, high = (round(POINTS * figure) for figure in (value, *interval))
    if low == high:
        return text("{side}: {points} of 25", side=letter, points=points)
    return text("{side}: {points} of 25, between {low} and {high}", side=letter, points=points, low=low, high=high)


def _signed(value: float) -> str:
    points = round(POINTS * value)
    return f"+{points}" if points > 0 else f"−{-points}" if points < 0 else "0"


def _value(value: float | None, language: str) -> str:
    return "–" if value is None else decimal(value, language)


def _picture(one: Compared, language: str) -> str:
    found = one.difference
    if found is None:
        return ""
    first, second = (
        (POINTS * value, POINTS * low, POINTS * high)
        for value, (low, high) in ((found.first, found.first_interval), (found.second, found.second_interval))
    )
    name = wording.dimension_name(one.dimension)
    return dumbbell(
        first,
        second,
        POINTS,
        title=text("{dimension}: {verdict}", dimension=name, verdict=verdict_word(one.verdict, one.more)).say(language),
        description="; ".join(row.say(language) for row in _figures(one)),
        uid=f"dumbbell-{one.dimension}",
        dimension=one.dimension,
    )

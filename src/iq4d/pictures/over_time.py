"""One dimension over time: points on a line with their interval as a band, and words where there is no number.

The same grammar as the other pictures: a filled dot was counted, an open one with a dashed rim was seen without a
number. Nothing is drawn between two figures that do not compare. The picture stands beside a table that says it all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from iq4d.pictures.drawing import EDGE, HUES, INK_SOFT, SOFT_HUES, SUNKEN, escaped, number, picture
from iq4d.pictures.shapes import DIMENSIONS

__all__ = ["HEIGHT", "WIDTH", "Mark", "over_time"]

WIDTH, HEIGHT, WITHOUT_WORDS = 320, 136, 114  # the height where a word stands under it, and where none does
LEFT, RIGHT, TOP, BOTTOM = 34, 308, 22, 106  # the field in which figures stand
APART = 16  # between two numbers of steps, so that they can be read
WORD = 130  # the room one word takes


@dataclass(frozen=True, slots=True)
class Mark:
    """What was seen at one moment.

    place: where it stands from left to right, 0 to 1. points: None where there is no number; low, high: its interval,
    None where none is known. word: what is said instead of a number. made_by: figures of another maker do not compare.
    """

    place: float
    points: float | None = None
    low: float | None = None
    high: float | None = None
    word: str = ""
    made_by: int = 0


def over_time(
    marks: Sequence[Mark],
    *,
    dimension: str,
    out_of: float,
    title: str,
    description: str,
    uid: str,
    steps: Iterable[tuple[float, str]] = (),
    joined: bool = True,
) -> str:
    """The marks in order of time, as an SVG element.

    steps: where something began, 0 to 1, and the short name it has in the table ("2"). joined: whether a line and a
    band go from mark to mark; False where each mark is a thing of its own. title, description, uid: as for `shape`.
    Raises ValueError for an unknown dimension, marks that are not in order, a place outside 0 to 1, or figures that
    are not 0 <= low <= points <= high <= out_of.
    """
    if dimension not in DIMENSIONS:
        raise ValueError(f"unknown dimension {dimension!r}: one of {', '.join(DIMENSIONS)}")
    for one in marks:
        _check(one, out_of)
    begun = list(steps)
    if any(one.place > later.place for one, later in pairwise(marks)):
        raise ValueError("the marks are not in order of time")
    if any(not 0 <= place <= 1 for place, _name in begun):
        raise ValueError("a step begins outside 0 to 1")
    hue, soft = HUES[dimension], SOFT_HUES[dimension]
    parts = [_field(out_of), *_steps(begun), *_cuts(marks)]
    runs = _runs(marks, joined)
    parts += [_band(run, out_of, hue, soft) for run in runs]
    parts += [_line(run, out_of, hue) for run in runs if len(run) > 1]
    parts += [_dot(one, out_of, hue) for one in marks]
    words = _words_under(marks)
    parts += words
    height = HEIGHT if words else WITHOUT_WORDS
    box = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    return picture(f"bar bar--{dimension} over-time", box, title, description, uid, "".join(parts))


def _check(one: Mark, out_of: float) -> None:
    if not 0 <= one.place <= 1:
        raise ValueError(f"{one.place} is not between 0 and 1")
    low = one.points if one.low is None else one.low
    high = one.points if one.high is None else one.high
    if one.points is not None and not (low is not None and high is not None and 0 <= low <= one.points <= high):
        raise ValueError(f"{one.points} does not lie in {low} to {high}")
    if high is not None and high > out_of:
        raise ValueError(f"{one.points} ({low} to {high}) is more than {out_of}")


def _x(place: float) -> float:
    return LEFT + 8 + place * (RIGHT - LEFT - 16)


def _y(points: float, out_of: float) -> float:
    return BOTTOM - points / out_of * (BOTTOM - TOP)


def _runs(marks: Sequence[Mark], joined: bool) -> list[list[Mark]]:
    """Marks with a number that stand side by side and compare; each alone where they are not to be joined."""
    together = [
        list(run)
        for (_made_by, counted), run in groupby(marks, key=lambda one: (one.made_by, one.points is not None))
        if counted
    ]
    return together if joined else [[one] for run in together for one in run]


def _field(out_of: float) -> str:
    width, height = RIGHT - LEFT, BOTTOM - TOP
    ground = f'<rect class="over-time-field" x="{LEFT}" y="{TOP}" width="{width}" height="{height}" fill="{SUNKEN}"/>'
    foot = (
        f'<path class="over-time-ground" d="M{LEFT} {BOTTOM}H{RIGHT}" fill="none" stroke="{EDGE}" stroke-width="1.5"/>'
    )
    return ground + foot + _text(number(out_of), LEFT - 6, TOP + 11, "end") + _text("0", LEFT - 6, BOTTOM, "end")


def _steps(begun: list[tuple[float, str]]) -> list[str]:
    parts, last = [], float("-inf")
    for place, name in begun:
        x = _x(place)
        line = f'd="M{number(x)} {TOP}V{BOTTOM}" fill="none" stroke="{EDGE}" stroke-width="1"'
        parts.append(f'<path class="over-time-step" {line}/>')
        if x - last >= APART:
            parts.append(_text(name, x, TOP - 6, "middle"))
            last = x
    return parts


def _cuts(marks: Sequence[Mark]) -> list[str]:
    """A broken line where figures stop comparing with those before."""
    places = [(_x(one.place) + _x(later.place)) / 2 for one, later in pairwise(marks) if one.made_by != later.made_by]
    line = f'fill="none" stroke="{INK_SOFT}" stroke-width="2" stroke-dasharray="5 4"'
    return [f'<path class="over-time-cut" d="M{number(x)} {TOP - 4}V{BOTTOM + 4}" {line}/>' for x in places]


def _band(run: list[Mark], out_of: float, hue: str, soft: str) -> str:
    known = [one for one in run if one.low is not None and one.high is not None]
    if not known:
        return ""
    if len(known) == 1:
        (one,) = known
        top, foot = _y(one.high or 0, out_of), _y(one.low or 0, out_of)
        box = f'x="{number(_x(one.place) - 5)}" y="{number(top)}" width="10" height="{number(max(foot - top, 2))}"'
        return f'<rect class="bar-band" {box} rx="3" fill="{soft}" stroke="{hue}" stroke-width="1.5"/>'
    there = [f"{number(_x(one.place))} {number(_y(one.high or 0, out_of))}" for one in known]
    back = [f"{number(_x(one.place))} {number(_y(one.low or 0, out_of))}" for one in reversed(known)]
    return f'<path class="bar-band" d="M{"L".join(there + back)}z" fill="{soft}" stroke="{hue}" stroke-width="1"/>'


def _line(run: list[Mark], out_of: float, hue: str) -> str:
    through = "L".join(f"{number(_x(one.place))} {number(_y(one.points or 0, out_of))}" for one in run)
    return f'<path class="over-time-line" d="M{through}" fill="none" stroke="{hue}" stroke-width="2"/>'


def _dot(one: Mark, out_of: float, hue: str) -> str:
    if one.points is None:
        at = f'cx="{number(_x(one.place))}" cy="{BOTTOM}" r="4"'
        rim = f'fill="none" stroke="{EDGE}" stroke-width="2" stroke-dasharray="3 2"'
        return f'<circle class="over-time-open" {at} {rim}/>'
    at = f'cx="{number(_x(one.place))}" cy="{number(_y(one.points, out_of))}" r="4.5"'
    return f'<circle class="bar-point" {at} fill="{hue}"/>'


def _words_under(marks: Sequence[Mark]) -> list[str]:
    """The word of each run of marks without a number, as far as there is room; the table has them all."""
    parts, taken = [], float("-inf")
    for (word, counted), run in groupby(marks, key=lambda one: (one.word, one.points is not None)):
        x = _x(next(run).place)
        if counted or not word or x < taken:
            continue
        anchor = "start" if x < LEFT + WORD / 2 else "end" if x > RIGHT - WORD / 2 else "middle"
        parts.append(_text(word, min(max(x, LEFT), RIGHT), HEIGHT - 10, anchor))
        taken = x + WORD
    return parts


def _text(words: str, x: float, y: float, anchor: str) -> str:
    font = f'text-anchor="{anchor}" font-family="Georgia, serif" font-size="14" fill="{INK_SOFT}"'
    return f'<text class="over-time-word" x="{number(x)}" y="{number(y)}" {font}>{escaped(words)}</text>'

"""The measure and the people of a conversation side by side: one line for each dimension."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from iq4d.pictures.drawing import EDGE, HUES, INK, INK_SOFT, SOFT_HUES, SUNKEN, escaped, number, picture

__all__ = ["Row", "beside"]

WIDTH = 320  # as wide as a phone shows it, so that its letters keep their size there
LEFT, RIGHT = 10, 310  # of the line
ROW, TOP = 78, 30  # height of one dimension; above the first stands what is what


@dataclass(frozen=True, slots=True)
class Row:
    """One dimension. points (0 to `out_of`) and interval: of the measure, None where it has none.

    third: where the people's middle lies, 0, 1 or 2 from the left; None where too few could tell. aside: what stands
    in the place of points.
    """

    dimension: str
    name: str
    points: float | None
    interval: tuple[float, float] | None
    third: int | None
    aside: str = ""


def beside(
    rows: Sequence[Row],
    *,
    out_of: float,
    words: tuple[str, str, str],
    names: tuple[str, str],
    title: str,
    description: str,
    uid: str,
) -> str:
    """Each dimension a line cut in three: above it the measure's point in its interval, under it the people's third.

    words: what the thirds are called, from the left. names: of the point and of the bracket ("the measure", "you").
    The people's mark is as wide as its third: it says no more than a word. title and description: for who does not
    see it. Raises ValueError for points outside the line, a third that is not there, or a uid that cannot be an id.
    """
    for row in rows:
        low, high = row.interval or (row.points, row.points)
        if row.points is not None and not 0 <= (low or 0) <= row.points <= (high or 0) <= out_of:
            raise ValueError(f"{row.points} ({low} to {high}) does not lie on a line from 0 to {out_of}")
        if row.third not in (None, 0, 1, 2):
            raise ValueError(f"a line has thirds 0, 1 and 2, not {row.third}")
    height = TOP + ROW * len(rows) + 20
    parts = [_legend(*names)]
    parts += [_row(row, TOP + ROW * place, out_of, names) for place, row in enumerate(rows)]
    for place, word in enumerate(words):
        parts.append(_text("shape-word", word, LEFT + (place + 0.5) * (RIGHT - LEFT) / 3, height - 6, INK_SOFT))
    box = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    return picture("beside", box, title, description, uid, "".join(parts))


def _legend(measure: str, people: str) -> str:
    """The two marks with their names, above the lines."""
    point = f'<circle class="bar-point" cx="{LEFT + 5}" cy="12" r="4.5" fill="{INK_SOFT}"/>'
    bracket = _bracket(WIDTH / 2 + 5, WIDTH / 2 + 35, 9)
    return (
        point
        + _text("shape-word", measure, LEFT + 16, 17, INK_SOFT, anchor="start")
        + bracket
        + _text("shape-word", people, WIDTH / 2 + 43, 17, INK_SOFT, anchor="start")
    )


def _row(row: Row, top: float, out_of: float, names: tuple[str, str]) -> str:
    def place(points: float) -> float:
        return LEFT + points / out_of * (RIGHT - LEFT)

    middle = top + 42
    hue, soft = HUES[row.dimension], SOFT_HUES[row.dimension]
    parts = [_text("shape-name", row.name, LEFT, top + 20, INK, 'font-weight="bold"', anchor="start")]
    if row.aside:
        parts.append(_text("shape-word", f"{names[0]}: {row.aside}", RIGHT, top + 20, INK_SOFT, anchor="end"))
    track = f'x="{LEFT}" y="{middle - 3}" width="{RIGHT - LEFT}" height="6" rx="3"'
    parts.append(f'<rect class="bar-track" {track} fill="{SUNKEN}" stroke="{EDGE}" stroke-width="1"/>')
    for third in (1, 2):
        x = number(LEFT + third * (RIGHT - LEFT) / 3)
        parts.append(f'<path class="shape-unseen" d="M{x} {middle - 9}V{middle + 9}" fill="none" stroke="{EDGE}"/>')
    if row.points is not None and row.interval is not None:
        low, high = place(row.interval[0]), place(row.interval[1])
        band = f'x="{number(low)}" y="{middle - 7}" width="{number(max(high - low, 2))}" height="14" rx="4"'
        parts.append(f'<rect class="bar-band" {band} fill="{soft}" stroke="{hue}" stroke-width="1.5"/>')
    if row.points is not None:
        parts.append(f'<circle class="bar-point" cx="{number(place(row.points))}" cy="{middle}" r="4.5" fill="{hue}"/>')
    if row.third is not None:
        wide = (RIGHT - LEFT) / 3
        parts.append(_bracket(LEFT + row.third * wide + 4, LEFT + (row.third + 1) * wide - 4, middle + 13))
    return f'<g class="bar--{row.dimension}">{"".join(parts)}</g>'


def _bracket(left: float, right: float, top: float) -> str:
    path = f"M{number(left)} {number(top)}v6H{number(right)}v-6"
    line = f'fill="none" stroke="{INK_SOFT}" stroke-width="2.5" stroke-linecap="round"'
    return f'<path class="shape-ground" d="{path}" {line}/>'


def _text(name: str, words: str, x: float, y: float, colour: str, more: str = "", anchor: str = "middle") -> str:
    font = f'font-family="Georgia, serif" font-size="14" {more}'.rstrip()
    place = f'x="{number(x)}" y="{number(y)}" text-anchor="{anchor}"'
    return f'<text class="{name}" {place} {font} fill="{colour}">{escaped(words)}</text>'

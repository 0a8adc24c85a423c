"""A conversation from left to right: rows of marks over its contributions. Its labels stand beside it, in the page.

The drawing is stretched to the width there is, so it holds no letter and no circle. As in the shapes: what is filled is
seen, a dashed outline is where something is missing. Many contributions are drawn as columns of their shares.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from iq4d.pictures.drawing import EDGE, HUES, INK_SOFT, SUNKEN, number, picture

__all__ = ["HEIGHT", "WIDTH", "Row", "columns", "marks", "strip"]

WIDTH, HEIGHT = 1000, 32  # of a row; the page gives a row as many pixels
GAP = 8  # between two rows
COLUMNS = 120  # more contributions than that are drawn as so many columns
LEAST = 0.12  # of a row's height: what is there can be seen


@dataclass(frozen=True, slots=True)
class Row:
    """marks: (from, to, height) with from and to in 0-1 of the conversation, height in 0-1 of the row.

    missing: stretches (from, to) that are outlined. hue: a dimension ("depth") or "" for ink.
    """

    marks: tuple[tuple[float, float, float], ...]
    missing: tuple[tuple[float, float], ...] = ()
    hue: str = ""


def marks(places: Iterable[int], length: int) -> tuple[tuple[float, float, float], ...]:
    """A mark for each of the places (from 1) of so many contributions; or columns, where those are many.

    >>> marks([1, 3], 4)
    ((0.0, 0.25, 1.0), (0.5, 0.75, 1.0))
    """
    if length > COLUMNS:
        return columns([(place, 1.0) for place in places], length, share=True)
    return tuple(((place - 1) / length, place / length, 1.0) for place in places)


def columns(
    values: Sequence[tuple[int, float]], length: int, *, share: bool = False
) -> tuple[tuple[float, float, float], ...]:
    """A column for each (place, height), or as many as can be told apart, each as high as the mean of what it holds.

    share: its height is the sum divided by the contributions it spans, and the highest is full.
    """
    if length <= COLUMNS:
        return tuple(((place - 1) / length, place / length, height) for place, height in values)
    held: dict[int, list[float]] = {}
    for place, height in values:
        held.setdefault((place - 1) * COLUMNS // length, []).append(height)
    span = length / COLUMNS
    high = {n: sum(heights) / (span if share else len(heights)) for n, heights in held.items()}
    most = max(high.values(), default=1.0) if share else 1.0
    return tuple((n / COLUMNS, (n + 1) / COLUMNS, height / (most or 1.0)) for n, height in sorted(high.items()))


def strip(rows: Sequence[Row], *, title: str, description: str, uid: str, breaks: Sequence[float] = ()) -> str:
    """The rows under one another, as an SVG that takes any width. breaks: where a line goes through all of them, 0-1.

    Raises ValueError for a uid that cannot be an id.
    """
    height = len(rows) * (HEIGHT + GAP) - GAP
    parts = []
    for n, row in enumerate(rows):
        top = n * (HEIGHT + GAP)
        hue = HUES.get(row.hue, INK_SOFT)
        parts.append(f'<rect class="strip-row" x="0" y="{top}" width="{WIDTH}" height="{HEIGHT}" fill="{SUNKEN}"/>')
        for start, end in row.missing:
            left, width = start * WIDTH, (end - start) * WIDTH
            box = f'x="{number(left)}" y="{top + 1}" width="{number(width)}" height="{HEIGHT - 2}"'
            line = f'fill="none" stroke="{EDGE}" stroke-width="2" stroke-dasharray="3 3"'
            parts.append(f'<rect class="strip-missing" {box} {line} vector-effect="non-scaling-stroke"/>')
        drawn = []
        for start, end, value in row.marks:
            tall = max(LEAST, min(1.0, value)) * HEIGHT
            left, width = start * WIDTH, (end - start) * WIDTH
            space = min(width * 0.25, 3)
            foot = f"M{number(left + space / 2)} {number(top + HEIGHT)}"
            drawn.append(f"{foot}v{number(-tall)}h{number(width - space)}v{number(tall)}z")
        if drawn:
            parts.append(f'<path class="strip-mark strip-mark--{row.hue or "ink"}" d="{"".join(drawn)}" fill="{hue}"/>')
    for at in breaks:
        x = number(at * WIDTH)
        parts.append(
            f'<path class="strip-break" d="M{x} 0V{height}" fill="none" stroke="{INK_SOFT}" stroke-width="1" '
            'vector-effect="non-scaling-stroke"/>'
        )
    box = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" preserveAspectRatio="none"'
    return picture(f"strip strip--{len(rows)}", box, title, description, uid, "".join(parts))

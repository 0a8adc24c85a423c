"""The four shapes of the mirror and its bar of points, drawn as SVG.

One grammar for all four: what is filled is seen, what is a dashed outline is not seen yet. The same picture
serves page, mail and PDF: classes take the colours of the style sheet, and where there is none the
attributes give those of paper. No style attribute, no script, no reference to anything outside.
The forms and their reasons stand in docs/look.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import cos, radians, sin

from iq4d.pictures.drawing import EDGE, HUES, INK, INK_SOFT, PAPER, SOFT_HUES, SUNKEN, escaped, number, picture

__all__ = ["DIMENSIONS", "LEVELS", "interval_bar", "mirror_picture", "shape"]

DIMENSIONS = ("purpose", "depth", "diversity", "deeds")
LEVELS = ("unseen", "little", "some", "a lot")

SIDE = 96  # a shape is drawn in a square of 96 by 96
CELL_WIDTH, CELL_HEIGHT = 132, 148  # one shape with its name and word under it, in the picture of four
BAR_WIDTH, BAR_HEIGHT = 320, 24


def shape(dimension: str, level: str, *, title: str, description: str, uid: str) -> str:
    """The shape of one dimension as an SVG element.

    dimension: one of `DIMENSIONS`. level: one of `LEVELS`. title and description: what somebody who does not
    see the picture is told; any text. uid: unique in the page, a letter followed by letters, digits, - or _.
    Raises ValueError for an unknown dimension or level, or a uid that cannot be an id.
    """
    drawing = _draw(dimension, level)
    box = f'width="{SIDE}" height="{SIDE}" viewBox="0 0 {SIDE} {SIDE}"'
    classes = f"shape shape--{dimension} shape--{level.replace(' ', '-')}"
    return picture(classes, box, title, description, uid, drawing)


def mirror_picture(
    levels: Mapping[str, str],
    *,
    names: Mapping[str, str],
    words: Mapping[str, str],
    title: str,
    description: str,
    uid: str,
    columns: int = 4,
) -> str:
    """The four shapes in one SVG, each with its name and its word under it.

    levels, names, words: by dimension; the level ("some"), what the dimension is called ("Diepgang") and what
    was seen ("iets gezien"). columns: 4 gives a row, 2 a square for narrow mails. Raises as `shape` does.
    """
    if columns not in (1, 2, 4):
        raise ValueError(f"four shapes stand in 1, 2 or 4 columns, not in {columns}")
    width, height = columns * CELL_WIDTH, (len(DIMENSIONS) // columns) * CELL_HEIGHT
    parts = [f'<rect class="shape-paper" width="{width}" height="{height}" fill="{PAPER}"/>']
    for place, dimension in enumerate(DIMENSIONS):
        row, column = divmod(place, columns)
        x, y = column * CELL_WIDTH, row * CELL_HEIGHT
        left, middle = x + (CELL_WIDTH - SIDE) // 2, x + CELL_WIDTH // 2
        drawing = _draw(dimension, levels[dimension])
        parts.append(f'<g class="shape--{dimension}" transform="translate({left} {y + 4})">{drawing}</g>')
        parts.append(_line_of_text("shape-name", names[dimension], middle, y + 120, INK, 'font-weight="bold"'))
        parts.append(_line_of_text("shape-word", words[dimension], middle, y + 138, INK_SOFT))
    box = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return picture("shapes", box, title, description, uid, "".join(parts))


def interval_bar(
    points: float, low: float | None, high: float | None, out_of: float, *, title: str, uid: str, dimension: str = ""
) -> str:
    """Points on a line from 0 to `out_of`, with the interval `low` to `high` as a band around them.

    low, high: None where no interval is known. dimension: whose colours to take; "" for the sum.
    Raises ValueError unless 0 <= low <= points <= high <= out_of and out_of > 0.
    """
    if dimension and dimension not in DIMENSIONS:
        raise ValueError(f"unknown dimension {dimension!r}")
    if not (out_of > 0 and 0 <= (points if low is None else low) <= points <= (points if high is None else high)):
        raise ValueError(f"{points} does not lie in {low} to {high} out of {out_of}")
    if max(points, points if high is None else high) > out_of:
        raise ValueError(f"{points} ({low} to {high}) is more than {out_of}")

    def place(value: float) -> float:
        return 6 + value / out_of * (BAR_WIDTH - 12)

    hue, soft = HUES.get(dimension, INK_SOFT), SOFT_HUES.get(dimension, SUNKEN)
    track = f'x="5" y="9" width="{BAR_WIDTH - 10}" height="6" rx="3"'
    parts = [f'<rect class="bar-track" {track} fill="{SUNKEN}" stroke="{EDGE}" stroke-width="1"/>']
    if low is not None and high is not None:
        band = f'x="{number(place(low))}" y="5" width="{number(max(place(high) - place(low), 2))}" height="14" rx="4"'
        parts.append(f'<rect class="bar-band" {band} fill="{soft}" stroke="{hue}" stroke-width="1.5"/>')
    parts.append(f'<circle class="bar-point" cx="{number(place(points))}" cy="12" r="4.5" fill="{hue}"/>')
    classes = f"bar bar--{dimension}" if dimension else "bar"
    box = f'width="{BAR_WIDTH}" height="{BAR_HEIGHT}" viewBox="0 0 {BAR_WIDTH} {BAR_HEIGHT}"'
    return picture(classes, box, title, "", uid, "".join(parts))


def _draw(dimension: str, level: str) -> str:
    if level not in LEVELS:
        raise ValueError(f"unknown level {level!r}: one of {', '.join(LEVELS)}")
    try:
        draw = DRAWINGS[dimension]
    except KeyError:
        raise ValueError(f"unknown dimension {dimension!r}: one of {', '.join(DIMENSIONS)}") from None
    return draw(LEVELS.index(level), HUES[dimension])


def _purpose(seen: int, hue: str) -> str:
    """A point on the horizon and a path of light towards it: a rim, half of it, or whole and free."""
    ground = _ground("M4 58H92M42 68H54M36 78H60M28 88H68")
    whole = "M29 30a19 19 0 1 1 38 0a19 19 0 1 1-38 0z"
    if seen == 3:
        return ground + _seen(whole, hue)
    risen = ("", "M32 56a19 19 0 0 1 32 0z", "M29 56a19 19 0 0 1 38 0z")[seen]
    return _unseen(whole) + (_seen(risen, hue) if risen else "") + ground


def _depth(seen: int, hue: str) -> str:
    """Three layers under the ground, narrowing to a core; filled from above."""
    layers = ("M10 19H86L75.5 38H20.5z", "M22.7 42H73.3L62.8 61H33.2z", "M35.4 65H60.6L50.7 90Q48 94 45.3 90z")
    return _ground("M2 13H94") + _filled_up_to(seen, layers, hue)


def _diversity(seen: int, hue: str) -> str:
    """Six different forms around one middle: two of them, four, or all, joined in one ring."""
    places = [(48 + 35 * sin(radians(turn)), 48 - 35 * cos(radians(turn))) for turn in range(0, 360, 60)]
    forms = (
        "M-10 0a10 10 0 1 1 20 0a10 10 0 1 1-20 0z",  # circle
        "M-9-9H9V9H-9z",  # square
        "M0-11 11 8.5H-11z",  # triangle
        "M0-12 10 0 0 12-10 0z",  # diamond
        "M-11 6a11 11 0 0 1 22 0z",  # half circle
        "M-3.5-10.5h7v7h7v7h-7v7h-7v-7h-7v-7h7z",  # cross
    )
    present = {0: (), 1: (0, 3), 2: (0, 3, 1, 4), 3: range(6)}[seen]
    ring = f'<circle class="shape-seen-line" cx="48" cy="48" r="35" fill="none" stroke="{hue}" stroke-width="2"/>'
    parts = [ring] if seen == 3 else []
    for place, ((x, y), form) in enumerate(zip(places, forms, strict=True)):
        drawn = _seen(form, hue) if place in present else _unseen(form)
        parts.append(f'<g transform="translate({number(x)} {number(y)})">{drawn}</g>')
    middle = f'<circle class="shape-ground" cx="48" cy="48" r="6" fill="none" stroke="{INK_SOFT}" stroke-width="2"/>'
    return "".join(parts) + middle


def _deeds(seen: int, hue: str) -> str:
    """An arrow that climbs three steps, drawn as far as it was seen to go."""
    step = "h16v-10h10v20h-26z"
    head = "h16v-14h-10l15-20 15 20h-10v24h-26z"
    steps = (f"M8 81{step}", f"M29 58{step}", f"M50 35{head}")
    return _ground("M4 95H92") + _filled_up_to(seen, steps, hue)


DRAWINGS = {"purpose": _purpose, "depth": _depth, "diversity": _diversity, "deeds": _deeds}


def _filled_up_to(seen: int, paths: Iterable[str], hue: str) -> str:
    return "".join(_seen(path, hue) if place < seen else _unseen(path) for place, path in enumerate(paths))


def _seen(path: str, hue: str) -> str:
    return f'<path class="shape-seen" d="{path}" fill="{hue}"/>'


def _unseen(path: str) -> str:
    line = f'fill="none" stroke="{EDGE}" stroke-width="2" stroke-dasharray="3 3"'
    return f'<path class="shape-unseen" d="{path}" {line}/>'


def _ground(path: str) -> str:
    line = f'fill="none" stroke="{INK_SOFT}" stroke-width="2" stroke-linecap="round"'
    return f'<path class="shape-ground" d="{path}" {line}/>'


def _line_of_text(name: str, words: str, x: int, y: int, colour: str, more: str = "") -> str:
    font = f'font-family="Georgia, serif" font-size="14" {more}'.rstrip()
    return f'<text class="{name}" x="{x}" y="{y}" text-anchor="middle" {font} fill="{colour}">{escaped(words)}</text>'

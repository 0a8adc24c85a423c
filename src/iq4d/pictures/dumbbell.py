"""Two figures on one line, and what lies between them: a ring for the first, a dot for the second.

Each stands in its own row with its letter and its interval, so that overlapping ones can be told apart, also without
colour; a thin line joins them.
"""

from __future__ import annotations

from iq4d.pictures.drawing import EDGE, HUES, INK_SOFT, PAPER, SOFT_HUES, SUNKEN, escaped, number, picture

__all__ = ["HEIGHT", "WIDTH", "dumbbell"]

WIDTH, HEIGHT = 320, 84
LEFT, RIGHT = 28, 308  # of the scale
ROWS = (20, 48)
FOOT = 66  # where the scale is drawn
ROUND = 6  # radius of a mark

Figure = tuple[float, float, float]  # value, low, high


def dumbbell(
    first: Figure,
    second: Figure,
    out_of: float,
    *,
    letters: tuple[str, str] = ("A", "B"),
    title: str,
    description: str,
    uid: str,
    dimension: str = "",
) -> str:
    """first, second: (value, low, high) on a scale from 0 to `out_of`. dimension: whose colours to take; "" for ink.

    Raises ValueError for a dimension that is none, for figures that do not lie so that
    0 <= low <= value <= high <= out_of, and for a uid that cannot be an id.
    """
    if dimension and dimension not in HUES:
        raise ValueError(f"unknown dimension {dimension!r}")
    for value, low, high in (first, second):
        if not (0 <= low <= value <= high <= out_of and out_of > 0):
            raise ValueError(f"{value} ({low} to {high}) does not lie on a scale from 0 to {out_of}")

    def place(value: float) -> float:
        return LEFT + value / out_of * (RIGHT - LEFT)

    hue, soft = HUES.get(dimension, INK_SOFT), SOFT_HUES.get(dimension, SUNKEN)
    line = f'fill="none" stroke="{EDGE}" stroke-width="1"'
    parts = [f'<path class="dumbbell-scale" d="{_scale()}" {line}/>']
    for (_, low, high), y in zip((first, second), ROWS, strict=True):
        box = f'x="{number(place(low))}" y="{y - 8}" width="{number(max(place(high) - place(low), 2))}" height="16"'
        parts.append(f'<rect class="dumbbell-band" {box} rx="4" fill="{soft}" stroke="{hue}" stroke-width="1"/>')
    ends = f"M{number(place(first[0]))} {ROWS[0]}L{number(place(second[0]))} {ROWS[1]}"
    parts.append(f'<path class="dumbbell-line" d="{ends}" fill="none" stroke="{hue}" stroke-width="2"/>')
    ring, dot = (
        f'cx="{number(place(value))}" cy="{y}" r="{ROUND}"'
        for (value, _, _), y in zip((first, second), ROWS, strict=True)
    )
    parts.append(f'<circle class="dumbbell-ring" {ring} fill="{PAPER}" stroke="{hue}" stroke-width="2.5"/>')
    parts.append(f'<circle class="dumbbell-dot" {dot} fill="{hue}"/>')
    font = f'font-family="Georgia, serif" font-size="14" fill="{INK_SOFT}"'
    for letter, y in zip(letters, ROWS, strict=True):
        parts.append(f'<text class="dumbbell-word" x="6" y="{y + 5}" {font}>{escaped(letter)}</text>')
    for words, x in (("0", LEFT), (f"{out_of:g}", RIGHT)):
        parts.append(f'<text class="dumbbell-word" x="{x}" y="{FOOT + 16}" text-anchor="middle" {font}>{words}</text>')
    classes = f"dumbbell dumbbell--{dimension}" if dimension else "dumbbell"
    box = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    return picture(classes, box, title, description, uid, "".join(parts))


def _scale() -> str:
    """The line under both, with a tick at each fifth."""
    step = (RIGHT - LEFT) / 5
    ticks = "".join(f"M{number(LEFT + n * step)} {FOOT}v-4" for n in range(6))
    return f"M{LEFT} {FOOT}H{RIGHT}{ticks}"

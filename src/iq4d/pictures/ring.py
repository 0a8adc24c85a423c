"""Who answers whom: people in a ring, a line from who answers to who is answered, thicker where that is often.

Everybody's mark is of one size, in the order in which they came to speak: the picture shows how talk went between
people, not how much anybody said.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, hypot, pi, sin, sqrt

from iq4d.pictures.drawing import HUES, INK, INK_SOFT, escaped, number, picture

__all__ = ["ring"]

WIDTH, HEIGHT = 420, 316
RADIUS = 110  # of the ring
DOT = 9  # of a person
LONGEST = 12  # letters of a name beside a dot
THIN, THICK = 1.25, 5.0  # lines


def ring(
    names: Sequence[str], counts: Sequence[tuple[int, int, int]], *, title: str, description: str, uid: str
) -> str:
    """names: of the people. counts: (from, to, how often), as places in `names`. Raises ValueError for a bad uid."""
    places = [_place(n, len(names)) for n in range(len(names))]
    most = max((n for *_, n in counts), default=1)
    lines = "".join(_line(places[one], places[other], n, most) for one, other, n in counts)
    dots = "".join(map(_dot, places))
    labels = "".join(_label(name, place) for name, place in zip(names, places, strict=True))
    box = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    return picture("ring", box, title, description, uid, lines + dots + labels)


Point = tuple[float, float]


def _place(n: int, of: int) -> Point:
    turn = 2 * pi * n / of - pi / 2
    return WIDTH / 2 + RADIUS * cos(turn), HEIGHT / 2 + RADIUS * sin(turn)


def _line(one: Point, other: Point, n: int, most: int) -> str:
    """Bent to its own left, so that both directions can be seen; with a head at who is answered."""
    (x1, y1), (x2, y2) = one, other
    length = hypot(x2 - x1, y2 - y1)
    bend = 0.16
    middle = ((x1 + x2) / 2 + (y2 - y1) * bend, (y1 + y2) / 2 - (x2 - x1) * bend)
    width = THIN + (THICK - THIN) * sqrt((n - 1) / max(1, most - 1)) if most > 1 else THIN + 0.75
    head = 5 + 1.5 * width
    start = _towards(one, middle, DOT + 2)
    tip = _towards(other, middle, DOT + 2)
    foot = _towards(tip, middle, head)
    if length < 2 * DOT + head:
        return ""
    dx, dy = tip[0] - foot[0], tip[1] - foot[1]
    left, right = (foot[0] - 0.42 * dy, foot[1] + 0.42 * dx), (foot[0] + 0.42 * dy, foot[1] - 0.42 * dx)
    path = f"M{_pair(start)}Q{_pair(middle)} {_pair(foot)}"
    wing = f"M{_pair(tip)}L{_pair(left)} {_pair(right)}z"
    hue = HUES["diversity"]
    return (
        f'<path class="ring-line" d="{path}" fill="none" stroke="{hue}" stroke-width="{number(width)}"/>'
        f'<path class="ring-head" d="{wing}" fill="{hue}"/>'
    )


def _towards(point: Point, aim: Point, far: float) -> Point:
    dx, dy = aim[0] - point[0], aim[1] - point[1]
    length = hypot(dx, dy) or 1.0
    return point[0] + dx / length * far, point[1] + dy / length * far


def _dot(place: Point) -> str:
    return f'<circle class="ring-dot" cx="{number(place[0])}" cy="{number(place[1])}" r="{DOT}" fill="{INK}"/>'


def _label(name: str, place: Point) -> str:
    x, y = place
    dx, dy = x - WIDTH / 2, y - HEIGHT / 2
    sideways = abs(dx) > RADIUS * 0.3
    anchor = "middle" if not sideways else "start" if dx > 0 else "end"
    x += 0 if not sideways else 15 if dx > 0 else -15
    y += 5 if sideways else (-16 if dy < 0 else 26)
    short = name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"
    font = f'font-family="Georgia, serif" font-size="14" fill="{INK_SOFT}"'
    return (
        f'<text class="ring-name" x="{number(x)}" y="{number(y)}" text-anchor="{anchor}" {font}>{escaped(short)}</text>'
    )


def _pair(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"

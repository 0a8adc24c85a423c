"""An address as a picture that a phone reads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import segno

QUIET = 4  # modules of white around it: with less some phones do not see it


@dataclass(frozen=True, slots=True)
class Code:
    """size: of the square, in modules. path: what is black in it, as the `d` of an SVG path."""

    size: int
    path: str


@lru_cache(maxsize=256)
def code_of(address: str) -> Code:
    """Readable with a sixth of it hidden: a head before the screen, the light of a lamp."""
    rows = segno.make(address, error="m", micro=False, boost_error=False).matrix
    drawn = []
    for y, row in enumerate(rows, QUIET):
        x = QUIET
        for black, run in groupby(row):
            n = len(list(run))
            drawn.append(f"M{x} {y}h{n}v1h-{n}z" if black else "")
            x += n
    return Code(len(rows) + 2 * QUIET, "".join(drawn))

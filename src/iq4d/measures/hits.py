"""The cues that contributions fire, found once for everything that asks for them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from iq4d.measures.columns import Columns
from iq4d.measures.languages import Openings

__all__ = ["KINDS", "Hit", "hits"]

KINDS = ("grounds", "question", "own_question", "goal", "why", "asking", "reflection")


class Hit(NamedTuple):
    """One cue: its kind and rule, the contribution it begins in, where it stands in `Columns.flat`, its words."""

    kind: str
    rule: str
    piece: int
    start: int
    end: int
    words: str


def hits(columns: Columns) -> list[Hit]:
    """All cues of KINDS, from left to right; those of one kind do not overlap.

    A cue may run on into the next contribution of the same turn, where the first ends without a full stop.
    """
    openings: Openings = columns.known.kept("cues", lambda known: Openings(known, KINDS))
    flat, lower, found = columns.flat, columns.lower, []
    ends = dict.fromkeys(KINDS, 0)
    runs_to, begin = columns.runs_to.tolist(), columns.begin.tolist()
    rows = openings.opens()[columns.number][columns.word].nonzero()[0]
    this, then = columns.word[rows], columns.word[np.minimum(rows + 1, len(columns.word) - 1)]
    worth, pairs = openings.worth(columns.number[this], columns.number[then])
    rows = rows[worth]
    known = openings.pairs
    latest = -1
    for start, piece, pair in zip(columns.at[rows].tolist(), columns.piece[rows].tolist(), pairs, strict=True):
        while latest < piece:
            latest += 1
            found += _at_start(openings, columns, latest, begin[latest], runs_to[latest], ends)
        for kind, patterns in known[pair] if pair in known else openings.of_pair(pair):
            if start >= ends[kind] and (hit := patterns.match(lower, start, runs_to[piece])) is not None:
                end = ends[kind] = hit.end()
                found.append(Hit(kind, str(hit.lastgroup), piece, start, end, flat[start:end]))
    for piece in range(latest + 1, len(begin)):
        found += _at_start(openings, columns, piece, begin[piece], runs_to[piece], ends)
    return found


def _at_start(
    openings: Openings, columns: Columns, piece: int, begin: int, end: int, ends: dict[str, int]
) -> list[Hit]:
    found = []
    for kind, patterns in openings.at_start:
        if begin >= ends[kind] and (hit := patterns.match(columns.lower, begin, end)) is not None:
            ends[kind] = hit.end()
            found.append(Hit(kind, str(hit.lastgroup), piece, begin, hit.end(), columns.flat[begin : hit.end()]))
    return found

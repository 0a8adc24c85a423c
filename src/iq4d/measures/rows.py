"""A scorecard as one flat row, for a data frame, a spreadsheet or a Parquet file.

    import pandas
    frame = pandas.DataFrame(rows(map(measure, conversations)))

A row is a plain dict with the names of `COLUMNS`, all of them and in that order; None is what there is no figure for.
Figures of two versions of the measure (column `measure`) do not compare.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TextIO

from iq4d.cells import spelled, unspelled
from iq4d.measures.registry import MEASURES
from iq4d.measures.score import DIMENSIONS, DimensionScore, Score, Scorecard

__all__ = ["COLUMNS", "Row", "row", "rows", "spelled", "unspelled", "whole", "write_csv"]

Row = dict[str, Any]

BETWEEN_NOTES = " | "


def _columns() -> Iterator[tuple[str, type]]:
    yield from {
        "source": str, "conversation": str, "title": str, "language": str, "contributions": int, "speakers": int,
        "expected": int, "footing": str, "points": float, "out_of": int, "low": float, "high": float,
    }.items()  # fmt: skip
    for dimension in DIMENSIONS:
        for end, kind in {"points": float, "low": float, "high": float, "seen": str, "reason": str}.items():
            yield f"{dimension}_{end}", kind
    for indicator in MEASURES:
        yield indicator.key, float
        for end, kind in {"raw": float, "low": float, "high": float, "base": int, "basis": str, "reason": str}.items():
            yield f"{indicator.key}_{end}", kind
    yield from {"measure": int, "notes": str}.items()


COLUMNS: Mapping[str, type] = dict(_columns())
"""The name of each column and what it holds: str, int or float. polars takes it as a schema.

source: the file or folder it was read from. points of out_of, with low and high as its 80 % interval, only where the
footing is not "words". Per dimension the same, with what is seen and why there are no points. Per indicator its value
(0-1 against the reference sample), the raw figure, the 80 % interval of the value, over how many contributions or facts
(base), how it is known ("declared", "detected") and why there is no value. Reasons and notes are English sentences.
"""


def row(card: Scorecard, *, title: str = "", source: str = "") -> Row:
    """One scorecard as a row.

    >>> from iq4d.conversation import conversation
    >>> from iq4d.measures import measure
    >>> said = [("Ada", "Why now?"), ("Bob", "Because nobody asked before.")]
    >>> made = row(measure(conversation(said, id="7")), title="Asking", source="a.json")
    >>> made["conversation"], made["contributions"], made["footing"], made["points"], made["depth_points"]
    ('7', 2, 'words', None, None)
    >>> list(made) == list(COLUMNS)
    True
    """
    low, high = card.interval or (None, None)
    made: Row = {
        "source": whole(source) or None,
        "conversation": whole(card.conversation),
        "title": whole(title) or None,
        "language": card.language,
        "contributions": card.contributions,
        "speakers": card.speakers,
        "expected": card.expected,
        "footing": card.footing,
        "points": card.points,
        "out_of": card.out_of,
        "low": low,
        "high": high,
    }
    for dimension in card.dimensions:
        made |= _dimension(dimension)
    scores = {score.indicator: score for dimension in card.dimensions for score in dimension.scores}
    for indicator in MEASURES:  # a kept scorecard of an earlier measure may lack one
        made |= _indicator(indicator.key, scores.get(indicator.key))
    made["measure"] = card.measure
    made["notes"] = BETWEEN_NOTES.join(note.say("en") for note in card.notes) or None
    return made


def _dimension(dimension: DimensionScore) -> Row:
    low, high = dimension.interval or (None, None)
    reason = None if dimension.reason is None else dimension.reason.say("en")
    values = {"points": dimension.points, "low": low, "high": high, "seen": dimension.seen, "reason": reason}
    return {f"{dimension.dimension}_{end}": value for end, value in values.items()}


def _indicator(key: str, score: Score | None) -> Row:
    score = score or Score(key, None)
    low, high = score.interval or (None, None)
    return {
        key: score.value,
        f"{key}_raw": score.raw,
        f"{key}_low": low,
        f"{key}_high": high,
        f"{key}_base": score.base,
        f"{key}_basis": None if score.value is None else score.basis,
        f"{key}_reason": None if score.reason is None else score.reason.say("en"),
    }


def rows(cards: Iterable[Scorecard | tuple[str, Scorecard]]) -> Iterator[Row]:
    """A row for each scorecard, or pair of a title and a scorecard; one at a time.

    >>> from iq4d.conversation import conversation
    >>> from iq4d.measures import measure
    >>> card = measure(conversation([("Ada", "Why now?")], id="7"))
    >>> [(one["conversation"], one["title"]) for one in rows([card, ("Asking", card)])]
    [('7', None), ('7', 'Asking')]
    """
    for one in cards:
        title, card = ("", one) if isinstance(one, Scorecard) else one
        yield row(card, title=title)


def whole(words: str) -> str:
    """The words with two halves of a surrogate pair joined, and one alone as U+FFFD: what a table can hold."""
    if words.isascii():
        return words
    try:
        words.encode()
    except UnicodeEncodeError:
        return words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return words


def write_csv(rows: Iterable[Row], file: TextIO) -> None:
    """The rows as CSV: a head, comma and point, words as `spelled`, None as nothing, figures to the last digit."""
    writer = csv.writer(file)  # its own end of line: with another, a stray carriage return in a title would be one
    writer.writerow(COLUMNS)
    for one in rows:
        writer.writerow(spelled(cell) if isinstance(cell, str) else cell for cell in one.values())

"""Where the purpose was lost, and where it was found again."""

from __future__ import annotations

from dataclasses import dataclass

from iq4d.measures.heads import SURE, doing
from iq4d.measures.purpose.focus import in_sight
from iq4d.report.sources import Quote, Sources

__all__ = ["Lost", "Sight", "sight"]

LONG = 3  # turns in a row without the purpose from which on it is lost
SHOWN = 4  # times it was lost, told one by one: the longest


@dataclass(frozen=True, slots=True)
class Lost:
    """A stretch without the purpose, from one place to another. found: the contribution that came back to it."""

    first: int
    last: int
    example: Quote
    found: Quote | None


@dataclass(frozen=True, slots=True)
class Sight:
    """points: (place, how much of the purpose comes back there above chance, 0-1), in order.

    lost: all stretches without it as (first, last) places; told: the longest of them, in order.
    """

    length: int
    points: tuple[tuple[int, float], ...]
    lost: tuple[tuple[int, int], ...]
    told: tuple[Lost, ...]


def sight(sources: Sources) -> Sight | None:
    """None where there is too little to hold the contributions against."""
    transcript = sources.transcript
    seen = in_sight(transcript)
    if not seen:
        return None
    off = {one.turn.index for one in doing(transcript, "off", least=True) if one.chance >= SURE}
    runs: list[list[int]] = []  # stretches, as places in `seen`
    for n, (turn, value) in enumerate(seen):
        if value > 0 and turn.index not in off:
            continue
        if runs and runs[-1][-1] == n - 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    places = sources.places

    def first(n: int) -> int:
        return places[seen[n][0].pieces[0].utterance]

    def last(n: int) -> int:
        return places[seen[n][0].pieces[-1].utterance]

    long = [run for run in runs if len(run) >= LONG]
    told = sorted(sorted(long, key=len, reverse=True)[:SHOWN])
    return Sight(
        len(transcript.order),
        tuple((first(n), max(0.0, min(1.0, value))) for n, (_, value) in enumerate(seen)),
        tuple((first(run[0]), last(run[-1])) for run in long),
        tuple(
            Lost(
                first(run[0]),
                last(run[-1]),
                sources.quote(seen[run[0]][0].pieces[0].utterance, at_most=160),
                _found(sources, seen[run[-1] + 1][0].pieces[0].utterance) if run[-1] + 1 < len(seen) else None,
            )
            for run in told
        ),
    )


def _found(sources: Sources, utterance: str) -> Quote:
    words = next(
        (piece.words for score in sources.card["purpose"].scores if score.indicator == "focus"
         for piece in score.evidence if piece.utterance == utterance),
        (),
    )  # fmt: skip
    return sources.quote(utterance, words, at_most=160)

"""Where the words of the purpose were lost, and where they came back."""

from __future__ import annotations

from dataclasses import dataclass

from iq4d.measures.heads import SURE, doing
from iq4d.measures.purpose.focus import in_sight
from iq4d.report.sources import Sources

__all__ = ["Lost", "Sight", "sight"]

LONG = 3  # turns in a row without the purpose from which on it is lost
ANEW = "core"  # a contribution that puts the question anew: its words are the purpose from then on


@dataclass(frozen=True, slots=True)
class Lost:
    """A stretch in which the words of the purpose do not come back: places, and the steps it lies in.

    No example and no name: whoever spoke there may well have come closer to the question in other words.
    """

    first: int
    last: int
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """points: (place, how much of the purpose comes back there above chance, 0-1), in order.

    lost: the stretches without it, in order. after: whether it came back after the last of them.
    """

    length: int
    points: tuple[tuple[int, float], ...]
    lost: tuple[Lost, ...]
    after: bool


def sight(sources: Sources) -> Sight | None:
    """None where there is too little to hold the contributions against."""
    transcript = sources.transcript
    seen = in_sight(transcript)
    if not seen:
        return None
    off = {one.turn.index for one in doing(transcript, "off", least=True) if one.chance >= SURE}
    put_anew = {where for where, kind in sources.conversation.declared.kinds if kind == ANEW}
    runs: list[list[int]] = []  # stretches, as places in `seen`
    for n, (turn, value) in enumerate(seen):
        anew = any(piece.utterance in put_anew for piece in turn.pieces)
        if anew or (value > 0 and turn.index not in off):
            continue
        if runs and runs[-1][-1] == n - 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    long = [run for run in runs if len(run) >= LONG]
    places, steps = sources.places, sources.steps

    def lost(run: list[int]) -> Lost:
        first = places[seen[run[0]][0].pieces[0].utterance]
        last = places[seen[run[-1]][0].pieces[-1].utterance]
        return Lost(first, last, tuple(dict.fromkeys(steps[n] for n in range(first, last + 1) if n in steps)))

    return Sight(
        len(transcript.order),
        tuple((places[turn.pieces[0].utterance], max(0.0, min(1.0, value))) for turn, value in seen),
        tuple(map(lost, long)),
        not long or long[-1][-1] + 1 < len(seen),
    )

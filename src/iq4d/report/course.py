"""How a conversation went: where people ask, where they think it through, where they decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from iq4d.measures.deeds.promises import sounds_like_a_promise
from iq4d.measures.depth.asked import asked
from iq4d.measures.depth.reasoning import reasons_seen
from iq4d.measures.heads import SURE
from iq4d.report.sources import Sources

__all__ = ["ASKING", "DECIDING", "DOINGS", "MIXED", "REASONING", "Course", "Stretch", "course"]

ASKING, REASONING, DECIDING, MIXED = "asking", "reasoning", "deciding", "mixed"
DOINGS = (ASKING, REASONING, DECIDING)
PARTS = 12  # into which a conversation is cut at most to see what people do there
FEWEST = 4  # contributions of a part
CLEAR = 1.3  # times as much of it as in the whole conversation
DECISIONS = ("deed", "harvest")  # kinds of contribution that settle something


@dataclass(frozen=True, slots=True)
class Stretch:
    """Contributions `first` to `last` (places from 1), and what people do there more than elsewhere.

    asks, reasons, decides: how many of its contributions do. step: its name where a method gave it one.
    """

    first: int
    last: int
    doing: str
    asks: int
    reasons: int
    decides: int
    step: str = ""

    @property
    def contributions(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Course:
    """asks, reasons, decides: the places of the contributions that do, each list ascending.

    told: whether people said themselves what they decided; else `decides` holds what may be a promise.
    """

    length: int
    asks: tuple[int, ...]
    reasons: tuple[int, ...]
    decides: tuple[int, ...]
    stretches: tuple[Stretch, ...]
    told: bool

    @property
    def of(self) -> dict[str, tuple[int, ...]]:
        return {ASKING: self.asks, REASONING: self.reasons, DECIDING: self.decides}


def course(sources: Sources) -> Course | None:
    """None where the conversation cannot be read, or nothing in it asks, reasons or decides."""
    transcript, places = sources.transcript, sources.places
    declared = sources.conversation.declared
    settled = {where for where, kind in declared.kinds if kind in DECISIONS}
    settled.update(deed.utterance for deed in declared.deeds or () if deed.utterance)
    told = declared.deeds is not None
    if not told:
        settled.update(sounds_like_a_promise(transcript))
    found = {
        ASKING: {one.utterance for one in asked(transcript)},
        REASONING: {one.utterance for one in reasons_seen(transcript) if one.chance >= SURE},
        DECIDING: settled,
    }
    of = {name: tuple(sorted(places[id] for id in ids if id in places)) for name, ids in found.items()}
    if not any(of.values()):
        return None
    length = len(transcript.order)
    return Course(
        length,
        of[ASKING],
        of[REASONING],
        of[DECIDING],
        _steps(sources, of) or _stretches(length, of),
        told,
    )


def _stretches(length: int, of: dict[str, tuple[int, ...]]) -> tuple[Stretch, ...]:
    """Parts of about equal length; neighbours in which people do the same are one."""
    parts = max(1, min(PARTS, length // FEWEST))
    edges = [length * n // parts for n in range(parts + 1)]
    cut = [_stretch(start + 1, end, of, length) for start, end in pairwise(edges) if end > start]
    together = [list(same) for _, same in groupby(cut, key=lambda one: one.doing)]
    return tuple(_stretch(same[0].first, same[-1].last, of, length, same[0].doing) for same in together)


def _stretch(
    first: int, last: int, of: dict[str, tuple[int, ...]], length: int, doing: str = "", step: str = ""
) -> Stretch:
    asks, reasons, decides = counts = [_between(of[name], first, last) for name in DOINGS]
    doing = doing or _most(counts, last - first + 1, of, length)
    return Stretch(first, last, doing, asks, reasons, decides, step)


def _most(counts: Sequence[int], here: int, of: dict[str, tuple[int, ...]], length: int) -> str:
    """What there is clearly more of here than in the whole; two contributions of it at least."""
    lifts = {}
    for name, count in zip(DOINGS, counts, strict=True):
        whole = len(of[name]) / length
        if count >= 2 and count / here >= CLEAR * whole:
            lifts[name] = count / here / whole
    return max(lifts, key=lambda name: lifts[name]) if lifts else MIXED


def _steps(sources: Sources, of: dict[str, tuple[int, ...]]) -> tuple[Stretch, ...]:
    """The steps that a method gave the conversation, where it had any; later words about an earlier step go along."""
    step_of = sources.steps
    length = len(sources.transcript.order)
    if len(set(step_of.values())) < 2:
        return ()
    runs: list[tuple[int, int, str]] = []
    for place in range(1, length + 1):
        name = step_of.get(place, runs[-1][2] if runs else "")
        if runs and runs[-1][2] == name:
            runs[-1] = (runs[-1][0], place, name)
        else:
            runs.append((place, place, name))
    if len(runs) > 2 * len(set(step_of.values())):  # steps that run beside each other cut it to crumbs
        return ()
    return tuple(_stretch(first, last, of, length, step=name) for first, last, name in runs)


def _between(places: Sequence[int], first: int, last: int) -> int:
    return sum(first <= place <= last for place in places)

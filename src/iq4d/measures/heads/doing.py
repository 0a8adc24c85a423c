"""What the turns of a conversation do, as the heads see it: once for all indicators."""

from __future__ import annotations

from typing import NamedTuple

from iq4d.measures.heads.classes import Read, reader, topics
from iq4d.measures.heads.fitted import Head, carried, head
from iq4d.measures.heads.grams import Grams
from iq4d.measures.transcript import Piece, Transcript, Turn

__all__ = ["Does", "doing", "share"]

SURE = 0.5  # a chance from which on a head is taken to say yes


class Does(NamedTuple):
    """One turn and one head: the chance of the contribution that stands for it, that one, and the words behind it."""

    turn: Turn
    chance: float
    utterance: str
    words: tuple[str, ...]


def doing(transcript: Transcript, name: str, *, least: bool = False) -> list[Does]:
    """For each turn that says something, what the head `name` sees in it; nothing where it is not readable.

    least: the contribution with the lowest chance stands for its turn, and the words are those that spoke against it.
    """
    turns = [turn for turn in transcript.turns if turn.says_something]
    if not transcript.readable or not turns:
        return []
    pieces, read, grams = _read(transcript, turns)
    found = head(name)
    chances = found.chance(grams).tolist()
    sign = -1 if least else 1
    best: dict[int, int] = {}
    for n, (turn, _) in enumerate(pieces):
        if turn.index not in best or sign * chances[n] > sign * chances[best[turn.index]]:
            best[turn.index] = n
    told = []
    spoke = found.spoke(grams)
    for turn in turns:
        n = best[turn.index]
        piece = pieces[n][1]
        own = spoke[grams.starts[n] : grams.starts[n + 1]] * (-1 if least and chances[n] < SURE else 1)
        spans = carried(read[n], own) if least or chances[n] >= SURE else ()
        words = tuple(piece.text[start:end] for start, end in spans)
        told.append(Does(turn, chances[n], piece.utterance, words))
    return told


def _read(transcript: Transcript, turns: list[Turn]) -> tuple[list[tuple[Turn, Piece]], list[Read], Grams]:
    """The contributions as heads read them; the last conversation's are remembered, for the next head."""
    global _latest
    if _latest is not None and _latest[0] is transcript:
        return _latest[1]
    pieces = [(turn, piece) for turn in turns for piece in turn.pieces]
    topic = topics([(turn.speaker, piece.stems) for turn, piece in pieces])
    of = reader(str(transcript.language))
    read = [of(piece.text, about, transcript.names) for (_, piece), about in zip(pieces, topic, strict=True)]
    found = pieces, read, Grams(read)
    _latest = transcript, found
    return found


_latest: tuple[Transcript, tuple[list[tuple[Turn, Piece]], list[Read], Grams]] | None = None


def share(seen: float, of: Head) -> float:
    """A share seen by a head, corrected for how often it misses and how often it sees what is not there; 0 to 1.

    Rogan & Gladen 1978: (seen + specificity - 1) / (sensitivity + specificity - 1).
    """
    figures = of.card["across groups"]
    corrected: float = (seen + figures["specificity"] - 1) / (figures["sensitivity"] + figures["specificity"] - 1)
    return min(1.0, max(0.0, corrected))

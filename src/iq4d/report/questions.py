"""Questions against answers: what was asked, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from iq4d.measures.depth.asked import Asked, asked
from iq4d.measures.depth.probing import Followed
from iq4d.report.sources import Quote, Sources

__all__ = ["ANSWERED", "INTO", "OUTCOMES", "WAITING", "Questions", "questions"]

# Somebody else goes into it with reasons, somebody else only speaks next, or nobody has taken it up.
INTO, ANSWERED, WAITING = "into", "answered", "waiting"
OUTCOMES = (INTO, ANSWERED, WAITING)
SHOWN = 4  # questions told one by one, of each outcome


@dataclass(frozen=True, slots=True)
class Questions:
    """places: of every question its place and outcome. open: how many leave room for more than a yes, a no or one fact.

    waiting, into: some of them to read, without the opening.
    """

    places: tuple[tuple[int, str], ...]
    open: int
    waiting: tuple[Quote, ...]
    into: tuple[Quote, ...]

    def count(self, outcome: str) -> int:
        return sum(one == outcome for _, one in self.places)


def questions(sources: Sources) -> Questions | None:
    """None where nobody asks anything, as far as its wording tells."""
    transcript = sources.transcript
    found = asked(transcript)
    if not found:
        return None
    followed = Followed(transcript)
    told = []
    for one in found:
        outcome = INTO if followed.of(one)[1] > 0 else ANSWERED if followed.may_answer(one) else WAITING
        told.append((one, outcome))
    read = {
        wanted: tuple(
            sources.quote(one.utterance, [one.words], at_most=200)
            for one, _ in _spread(
                [pair for pair in told if pair[1] == wanted and sources.places[pair[0].utterance] > 1]
            )
        )
        for wanted in (WAITING, INTO)
    }
    return Questions(
        tuple((sources.places[one.utterance], outcome) for one, outcome in told),
        sum(one.opens is True for one, _ in told),
        read[WAITING],
        read[INTO],
    )


def _spread(told: list[tuple[Asked, str]]) -> list[tuple[Asked, str]]:
    """Some of them, from the whole of the conversation and not from its beginning."""
    many = len(told)
    return told if many <= SHOWN else [told[many * n // SHOWN] for n in range(SHOWN)]

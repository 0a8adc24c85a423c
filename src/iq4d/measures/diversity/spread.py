"""Are different things brought in?"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection
from functools import lru_cache

from iq4d.measures.indicator import (
    ON_REFERENCE,
    UNREAD,
    Finding,
    Indicator,
    Unit,
    contested,
    nothing,
    strongest,
    unreadable,
)
from iq4d.measures.score import Evidence
from iq4d.measures.transcript import Transcript, Turn
from iq4d.speech import text

__all__ = ["SPREAD", "blau", "spread"]


GRAM = 4
CALM = 0.02  # added to every similarity; about what it is between two chance turns of one conversation
TURNS_EACH = 2  # turns a speaker needs for it to be known how alike their own turns are

Grams = Counter[str]


def spread(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Do the speakers bring different things? Declared positions, else *lexical spread*.

    Formula: declared: the chance that two participants took different positions, 1 - sum p^2 corrected for
    few participants, n (1 - sum p^2) / (n - 1). Else 1 - (A + c) / (W + c): A the mean similarity of a turn with what
    others say, W with what its own speaker says in other turns, over speakers of equal weight; similarity is the chance
    that two four-letter runs drawn from the telling words of two different turns are the same. A ratio of such chances
    does not grow or shrink with length; c = 0.02 keeps it calm where people say little. It is Rao's quadratic entropy
    between speakers with character distance, in its normalised form.
    Range: declared 0-1; lexical about -0.1 to 0.7 raw, 0-1 against the reference sample.
    No value: no positions, and neither English nor Dutch, or fewer than two speakers with two turns each.
    Source: Blau 1977; Rao 1982; Morisita 1959 (independence of sample size); Harrison & Klein 2007 (variety).

    >>> from iq4d.conversation import conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> talk = [("Ada", "Buses are late"), ("Bob", "Teachers want quiet rooms"), ("Ada", "Late buses again"),
    ...         ("Bob", "Quiet for teachers")]
    >>> round(spread(transcribe(conversation(talk, language="en"))).raw, 2)
    0.91
    """
    positions = transcript.conversation.declared.positions
    if len({p.speaker for p in positions}) >= 2:
        return blau([p.value.strip().casefold() for p in positions])
    if (none := unreadable(transcript)) is not None:
        return none
    of_speaker: dict[int, list[tuple[Turn, Grams, int]]] = {}
    for turn in transcript.turns:
        if turn.says_something and turn.telling and not contested("spread", turn.pieces[0].utterance, without):
            grams = _grams(turn.telling)
            of_speaker.setdefault(turn.speaker, []).append((turn, grams, grams.total()))
    of_speaker = {who: turns for who, turns in of_speaker.items() if len(turns) >= TURNS_EACH}
    if len(of_speaker) < 2:
        return nothing(text("Fewer than two people said enough to compare."), len(of_speaker))
    profiles: dict[int, Grams] = {}
    for who, turns in of_speaker.items():
        profiles[who] = Counter()
        for _, grams, _ in turns:
            profiles[who].update(grams)
    sizes = {who: profile.total() for who, profile in profiles.items()}
    everyone: dict[str, float] = {}
    for who, profile in profiles.items():
        for gram, count in profile.items():
            everyone[gram] = everyone.get(gram, 0.0) + count / sizes[who]
    units: list[Unit] = []
    distinct: list[tuple[float, Turn]] = []
    others = len(of_speaker) - 1
    for who, turns in of_speaker.items():
        profile, size = profiles[who], sizes[who]
        for turn, grams, length in turns:
            with_all = sum(count * everyone[gram] for gram, count in grams.items()) / length
            mine = sum(count * profile[gram] for gram, count in grams.items()) / length
            itself = sum(count * count for count in grams.values()) / length
            across = (with_all - mine / size) / others + CALM
            within = (mine - itself) / (size - length) + CALM
            units.append((turn.index, across / len(turns), within / len(turns)))
            distinct.append((within - across, turn))
    units.sort()
    across_all, within_all = sum(over for _, over, _ in units), sum(under for _, _, under in units)
    top = max(value for value, _ in distinct)
    distinct.sort(key=lambda pair: pair[1].index)
    evidence = [
        Evidence(
            "spread",
            turn.pieces[0].utterance,
            value / top,
            "spread.own_words",
            words,
        )
        for value, turn in distinct
        if value > 0 and (words := turn.pieces[0].spoken(_own_words(turn, profiles)))
    ]
    return Finding(
        1 - across_all / within_all,
        evidence=strongest(evidence),
        base=len(units),
        units=tuple(units),
        estimate=lambda over, under: 1 - over / under,
    )


def blau(values: list[str]) -> Finding:
    n = len(values)
    shares = [count / n for count in Counter(values).values()]
    raw = (1 - sum(share * share for share in shares)) * n / (n - 1)
    third = sum(share**3 for share in shares)
    second = sum(share * share for share in shares)
    return Finding(min(1.0, raw), base=n, basis="declared", spread=2 * math.sqrt(max(0.0, third - second**2) / n))


def _grams(stems: Collection[str]) -> Grams:
    return Counter(gram for stem in stems for gram in _stem_grams(stem))


@lru_cache(maxsize=100_000)
def _stem_grams(stem: str) -> tuple[str, ...]:
    padded = f" {stem} "
    return tuple(padded[n : n + GRAM] for n in range(max(1, len(padded) - GRAM + 1)))


def _own_words(turn: Turn, profiles: dict[int, Grams]) -> tuple[str, ...]:
    """The words of a turn that come back least with others."""
    mine = profiles[turn.speaker]
    foreign = [profile for who, profile in list(profiles.items())[:20] if who != turn.speaker]
    alien = {stem: sum(all(p[g] for g in _stem_grams(stem)) for p in foreign) for stem in turn.telling}
    again = {stem: min(mine[gram] for gram in _stem_grams(stem)) for stem in turn.telling}
    return tuple(sorted((s for s in turn.telling if not alien[s]), key=lambda s: (-again[s], s)))[:6]


SPREAD = Indicator(
    "spread",
    "V1",
    "diversity",
    spread,
    name=text("Different things are brought in"),
    plain=text("We look whether different people use different words, or took different positions."),
    formula=text(
        "Where positions were declared: the chance that two people took different ones. Else: one minus how alike "
        "the words of different people are, divided by how alike the words of one person are."
    ),
    range=ON_REFERENCE,
    no_value=text(
        "No value when no positions were declared and {unread}, or fewer than two people made two contributions.",
        unread=UNREAD,
    ),
    source=text("Blau 1977; Rao 1982; Morisita 1959; Harrison & Klein 2007."),
    questions=(
        text("Who would look at this quite differently, and what would that person say?"),
        text("What have you not said yet because everybody seems to agree?"),
        text("Take the place of somebody it concerns who is not here: what do you see?"),
    ),
    rules={
        "spread.own_words": text("brings words that others do not use"),
    },
)

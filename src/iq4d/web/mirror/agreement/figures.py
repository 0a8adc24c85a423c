"""How well measure and people agree: figures over dialogues, none of which tells of one dialogue or one person.

Plain Python: the web starts without numpy, and a day's figures need no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from random import Random
from statistics import median
from typing import Any

from iq4d.measures.score import POINTS
from iq4d.web.mirror import rules

DRAWS = 400
SEED = 4  # the same dialogues have the same interval, however often they are counted
STEP = POINTS / (rules.STEPS - 1)  # points from one of the five words to the next
SHARES = 20  # shares are told in twentieths, so that one more dialogue moves nothing one can see


@dataclass(frozen=True, slots=True)
class Pair:
    """One dialogue. people: how they see it (a median step, or the share that says "reached"). measure: its points
    (of 25, or a share of what could be assessed). who: whose answers it rests on."""

    people: float
    measure: float
    who: frozenset[int]


@dataclass(frozen=True, slots=True)
class Agreeing:
    """What may be shown of many pairs. Below the floors only how many there are, and nothing else is counted.

    dialogues, people: how many. rho: Spearman, -1 to 1, with one decimal; None below the floors, or where one side
    never varies. low, high: its 80 % interval. within: share of dialogues in which both are at most one step apart.
    """

    dialogues: int
    people: int
    enough: bool
    rho: float | None = None
    low: float | None = None
    high: float | None = None
    within: float | None = None


@dataclass(frozen=True, slots=True)
class Contested:
    """How often "this is not right" was said of pieces of an indicator. shown: pieces there were to say it of."""

    indicator: str
    contested: int
    shown: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All that the page tells. measure: the version it is about; contested: the most contested first."""

    measure: int
    dimensions: dict[str, Agreeing]
    verdicts: Agreeing
    contesting: Agreeing  # of how many dialogues and people; without a rho
    contested: tuple[Contested, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(data: dict[str, Any]) -> Figures:
        return Figures(
            measure=data["measure"],
            dimensions={key: Agreeing(**told) for key, told in data["dimensions"].items()},
            verdicts=Agreeing(**data["verdicts"]),
            contesting=Agreeing(**data["contesting"]),
            contested=tuple(Contested(**one) for one in data["contested"]),
        )


def of_steps(steps: dict[int, int | None], points: float | None) -> Pair | None:
    """One dimension of one dialogue. steps: by person, of those who consent. None with too few that could tell."""
    told = {who: step for who, step in steps.items() if step is not None}
    if len(told) < rules.LEAST_PEOPLE or points is None:
        return None
    return Pair(float(median(told.values())), points, frozenset(told))


def of_verdicts(verdicts: dict[int, str], share: float | None) -> Pair | None:
    """One dialogue. verdicts: by person, of those who consent; share: its points of what could be assessed."""
    if len(verdicts) < rules.LEAST_PEOPLE or share is None:
        return None
    reached = sum(value == "reached" for value in verdicts.values())
    return Pair(reached / len(verdicts), share, frozenset(verdicts))


def agreeing(pairs: Sequence[Pair], *, in_steps: bool) -> Agreeing:
    """Of many dialogues. in_steps: people chose one of five words, so that "within one step" means something."""
    who = frozenset[int]().union(*(pair.who for pair in pairs))
    enough = len(pairs) >= rules.LEAST_DIALOGUES and len(who) >= rules.LEAST_PERSONS
    if not enough:
        return Agreeing(0, 0, enough=False)  # a count that moves by one tells who gave their view
    people, measure = [pair.people for pair in pairs], [pair.measure for pair in pairs]
    rho, around = spearman(people, measure), interval(people, measure)
    within = sum(abs(pair.people * STEP - pair.measure) <= STEP for pair in pairs) / len(pairs)
    return Agreeing(
        dialogues=len(pairs),
        people=len(who),
        enough=True,
        rho=None if rho is None else round(rho, 1),
        low=around and round(around[0], 1),
        high=around and round(around[1], 1),
        within=round(within * SHARES) / SHARES if in_steps else None,
    )


def contested(counts: Iterable[tuple[str, int, int, int]]) -> tuple[Contested, ...]:
    """counts: (indicator, contested pieces, in how many dialogues, pieces shown). The most contested share first.

    An indicator contested in fewer dialogues than a group needs people is left out: it could be known whose it is.
    """
    told = [
        Contested(key, pieces, shown) for key, pieces, dialogues, shown in counts if dialogues >= rules.LEAST_PEOPLE
    ]
    return tuple(sorted(told, key=lambda one: (-one.contested / max(one.shown, 1), one.indicator)))


def spearman(a: Sequence[float], b: Sequence[float]) -> float | None:
    """Rank correlation with ties shared; None where one side never varies.

    >>> spearman([1, 2, 3], [10, 20, 30]), spearman([1, 2, 3], [3, 2, 1]), spearman([1, 1], [1, 2])
    (1.0, -1.0, None)
    """
    ranked_a, ranked_b = ranks(a), ranks(b)
    middle = (len(a) + 1) / 2
    spread_a = sum((rank - middle) ** 2 for rank in ranked_a)
    spread_b = sum((rank - middle) ** 2 for rank in ranked_b)
    if not spread_a or not spread_b:
        return None
    together = sum((x - middle) * (y - middle) for x, y in zip(ranked_a, ranked_b, strict=True))
    return float(together / (spread_a * spread_b) ** 0.5)


def ranks(values: Sequence[float]) -> list[float]:
    """From 1; equal values share the mean of their places.

    >>> ranks([5, 1, 5])
    [2.5, 1.0, 2.5]
    """
    order = sorted(range(len(values)), key=values.__getitem__)
    found = [0.0] * len(values)
    first = 0
    while first < len(order):
        last = first
        while last + 1 < len(order) and values[order[last + 1]] == values[order[first]]:
            last += 1
        for place in order[first : last + 1]:
            found[place] = (first + last) / 2 + 1
        first = last + 1
    return found


def interval(a: Sequence[float], b: Sequence[float]) -> tuple[float, float] | None:
    """The middle 80 % of the correlations of DRAWS draws of the same dialogues, with replacement.

    Draws in which one side never varies have none and are left out; None where that is the half of them.
    """
    chance = Random(SEED)  # noqa: S311 - for a bootstrap, not for a secret
    drawn = []
    for _ in range(DRAWS):
        places = [chance.randrange(len(a)) for _ in a]
        rho = spearman([a[place] for place in places], [b[place] for place in places])
        if rho is not None:
            drawn.append(rho)
    if len(drawn) <= DRAWS / 2:
        return None
    drawn.sort()
    return drawn[len(drawn) // 10], drawn[-1 - len(drawn) // 10]

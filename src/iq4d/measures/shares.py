"""The share of contributions that a head sees: shrunk where little was said, and corrected for the head's errors."""

from __future__ import annotations

import random
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from iq4d.measures.columns import Floats
from iq4d.measures.heads.fitted import head
from iq4d.measures.reference import mean_seen
from iq4d.measures.resampling import DRAWS

__all__ = ["Share", "share_of", "shrunk", "tests_of"]

ENOUGH = 50  # yeses and noes of a test that tells how often a head errs
LEAST = 0.05  # sensitivity + specificity - 1: a head that tells less than this would make a figure of nothing


Test = Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Share:
    """From what a head sees in the turns of a conversation to the share that is there, 0 to 1.

    Two steps, in this order. First *shrink*: the head's yeses get `m` pseudo-contributions beside them, of which the
    share `mean` is a yes: (seen + m mean) / (n + m), the mean of a Beta-binomial. Then *correct*, after Rogan & Gladen
    1978: (share + specificity - 1) / (sensitivity + specificity - 1), held within 0 and 1.

    Why shrink first: it is the yeses that are counted, so a model of counts belongs there, and `mean` is a figure of
    the same kind, what this head sees in the reference sample. The correction is a straight line, so the order makes
    no difference but at the ends: who corrects first has to lift what came out below 0, and then pulls the lifted
    figure further up.

    The error comes from three sides, and every draw for the interval holds all three. The turns: drawn by
    `resampling`. The pseudo-contributions: drawn as well, each a yes with chance `mean`; a share that was only pulled
    to the mean would look surer than it is. The head: its sensitivity and specificity, see `shrunk`.

    rest: the share is meant of which it is *not* seen. yes: in each draw, how many of the m pseudo-contributions are a
    yes; sensitivities, specificities: the head's, in each draw.
    """

    sensitivity: float
    specificity: float
    mean: float
    m: int
    rest: bool
    yes: Floats
    sensitivities: Floats
    specificities: Floats

    def __call__(self, seen: float, n: float) -> float:
        """The share where a head said yes to `seen` of `n` contributions.

        >>> blunt = shrunk(0.3, 10, [{"sensitivity": 0.8, "specificity": 0.9, "share": 0.3, "n": 500}])
        >>> round(blunt(3.0, 10.0), 2), blunt(0.0, 100.0), round(blunt(100.0, 100.0), 2)
        (0.29, 0.0, 1.0)
        """
        shrunk = (seen + self.m * self.mean) / (n + self.m)
        there = (shrunk + self.specificity - 1) / max(LEAST, self.sensitivity + self.specificity - 1)
        there = min(1.0, max(0.0, there))
        return 1 - there if self.rest else there

    def redraw(self, seen: Floats, n: Floats) -> Floats:
        """The same for every draw, each with its own pseudo-contributions and a head of its own."""
        shrunk = (seen + self.yes) / (n + self.m)
        there = (shrunk + self.specificities - 1) / np.maximum(LEAST, self.sensitivities + self.specificities - 1)
        there = np.minimum(1.0, np.maximum(0.0, there))
        return 1 - there if self.rest else there


@lru_cache(maxsize=32)
def share_of(name: str, m: int, *, rest: bool = False) -> Share:
    """How the head `name` (one of HEADS) tells a share, shrunk to the reference sample with `m` pseudo-contributions.

    m: 7 off-task, 11 reasoning, 180 probing (from how well two halves of a conversation agree). rest: for one minus
    the share. A head that the reference sample does not tell of is not shrunk. For a finding::

        on = share_of("off", 7, rest=True)
        Finding(on(seen, n), units=units, estimate=on, redraw=on.redraw)

    >>> round(share_of("off", 7)(5.0, 20.0) + share_of("off", 7, rest=True)(5.0, 20.0), 9)
    1.0
    """
    mean = mean_seen(name)
    # a seed of the head's own: it errs in the same way whatever else is drawn
    seed = zlib.crc32(name.encode())
    return shrunk(mean or 0.0, 0 if mean is None else m, tests_of(head(name).card), rest=rest, seed=seed)


def tests_of(card: Mapping[str, Any]) -> list[Test]:
    """The tests that a card tells of: among colleagues, in either language, where the head was asked there.

    What a head does on a puzzle says little about talk among colleagues: corrected by that alone, shares of reasoning
    in our own conversations come out .27 too high (decision 0015). With fewer than 50 yeses or noes there it is not
    known how often it misses or errs: then the public test counts.

    >>> ours = {"nl": {"n": 200, "share": 0.4}, "en": {"n": 300, "share": 0.4}, "kappa": 0.7}
    >>> [test["n"] for test in tests_of({"across groups": {"n": 9}, "among colleagues": ours})]
    [200, 300]
    >>> few = {"nl": {"n": 200, "share": 0.04}}
    >>> [test["n"] for test in tests_of({"across groups": {"n": 9}, "among colleagues": few})]
    [9]
    """
    ours = [told for told in card.get("among colleagues", {}).values() if isinstance(told, Mapping)]
    known = [told for told in ours if told["n"] * min(told["share"], 1 - told["share"]) >= ENOUGH]
    return known or [card["across groups"]]


def shrunk(mean: float, m: int, tests: Sequence[Test] = (), *, rest: bool = False, seed: int = 0) -> Share:
    """A share shrunk to `mean` with `m` pseudo-contributions, and corrected by the tests of the head that tells it.

    Without tests it is only shrunk: for what is declared or counted without a head.

    tests: each on another kind of conversation, with n, the share of it that is a yes, sensitivity and specificity. The
    figure is corrected for the mean of them. A draw takes one of the tests, because nobody knows which of them this
    conversation is like, and in that a sensitivity and a specificity from the Beta distributions that its counts leave
    open.

    >>> shrunk(0.5, 10)(10.0, 10.0)
    0.75
    """
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    yes = np.array([float(sum(chance.random() < mean for _ in range(m))) for _ in range(DRAWS)])
    if not tests:
        return Share(1.0, 1.0, mean, m, rest, yes, np.ones(DRAWS), np.ones(DRAWS))
    drawn = [tests[n % len(tests)] for n in range(DRAWS)]
    chance.shuffle(drawn)
    return Share(
        sum(test["sensitivity"] for test in tests) / len(tests),
        sum(test["specificity"] for test in tests) / len(tests),
        mean,
        m,
        rest,
        yes,
        np.array([_beta(chance, test["sensitivity"], test["n"] * test["share"]) for test in drawn]),
        np.array([_beta(chance, test["specificity"], test["n"] * (1 - test["share"])) for test in drawn]),
    )


def _beta(chance: random.Random, share: float, n: float) -> float:
    """What a share found in n cases may be, with nothing known beforehand: drawn from Beta(1 + yes, 1 + no).

    Rounded, so that another machine's logarithm makes no other figure.
    """
    return round(chance.betavariate(1 + share * n, 1 + (1 - share) * n), 9)

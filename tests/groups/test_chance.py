"""The same chance everywhere: with and without a compiler, and spread evenly."""

from __future__ import annotations

import math

from iq4d.groups.search.chance import begin, below, exponential, following


def plain(function):
    return getattr(function, "py_func", function)


def test_compiled_and_plain_draw_the_same():
    one, other = begin(7), begin(7)
    assert [following(one) for _ in range(1000)] == [int(plain(following)(other)) for _ in range(1000)]


def test_the_first_draws_are_these_on_every_machine():
    state = begin(0)
    assert [int(following(state)) for _ in range(4)] == [830346379, 634027755, 643189828, 1811622538]


def test_seeds_beside_each_other_draw_otherwise():
    assert len({int(following(begin(seed))) for seed in range(200)}) == 200


def test_draws_are_even_and_exponentials_have_a_mean_of_one():
    state = begin(3)
    counts = [0] * 10
    for _ in range(50_000):
        counts[below(state, 10)] += 1
    assert sum((n - 5000) ** 2 / 5000 for n in counts) < 27.9  # chi-square, 9 degrees, 1 in 1,000
    mean = sum(exponential(state) for _ in range(50_000)) / 50_000
    assert math.isclose(mean, 1, abs_tol=0.02)

"""What a pool allows, held against every plan there is: for eight people these can all be looked at."""

from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import combinations, combinations_with_replacement
from math import factorial, prod
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iq4d.groups import bounds
from iq4d.groups.people.attributes import MISSING, SCALES, UNIT, Attribute, Column, code
from iq4d.groups.sizes import factors, sizes_of

LETTERS = "abcdefgh"
AT_MOST = 2_520  # plans: 8 people in 4 pairs


def partitions(n, largest=None):
    """All ways to write n as sizes, largest first."""
    if n == 0:
        yield ()
    for first in range(min(n, largest or n), 0, -1):
        for rest in partitions(n - first, first):
            yield (first, *rest)


def how_many(sizes):
    return factorial(sum(sizes)) // prod(factorial(size) for size in sizes)


SIZES = [sizes for n in range(1, 9) for sizes in partitions(n) if how_many(sizes) <= AT_MOST]


@cache
def every_plan(sizes):
    """int[plans, n]: everybody's group, in every way there is."""
    plans = []

    def place(left, labels):
        if not any(left):
            plans.append(labels)
        for group, free in enumerate(left):
            if free:
                place((*left[:group], free - 1, *left[group + 1 :]), (*labels, group))

    place(sizes, ())
    return np.array(plans)


def every_objective(distances, sizes, factor):
    """What each plan comes to, pair by pair."""
    plans = every_plan(sizes)
    return sum(
        (
            np.where(plans[:, i] == plans[:, j], factor[plans[:, i]] * int(distances[i, j]), 0)
            for i, j in combinations(range(plans.shape[1]), 2)
        ),
        np.zeros(len(plans), dtype=np.int64),
    )


def arrays(sizes, by_size=True):
    sizes = np.array(sizes, dtype=np.int32)
    return sizes, factors(sizes, by_size=by_size)


@st.composite
def columns(draw, n, scale=None, missing=True):
    scale = scale or draw(st.sampled_from(SCALES))
    one = {
        "nominal": st.sampled_from(LETTERS[:5]),
        "ordinal": st.sampled_from(LETTERS),
        "numeric": st.integers(0, 9),
        "multi": st.frozensets(st.sampled_from(LETTERS), min_size=1, max_size=5),
    }[scale]
    values = draw(st.lists(st.one_of(st.none(), one) if missing else one, min_size=n, max_size=n))
    if all(value is None for value in values):
        values[0] = draw(one)
    return code("something", values, Attribute(scale, order=tuple(LETTERS)))


@st.composite
def pools(draw, **how):
    sizes = draw(st.sampled_from(SIZES))
    return draw(columns(sum(sizes), **how)), sizes, draw(st.booleans())


@settings(max_examples=400, deadline=None)
@given(pools())
def test_no_plan_goes_beyond_what_the_pool_allows_and_chance_is_the_mean_of_all_plans(pool):
    column, tuple_of_sizes, by_size = pool
    sizes, factor = arrays(tuple_of_sizes, by_size)
    objectives = every_objective(column.distances(), tuple_of_sizes, factor)
    assert bounds.lower(column, sizes, factor) <= objectives.min()
    assert objectives.max() <= bounds.upper(column, sizes, factor)
    assert bounds.chance(column, sizes, factor) == pytest.approx(objectives.mean())
    for row in (0, len(objectives) // 2, len(objectives) - 1):
        distances = bounds.within(column, every_plan(tuple_of_sizes)[row], len(sizes))
        assert np.sum(distances * factor) == objectives[row]


@settings(max_examples=150, deadline=None)
@given(pools(missing=True), st.integers(0, UNIT))
def test_it_holds_however_far_the_unknown_are(pool, far):
    column, tuple_of_sizes, by_size = pool
    column = replace(column, far=far)
    sizes, factor = arrays(tuple_of_sizes, by_size)
    objectives = every_objective(column.distances(), tuple_of_sizes, factor)
    assert bounds.lower(column, sizes, factor) <= objectives.min()
    assert objectives.max() <= bounds.upper(column, sizes, factor)


def every_pool(n, kinds):
    """The codes of n people in every way that differs for a plan: only how many there are of each kind counts."""
    return [np.array(codes, dtype=np.int32) for codes in combinations_with_replacement(range(MISSING, kinds), n)]


@pytest.mark.parametrize("scale", ["nominal", "ordinal"])
@pytest.mark.parametrize("n", [2, 4, 6])
def test_for_equal_sizes_one_attribute_reaches_its_bound_in_every_pool(scale, n):
    """So "proved optimal" is said whenever it is true. Half of the largest distance to the unknown."""
    tried = 0
    for tuple_of_sizes in ((size,) * (n // size) for size in range(1, n + 1) if n % size == 0):
        if how_many(tuple_of_sizes) > AT_MOST:
            continue
        sizes, factor = arrays(tuple_of_sizes)
        for codes in every_pool(n, 4):
            place = np.array([0, 100, 500, 960], dtype=np.int32) if scale == "ordinal" else None
            far = UNIT // 2 if scale == "ordinal" else UNIT
            column = Column("role", Attribute(scale), codes, tuple(LETTERS[:4]), place=place, far=far)
            objectives = every_objective(column.distances(), tuple_of_sizes, factor)
            assert bounds.upper(column, sizes, factor) == objectives.max()
            assert bounds.lower(column, sizes, factor) <= objectives.min()
            tried += 1
    assert tried >= 30


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from([sizes for sizes in SIZES if len(set(sizes)) == 1]))
def test_for_equal_sizes_a_number_known_of_all_reaches_both_its_bounds(data, tuple_of_sizes):
    column = data.draw(columns(sum(tuple_of_sizes), scale="numeric", missing=False))
    sizes, factor = arrays(tuple_of_sizes)
    objectives = every_objective(column.distances(), tuple_of_sizes, factor)
    assert bounds.upper(column, sizes, factor) == objectives.max()
    assert bounds.lower(column, sizes, factor) == objectives.min()


def test_for_sizes_that_differ_by_one_the_bound_is_met_in_nearly_every_pool():
    """5 in a 3 and a 2, 7 in a 4 and a 3: where it is not met, two kinds want the same place in the larger group."""
    met = Counter()
    for tuple_of_sizes in ((3, 2), (4, 3), (3, 2, 2)):
        sizes, factor = arrays(tuple_of_sizes)
        for codes in every_pool(sum(tuple_of_sizes), 3):
            column = Column("role", Attribute(), codes, tuple(LETTERS[:3]))
            objectives = every_objective(column.distances(), tuple_of_sizes, factor)
            most = bounds.upper(column, sizes, factor)
            assert objectives.max() <= most
            met[bool(objectives.max() == most)] += 1
    assert met[True] / met.total() > 0.9


@settings(max_examples=100, deadline=None)
@given(st.data(), st.sampled_from(SIZES), st.booleans())
def test_any_matrix_of_pairs_has_bounds_too(data, tuple_of_sizes, by_size):
    n = sum(tuple_of_sizes)
    half = np.array(data.draw(st.lists(st.integers(-50, 50), min_size=n * n, max_size=n * n))).reshape(n, n)
    pairs = np.triu(half, 1) + np.triu(half, 1).T
    sizes, factor = arrays(tuple_of_sizes, by_size)
    objectives = every_objective(pairs, tuple_of_sizes, factor)
    assert bounds.lower_of_pairs(pairs, sizes, factor) <= objectives.min()
    assert objectives.max() <= bounds.upper_of_pairs(pairs, sizes, factor)


@settings(max_examples=100, deadline=None)
@given(st.data(), st.sampled_from(SIZES))
def test_a_whole_objective_lies_below_the_sum_of_its_bounds(data, tuple_of_sizes):
    """Roles to spread, languages to share, and two people who met before."""
    n = sum(tuple_of_sizes)
    columns_ = (data.draw(columns(n, scale="nominal")), data.draw(columns(n, scale="multi")))
    coefficients = np.array([3, -2])
    met = np.zeros((n, n), dtype=np.int64)
    met[0, -1] = met[-1, 0] = -4 * UNIT
    sizes, factor = arrays(tuple_of_sizes)
    whole = 3 * columns_[0].distances().astype(np.int64) - 2 * columns_[1].distances() + met
    objectives = every_objective(whole, tuple_of_sizes, factor)
    row = data.draw(st.integers(0, len(objectives) - 1))
    labels = every_plan(tuple_of_sizes)[row]
    reached, most, chance = bounds.weighed(columns_, coefficients, met, labels, sizes, factor)
    assert reached == objectives[row]
    assert objectives.max() <= most
    assert chance == pytest.approx(objectives.mean(), abs=1e-6)


def test_languages_of_one_each_are_kinds():
    """Nothing is lost by looking at sets: who brings one thing each, is as different as kinds are."""
    said = list("aabbccddeefg")
    languages = code("languages", [{one} for one in said], Attribute("multi"))
    kinds = code("kinds", said, Attribute())
    for sizes, factor in (arrays((4, 4, 4)), arrays((6, 6)), arrays((5, 4, 3))):
        assert bounds.upper(languages, sizes, factor) == bounds.upper(kinds, sizes, factor)


def test_sets_of_more_things_than_can_be_ordered_still_have_a_bound():
    """Free hours of a week: everybody beside those who are free at the most different hours."""
    hours = [{str(hour) for hour in range(start, start + 9)} for start in (0, 4, 8, 12, 16, 20, 24, 28)]
    column = code("free hours", hours, Attribute("multi"))
    sizes, factor = arrays((4, 4))
    objectives = every_objective(column.distances(), (4, 4), factor)
    assert 0 < bounds.lower(column, sizes, factor) <= objectives.min()
    assert objectives.max() <= bounds.upper(column, sizes, factor) < 2 * 6 * UNIT + 1


def test_one_person_and_a_pool_of_whom_nothing_is_known_have_nothing_to_win():
    sizes, factor = arrays((1,))
    ada = code("role", ["baker"], Attribute())
    assert (bounds.upper(ada, sizes, factor), bounds.lower(ada, sizes, factor)) == (0, 0)
    assert bounds.chance(ada, sizes, factor) == 0
    sizes, factor = arrays((2, 2))
    for scale in SCALES:
        nothing = code("role", [None] * 4, Attribute(scale))
        assert bounds.upper(nothing, sizes, factor) == bounds.lower(nothing, sizes, factor) == 0
        assert bounds.chance(nothing, sizes, factor) == 0


def test_a_hundred_thousand_people_are_bounded_while_you_wait():
    rng = np.random.default_rng(0)
    n = 100_000
    pool = [
        code("role", rng.integers(0, 8, n).tolist(), Attribute()),
        code("age", rng.normal(size=n).tolist(), Attribute("numeric")),
        code("languages", [frozenset(LETTERS[k] for k in rng.integers(0, 8, 2)) for _ in range(n)], Attribute("multi")),
    ]
    sizes = sizes_of(n, size=7)
    factor = factors(sizes)
    start = process_time()
    for column in pool:
        assert bounds.lower(column, sizes, factor) < bounds.chance(column, sizes, factor)
        assert bounds.chance(column, sizes, factor) < bounds.upper(column, sizes, factor)
    assert process_time() - start < 10  # about 1 s on a quiet core

"""The search by tables of counts: what it says a plan comes to, what it keeps, and how far it gets."""

import os
import subprocess
import sys
from itertools import count

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from iq4d.groups import bounds
from iq4d.groups.people.attributes import Attribute, code
from iq4d.groups.search import counting, pairwise
from iq4d.groups.search.chance import begin
from iq4d.groups.search.compiled import COMPILES
from iq4d.groups.search.kinds import anneal, gain, kinds_of, near_ones, pull_of, swap
from iq4d.groups.sizes import factors, sizes_of

LETTERS = "abcde"
VALUES = {
    "nominal": st.sampled_from(LETTERS),
    "ordinal": st.sampled_from(LETTERS),
    "numeric": st.integers(0, 40),
    "multi": st.sets(st.sampled_from(LETTERS), min_size=1),
}


@st.composite
def pools(draw):
    """(columns, coefficients, sizes, factor): any scales, with people of whom a thing is not known."""
    sizes = np.array(draw(st.lists(st.integers(1, 6), min_size=1, max_size=6)), dtype=np.int32)
    n = int(sizes.sum())
    columns = []
    for a, scale in enumerate(draw(st.lists(st.sampled_from(list(VALUES)), min_size=1, max_size=4))):
        values = draw(st.lists(st.none() | VALUES[scale], min_size=n, max_size=n))
        order = tuple(LETTERS) if scale == "ordinal" else ()
        columns.append(code(str(a), values, Attribute(scale=scale, order=order)))
    coefficients = np.array(draw(st.lists(st.integers(-300, 300), min_size=len(columns), max_size=len(columns))))
    return columns, coefficients, sizes, factors(sizes, by_size=draw(st.booleans()))


def distances(columns, coefficients):
    return sum(int(times) * column.distances() for column, times in zip(columns, coefficients, strict=True))


def any_plan(sizes, seed):
    labels = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    return np.random.default_rng(seed).permutation(labels)


def categories(n, levels=(6, 4, 5, 8, 5, 3), seed=0):
    """Kinds that are not equally common; the fourth goes with the first."""
    chance = np.random.default_rng(seed)
    values = [chance.choice(many, n, p=chance.dirichlet(np.full(many, 3.0))) for many in levels]
    values[3] = np.where(chance.random(n) < 0.6, values[0], values[3])
    return [code(str(a), [str(one) for one in some], Attribute()) for a, some in enumerate(values)]


@given(pools(), st.integers(0, 5), st.integers(0, 3_000))
@settings(max_examples=150, deadline=None)
def test_what_it_says_is_what_the_plan_comes_to_pair_by_pair(pool, seed, steps):
    columns, coefficients, sizes, factor = pool
    d = distances(columns, coefficients)
    start = any_plan(sizes, seed)
    for labels in (None, start):
        found = counting.search(columns, coefficients, sizes, factor, labels=labels, max_iter=steps, seed=seed)
        assert found.objective == pairwise.total(d, found.labels, factor)
        assert np.bincount(found.labels, minlength=len(sizes)).tolist() == sizes.tolist()
        assert found.steps <= steps
    assert found.objective >= pairwise.total(d, start, factor)


@given(pools(), st.integers(0, 5))
@settings(max_examples=100, deadline=None)
def test_a_swap_gains_what_it_was_weighed_at_and_every_pull_follows(pool, seed):
    columns, coefficients, sizes, factor = pool
    d, labels = distances(columns, coefficients), any_plan(sizes, seed)
    others = [(i, j) for i in range(len(labels)) for j in range(i) if labels[i] != labels[j]]
    assume(others)
    i, j = others[seed % len(others)]
    kinds = kinds_of(columns, coefficients)
    pull = pull_of(kinds, labels, len(sizes))
    before = pairwise.total(d, labels, factor)
    promised = gain(pull, *kinds.table, factor, labels, i, j)
    swap(pull, *kinds.table, labels, i, j)
    assert pairwise.total(d, labels, factor) == before + promised
    assert np.array_equal(pull, pull_of(kinds, labels, len(sizes)))


def test_neighbours_differ_in_the_one_thing_their_order_is_for():
    columns = [code("role", "abababab", Attribute()), code("field", "xxyyxxyy", Attribute())]
    kinds = kinds_of(columns, np.ones(2, dtype=np.int64))
    for_role, for_field = near_ones(kinds.of, np.arange(8, dtype=np.int32))
    assert columns[1].codes[for_role].tolist() == [0] * 4 + [1] * 4
    assert columns[0].codes[for_role].tolist() == [0, 0, 1, 1, 0, 0, 1, 1]
    assert columns[0].codes[for_field].tolist() == [0] * 4 + [1] * 4


def test_two_who_are_alike_in_all_do_not_change_places():
    columns = [code("role", "aaaa", Attribute())]
    kinds = kinds_of(columns, np.ones(1, dtype=np.int64))
    labels = np.array([0, 0, 1, 1], dtype=np.int32)
    pull, near = pull_of(kinds, labels, 2), near_ones(kinds.of, np.arange(4, dtype=np.int32))
    done = anneal(pull, *kinds.table, np.ones(2, dtype=np.int64), labels, near, begin(0), 500, 10.0, 1)
    assert tuple(done) == (500, 0)
    assert labels.tolist() == [0, 0, 1, 1]


def test_ninety_six_people_are_as_different_as_can_be_and_it_stops_there():
    columns, sizes, ones = categories(96, seed=4), sizes_of(96, size=8), np.ones(12, dtype=np.int64)
    weights = np.array([150, 190, 150, 150, 160, 200])
    goal = bounds.most(columns, weights, None, sizes, ones)
    found = counting.search(columns, weights, sizes, ones, max_iter=2_000_000, goal=goal)
    assert found.met_goal
    assert found.objective == goal
    assert found.steps < 1_000_000


def test_what_is_not_known_is_spread_like_a_kind():
    columns = [code("role", ["nurse"] * 10 + ["teacher"] * 5 + [None] * 5, Attribute())]
    sizes = sizes_of(20, size=4)
    found = counting.search(columns, np.ones(1, dtype=np.int64), sizes, np.ones(5, dtype=np.int64), max_iter=50_000)
    for group in range(5):
        assert sorted(columns[0].codes[found.labels == group].tolist()) == [-1, 0, 0, 1]


def test_alike_where_that_is_wished():
    columns = [code("language", ["nl"] * 8 + ["en"] * 8, Attribute(wish="similar"))]
    sizes = sizes_of(16, size=4)
    found = counting.search(columns, np.array([-1]), sizes, np.ones(4, dtype=np.int64), max_iter=50_000, goal=0)
    assert found.met_goal
    assert all(len(set(columns[0].codes[found.labels == group].tolist())) == 1 for group in range(4))


def test_nothing_to_weigh_is_a_plan_too():
    columns, sizes = categories(12), sizes_of(12, size=4)
    found = counting.search(columns, np.zeros(6, dtype=np.int64), sizes, np.ones(3, dtype=np.int64), max_iter=1_000)
    assert found.objective == 0
    assert np.bincount(found.labels).tolist() == [4, 4, 4]


def test_who_is_not_free_stays():
    columns, sizes, ones = categories(200), sizes_of(200, size=5), np.ones(40, dtype=np.int64)
    start = any_plan(sizes, 3)
    free = np.arange(200) % 4 == 0
    weights = np.full(6, 150)
    found = counting.search(columns, weights, sizes, ones, labels=start, free=free, max_iter=200_000)
    assert np.array_equal(found.labels[~free], start[~free])
    assert found.objective > pairwise.total(distances(columns, weights), start, ones)


def test_the_plan_given_is_not_written_over():
    columns, sizes, ones = categories(60), sizes_of(60, size=5), np.ones(12, dtype=np.int64)
    start = any_plan(sizes, 3)
    kept = start.copy()
    counting.search(columns, np.full(6, 150), sizes, ones, labels=start, max_iter=20_000)
    assert np.array_equal(start, kept)


def test_time_is_looked_at_and_what_was_found_until_then_is_kept():
    columns, sizes, ones = categories(600), sizes_of(600, size=5), np.ones(120, dtype=np.int64)
    ticks = count()
    told = []
    found = counting.search(
        columns,
        np.full(6, 150),
        sizes,
        ones,
        max_iter=10**9,
        time_limit=30,
        clock=lambda: float(next(ticks)),
        progress=lambda done, of: told.append((done, of)),
    )
    assert found.steps < 600 * counting.STEPS
    assert told == sorted(told)
    assert told[-1] == (found.steps, 10**9)
    assert found.objective > bounds.weighed(columns, np.full(6, 150), None, found.labels, sizes, ones)[2]


def test_thousands_of_people_in_blocks_meet_the_bound():
    n = 2 * counting.PEOPLE
    columns, sizes, ones = categories(n, levels=(3, 4, 5, 4)), sizes_of(n, size=8), np.ones(n // 8, dtype=np.int64)
    weights = np.array([150, 190, 160, 200])
    goal = bounds.most(columns, weights, None, sizes, ones)
    steps = 20_000_000 if COMPILES else 100_000
    found = counting.search(columns, weights, sizes, ones, max_iter=steps, goal=goal)
    assert np.bincount(found.labels).tolist() == [8] * (n // 8)
    reached, most, middle = bounds.weighed(columns, weights, None, found.labels, sizes, ones)
    assert found.objective == reached
    assert (reached - middle) / (most - middle) > (0.9999 if COMPILES else 0.4)


def plans():
    """As text: a few plans, small and in blocks."""
    mixed = [
        *categories(63)[:2],
        code("age", [None if n % 9 == 0 else n * 37 % 50 for n in range(63)], Attribute("numeric")),
        code("speaks", [{"nl", "en"} if n % 3 else {"fr"} for n in range(63)], Attribute("multi", wish="similar")),
    ]
    sizes = sizes_of(63, size=5)
    small = counting.search(mixed, np.array([90, 80, 70, -60]), sizes, factors(sizes), max_iter=20_000, seed=7)
    n = 2 * counting.PEOPLE + 3
    sizes = sizes_of(n, size=8)
    large = counting.search(categories(n), np.full(6, 150), sizes, factors(sizes), max_iter=20_000, seed=7)
    return f"{small.labels.tolist()} {small.steps} {large.labels.tolist()} {large.steps}"


def test_the_same_groups_for_the_same_seed_compiled_or_not():
    here = plans()
    assert plans() == here
    plain = subprocess.run(
        [sys.executable, "-c", "from groups import test_counting; print(test_counting.plans())"],
        env={**os.environ, "IQ4D_PLAIN": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert plain.stdout.strip() == here


def test_what_cannot_be_asked():
    columns, sizes, ones = categories(12), sizes_of(12, size=4), np.ones(3, dtype=np.int64)
    with pytest.raises(ValueError, match="labels are missing"):
        counting.search(columns, np.ones(6, dtype=np.int64), sizes, ones, free=np.ones(12, dtype=bool), max_iter=1)
    with pytest.raises(ValueError, match="coefficients add up to"):
        counting.search(columns, np.full(6, 2**20), sizes, ones, max_iter=1)

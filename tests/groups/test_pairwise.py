"""The search over pairs: what it says a swap is worth, what it keeps to, and that it is the same everywhere."""

import os
import subprocess
import sys
from itertools import count
from itertools import pairwise as in_turn

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.brute import plans
from groups.planted import kept_by_a_plan
from iq4d.groups.rules import Apart, Holds, Together
from iq4d.groups.search import board as boards
from iq4d.groups.search.board import allowances, board_of, cool, descend, swap
from iq4d.groups.search.bundling import movers_of
from iq4d.groups.search.chance import begin
from iq4d.groups.search.compiled import COMPILES
from iq4d.groups.search.mending import dealt
from iq4d.groups.search.pairwise import search, total
from iq4d.groups.search.ruling import broken, ruled, tallied
from iq4d.groups.sizes import factors, sizes_of

A_SEED = st.integers(0, 10**6)


def some_distances(seed, n, least=0, most=1000):
    d = np.triu(np.random.default_rng(seed).integers(least, most, (n, n)), 1)
    return (d + d.T).astype(np.int32)


def added_up(d, labels, factor):
    """The objective, pair by pair."""
    n = len(labels)
    pairs = ((i, j) for i in range(n) for j in range(i) if labels[i] == labels[j])
    return sum(int(factor[labels[i]]) * int(d[i, j]) for i, j in pairs)


@st.composite
def boards_and_plans(draw):
    """(d, sizes, factor, labels): any sizes, distances below 0 too, and some people alike."""
    sizes = np.array(draw(st.lists(st.integers(1, 5), min_size=2, max_size=5)), dtype=np.int32)
    seed = draw(A_SEED)
    d = some_distances(seed, int(sizes.sum()), draw(st.sampled_from([-500, 0])), draw(st.sampled_from([2, 1000])))
    return d, sizes, factors(sizes, by_size=draw(st.booleans())), dealt(begin(seed), sizes)


@settings(max_examples=150, deadline=None)
@given(boards_and_plans())
def test_a_swap_brings_what_was_said_and_the_board_follows(drawn):
    d, sizes, factor, labels = drawn
    ruling = tallied(ruled([], sizes), labels)
    board = board_of(d, factor, labels, np.arange(len(labels)))
    assert total(d, labels, factor) == added_up(d, labels, factor)
    there, times = np.zeros(len(sizes) + 1, dtype=np.int64), np.full(len(sizes) + 1, 2 * factor[0])
    for i, j in in_turn(np.random.default_rng(1).permutation(len(labels)).tolist()):
        boards._face(board, i, there, times)
        said = boards._worth(board, i, j, there, times)
        before = added_up(d, board.labels, factor)
        same, alike = board.labels[i] == board.labels[j], board.alike[i] == board.alike[j]
        swap(board, ruling, i, j)
        gained = added_up(d, board.labels, factor) - before
        if alike:
            assert gained == 0
        if same or alike:
            assert said < -(2**60), "a swap that is none"
        else:
            assert said == gained
    afresh = board_of(d, factor, board.labels, np.arange(len(labels)))
    for mine, theirs in zip(board, afresh, strict=True):
        assert np.array_equal(mine, theirs)


@settings(max_examples=60, deadline=None)
@given(boards_and_plans())
def test_all_swaps_of_one_weighed_at_once_are_those_weighed_one_by_one(drawn):
    d, _, factor, labels = drawn
    n = len(labels)
    board = board_of(d, factor, labels, np.arange(1, n))
    there, times = np.zeros(len(factor) + 1, dtype=np.int64), np.full(len(factor) + 1, 2 * factor[0])
    allowed = allowances(100.0, n)[7 : 7 + n]
    for i in range(1, n):
        boards._face(board, i, there, times)
        one_by_one = max(boards._worth(board, i, j, there, times) + allowed[j] for j in range(n))
        at_once = {int(most(board, i, there, times, allowed)) for most in (boards._most, boards._most_plain)}
        assert len(at_once) == 1
        assert max(at_once.pop(), -(2**60)) == max(one_by_one, -(2**60))


def test_the_best_of_all_plans_is_found_where_all_can_be_tried():
    for seed, sizes in enumerate([(3, 3), (4, 2), (2, 2, 2), (3, 3, 2), (4, 4), (5, 3), (2, 2, 2, 2)]):
        sizes_, d = np.array(sizes, dtype=np.int32), some_distances(seed, sum(sizes))
        factor = factors(sizes_)
        found = search(d, sizes_, factor, max_iter=50_000, seed=seed)
        best = max(added_up(d, plan, factor) for plan in plans(sizes))
        assert found.objective == best == added_up(d, found.labels, factor)
        early = search(d, sizes_, factor, max_iter=10**9, seed=seed, goal=best)
        assert early.met_goal
        assert early.steps < 10**6, "where the bound is met there is nothing left to look for"


def test_the_same_seed_the_same_groups_and_another_seed_others():
    d, sizes = some_distances(3, 40), sizes_of(40, size=6)
    one, same, other = (search(d, sizes, factors(sizes), max_iter=400_000, seed=seed) for seed in (4, 4, 5))
    assert np.array_equal(one.labels, same.labels)
    assert one == one.__class__(one.labels, same.objective, same.steps, same.met_goal, same.broken)
    assert not np.array_equal(one.labels, other.labels)


def test_annealing_goes_further_than_descent_and_more_steps_further_still():
    d, sizes = some_distances(8, 60), np.full(10, 6, dtype=np.int32)
    factor = np.ones(10, dtype=np.int64)
    little, more, much = (
        sum(search(d, sizes, factor, max_iter=steps, seed=seed).objective for seed in range(4))
        for steps in (0, 400_000, 8_000_000)
    )
    assert little < more < much


@settings(max_examples=25, deadline=None)
@given(A_SEED, st.sampled_from([0, 3_000, 60_000]))
def test_nobody_is_lost_and_nothing_is_worse_than_at_the_start(seed, max_iter):
    asked = kept_by_a_plan(seed, 24, 4)
    sizes, d = np.array(asked.sizes, dtype=np.int32), some_distances(seed, 24)
    factor, ruling = factors(sizes), ruled(asked.rules, sizes)
    start = np.array(asked.labels, dtype=np.int32)
    free = np.random.default_rng(seed).random(24) < 0.7
    found = search(d, sizes, factor, labels=start, free=free, ruling=ruling, max_iter=max_iter, seed=seed)
    assert np.array_equal(np.bincount(found.labels, minlength=len(sizes)), sizes)
    assert found.objective == added_up(d, found.labels, factor) >= added_up(d, start, factor)
    assert found.broken == 0 == broken(ruling, found.labels)
    assert np.array_equal(found.labels[~free], start[~free])


def test_rules_come_first_and_those_who_stay_together_still_find_the_better_group():
    """Ada and Bob are together, and far from everybody in a corner of their own; two of the other group are near."""
    d = np.array([[0 if a == b else 1 for a in range(8)] for b in range(8)], dtype=np.int32)
    d[:2, 6:] = d[6:, :2] = 100
    sizes, factor = np.array([4, 4], dtype=np.int32), np.ones(2, dtype=np.int64)
    ruling = ruled([Together((0, 1)), Together((2, 3)), Apart((6, 4))], sizes)
    start = np.array([0, 0, 0, 0, 1, 1, 1, 1], dtype=np.int32)
    found = search(d, sizes, factor, labels=start, ruling=ruling, max_iter=50_000)
    allowed = [one for one in plans((4, 4)) if one[0] == one[1] and one[2] == one[3] and one[6] != one[4]]
    assert found.broken == 0
    assert found.objective == max(added_up(d, one, factor) for one in allowed)


def test_where_rules_cannot_hold_the_fewest_are_broken():
    d, sizes = some_distances(1, 9), np.full(3, 3, dtype=np.int32)
    ruling = ruled([Holds("hosts", frozenset({0, 1}), 1, 1), Apart((3, 4))], sizes)
    found = search(d, sizes, np.ones(3, dtype=np.int64), ruling=ruling, max_iter=20_000)
    assert found.broken == 1 == broken(ruling, found.labels)
    assert found.labels[0] != found.labels[1]
    assert found.labels[3] != found.labels[4]


def test_time_is_kept_by_the_clock_and_what_was_found_counts():
    d, sizes = some_distances(5, 60), np.full(10, 6, dtype=np.int32)
    ticks = count()
    told = []
    found = search(
        d, sizes, np.ones(10, dtype=np.int64), max_iter=10**12, time_limit=400.0, seed=1,
        clock=lambda: float(next(ticks)), progress=lambda done, of: told.append((done, of)),
    )  # fmt: skip
    assert next(ticks) < 600
    assert found.objective == added_up(d, found.labels, np.ones(10, dtype=np.int64))
    assert found.steps < 10**10
    assert told
    assert all(before <= after for before, after in in_turn(told))
    assert {of for _, of in told} == {10**12}


@pytest.mark.parametrize("tick", [1e-6, 0.05, 1.0])
def test_all_the_time_there_is_is_used_also_by_a_clock_that_ticks_seldom(tick):
    """Here a second is a hundred million steps. What is done between two ticks seems to take no time at all."""
    d, sizes = some_distances(5, 60), np.full(10, 6, dtype=np.int32)
    told, asked = [0], count()

    def clock() -> float:
        assert next(asked) < 20_000, "time is looked at, and nothing is done"
        return told[-1] / 1e8 // tick * tick

    search(
        d, sizes, np.ones(10, dtype=np.int64), max_iter=10**12, time_limit=10.0, seed=1,
        clock=clock, progress=lambda done, _: told.append(done),
    )  # fmt: skip
    assert 0.85e9 < told[-1] < 1.15e9


@pytest.mark.parametrize("sizes", [[1, 1, 1], [3], [1, 2], [1]])
def test_pools_in_which_there_is_little_or_nothing_to_choose(sizes):
    d = some_distances(2, sum(sizes))
    found = search(d, np.array(sizes, dtype=np.int32), factors(np.array(sizes)), max_iter=5_000)
    assert sorted(found.labels.tolist()) == [group for group, size in enumerate(sizes) for _ in range(size)]


def test_people_who_are_all_alike_are_in_groups_at_once():
    d = 7 * (1 - np.eye(12, dtype=np.int32))
    found = search(d, np.full(3, 4, dtype=np.int32), np.ones(3, dtype=np.int64), max_iter=10**9)
    assert found.objective == 3 * 6 * 7
    assert found.steps < 10**5


def test_who_may_not_move_needs_a_place_to_stay():
    with pytest.raises(ValueError, match="labels are missing"):
        search(some_distances(1, 4), np.array([2, 2]), np.ones(2, dtype=np.int64), free=np.ones(4, bool), max_iter=1)


def test_in_the_end_no_swap_is_left_that_gains():
    d, sizes = some_distances(9, 30), np.full(5, 6, dtype=np.int32)
    ruling = ruled([Holds("hosts", frozenset(range(5)), 1, 1)], sizes)
    factor, labels = np.ones(5, dtype=np.int64), np.arange(30, dtype=np.int32) % 5
    counted, movers = tallied(ruling, labels), movers_of(ruling, labels)
    board = board_of(d, factor, labels, movers.alone)
    before = total(d, labels, factor)
    cool(board, counted, movers, begin(0), allowances(300.0, 30), 300, 0, 2**62)
    warm = total(d, board.labels, factor)
    _, gained = descend(board, counted, movers)
    assert total(d, board.labels, factor) == warm + gained > before
    assert broken(ruling, board.labels) == 0
    for i in range(30):
        for j in range(i):
            other = board.labels.copy()
            other[i], other[j] = other[j], other[i]
            assert broken(ruling, other) > 0 or total(d, other, factor) <= warm + gained


PLAYED = """
import numpy as np
from iq4d.groups.search.compiled import COMPILES
from iq4d.groups.search.pairwise import search
from iq4d.groups.rules import Apart, Holds, NeverOne, Shares, Together
from iq4d.groups.search.ruling import ruled
from iq4d.groups.sizes import factors, sizes_of
for n, size in ((18, 4), (16, 4)):
    d = np.triu(np.random.default_rng(n).integers(0, 1000, (n, n)), 1)
    d, sizes = (d + d.T).astype(np.int32), sizes_of(n, size=size)
    speaks = tuple(frozenset({1, one % 3}) for one in range(n))
    rules = [Together((0, 5)), Together((5, 7)), Apart((1, 2, 3)), Holds("hosts", frozenset((1, 2, 3, 8, 9)), 1, 2)]
    rules += [NeverOne("a dog", frozenset((4, 6, 10))), Shares("language", speaks, 1)]
    for asked in (None, ruled(rules, sizes)):
        found = search(d, sizes, factors(sizes), ruling=asked, max_iter=90 * n * n, seed=n)
        print(found.labels.tolist(), found.objective, found.steps, found.broken)
print("COMPILED" if COMPILES else "PLAIN")
"""


@pytest.mark.skipif(not COMPILES, reason="numba is not installed: there is nothing to compare plain Python with")
def test_plain_python_comes_to_the_same_groups_as_machine_code():
    told = {}
    for plain in ("", "1"):
        environment = os.environ | {"IQ4D_PLAIN": plain}
        done = subprocess.run(
            [sys.executable, "-c", PLAYED], env=environment, capture_output=True, text=True, check=True, timeout=300
        )
        *plans_, how = done.stdout.splitlines()
        told[how] = plans_
    assert set(told) == {"COMPILED", "PLAIN"}
    assert told["COMPILED"] == told["PLAIN"]
    assert len(told["PLAIN"]) == 4
    assert all(line.endswith(" 0") for line in told["PLAIN"])


COMPILED_LATE = """
import sys
import numpy as np
from iq4d.groups.search import pairwise
from iq4d.groups.rules import Apart, Holds, NeverOne, Seat, Shares, Together
from iq4d.groups.search.ruling import ruled
from iq4d.groups.sizes import factors, sizes_of

def compiled():
    modules = [module for name, module in sys.modules.items() if name.startswith("iq4d.groups.")]
    return {
        (name, str(one)) for module in modules for name, it in vars(module).items()
        for one in getattr(it, "signatures", ())
    }

pairwise._compile()
before = compiled()
n = 20
d = np.triu(np.random.default_rng(n).integers(0, 1000, (n, n)), 1).astype(np.int32)
rules = [Together((0, 5)), Apart((0, 5)), Apart((1, 2, 3)), Seat(6, 1), Holds("hosts", frozenset((1, 9)), 0, 1)]
rules += [NeverOne("a dog", frozenset((4, 6))), Shares("language", tuple(frozenset({one % 3}) for one in range(n)), 1)]
for sizes in (sizes_of(n, n_groups=4), sizes_of(n, n_groups=3)):
    for asked in (None, ruled(rules, sizes)):
        pairwise.search(d + d.T, sizes, factors(sizes), ruling=asked, max_iter=100_000, time_limit=60.0, goal=10**9)
strided = np.full((4, 2), 5, dtype=np.int32)[:, 0]
pairwise.search((d + d.T).astype(np.int64), strided, np.ones(4, dtype=int), max_iter=100_000, time_limit=60.0)
print(len(before), sorted(compiled() - before))
"""


@pytest.mark.skipif(not COMPILES, reason="numba is not installed: nothing is compiled")
def test_the_clock_does_not_run_while_machine_code_is_made():
    asked = [sys.executable, "-c", COMPILED_LATE]
    done = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=300)
    many, late = done.stdout.strip().split(" ", 1)
    assert int(many) >= 5, "what is called from Python, at the least"
    assert late == "[]"

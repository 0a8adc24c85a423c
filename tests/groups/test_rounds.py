"""Several rounds: everybody meets new people, as long as there are any."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from iq4d.groups.search.rounds import compose_rounds


def repeats(labels: np.ndarray) -> int:
    """By hand: every meeting of two people after their first."""
    met: dict[tuple[int, int], int] = {}
    for row in labels:
        for pair in combinations(range(len(row)), 2):
            if row[pair[0]] == row[pair[1]]:
                met[pair] = met.get(pair, 0) + 1
    return sum(times - 1 for times in met.values())


def test_sixteen_people_in_five_rounds_of_four_meet_everybody_once():
    found = compose_rounds(np.full(4, 4), 5, max_iter=4_000_000, restarts=20)
    assert found.repeats == 0 == repeats(found.labels)
    assert (found.met() + np.eye(16, dtype=int) == 1).all()


@pytest.mark.parametrize(("groups", "size", "rounds"), [(5, 3, 7), (5, 5, 6), (12, 5, 4)])
def test_schedules_that_are_hard_round_by_round_turn_out_of_one(groups: int, size: int, rounds: int):
    found = compose_rounds(np.full(groups, size), rounds, max_iter=2_000_000)
    assert found.repeats == 0 == repeats(found.labels)
    for row in found.labels:
        assert np.bincount(row).tolist() == [size] * groups


def test_where_repeats_cannot_be_avoided_they_are_counted_and_spread():
    found = compose_rounds(np.full(2, 3), 4, max_iter=200_000)
    assert found.repeats == repeats(found.labels) > 0  # six people have five others, and four rounds meet eight
    assert found.repeats in (9, 10)  # 24 meetings of 15 pairs


def test_the_same_seed_gives_the_same_rounds_and_sizes_may_differ():
    sizes = np.array([4, 3, 3])
    first, again, other = (compose_rounds(sizes, 3, max_iter=200_000, seed=seed) for seed in (1, 1, 2))
    assert (first.labels == again.labels).all()
    assert (first.labels != other.labels).any()
    for row in first.labels:
        assert np.bincount(row).tolist() == sizes.tolist()


def test_who_met_before_this_series_is_kept_apart_first():
    before = np.zeros((6, 6), dtype=np.int32)
    for i, j in ((0, 1), (2, 3), (4, 5)):
        before[i, j] = before[j, i] = 3
    found = compose_rounds(np.array([2, 2, 2]), 1, met_before=before, max_iter=200_000)
    assert found.repeats == 0


def test_with_distances_people_who_differ_meet_and_new_faces_still_come_first():
    far = np.where(np.arange(8)[:, None] % 2 != np.arange(8)[None, :] % 2, 100, 0).astype(np.int32)
    found = compose_rounds(np.full(4, 2), 3, d=far, worth=1_000, max_iter=200_000)
    assert found.repeats == 0
    assert all(row[i] != row[j] for row in found.labels for i, j in combinations(range(8), 2) if (i + j) % 2 == 0)


@pytest.mark.parametrize("wrong", [{"n_rounds": 0}, {"n_rounds": 2, "d": np.zeros((4, 4), dtype=np.int32)}])
def test_what_cannot_be_asked_is_said(wrong):
    with pytest.raises(ValueError, match="round"):
        compose_rounds(np.array([2, 2]), **wrong)

"""How large groups are: near to what was asked, and as equal as the number of people allows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iq4d.groups.sizes import factors, sizes_of


def test_twenty_three_people_about_five_at_a_time():
    assert sizes_of(23, size=5).tolist() == [5, 5, 5, 4, 4]
    assert sizes_of(6, size=5).tolist() == [6]
    assert sizes_of(7, size=5).tolist() == [4, 3]
    assert sizes_of(8, size=5).tolist() == [4, 4]
    assert sizes_of(3, size=3).tolist() == [3]


@given(st.integers(1, 500), st.integers(1, 60))
def test_nobody_is_left_over_and_sizes_differ_by_one_at_most(n: int, wanted: int):
    wanted = min(wanted, n)
    for sizes in (sizes_of(n, size=wanted), sizes_of(n, n_groups=wanted)):
        assert sizes.sum() == n
        assert sizes.max() - sizes.min() <= 1


@pytest.mark.parametrize(
    "asked", [{"size": 0}, {"size": 9}, {"n_groups": 9}, {"n_groups": 0}, {}, {"size": 2, "n_groups": 2}]
)
def test_what_cannot_be_is_said(asked):
    with pytest.raises(ValueError, match=r"can be had|say either"):
        sizes_of(8, **asked)


def test_a_distance_counts_less_in_a_larger_group_and_the_same_in_equal_ones():
    assert factors(np.array([5, 5])).tolist() == [1, 1]
    assert factors(np.array([6, 5])).tolist() == [819, 1024]  # 4 / 5 of 1024
    assert factors(np.array([6, 5]), by_size=False).tolist() == [1, 1]
    assert factors(np.array([1, 3])).tolist() == [1024, 512]

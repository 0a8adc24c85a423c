"""A course of thousands in blocks: each has its share of every kind, and nobody is torn from whom they belong with."""

from math import ceil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iq4d.groups.attributes import Attribute, code
from iq4d.groups.blocks import blocks_for, slots, split
from iq4d.groups.sizes import sizes_of


def role(n, kinds="abcd", seed=0):
    return code("role", [kinds[k] for k in np.random.default_rng(seed).integers(0, len(kinds), n)], Attribute())


def counted(blocks, who):
    return [int(np.sum(who[block.people])) for block in blocks]


@st.composite
def pools(draw):
    """(columns, sizes, number of blocks, bundles, seats): bundles are a fifth of the pool at most, seats a tenth."""
    sizes = np.array(draw(st.lists(st.integers(3, 7), min_size=2, max_size=24)), dtype=np.int32)
    n = int(sizes.sum())
    people = draw(st.permutations(range(n)))
    bundles = []
    while sum(map(len, bundles)) < n // 5 and draw(st.booleans()):
        done = sum(map(len, bundles))
        bundles.append(people[done : done + draw(st.integers(2, 3))])
    seats = np.full(n, -1, dtype=np.int32)
    last = people[n - n // 10 :]
    for person, group in zip(last, draw(st.permutations(range(len(sizes)))), strict=False):
        seats[person] = group
    columns = [role(n, seed=draw(st.integers(0, 9))) for _ in range(draw(st.integers(0, 2)))]
    return columns, sizes, draw(st.integers(1, min(len(sizes), 4))), bundles, seats


@given(pools(), st.integers(0, 3))
@settings(max_examples=150, deadline=None)
def test_everybody_is_in_one_block_with_those_they_belong_with(pool, seed):
    columns, sizes, n_blocks, bundles, seats = pool
    blocks = split(columns, sizes, n_blocks, bundles=bundles, seats=seats, seed=seed)
    assert sorted(np.concatenate([block.people for block in blocks]).tolist()) == list(range(sizes.sum()))
    assert sorted(np.concatenate([block.groups for block in blocks]).tolist()) == list(range(len(sizes)))
    many = [len(block.groups) for block in blocks]
    assert max(many) - min(many) <= 1
    for block in blocks:
        assert len(block.people) == sizes[block.groups].sum()
        here = set(block.people.tolist())
        assert all(len(here & set(bundle)) in (0, len(bundle)) for bundle in bundles)
        assert set(seats[block.people].tolist()) <= {-1, *block.groups.tolist()}
    again = split(columns, sizes, n_blocks, bundles=bundles, seats=seats, seed=seed)
    assert all(np.array_equal(one.people, other.people) for one, other in zip(blocks, again, strict=True))


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_of_those_who_are_marked_every_block_gets_its_share(data):
    n_groups, size = data.draw(st.integers(2, 20)), data.draw(st.integers(2, 6))
    sizes = np.full(n_groups, size, dtype=np.int32)
    n_blocks = data.draw(st.integers(2, min(n_groups, 5)))
    n = n_groups * size
    mark = np.array(data.draw(st.lists(st.integers(0, 3), min_size=n, max_size=n)))
    marks = np.stack([mark == 1, mark >= 2])  # nobody has both: marks that overlap may ask what cannot be
    blocks = split([role(n)], sizes, n_blocks, marks=marks)
    for who in marks:
        for block, got in zip(blocks, counted(blocks, who), strict=True):
            due = int(who.sum()) * len(block.groups)
            assert due // n_groups <= got <= ceil(due / n_groups)


def test_one_facilitator_for_every_group():
    sizes = sizes_of(1_203, size=5)
    facilitators = np.random.default_rng(1).permutation(1_203) < len(sizes)
    blocks = split([role(1_203), role(1_203, seed=1)], sizes, 4, marks=facilitators[None])
    assert counted(blocks, facilitators) == [len(block.groups) for block in blocks]


def test_facilitators_who_come_with_somebody_are_shared_out_too():
    sizes = np.full(40, 5, dtype=np.int32)
    marks = np.arange(200)[None] < 20
    bundles = [(k, 199 - k) for k in range(20)]
    blocks = split([role(200)], sizes, 4, bundles=bundles, marks=marks)
    assert counted(blocks, marks[0]) == [5, 5, 5, 5]


def test_every_kind_is_in_every_block_as_it_is_in_the_pool():
    sizes = sizes_of(8_000, size=8)
    columns = [role(8_000, kinds, seed) for seed, kinds in enumerate(("abc", "abcdefgh", "ab", "abcde"))]
    blocks = split(columns, sizes, 4)
    for column in columns:
        for kind in range(len(column.kinds)):
            got = counted(blocks, column.codes == kind)
            assert max(got) - min(got) <= 1


def test_larger_blocks_get_more_of_every_kind():
    sizes = np.array([8] * 50 + [4] * 51, dtype=np.int32)
    column = role(604)
    blocks = split([column], sizes, 2)
    assert [len(block.groups) for block in blocks] == [51, 50]
    for kind in range(4):
        who = column.codes == kind
        due = [who.sum() * len(block.people) / 604 for block in blocks]
        assert np.abs(np.array(counted(blocks, who)) - due).max() < 1


def test_all_groups_fill_up_at_the_same_pace():
    assert slots(np.array([2, 4], dtype=np.int32)).tolist() == [0, 1, 1, 0, 1, 1]
    assert np.bincount(slots(np.array([3, 1, 5], dtype=np.int32))).tolist() == [3, 1, 5]


def test_as_many_blocks_as_it_takes():
    assert blocks_for(sizes_of(2_000, size=5), 2_000) == 1
    assert blocks_for(sizes_of(2_005, size=5), 2_000) == 2
    uneven = np.array([9] * 3 + [2], dtype=np.int32)
    most = blocks_for(uneven, 15)
    assert all(len(block.people) <= 15 for block in split([], uneven, most))
    with pytest.raises(ValueError, match="does not fit in a block of 4"):
        blocks_for(np.array([5, 3], dtype=np.int32), 4)


def test_what_cannot_be_split():
    sizes = np.array([3, 3], dtype=np.int32)
    with pytest.raises(ValueError, match="2 groups cannot be in 3 blocks"):
        split([], sizes, 3)
    with pytest.raises(ValueError, match="no block has room left for 4 people"):
        split([], sizes, 2, bundles=[(0, 1, 2, 3)])
    with pytest.raises(ValueError, match="seats in different blocks"):
        split([], sizes, 2, bundles=[(0, 1)], seats=np.array([0, 1, -1, -1, -1, -1], dtype=np.int32))
    with pytest.raises(ValueError, match="more people have seats"):
        split([], sizes, 2, seats=np.array([0, 0, 0, 0, -1, -1], dtype=np.int32))

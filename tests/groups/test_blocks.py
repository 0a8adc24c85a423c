"""A course of thousands in blocks: each is a small likeness of the pool."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iq4d.groups.people.attributes import Attribute, code
from iq4d.groups.search.blocks import slots, split
from iq4d.groups.sizes import sizes_of


def role(n, kinds="abcd", seed=0):
    return code("role", [kinds[k] for k in np.random.default_rng(seed).integers(0, len(kinds), n)], Attribute())


def counted(blocks, who):
    return [int(np.sum(who[block.people])) for block in blocks]


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_everybody_is_in_one_block(data):
    sizes = np.array(data.draw(st.lists(st.integers(3, 7), min_size=2, max_size=24)), dtype=np.int32)
    columns = [role(sizes.sum(), seed=data.draw(st.integers(0, 9))) for _ in range(data.draw(st.integers(0, 2)))]
    n_blocks, seed = data.draw(st.integers(1, min(len(sizes), 4))), data.draw(st.integers(0, 3))
    blocks = split(columns, sizes, n_blocks, seed=seed)
    assert sorted(np.concatenate([block.people for block in blocks]).tolist()) == list(range(sizes.sum()))
    assert sorted(np.concatenate([block.groups for block in blocks]).tolist()) == list(range(len(sizes)))
    many = [len(block.groups) for block in blocks]
    assert max(many) - min(many) <= 1
    for block in blocks:
        assert len(block.people) == sizes[block.groups].sum()
    again = split(columns, sizes, n_blocks, seed=seed)
    assert all(np.array_equal(one.people, other.people) for one, other in zip(blocks, again, strict=True))


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


def test_more_blocks_than_groups():
    with pytest.raises(ValueError, match="2 groups cannot be in 3 blocks"):
        split([], np.array([3, 3], dtype=np.int32), 3)

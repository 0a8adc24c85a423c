"""The worst group is lifted: never lower, at no more than was given for it, and no rule pays."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.planted import kept_by_a_plan
from iq4d.groups.search.pairwise import total
from iq4d.groups.search.ruling import broken, ruled
from iq4d.groups.search.worst import lift
from iq4d.groups.sizes import factors


def means(d, labels, sizes):
    """The mean distance within each group of two at least."""
    there = [np.flatnonzero(labels == g) for g, size in enumerate(sizes) if size > 1]
    return [d[np.ix_(one, one)].sum() / (len(one) * (len(one) - 1)) for one in there]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(12, 40), st.sampled_from([0.0, 0.005, 0.05, 1.0]), st.booleans())
def test_the_worst_group_is_never_worse_and_the_whole_keeps_what_it_must(seed, n, give, with_rules):
    asked = kept_by_a_plan(seed, n, 4)
    sizes, labels = np.array(asked.sizes, dtype=np.int32), np.array(asked.labels, dtype=np.int32)
    d = np.triu(np.random.default_rng(seed).integers(0, 1000, (n, n)), 1).astype(np.int32)
    d, factor, ruling = d + d.T, factors(sizes), ruled(asked.rules, sizes) if with_rules else None
    before, chance = total(d, labels, factor), total(d, labels, factor) * 0.9
    lifted = lift(d, sizes, factor, labels, ruling=ruling, give=give, chance=chance)
    assert np.array_equal(np.bincount(lifted, minlength=len(sizes)), sizes)
    assert min(means(d, lifted, sizes)) >= min(means(d, labels, sizes))
    assert total(d, lifted, factor) >= before - give * (before - chance)
    assert ruling is None or broken(ruling, lifted) == 0
    assert np.array_equal(labels, asked.labels), "what was handed in stays as it was"
    assert np.array_equal(lift(d, sizes, factor, labels, ruling=ruling, give=give, chance=chance), lifted)


def test_one_group_of_four_alike_gets_somebody_of_the_other_kind():
    kinds = np.array([0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 1, 1])
    d = (kinds[:, None] != kinds[None, :]).astype(np.int32)
    sizes, labels = np.full(3, 4, dtype=np.int32), np.repeat(np.arange(3, dtype=np.int32), 4)
    assert means(d, labels, sizes)[0] == 0
    lifted = lift(d, sizes, np.ones(3, dtype=np.int64), labels, ruling=None, give=0.0, chance=0.0)
    assert min(means(d, lifted, sizes)) >= 0.5

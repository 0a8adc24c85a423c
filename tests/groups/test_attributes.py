"""What is known of people as whole numbers: how far two are apart, on every scale, and where nothing is known."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iq4d.groups.people.attributes import LEVELS, MISSING, UNIT, Attribute, code, with_one_more


def apart(values: list[object], attribute: Attribute) -> list[list[int]]:
    return code("x", values, attribute).distances().tolist()


def test_two_roles_differ_or_do_not_and_nobody_is_less_unknown_than_another():
    column = code("role", ["nurse", "doctor ", None, "", "doctor"], Attribute())
    assert column.codes.tolist() == [1, 0, MISSING, MISSING, 0]
    assert column.kinds == ("doctor", "nurse")
    assert column.distances()[1].tolist() == [UNIT, 0, UNIT, UNIT, 0]
    assert column.distances()[2].tolist() == [UNIT, UNIT, 0, 0, UNIT]


def test_steps_of_an_order_are_as_far_apart_as_there_are_steps_between():
    order = Attribute("ordinal", order=("never", "sometimes", "often", "always"))
    assert apart(["never", "always", "often", None], order)[0] == [0, UNIT, 2 * UNIT // 3, UNIT // 2]
    with pytest.raises(ValueError, match="person 1: 'daily' is not one of never"):
        apart(["never", "daily"], order)


def test_numbers_count_by_rank_so_that_one_very_old_person_pulls_at_nobody():
    numeric = Attribute("numeric")
    assert apart([20, 21, 900], numeric) == apart([1, 2, 3], numeric)
    assert apart([5, 5, 5], numeric) == [[0] * 3] * 3
    assert apart([7], numeric) == [[0]]
    with pytest.raises(ValueError, match="person 1: 'old' is not a number"):
        apart([20, "old"], numeric)
    with pytest.raises(ValueError, match="not a finite"):
        apart([20, math.inf], numeric)


def test_sets_are_apart_by_what_they_do_not_share():
    column = code("languages", [{"nl", "en"}, ["en", "nl"], {"en"}, "fr", set(), None], Attribute("multi"))
    assert column.distances()[0].tolist() == [0, 0, UNIT // 2, UNIT, UNIT // 2, UNIT // 2]
    assert column.codes.tolist()[4:] == [MISSING, MISSING]


@given(st.lists(st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=False)), min_size=1, max_size=80))
def test_any_numbers_keep_their_order_and_equal_ones_their_place(values: list[float | None]):
    column = code("x", values, Attribute("numeric"))
    assert column.place is not None
    place = [None if c == MISSING else int(column.place[c]) for c in column.codes]
    known = sorted((v, p) for v, p in zip(values, place, strict=True) if p is not None)
    assert all(p <= q for (_, p), (_, q) in itertools.pairwise(known))
    assert all(p == q for (v, p), (w, q) in itertools.pairwise(known) if v == w)
    assert len(column.kinds) <= LEVELS
    for value, at in zip(values, column.codes, strict=True):
        assert at == MISSING or column.kinds[at][0] <= value <= column.kinds[at][1]


@given(
    st.lists(st.one_of(st.none(), st.sampled_from("abcd")), min_size=1, max_size=12),
    st.permutations(range(12)),
    st.sampled_from(["nominal", "numeric", "multi"]),
)
def test_distances_are_a_table_of_whole_numbers_that_follows_the_rows(values, order, scale):
    known = [None if v is None else ord(v) if scale == "numeric" else v for v in values]
    order = [row for row in order if row < len(known)]
    d = code("x", known, Attribute(scale)).distances()
    assert (d == d.T).all()
    assert (np.diag(d) == 0).all()
    assert d.min() >= 0
    assert d.max() <= UNIT
    turned = code("x", [known[row] for row in order], Attribute(scale)).distances()
    assert (turned == d[np.ix_(order, order)]).all()


@pytest.mark.parametrize(
    ("scale", "values", "late", "how_far"),
    [
        ("nominal", ["nurse", "doctor"], "nurse", [0, UNIT]),
        ("nominal", ["nurse", "doctor"], "cook", [UNIT, UNIT]),
        ("nominal", ["nurse", None], None, [UNIT, 0]),
        ("numeric", [20, 40, 60], 41, [UNIT // 2, 0, UNIT // 2]),
        ("numeric", [None, None], 41, [0, 0]),
        ("multi", [{"nl"}, {"en"}], {"nl", "fr"}, [UNIT // 2, UNIT]),
    ],
)
def test_who_comes_late_is_as_far_from_the_others_as_if_they_had_been_there(scale, values, late, how_far):
    before = code("x", values, Attribute(scale))
    after = with_one_more(before, late)
    assert after.distances()[-1].tolist()[:-1] == how_far
    assert (after.distances()[:-1, :-1] == before.distances()).all()


def test_a_wish_or_a_weight_that_cannot_be_is_said_at_once():
    for wrong in ({"wish": "mix"}, {"scale": "free"}, {"weight": 0}, {"weight": math.nan}):
        with pytest.raises(ValueError, match="is"):
            Attribute(**wrong)  # type: ignore[arg-type]

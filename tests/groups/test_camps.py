"""Two camps: found where they were planted, measured as the literature measures them, and not seen everywhere."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iq4d.groups.camps import camps_of, pair_term, stands_out, usual_width
from iq4d.groups.people.attributes import UNIT, Attribute, code

BALANCE = Attribute(wish="balance")


def silhouette_width(distance, camps):
    """Rousseeuw's definition, person by person, in camps of two at least."""
    widths = []
    for own, other in (camps, camps[::-1]):
        for one in own:
            near = sum(distance(one, beside) for beside in own if beside != one) / (len(own) - 1)
            far = sum(distance(one, across) for across in other) / len(other)
            widths.append((far - near) / max(far, near) if max(far, near) else 0)
    return sum(widths) / len(widths)


def every_split(people):
    for n in range(2, len(people) - 1):
        for first in combinations(people, n):
            if people[0] in first:
                yield first, tuple(one for one in people if one not in first)


@settings(max_examples=80, deadline=None)
@given(st.data(), st.integers(4, 7))
def test_the_best_split_is_the_widest_of_all(data, n):
    roles = data.draw(st.lists(st.sampled_from("abc"), min_size=n, max_size=n))
    levels = data.draw(st.lists(st.sampled_from("xyz"), min_size=n, max_size=n))
    columns = [code("role", roles, Attribute()), code("level", levels, Attribute("ordinal", order=tuple("xyz")))]
    step = {one: place * (UNIT // 2) for place, one in enumerate("xyz")}

    def distance(i, j):
        return (UNIT * (roles[i] != roles[j]) + abs(step[levels[i]] - step[levels[j]])) // 2

    widest = max(silhouette_width(distance, camps) for camps in every_split(range(n)))
    (found,) = camps_of(columns, [range(n)])
    if found is None:
        assert widest <= 0
    else:
        assert found.width == pytest.approx(widest)
        assert silhouette_width(distance, (found.first, found.second)) == pytest.approx(widest)


def test_three_nurses_of_the_night_beside_three_doctors_of_the_day_are_two_camps():
    """Ada sees at once on what they differ; in age each camp has young and old."""
    columns = [
        code("role", ["nurse"] * 3 + ["doctor"] * 3, Attribute()),
        code("shift", ["night"] * 3 + ["day"] * 3, BALANCE),
        code("age", [20, 40, 60] * 2, Attribute("numeric")),
        code("secret club", list("xyzxyz"), Attribute(wish="similar")),
    ]
    (camps,) = camps_of(columns, [range(6)])
    assert (camps.first, camps.second) == ((0, 1, 2), (3, 4, 5))
    assert camps.differ_on == ("role", "shift")
    assert camps.entirely == 2
    assert 0.3 < camps.width < 1
    assert stands_out(camps, usual=1.0)  # whatever is usual: nobody is like anybody across in two things at once


def test_where_what_divides_in_one_thing_binds_in_the_other_there_is_nothing_to_say():
    roles = ["nurse"] * 3 + ["doctor"] * 3
    shifts = ["night", "day"] * 3
    columns = [code("role", roles, Attribute()), code("shift", shifts, Attribute())]
    (camps,) = camps_of(columns, [range(6)])
    assert camps.entirely < 2
    assert not stands_out(camps, usual_width(columns, 6))  # two such things divide any group of these people so


def test_chance_in_the_same_pool_says_what_is_much():
    """Of random groups about one in twenty stands out; a group planted in the same pool does."""
    rng = np.random.default_rng(0)
    n, size = 600, 6
    columns = [code(f"attribute {k}", rng.integers(0, 4, n).tolist(), Attribute()) for k in range(5)]
    usual = usual_width(columns, size)
    found = camps_of(columns, [range(start, start + size) for start in range(0, n, size)])
    wide = sum(stands_out(camps, usual) for camps in found if camps)
    assert 0 < wide <= 15  # of 100
    planted = [code(c.name, [*c.codes.tolist()[:-6], 1, 1, 1, 2, 2, 2], Attribute()) for c in columns]
    (camps,) = camps_of(planted, [range(n - 6, n)])
    assert camps.width == 1
    assert stands_out(camps, usual_width(planted, size))


def test_larger_groups_are_searched_and_planted_camps_found():
    rng = np.random.default_rng(1)
    side = rng.permutation(np.repeat([0, 1], 10))
    columns = [code("hobby", rng.integers(0, 3, 20).tolist(), Attribute())]
    columns += [code(f"line {k}", side.tolist(), Attribute()) for k in range(3)]
    (camps,) = camps_of(columns, [range(20)])
    assert {camps.first, camps.second} == {tuple(np.flatnonzero(side == one).tolist()) for one in (0, 1)}
    assert camps.differ_on == ("line 0", "line 1", "line 2")


def test_the_search_in_larger_groups_seldom_misses_the_widest_split(monkeypatch):
    from iq4d.groups import camps as module

    rng = np.random.default_rng(2)
    columns = [code(f"attribute {k}", rng.integers(0, 4, 400).tolist(), Attribute()) for k in range(5)]
    groups = [range(start, start + 10) for start in range(0, 400, 10)]
    exact = [found.width for found in camps_of(columns, groups)]
    monkeypatch.setattr(module, "EXACT", 4)
    searched = [found.width for found in camps_of(columns, groups)]
    assert all(one <= best for one, best in zip(searched, exact, strict=True))
    assert sum(one == best for one, best in zip(searched, exact, strict=True)) >= 36  # of 40


def test_what_is_not_known_of_somebody_makes_no_camp():
    """Of Bob, Carla and Dirk the role is unknown: that is no side they are on."""
    columns = [code("role", ["nurse", "nurse", "nurse", None, None, None], Attribute())]
    (camps,) = camps_of(columns, [range(6)])
    assert not stands_out(camps, usual=0.0)
    columns.append(code("shift", ["day", "night"] * 3, Attribute()))
    (camps,) = camps_of(columns, [range(6)])
    assert camps.differ_on == ("shift",)


def test_small_groups_and_very_large_ones_have_no_camps():
    columns = [code("role", ["a", "b"] * 30, Attribute())]
    assert camps_of(columns, [range(3), range(41), range(4)])[:2] == [None, None]
    assert usual_width(columns, 3) == 1.0


def test_the_order_of_rows_changes_nothing():
    rng = np.random.default_rng(3)
    values = [rng.integers(0, 3, 60) for _ in range(4)]
    order = rng.permutation(60)
    there = [code(str(k), one.tolist(), Attribute()) for k, one in enumerate(values)]
    other = [code(str(k), one[order].tolist(), Attribute()) for k, one in enumerate(values)]
    place = np.argsort(order)
    groups = [range(start, start + 6) for start in range(0, 60, 6)]
    moved = [[int(place[row]) for row in group] for group in groups]
    widths = [found.width for found in camps_of(there, groups)]
    assert [found.width for found in camps_of(other, moved)] == widths
    assert usual_width(other, 6, seed=4) == usual_width(there, 6, seed=4)


# the term to search with


def test_two_who_agree_on_all_count_nothing_and_on_half_three_quarters():
    columns = [code("role", list("aab"), Attribute()), code("shift", list("xyz"), BALANCE)]
    assert pair_term(columns).tolist() == [[0, 720, 960], [720, 0, 960], [960, 960, 0]]


def test_one_pair_alike_in_two_things_costs_more_than_two_pairs_alike_in_one():
    """So a search with this term deals alikenesses over pairs, where the plain sum of distances does not care."""
    columns = [code("role", list("aabb"), Attribute()), code("shift", list("xxyz"), Attribute())]
    term = pair_term(columns)
    twice, once = UNIT - term[0, 1], UNIT - term[2, 3]
    assert twice > 2 * once
    plain = sum(column.distances() for column in columns)
    assert plain[0, 1] == 0
    assert plain[2, 3] == UNIT


def test_nothing_to_mix_gives_a_term_of_nothing():
    columns = [code("language", list("aab"), Attribute(wish="similar"))]
    assert not pair_term(columns).any()
    assert camps_of(columns, [range(3)]) == [None]

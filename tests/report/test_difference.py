"""What is called a difference, and how often chance alone is called one."""

from __future__ import annotations

import random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iq4d.report.comparison.difference import ENOUGH, Figure, difference


def figures(*values: float, spread: float = 0.05) -> list[Figure]:
    return [Figure(value, spread) for value in values]


def test_two_conversations_that_differ_by_chance_within_them_do_not_differ():
    assert difference(figures(0.4), figures(0.45), 0.12).verdict == "none"


def test_two_conversations_may_differ_and_still_be_two_like_any_other():
    """0.2 is far beyond chance within either, and two conversations of one kind often lie as far apart."""
    one = difference(figures(0.3, spread=0.01), figures(0.5, spread=0.01), 0.12)
    assert one.verdict == "none"
    assert one.first_interval[1] < one.second_interval[0], "within each of them all is well known"
    assert one.interval[0] < 0 < one.value < one.clear_from


def test_in_between_is_perhaps():
    assert difference(figures(0.3), figures(0.6), 0.12).verdict == "perhaps"


def test_very_far_apart_is_clear_even_of_two():
    assert difference(figures(0.1), figures(0.8), 0.12).verdict == "clear"


def test_the_word_is_the_same_whichever_side_comes_first():
    there, back = difference(figures(0.1), figures(0.8), 0.1), difference(figures(0.8), figures(0.1), 0.1)
    assert (there.verdict, there.value) == (back.verdict, -back.value)
    assert there.interval == pytest.approx((-back.interval[1], -back.interval[0]))


def test_pairs_see_what_is_lost_among_very_different_groups():
    before, after = figures(0.1, 0.3, 0.5, 0.7, 0.8), figures(0.2, 0.41, 0.6, 0.8, 0.91)
    assert difference(before, after, 0.2).verdict == "none"
    paired = difference(before, after, 0.2, paired=True)
    assert (paired.verdict, paired.paired) == ("perhaps", True), "what each is sure of itself still counts"
    sure = [figures(*(one.value for one in side), spread=0.01) for side in (before, after)]
    assert difference(*sure, 0.2, paired=True).verdict == "clear"


def test_five_that_are_all_the_same_are_not_therefore_sure():
    """All at an end of their scale: nothing is seen to differ, and each is still unsure in itself."""
    assert difference(figures(*[0.0] * 5, spread=0.2), figures(*[0.15] * 5, spread=0.2), 0.1).verdict != "clear"


def test_less_than_a_point_is_never_clear_however_many_say_it():
    chance = random.Random(1)
    many = [[Figure(at + chance.gauss(0, 0.05), 0.01) for _ in range(2000)] for at in (0.5, 0.52)]
    assert difference(*many, 0.1).verdict == "perhaps"


def test_nothing_to_compare_is_refused():
    with pytest.raises(ValueError, match="without a figure"):
        difference([], figures(0.1), 0.1)
    with pytest.raises(ValueError, match="1 and 2 figures are no pairs"):
        difference(figures(0.1), figures(0.1, 0.2), 0.1, paired=True)


side = st.lists(st.builds(Figure, st.floats(0, 1), st.floats(0, 0.4)), min_size=1, max_size=12)


@given(side, side, st.floats(0, 0.5))
def test_figures_stay_on_their_scale(first, second, usual):
    one = difference(first, second, usual)
    for value, (low, high) in ((one.first, one.first_interval), (one.second, one.second_interval)):
        assert -1e-9 <= low <= value + 1e-9
        assert value - 1e-9 <= high <= 1 + 1e-9
    assert -1 <= one.interval[0] <= one.value + 1e-9
    assert one.value - 1e-9 <= one.interval[1] <= 1
    assert one.verdict in {"clear", "perhaps", "none"}
    assert one.enough == (min(len(first), len(second)) >= ENOUGH)


@pytest.mark.parametrize("n", [1, 2, 4, 5, 8, 20])
@pytest.mark.parametrize("shape", ["normal", "ends"])
def test_chance_is_seldom_called_clear(n, shape):
    """Both sides from one population, of which the usual spread is known; also one that piles up at 0 and 1."""
    chance = random.Random(n)

    def drawn() -> Figure:
        if shape == "ends":
            return Figure(min(1.0, max(0.0, chance.gauss(0.3, 0.5))), 0.05)
        return Figure(min(1.0, max(0.0, chance.gauss(0.5, 0.15))), 0.05)

    usual = {"normal": 0.15, "ends": 0.35}[shape]
    times = 1500
    words = [difference([drawn() for _ in range(n)], [drawn() for _ in range(n)], usual).verdict for _ in range(times)]
    assert words.count("clear") / times <= 0.035, "it claims .025 of a dimension"
    assert fmean(word != "none" for word in words) <= 0.25, "it claims .2"

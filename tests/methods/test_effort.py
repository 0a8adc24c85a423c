"""How much work it may take to try a method is counted, so that a page need not wait for all of it."""

from dataclasses import replace

import pytest

from iq4d.methods import battery, newest
from iq4d.methods.battery import NotPlayed, broken_promises
from methods.test_hostile_files import without_end


def short():
    """Of ours the one that is played soonest."""
    return newest("standup_review")


def test_a_light_one_is_tried_to_its_end_with_little():
    assert list(broken_promises(short(), most=60_000)) == []


@pytest.mark.parametrize("most", [0, 1, 1_000, 40_000])
def test_with_less_it_is_said_that_it_was_not_played_to_the_end(most):
    with pytest.raises(NotPlayed):
        list(broken_promises(short(), most=most))


def test_what_can_be_read_off_is_told_before_anything_is_played():
    unprepared = replace(short(), guide=None)
    assert next(broken_promises(unprepared, most=0))[0] == battery.PROMISES[battery.can_be_prepared]


def test_without_a_limit_an_endless_one_is_given_up_and_with_one_it_is_left_for_later():
    with pytest.raises(NotPlayed):
        list(broken_promises(without_end(), most=10_000))
    ((promise, where),) = [one for one in broken_promises(without_end()) if "too many" in one[1]]
    assert promise == battery.PROMISES[battery.reaches_its_harvest]
    assert where


def test_the_same_is_counted_every_time():
    """Not the clock decides: what was enough once always is."""

    def enough(most: int) -> bool:
        try:
            return not list(broken_promises(short(), most=most))
        except NotPlayed:
            return False

    low, high = 0, 100_000
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    assert [enough(n) for n in (high, high - 1, high, high - 1)] == [True, False, True, False]

"""Several conversations together: a mean with what it is unsure of, and nothing where too few people are behind it."""

from __future__ import annotations

from datetime import date, timedelta
from math import sqrt
from statistics import mean, stdev

import pytest

from iq4d.web.mirror.over_time.summing import (
    DIMENSIONS,
    Figure,
    Talk,
    best_unit,
    by_period,
    enough,
    pairs_apart,
    people_in,
    sum_of,
    t_of,
)

DAY = date(2026, 3, 15)
FIVE = frozenset("abcde")


def talk(
    points: float | None = 10, *, half: float = 2, people=FIVE, day: date = DAY, seen: str = "some", **more
) -> Talk:
    low = None if points is None else max(points - half, 0)
    high = None if points is None else min(points + half, 25)
    figures = {key: Figure(seen, points, low, high) for key in DIMENSIONS}
    return Talk(figures, day, frozenset(people), more.pop("voices", len(people)), **more)


@pytest.mark.parametrize(
    ("degrees", "exact"), [(2, 1.885618), (3, 1.637744), (4, 1.533206), (9, 1.383029), (30, 1.310415)]
)
def test_the_quantile_is_that_of_student(degrees: int, exact: float) -> None:
    assert t_of(degrees) == pytest.approx(exact, rel=0.004)


def test_the_mean_has_the_interval_of_its_conversations() -> None:
    points = [6, 10, 17, 12]
    told = sum_of([talk(n, half=0.5) for n in points], "depth")
    half = t_of(3) * stdev(points) / sqrt(4)
    assert (told.mean, told.counted, told.word) == (mean(points), 4, "some")
    assert (told.low, told.high) == (pytest.approx(told.mean - half), pytest.approx(told.mean + half))


def test_few_conversations_are_unsure_and_alike_ones_not_surer_than_the_measure() -> None:
    few, many = sum_of([talk(n) for n in (8, 10, 12)], "depth"), sum_of([talk(n) for n in (8, 10, 12) * 10], "depth")
    assert few.high - few.low > 2 * (many.high - many.low)
    alike = sum_of([talk(10, half=6)] * 4, "depth")
    assert alike.high - alike.low == pytest.approx(2 * 6 / sqrt(4))
    assert sum_of([talk(10, half=0)] * 400, "depth").high - 10 == pytest.approx(0.5), "never surer than half a point"


@pytest.mark.parametrize("points", [0, 25])
def test_no_interval_leaves_the_scale(points: int) -> None:
    told = sum_of([talk(points, half=5), talk(points), talk(12)], "deeds")
    assert 0 <= told.low <= told.mean <= told.high <= 25


@pytest.mark.parametrize(
    ("talks", "says"),
    [
        ([], False),
        ([talk(), talk()], False),  # two conversations
        ([talk(people="abcd")] * 300, False),  # four people, however often
        ([talk(people="ab"), talk(people="bc"), talk(people="cd")], False),
        ([talk(people="ab"), talk(people="bc"), talk(people="cde")], True),
        ([talk(people="", voices=2)] * 3, False),  # pseudonyms may be the same two people
        ([talk(people="", voices=5), talk(people=""), talk(people="")], True),
    ],
)
def test_three_conversations_and_five_people_or_nothing(talks: list[Talk], says: bool) -> None:
    assert enough(talks) is says
    told = sum_of(talks, "purpose")
    assert (told.mean is not None) is says
    assert (told.word != "") is says


def test_who_has_no_number_does_not_lend_its_people() -> None:
    """Five people in all; of the conversations with a number only four."""
    told = sum_of([*[talk(people="abcd")] * 3, talk(None, people="e")], "depth")
    assert told.mean is None
    assert told.low is None
    assert told.word == "some", "something was seen in all of them"


def test_what_could_not_be_seen_is_no_low_level() -> None:
    seen = ["unseen", "unseen", "unseen", "a lot", "a lot", "some"]
    assert sum_of([talk(None, seen=one) for one in seen], "deeds").word == "a lot"
    assert sum_of([talk(None, seen=one) for one in ["unseen"] * 9 + ["some"] * 2], "deeds").word == ""


def test_only_what_does_not_touch_lies_apart() -> None:
    sums = {
        name: sum_of([talk(n) for n in points], "depth")
        for name, points in {"a": (3, 4, 5), "b": (4, 5, 6), "c": (18, 19, 20)}.items()
    }
    sums["too few"] = sum_of([talk(25)], "depth")
    assert pairs_apart(sums) == [("a", "c"), ("b", "c")]


def test_the_shortest_unit_that_says_something_twice() -> None:
    march, april = [talk(day=DAY)] * 3, [talk(day=DAY + timedelta(days=31))] * 3
    assert best_unit(march + april) == "month"
    assert list(by_period(march + april, "month")) == [date(2026, 3, 1), date(2026, 4, 1)]
    sparse = [talk(day=DAY + timedelta(days=30 * n)) for n in range(12)]
    assert best_unit(sparse) == "quarter"
    assert best_unit(march) == "year", "once is not over time"
    assert best_unit([]) == "year"


def test_nobody_counts_twice() -> None:
    assert people_in([talk(people="ab"), talk(people="b")]) == 2
    assert people_in([talk(people="ab", voices=4), talk(people="c", voices=1)]) == 4

"""How replies stand on the page: threads together, two levels, nothing lost."""

from __future__ import annotations

import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from iq4d.web.dialogues.queries import Shown, Thread, threads
from iq4d.web.dialogues.rules import LEVELS, reading_order

# For each contribution what it answers: mostly something earlier, sometimes itself, something later or nothing.
conversations = st.lists(st.none() | st.integers(0, 60), max_size=60)


@given(conversations)
def test_everybody_is_on_the_page_once_and_under_what_they_answer(answers: list[int | None]) -> None:
    order = reading_order(answers)
    place = {index: at for at, (index, _level) in enumerate(order)}
    level = dict(order)
    assert sorted(place) == list(range(len(answers)))
    assert set(level.values()) <= set(range(LEVELS + 1))
    for index, answered in enumerate(answers):
        if answered is None or answered >= index:
            assert level[index] == 0
        else:
            assert place[answered] < place[index], "what is answered stands above its answer"
            assert level[index] == min(level[answered] + 1, LEVELS)
            between = [level[order[at][0]] for at in range(place[answered] + 1, place[index])]
            assert min(between, default=LEVELS) > 0, "no other thread begins in between"


@given(conversations)
def test_levels_never_jump(answers: list[int | None]) -> None:
    levels = [level for _index, level in reading_order(answers)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert not levels or levels[0] == 0


@given(conversations, st.integers(0, 59))
def test_a_window_shows_all_of_it_as_threads_wherever_it_begins(answers: list[int | None], first: int) -> None:
    order = reading_order(answers)[first:]
    window = [
        Shown(
            *(index, level, None, None, "", "", "", False, "", False, False, None, False, "", "", False, None, None),
            *(None, 1, "", None, ""),
        )
        for index, level in order
    ]

    def flat(several: list[Thread]) -> list[Shown]:
        out = []
        for one in several:
            out += [one.top, *flat(one.replies)]
        return out

    assert flat(threads(window)) == window


def test_a_chain_of_five_thousand_is_no_hardship() -> None:
    began = time.perf_counter()
    order = reading_order([None, *range(4_999)])
    assert time.perf_counter() - began < 0.5
    assert [level for _, level in order[:4]] == [0, 1, 2, 2]
    assert [index for index, _ in order] == list(range(5_000))


def test_empty_is_empty() -> None:
    assert reading_order([]) == []
    assert threads([]) == []

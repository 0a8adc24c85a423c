"""Ada guards how it goes: she may ask in a step or sum it up, and nobody waits for it; unless its work is hers, too."""

from dataclasses import replace

import pytest

from iq4d.methods import Method, asked_of, begin, counts, newest
from methods.every_feature import everything
from methods.the_table import MONDAY, Table, people


def of(method: Method, *peers: str) -> Table:
    return Table(begin(method, people(*peers), MONDAY, course="apart"))


def changed(phase: str, **how) -> Method:
    """Everything at once, with another phase of this key."""
    method = everything()
    phases = tuple(replace(one, **how) if one.key == phase else one for one in method.phases)
    return replace(method, phases=phases)


def led(phase: str, *kinds: str, **more) -> Method:
    """In this phase whoever leads may bring these kinds, too."""
    allowed = {**next(one for one in everything().phases if one.key == phase).allowed, "facilitator": kinds}
    return changed(phase, allowed=allowed, **more)


def asked_in(play: Table, step: str) -> int:
    return next(one.asked for one in counts(play.state, "bob", play.now) if one.step == step)


def asks(play: Table, who: str, step: str) -> list[tuple[str, bool]]:
    return [(one.act, one.required) for one in asked_of(play.state, who, play.now) if one.step == step]


def test_in_a_review_three_are_waited_for_and_ada_may_ask_if_she_likes():
    play = of(newest("review"), "dee", "eli")
    for step in ("intended", "happened"):
        assert play.does("ada", "close", step)
    assert play.status("why") == "open"
    assert asked_in(play, "why") == 3
    assert asks(play, "ada", "why") == [("join_in", False)]
    assert asks(play, "dee", "why") == [("contribute", True)]
    assert play.brings("ada", "question", "why")
    assert asks(play, "ada", "why") == [], "she did"
    play.wait_for("why")
    assert {move.person for move in play.made("remind") if move.step == "why"}.isdisjoint({"ada"})


def test_a_quorum_is_of_those_who_do_not_lead():
    play = of(led("ideas", "question"), "dee", "eli")
    assert play.brings("ada", "question", "ideas")
    assert play.brings("dee", "view", "ideas")
    assert play.status("ideas") == "open", "two are in, and one of them leads"
    assert play.brings("eli", "view", "ideas")
    assert play.state.step("ideas").how == "quorum"


@pytest.mark.parametrize("kinds", [("question",), ("synthesis",), ("process",), ("question", "synthesis", "process")])
def test_all_are_in_without_who_only_guards_it(kinds):
    play = of(led("ideas", *kinds, quorum=None, exit=("all_in", "time")), "dee", "eli")
    play.all_bring("view", "ideas", "bob", "dee", "eli")
    assert play.state.step("ideas").how == "all_in"


@pytest.mark.parametrize("kinds", [("view", "pass"), ("question", "view"), ("vote",)])
def test_a_part_of_the_work_makes_ada_one_of_those_who_are_waited_for(kinds):
    play = of(led("ideas", *kinds, quorum=None, exit=("all_in", "time")), "dee", "eli")
    play.all_bring("view", "ideas", "bob", "dee", "eli")
    assert play.status("ideas") == "open"
    assert asked_in(play, "ideas") == 4
    assert asks(play, "ada", "ideas") == [("contribute", True)]
    assert play.brings("ada", kinds[0], "ideas")
    assert play.state.step("ideas").how == "all_in"


def test_a_step_of_hers_alone_waits_for_her():
    alone = {"allowed": {"facilitator": ("synthesis",)}, "quorum": None, "exit": ("all_in", "time")}
    play = of(changed("ideas", **alone), "dee", "eli")
    assert asked_in(play, "ideas") == 1
    assert asks(play, "ada", "ideas") == [("contribute", True)]
    assert play.brings("ada", "synthesis", "ideas")
    assert play.state.step("ideas").how == "all_in"

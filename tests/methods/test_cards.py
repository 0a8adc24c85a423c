"""Cards that were dealt: who has one is asked, for what they have, and says yes or no only to what is theirs."""

from dataclasses import replace

import pytest

from iq4d.methods import BrokenMethod, asked_of, begin, dumps, loads, may
from iq4d.methods.attendance import asked, missing
from methods.every_feature import TEXTS, more, written
from methods.the_table import MONDAY, Table, people
from web.dialogues.any_method import only

SCORED = {
    "ideas": """
allowed.owner = ["view", "pass"]
allowed.peer = ["view", "pass"]
visibility = "own"
authors = "hidden"
exit = ["all_in", "time", "facilitator"]
output = "ideas"
""",
    "scores": """
allowed.owner = ["rate", "pass"]
allowed.peer = ["rate", "pass"]
visibility = "own"
at_least = 3
deal = { rule = "balanced", of = "ideas", each = 3 }
scale = { low = { en = "leave it", nl = "laat maar" }, high = { en = "do it", nl = "doen" } }
uses = ["ideas"]
exit = ["all_in", "time", "facilitator"]
output = "scored"
""",
    "countdown": """
allowed.owner = ["view", "pass"]
allowed.peer = ["view", "pass"]
at_least = 0
uses = ["ideas", "scored"]
exit = ["time", "owner", "facilitator"]
output = "talk"
""",
}


def scored():
    """Three people have an idea each, so two cards; Eli passes and gets three."""
    play = Table(begin(loads(written("scored", SCORED, "", "talk"), "scored"), people("dee", "eli", "fay"), MONDAY))
    play.all_bring("view", "ideas", "bob", "dee", "fay")
    play.brings("eli", "pass", "ideas")
    return play


def restated(*brought):
    """Those have a view; the others said nothing this time."""
    method = only(more(), "stands", "restating")
    play = Table(begin(method, people("dee", "eli"), MONDAY, course="apart"))
    for person in ("bob", "dee", "eli"):
        play.brings(person, "view" if person in brought else "pass", "stands")
    return play


def test_who_has_two_cards_is_in_with_two_scores():
    play = scored()
    hands = dict(play.state.step("scores").dealt)
    assert sorted(len(hand) for hand in hands.values()) == [2, 2, 2, 3]
    for person, hand in hands.items():
        assert person in {one.id for one in missing(play.state, play.state.step("scores"))}
        for card in hand:
            assert play.brings(person, "rate", "scores", about=card)
    assert play.state.step("scores").how == "all_in"


def test_nobody_scores_a_card_that_is_not_in_their_hand():
    play = scored()
    hand = dict(play.state.step("scores").dealt)["bob"]
    other = next(card for card in ("c1", "c2", "c3") if card not in hand)
    play.state = replace(
        play.state, steps=tuple(replace(s, revealed_at=MONDAY) if s.id == "ideas" else s for s in play.state.steps)
    )
    assert play.brings("bob", "rate", "scores", about=other).code == "not-your-card"
    assert play.brings("bob", "rate", "scores", about=hand[0])


def test_who_got_no_card_is_not_waited_for():
    play = restated("bob")
    step = play.state.step("restating")
    assert {one.id for one in asked(play.state, step)} == {"dee", "eli"}
    assert asked_of(play.state, "bob", play.now) == ()
    assert play.brings("dee", "restatement", "restating", about="c1")
    assert [one.act for one in asked_of(play.state, "bob", play.now)] == ["contribute"], "now his yes is waited for"
    assert play.brings("bob", "accept", "restating", about="c4")
    assert play.brings("eli", "pass", "restating")
    assert play.state.step("restating").how == "all_in"


def test_helping_others_is_not_restating():
    play = restated("bob", "dee", "eli")
    (card,) = dict(play.state.step("restating").dealt)["dee"]
    author = play.state.entry(card).author
    play.brings("dee", "restatement", "restating", about=card)
    play.brings(author, "answer", "restating", about="c4")
    late = {one.id for one in missing(play.state, play.state.step("restating"))}
    assert author in late, "their own card still waits"
    assert "dee" in late, "and a second try"


def test_a_gesture_is_no_card_and_neither_is_a_note():
    method = loads(dumps(more()), "kept")
    phases = tuple(
        replace(one, allowed={"owner": ("view", "rate", "pass"), "peer": ("view", "rate", "pass")}, at_most=None)
        if one.key == "stands"
        else one
        for one in only(method, "stands", "restating").phases
    )
    play = Table(
        begin(replace(only(method, "stands", "restating"), phases=phases), people("dee", "eli"), MONDAY, course="apart")
    )
    play.brings("bob", "note", "stands")
    play.brings("bob", "rate", "stands")
    play.all_bring("view", "stands", "bob", "dee", "eli")
    kinds = {play.state.entry(card).kind for _who, hand in play.state.step("restating").dealt for card in hand}
    assert kinds == {"view"}


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('allowed.peer = ["restatement"', 'visibility = "own"\nallowed.peer = ["restatement"', "visibility"),
        ('output = "stands"', 'output = "stands"\nauthors = "hidden"', "authors"),
    ],
)
def test_what_would_hide_the_exchange_or_tell_the_author_is_refused(old, new, rule):
    text = dumps(more())
    assert TEXTS
    assert text.count(old) == 1
    with pytest.raises(BrokenMethod) as why:
        loads(text.replace(old, new), "changed.toml")
    assert rule in str(why.value)


def test_the_yes_is_for_the_author_alone():
    play = restated("bob", "dee", "eli")
    (card,) = dict(play.state.step("restating").dealt)["dee"]
    author = play.state.entry(card).author
    other = "eli" if author == "bob" else "bob"
    play.brings("dee", "restatement", "restating", about=card)
    assert may(play.state, other, "accept", "restating", play.now, about="c4").code == "not-about-yours"
    assert may(play.state, author, "accept", "restating", play.now, about="c4")

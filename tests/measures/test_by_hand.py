"""docs/walk.md can be redone by hand: the same figures from the text, by plain loops (by_hand.py).

Over the conversation of the page where the samples are, and over conversations of our own in both languages.
"""

import sys
from itertools import pairwise

import pytest

from house.project import ROOT
from iq4d.conversation import Conversation, Speaker, Utterance
from iq4d.measures.heads import HEADS, doing, grams_of
from iq4d.measures.purpose.explicit import opening
from iq4d.measures.registry import indicator
from iq4d.measures.transcript import transcribe
from measures.by_hand import Talk, chances, focus_by_hand, grounds_by_hand, on_task_by_hand, uptake_by_hand

sys.path.insert(0, str(ROOT / "tools"))
import gold
import walk
import walk_heads

CLOSE = 1e-6
GOLD = {told.id: told for told in gold.conversations()}
PAGE = "the page"


def of_our_own(name):
    told, language = GOLD[name.partition("-")[0]], name.partition("-")[2]
    said = [
        Utterance(str(n), turn["who"], turn[language], reply_to=str(turn["reply_to"]) if "reply_to" in turn else None)
        for n, turn in enumerate(told.turns, 1)
    ]
    speakers = [Speaker(who, who) for who in dict.fromkeys(one.speaker for one in said)]
    return Conversation(name, told.title[language], tuple(said), tuple(speakers), language=language)


@pytest.fixture(scope="module", params=[PAGE, *(f"{name}-{code}" for name in list(GOLD)[::3] for code in ("en", "nl"))])
def talk(request):
    if request.param == PAGE:
        return walk.chosen(request.getfixturevalue("shared")).conversation
    return of_our_own(request.param)


@pytest.fixture(scope="module")
def script(talk):
    return transcribe(talk)


@pytest.fixture(scope="module")
def mine(talk, script):
    return Talk(talk, script.language)


def raw(key, script):
    return pytest.approx(indicator(key).find(script, ()).raw, abs=CLOSE)


def test_the_turns(script, mine):
    assert [[(p.utterance, p.text) for p in turn.pieces] for turn in script.turns] == [one[1] for one in mine.turns]
    assert [turn.after for turn in script.turns] == mine.follows
    assert [turn.index for turn in script.saying] == mine.saying


def test_uptake(script, mine):
    assert uptake_by_hand(mine) == raw("uptake", script)


def test_focus(script, mine):
    stated = [one.id for one in opening(script)]  # which contributions state the purpose is no figure
    assert focus_by_hand(mine, stated) == raw("focus", script)


def test_grounds(script, mine):
    assert grounds_by_hand(mine) == raw("grounds", script)


def test_what_the_heads_say(script, mine):
    for name in HEADS:
        found = chances(mine, name)
        for one in doing(script, name):
            assert found[one.utterance] == pytest.approx(one.chance, abs=CLOSE), (name, one.utterance)


def test_the_places_are_as_the_page_tells():
    told = {}
    exec(walk_heads.HOW, told)  # lines of Python that people are shown
    word, pair, beside = told["word"], told["pair"], told["beside"]
    framed = ["<", "i", "<content>", ">"]
    pairs = [pair(a, b) for a, b in pairwise(framed)]
    assert grams_of(["I doubt"], [0], "en").place.tolist() == [*map(word, framed[1:3]), *pairs, beside("doubt")]


def test_on_task(script, mine):
    assert on_task_by_hand(mine) == raw("on_task", script)

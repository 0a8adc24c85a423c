"""docs/walk.md is what the code makes of it, and copies nothing of the conversation it walks through."""

import re
import sys

import pytest

from house.project import ROOT, words
from iq4d.measures.changes import MEASURE
from iq4d.measures.languages import tokens

sys.path.insert(0, str(ROOT / "tools"))
import gold
import walk
from walk_page import Case

from iq4d.conversation import Conversation, Speaker, Utterance

IN_A_ROW = 4  # words; fewer are a cue, or chance
PAGE = words(walk.TARGET)


@pytest.fixture(scope="module")
def case(shared):
    return walk.chosen(shared)


def test_the_page_is_fresh(case):
    assert walk.page(case) == PAGE, "make walk"


def test_it_was_made_with_the_measure_at_hand():
    """Also where the samples are not."""
    assert f"version {MEASURE} of the measure" in PAGE, "make walk"


@pytest.mark.parametrize("remark", walk.REMARKS, ids=lambda remark: remark.about)
def test_what_the_reader_says_of_the_measure_is_still_so(case, remark):
    assert remark.rests_on(case), f"read what tools/walk.py says of {remark.about} again"


def copied(page: str, said: str) -> set[str]:
    """The runs of words of a contribution that a page holds too."""
    told, own = " ".join(tokens(page)), tokens(said)
    runs = {" ".join(own[n : n + IN_A_ROW]) for n in range(len(own) - IN_A_ROW + 1)}
    return {run for run in runs if f" {run} " in f" {told} "}


def test_it_copies_no_words_of_the_conversation(case):
    page = PAGE.replace(case.conversation.title.strip(), "")
    assert [copied(page, one.text) for one in case.conversation if copied(page, one.text)] == []
    assert copied("They keep the older tags there.", "We keep the older tags.") == {"keep the older tags"}


def test_it_names_nobody(case):
    names = {name for name in case.transcript.names if not name.startswith("user")}
    assert names
    assert names.isdisjoint(tokens(PAGE))
    assert not re.search(r"user-\d", PAGE)


@pytest.mark.parametrize("code", ["en", "nl"])
@pytest.mark.parametrize("told", gold.conversations()[::8], ids=lambda told: told.id)
def test_any_conversation_can_be_walked_through(told, code):
    """Whatever the page works out is held against what the product finds."""
    said = tuple(Utterance(str(n), turn["who"], turn[code]) for n, turn in enumerate(told.turns, 1))
    speakers = tuple(Speaker(who, who) for who in dict.fromkeys(one.speaker for one in said))
    talk = Conversation(told.id, told.title[code], said, speakers, language=code)
    assert walk.page(Case.of(talk)).count("**Value.**") >= 5

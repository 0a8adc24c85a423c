"""Sharpness: what a form asks goes before what stands in the words, and what nobody asked is not missed."""

from datetime import UTC, datetime

import pytest

from iq4d.conversation import Declared, DeclaredDeed, conversation
from iq4d.measures.battery import lively
from iq4d.measures.deeds.sharpness import sharpness
from iq4d.measures.heads import grams_of, head
from iq4d.measures.indicator import CONTESTED
from iq4d.measures.languages.folders import OURS, listed
from iq4d.measures.score import Evidence
from iq4d.measures.transcript import transcribe

DUE = datetime(2026, 3, 9, tzinfo=UTC)
WALK = {
    "en": "Walk with two new colleagues after lunch on Monday",
    "nl": "Maandag na de lunch met twee collega's lopen",
}
VAGUE = {"en": "Be nicer", "nl": "Aardiger zijn"}


def found(*deeds: DeclaredDeed, language: str = "en", without: tuple[str, ...] = ()):
    talk = conversation([("Bob", "I will do that.")], language=language).with_declared(Declared(deeds=deeds))
    return sharpness(transcribe(talk), without)


def raw(*deeds: DeclaredDeed, language: str = "en") -> float:
    value = found(*deeds, language=language).raw
    assert value is not None
    return value


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_sharp_deed_is_worth_more_than_a_vague_one(language):
    sharp, vague = DeclaredDeed("1", "Bob", WALK[language]), DeclaredDeed("2", "Ada", VAGUE[language])
    assert raw(sharp, language=language) == pytest.approx(2 / 3), "what, how much and when"
    assert raw(vague, language=language) < raw(sharp, vague, language=language) < raw(sharp, language=language)


def test_what_a_form_told_goes_before_the_words():
    bare = DeclaredDeed("1", "Bob", VAGUE["en"])
    dated = DeclaredDeed("1", "Bob", VAGUE["en"], due=DUE)
    assert raw(dated) > raw(bare)
    assert raw(DeclaredDeed("1", "Bob", WALK["en"], due=DUE)) == raw(DeclaredDeed("1", "Bob", WALK["en"]))


def test_a_date_does_not_make_a_vague_deed_measurable():
    dated = DeclaredDeed("1", "Bob", VAGUE["en"], due=DUE)
    assert raw(dated) < raw(DeclaredDeed("1", "Bob", "Be nicer twice", due=DUE))


def test_what_nobody_asked_for_is_not_missed():
    """A first step weighs where somebody told how; elsewhere the form may never have asked."""
    sharp = DeclaredDeed("1", "Bob", WALK["en"])
    how = DeclaredDeed("2", "Ada", WALK["en"], first_step="Ask one of them", obstacle="Rain")
    assert raw(sharp) == pytest.approx(2 / 3)
    assert raw(how) == pytest.approx(2 / 3)
    assert raw(sharp, how) == pytest.approx((1 + 3 / 5 + 1) / 4)


@pytest.mark.parametrize("words", ["before the 15th", "at 9.30", "tomorrow", "on Tuesday's round"])
def test_words_of_time_say_when(words):
    assert raw(DeclaredDeed("1", "Bob", f"Be nicer {words}")) > raw(DeclaredDeed("1", "Bob", "Be nicer"))


def test_where_deeds_are_not_told_there_is_no_value():
    assert sharpness(transcribe(lively("en").with_declared(Declared()))).raw is None
    assert found().raw is None
    other = found(DeclaredDeed("1", "Bob", "Montag mit zwei Kollegen gehen"), language="de")
    assert other.raw is None
    assert other.base == 1


def test_what_is_called_not_right_does_not_count():
    deeds = DeclaredDeed("1", "Bob", WALK["en"]), DeclaredDeed("2", "Ada", VAGUE["en"])
    assert found(*deeds, without=("sharpness:2",)).raw == raw(deeds[0])
    assert found(*deeds, without=("sharpness:1", "sharpness:2")).reason == CONTESTED


def test_evidence_quotes_the_deed():
    piece = found(DeclaredDeed("1", "Bob", WALK["en"])).evidence[0]
    assert piece == Evidence("sharpness", "1", 1.0, "sharpness.sharp", (WALK["en"],))


def test_heads_on_goals_tell_the_sharp_from_the_vague():
    """In the words of a coach's notes, which they were fitted on: there is no claim for other goals."""
    told = grams_of(["Walk 30 minutes every day after dinner (confidence 8/10)", "Be mindful of food"], [0, 0], "en")
    for name in ("specific", "measurable", "attainable"):
        sharp, vague = head(name).chance(told).tolist()
        assert sharp > 0.5 > vague


@pytest.mark.parametrize("language", OURS)
def test_words_of_the_lists_are_single_words(language):
    for name in ("times", "amounts", "certainty"):
        words = listed(language, name)
        assert words
        assert all(word == word.lower() and " " not in word for word in words)

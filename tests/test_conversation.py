"""A conversation is a value: it says what does not fit, and nobody can change it afterwards."""

import doctest
from dataclasses import FrozenInstanceError

import pytest

import iq4d.conversation
from iq4d.conversation import (
    Conversation,
    CoreVersion,
    Declared,
    DeclaredDeed,
    Phase,
    Purpose,
    Speaker,
    Utterance,
    conversation,
)  # fmt: skip


def test_a_conversation_from_pairs_keeps_who_said_what():
    talk = conversation([("Ada", "Why now?"), ("Bob", "Why not?"), ("Ada", "True.")], title="Now")
    assert [(u.id, u.speaker, u.text) for u in talk] == [
        ("1", "Ada", "Why now?"),
        ("2", "Bob", "Why not?"),
        ("3", "Ada", "True."),
    ]
    assert [s.id for s in talk.speakers] == ["Ada", "Bob"]
    assert len(talk) == 3


def test_an_unknown_speaker_or_a_double_id_is_refused():
    said = Utterance("1", "Ada", "Hello")
    with pytest.raises(ValueError, match="unknown speaker 'Ada'"):
        Conversation("x", "", (said,), (Speaker("Bob"),))
    with pytest.raises(ValueError, match="share the id '1'"):
        Conversation("x", "", (said, said), (Speaker("Ada"),))


def test_values_do_not_change():
    talk = conversation([("Ada", "Hello")])
    with pytest.raises(FrozenInstanceError):
        talk.title = "other"
    with pytest.raises(FrozenInstanceError):
        talk.utterances[0].text = "other"


def test_declaring_something_gives_another_conversation():
    talk = conversation([("Ada", "Hello")])
    purposeful = talk.with_declared(Declared(purpose=Purpose("To meet")))
    assert talk.declared == Declared()
    assert purposeful.declared.purpose == Purpose("To meet")
    assert purposeful.utterances is talk.utterances


def test_a_platform_that_does_not_tell_deeds_differs_from_one_where_there_are_none():
    assert Declared().deeds is None
    assert Declared(deeds=()).deeds == ()


def test_the_examples_are_true():
    assert doctest.testmod(iq4d.conversation).failed == 0


def test_what_is_empty_survives_being_kept():
    facts = Declared(
        phases=(Phase("", frozenset({"question"})),),
        core_versions=(CoreVersion(1, ""),),
        deeds=(DeclaredDeed("d", "Bob", ""),),
        purpose=Purpose(""),
    )
    assert Declared.from_json(facts.to_json()) == facts

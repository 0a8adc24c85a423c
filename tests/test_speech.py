"""A sentence is chosen now and said later, in the language of whoever reads it."""

import json

import pytest

from iq4d.errors import IQ4DError, UnknownFormat
from iq4d.speech import Text, plural, text


def test_a_sentence_is_said_in_two_languages():
    hello = text("What is behind it?")
    assert hello.say("en") == str(hello) == "What is behind it?"
    assert hello.say("nl") == "Wat zit erachter?"
    assert hello.say("nl-BE") == "Wat zit erachter?"
    assert hello.say("fr") == "What is behind it?"


@pytest.mark.parametrize(
    ("n", "english", "dutch"), [(1, "1 participant", "1 deelnemer"), (3, "3 participants", "3 deelnemers")]
)
def test_a_number_chooses_its_form(n, english, dutch):
    counted = plural("{n} participant", "{n} participants", n)
    assert (counted.say("en"), counted.say("nl")) == (english, dutch)


def test_a_sentence_may_hold_another():
    nested = text(
        "No value when nothing was declared and {unread}.",
        unread=text("the conversation is neither in English nor in Dutch"),
    )
    assert (
        nested.say("nl")
        == "Geen waarde als er niets is opgeschreven en het gesprek niet in het Nederlands of Engels is."
    )


def test_words_of_people_are_not_read_as_places_to_fill():
    assert str(text("There is {what}.", what="{n} {0}")) == "There is {n} {0}."


@pytest.mark.parametrize(
    "sentence", [text("Hello"), plural("{n} post", "{n} posts", 2), text("{a} and {b}", a=text("x {y}", y=1), b="z")]
)
def test_a_sentence_survives_json(sentence):
    kept = json.loads(json.dumps(sentence.to_json()))
    assert Text.from_json(kept) == sentence


def test_an_error_says_where_what_and_what_to_do():
    error = IQ4DError(
        text("This file is damaged or cut off."),
        where=text("{file}, line {line}", file="a.xml", line=7),
        todo=text("Export it again and choose the new file."),
    )
    assert str(error) == "a.xml, line 7: This file is damaged or cut off. Export it again and choose the new file."
    assert error.say("nl") == (
        "a.xml, regel 7: Dit bestand is beschadigd of afgebroken. Exporteer het opnieuw en kies het nieuwe bestand."
    )
    assert str(UnknownFormat("b.txt", "mail, forum")).endswith("We read mail, forum.")

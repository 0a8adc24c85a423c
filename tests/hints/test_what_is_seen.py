"""Bob wants to help Ada, and writes a question. What he hears afterwards, and when he hears nothing."""

from dataclasses import FrozenInstanceError

import pytest

from iq4d.hints import KEYS, Asking, hint

OPEN, FACTS, ONE = Asking(manner=("open",)), Asking(manner=("facts",)), Asking(manner=("one_at_a_time",))
PLAIN = Asking()


def key(words, asking=PLAIN, language=None):
    found = hint(words, language, asking)
    return None if found is None else found.key


@pytest.mark.parametrize(
    ("words", "asking", "expected"),
    [
        ("Heb je al eens geprobeerd om haar te bellen?", PLAIN, "advice"),
        ("Zou je niet beter eerst met je team praten?", FACTS, "advice"),
        ("Why don't you ask your manager?", OPEN, "advice"),
        ("Vind je ook niet dat dit te ver gaat?", PLAIN, "leading"),
        ("Don't you think this goes too far?", OPEN, "leading"),
        ("Waarom deed je de deur dicht?", FACTS, "why"),
        ("Why did you close the door?", FACTS, "why"),
        ("Wat deed je? En wat zei zij?", ONE, "stacked"),
        ("What did you do? And what did she say?", ONE, "stacked"),
        ("Was je boos?", OPEN, "closed"),
        ("Were you angry?", OPEN, "closed"),
        ("Dat heb ik op mijn school ook vaak gezien.", PLAIN, "no_question"),
        ("I have often seen that at my school.", PLAIN, "no_question"),
        ("Het nieuwe rooster voor volgend jaar", Asking("opening"), "purpose"),
        ("The new timetable for next year", Asking("opening"), "purpose"),
    ],
)
def test_each_kind_is_seen_in_both_languages(words, asking, expected):
    assert key(words, asking) == expected


@pytest.mark.parametrize(
    ("words", "asking"),
    [
        ("Was het dinsdag?", FACTS),
        ("Was it Tuesday?", FACTS),
        ("Waarom raakt dit je zo?", OPEN),
        ("Wat deed je? En wat zei zij?", PLAIN),  # two, where nobody asked for one at a time
        ("Kun je vertellen hoe dat ging?", OPEN),
        ("Could you tell us how that went?", OPEN),
        ("What should a good handover give you?", OPEN),
        ("Wat zei ze toen je vroeg of je niet beter kon stoppen?", PLAIN),
        ("Ze zei: “Waarom bel je niet gewoon?” Hoe was dat?", OPEN),
        ("> Heb je al eens geprobeerd te bellen?\n\nHoe was het om dat te horen?", OPEN),
        ("Mag ik iets vragen?", OPEN),
        ("Goedemorgen allemaal!", PLAIN),
        ("Thank you for being so open!", PLAIN),
        ("👍", PLAIN),
        ("", PLAIN),
        ("   \n ", OPEN),
        ("???", ONE),
        ("Hoe houden we de overdracht kort?", Asking("opening")),
    ],
)
def test_rather_nothing_than_the_wrong_thing(words, asking):
    assert key(words, asking) is None


@pytest.mark.parametrize("words", ["Heb je al eens geprobeerd om te bellen?", "Why don't you just call her?"])
def test_where_tips_are_welcome_nothing_is_said_against_them(words):
    assert key(words) == "advice"
    assert key(words, Asking(advice_welcome=True)) is None
    assert key(words, Asking("answer")) == "advice"
    assert key(words, Asking("answer", advice_welcome=True)) is None


@pytest.mark.parametrize(
    "kind", ["advice", "takeaway", "deed", "note", "story", "core", "process", "synthesis", "pass"]
)
def test_what_is_ones_own_is_left_alone(kind):
    assert key("Why don't you just call her? Don't you agree?", Asking(kind)) is None


def test_only_the_most_helpful_is_given():
    everything = "Waarom bel je niet gewoon? Vind je ook niet dat het tijd wordt? Was je boos? Wat zei ze? En jij?"
    assert key(everything, Asking(manner=("facts", "one_at_a_time"))) == "advice"
    without_advice = everything.partition("? ")[2]
    assert key(without_advice, Asking(manner=("facts", "one_at_a_time"))) == "leading"
    assert KEYS.index("advice") < KEYS.index("leading") < KEYS.index("stacked") < KEYS.index("closed")


def test_a_hint_points_at_the_words_it_rests_on():
    words = "Dag Ada,\n\nMooi verhaal.  Heb je al eens overwogen om te bellen?"
    found = hint(words, "nl", PLAIN)
    assert found is not None
    assert words[found.start : found.end].startswith("Heb je al eens")
    with pytest.raises(FrozenInstanceError):
        found.key = "closed"


def test_the_words_tell_their_language_and_the_caller_helps_out():
    assert key("Were you angry with her?", OPEN, "nl") == "closed"
    assert key("Hielp rust?", OPEN) is None  # neither word tells
    assert key("Hielp dat?", OPEN, "nl-BE") == "closed"
    assert key("Haben Sie schon versucht, mit ihr zu sprechen?", OPEN, "nl") is None
    assert key("Avez-vous essayé de lui parler, et pourquoi pas ?", OPEN, "en") is None
    assert key("Были ли вы сердиты на неё?", OPEN, "ru") is None


@pytest.mark.parametrize("language", ["en", "nl"])
def test_what_is_said_fits_on_a_line_or_two_of_a_phone(language):
    from iq4d.hints.wording import SAID

    for sentence, reason in SAID.values():
        assert len(sentence.say(language)) <= 80
        assert len(reason.say(language)) <= 80
        if language == "nl":
            assert sentence.say("nl") != sentence.say("en")
            assert reason.say("nl") != reason.say("en")

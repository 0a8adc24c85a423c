"""Heads: the same on every machine, blind to names, length and padding, and able to say which words spoke."""

from __future__ import annotations

import json
from importlib.resources import files

import numpy as np
import pytest

from iq4d.conversation import conversation
from iq4d.measures.columns import Columns, cut
from iq4d.measures.heads import HEADS, PLACES, doing, grams_of, head
from iq4d.measures.heads.classes import Classes, code, shared
from iq4d.measures.languages import lexicon
from iq4d.measures.languages.folders import listed
from iq4d.measures.reference import reference
from iq4d.measures.transcript import transcribe

REASONED = "If the card shows a vowel then turning it must tell us whether the rule holds, otherwise we could be wrong."
HELLO = "Hello everybody, nice to meet you all!"


def chance(name: str, text: str, language: str = "en") -> float:
    return float(head(name).chance(grams_of([text], [0], language))[0])


def columns_of(texts: list[str], language: str = "en", names: tuple[str, ...] = ()) -> Columns:
    every = np.arange(len(texts))
    return Columns.of(cut(texts, lexicon(language)), every, every, lexicon(language), names)


def read_as(text: str, language: str = "en", names: tuple[str, ...] = ()) -> list[int]:
    """The codes of what the words of a text are read as."""
    columns = columns_of([text], language, names)
    codes, _ = Classes(lexicon(language)).of(columns, np.array([0]))
    return [int(one) for one in codes]


SHIPPED = sorted(file.name[:-5] for file in files("iq4d.measures.heads").iterdir() if file.name.endswith(".json"))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_head_is_plain_rounded_data_with_its_card(name):
    data = json.loads((files("iq4d.measures.heads") / f"{name}.json").read_text("utf-8"))
    assert {"data", "licence", "attribution", "limits", "across groups", "of"} <= data["card"].keys()
    assert all(0 <= int(place) < PLACES for place in data["weights"])
    assert all(weight and weight == round(weight, 2) for weight in data["weights"].values())
    assert 0.5 < data["card"]["across groups"]["auc"] < 1


def test_every_head_that_is_asked_is_shipped():
    assert set(HEADS) <= set(SHIPPED)


@pytest.mark.parametrize("name", HEADS)
def test_among_colleagues_a_head_says_yes_about_as_often_as_is_coded(name):
    card = head(name).card
    for language in ("nl", "en"):
        told = card["among colleagues"][language]
        assert told["said"] == pytest.approx(told["share"], abs=0.05)
        assert told["auc"] > 0.75, "on conversations that it was not fitted on"
        assert card["kept for testing"][language]["auc"] > 0.75, "on those that nothing was fitted on"


def test_each_sees_what_it_is_for():
    assert chance("reason", REASONED) > 0.8 > 0.2 > chance("reason", HELLO)
    assert chance("off", HELLO) > 0.5 > chance("off", REASONED)
    assert chance("probe", "Why do you think so?") > 0.5 > chance("probe", REASONED)
    assert chance("open", "What made you think so?") > chance("open", "The tour starts at ten.") < 0.5
    noticed = "I notice that I always thought it was their fault, and now I see my own part in it."
    assert chance("reflect", noticed) > 0.5 > chance("reflect", "The tour starts at ten.")


def test_each_sees_it_in_dutch_too():
    assert (
        chance("probe", "Waarom denk je dat?", "nl") > 0.5 > chance("probe", "De rondleiding begint om tien uur.", "nl")
    )
    noticed = "Ik merk dat ik altijd dacht dat het aan hen lag, en nu zie ik wat ik er zelf in doe."
    assert chance("reflect", noticed, "nl") > 0.5 > chance("reflect", "De rondleiding begint om tien uur.", "nl")


def test_a_dutch_sentence_is_read_by_how_it_is_built():
    dutch = "Als je die kaart omdraait en er staat iets anders, dan klopt de regel niet, dus die moeten we hebben."
    assert chance("reason", dutch, "nl") > 0.5 > chance("reason", "Hoi allemaal, leuk om jullie te zien!", "nl")


def test_the_figures_of_grams_are_those_of_counting_by_hand():
    """Vectors against the plain way: each word, each pair, each thing beside, weighed by 1 / sqrt(words and pairs)."""
    texts = [REASONED, "ok", "", "Why not?"]
    grams = grams_of(texts, [0] * 4, "en")
    weights = np.arange(PLACES, dtype=float)
    sums = grams.sums(weights)
    for n, text in enumerate(texts):
        alone = grams_of([text], [0], "en")
        words = int(alone.starts[-1])
        assert sums[n] == pytest.approx(float((weights[alone.place] * alone.value).sum()))
        assert len(alone.place) >= 2 * words + 1
        assert alone.value[:1].tolist() == pytest.approx([(2 * words + 1) ** -0.5] * bool(len(alone.value)))
    assert int(grams_of(["Why not?"], [0], "en").starts[-1]) == 3, "a question mark is read too"


def test_it_does_not_matter_with_what_it_is_asked_together():
    texts = [REASONED, HELLO, "Why?", "", "So we turn the seven too."] * 7
    together = head("reason").chance(grams_of(texts, [0] * len(texts), "en"))
    assert together.tolist() == pytest.approx([chance("reason", text) for text in texts], abs=1e-12)


def test_a_name_is_a_name_and_a_number_a_number():
    one, other = (read_as(f"{who} says {n}", names=("ada", "bob")) for who, n in (("Ada", 12), ("Bob", 7)))
    assert one == other == [code("<name>"), code("says"), code("<number>")]


def test_a_dutch_word_has_one_english_one_in_its_place():
    """Two would leave it to the order of a set, which differs from process to process."""
    said = [pair.split(":", 1)[0] for pair in listed("nl", "in_english")]
    assert len(said) == len(set(said))


def test_padding_with_function_words_is_hardly_read():
    pad = " the of and to in that it is was for on are as with his they at be this from"
    assert chance("reason", REASONED + pad * 3) == chance("reason", REASONED + pad)


def test_the_words_that_spoke_stand_in_the_text():
    talk = [("Ada", "Which cards?"), ("Bob", REASONED), ("Cas", "The card with the even number then.")]
    does = doing(transcribe(conversation(talk, language="en")), "reason")
    found = next(one for one in does if one.utterance == "2")
    assert 1 <= len(found.words) <= 3
    assert all(words in REASONED for words in found.words)
    assert all(one.words == () for one in does if one.chance < 0.5), "nothing spoke for what is not seen"


def test_what_each_word_spoke_does_not_depend_on_its_neighbours():
    texts = [HELLO, "", REASONED, "Why?"]
    grams = grams_of(texts, [0] * 4, "en")
    spoke = head("reason").of(grams).spoke()
    for n, text in enumerate(texts):
        alone = head("reason").of(grams_of([text], [0], "en")).spoke()
        assert spoke[grams.starts[n] : grams.starts[n + 1]].tolist() == pytest.approx(alone.tolist())


def test_a_topic_is_what_another_says_too():
    columns = columns_of(["The bus", "The bus again", "A tour", "That tour"])
    found = shared(columns, np.array([0, 0, 1, 2]))
    assert {stem for n, stem in enumerate(columns.stems) if found[n]} == {"tour"}
    assert not found[-1], "no stem is nobody's"


def test_of_another_language_nothing_is_said():
    talk = conversation([("Ada", "Was machen wir denn nun damit, und warum nicht heute?")] * 4)
    assert doing(transcribe(talk), "reason") == []


def test_what_volume_brings_in_the_reference_is_taken_off():
    of = reference("focus")
    assert of.place(of.high, 30) > of.place(of.high, 600), "the same figure is worth more where less was said"
    assert of.place(of.high, 700) == of.place(of.high, 10_000), "and nothing is drawn on beyond the sample"
    assert reference("uptake").place(0.2, 30) == reference("uptake").place(0.2, 600)

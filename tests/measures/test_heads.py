"""Heads: the same on every machine, blind to names, length and padding, and able to say which words spoke."""

from __future__ import annotations

import json
from importlib.resources import files

import numpy as np
import pytest

from iq4d.conversation import conversation
from iq4d.measures.heads import HEADS, PLACES, Grams, carried, doing, head, reader, share, topics
from iq4d.measures.reference import reference
from iq4d.measures.transcript import transcribe

REASONED = "If the card shows a vowel then turning it must tell us whether the rule holds, otherwise we could be wrong."
HELLO = "Hello everybody, nice to meet you all!"


def chance(name: str, text: str, language: str = "en") -> float:
    return float(head(name).chance(Grams([reader(language)(text)]))[0])


@pytest.mark.parametrize("name", HEADS)
def test_a_head_is_plain_rounded_data_with_its_card(name):
    data = json.loads((files("iq4d.measures.heads") / f"{name}.json").read_text("utf-8"))
    assert {"data", "licence", "attribution", "limits", "across groups", "of"} <= data["card"].keys()
    assert all(0 <= int(place) < PLACES for place in data["weights"])
    assert all(weight and weight == round(weight, 2) for weight in data["weights"].values())
    assert 0.5 < data["card"]["across groups"]["auc"] < 1


def test_each_sees_what_it_is_for():
    assert chance("reason", REASONED) > 0.8 > 0.2 > chance("reason", HELLO)
    assert chance("off", HELLO) > 0.5 > chance("off", REASONED)
    assert chance("probe", "Why do you think so?") > 0.5 > chance("probe", REASONED)


def test_a_dutch_sentence_is_read_by_how_it_is_built():
    dutch = "Als je die kaart omdraait en er staat iets anders, dan klopt de regel niet, dus die moeten we hebben."
    assert chance("reason", dutch, "nl") > 0.5 > chance("reason", "Hoi allemaal, leuk om jullie te zien!", "nl")


def test_the_figures_of_grams_are_those_of_counting_by_hand():
    """Vectors against the plain way: each word, each pair, each thing beside, weighed by 1 / sqrt(words and pairs)."""
    read = [reader("en")(text) for text in (REASONED, "ok", "", "Why not?")]
    grams = Grams(read)
    weights = np.arange(PLACES, dtype=float)
    sums = grams.sums(weights)
    for n, one in enumerate(read):
        alone = Grams([one])
        assert sums[n] == pytest.approx(float((weights[alone.place] * alone.value).sum()))
        assert len(alone.place) == 2 * len(one.words) + 1 + len(one.beside)
        if one.words:
            assert alone.value[0] == pytest.approx((2 * len(one.words) + 1) ** -0.5)


def test_it_does_not_matter_with_what_it_is_asked_together():
    texts = [REASONED, HELLO, "Why?", "", "So we turn the seven too."] * 7
    together = head("reason").chance(Grams([reader("en")(text) for text in texts]))
    assert together.tolist() == [chance("reason", text) for text in texts]


def test_a_name_is_a_name_and_a_number_a_number():
    read = reader("en")
    one, other = (read(f"{who} says {n}", names={"ada", "bob"}) for who, n in (("Ada", 12), ("Bob", 7)))
    assert one.words == other.words == ("<name>", "says", "<number>")


def test_padding_with_function_words_is_hardly_read():
    pad = " the of and to in that it is was for on are as with his they at be this from"
    assert chance("reason", REASONED + pad * 3) == chance("reason", REASONED + pad)


def test_the_words_that_spoke_stand_in_the_text():
    read = reader("en")(REASONED)
    of = head("reason")
    spans = carried(read, of.spoke(Grams([read])))
    assert 1 <= len(spans) <= 3
    assert all(REASONED[start:end].strip() for start, end in spans)
    assert list(spans) == sorted(spans)
    nothing = reader("en")("")
    assert carried(nothing, of.spoke(Grams([nothing]))) == ()


def test_what_each_word_spoke_does_not_depend_on_its_neighbours():
    texts = [HELLO, "", REASONED, "Why?"]
    grams = Grams([reader("en")(text) for text in texts])
    spoke = head("reason").spoke(grams)
    for n, text in enumerate(texts):
        alone = head("reason").spoke(Grams([reader("en")(text)]))
        assert spoke[grams.starts[n] : grams.starts[n + 1]].tolist() == pytest.approx(alone.tolist())


def test_a_topic_is_what_another_says_too():
    assert topics([(0, {"bus"}), (0, {"bus"}), (1, {"tour"}), (2, {"tour"})]) == [
        frozenset(), frozenset(), frozenset({"tour"}), frozenset({"tour"}),
    ]  # fmt: skip


def test_of_another_language_nothing_is_said():
    talk = conversation([("Ada", "Was machen wir denn nun damit, und warum nicht heute?")] * 4)
    assert doing(transcribe(talk), "reason") == []


def test_a_share_is_corrected_for_misses_and_false_alarms():
    off = head("off")
    figures = off.card["across groups"]
    assert share(1 - figures["specificity"], off) == pytest.approx(0)
    assert share(figures["sensitivity"], off) == pytest.approx(1)
    assert share(0.0, off) == 0.0


def test_what_volume_brings_in_the_reference_is_taken_off():
    of = reference("focus")
    assert of.place(of.high, 30) > of.place(of.high, 600), "the same figure is worth more where less was said"
    assert of.place(of.high, 700) == of.place(of.high, 10_000), "and nothing is drawn on beyond the sample"
    assert reference("uptake").place(0.2, 30) == reference("uptake").place(0.2, 600)

"""IQ4D reads English and Dutch, and knows when it does not."""

import csv
import re
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iq4d.measures.columns import Columns, cut
from iq4d.measures.hits import KINDS, Hit, hits
from iq4d.measures.languages import (
    cues,
    first_of,
    guess,
    guess_many,
    lexicon,
    rules,
    sentences,
    straight,
    tokens,
    vocabulary,
)  # fmt: skip
from iq4d.measures.languages.folders import cue_lists
from iq4d.measures.registry import MEASURES
from iq4d.measures.score import Evidence
from iq4d.measures.wording import rule_sentence

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
import gold


def test_sentences_of_both_languages_are_told_apart(shared):
    with (shared / "data" / "xsid_en_nl.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    guesses = [(language, guess(row[language])) for row in rows for language in ("en", "nl")]
    told = [(right, said) for right, said in guesses if said is not None]
    assert len(told) >= 0.8 * len(guesses)  # single requests of a handful of words
    assert sum(right == said for right, said in told) >= 0.94 * len(told)
    for language in ("en", "nl"):
        assert guess_many([row[language] for row in rows[:12]]) == language


@pytest.mark.parametrize(
    "words",
    [
        "Ich weiß nicht, was wir jetzt machen sollen, aber so geht es nicht weiter.",
        "Je ne sais pas ce que nous devons faire, mais ça ne peut pas continuer comme ça.",
        "No sé qué tenemos que hacer ahora, pero así no podemos seguir.",
        "Ek weet nie wat ons nou moet doen nie, maar dit kan nie so aangaan nie.",
        "Jeg ved ikke hvad vi skal gøre nu, men sådan kan det ikke fortsætte.",
        "Jag vet inte vad vi ska göra nu, men det kan inte fortsätta så här.",
    ],
)
def test_neighbours_are_not_called_dutch_or_english(words):
    assert guess(words) == "other"


@pytest.mark.parametrize("words", ["", "ok", "👍👍👍👍", "Jan Piet Klaas", "7 8 9 10"])
def test_too_little_to_tell_is_said(words):
    assert guess(words) is None


def test_words_sentences_and_stems():
    assert tokens("’t Is zo’n dag: foto’s, e-mails 🎉!") == ["'t", "is", "zo'n", "dag", "foto's", "e-mails"]
    assert sentences("Eén. Twee!\n\nDrie… vier") == ["Eén.", "Twee!", "Drie…", "vier"]
    assert vocabulary("nl").content("De vragen en de vraag") == ["vraag", "vraag"]
    assert vocabulary("en").content("ok, yes I would think so") == []


def test_want_is_a_reason_in_dutch_only():
    assert cues("nl", "grounds").first("Ik blijf, want de trein is weg") == ("reason", "want")
    assert cues("en", "grounds").first("I want the train") is None


def test_dus_is_a_reason_only_before_a_clause():
    for clause in ("Het bord is van niemand, dus iedereen kijkt weg", "dus als het druk is", "Dus nu is het klaar"):
        assert cues("nl", "grounds").first(clause)
    for set_phrase in ("dus van woorden naar daden", "Goed dus.", "er is dus niks meer mee gedaan", "dus wat ik zei"):
        assert cues("nl", "grounds").first(set_phrase) is None


def test_changing_is_not_pointing():
    words = vocabulary("nl")
    assert words["gewijzigde"] == words["wijzigingen"] != words["wijzen"]
    assert not any(map(words.tells, ("twee", "12", "16e", "helft", "week", "zelf")))
    assert words.tells("tweedejaars")


@pytest.mark.parametrize(
    ("language", "kind", "sentence"),
    [
        ("en", "question", "How do we keep the volunteers"),
        ("en", "question", "Should we keep the volunteers"),
        ("en", "own_question", "I was wondering about the volunteers"),
        ("en", "promise", "I'll call the bus company on Monday"),
        ("nl", "question", "Waarom haken vrijwilligers af"),
        ("nl", "question", "Hebben jullie dat ook"),
        ("nl", "question", "Fatima, wil jij vertellen wat er gebeurt"),
        ("nl", "own_question", "Ik vraag me af of het helpt"),
        ("nl", "promise", "Ik ga maandag met de directeur praten."),
        ("nl", "promise", "Morgen bel ik de busmaatschappij."),
        ("nl", "promise", "Ik zoek het uit."),
    ],
)
def test_what_people_say_is_recognised(language, kind, sentence):
    assert cues(language, kind).first(sentence)


@pytest.mark.parametrize(
    ("language", "kind", "sentence"),
    [
        ("en", "question", "The tap drips?"),
        ("en", "promise", "I will not be there"),
        ("en", "promise", "I'll be honest"),
        ("nl", "question", "De kraan lekt?"),
        ("nl", "promise", "Ik ga ervan uit dat het lukt"),
        ("nl", "promise", "Ik ga akkoord"),
        ("nl", "promise", "Ik ga niet bellen"),
    ],
)
def test_what_only_looks_like_it_is_left(language, kind, sentence):
    assert cues(language, kind).first(sentence) is None


def test_every_rule_has_its_sentence():
    """A rule may serve several indicators; each has its words for it."""
    told = {rule for indicator in MEASURES for rule in indicator.rules} | {"promise.will", "promise.plan"}
    assert set(rules()) <= told
    assert rule_sentence(Evidence("promise", "1", 1.0, "promise.will")).say("nl") == "misschien een belofte"


def hits_of(text: str, language: str) -> list[Hit]:
    every, known = np.arange(1), lexicon(language)
    return hits(Columns.of(cut([text], known), every, every, known, ()))


@given(st.text(alphabet="ab1'’--  ?_é\n.İ𝒳😀²ß"))
def test_words_are_cut_as_they_are_cut_one_by_one(text):
    """Columns cut by vectors, `tokens` by a pattern."""
    own = re.findall(r"'?[^\W_]+(?:['\-][^\W_]+)*|\?", straight(text).replace("İ", "I").lower())
    made = cut([straight(text)], lexicon("en"))
    assert [lexicon("en").numbers.names[n] for n in made.number.tolist()] == own
    if "İ" not in text:
        assert [word for word in own if word != "?"] == tokens(text)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_looking_up_first_words_finds_what_trying_everything_finds(language):
    """The quick way against the plain one, on the gold conversations and on what is hard to cut into words."""
    told = [str(turn[language]) for talk in gold.conversations() for turn in talk.turns]
    told += [
        "",
        "'because x y",
        "e.g. this",
        "I'LL ASK",
        "omdat\n\nhet",
        "want—ja",
        "http://x.y/z",
        "BIJV. dit",
        "dus, ik",
    ]
    kinds = tuple(cue_lists(language))
    hits = 0
    for text in map(straight, told):
        for kind in kinds:
            plain = [(hit.span(), hit.lastgroup) for hit in cues(language, kind).whole.finditer(text)]
            assert [(hit.span(), hit.lastgroup) for hit in cues(language, kind).finditer(text)] == plain, text
            hits += len(plain)
        firsts = {kind: hit for kind in kinds if (hit := next(cues(language, kind).whole.finditer(text), None))}
        assert {kind: rule for kind, (rule, _) in first_of(language, kinds, text).items()} == {
            kind: hit.lastgroup for kind, hit in firsts.items()
        }
        assert {(hit.kind, hit.rule, hit.start, hit.end) for hit in hits_of(text, language)} == {
            (kind, hit.lastgroup, *hit.span()) for kind in KINDS for hit in cues(language, kind).whole.finditer(text)
        }, text
    assert hits > 500

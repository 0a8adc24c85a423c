"""The file of advice: complete, in two languages, with a source where there is one, and nothing that can be gamed."""

import re
import tomllib
from pathlib import Path

import pytest

import iq4d.measures
from iq4d.measures.questions import next_question
from iq4d.measures.registry import MEASURES
from iq4d.measures.score import DIMENSIONS
from iq4d.methods import catalog
from iq4d.report.advice import FILE, LONGEST, SEEN, BrokenAdvice, advices, loads
from iq4d.speech import LANGUAGES

# What the measure counts, and what nobody should do more of for its sake.
GAMED = {
    "en": "because|therefore|question marks?|more questions|more often|write longer|longer contributions|more words|"
    "repeat|quote|count more",
    "nl": "omdat|want|daarom|vraagtekens?|meer vragen|vaker|schrijf langer|langere bijdragen|meer woorden|"
    "herhaal|citeer|telt meer",
}
# What makes it a mark, and what makes somebody feel caught.
JUDGED = {
    "en": "points|score|percentile|indicator|measure|poor|failed|should have|not enough|too little|must|wrong|please",
    "nl": "punten|score|percentiel|indicator|meting|slecht|onvoldoende|te weinig|had moeten|moet|fout|alstublieft|u|uw",
}
# Words of an office; in place of them there is always a plain one.
JARGON = {
    "en": "stakeholders?|feedback|input|output|facilitate|leverage|check-in|brainstorm|implement|evaluate|reflect on",
    "nl": "stakeholders?|feedback|input|output|faciliteer|check-in|brainstorm|implementeer|evalueer|reflecteer|"
    "inzetten op",
}


def pieces():
    """(where, step) of all that is advised, also together and apart."""
    for key, parts in advices().advice.items():
        for name, piece in zip(("method", "medium", "question"), parts, strict=True):
            yield f"{key} {name}", piece.step
            for moment, step in piece.at.items():
                yield f"{key} {name} {moment}", step


def texts():
    """(where, both) of every text of the file that is a sentence."""
    for where, step in pieces():
        yield f"{where} words", step.words
        yield f"{where} reason", step.reason
    yield from advices().missing.items()
    yield from advices().needs.items()


# --- What the file says


def test_every_indicator_can_be_the_weakest_and_every_dimension_strong_or_unseen():
    wanted = {one.key for one in MEASURES} | {(dimension, seen) for dimension in DIMENSIONS for seen in SEEN}
    assert set(advices().advice) == wanted
    assert set(advices().missing) == {one.key for one in MEASURES}


@pytest.mark.parametrize("words", [GAMED, JUDGED, JARGON], ids=["gamed", "judged", "jargon"])
def test_no_text_games_judges_or_speaks_as_an_office(words):
    caught = [
        (where, language, found.group())
        for where, both in texts()
        for language in LANGUAGES
        if (found := re.search(rf"\b(?:{words[language]})\b", both.say(language), re.IGNORECASE))
    ]
    assert caught == []


def test_every_text_is_a_sentence_without_shouting():
    for where, both in texts():
        for language in LANGUAGES:
            said = both.say(language)
            assert "!" not in said, where
            assert said[-1] in ".?’”", (where, said)
            assert "  " not in said, where
            assert said[0].isupper(), where


def test_a_reason_is_one_sentence_and_a_step_at_most_three():
    for where, step in pieces():
        for language in LANGUAGES:
            assert len(re.findall(r"[.?](?=\s|$)", step.reason.say(language))) == 1, where
            assert len(re.findall(r"[.?](?=\s+[A-Z]|$)", step.words.say(language))) <= 3, where


def test_the_question_to_open_with_is_another_than_the_measure_asks():
    asked = {question.say(language).lower() for one in MEASURES for question in one.questions for language in LANGUAGES}
    asked |= {
        next_question(dimension, "explicit", seen, pick).say(language).lower()
        for dimension in DIMENSIONS for seen in SEEN for pick in (0, 1) for language in LANGUAGES
    }  # fmt: skip
    for _, _, question in advices().advice.values():
        for language in LANGUAGES:
            said = question.step.words.say(language)
            assert said.lower() not in asked
            assert "?" in said


def test_nothing_is_said_twice():
    for language in LANGUAGES:
        words = [step.words.say(language) for _, step in pieces()]
        reasons = [piece.step.reason.say(language) for parts in advices().advice.values() for piece in parts]
        told = [both.say(language) for both in (*advices().missing.values(), *advices().needs.values())]
        for said in (words, reasons, told):
            assert len(set(said)) == len(said), [one for one in said if said.count(one) > 1]


def test_english_and_dutch_are_about_as_long():
    for where, both in texts():
        assert 0.6 < len(both.nl) / len(both.en) < 1.6, where


def test_every_source_is_used_and_tells_what_it_says():
    data = tomllib.loads(FILE.read_text("utf-8"))
    used = {step.source.en for _, step in pieces()}
    for key, told in data["sources"].items():
        assert told["en"] in used, key
        if key != "ours":
            assert re.search(r"\b(19|20)\d\d$", told["en"]), key
            assert told["title"], key
            assert told["says"], key


def test_methods_are_called_as_in_the_catalogue():
    data = tomllib.loads(FILE.read_text("utf-8"))
    names = {method.key: (method.name.en, method.name.nl) for method in catalog().values()}
    both = names.keys() & data["methods"].keys()
    assert both >= {"open_dialogue", "review", "standup_review", "ten_step", "three_way"}
    for key in both:
        assert (data["methods"][key]["en"], data["methods"][key]["nl"]) == names[key]
    assert {step.method.en for _, step in pieces() if step.method} == {told["en"] for told in data["methods"].values()}


def test_the_reasons_it_answers_are_those_the_measure_gives():
    home = Path(iq4d.measures.__file__).parent
    source = "".join(path.read_text("utf-8") for path in sorted(home.rglob("*.py")))
    for reason in [*advices().needed, *advices().quiet]:
        assert f'"{reason}"' in source, reason


# --- What the file may not be


def broken(old, new, times=1):
    source = FILE.read_text("utf-8")
    assert old in source
    with pytest.raises(BrokenAdvice) as caught:
        loads(source.replace(old, new, times))
    return str(caught.value)


def test_a_missing_language_is_told():
    said = broken('method.reason.nl = "Als je weet wat een ander zoekt, kun je het ook geven."\n', "")
    where = "advice for known, method, reason"
    assert said == f"advice.toml, {where}: the language “nl” is missing; say it beside the other."


def test_an_empty_sentence_is_told():
    said = broken("Als je weet wat een ander zoekt, kun je het ook geven.", "  ")
    assert "advice for known, method, reason" in said


def test_a_sentence_that_is_too_long_is_told():
    said = broken("Als je weet wat een ander zoekt, kun je het ook geven.", "x" * (LONGEST + 1))
    assert "241 characters in “nl”; say it in at most 240" in said


def test_an_unknown_indicator_is_told():
    assert "there is no indicator “charm”" in broken('indicator = "known"', 'indicator = "charm"')
    assert "there is no indicator “charm”" in broken("known.en = ", 'charm.en = "A"\ncharm.nl = "B"\nknown.en = ')


def test_advice_given_twice_is_told():
    assert "known has advice already" in broken('indicator = "explicit"', 'indicator = "known"')


def test_a_dimension_without_advice_is_told():
    said = broken('dimension = "deeds"\nseen = "unseen"', 'indicator = "known"')
    assert "known has advice already" in said
    source = FILE.read_text("utf-8")
    start = source.index('[[advice]]\ndimension = "deeds"\nseen = "unseen"')
    with pytest.raises(BrokenAdvice, match="there is none for deeds of which nothing is seen; write it"):
        loads(source[:start] + source[source.index("[[advice]]", start + 1) :])


def test_an_indicator_without_advice_is_told():
    start = FILE.read_text("utf-8").index('[[advice]]\nindicator = "known"')
    source = FILE.read_text("utf-8")
    end = source.index("[[advice]]", start + 1)
    with pytest.raises(BrokenAdvice, match="there is none for known; write it"):
        loads(source[:start] + source[end:])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('source = "chi1994"', 'source = "nobody1900"', "there is no source “nobody1900”"),
        ('of = "ten_step"', 'of = "twelve_step"', "there is no method “twelve_step”"),
        ('seen = "a lot"', 'seen = "much"', "with seen as unseen or a lot"),
        ("method.words.en", "methode.words.en", "“methode” is not known here"),
        ("[needs.people]", "[needs.folk]", "“people” is missing"),
        ('gathers = ["probing", ', 'gathers = ["charm", ', "there is no indicator “charm”"),
        ('gathers = ["probing", ', 'gathers = ["used", ', "“used” stands under closing too"),
        ('within = "deeds"', 'within = "dreams"', "there is no need “dreams”"),
        ("quiet = [", "quiet = ", "this is not TOML"),
        ("[sources.ours]", "[sources.mine]", "there is no “ours”"),
        ('reasons = ["No deed is due yet."]', 'reasons = ["Nothing has been said yet."]', "keep one of the two"),
    ],
)
def test_what_it_does_not_know_is_told(old, new, said):
    assert said in broken(old, new)

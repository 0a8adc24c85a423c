"""What a report advises: in two languages, chosen like the measure's own question, and nothing that can be gamed."""

import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

import iq4d.measures
from iq4d.conversation import Declared, DeclaredDeed, conversation
from iq4d.measures import measure
from iq4d.measures.battery import samples
from iq4d.measures.questions import next_question
from iq4d.measures.registry import MEASURES, indicator
from iq4d.measures.score import DIMENSIONS, DimensionScore, Score, Scorecard
from iq4d.methods import catalog
from iq4d.report.advice import FILE, LONGEST, SEEN, BrokenAdvice, advices, loads
from iq4d.report.advising import advise, missing, weakest
from iq4d.speech import LANGUAGES, text

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
WORDLESS = [("Ada", "We could plant a hedge along the road to keep the noise out."), ("Bob", "That may help at night.")]


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


def card(dimension, *, seen="some", reason=None, contributions=30, speakers=4, **values):
    """A scorecard on which one dimension has these values."""
    dimensions = []
    for name in DIMENSIONS:
        mine = [one.key for one in MEASURES if one.dimension == name]
        scores = tuple(
            Score(key, values.get(key) if name == dimension else None, reason=None if key in values else reason)
            for key in mine
        )
        word = seen if name == dimension else "unseen"
        dimensions.append(DimensionScore(name, scores, None, None, word, next_question(name, None, word, 0)))
    return Scorecard("1", "en", contributions, speakers, None, "firm", tuple(dimensions), None, None, None)


def advice_for(dimension, **told):
    together = told.pop("together", None)
    return advise(card(dimension, **told), together=together)[DIMENSIONS.index(dimension)]


# --- Ada reads what to try next time


def test_in_a_conversation_where_nobody_asked_the_asking_gets_a_moment_of_its_own():
    told = advice_for("depth", reasoning=0.8, asking=0.1, uptake=0.5)
    assert told.indicator == "asking"
    assert told.method.method.say("en") == "Ten steps to a better question"
    assert told.method.method.say("nl") == "Tien stappen naar een betere vraag"
    assert told.method.words.say("nl").startswith("Houd tien minuten vrij om alleen maar te vragen")
    assert told.method.source.say("nl") == "onze eigen redenering"
    assert not told.method.researched


def test_in_a_conversation_without_deeds_ten_minutes_are_kept_free_for_them():
    talk = conversation([("Ada", "Who asks the bus company about the noise?"), ("Bob", "I might, one day.")] * 6)
    told = measure(talk.with_declared(Declared(deeds=())))
    deeds = advise(told)[-1]
    assert (deeds.dimension, deeds.indicator) == ("deeds", "commitments")
    assert "last ten minutes" in deeds.method.words.en
    assert "fine" in deeds.method.words.en  # nothing to do is a fine answer


def test_who_wrote_on_a_forum_is_not_asked_to_sit_in_a_circle():
    apart = advice_for("depth", reasoning=0.8, uptake=0.1, together=False)
    together = advice_for("depth", reasoning=0.8, uptake=0.1, together=True)
    assert "circle" not in apart.medium.words.en
    assert "circle" in together.medium.words.en
    assert together.question == apart.question


def test_a_reason_of_its_own_does_not_borrow_a_source():
    source = FILE.read_text("utf-8")
    old = 'question.source = "lord1984"\n'
    new = 'question.together = { words = { en = "A?", nl = "A?" }, reason = { en = "B.", nl = "B." } }\n'
    told = loads(source.replace(old, old + new)).advice["grounds"][2]
    assert told.when(False).source.en == "Lord et al. 1984"
    assert told.when(True).source.en == "our own reasoning"


def test_what_is_said_together_may_rest_on_research_of_its_own():
    together = advice_for("depth", reasoning=0.8, probing=0.1, together=True).medium
    assert (together.source.say("nl"), together.researched) == ("Rowe 1986", True)
    assert not advice_for("depth", reasoning=0.8, probing=0.1).medium.researched


def test_where_a_lot_is_seen_it_is_kept():
    told = advice_for("depth", seen="a lot", reasoning=0.9, uptake=0.8, grounds=0.9)
    assert told.indicator is None
    assert told.method.words.en.startswith("Keep this:")
    assert told.method.words.nl.startswith("Houd dit vast:")


def test_where_a_lot_is_seen_and_one_thing_is_weak_that_is_advised_as_it_is_asked():
    assert advice_for("depth", seen="a lot", reasoning=0.9, uptake=0.2, grounds=0.9).indicator == "uptake"


def test_of_equals_the_first_is_chosen_as_in_the_measure():
    assert advice_for("purpose", explicit=0.5, focus=0.5).indicator == "explicit"


def test_a_conversation_too_short_for_numbers_is_advised_by_what_its_question_asks():
    told = measure(conversation(WORDLESS))
    assert told.footing == "words"
    for dimension, advised in zip(told.dimensions, advise(told), strict=True):
        asks = [one for one in MEASURES if one.dimension == dimension.dimension and dimension.question in one.questions]
        if dimension.seen == "unseen":
            assert advised.indicator is None
        else:
            assert [one.key for one in asks] == [advised.indicator]


@pytest.mark.parametrize("name", samples())
def test_it_is_chosen_as_the_question_of_the_measure_is(name):
    told = measure(samples()[name])
    for dimension, advised in zip(told.dimensions, advise(told), strict=True):
        if advised.indicator is not None:
            assert dimension.question in indicator(advised.indicator).questions
        else:
            assert dimension.seen in SEEN


def test_no_two_indicators_of_a_dimension_ask_the_same():
    asked = [(one.dimension, question) for one in MEASURES for question in one.questions]
    assert len(set(asked)) == len(asked)


def test_an_empty_conversation_is_advised_too():
    told = measure(conversation([]))
    assert [one.dimension for one in advise(told)] == list(DIMENSIONS)
    assert all(one.indicator is None for one in advise(told))


def test_a_kept_scorecard_with_an_indicator_that_is_gone_is_still_advised():
    kept = card("depth", reasoning=0.4)
    gone = (Score("eloquence", 0.01), Score("silence", None, reason=text("Nobody knows.")))
    old = DimensionScore("depth", gone, None, None, "some", text("And then?"))
    told = Scorecard(*[getattr(kept, name) for name in list(Scorecard.__slots__)[:6]], (old,), None, None, None)
    assert weakest(old) is None
    assert [one.dimension for one in advise(told)] == ["depth"]
    assert missing(told) == ()


# --- Bob reads what is missing


def test_nothing_is_missing_where_all_is_there():
    everything = card("depth")
    scores = [Score(one.key, 0.5) for one in MEASURES]
    whole = tuple(
        DimensionScore(name, tuple(scores), None, None, "some", next_question(name, None, "unseen", 0))
        for name in DIMENSIONS
    )
    told = Scorecard("1", "en", 30, 4, None, "firm", whole, None, None, None)
    assert missing(everything) != ()
    assert missing(told) == ()


def test_what_only_a_platform_can_tell_is_asked_once_and_in_the_order_of_the_dimensions():
    talk = conversation([(who, f"I think that number {n} helps, as we saw with the hedge last year.") for n in range(9)
                         for who in ("Ada", "Bob")])  # fmt: skip
    told = missing(measure(talk))
    deeds = [one for one in told if "deeds" in one.dimensions]
    assert [one.indicators for one in deeds] == [("commitments", "sharpness", "if_then", "follow_through", "told_back")]
    assert deeds[0].words.say("nl").startswith("Schrijf aan het eind op wie wat gaat doen")
    order = [DIMENSIONS.index(one.dimensions[0]) for one in told if one.dimensions]
    assert order == sorted(order)
    assert len({one.words for one in told}) == len(told)
    beforehand = next(one for one in told if "voices" in one.indicators)
    assert beforehand.words.en.startswith("Ask everybody beforehand")
    assert (beforehand.indicators, beforehand.dimensions) == (("known", "voices", "roles"), ("purpose", "diversity"))
    assert 2 * len(told) <= sum(len(one.indicators) for one in told)  # a short list of what many indicators need


def test_what_lacks_alone_has_a_sentence_of_its_own():
    whole = {one.key: 0.5 for one in MEASURES if one.dimension == "diversity" and one.key != "voices"}
    told = missing(card("diversity", reason=text("Who was invited is not known here."), **whole))
    alone = next(one for one in told if "voices" in one.indicators)
    assert alone.words.en.startswith("Say beforehand who is invited")
    assert alone.indicators == ("voices",)


def test_a_deed_of_tomorrow_is_no_omission():
    deeds = (DeclaredDeed("1", "Bob", "Ask the bus company on Monday", due=datetime(2026, 12, 1, tzinfo=UTC)),)
    talk = conversation([("Ada", "Who asks the bus company about the noise?"), ("Bob", "I do that on Monday.")] * 6)
    told = missing(measure(talk.with_declared(Declared(deeds=deeds)), now=datetime(2026, 11, 1, tzinfo=UTC)))
    due = next(one for one in told if "follow_through" in one.indicators)
    assert due.words.en.startswith("Come back when the first date has passed")
    assert due.indicators == ("follow_through", "told_back")


def test_where_nobody_planned_anything_no_date_is_waited_for():
    talk = conversation([("Ada", "Who asks the bus company about the noise?"), ("Bob", "I might, one day.")] * 6)
    told = missing(measure(talk.with_declared(Declared(deeds=()))))
    assert [one.indicators for one in told if "deeds" in one.dimensions] == [
        ("sharpness", "if_then", "follow_through", "told_back")
    ]


def test_a_short_conversation_is_asked_to_go_on_and_first():
    told = missing(measure(conversation(WORDLESS)))
    assert told[0].words == advices().needs["contributions"]
    alone = missing(measure(conversation([("Ada", "I wonder what the noise at night does to us all.")])))
    assert [one.words for one in alone[:2]] == [advices().needs["contributions"], advices().needs["people"]]


def test_too_short_for_a_number_is_told_once_and_not_for_each_indicator():
    short = card("depth", reason=text("Too short for a number."), contributions=4)
    assert [one.indicators for one in missing(short)] == [()]


def test_what_was_called_not_right_is_not_missing():
    assert missing(card("depth", reason=text("What was found has been called not right."))) == ()


def test_another_language_is_said_once():
    said = "Wir sollten morgen zusammen über den Lärm in der Straße sprechen, damit alle wieder schlafen können."
    talk = conversation([(who, f"{said} {n}") for n in range(8) for who in ("Ada", "Bob")], language="de")
    told = [one for one in missing(measure(talk)) if one.words == advices().needs["language"]]
    assert len(told) == 1
    assert set(told[0].dimensions) >= {"purpose", "depth"}


# --- What the file says


def test_every_indicator_can_be_the_weakest_and_every_dimension_strong_or_unseen():
    wanted = {one.key for one in MEASURES} | {(dimension, seen) for dimension in DIMENSIONS for seen in SEEN}
    assert set(advices().advice) == wanted
    assert set(advices().missing) == {one.key for one in MEASURES}


def test_advice_can_be_chosen_for_every_indicator():
    for one in MEASURES:
        assert advice_for(one.dimension, **{one.key: 0.1}).indicator == one.key


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

"""What a report advises, and what it misses: chosen by the scorecard, as the measure chooses its own question."""

from datetime import UTC, datetime

import pytest

from iq4d.conversation import Declared, DeclaredDeed, conversation
from iq4d.measures import measure
from iq4d.measures.battery import samples
from iq4d.measures.questions import next_question
from iq4d.measures.registry import MEASURES, indicator
from iq4d.measures.score import DIMENSIONS, DimensionScore, Score, Scorecard
from iq4d.report.advice import FILE, SEEN, advices, loads
from iq4d.report.advising import advise, missing, weakest
from iq4d.speech import text

WORDLESS = [("Ada", "We could plant a hedge along the road to keep the noise out."), ("Bob", "That may help at night.")]


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


def test_advice_can_be_chosen_for_every_indicator():
    for one in MEASURES:
        assert advice_for(one.dimension, **{one.key: 0.1}).indicator == one.key

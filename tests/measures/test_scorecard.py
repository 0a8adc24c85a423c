"""What a group sees of its conversation: words first, numbers where there is enough, the same under any name."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iq4d.conversation import (
    Conversation,
    Declared,
    DeclaredDeed,
    Purpose,
    Speaker,
    Takeaway,
    Utterance,
    conversation,
)  # fmt: skip
from iq4d.measures import DIMENSIONS, Scorecard, measure, measuring
from iq4d.measures.battery import lively, renamed, samples
from iq4d.measures.battery import long as talk
from iq4d.measures.deeds.declared import CANNOT_TELL
from iq4d.measures.indicator import Finding, nothing
from iq4d.measures.registry import indicator

SOURCE = Path(__file__).resolve().parents[2] / "src"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def score(card, key):
    """The score of one indicator, whichever place it has."""
    return next(one for dimension in card.dimensions for one in dimension.scores if one.indicator == key)


def test_a_whole_conversation_gets_points_out_of_what_can_be_assessed():
    card = measure(talk())
    assert (card.footing, card.language, card.contributions, card.speakers) == ("firm", "en", 24, 3)
    assert card.out_of == 75
    assert card.points == pytest.approx(sum(card[name].points for name in DIMENSIONS[:3]))
    assert card.interval[0] <= card.points <= card.interval[1]
    assert card["deeds"].points is None
    assert "cannot be told" in str(card["deeds"].reason)
    assert card["deeds"].question.say("nl") != card["deeds"].question.say("en")


@pytest.mark.parametrize(("contributions", "footing"), [(9, "words"), (10, "grey"), (19, "grey"), (20, "firm")])
def test_how_much_is_enough(contributions, footing):
    whole = talk()
    card = measure(replace(whole, utterances=whole.utterances[:contributions]))
    assert card.footing == footing
    assert (card.points is None) == (footing == "words")
    assert any("uncertain" in str(note) for note in card.notes) == (footing == "grey")


def test_too_short_for_a_number_still_speaks_in_words():
    card = measure(lively())
    assert card.footing == "words"
    scores = [one for dimension in card.dimensions for one in dimension.scores]
    assert {(one.value, one.raw, one.interval) for one in scores} == {(None, None, None)}
    assert {dimension.points for dimension in card.dimensions} == {None}
    assert card["depth"].seen in ("a lot", "some", "little")
    assert card["depth"].quotes
    assert str(card["depth"].question).endswith((".", "?"))


def test_one_speaker_gets_no_number_however_long():
    assert measure(conversation([("Ada", f"Thought {n} about bread number {n}") for n in range(30)])).points is None


def test_another_process_gives_the_same_to_the_digit():
    act = (
        "import json; from iq4d.measures import battery, measure; print(json.dumps(measure(battery.long()).to_json()))"
    )
    told = set()
    for seed in ("1", "2", "3"):
        environment = os.environ | {"PYTHONPATH": str(SOURCE), "PYTHONHASHSEED": seed}
        told.add(subprocess.run([sys.executable, "-c", act], env=environment, capture_output=True, check=True).stdout)
    assert len(told) == 1


def test_other_names_give_exactly_the_same_scorecard():
    assert measure(renamed(talk())) == measure(talk())


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 24))
def test_the_order_in_a_file_does_not_count_where_there_are_times(chance, size):
    utterances = list(talk().utterances[:size])
    whole = replace(talk(), utterances=tuple(utterances))
    chance.shuffle(utterances)
    assert measure(replace(whole, utterances=tuple(utterances))) == measure(whole)


WORDS = st.lists(
    st.sampled_from(
        ["because", "if", "the", "tap", "drips,", "👍", "who?", "want", "omdat", "het", "lekt", "https://x.nl"]
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ABC"), WORDS), max_size=30), st.permutations(["x", "yy", "zzz"]))
def test_any_conversation_has_a_scorecard_that_survives_json_and_new_names(turns, names):
    first = conversation([(who, " ".join(words)) for who, words in turns])
    new = dict(zip("ABC", names, strict=True))
    second = conversation([(new[who], " ".join(words)) for who, words in turns])
    card = measure(first)
    assert measure(second) == card
    assert Scorecard.from_json(json.loads(json.dumps(card.to_json()))) == card
    assert card.points is None or 0 <= card.points <= card.out_of


@pytest.mark.parametrize("name", samples())
def test_every_odd_conversation_survives_json(name):
    card = measure(samples()[name], now=NOON + timedelta(days=30))
    assert Scorecard.from_json(json.loads(json.dumps(card.to_json()))) == card


def test_a_scorecard_of_a_later_version_is_refused():
    with pytest.raises(ValueError, match="version 99"):
        Scorecard.from_json({**measure(lively()).to_json(), "version": 99})


def test_this_is_not_right_takes_the_piece_out_and_its_turn_from_the_base():
    before = measure(talk())
    grounds = score(before, "grounds")
    piece = grounds.evidence[0]
    after = measure(talk(), without={piece.id})
    left = score(after, "grounds")
    assert piece not in left.evidence
    assert left.base == grounds.base - 1
    assert left.raw == pytest.approx((grounds.raw * grounds.base - piece.value) / left.base)
    assert after["purpose"] == before["purpose"]
    assert "1 piece" in str(after.notes[-1])


def test_what_was_intended_and_what_came_by_the_way_stand_side_by_side_and_move_no_point():
    taken = (Takeaway("Bob", "Ask first", True), Takeaway("Cas", "Hedges", False), Takeaway("Ada", "Noise", False))
    told = talk().with_declared(replace(talk().declared, takeaways=taken))
    card = measure(told)
    assert "What people take along: 1 intended, 2 by-catch." in map(str, card.notes)
    turned = tuple(replace(one, intended=not one.intended) for one in taken)
    other = measure(told.with_declared(replace(told.declared, takeaways=turned)))
    assert (other.points, [str(note) for note in other.notes if "by-catch" in str(note)]) == (
        card.points,
        ["What people take along: 2 intended, 1 by-catch."],
    )


def test_a_cut_export_and_a_foreign_language_are_said():
    assert str(measure(replace(talk(), expected=30)).notes[0]) == "24 of 30 contributions are in this file."
    german = conversation(
        [("AB"[n % 2], f"Was machen wir nun mit Haus {n}, und warum nicht heute?") for n in range(12)]
    )
    card = measure(german)
    assert card.language == "other"
    assert card["depth"].points is None
    assert "English and Dutch" in str(card["depth"].reason)
    heard = next(score for score in card["diversity"].scores if score.indicator == "heard")
    assert heard.value == 1.0, "who speaks can be seen in any language"
    assert (card.out_of, card["diversity"].seen) == (None, "unseen"), "but that nobody is unheard is no diversity"


def test_declared_deeds_count_and_a_sentence_that_sounds_like_one_is_only_shown():
    talked = talk()
    assert [piece.rule for piece in measure(talked).promises] == ["promise.will"] * 4
    assert measure(talked)["deeds"].points is None
    deeds = tuple(DeclaredDeed(str(n), who, "Ask", outcome="done") for n, who in enumerate(("Ada", "Bob", "Cas")))
    told = measure(talked.with_declared(Declared(deeds=deeds, purpose=Purpose("Feel at home"))))
    assert told.out_of == 100
    assert (score(told, "commitments").value, score(told, "follow_through").value) == pytest.approx((1, 4 / 5))
    values = [one.value for one in told["deeds"].scores if one.value is not None]
    assert told["deeds"].points == pytest.approx(25 * sum(values) / len(values))
    untold = tuple(replace(deed, outcome=None, due=NOON) for deed in deeds)
    late = talked.with_declared(Declared(deeds=untold))
    assert score(measure(late), "follow_through").value is None  # without a clock nothing is due
    assert score(measure(late, now=NOON + timedelta(days=1)), "follow_through").value == pytest.approx(1 / 5)


def test_a_promise_is_the_sentence_that_may_be_one_not_the_start_of_the_contribution():
    said = "The tour was long. On Monday I will call the trainers. Bread is fine."
    card = measure(conversation([("Ada", said), ("Bob", "Good.")], language="en"))
    assert [piece.words for piece in card.promises] == [("On Monday I will call the trainers",)]


def test_a_promise_that_was_answered_is_asked_about_no_more():
    first, second, *rest = measure(talk()).promises
    assert measure(talk(), without={first.id}).promises == (second, *rest)
    confirmed = Declared(deeds=(DeclaredDeed("1", "Bob", "Coffee", utterance=second.utterance),))
    assert measure(talk().with_declared(confirmed), without={first.id}).promises == tuple(rest)


def test_quotes_are_of_different_contributions():
    for dimension in measure(talk()).dimensions:
        quoted = [piece.utterance for piece in dimension.quotes]
        assert len(quoted) == len(set(quoted)) <= 2


def test_one_word_in_common_is_nothing_to_quote():
    weak = [
        ("Ada", "How do we keep the garden and the greenhouse dry?"),
        ("Bob", "My garden likes rain."),
        ("Cas", "Bread in a garden?"),
        ("Ada", "Paint your garden green."),
        ("Bob", "Gardens need bricks."),
    ]
    card = measure(conversation(weak, language="en"))
    purpose = card["purpose"]
    assert len(score(card, "focus").evidence) >= 3
    assert [piece for piece in purpose.quotes if piece.indicator == "focus"] == []


def test_numbers_names_and_what_people_always_say_carry_nothing():
    said = [
        ("Fatima", "Hoe helpen we de tweedejaars in de eerste week, twee keer 12 gewijzigde roosters?"),
        ("Bob", "Fatima, twee van de 12 zelf vlak in de eerste week een keer."),
        ("Joost", "Bob zorgt dat niemand gaat wijzen, die week zit vol."),
        ("Fatima", "De roosters van tweedejaars zijn laat, Joost."),
        ("Bob", "Wijzigingen in roosters horen tweedejaars het laatst."),
    ]
    focus = score(measure(conversation(said, language="nl")), "focus")
    carried = {piece.utterance: set(piece.words) for piece in focus.evidence}
    assert carried == {"4": {"roosters", "tweedejaars"}, "5": {"wijzigingen", "roosters", "tweedejaars"}}


def test_below_ten_contributions_a_first_impression_is_modest():
    whole = measure(talk())
    assert "a lot" in {dimension.seen for dimension in whole.dimensions}
    for n in range(1, 10):
        card = measure(replace(talk(), utterances=talk().utterances[:n]))
        assert "a lot" not in {dimension.seen for dimension in card.dimensions}
        assert sum("first impression" in str(note) for note in card.notes) == 1


@pytest.mark.parametrize("missing", ["plain", "extra"])
def test_a_lot_takes_all_indicators_but_those_that_only_some_platforms_know(monkeypatch, missing):
    def full(transcript, without=()):
        return Finding(1.0)

    def silent(transcript, without=()):
        return nothing(CANNOT_TELL)

    first, second, *_ = (one for one in measuring.MEASURES if one.dimension == "deeds" and not one.extra)
    absent = replace(second, find=silent, extra=missing == "extra")
    others = tuple(one for one in measuring.MEASURES if one.dimension != "deeds")
    monkeypatch.setattr(measuring, "MEASURES", (*others, replace(first, find=full), absent))
    deeds = measure(talk())["deeds"]
    assert deeds.points == 25
    assert deeds.seen == ("a lot" if missing == "extra" else "some")
    assert deeds.scores[1].reason == CANNOT_TELL


@pytest.mark.parametrize("key", ["commitments", "follow_through"])
def test_without_what_people_will_do_and_did_there_is_not_a_lot_of_deeds(key):
    assert not indicator(key).extra


@pytest.mark.parametrize("name", ["long", *samples()])
def test_an_interval_has_width_and_holds_its_value(name):
    card = measure(talk() if name == "long" else samples()[name], now=NOON + timedelta(days=30))
    scores = [one for dimension in card.dimensions for one in dimension.scores]
    figures = [(card.points, card.interval, 1.0)]
    figures += [(dimension.points, dimension.interval, 1.0) for dimension in card.dimensions]
    figures += [(one.value, one.interval, 0.01) for one in scores]
    assert name != "long" or any(interval for _, interval, _ in figures)
    for value, interval, least in figures:
        assert interval is None or (interval[0] <= value <= interval[1] and interval[1] - interval[0] >= least)


def test_answering_oneself_is_no_uptake():
    said = [u.text for u in talk().utterances]
    alone = Conversation(
        "x", "", tuple(Utterance(str(n), "Ada", s) for n, s in enumerate(said)), (Speaker("Ada"),), "en"
    )
    assert score(measure(alone), "uptake").evidence == ()

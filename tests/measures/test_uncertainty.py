"""An interval holds what is true about as often as it claims, on every machine the same."""

import random
import sys
from collections.abc import Callable
from dataclasses import replace
from math import sqrt
from statistics import fmean
from zlib import crc32

import numpy as np
import pytest

from house.project import ROOT
from iq4d.conversation import Conversation, Purpose, conversation
from iq4d.measures import measure, measuring
from iq4d.measures import reference as reference_module
from iq4d.measures.battery import long
from iq4d.measures.heads import HEADS
from iq4d.measures.indicator import TOO_LITTLE, Finding, Indicator, nothing
from iq4d.measures.reference import about, compared, mean_seen, reference
from iq4d.measures.registry import MEASURES
from iq4d.measures.resampling import DRAWS, interval, redraw
from iq4d.measures.score import DimensionScore
from iq4d.measures.shares import share_of, shrunk

sys.path.insert(0, str(ROOT / "tools"))
import gold
import intervals

HOME = {"sensitivity": 0.8, "specificity": 0.9, "share": 0.3, "n": 2000}
AWAY = {"sensitivity": 0.6, "specificity": 0.7, "share": 0.3, "n": 400}


# Shares


def test_a_share_is_corrected_for_misses_and_false_alarms():
    told = shrunk(0.5, 0, [HOME])
    assert told(10, 100) == pytest.approx(0)  # no more than its false alarms
    assert told(80, 100) == pytest.approx(1)  # all it would see if all were there
    assert told(45, 100) == pytest.approx(0.5)
    assert (told(0, 100), told(100, 100)) == (0, 1)


@pytest.mark.parametrize(("n", "least", "most"), [(3, 0.3, 0.4), (30, 0.7, 0.8), (3000, 0.99, 1)])
def test_where_little_is_said_a_share_stays_near_the_mean(n, least, most):
    assert least < shrunk(0.2, 12)(n, n) < most


def test_shrinking_first_or_correcting_first_is_the_same_within_the_ends():
    raw, mean, m, n = 0.35, 0.25, 11, 30

    def corrected(share: float) -> float:
        return (share + HOME["specificity"] - 1) / (HOME["sensitivity"] + HOME["specificity"] - 1)

    other_way_round = (n * corrected(raw) + m * corrected(mean)) / (n + m)
    assert shrunk(mean, m, [HOME])(n * raw, n) == pytest.approx(other_way_round)


def test_the_rest_is_one_minus_it_also_in_the_draws():
    one, rest = shrunk(0.3, 7, [HOME]), shrunk(0.3, 7, [HOME], rest=True)
    seen, n = np.full(DRAWS, 6.0), np.full(DRAWS, 20.0)
    assert one(6, 20) + rest(6, 20) == pytest.approx(1)
    assert one.redraw(seen, n) + rest.redraw(seen, n) == pytest.approx(np.ones(DRAWS))


def test_a_head_that_tells_nothing_gives_a_wide_interval_and_no_error():
    blind = {"sensitivity": 0.1, "specificity": 0.9, "share": 0.3, "n": 50}
    told = shrunk(0.3, 7, [blind])
    assert 0 <= told(5, 20) <= 1
    assert np.ptp(told.redraw(np.full(DRAWS, 5.0), np.full(DRAWS, 20.0))) == 1


def test_a_head_with_one_more_test_elsewhere_is_less_sure():
    def width(*tests: dict[str, float]) -> float:
        draws = shrunk(0.3, 7, tests).redraw(np.full(DRAWS, 20.0), np.full(DRAWS, 50.0))
        return np.subtract(*np.quantile(draws, (0.9, 0.1)))

    assert width() < width(HOME) < width(HOME, AWAY)


def test_every_head_is_told_of_in_the_reference_sample(monkeypatch):
    assert all(0 < (mean_seen(name) or 0) < 1 for name in HEADS)
    one = share_of("off", 7)
    assert (one.m, one.mean) == (7, mean_seen("off"))
    monkeypatch.setattr(reference_module, "about", dict)
    share_of.cache_clear()
    assert share_of("off", 7).m == 0, "what the sample does not tell of is not shrunk"
    share_of.cache_clear()


# What intervals promise, in small worlds in which the truth is known


def covered(once: Callable[[random.Random], tuple[float, Finding, int]], times: int = 400) -> float:
    """How often an 80 % interval holds the truth. once: gives (truth, finding, turns)."""
    chance = random.Random(5)
    hits = 0
    for seed in range(times):
        truth, finding, turns = once(chance)
        low, high = interval(redraw([finding], turns, seed)[0], finding.raw, 0) or (finding.raw, finding.raw)
        hits += low <= truth <= high
    return hits / times


@pytest.mark.parametrize("turns", [8, 12, 25, 60, 200])
@pytest.mark.parametrize("stays", [0.0, 0.1, 0.2])
def test_a_mean_over_turns(turns, stays):
    """stays: the correlation of a turn with the next; up to .12 in the sample. Of few turns more cannot be seen."""

    def once(chance: random.Random) -> tuple[float, Finding, int]:
        mood, units = chance.gauss(0, 1), []
        for n in range(turns):
            mood = stays * mood + sqrt(1 - stays**2) * chance.gauss(0, 1)
            units.append((n, mood, 1.0))
        return 0.0, Finding(sum(x for _, x, _ in units) / turns, units=tuple(units)), turns

    assert 0.68 < covered(once) < 0.9


@pytest.mark.parametrize("turns", [12, 25, 60])
def test_a_figure_over_pairs_of_turns(turns):
    """The mean difference between two turns, each unit the mean of one turn with all others."""

    def once(chance: random.Random) -> tuple[float, Finding, int]:
        x = np.array([chance.expovariate(1) for _ in range(turns)])
        apart = np.abs(x[:, None] - x[None, :]).sum(axis=1) / (turns - 1)
        units = tuple((n, float(one), 1.0) for n, one in enumerate(apart))
        return 1.0, Finding(float(apart.mean()), units=units, degree=2), turns

    assert 0.65 < covered(once) < 0.9  # of 12 turns less: what differs much is seldom among them


@pytest.mark.parametrize("n", [12, 25, 100])
@pytest.mark.parametrize("m", [11, 180])
def test_a_share_with_an_erring_head(n, m):
    """Conversations of which the share seen is spread as the pseudo-contributions say, and heads as their tests do."""
    mean, heads = 0.4, shrunk(0.0, 0, [HOME, AWAY], seed=9)
    told = shrunk(mean, m, [HOME, AWAY])

    def once(chance: random.Random) -> tuple[float, Finding, int]:
        seen, k = chance.betavariate(m * mean, m * (1 - mean)), chance.randrange(DRAWS)
        sensitivity, specificity = heads.sensitivities[k], heads.specificities[k]
        truth = min(1.0, max(0.0, (seen + specificity - 1) / (sensitivity + specificity - 1)))
        units = tuple((turn, float(chance.random() < seen), 1.0) for turn in range(n))
        raw = told(sum(yes for _, yes, _ in units), n)
        return float(truth), Finding(raw, units=units, estimate=told, redraw=told.redraw), n

    assert 0.7 < covered(once) < 0.9


def test_many_declared_figures_make_a_dimension_surer(monkeypatch):
    """Each without turns, with a standard error of .1: their mean has .1 by the root of how many they are."""

    def found(transcript, without=()):
        return Finding(0.5, basis="declared", spread=0.1)

    widths = {}
    others = tuple(one for one in MEASURES if one.dimension != "deeds")
    deed = next(one for one in MEASURES if one.dimension == "deeds")
    for many in (1, 4, 16):
        monkeypatch.setattr(measuring, "MEASURES", (*others, *[replace(deed, find=found)] * many))
        low, high = measure(long())["deeds"].interval
        widths[many] = (high - low) / 25
    for many, width in widths.items():
        assert width == pytest.approx(2 * 1.2816 * 0.1 / sqrt(many), rel=0.2)


def test_a_dimension_of_which_half_is_unknown_is_not_sure(monkeypatch):
    """Points are of what could be assessed; their interval is also of what could not, as the sample has it."""
    others = tuple(one for one in MEASURES if one.dimension != "depth")
    grounds = next(one for one in MEASURES if one.key == "grounds")
    sure = replace(grounds, key="explicit", find=lambda transcript, without: Finding(1.0), own_scale=True)
    silent = replace(grounds, find=lambda transcript, without: nothing(TOO_LITTLE))

    def depth(unknown: Indicator) -> DimensionScore:
        monkeypatch.setattr(measuring, "MEASURES", (*others, sure, unknown))
        return measure(long())["depth"]

    low, high = depth(silent).interval
    assert depth(silent).points == high == 25
    assert 12.5 <= low < 20
    assert depth(replace(silent, extra=True)).interval is None, "what need not be there leaves no doubt"
    assert depth(replace(silent, key="follow_through", own_scale=True)).interval is None, (
        "the sample does not tell of it"
    )


def test_what_was_cut_off_at_its_end_is_as_sure_as_it_is():
    sure, unsure = Finding(1.0, spread=0.1, middle=1.5), Finding(1.0, spread=0.1)
    drawn = redraw([sure, unsure], 20, 1)
    assert drawn[0].min() > 1 > drawn[1].min()


def test_the_bits_are_the_same_on_every_machine():
    told = shrunk(0.3, 7, [HOME, AWAY])
    half = tuple((n, float(n % 2), 1.0) for n in range(25))
    findings = [
        Finding(0.14, units=tuple((n, n % 3 / 7, 1.0) for n in range(25))),
        Finding(0.5, spread=0.1),
        Finding(told(12, 25), units=half, estimate=told, redraw=told.redraw),
        Finding(None),
    ]
    drawn = redraw(findings, 25, 77)
    assert np.isnan(drawn[3]).all()
    assert drawn[:3, 7].tolist() == PINNED
    assert crc32(drawn[:3].tobytes()) == ALL_PINNED


PINNED = [0.13714285714285712, 0.6534120544, 0.1330189997901144]
ALL_PINNED = 2533740024


# Points, against the same conversation gone on for very long

PURPOSE = {
    "en": Purpose("Help each other with a question from work, so that everybody can go on"),
    "nl": Purpose("Elkaar verder helpen met een vraag uit het werk, zodat iedereen weer verder kan"),
}


def thirds(language: str) -> list[list[Conversation]]:
    """Our own conversations, from little to much reasoning: each third stands for one endless conversation."""
    told = sorted(
        gold.conversations(), key=lambda one: (fmean(row["reason"] == "1" for row in one.codes["first"]), one.id)
    )
    talks = [
        conversation([(str(turn["who"]), str(turn[language])) for turn in one.turns], language=language) for one in told
    ]
    return [talks[:15], talks[15:30], talks[30:]]


def held(size: int, times: int, language: str) -> float:
    """How often the interval of points holds the points of all that was said in a third, in whatever order."""
    hits = []
    for part in thirds(language):
        chance = random.Random(size)
        whole = [measure(intervals.drawn(part, None, chance, PURPOSE[language])) for _ in range(5)]
        truth = fmean(card.points for card in whole)
        cards = (measure(intervals.drawn(part, size, chance, PURPOSE[language])) for _ in range(times))
        hits += [
            intervals.holds((card.points, card.interval, 1.0), truth)
            for card in cards
            if card.out_of == whole[0].out_of  # of as many dimensions
        ]
    return fmean(hits)


def test_points_hold_what_a_very_long_conversation_tells():
    assert 0.55 < held(25, 15, "en") < 1  # 45 conversations: the share itself is known to .06


@pytest.mark.soak
@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("size", [25, 40, 60])
def test_points_hold_it_about_as_often_as_they_say(size, language):
    found = held(size, 100, language)
    print(language, size, found)  # noqa: T201 - the figure is what one runs this for
    assert 0.65 < found < 0.95, found


# The reference


def test_what_is_held_against_the_sample_has_figures_in_it():
    for one in MEASURES:
        if not one.own_scale:
            of = reference(one.key)
            assert of.low < of.high
            assert of.channels


def test_a_channel_is_background_on_the_scale_people_see():
    chat = reference("grounds").channel("group chat")
    assert (chat.source, chat.low <= chat.middle <= chat.high) == ("DeliData", True)
    assert chat.middle == pytest.approx(reference("grounds").place(chat.raw[1], 100))
    own = reference("heard").channel("group chat")
    assert (own.low, own.middle, own.high) == own.raw, "on its own scale"
    with pytest.raises(KeyError):
        reference("grounds").channel("letters")


def test_what_we_declared_ourselves_is_no_background():
    assert "group chat" not in {one.name for one in reference("explicit").channels}  # the sample's task is ours


def test_the_comparison_is_said_in_both_languages():
    for key in about()["indicators"]:
        for sentence in compared(key):
            assert sentence.say("en") != sentence.say("nl")
    assert compared("follow_through") == ()

"""Every indicator passes the battery, and the battery notices one that should not."""

from dataclasses import replace

import pytest

from iq4d.measures import battery
from iq4d.measures.indicator import Finding
from iq4d.measures.registry import MEASURES
from iq4d.measures.score import DIMENSIONS, Evidence


@pytest.mark.parametrize("check", battery.CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("indicator", MEASURES, ids=lambda indicator: indicator.key)
def test_every_indicator_passes(indicator, check):
    check(indicator)


def test_every_dimension_has_two_indicators_or_more_of_different_names():
    assert min(sum(i.dimension == name for i in MEASURES) for name in DIMENSIONS) >= 2
    assert len({i.key for i in MEASURES}) == len(MEASURES)


def counts_names(transcript, without=()):
    """Formula: letters of names. Range: 0-1. No value: never. Source: none."""
    return Finding(min(1.0, sum(len(s.id) for s in transcript.conversation.speakers) / 100))


def is_not_a_number(transcript, without=()):
    return Finding(float("nan"))


def says_nothing(transcript, without=()):
    return Finding(None)


def repeats_itself(transcript, without=()):
    piece = Evidence("bad", "1", 0.5, "bad.rule")
    return Finding(0.5, evidence=(piece, piece))


@pytest.mark.parametrize(
    ("find", "check"),
    [
        (counts_names, battery.names_do_not_matter),
        (counts_names, battery.something_is_found),
        (is_not_a_number, battery.value_or_reason),
        (says_nothing, battery.value_or_reason),
        (repeats_itself, battery.evidence_in_order),
        (repeats_itself, battery.contested_leaves),
    ],
    ids=lambda part: part.__name__,
)
def test_a_bad_indicator_is_seen(find, check):
    with pytest.raises(AssertionError):
        check(replace(MEASURES[0], key="bad", own_scale=False, find=find))


def test_an_indicator_without_its_four_lines_is_seen():
    with pytest.raises(ValueError, match="does not state"):
        battery.documented(replace(MEASURES[0], find=says_nothing))

"""Every shipped method passes the battery, and the battery notices one that should not."""

from dataclasses import replace

import pytest

from iq4d.methods import Both, BrokenMethod, battery, catalog, newest

METHODS = sorted(catalog().values(), key=lambda method: method.key)
TEN = newest("ten_step")


@pytest.mark.parametrize("check", battery.CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
def test_every_method_passes(method, check):
    check(method)


def with_phase(method, key, **changes):
    phases = tuple(replace(phase, **changes) if phase.key == key else phase for phase in method.phases)
    return replace(method, phases=phases)


BAD = {
    "one that a file cannot hold": (replace(TEN, key="Ten steps!"), battery.survives_a_file),
    "heavy": (with_phase(TEN, "case", minutes=20), battery.is_light),
    "English in the Dutch": (
        with_phase(TEN, "case", prompt=Both("Tell what your part is", "Tell what it is and you do")),
        battery.speaks_both_languages,
    ),
    "the same in both": (
        with_phase(TEN, "case", prompt=Both("Tell it here and now", "Tell it here and now")),
        battery.speaks_both_languages,
    ),
    "silent to who waits": (with_phase(TEN, "case", meanwhile=None), battery.talks_to_who_waits),
    "without a source": (replace(TEN, source="mine"), battery.names_its_source),
    "under the wrong licence": (replace(newest("three_way"), licence="CC BY 4.0"), battery.names_its_source),
    "waiting for ever": (with_phase(TEN, "questions", exit=("all_in",)), battery.goes_on_without),
    "never ending": (with_phase(TEN, "outcome", exit=()), battery.reaches_its_harvest),
    "without a deed for the peers": (
        with_phase(TEN, "harvest", allowed={"owner": ("takeaway", "deed"), "peer": ("takeaway",)}),
        battery.asks_everybody_for_a_deed,
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_method_is_seen(what):
    method, check = BAD[what]
    with pytest.raises((AssertionError, BrokenMethod)):
        check(method)


def test_an_engine_that_shows_too_early_is_seen(monkeypatch):
    monkeypatch.setattr(battery, "sees", lambda state, viewer, entry, now: True)
    with pytest.raises(AssertionError, match="shows too early"):
        battery.keeps_what_is_private(TEN)


def test_the_five_are_there_and_the_short_form_knows_its_long_one():
    assert {method.key for method in METHODS} >= {"open_dialogue", "three_way", "ten_step", "review", "standup_review"}
    assert newest("standup_review").short_form_of == "review"
    with pytest.raises(KeyError):
        newest("no_such_method")

"""The measure changes in the open: every version says what it looks at otherwise, and why."""

from __future__ import annotations

import shutil
from dataclasses import replace
from itertools import pairwise

import pytest

from iq4d.measures import DIMENSIONS, Scorecard, measure
from iq4d.measures.battery import long as talk
from iq4d.measures.changes import FILE, MEASURE, since, versions
from iq4d.measures.fingerprint import FOLDER, fingerprint, written
from iq4d.measures.registry import MEASURES

HOW = """The measure has changed, and nothing says so. People will meet another picture of the same conversation.
1. Say what changed and why in src/iq4d/measures/changes.toml: at its last version, if no release or server has that one
   yet; else at a new version. New and removed indicators are named there as `added` and `removed`.
2. Run `python -m iq4d.measures.fingerprint --write`."""


def test_the_changes_tell_of_every_indicator() -> None:
    keys: set[str] = set()
    for version in versions():
        for change in version.changes:
            assert not keys & set(change.added), f"version {version.number} adds what is there"
            assert keys >= set(change.removed), f"version {version.number} removes what is not there"
            keys = keys - set(change.removed) | set(change.added)
    there = {one.key for one in MEASURES}
    assert keys == there, f"untold: {there - keys or '-'}; told, and not there: {keys - there or '-'}\n{HOW}"


def test_nothing_changes_without_a_word_about_it() -> None:
    assert versions()[-1].fingerprint == fingerprint(), HOW


def test_versions_follow_each_other() -> None:
    assert [version.number for version in versions()] == list(range(1, MEASURE + 1))
    assert all(one.date <= next_.date for one, next_ in pairwise(versions()))
    assert all(version.changes for version in versions())


@pytest.mark.parametrize("change", [change for version in versions() for change in version.changes])
def test_a_change_is_two_short_sentences_in_both_languages(change) -> None:
    assert change.touches
    assert set(change.touches) <= set(DIMENSIONS)
    for sentence in (*change.what.values(), *change.why.values()):
        assert sentence.endswith(".")
        assert 20 < len(sentence) < 140
    assert change.say("en-gb") == change.say("en") != change.say("nl")


def test_an_added_indicator_touches_its_dimension() -> None:
    dimensions = {one.key: one.dimension for one in MEASURES}
    for version in versions():
        for change in version.changes:
            assert {dimensions[key] for key in change.added if key in dimensions} <= set(change.touches)


def test_people_hear_of_what_they_see_and_did_not_see_before() -> None:
    every = [change for version in versions()[1:] for change in version.changes]
    assert since(1, MEASURE, DIMENSIONS) == every
    assert since(MEASURE, MEASURE, DIMENSIONS) == since(1, MEASURE, ()) == []
    assert since(1, MEASURE, {"depth"}) == [change for change in every if "depth" in change.touches]


@pytest.mark.parametrize(
    "file", ["reference.json", "heads/off.json", "languages/nl/cues.toml", "languages/en/common.txt"]
)
def test_a_change_in_a_file_changes_the_fingerprint(tmp_path, file: str) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "measures")
    assert fingerprint(MEASURES, folder) == fingerprint(), "control: a copy is the same"
    with (folder / file).open("a") as whole:
        whole.write("\n")
    assert fingerprint(MEASURES, folder) != fingerprint()


def test_another_indicator_changes_the_fingerprint_and_another_sentence_does_not() -> None:
    first, *rest = MEASURES
    assert fingerprint(rest) != fingerprint()
    assert fingerprint([replace(first, own_scale=not first.own_scale), *rest]) != fingerprint()
    assert fingerprint([replace(first, extra=not first.extra), *rest]) != fingerprint()
    assert fingerprint([replace(first, plain=first.name), *rest]) == fingerprint()


def test_the_changes_themselves_do_not_count_and_one_command_writes_it(tmp_path) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "measures")
    text = FILE.read_text("utf-8")
    told = written(text, "0123456789abcdef")
    (folder / FILE.name).write_text(told, "utf-8")
    assert fingerprint(MEASURES, folder) == fingerprint()
    assert told.replace("0123456789abcdef", versions()[-1].fingerprint) == text
    with pytest.raises(ValueError, match="no line"):
        written("[[versions]]", "0123456789abcdef")


def test_a_scorecard_says_which_measure_made_it() -> None:
    card = measure(talk())
    assert card.measure == card.to_json()["measure"] == MEASURE
    assert Scorecard.from_json(card.to_json()) == card
    kept = {key: value for key, value in card.to_json().items() if key != "measure"}
    assert Scorecard.from_json(kept) == replace(card, measure=1)

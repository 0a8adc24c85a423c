"""The Dutch-English conversations are as their README says, and their agreement is what it tells."""

import re
import sys

import pytest

from house.project import ROOT, words

sys.path.insert(0, str(ROOT / "tools"))
import gold


@pytest.fixture(scope="module")
def told():
    return gold.conversations()


def test_there_are_enough_and_some_are_kept_for_testing(told):
    assert len(told) >= 40
    assert sum(len(talk.turns) for talk in told) >= 600
    assert {talk.split for talk in told} == {"develop", "test"}


def test_the_readme_tells_the_figures(told):
    for code, n, yes, same, kappa in gold.agreement(told):
        assert f"| {code} | {yes} of {n} | {same:.2f} | {kappa:.2f} |" in words(ROOT / "gold" / "README.md")


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("01,", "02,", "not one row for each"),
        (r"^a01,1,\d", "a01,1,7", "off is '7'"),
        ("conversation,turn", "talk,turn", "its columns are not"),
    ],
)
def test_a_reading_that_is_wrong_is_named(tmp_path, before, after, message):
    good = (gold.GOLD / "readings" / "first" / "a01.csv").read_text("utf-8")
    if before == "01,":
        good, before, after = good.rsplit("\n", 2)[0] + "\n", "(?!)", ""
    (tmp_path / "a01.csv").write_text(re.sub(before, after, good, count=1, flags=re.MULTILINE), "utf-8")
    turns = good.count("\n") - 1 + (message == "not one row for each")
    with pytest.raises(ValueError, match=message):
        list(gold._codes(tmp_path / "a01.csv", turns))


def test_kappa_is_one_for_the_same_and_nothing_for_chance():
    assert gold.kappa("0101", "0101") == 1
    assert gold.kappa("0011", "0101") == 0
    assert gold.kappa("012", "021", weighted=True) == pytest.approx(0.25)

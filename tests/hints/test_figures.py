"""The test set is as its README says, hints are right nine times out of ten on it, and the page tells so."""

from collections import Counter

import pytest

from house.project import ROOT, load_tool, words

hints = load_tool("hints")
LANGUAGES = ("nl", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_of_each_kind_and_none_twice(language):
    told = hints.coded(language)
    kinds = Counter(one.key for one in told)
    assert len(told) >= 500
    assert set(kinds) == {*hints.KEYS, "none"}
    assert kinds["none"] > len(told) / 3  # most of what people write needs no hint
    assert len({(one.asking, one.words) for one in told}) == len({one.id for one in told}) == len(told)
    for part in ("test", "fresh"):
        assert sum(one.part == part for one in told) > 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_nine_out_of_ten_are_right(language):
    for part, told in hints.by_part(language):
        assert told.right / told.given >= 0.9, part
        assert told.right / told.wanted >= 0.7, part
    for key, told in hints.by_kind(language):
        assert told.right / told.given >= 0.9, key


def test_the_page_is_as_the_command_would_write_it(tmp_path, monkeypatch):
    monkeypatch.setattr(hints, "PAGE", tmp_path / "hints.md")
    assert hints.main(["--page"]) == 0
    assert words(tmp_path / "hints.md") == words(ROOT / "docs" / "hints.md")


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("id\tpart", "part\tid", "its columns are not"),
        ("\tdevelop\t", "\tlater\t", "part is 'later'"),
        ("\topen\t", "\twide\t", "manner is 'wide'"),
        ("\twelcome\t", "\tfine\t", "advice is 'fine'"),
        ("\tadvice\tHeb", "\ttip\tHeb", "key is 'tip'"),
        ("\t-\t", "\t", "6 columns, not 7"),
    ],
)
def test_a_line_that_is_wrong_is_named(tmp_path, before, after, message):
    good = words(hints.GOLD / "nl.tsv")
    assert before in good
    (tmp_path / "nl.tsv").write_text(good.replace(before, after, 1), "utf-8")
    with pytest.raises(ValueError, match=message):
        hints.coded("nl", tmp_path)


def test_the_figures_count_what_was_given_for_nothing():
    seen = hints.Asking(manner=("open",))
    some = [
        hints.Coded("1", "test", seen, "closed", "Was je boos?"),
        hints.Coded("2", "test", seen, "none", "Was je verdrietig?"),
        hints.Coded("3", "test", seen, "leading", "Was je blij?"),
        hints.Coded("4", "test", seen, "advice", "Wat deed je?"),
    ]
    assert hints.figures("nl", some) == hints.Figures(n=4, wanted=3, given=3, right=1, alarms=1)
    assert hints.figures("nl", some, "closed") == hints.Figures(n=4, wanted=1, given=3, right=1, alarms=1)

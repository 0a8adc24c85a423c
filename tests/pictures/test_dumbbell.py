"""Two figures on one line: told in words too, and drawn to scale without a style sheet."""

import re
from xml.etree import ElementTree

import pytest

from iq4d.pictures.dumbbell import LEFT, RIGHT, dumbbell

SVG = "{http://www.w3.org/2000/svg}"


def drawn(first=(5, 2, 8), second=(20, 15, 25), out_of=25, **words):
    told = {"title": "Depth: more in B", "description": "A: 5 of 25", "uid": "d", "dimension": "depth", **words}
    return dumbbell(first, second, out_of, **told)


def circles(picture):
    root = ElementTree.fromstring(picture)
    return {one.get("class"): float(one.get("cx")) for one in root.iter(SVG + "circle")}


def test_who_does_not_see_it_is_told():
    root = ElementTree.fromstring(drawn())
    told = {one.get("id"): one.text for one in root if one.tag in (SVG + "title", SVG + "desc")}
    assert root.get("role") == "img"
    assert root.get("aria-labelledby").split() == list(told)
    assert list(told.values()) == ["Depth: more in B", "A: 5 of 25"]


def test_both_stand_on_one_scale():
    at = circles(drawn((0, 0, 0), (25, 25, 25)))
    assert at == {"dumbbell-ring": LEFT, "dumbbell-dot": RIGHT}
    assert circles(drawn((12.5, 10, 14), (12.5, 12.5, 12.5)))["dumbbell-dot"] == (LEFT + RIGHT) / 2


def test_the_two_are_told_apart_without_colour():
    """One is a ring, the other a dot, each in its own row beside its letter."""
    root = ElementTree.fromstring(drawn((10, 8, 12), (10, 8, 12)))
    ring, dot = root.iter(SVG + "circle")
    assert ring.get("cy") != dot.get("cy")
    assert ring.get("fill") != dot.get("fill")
    assert [one.text for one in root.iter(SVG + "text")] == ["A", "B", "0", "25"]


def test_it_needs_no_style_sheet_and_nothing_from_elsewhere():
    for one in ElementTree.fromstring(drawn()).iter():
        assert one.tag.removeprefix(SVG) in {"svg", "title", "desc", "path", "rect", "circle", "text"}
        assert not {"style", "href"} & one.attrib.keys()
        if one.tag.removeprefix(SVG) in {"path", "rect", "circle"}:
            assert re.fullmatch(r"#[0-9a-f]{6}|none", one.get("fill"))


def test_hostile_words_stay_words():
    hostile = "</title><script>alert(1)</script>\x00"
    root = ElementTree.fromstring(drawn(title=hostile, description=hostile, letters=(hostile, "B")))
    assert not root.findall(f".//{SVG}script")


@pytest.mark.parametrize("first", [(3, 4, 5), (26, 4, 26), (-1, -2, 3), (float("nan"), 0, 1)])
def test_figures_that_cannot_be_are_refused(first):
    with pytest.raises(ValueError, match="does not lie on a scale"):
        drawn(first)


def test_unknown_names_are_refused():
    with pytest.raises(ValueError, match="unknown dimension 'width'"):
        drawn(dimension="width")
    with pytest.raises(ValueError, match="cannot be an id"):
        drawn(uid="1 x")

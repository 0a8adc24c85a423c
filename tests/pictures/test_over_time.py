"""A dimension over time: one picture for everybody, in which nothing is joined that does not compare."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from iq4d.pictures.over_time import BOTTOM, LEFT, RIGHT, TOP, Mark, over_time
from iq4d.pictures.shapes import DIMENSIONS

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</title><script>alert('Ada & Bob')</script>\x00 \" onload=\"x"


def drawn(*marks, **more):
    given = {
        "dimension": "depth",
        "out_of": 25,
        "title": "Depth over time",
        "description": "Three moments.",
        "uid": "d",
    }
    return ElementTree.fromstring(over_time(marks, **{**given, **more}))


def of_class(root, name):
    return [one for one in root.iter() if name in (one.get("class") or "").split()]


def mark(place, points=None, **more):
    low = None if points is None else max(points - 3, 0)
    high = None if points is None else min(points + 3, 25)
    return Mark(place, points, **{"low": low, "high": high, **more})


THREE = (mark(0, 5), mark(0.4, 9), mark(1, 12))
EVERY = [
    pytest.param((), id="nothing yet"),
    pytest.param((mark(0.5, 10),), id="one"),
    pytest.param((Mark(0.5, 10),), id="one without an interval"),
    pytest.param((Mark(0, word="some seen"),), id="only a word"),
    pytest.param(THREE, id="three"),
    pytest.param(tuple(mark(n / 9_999, n % 26) for n in range(10_000)), id="ten thousand"),
]


@pytest.mark.parametrize("marks", EVERY)
@pytest.mark.parametrize("joined", [True, False])
def test_it_is_told_in_words_and_needs_nothing_from_outside(marks, joined):
    root = drawn(*marks, joined=joined, steps=[(0, "1"), (0.5, "2")])
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "d-title d-desc"
    for one in root.iter():
        assert one.tag.removeprefix(SVG) in {"svg", "title", "desc", "path", "circle", "rect", "text"}
        assert not {"style", "href"} & set(one.attrib)
        assert not any(name.startswith("on") for name in one.attrib)
        if one.tag.removeprefix(SVG) in {"path", "circle", "rect", "text"}:
            assert re.fullmatch(r"#[0-9a-f]{6}|none", one.get("fill"))


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_more_points_stand_higher_and_later_ones_to_the_right(dimension):
    dots = of_class(drawn(*THREE, dimension=dimension), "bar-point")
    heights = [float(dot.get("cy")) for dot in dots]
    places = [float(dot.get("cx")) for dot in dots]
    assert heights == sorted(heights, reverse=True)
    assert places == sorted(places)
    assert all(TOP <= y <= BOTTOM for y in heights)
    assert all(LEFT <= x <= RIGHT for x in places)


def test_the_band_holds_every_interval():
    (band,) = of_class(drawn(*THREE), "bar-band")
    assert band.get("d").count("L") == 5


def test_a_newer_measure_is_a_cut_and_no_line_goes_over_it():
    root = drawn(mark(0, 5, made_by=1), mark(0.3, 6, made_by=1), mark(0.6, 15, made_by=2), mark(1, 16, made_by=2))
    assert len(of_class(root, "over-time-cut")) == 1
    assert [line.get("d").count("L") for line in of_class(root, "over-time-line")] == [1, 1]
    assert not of_class(drawn(*THREE), "over-time-cut")


def test_where_there_is_no_number_a_word_stands():
    root = drawn(Mark(0, word="some seen"), Mark(0.1, word="some seen"), mark(0.6, 9), mark(1, 11))
    assert [one.text for one in of_class(root, "over-time-word")] == ["25", "0", "some seen"]
    assert len(of_class(root, "over-time-open")) == 2
    assert len(of_class(root, "bar-point")) == 2


def test_what_is_a_thing_of_its_own_is_not_joined():
    root = drawn(*THREE, joined=False)
    assert not of_class(root, "over-time-line")
    assert len(of_class(root, "bar-band")) == 3


def test_numbers_of_steps_do_not_stand_on_each_other():
    root = drawn(*THREE, steps=[(n / 100, str(n)) for n in range(101)])
    numbers = [one for one in of_class(root, "over-time-word") if float(one.get("y")) < TOP]
    places = [float(one.get("x")) for one in numbers]
    assert min(b - a for a, b in pairwise(places)) >= 16
    assert len(of_class(root, "over-time-step")) == 101


def test_hostile_words_stay_words():
    root = drawn(Mark(0, word=HOSTILE), title=HOSTILE, description=HOSTILE, steps=[(0.5, HOSTILE)])
    assert not [one for one in root.iter() if one.tag == f"{SVG}script"]
    assert root.find(f"{SVG}title").text == HOSTILE.replace("\x00", "")


@pytest.mark.parametrize(
    "wrong",
    [
        Mark(-0.1, 3), Mark(1.1, 3), Mark(0, 26), Mark(0, -1), Mark(0, 3, 4, 5), Mark(0, 6, 4, 5), Mark(0, 20, 4, 26),
        Mark(float("nan"), 3), Mark(0, float("nan")),
    ],
)  # fmt: skip
def test_figures_that_cannot_be_are_refused(wrong):
    with pytest.raises(ValueError, match=r"\d|nan"):
        drawn(wrong)


def test_what_is_out_of_order_or_unknown_is_refused():
    with pytest.raises(ValueError, match="order"):
        drawn(mark(1, 3), mark(0, 4))
    with pytest.raises(ValueError, match="unknown dimension 'width'"):
        drawn(dimension="width")
    with pytest.raises(ValueError, match="outside"):
        drawn(steps=[(2, "1")])

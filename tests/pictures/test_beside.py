"""The measure and the people side by side: well-formed, told in words, and no further than a third."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from iq4d.pictures.beside import Row, beside

ROW = Row("depth", "Depth", 12.0, (9.0, 15.0), 2)
NAMES = {"words": ("little", "some", "a lot"), "names": ("the measure", "all of you"), "title": "Both", "uid": "both"}
SVG = "{http://www.w3.org/2000/svg}"


def drawn(*rows: Row, **more: str) -> ElementTree.Element:
    return ElementTree.fromstring(beside(rows, out_of=25, description="Depth: some, a lot", **(NAMES | more)))


def texts(svg: ElementTree.Element) -> list[str]:
    return [one.text or "" for one in svg.iter(f"{SVG}text")]


def test_it_says_what_it_shows() -> None:
    svg = drawn(ROW)
    assert svg.find(f"{SVG}title").text == "Both"
    assert svg.find(f"{SVG}desc").text == "Depth: some, a lot"
    assert texts(svg) == ["the measure", "all of you", "Depth", "little", "some", "a lot"]


def test_the_peoples_mark_is_as_wide_as_its_word() -> None:
    """The same mark wherever in the third they stood: it tells no more than the word."""
    places = {}
    for third in (0, 1, 2):
        mark = drawn(replace(ROW, third=third)).findall(f".//{SVG}g/{SVG}path[@class='shape-ground']")
        (places[third],) = (one.get("d") for one in mark)
    left = [float(re.match(r"M([\d.]+)", path)[1]) for path in places.values()]
    assert left == [14, 114, 214]
    assert not drawn(replace(ROW, third=None)).findall(f".//{SVG}g/{SVG}path[@class='shape-ground']")


def test_without_points_the_word_stands_there() -> None:
    svg = drawn(replace(ROW, points=None, interval=None, aside="some"))
    assert "the measure: some" in texts(svg)
    assert not svg.findall(f".//{SVG}g/{SVG}circle")


def test_any_name_fits_in() -> None:
    hostile = '<script>"&\x00😀'
    svg = drawn(replace(ROW, name=hostile), title=hostile)
    assert '<script>"&😀' in texts(svg)


def test_no_rows_are_an_empty_picture() -> None:
    assert texts(drawn()) == ["the measure", "all of you", "little", "some", "a lot"]


@pytest.mark.parametrize(
    "wrong", [{"points": 26.0}, {"points": -1.0}, {"interval": (13.0, 15.0)}, {"interval": (9.0, 30.0)}, {"third": 3}]
)
def test_what_is_not_on_the_line_is_refused(wrong: dict) -> None:
    with pytest.raises(ValueError, match=r"line"):
        drawn(replace(ROW, **wrong))
    with pytest.raises(ValueError, match="cannot be an id"):
        drawn(ROW, uid="1 x")

"""Strips over a conversation, and rings of people: drawn from figures, told in words, stretched or not."""

import re
from xml.etree import ElementTree

import pytest

from iq4d.pictures.ring import ring
from iq4d.pictures.strip import COLUMNS, HEIGHT, WIDTH, Row, columns, marks, strip

SVG = "{http://www.w3.org/2000/svg}"


def drawn(rows, **more):
    return ElementTree.fromstring(strip(rows, title="T <i>", description="D", uid="s", **more))


def test_a_row_holds_its_marks_where_they_stand():
    svg = drawn([Row(marks([1, 4], 4), hue="depth"), Row((), missing=((0.25, 0.5),))], breaks=[0.5])
    path = next(one for one in svg.iter(f"{SVG}path") if one.get("class") == "strip-mark strip-mark--depth")
    lefts = [float(x) for x in re.findall(r"M([\d.]+)", path.get("d"))]
    assert lefts == [pytest.approx(0, abs=3), pytest.approx(WIDTH * 0.75, abs=3)]
    missing = next(one for one in svg.iter(f"{SVG}rect") if one.get("class") == "strip-missing")
    assert float(missing.get("x")) == WIDTH * 0.25
    assert svg.get("preserveAspectRatio") == "none"
    assert svg.find(f"{SVG}title").text == "T <i>"


def test_many_contributions_are_columns_of_their_shares():
    few = marks(range(1, COLUMNS + 1), COLUMNS)
    many = marks(range(1, 5_001, 2), 5_000)
    assert len(few) == COLUMNS
    assert len(many) == COLUMNS
    assert all(0.9 < height <= 1 for *_, height in many)
    assert columns([(1, 0.5)], 5_000) == ((0.0, 1 / COLUMNS, 0.5),)
    assert marks([], 10) == ()


def test_what_is_there_is_seen_however_small():
    svg = drawn([Row(((0.0, 0.001, 0.001),))])
    path = next(one for one in svg.iter(f"{SVG}path"))
    assert float(re.search(r"v-([\d.]+)", path.get("d"))[1]) >= HEIGHT * 0.1


def test_a_ring_draws_a_line_from_who_answers_to_who_is_answered():
    svg = ElementTree.fromstring(
        ring(
            ["Ada", "Bob & <b>", "A name that goes on and on"],
            [(0, 1, 1), (1, 0, 9)],
            title="T",
            description="D",
            uid="r",
        )
    )
    lines = [one for one in svg.iter(f"{SVG}path") if one.get("class") == "ring-line"]
    assert float(lines[1].get("stroke-width")) > float(lines[0].get("stroke-width"))
    names = [one.text for one in svg.iter(f"{SVG}text")]
    assert names == ["Ada", "Bob & <b>", "A name that…"]
    dots = {one.get("r") for one in svg.iter(f"{SVG}circle")}
    assert len(dots) == 1  # nobody is drawn larger than anybody


def test_a_ring_of_nobody_and_of_one():
    assert "<circle" not in ring([], [], title="T", description="D", uid="r")
    assert ring(["Ada"], [], title="T", description="D", uid="r").count("<circle") == 1

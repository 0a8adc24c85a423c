"""The shapes of the mirror: an accessible picture for everybody, with or without the style sheet."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

import iq4d
from iq4d.pictures import drawing, shapes
from iq4d.pictures.shapes import DIMENSIONS, LEVELS, interval_bar, mirror_picture, shape

SVG = "{http://www.w3.org/2000/svg}"
STYLES = Path(iq4d.__file__).parent / "web/ui/static/ui/iq4d.css"
HOSTILE = "</title><script>alert('Ada & Bob')</script>\x00 \" onload=\"x"


def depth(level="some", **words):
    return shape("depth", level, **{"title": "Depth", "description": "Two of three layers.", "uid": "d", **words})


def mirror(columns=4, **words):
    levels = dict(zip(DIMENSIONS, LEVELS, strict=True))
    told = {"title": "Our conversation", "description": "Four shapes.", "names": levels, "words": levels, **words}
    return mirror_picture(levels, uid="mirror", columns=columns, **told)


def bar(points=12.4, low=9.0, high=15.5, out_of=25, **words):
    return interval_bar(points, low, high, out_of, **{"title": "12.4 of 25", "uid": "b", "dimension": "depth", **words})


EVERY_PICTURE = [
    *(
        pytest.param(shape(d, level, title="T", description="D", uid="u"), id=f"{d}, {level}")
        for d in DIMENSIONS
        for level in LEVELS
    ),
    pytest.param(mirror(), id="four in a row"),
    pytest.param(mirror(columns=2), id="four in a square"),
    pytest.param(bar(), id="bar"),
    pytest.param(bar(low=None, high=None, dimension=""), id="bar without interval"),
]


@pytest.mark.parametrize("picture", EVERY_PICTURE)
def test_who_does_not_see_the_picture_is_told_what_it_shows(picture):
    root = ElementTree.fromstring(picture)
    told = {element.get("id"): element.text for element in root if element.tag in (SVG + "title", SVG + "desc")}
    assert root.tag == SVG + "svg"
    assert root.get("role") == "img"
    assert root.get("aria-labelledby").split() == list(told)
    assert all(told.values())


@pytest.mark.parametrize("picture", EVERY_PICTURE)
def test_a_picture_needs_no_style_no_script_and_nothing_from_outside(picture):
    for element in ElementTree.fromstring(picture).iter():
        assert element.tag.removeprefix(SVG) in {"svg", "title", "desc", "g", "path", "circle", "rect", "text"}
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name not in {"style", "href", "{http://www.w3.org/1999/xlink}href"}
            assert "url(" not in value


@pytest.mark.parametrize("picture", EVERY_PICTURE)
def test_a_picture_keeps_its_colours_where_no_style_sheet_reaches(picture):
    drawn = [e for e in ElementTree.fromstring(picture).iter() if e.tag.removeprefix(SVG) in {"path", "circle", "rect"}]
    assert drawn
    assert all(re.fullmatch(r"#[0-9a-f]{6}|none", element.get("fill")) for element in drawn)
    assert all(element.get("stroke") for element in drawn if element.get("fill") == "none")


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_more_seen_is_more_filled(dimension):
    def filled(level):
        root = ElementTree.fromstring(shape(dimension, level, title="T", description="D", uid="u"))
        return [e.get("d") for e in root.iter(SVG + "path") if e.get("class") == "shape-seen"]

    drawings = [tuple(filled(level)) for level in LEVELS]
    assert drawings[0] == ()
    assert len(set(drawings)) == len(LEVELS)
    if dimension == "purpose":  # one point that rises
        tops = [float(re.match(r"M[\d.]+ ([\d.]+)", paths[0])[1]) for paths in drawings[1:]]
        assert tops == sorted(tops, reverse=True)
    else:
        assert [len(paths) for paths in drawings] == sorted({len(paths) for paths in drawings})


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_only_a_lot_leaves_nothing_open(dimension):
    dashed = {
        level: "stroke-dasharray" in shape(dimension, level, title="T", description="D", uid="u") for level in LEVELS
    }
    assert dashed == {"unseen": True, "little": True, "some": True, "a lot": False}


def test_the_four_are_told_apart_without_colour():
    def outline(dimension):
        picture = shape(dimension, "a lot", title="T", description="D", uid="u")
        return tuple(re.findall(r' d="([^"]+)"', picture))

    assert len({outline(dimension) for dimension in DIMENSIONS}) == len(DIMENSIONS)


def test_hostile_words_stay_words():
    for picture in (
        depth(title=HOSTILE, description=HOSTILE),
        mirror(title=HOSTILE, names=dict.fromkeys(DIMENSIONS, HOSTILE), words=dict.fromkeys(DIMENSIONS, HOSTILE)),
        bar(title=HOSTILE),
    ):
        root = ElementTree.fromstring(picture)
        assert root.find(SVG + "title").text == HOSTILE.replace("\x00", "")
        assert not root.findall(f".//{SVG}script")


def test_the_picture_of_four_says_names_and_words_in_text():
    words = {"purpose": "veel gezien", "depth": "iets gezien", "diversity": "weinig gezien", "deeds": "nog niet gezien"}
    root = ElementTree.fromstring(mirror(words=words))
    assert [text.text for text in root.iter(SVG + "text") if text.get("class") == "shape-word"] == list(words.values())


def test_the_bar_puts_points_and_interval_on_one_scale():
    root = ElementTree.fromstring(bar(points=10, low=0, high=20, out_of=20))
    band = next(e for e in root.iter(SVG + "rect") if e.get("class") == "bar-band")
    left, width = float(band.get("x")), float(band.get("width"))
    point = float(root.find(SVG + "circle").get("cx"))
    assert point == pytest.approx(left + width / 2) == shapes.BAR_WIDTH / 2


@pytest.mark.parametrize(
    ("points", "low", "high", "out_of"), [(3, 4, 5, 25), (6, 4, 5, 25), (26, 4, 27, 25), (-1, -2, 3, 25), (0, 0, 0, 0)]
)
def test_a_bar_that_cannot_be_is_refused(points, low, high, out_of):
    with pytest.raises(ValueError, match=str(points)):
        bar(points, low, high, out_of)


def test_unknown_names_are_refused():
    with pytest.raises(ValueError, match="unknown dimension 'width'"):
        shape("width", "some", title="T", description="D", uid="u")
    with pytest.raises(ValueError, match="unknown level 'huge'"):
        depth("huge")
    with pytest.raises(ValueError, match="cannot be an id"):
        depth(uid='x" onload="y')


def test_the_colours_without_a_style_sheet_are_those_of_the_light_tokens():
    light = STYLES.read_text(encoding="utf-8").split("@media", 1)[0]
    token = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light))
    assert {d: token[d] for d in DIMENSIONS} == drawing.HUES
    assert {d: token[f"{d}-soft"] for d in DIMENSIONS} == drawing.SOFT_HUES
    rest = {"paper": drawing.PAPER, "sunken": drawing.SUNKEN, "ink": drawing.INK, "ink-soft": drawing.INK_SOFT}
    assert {name: token[name] for name in (*rest, "edge")} == {**rest, "edge": drawing.EDGE}

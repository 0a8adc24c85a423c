"""The style sheet is readable: WCAG 2.2 AA in both modes, computed from the tokens themselves."""

import re
from pathlib import Path

import pytest

import iq4d

STATIC = Path(iq4d.__file__).parent / "web/ui/static/ui"
STYLES = (STATIC / "iq4d.css").read_text(encoding="utf-8")
LOOK = Path(__file__).parents[2] / "docs/look.md"

GROUNDS = ("paper", "surface")
DIMENSIONS = ("purpose", "depth", "diversity", "deeds")
OF_THE_SUBJECT = ("accent", "danger", "good", "warn", *DIMENSIONS)

# What stands on what. Text first (4.5 or more), then edges, rings and shapes (3 or more).
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft", *OF_THE_SUBJECT) for ground in GROUNDS),
    *(("ink", f"{name}-soft") for name in OF_THE_SUBJECT),
    *(("ink-soft", f"{name}-soft") for name in ("accent", *DIMENSIONS)),
    *((name, f"{name}-soft") for name in ("good", "warn")),
    *(("accent", f"{name}-soft") for name in ("accent", "good", "warn", "danger")),
    *(("ink", f"tint-{n}") for n in range(1, 7)),
    ("ink", "sunken"),
    ("on-accent", "accent"),
]
PARTS = [
    *((part, ground) for part in ("edge", "focus", *OF_THE_SUBJECT) for ground in GROUNDS),
    *((name, f"{name}-soft") for name in ("accent", "danger", "good", "warn", *DIMENSIONS)),
    *(("focus", f"{name}-soft") for name in ("accent", *DIMENSIONS)),
    ("edge", "sunken"),
    ("edge", "accent-soft"),
]


def tokens(selector):
    block = re.search(re.escape(selector) + r" \{(.*?)\}", STYLES, re.DOTALL)[1]
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", block))


MODES = {
    "light": tokens(":root"),
    "dark": tokens(':root[data-theme="dark"]'),
    "dark by the device": tokens(':root:not([data-theme="light"])'),
}


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_reckoned_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (PARTS, 3)], ids=["text", "parts"])
def test_everything_can_be_read(mode, pairs, least):
    colour = MODES[mode]
    faint = {(on, under): round(contrast(colour[on], colour[under]), 2) for on, under in pairs}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < least} == {}


def test_dark_is_one_set_of_colours_however_it_is_chosen():
    assert MODES["dark"] == MODES["dark by the device"]
    assert MODES["dark"].keys() == MODES["light"].keys()


def test_every_colour_stands_in_the_tokens_and_every_token_is_known():
    rules = STYLES.split("/* Which dimension we are in", 1)[1]
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", rules) == []
    used = set(re.findall(r"var\(--([a-z0-9-]+)", STYLES))
    defined = set(re.findall(r"--([a-z0-9-]+):", STYLES))
    assert used - defined == set()
    assert defined - used == set()


def test_the_page_on_the_look_names_the_colours_that_are():
    written = LOOK.read_text(encoding="utf-8")
    for name, light in MODES["light"].items():
        if not name.startswith("tint-"):
            row = next(line for line in written.splitlines() if line.startswith("|") and f"`--{name}`" in line)
            assert light in row
            assert MODES["dark"][name] in row


def test_the_look_stays_light_and_asks_nothing_from_elsewhere():
    assert len(STYLES.encode()) < 46_000  # some 9 kB over the line
    assert (STATIC / "iq4d.js").stat().st_size < 11_000
    for kept in STATIC.iterdir():
        without_namespace = kept.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?:|data:|@import|\bstyle=|<script|\beval\(|innerHTML", without_namespace), kept.name

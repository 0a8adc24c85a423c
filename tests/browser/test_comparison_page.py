"""A comparison as a file on somebody's own device: on a phone, a desktop, in the dark, on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from browser.conftest import DESKTOP, PHONE
from browser.looking import wrong_with
from iq4d.report.comparison import Comparison, compare, compare_held, comparison_page
from report.test_comparison import SHORT, by_depth, ours

pytestmark = pytest.mark.browser
LONG = "a-name-without-a-blank-" * 8 + ".json"
SIDES = {
    "several, far apart": lambda: compare_held(by_depth("nl")[:8], by_depth("nl")[-8:], (LONG, "na.json")),
    "one beside one": lambda: compare(ours()[:1], ours()[1:2]),
    "too short": lambda: compare([SHORT], [SHORT]),
}


def shown(browser: Browser, tmp_path: Path, comparison: Comparison, language: str, **looks: Any) -> Page:
    path = tmp_path / "comparison.html"
    path.write_text(comparison_page(comparison, language), "utf-8")
    here = browser.new_context(**looks).new_page()
    asked: list[str] = []
    here.on("request", lambda request: asked.append(request.url))
    here.goto(path.as_uri())
    assert asked == [path.as_uri()], "a comparison needs nothing from elsewhere"
    return here


@pytest.mark.parametrize("name", SIDES)
def test_nothing_is_wrong_with_it(browser: Browser, tmp_path: Path, name: str) -> None:
    for language, looks in (("nl", PHONE | {"viewport": {"width": 360, "height": 740}}), ("en", DESKTOP)):
        here = shown(browser, tmp_path, SIDES[name](), language, **looks)
        assert wrong_with(here, phone="is_mobile" in looks) == []


def test_on_paper_words_and_pictures_stay(browser: Browser, tmp_path: Path) -> None:
    here = shown(browser, tmp_path, SIDES["several, far apart"](), "nl", **DESKTOP, color_scheme="dark")
    here.emulate_media(media="print")
    assert here.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert here.locator(".dumbbell").first.is_visible()
    assert here.locator("#depth .seen").is_visible()
    assert not here.locator("details").first.is_visible()


def test_a_verdict_leads_to_its_dimension(browser: Browser, tmp_path: Path) -> None:
    here = shown(browser, tmp_path, SIDES["one beside one"](), "en", **DESKTOP)
    for _ in range(3):  # past the way to the content: purpose, depth
        here.keyboard.press("Tab")
    here.keyboard.press("Enter")
    assert here.evaluate("location.hash") == "#depth"

"""A report as a file on somebody's own device: on a phone, a desktop, in the dark, on paper; for eyes and for ears."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from browser.conftest import DESKTOP, PHONE
from browser.looking import wrong_with
from iq4d.conversation import Conversation, conversation
from iq4d.readers import read
from iq4d.report import page, report
from report.talks import BEGAN, LINES, garden, harvested, said_by_many

pytestmark = pytest.mark.browser
SHARED = Path(__file__).resolve().parents[3] / "shared" / "samples"
TALKS = {
    "what its people declared": harvested,
    "only words": garden,
    "a first impression": lambda: conversation(LINES[:4], language="en"),
    "nothing": lambda: conversation([]),
    "sixty people": lambda: said_by_many(60, 400),
}


def shown(browser: Browser, tmp_path: Path, html: str, **looks: Any) -> Page:
    path = tmp_path / "report.html"
    path.write_text(html, "utf-8")
    here = browser.new_context(**looks).new_page()
    asked: list[str] = []
    here.on("request", lambda request: asked.append(request.url))
    here.goto(path.as_uri())
    assert asked == [path.as_uri()], "a report needs nothing from elsewhere"
    return here


@pytest.mark.parametrize("name", TALKS)
def test_nothing_is_wrong_with_it(browser: Browser, tmp_path: Path, name: str) -> None:
    for language, looks in (("nl", PHONE | {"viewport": {"width": 360, "height": 740}}), ("en", DESKTOP)):
        html = page(report(TALKS[name](), now=BEGAN), language, back=("/dialogues/x/mirror/", "Back"))
        assert wrong_with(shown(browser, tmp_path, html, **looks), phone="is_mobile" in looks) == []


def samples() -> list[tuple[str, Conversation]]:
    if not SHARED.exists():
        pytest.skip("the samples of other platforms are not beside this project")
    dump = SHARED / "stackexchange_dump" / "GonzaloHirsch__TP-XML"
    pages = SHARED / "wordpress_wxr" / "WordPress__theme-test-data" / "themeunittestdata.wordpress.xml"
    return [(path.name, max(read(path), key=len)) for path in (dump, pages)]


def test_nothing_is_wrong_with_a_question_and_an_article_from_elsewhere(browser: Browser, tmp_path: Path) -> None:
    for name, talk in samples():
        html = page(report(talk), "nl")
        assert len(html.encode()) < 300_000, name
        here = shown(browser, tmp_path, html, **PHONE)
        assert wrong_with(here, phone=True) == [], name


def test_by_keyboard_one_opens_the_grounds_and_goes_to_a_dimension(browser: Browser, tmp_path: Path) -> None:
    here = shown(browser, tmp_path, page(report(harvested(), now=BEGAN)), **DESKTOP)
    here.keyboard.press("Tab")
    assert here.evaluate("document.activeElement.className") == "skip"
    for _ in range(2):
        here.keyboard.press("Tab")
    here.keyboard.press("Enter")
    assert here.evaluate("location.hash") == "#depth"
    here.locator("#depth summary").focus()
    here.keyboard.press("Enter")
    assert here.locator("#depth .indicator").first.is_visible()


def test_on_paper_it_is_light_and_what_is_folded_is_left_out(browser: Browser, tmp_path: Path) -> None:
    here = shown(browser, tmp_path, page(report(harvested(), now=BEGAN)), **DESKTOP, color_scheme="dark")
    here.emulate_media(media="print")
    assert here.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert here.evaluate("getComputedStyle(document.body).color") == "rgb(42, 37, 33)"
    assert not here.locator("details").first.is_visible()
    assert here.locator(".strip").first.is_visible()

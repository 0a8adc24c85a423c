"""One line of help after writing, on a phone: by itself after a pause, and without JavaScript before it is posted."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Visit
from browser.looking import wrong_with
from browser.playing import NOW, join, link_of, start

pytestmark = pytest.mark.browser
TIP = "Heb je al eens geprobeerd om te bellen?"


def composer(page: Page, path: str) -> None:
    page.goto(path)
    page.locator(f"{NOW} form.composer textarea[name=source]").first.fill(TIP)


def post(page: Page) -> None:
    page.locator(f"{NOW} form.composer .actions .button").first.tap()


def test_a_line_after_a_pause_and_before_it_is_posted(visit: Visit) -> None:
    ada = visit("ada", locale="nl-NL")
    path = start(ada, "Wat doe je als niemand antwoordt?")
    link = link_of(ada)

    gina = visit(phone=True, locale="nl-NL")
    join(gina, link, "Gina")
    composer(gina, path)
    line = gina.locator("form .hint")
    expect(line).to_contain_text("Zit hier een tip in?")
    assert wrong_with(gina, phone=True) == []
    line.locator("[data-hint-change]").tap()
    expect(line).to_have_count(0)
    expect(gina.locator(f"{NOW} form.composer textarea[name=source]").first).to_be_focused()
    post(gina)  # it was said once
    expect(gina.locator("#talk")).to_contain_text(TIP)
    gina.goto(path)
    expect(gina.locator(f"{NOW} form.composer textarea[name=source]").first).to_have_value("")

    composer(gina, path)
    post(gina)  # before the pause: the page asks
    kept = gina.locator("#words-back")
    expect(kept.locator(".hint")).to_contain_text("Zit hier een tip in?")
    assert wrong_with(gina, phone=True) == []
    kept.locator(".hint .button").first.tap()
    expect(gina.locator("#talk .contribution", has_text=TIP)).to_have_count(2)
    gina.goto(path)
    expect(gina.locator(f"{NOW} form.composer textarea[name=source]").first).to_have_value("")


def test_without_javascript_it_is_the_same_line_and_one_tap_ends_it(visit: Visit) -> None:
    ada = visit("ada", locale="nl-NL")
    path = start(ada, "Hoe zeg je het?")
    hugo = visit(phone=True, script=False, locale="nl-NL")
    join(hugo, link_of(ada), "Hugo")
    composer(hugo, path)
    post(hugo)
    expect(hugo.locator("#words-back .hint")).to_contain_text("Zit hier een tip in?")
    hugo.locator("#words-back .hint .link-button").tap()
    expect(hugo.locator(".hint")).to_have_count(0)
    expect(hugo.locator("#back-words")).to_have_value(TIP)
    hugo.locator("#words-back .actions .button").first.tap()
    expect(hugo.locator("#talk")).to_contain_text(TIP)
    composer(hugo, path)
    post(hugo)
    expect(hugo.locator("#talk .contribution", has_text=TIP)).to_have_count(2)

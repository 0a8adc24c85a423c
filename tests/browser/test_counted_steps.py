"""How little it takes: taps and texts counted, seconds measured, on a phone. The figures are in docs/roadmap.md."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.conftest import Visit
from browser.playing import NOW, start
from browser.steps import mailed

pytestmark = pytest.mark.browser
PER_SECOND = 2.5  # characters somebody types with two thumbs, slowly: 30 words a minute
PER_TAP = 2.0  # seconds to find the next button


@dataclass
class Hand:
    """One thumb: counts what it does, and how long the pages let it wait."""

    page: Page
    taps: int = 0
    texts: int = 0
    typed: int = 0
    waited: float = 0.0

    def tap(self, what: Locator) -> None:
        self.taps += 1
        before = time.monotonic()
        with self.page.expect_navigation(wait_until="load"):
            what.tap()
        self.waited += time.monotonic() - before

    def type(self, where: Locator, words: str) -> None:
        self.texts += 1
        self.typed += len(words)
        where.fill(words)

    @property
    def seconds(self) -> float:
        return self.waited + self.taps * PER_TAP + self.typed / PER_SECOND


def test_from_an_invitation_by_mail_to_the_first_words(visit: Visit, record_property: Callable[[str, float], None]):
    """The link in the mail, join in, post: three taps and one text. The name stands there already."""
    ada = visit("ada")
    dialogue = start(ada, "Wat doe je als niemand antwoordt?")
    ada.goto(f"{dialogue}people/")
    ada.locator("#ask [name=email]").fill("vera@iq4d.example")
    ada.locator("#ask [name=name]").fill("Vera")
    ada.locator("#ask [name=question]").fill("Jij wacht nooit lang: wat doe je?")
    ada.locator("#ask form[data-keep] .button").click()
    expect(ada.locator(".flash")).to_be_visible()

    vera = Hand(visit(phone=True, locale="nl-NL"))
    mailed(vera.page, "vera@iq4d.example", "/join/")  # she has the mail open
    vera.tap(vera.page.locator(".mail-body a[href*='/join/']").first)
    vera.tap(vera.page.locator("main form .button").first)
    vera.type(vera.page.locator(f"{NOW} form.composer textarea"), "Ik bel.")
    vera.tap(vera.page.locator(f"{NOW} form.composer .actions .button").first)
    expect(vera.page.locator("#talk")).to_contain_text("Ik bel.")
    expect(vera.page.locator("#talk")).to_contain_text("Vera")
    record_property("from mail to first words, seconds the pages took", round(vera.waited, 1))
    assert (vera.taps, vera.texts) == (3, 1)


def test_from_nothing_to_a_shared_question(visit: Visit, record_property: Callable[[str, float], None]):
    """A guest on the home page has a link to share within a minute, typing slowly."""
    gina = Hand(visit(phone=True, locale="en-GB"))
    gina.page.goto("/")
    gina.tap(gina.page.locator("main a[href='/start/']"))
    gina.type(gina.page.locator("[name=sentence]"), "How do I tell a colleague that her work is not enough?")
    gina.type(gina.page.locator("[name=name]"), "Gina")
    gina.tap(gina.page.locator("main form .actions .button"))
    expect(gina.page.locator(".share-link a")).to_contain_text("/join/")
    copy = gina.page.locator("[data-copy-link]").first
    gina.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    copy.tap()
    gina.taps += 1
    expect(copy).to_have_text("Copied")
    link = gina.page.evaluate("navigator.clipboard.readText()")
    assert link == gina.page.locator(".share-link a").first.get_attribute("href")
    record_property("from nothing to a shared question, seconds the pages took", round(gina.waited, 1))
    assert (gina.taps, gina.texts) == (3, 2)
    assert gina.seconds <= 60
    guest = visit(phone=True, locale="en-GB")
    guest.goto(link)
    expect(guest.locator("h1")).to_have_text("How do I tell a colleague that her work is not enough?")

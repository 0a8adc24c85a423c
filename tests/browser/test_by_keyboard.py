"""A whole dialogue without a mouse: every stop is seen, nothing traps, and after each post one is where one wrote."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Visit
from browser.playing import NOW, link_of

pytestmark = pytest.mark.browser
AT = """() => { const at = document.activeElement, look = getComputedStyle(at), box = at.getBoundingClientRect();
  const name = at.outerHTML.slice(0, 140);
  if (at === document.body) return { name, body: true };
  const ring = (one) => one && getComputedStyle(one).outlineStyle !== "none"
    && parseFloat(getComputedStyle(one).outlineWidth) >= 2;
  const drawn = ring(at) || ring(at.closest(".kind, .choice"));
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const before = window.before?.isConnected && window.before !== at ? window.before : null; // a date has three stops
  const after = !before || Boolean(before.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING);
  window.before = at;
  return { name, drawn, inside, after, wide: box.width > 1 }; }"""
TABBABLE = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
  .filter((one) => one.checkVisibility() && !one.disabled && one.tabIndex >= 0)
  .filter((one) => one.type !== "radio" || one.checked).length"""

GOES_ON = """() => { const at = document.activeElement, again = window.last !== at && window.met.has(at);
  if (at === document.body || again) return window.met.size === 0;
  window.last = at;
  window.met.add(at);
  return true; }"""
EXTRA = 6  # a date is one field with a stop for day, month, year and calendar


class Keys:
    """One person at a keyboard. Whatever the focus passes must be seen, and come in reading order."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, selector: str, at_most: int = 150) -> None:
        """Press Tab until the focus is there."""
        self.page.evaluate("window.before = undefined")
        for _ in range(at_most):
            self.page.keyboard.press("Tab")
            at = self.page.evaluate(AT)
            if at.get("body"):  # round the corner: past the last, before the first
                self.page.evaluate("window.before = undefined")
                continue
            assert at["drawn"], f"no visible focus on {at['name']}"
            assert at["wide"], f"focus on something unseen: {at['name']}"
            assert at["inside"], f"focus outside the window: {at['name']}"
            assert at["after"], f"out of order: {at['name']}"
            if self.is_on(selector):
                return
        raise AssertionError(f"{selector} is not reached by {at_most} tabs on {self.page.url}")

    def is_on(self, selector: str) -> bool:
        focused = self.page.locator(selector)
        return any(one.evaluate("one => one === document.activeElement") for one in focused.all())

    def type(self, words: str) -> None:
        """Over what stands there."""
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(words)

    def press(self, key: str = "Enter", *, leads_on: bool = True) -> None:
        if not leads_on:
            self.page.keyboard.press(key)
            return
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def unfold(self, summary: str, key: str) -> None:
        self.to(summary)
        self.press(key, leads_on=False)
        assert self.page.evaluate("document.activeElement.parentElement.open")

    def landed(self) -> None:
        """On what was just posted: it is in sight, and the next Tab goes on from there."""
        self.page.wait_for_url(re.compile(r"#c-\d+$"))
        there = self.page.locator("#" + self.page.url.rpartition("#")[2])
        expect(there).to_be_in_viewport()
        self.page.keyboard.press("Tab")
        at = self.page.evaluate("() => document.activeElement.getBoundingClientRect().top + scrollY")
        top = there.evaluate("one => one.getBoundingClientRect().top + scrollY")
        assert at >= top - 4, "the next Tab goes back to the top of the page"


def test_a_dialogue_without_a_mouse(visit: Visit):
    """Two guests: one asks, the other answers; what they rate and how they harvest it; a deed, and how it went."""
    gina, tom = Keys(visit(locale="en-GB")), Keys(visit(locale="en-GB"))
    gina.page.goto("/start/")
    gina.to("a.skip", at_most=1)
    gina.press(leads_on=False)
    expect(gina.page.locator("main")).to_be_focused()
    gina.to("[name=sentence]", at_most=1)
    gina.type("What do you do when nobody answers?")
    gina.to("[name=name]")
    gina.type("Gina")
    gina.to("details:has([name=method]) > summary")
    gina.press("Space", leads_on=False)
    expect(gina.page.locator("[name=method]")).to_be_visible()
    gina.to("main form .actions .button")
    gina.press()
    dialogue = gina.page.url.partition("?")[0]

    gina.to("[data-copy-link]")  # the share page
    link = link_of(gina.page)
    tom.page.goto(link)
    tom.to("[name=name]")
    tom.type("Tom")
    tom.press()  # Enter in the field is enough
    expect(tom.page.locator(f"{NOW} form.composer")).to_be_visible()

    writes(gina, "I wait a week, and then I ask again.")
    tom.page.goto(dialogue)
    tom.to("#c-1 .contribution-foot a")
    tom.press()
    tom.to("#compose textarea")
    tom.type("What did you ask them?")
    tom.unfold("#compose details.what-kind > summary", "Enter")
    tom.to("#compose [name=kind]")
    tom.press("ArrowDown", leads_on=False)
    tom.to("#compose form .actions .button")
    tom.press()
    tom.landed()
    gina.page.goto(dialogue)
    gina.to("#c-2 .contribution-foot a")
    gina.press()
    gina.to("#compose textarea")
    gina.type("Whether they were well.")
    gina.to("#compose form .actions .button")
    gina.press()
    gina.landed()

    gina.page.goto(dialogue)
    closes(gina)
    for person, takeaway in ((tom, "That asking is an answer."), (gina, "To ask by name.")):
        person.page.goto(dialogue)
        person.to("[name=takeaway]")
        person.type(takeaway)
        person.to("[name=deed]")
        person.type("I ask three people by name." if person is gina else "")
        person.to("[name=due]")
        person.unfold("details.sharper > summary", "Space")
        person.to("[name=if_then]", at_most=1)
        if person is gina:
            person.type("If it is Monday, then I ask.")
        person.to("form.harvest .actions .button")
        person.press()
    gina.page.goto(dialogue)
    gina.to("[name=outcome]")
    gina.type("Ask by name.")
    gina.to("form[action$='/round-off/'] .button")
    gina.press()
    expect(gina.page.locator("main")).to_contain_text("Ask by name.")
    gina.to("a[href^='/deeds/']")
    gina.press()
    gina.to("button[name=outcome][value=partly]")
    gina.press()
    gina.to("textarea[name=story]")
    gina.type("Two answered. One had been ill.")
    gina.to("main form:has(textarea[name=story]) .button")
    gina.press()
    gina.landed()
    expect(gina.page.locator("main")).to_contain_text("Two answered.")


def writes(person: Keys, words: str) -> None:
    person.to(f"{NOW} form.composer textarea")
    person.type(words)
    person.to(f"{NOW} form.composer .actions .button", at_most=3)
    person.press()
    person.landed()


def closes(person: Keys) -> None:
    button = f"{NOW} button[name=kind][value=close]"
    if not person.page.locator(button).first.is_visible():
        person.unfold(f"{NOW} details.lead-moves > summary", "Enter")
    person.to(button)
    person.press()


def test_rating_and_answering_without_a_mouse(visit: Visit):
    """A ten-step as far as the short answers; a refusal puts the focus on what went wrong."""
    ada, peers = Keys(visit("ada")), []
    ada.page.goto("/start/?method=ten_step")
    ada.to("[name=sentence]")
    ada.type("How do I say it to her?")
    ada.to("main form .actions .button")
    ada.press()
    dialogue = ada.page.url.partition("?")[0]
    link = link_of(ada.page)
    for name in ("Fatima", "Joost"):
        peer = Keys(visit(locale="en-GB"))
        peer.page.goto(link)
        peer.to("[name=name]")
        peer.type(name)
        peer.press()
        peers.append(peer)
    ada.page.goto(dialogue)
    ada.to(f"{NOW} form[action$='/begin/'] button")
    ada.press()
    writes(ada, "She is late, I say nothing. My question: how do I tell her?")
    for n, peer in enumerate(peers):
        for more in ("What happens in you?", "What do you fear?"):
            peer.page.goto(dialogue)
            if peer is peers[1] and more.startswith("What do"):
                too_late(peer, ada, dialogue)
                break
            writes(peer, f"{more} ({n})")
    ada.page.goto(dialogue)
    rated = ada.page.locator(f"{NOW} .rating > li").count()
    assert rated == 3
    for number in range(rated):
        ada.to(f"{NOW} .rating > li:nth-child({number + 1}) input[type=radio]")
        ada.press("Space" if number == 0 else "ArrowRight", leads_on=False)  # warm; or on to lukewarm
    ada.to(f"{NOW} form:has(.rating) .actions .button")
    ada.press()
    ada.page.goto(dialogue)
    ada.unfold(f"{NOW} .answering > li:first-child details.answer > summary", "Enter")
    ada.to(f"{NOW} .answering > li:first-child textarea", at_most=1)
    ada.type("I look away.")
    ada.to(f"{NOW} .answering > li:first-child .button", at_most=1)
    ada.press()
    ada.landed()


def too_late(peer: Keys, ada: Keys, dialogue: str) -> None:
    """The step closes while somebody writes: the focus is on why, and the words are there."""
    peer.to(f"{NOW} form.composer textarea")
    peer.type("Too late, and not lost.")
    ada.page.goto(dialogue)
    closes(ada)
    peer.to(f"{NOW} form.composer .actions .button", at_most=3)
    peer.press()
    expect(peer.page.locator(".error-summary")).to_be_focused()
    peer.to(".kept-words button")
    expect(peer.page.locator(".kept-words blockquote")).to_have_text("Too late, and not lost.")


def test_every_stop_is_met_once_and_back_again(visit: Visit):
    """Round a page with Tab and back with Shift+Tab: nothing is passed over and nothing holds on to the focus."""
    ada = Keys(visit("ada"))
    ada.page.goto("/")
    way = str(ada.page.locator("a.thing-title[href^='/dialogues/']").last.get_attribute("href"))
    assert way.count("/") == 3
    for path in (way, f"{way}people/", "/start/"):
        ada.page.goto(path)
        stops = ada.page.evaluate(TABBABLE)
        for key in ("Tab", "Shift+Tab"):
            ada.page.evaluate("() => { document.activeElement.blur(); window.met = new Set(); window.last = null; }")
            presses = 0
            while presses <= stops * 2 and ada.page.evaluate(GOES_ON):
                ada.page.keyboard.press(key)
                presses += 1
            met = ada.page.evaluate("window.met.size")
            assert met == stops, (path, key, met, stops)
            assert presses <= stops + EXTRA, (path, key, presses, stops)

"""Gina and Tom let the report of their talk go outside: made, looked at, agreed to by both, seen, and closed again."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Visit
from browser.looking import wrong_with
from browser.playing import NOW, harvest, link_of, press, start, step_is, write
from browser.steps import look_again_until

pytestmark = pytest.mark.browser
SAID = (
    "I wait a week, because people who are away cannot answer, and then I ask one of them by name on the telephone.",
    "What did you ask them, and why would somebody answer a question that was put to everybody at once?",
    "I asked five people by name. That helped, because nobody could think that another would answer.",
    "So the question is not how long to wait but whom to ask, and in which words.",
)


def finished(host: Page, guest: Page) -> str:
    """An open dialogue of two guests, rounded off."""
    dialogue = start(host, "What do you do when nobody answers?", name="Gina")
    guest.goto(link_of(host))
    guest.locator("[name=name]").fill("Tom")
    guest.locator("main form .button").first.click()
    for said in SAID:
        write(guest, dialogue, said)
    press(host, dialogue, "close")
    harvest(guest, dialogue, "That asking by name helps.")
    harvest(host, dialogue, "To ask by name", "I ask three people by name", due=date.today().isoformat())
    step_is(host, dialogue, "What came out of it")
    host.locator("[name=outcome]").fill("Ask by name.")
    host.locator(f"{NOW} form .button").click()
    host.wait_for_load_state()
    return dialogue


def shown(page: Page, path: str, *, selector: str) -> None:
    """Until the worker has made it; the page asks again by itself, and we do not wait for that."""
    page.goto(path)
    look_again_until(page, selector)


def test_a_group_lets_its_report_go_outside(visit: Visit) -> None:
    looks = {"phone": True, "locale": "en-GB"}
    host, guest, outside = visit(**looks), visit(**looks), visit(**looks)
    dialogue = finished(host, guest)
    wrong = []

    host.goto(f"{dialogue}report/")
    wrong += wrong_with(host, phone=True)
    host.locator("main form .button").click()
    shown(host, f"{dialogue}report/", selector=".shapes")
    wrong += wrong_with(host, phone=True)
    expect(host.locator("main")).to_contain_text("Questions against answers")
    host.locator(".back a").click()
    host.wait_for_url("**/mirror/")

    host.goto(f"{dialogue}report/pdf/")
    wrong += wrong_with(host, phone=True)
    host.locator("main form .button").click()
    look_again_until(host, "a[href$='/report/file/']")
    with host.expect_download() as file:
        host.locator("a[href$='/report/file/']").click()
    assert file.value.path().read_bytes().startswith(b"%PDF-")

    host.goto(f"{dialogue}releases/")
    wrong += wrong_with(host, phone=True)
    host.locator("[name=purpose]").fill("To our own manager, to show what such a conversation brings")
    host.locator("main [name=quotes]").last.check()
    host.locator("main form .button").last.click()
    look_again_until(host, "button[value=yes]")
    asked = "/" + host.url.split("/", 3)[3]
    wrong += wrong_with(host, phone=True)
    host.locator("button[value=yes]").click()

    guest.goto("/")
    guest.locator("main a", has_text="May a report go outside?").first.click()
    look = guest.locator("a[href$='page/?in=en']").get_attribute("href")
    guest.goto(str(look))
    wrong += wrong_with(guest, phone=True)
    expect(guest.locator("main")).not_to_contain_text("Gina")
    expect(guest.locator("main")).to_contain_text("Participant 1")
    guest.goto(asked)
    guest.locator("button[value=yes]").click()
    guest.wait_for_load_state()
    link = guest.locator(".share-link a").inner_text()
    wrong += wrong_with(guest, phone=True)

    there = "/" + link.split("/", 3)[3]
    answer = outside.goto(there)
    assert answer is not None
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    expect(outside.locator("main")).to_contain_text("asked five people by name")
    assert not re.search(r"\b(Gina|Tom)\b", outside.content())
    wrong += wrong_with(outside, phone=True)

    guest.locator("button[value=back]").click()
    guest.wait_for_load_state()
    gone = outside.goto(there)
    assert gone is not None
    assert gone.status == 404
    assert wrong == []

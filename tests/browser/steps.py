"""What people do in more than one story."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

DIMENSIONS = ("purpose", "depth", "diversity", "deeds")


def read_in(page: Page, language: str) -> None:
    """Switch the language by the menu, if it is another."""
    if page.locator("html").get_attribute("lang") == language:
        return
    if page.locator("details.menu").count():
        page.locator("details.menu > summary").click()
    page.locator(f"button[name=language][value={language}]").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def circle_of(page: Page, name: str = "Doelbewust leren") -> str:
    """The path of one of this person's circles."""
    page.goto("/circles/")
    return page.locator("a.thing-title", has_text=name).get_attribute("href")


def dialogue_in(page: Page, circle: str, title: str) -> str:
    """The path of a dialogue in a circle."""
    page.goto(circle)
    return page.locator("a.thing-title", has_text=title).get_attribute("href")


def bring(page: Page, circle: str, name: str, words: str) -> None:
    """Choose a file and wait until it is read; ends on the preview, or on what was wrong with it."""
    page.goto(f"{circle}import/")
    kind = "application/json" if name.endswith("json") else "text/xml"
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": kind, "buffer": words.encode()})
    page.locator("form[enctype] button").click()
    page.wait_for_url(re.compile("/imports/"))
    expect(page.locator("progress")).to_have_count(0, timeout=30_000)


def confirm(page: Page, *, pseudonyms: bool = True) -> None:
    """Say that it is public, and wait until it is in the circle."""
    everything = page.locator("input[name=everything]")  # asked only where there are many conversations
    if everything.count():
        everything.check()
    page.locator("input[name=pseudonyms]").set_checked(pseudonyms)
    page.locator("input[name=group_knows][value=public]").check()
    page.locator(".preview form .actions button").click()
    expect(page.locator("a[href$='/undo/']")).to_be_visible(timeout=60_000)


def look_again_until(page: Page, selector: str, times: int = 60) -> None:
    """Reload until it is there: how one waits without JavaScript."""
    for _ in range(times):
        if page.locator(selector).count():
            return
        page.wait_for_timeout(500)
        page.reload()
    expect(page.locator(selector).first).to_be_attached()


def see_mirror(page: Page, dialogue: str) -> None:
    """Open the mirror and wait until it shows the conversation as it now is."""
    page.goto(f"{dialogue}mirror/")
    settled(page)


def settled(page: Page) -> None:
    """The mirror is drawn, and not about to be drawn anew."""
    look_again_until(page, ".mirror:not([hx-get])")


def mailed(page: Page, to: str, path: str) -> str:
    """The link in the newest mail to this address that leads there."""
    link = page.locator(f".mail-body a[href*='{path}']")
    looked_at: set[str] = set()
    for _ in range(30):  # the worker sends it
        page.goto("/demo/mails/")
        for mail in page.locator(".thing", has_text=to).locator("a").evaluate_all("all => all.map(one => one.href)"):
            if mail not in looked_at:
                looked_at.add(mail)
                page.goto(mail)
                if link.count():
                    return str(link.first.get_attribute("href"))
        page.wait_for_timeout(500)
    raise AssertionError(f"no mail to {to} with a link to {path}")

"""Two phones and a screen on the wall play two steps together; nobody touches the screen, and it moves on."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Visit
from browser.looking import wrong_with
from browser.playing import begin, join, link_of, press, start, write

pytestmark = pytest.mark.browser
WALL = {"viewport": {"width": 1280, "height": 720}}


def left(wall: Page) -> int:
    minutes, seconds = wall.locator("time-left").inner_text().split(":")
    return int(minutes) * 60 + int(seconds)


def test_the_screen_moves_on_with_the_phones(visit: Visit, site: str):
    ada = visit("ada", phone=True)
    dialogue = start(ada, "Wie spaar ik als ik zwijg?", method="ten_step")
    link = link_of(ada)
    ada.goto(f"{dialogue}plan/")
    ada.locator("[name=course][value=live]").check()
    ada.locator("form:has([name=course]) .actions button.button").first.click()
    bob = visit(phone=True)
    for phone, name in ((visit(phone=True), "Fatima"), (bob, "Bob")):
        join(phone, link, name)
    wall = visit(storage_state=ada.context.storage_state(), **WALL)
    wall.goto(f"{dialogue}screen/")
    expect(wall.locator(".screen-names")).to_contain_text("Fatima")
    expect(wall.locator(".screen-address")).to_have_text(re.compile(re.escape(link)))

    begin(ada, dialogue)
    name = wall.locator("#screen-name")
    expect(name).to_have_text("De situatie", timeout=6_000)
    wall.evaluate("Date.now = () => 0")  # a clock that is put wrong meanwhile
    first = left(wall)
    assert 280 < first <= 300
    expect(wall.locator("time-left")).not_to_have_text(wall.locator("time-left").inner_text(), timeout=3_000)
    assert first - 6 <= left(wall) < first
    assert wrong_with(wall, phone=False, schemes=("light", "dark")) == []
    plain = visit(script=False, storage_state=ada.context.storage_state(), **WALL)
    plain.goto(f"{dialogue}screen/")  # the moment it ends instead of the time that is left; it asks anew by itself
    expect(plain.locator(".screen-until")).to_be_visible()
    expect(plain.locator("time-left")).to_be_hidden()
    expect(plain.locator(".screen-keys-help")).to_be_hidden()
    assert plain.locator("meta[http-equiv=refresh]").count() == 1

    write(ada, dialogue, "Ik zeg niets en mopper thuis.")
    expect(name).to_have_text("Eerste vragen", timeout=6_000)
    expect(wall.locator(".screen-pieces")).to_contain_text("mopper thuis")
    write(bob, dialogue, "Wat kost het je om te zwijgen?")
    write(bob, dialogue, "Wie weet hiervan?")
    expect(wall.locator(".screen")).not_to_contain_text("Wat kost het je")
    expect(wall.locator(".screen-in")).to_have_count(0)  # two are asked: the number would tell who

    press(ada, dialogue, "close")
    expect(wall.locator(".screen-pieces")).to_contain_text("Wat kost het je", timeout=6_000)
    before = wall.locator(".screen-until").inner_text()
    wall.keyboard.press("Alt+Shift+Digit2")  # five minutes more
    expect(wall.locator(".screen-until")).not_to_have_text(before)
    assert wall.url.endswith(f"{dialogue}screen/")

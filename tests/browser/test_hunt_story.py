"""A learning hunt on three phones, in Dutch: a line and a photo, seen when all are back, taken away by who is in it."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from browser.conftest import Visit
from browser.looking import wrong_with
from browser.playing import NOW, begin, join, link_of, press, start, write

pytestmark = pytest.mark.browser
CAUGHT = "Hier leerde iemand het rooster lezen van een collega, door over haar schouder mee te kijken."


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1200, 900), (96, 140, 120)).save(out, "JPEG")
    return out.getvalue()


def look_at(page: Page, name: str) -> None:
    assert wrong_with(page, phone=True) == []
    if folder := os.environ.get("IQ4D_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"hunt-{name}.png"), full_page=True)


def test_a_hunt_with_photos_and_a_wish_that_counts(visit: Visit):
    ada = visit("ada", phone=True)
    dialogue = start(ada, "Waar wordt hier geleerd zonder dat iemand het ziet?", method="learning_hunt")
    link = link_of(ada)
    fatima, sanne = (visit(phone=True, script=name == "Fatima", locale="nl-NL") for name in ("Fatima", "Sanne"))
    join(fatima, link, "Fatima")
    join(sanne, link, "Sanne")  # her phone has no JavaScript
    begin(ada, dialogue)
    for page in (ada, fatima, sanne):
        write(page, dialogue, "Ik ga kijken bij de koffie.")

    fatima.goto(dialogue)
    form = f"{NOW} form.composer"
    fatima.locator(f"{form} textarea[name=source]").first.fill(CAUGHT)
    look_at(fatima, "catching")
    fatima.locator(f"{form} input[name=picture]").set_input_files(
        {"name": "koffie.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    fatima.locator(f"{form} input[name=consent][value=yes]").check()
    fatima.locator(f"{form} .actions .button").first.click()
    fatima.wait_for_url("**#c-*")
    expect(fatima.locator(".contribution img[src*='/picture/']").first).to_be_visible()
    sanne.goto(dialogue)
    expect(sanne.locator("main")).not_to_contain_text("rooster")

    press(ada, dialogue, "close")
    fatima.goto(dialogue)
    look_at(fatima, "back")
    sanne.goto(dialogue)
    expect(sanne.locator("main")).to_contain_text("rooster")
    away = sanne.locator("a[href$='/rather-not/']").first
    ada.goto(away.get_attribute("href"))  # axe needs a page that runs scripts
    look_at(ada, "rather-not")
    away.click()
    sanne.locator("main form .button").first.click()
    sanne.wait_for_load_state()
    for page in (sanne, ada):
        page.goto(dialogue)
        expect(page.locator(".contribution img[src*='/picture/']")).to_have_count(0)

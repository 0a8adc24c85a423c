"""What somebody caught and harvested, made on their own pages."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

Add = Callable[[str, str, str], None]  # who, route, path


def caught_and_harvested(ada: Page, add: Add) -> None:
    """A by-catch from home and one taken back, a year looked back on, three learnings, and a PDF that is asked for."""
    for words in ("Wie tien seconden wacht, hoort een tweede antwoord.", "Dit hoort hier niet."):
        ada.goto("/")
        ada.locator("form[action='/bycatch/'] [name=words]").fill(words)
        ada.locator("form[action='/bycatch/'] .button").click()
        expect(ada.locator(".flash")).to_be_visible()
    bycatch = str(ada.locator("main a[href^='/bycatch/']").last.get_attribute("href"))
    ada.locator("form[action$='/away/'] button").first.click()
    expect(ada.locator("form[action$='/back/'] button")).to_be_visible()
    add("ada", "bycatches", "/bycatch/")
    add("ada", "bycatch", bycatch)
    for path in ("/harvest/", "/harvest/?period=quarter", "/harvest/?period=year", "/harvest/?of=2025-Q4"):
        add("ada", "own_period", path)
    ada.goto("/harvest/?period=year")
    for section in ("deeds", "thanks", "bycatches"):
        add("ada", "own_period_all", f"/harvest/all/{section}/?of={ada.locator('[name=of]').get_attribute('value')}")
    for one in ada.locator("[name=learned]").all()[:2]:
        one.check()
    ada.locator("[name=own]").fill("Luisteren zonder te knikken.")
    ada.locator("form[action='/harvest/choose/'] .button").click()
    ada.wait_for_url("**/harvest/*/*/")
    first = ada.url
    add("ada", "learning", first)
    ada.locator("[name=used_where]").fill("In mijn les van maandag.")
    for _n in range(3):
        ada.locator("main form[data-keep] .button").first.click()
        ada.wait_for_load_state()
    kept = f"{first.rstrip('/').rpartition('/')[0]}/"
    expect(ada).to_have_url(kept)
    add("ada", "harvest_kept", kept)
    for route, under in (("harvest_ask", "ask/"), ("harvest_pdf", "pdf/"), ("harvest_delete", "delete/")):
        add("ada", route, kept + under)

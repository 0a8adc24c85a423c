"""Five people on their phones: where they stand, a view said again until its author says yes, and what was learned."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Visit
from browser.looking import wrong_with
from browser.playing import NOW, join, link_of
from browser.steps import circle_of
from methods.every_feature import MORE, written

pytestmark = pytest.mark.browser
PHASES = {
    "stands": MORE["stands"],
    "restating": MORE["restating"],
    "learned": """
allowed.owner = ["takeaway", "pass"]
allowed.peer = ["takeaway", "pass"]
at_most = 2
uses = ["stands"]
exit = ["all_in", "time", "facilitator"]
""",
    "thoughts": """
allowed.owner = ["view", "pass"]
allowed.peer = ["view", "pass"]
authors = "hidden"
exit = ["all_in", "time", "facilitator", "owner"]
""",
}
HEAD = """
guide.en = "Let everybody write first, and only then look at what the others wrote."
guide.nl = "Laat iedereen eerst schrijven, en kijk dan pas wat de anderen schreven."
good_for.en = "For a question on which people differ."
good_for.nl = "Voor een vraag waarover mensen verschillen."
purposes = ["sides"]
dimensions = ["diversity"]
"""
STANDS = {
    "Ada": (5, "We beginnen elke dag te vroeg, kinderen slapen nog."),
    "Fatima": (1, "Zonder vaste tijd komt niemand meer op gang."),
    "Hanneke": (2, "De bus rijdt niet later, dus ouders kunnen niet."),
    "Joost": (4, "In mijn klas is het eerste uur verloren."),
    "Sanne": (3, "Ik twijfel, want thuis is het al druk genoeg."),
}


def look_at(page: Page, name: str) -> None:
    """What is wrong with it on a phone; and a picture of it, for who wants to see it."""
    assert wrong_with(page, phone=True) == []
    if folder := os.environ.get("IQ4D_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"stands-{name}.png"), full_page=True)


def send(page: Page, form: str, words: str) -> None:
    page.locator(f"{form} textarea[name=source]").first.fill(words)
    page.locator(f"{form} .button").first.click()
    page.wait_for_url("**#c-*")


def test_from_stands_to_what_was_learned(visit: Visit):
    ada = visit("ada", phone=True)
    circle = circle_of(ada)
    ada.goto(f"{circle}methods/load/")
    text = written("five_stands", PHASES, HEAD, "stands").replace('"Everything at once"', '"Five stands"')
    text = text.replace('"Alles tegelijk"', '"Vijf plekken"')
    for name in ("Waar sta jij", "In jouw woorden", "Wat leerde je", "Zonder naam", "Oogst", "Afronden"):
        text = text.replace('name.nl = "Een stap"', f'name.nl = "{name}"', 1)
    ada.locator("input[type=file]").set_input_files(
        {"name": "stands.toml", "mimeType": "text/plain", "buffer": text.encode()}
    )
    ada.locator("form[enctype] .button").first.click()
    ada.locator("form:has([name=words]) .button").first.click()
    ada.wait_for_load_state()
    ada.goto(f"/start/?circle={circle.strip('/').rpartition('/')[2]}&method=five_stands")
    ada.locator("[name=sentence]").fill("Moet de school later beginnen?")
    ada.locator("main form .button").last.click()
    ada.wait_for_url("**/dialogues/**")
    dialogue = "/" + ada.url.split("?")[0].split("/", 3)[3]
    link = link_of(ada)
    people: dict[str, Page] = {"Ada": ada}
    for name in ("Fatima", "Hanneke", "Joost", "Sanne"):
        people[name] = visit(phone=True, script=name != "Sanne", locale="nl-NL")  # Sanne's phone has no JavaScript
        join(people[name], link, name)
    ada.goto(dialogue)
    ada.locator(f"{NOW} form[action$='/begin/'] button").click()
    ada.wait_for_load_state()

    for name, (place, words) in STANDS.items():
        page = people[name]
        page.goto(dialogue)
        if name == "Fatima":
            look_at(page, "composer")
        page.locator(f"{NOW} .stand label:has(input[value='{place}'])").click()
        send(page, f"{NOW} form.composer", words)
    joost = people["Joost"]
    for page in (joost, people["Sanne"]):
        page.goto(dialogue)
        expect(page.locator("figure.stood svg").first).to_be_visible()
    joost.locator("figure.stood summary").first.click()
    look_at(joost, "shown")

    restated = f"{NOW} .restated:has(form.composer)"
    for page in people.values():
        page.goto(dialogue)
        expect(page.locator(restated)).to_have_count(1)
        send(page, f"{restated} form.composer", "Als ik het goed begrijp, gaat het je om rust.")
    fatima = people["Fatima"]
    fatima.goto(dialogue)
    fatima.locator(f"{NOW} .restated details > summary").first.click()
    look_at(fatima, "author")
    fatima.locator(f"{NOW} .restated details textarea").first.fill("Meer nog om houvast.")
    fatima.locator(f"{NOW} .restated details .button").first.click()
    fatima.wait_for_url("**#c-*")
    for page in people.values():  # a second try where help came, and a tap for all the rest
        page.goto(dialogue)
        if page.locator(f"{restated} form.composer").count():
            send(page, f"{restated} form.composer", "Het gaat je om houvast.")
    for page in people.values():
        page.goto(dialogue)
        while (yes := page.locator(f"{NOW} form:has(input[value=accept]) button")).count():
            yes.first.click()
            page.wait_for_load_state()
            page.goto(dialogue)

    learned = f"{NOW} details.material li:has-text('{STANDS['Fatima'][1][:20]}') details.answer"
    joost.goto(dialogue)
    joost.locator(f"{learned} > summary").click()
    look_at(joost, "learn")
    send(joost, f"{learned} form", "Dat een vaste tijd ook rust kan geven.")
    for page in people.values():
        page.goto(dialogue)
        if page.locator(f"{NOW} button[name=kind][value=pass]").count():
            page.locator(f"{NOW} button[name=kind][value=pass]").first.click()
            page.wait_for_load_state()
    fatima.goto("/")
    expect(fatima.locator("section:has(#received-name)")).to_contain_text("Joost leerde dit van jouw zienswijze")
    fatima.locator("section:has(#received-name) button[name=read]").click()
    fatima.wait_for_url("**#c-*")
    fatima.goto("/")
    expect(fatima.locator("#received-name")).to_have_count(0)

    send_hidden(people, dialogue)


def send_hidden(people: dict[str, Page], dialogue: str) -> None:
    """A thought without a name, and the name put under it once the step is over."""
    joost, ada = people["Joost"], people["Ada"]
    joost.goto(dialogue)
    send(joost, f"{NOW} form.composer", "Niemand durft het te zeggen.")
    ada.goto(dialogue)
    card = ada.locator(".contribution", has_text="Niemand durft het te zeggen.").last
    expect(card.locator(".contribution-name")).to_have_text("Iemand")
    more = ada.locator(f"{NOW} details.lead-moves > summary")
    if more.count():
        more.first.click()
    ada.locator(f"{NOW} button[name=kind][value=close]").first.click()
    ada.wait_for_load_state()
    joost.goto(dialogue)
    joost.locator("a[href$='/sign/']").click()
    look_at(joost, "sign")
    joost.locator("main form .button").first.click()
    joost.wait_for_url("**#c-*")
    ada.goto(dialogue)
    card = ada.locator(".contribution", has_text="Niemand durft het te zeggen.").last
    expect(card.locator(".contribution-name")).to_have_text("Joost")

"""Views before talk on five phones, in Dutch: a place and a reason first, then the view farthest from one's own."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Visit
from browser.looking import PICTURES, pictured, wrong_with
from browser.playing import NOW, begin, harvest, link_of, on_phones, press, start, step_is, write
from browser.ten_step import round_off

pytestmark = pytest.mark.browser
STANDS = {
    "Ada": (5, "Ik sta hier omdat kinderen om half negen nog slapen."),
    "Fatima": (1, "Ik sta hier omdat zonder vaste tijd niemand op gang komt."),
    "Hanneke": (2, "Ik sta hier omdat de bus niet later rijdt."),
    "Joost": (4, "Ik sta hier omdat mijn eerste uur verloren is."),
    "Sanne": (2, "Ik sta hier omdat het thuis al druk genoeg is."),
}
ACCEPT = f"{NOW} form:has(input[value=accept]) button"


def look_at(page: Page, name: str) -> None:
    pictured(page, f"views-{name}")
    assert wrong_with(page, phone=True) == []


def send(page: Page, form: str, words: str) -> None:
    page.locator(f"{form} textarea[name=source]").first.fill(words)
    page.locator(f"{form} .button").first.click()
    page.wait_for_url("**#c-*")


def test_five_views_said_again_and_learned_from(visit: Visit):
    ada = visit("ada", phone=True)
    dialogue = start(ada, "De school begint voortaan op alle dagen om tien uur.", method="views")  # no hint to ask
    people = {"Ada": ada, **on_phones(visit, link_of(ada), "Fatima", "Hanneke", "Joost", "Sanne")}
    fatima, hanneke, joost, sanne = (people[name] for name in ("Fatima", "Hanneke", "Joost", "Sanne"))

    def look(step: str, *who: str) -> None:
        for name in who if PICTURES else ():
            people[name].goto(dialogue)
            pictured(people[name], f"views-{step}-{name.lower()}")

    begin(ada, dialogue)
    look("01-stand", "Ada", "Sanne")
    for name, (place, words) in STANDS.items():
        people[name].goto(dialogue)
        people[name].locator(f"{NOW} .stand label:has(input[value='{place}'])").click()
        send(people[name], f"{NOW} form.composer", words)
    expect(fatima.locator("article.contribution .tag", has_text="helemaal tegen")).to_be_visible()
    expect(fatima.locator("main")).not_to_contain_text("helemaal voor")  # nothing of the others yet
    pictured(fatima, "views-02-written")
    step_is(joost, dialogue, "Wat zie je?")
    expect(joost.locator(f"{NOW} .stood-counts")).to_have_text("12–11")
    look_at(joost, "03-seen")
    write(joost, dialogue, "Wat verandert er voor jou als de bus meebeweegt?")
    write(sanne, dialogue, "Ik mis de ouders die om zeven uur beginnen.")
    hanneke.goto(dialogue)
    expect(hanneke.locator(f"{NOW} .to-writing a", has_text="Wat hier al gezegd is")).to_be_visible()
    look("04-seen", "Ada", "Hanneke", "Joost", "Sanne")
    press(ada, dialogue, "close")

    restated = f"{NOW} .restated:has(form.composer)"
    look("05-restate", "Ada", "Fatima", "Joost", "Sanne")
    for page in people.values():
        page.goto(dialogue)
        send(page, f"{restated} form.composer", "Als ik het goed begrijp, gaat het je om rust.")
    look("06-restated", *people)
    fatima.goto(dialogue)
    help_once = fatima.locator(f"{NOW} .restated details").first
    help_once.locator("summary").click()
    help_once.locator("textarea").fill("Meer nog om houvast.")
    help_once.locator(".button").click()
    fatima.wait_for_url("**#c-*")
    look("07-helped", "Ada", "Joost")
    for page in people.values():
        page.goto(dialogue)
        if page.locator(f"{restated} form.composer").count():
            pictured(page, "views-08-again")
            send(page, f"{restated} form.composer", "Het gaat je om houvast.")
    for page in (ada, fatima):  # who stand at the ends were dealt to the others
        page.goto(dialogue)
        while page.locator(ACCEPT).count():
            page.locator(ACCEPT).first.click()
            page.wait_for_load_state()
            page.goto(dialogue)

    look("09-meet", "Ada", "Fatima")
    press(ada, dialogue, "open")  # they sit together
    step_is(joost, dialogue, "Wat leerde je ervan?")
    expect(joost.locator("a[href*='?reply=']")).to_have_count(0)  # nothing here is said to anybody but the author
    look_at(joost, "10-learned")
    joost.locator(f"{NOW} .composer select[name=whose]").select_option(label="Fatima")
    send(joost, f"{NOW} form.composer", "Dat houvast ook rust is.")
    expect(joost.locator(f"{NOW} button[name=kind][value=pass]")).to_have_count(0)  # said already
    for page in (ada, fatima, hanneke, sanne):
        press(page, dialogue, "pass")
    fatima.goto("/")
    expect(fatima.locator("section:has(#received-name)")).to_contain_text("Joost leerde dit van jouw zienswijze")
    pictured(fatima, "views-11-received")
    look("12-common", "Ada", "Joost")
    write(joost, dialogue, "Hier kunnen we allemaal mee verder: een inloop vanaf acht uur.")
    look("13-common", "Ada", "Fatima")
    press(ada, dialogue, "close")
    look("14-harvest", "Ada", "Joost")
    for name, page in people.items():
        harvest(page, dialogue, f"Houvast en rust, zegt {name}.")
        if name == "Fatima":
            expect(page.locator(f"{NOW} form.harvest")).to_be_hidden()  # hers is in
            pictured(page, "views-15-harvested")
    look("16-outcome", "Ada", "Joost")
    round_off(ada, dialogue, "Een inloop vanaf acht uur; over tien uur verschillen we.")
    sanne.goto(dialogue)
    expect(sanne.locator("main")).to_contain_text("over tien uur verschillen we")
    look("17-finished", "Ada", "Sanne")

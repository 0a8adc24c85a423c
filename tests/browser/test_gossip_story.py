"""Gossip at one table, in Dutch, on phones: who is "not here" listens and stops it, and afterwards no word is left."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Visit
from browser.looking import PICTURES, pictured, wrong_with
from browser.playing import NOW, answer, begin, harvest, link_of, on_phones, press, start, step_is, write
from browser.running import days_go_by
from browser.ten_step import round_off

pytestmark = pytest.mark.browser
STORY = "Mijn vraag: waarom zeg ik nooit nee?\n\nWat er speelt: er komt weer een rooster bij."
ASKED = ("Wie vraagt het je het vaakst?", "Wat gebeurt er als je weigert?")
SAID = ("Onder ons gezegd: onze collega wil graag gevraagd worden.", "Onze collega lacht als het lastig wordt.")
NOTE = "Gevraagd worden: dat is het."
TOUCHED = "Wat me raakte: dat jullie mijn lach zien."
LIVE = "Praten is genoeg. Wat je alleen hardop zegt, komt hier niet te staan."
GOES = "wordt twee werkdagen na afloop gewist"


def look_at(page: Page, name: str) -> None:
    pictured(page, f"gossip-{name}")
    assert wrong_with(page, phone=True) == []


def test_who_is_not_here_listens_and_no_word_is_left(visit: Visit, site: str):
    ada = visit("ada", phone=True)
    dialogue = start(ada, "Waarom zeg ik nooit nee?", method="gossip")
    pictured(ada, "gossip-01-started")
    expect(ada.locator("main")).to_contain_text(GOES)
    people = {"Ada": ada, **on_phones(visit, link_of(ada), "Fatima", "Joost", "Sanne")}
    fatima, joost, sanne = people["Fatima"], people["Joost"], people["Sanne"]

    def look(step: str, *who: str) -> None:
        for name in who if PICTURES else ():
            people[name].goto(dialogue)
            pictured(people[name], f"gossip-{step}-{name.lower()}")

    look("02-gathering", "Ada", "Fatima")
    fatima.goto(f"{dialogue}agreement/")
    expect(fatima.locator("dl.facts")).to_contain_text(GOES)
    expect(fatima.locator("dl.facts")).not_to_contain_text("Tot we het zelf weghalen")
    look_at(fatima, "02-agreement")
    begin(ada, dialogue)
    look("03-story", "Ada", "Sanne")
    write(ada, dialogue, STORY)
    look("04-questions", "Ada", "Joost")
    for words in ASKED:
        write(fatima, dialogue, words)
    for page in (joost, sanne):
        press(page, dialogue, "pass")  # they ask nothing
    step_is(ada, dialogue, "Waar jij op ingaat")
    look("05-answers", "Ada", "Joost")
    answer(ada, dialogue, ASKED[0], "Mijn teamleider, altijd op de gang.")
    press(ada, dialogue, "close")

    step_is(joost, dialogue, "Roddelen: de mens")
    expect(joost.locator(NOW)).to_contain_text(LIVE)
    look("06-person", "Ada", "Joost", "Fatima", "Sanne")
    write(joost, dialogue, SAID[0])
    write(sanne, dialogue, SAID[1])
    step_is(ada, dialogue, "Roddelen: de mens")
    expect(ada.locator(f"{NOW} form.composer")).to_have_count(0)
    expect(ada.locator(NOW)).not_to_contain_text(LIVE)
    ada.locator(f"{NOW} details.note > summary").click()
    look_at(ada, "07-note")
    ada.locator(f"{NOW} details.note textarea").fill(NOTE)
    ada.locator(f"{NOW} details.note .button").click()
    ada.wait_for_url("**#c-*")
    look("07-person", "Ada", "Fatima")
    press(ada, dialogue, "close")
    for theme in ("de situatie", "het grotere geheel"):  # said aloud, and written nowhere
        step_is(fatima, dialogue, f"Roddelen: {theme}")
        look(f"08-{theme[-6:]}", "Ada", "Fatima", "Joost")
        press(ada, dialogue, "close")
    step_is(ada, dialogue, "Je draait je weer om")
    look("09-back", "Ada", "Joost")
    write(ada, dialogue, TOUCHED)
    look("10-harvest", "Ada", "Joost")
    for name, page in people.items():
        harvest(page, dialogue, f"Vragen is makkelijker dan weigeren, zegt {name}.")
    look("11-outcome", "Ada", "Sanne")
    round_off(ada, dialogue, "Nee zeggen is ook een antwoord.")
    ada.goto(dialogue)
    look_at(ada, "12-finished")
    for page in (ada, fatima, sanne):
        page.goto(dialogue)
        page.locator("button[name=keep][value=yes]").click()
        page.wait_for_load_state()
    expect(sanne.locator("main")).to_contain_text("Je koos: bewaar de woorden.")
    pictured(sanne, "gossip-13-sanne-said")

    gone = (*ASKED, *SAID, STORY[:30], TOUCHED, "altijd op de gang")
    assert all(words in ada.content() for words in gone)
    days_go_by(site, dialogue.strip("/").rpartition("/")[2])  # Joost said nothing: one silence is enough
    for name, page in people.items():
        page.goto(dialogue)
        expect(page.locator("main")).to_contain_text("De woorden zijn losgelaten, zoals afgesproken.")
        expect(page.locator("main")).not_to_contain_text("spiegel")  # of what is left it would show another talk
        pictured(page, f"gossip-14-gone-{name.lower()}")
        expect(page.locator("main")).to_contain_text("Nee zeggen is ook een antwoord.")
        expect(page.locator("main")).to_contain_text(f"zegt {name}.")
        own = page.request.get(f"{dialogue}own-words/").text()
        for path in (dialogue, f"{dialogue}mirror/", "/"):
            html = page.goto(path).text()
            assert not [words for words in gone if words in html + own], path
    ada.goto(dialogue)
    expect(ada.locator("main")).to_contain_text(NOTE)  # nobody else ever read it
    joost.goto(dialogue)
    expect(joost.locator("main")).not_to_contain_text(NOTE)

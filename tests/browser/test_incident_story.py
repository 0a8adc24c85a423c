"""A moment stopped just before somebody acted: four phones, in Dutch, from whose moment it is to the harvest."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Visit
from browser.looking import PICTURES, pictured, wrong_with
from browser.playing import (
    NOW,
    answer,
    begin,
    harvest,
    link_of,
    on_phones,
    press,
    start,
    step_is,
    vote,
    write,
)
from browser.ten_step import round_off

pytestmark = pytest.mark.browser
MOMENTS = {
    "Ada": "Daar stond ik: een vader schreeuwde in de gang, en de hele klas keek mee.",
    "Fatima": "Daar stond ik: een collega huilde tijdens het overleg.",
    "Joost": "Daar stond ik: een leerling filmde me en lachte.",
    "Sanne": "Daar stond ik: mijn invaller kwam niet en de bel ging.",
}
SKETCH = "Het was maandag, kwart over acht. Erbij waren 24 kinderen.\n\nEn toen moest ik iets zeggen."
STANDS = {
    "Ada": "Ik zou doorgaan met de les, omdat hij publiek wil.",
    "Fatima": "Ik zou de telefoon vragen, omdat iedereen het ziet.",
    "Sanne": "Ik zou mee lachen, omdat dat de angel eruit haalt.",
}
ACTED = "Ik deed de deur dicht en zei: kom om negen uur bij me."


def look_at(page: Page, name: str) -> None:
    pictured(page, f"incident-{name}")
    assert wrong_with(page, phone=True) == []


def test_a_moment_of_somebody_else_is_chosen(visit: Visit):
    ada = visit("ada", phone=True)
    dialogue = start(ada, "Welk moment houdt ons bezig?", method="incident")
    people = {"Ada": ada, **on_phones(visit, link_of(ada), "Fatima", "Joost", "Sanne")}
    fatima, joost, sanne = people["Fatima"], people["Joost"], people["Sanne"]

    def look(step: str, *who: str) -> None:
        for name in who if PICTURES else ():
            people[name].goto(dialogue)
            pictured(people[name], f"incident-{step}-{name.lower()}")

    look("01-gathering", "Ada", "Fatima")
    fatima.goto(dialogue)
    expect(fatima.locator(NOW)).not_to_contain_text("inbrenger")  # whose moment it will be is still to be chosen
    begin(ada, dialogue)
    look("02-moments", "Ada", "Sanne")
    for name, page in people.items():
        write(page, dialogue, MOMENTS[name])
    expect(joost.locator("main")).not_to_contain_text("huilde")  # Sanne was not in yet
    ada.goto(dialogue)
    look_at(ada, "03-choice")
    for page in people.values():
        vote(page, dialogue, MOMENTS["Ada" if page is joost else "Joost"])

    look("04-sketch", "Ada", "Joost", "Sanne")
    step_is(joost, dialogue, "De schets")
    expect(joost.locator(f"{NOW} .kicker")).to_contain_text("jouw inbreng")
    sanne.goto(dialogue)
    expect(sanne.locator(f"{NOW} .kicker")).to_contain_text("de inbreng van Joost")
    write(joost, dialogue, SKETCH)
    look("05-facts", "Ada", "Joost")
    press(ada, dialogue, "pass")
    for name in ("Fatima", "Sanne"):
        write(people[name], dialogue, f"Wie kon {name} daar zien?")
        write(people[name], dialogue, f"Wat hoorde {name} precies?")
    step_is(joost, dialogue, "Informatieronde")
    expect(joost.locator(f"{NOW} .kicker")).to_contain_text("Nu aan jou")
    look_at(joost, "06-information")
    answer(joost, dialogue, "Wie kon Fatima daar zien?", "24 kinderen en de conciërge.")
    expect(joost.locator(f"{NOW} details.answer")).to_have_count(3)
    look("06-information", "Fatima", "Joost", "Sanne")
    press(joost, dialogue, "close")

    step_is(joost, dialogue, "Wat zit erachter?")
    expect(joost.locator(f"{NOW} .now-prompt")).to_contain_text("De anderen zoeken wat erachter zit.")
    look("07-meet", "Ada", "Joost")
    press(joost, dialogue, "open")  # they sit together
    write(fatima, dialogue, "Ik vermoed dat hij zich schaamde.")
    write(sanne, dialogue, "Ik vermoed dat niemand hem ooit belt.")
    look("08-analysis", "Ada", "Joost", "Sanne")
    joost.goto(dialogue)
    joost.locator(f"{NOW} details.note > summary").click()
    look_at(joost, "08-note")
    joost.locator(f"{NOW} details.note textarea").fill("Schaamte: dat had ik niet bedacht.")
    joost.locator(f"{NOW} details.note .button").click()
    joost.wait_for_url("**#c-*")
    pictured(joost, "incident-09-noted")
    press(joost, dialogue, "close")
    look("10-stands", "Ada", "Joost")
    for name, words in STANDS.items():
        write(people[name], dialogue, words)
    joost.goto(dialogue)
    for words in STANDS.values():  # open before him: reading is all that is asked of him
        expect(joost.locator(f"{NOW} details.material")).to_contain_text(words)
    write(sanne, dialogue, "Wat zag jij, Fatima, dat je daar uitkwam?")
    fatima.goto(dialogue)
    fatima.locator(f"{NOW} .to-writing a", has_text="Wat hier al gezegd is").click()
    expect(fatima.locator("section.step", has_text="Wat zag jij, Fatima")).to_be_in_viewport()
    look("11-compare", "Ada", "Fatima", "Joost")
    press(joost, dialogue, "close")

    look("12-acted", "Ada", "Joost")
    write(joost, dialogue, ACTED)
    look("13-discussion", "Ada", "Joost")
    write(fatima, dialogue, "Niemand van ons deed de deur dicht.")
    press(joost, dialogue, "close")
    sanne.goto(dialogue)
    expect(sanne.locator("main")).not_to_contain_text("Schaamte: dat had ik niet bedacht.")
    look("14-harvest", "Ada", "Joost")
    for name, page in people.items():
        harvest(page, dialogue, f"Dat ook een deur helpt, denkt {name}.")
        pictured(page, f"incident-15-harvested-{name.lower()}")
    look("16-outcome", "Ada", "Joost", "Sanne")
    round_off(joost, dialogue, "Eerst de deur, dan het gesprek.")
    look("17-finished", "Ada", "Joost", "Sanne")
    joost.goto(dialogue)
    expect(joost.locator("main")).to_contain_text("Schaamte: dat had ik niet bedacht.")
    sanne.goto(dialogue)
    expect(sanne.locator("main")).to_contain_text("Eerst de deur, dan het gesprek.")

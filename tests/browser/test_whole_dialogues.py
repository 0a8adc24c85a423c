"""Whole dialogues, from the sentence to what came of the deed, on a phone; with JavaScript and without."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.conftest import Visit
from browser.playing import NOW, answer, harvest, join, link_of, press, rate, start, step_is, write

pytestmark = pytest.mark.browser
CASE = (
    "Een collega komt al maanden te laat bij de overdracht. Ik zeg er niets van en mopper thuis.\n\n"
    "Mijn vraag nu: hoe zeg ik het haar?"
)


@pytest.mark.parametrize(
    "script", [True, pytest.param(False, marks=pytest.mark.soak)], ids=["JavaScript", "no JavaScript"]
)  # in every run a phone of each other story has none
def test_a_ten_step_with_five_people_in_dutch(visit: Visit, script: bool):
    """Fatima and Hanneke are on time, Joost is late, Sanne leaves; Ada ends with a deed, and tells what came of it."""
    ada = visit("ada", phone=True, script=script)
    dialogue = start(ada, f"Hoe zeg ik het haar? ({script})", method="ten_step")
    link = link_of(ada)
    guests: dict[str, Page] = {}
    for name in ("Fatima", "Hanneke", "Joost", "Sanne"):
        guests[name] = visit(phone=True, script=script, locale="nl-NL")
        join(guests[name], link, name)
    fatima, hanneke, joost, sanne = guests.values()
    ada.goto(dialogue)
    ada.locator(f"{NOW} form[action$='/begin/'] button").click()
    step_is(ada, dialogue, "De situatie")
    write(ada, dialogue, CASE)

    step_is(fatima, dialogue, "Eerste vragen")
    for guest, asked in ((fatima, "Wat gebeurt er met jou als ze binnenkomt?"), (hanneke, "Wie weet hiervan?")):
        write(guest, dialogue, asked)
        write(guest, dialogue, f"Hoe lang speelt dit al, na {len(asked)} keer slikken?")
    sanne.goto(dialogue)
    expect(sanne.locator("body")).not_to_contain_text("Wie weet hiervan?")  # private until the reveal
    sanne.goto(f"{dialogue}people/")
    sanne.locator("a.thing-side").click()
    sanne.locator("main .button--danger").click()
    sanne.wait_for_url("**/")
    assert sanne.goto(dialogue).status == 404
    joost.goto(dialogue)
    late = "Waarom zeg je het niet gewoon?"
    joost.locator(f"{NOW} form.composer textarea[name=source]").fill(late)
    press(ada, dialogue, "close")
    joost.locator(f"{NOW} form.composer .actions .button").first.click()
    expect(joost.locator(".error-summary")).to_be_visible()
    expect(joost.locator(".kept-words blockquote")).to_have_text(late)

    step_is(ada, dialogue, "Wat raakt je?")
    rate(ada, dialogue, ["Wat gebeurt er met jou"])
    step_is(ada, dialogue, "Kort antwoord")
    answer(ada, dialogue, "Wat gebeurt er met jou", "Ik kijk weg en zet koffie.")
    press(ada, dialogue, "close")
    press(ada, dialogue, "open")  # they sit together
    step_is(hanneke, dialogue, "Diepere vragen")
    write(hanneke, dialogue, "Voor wie zet je die koffie?")
    answer(ada, dialogue, "Voor wie zet je die koffie?", "Voor mezelf, denk ik.")
    press(ada, dialogue, "close")
    for guest, core in (
        (fatima, "aardig gevonden wil worden"),
        (hanneke, "niet weet wat ze draagt"),
        (joost, "bang ben"),
    ):
        step_is(guest, dialogue, "De vraag erachter")
        write(guest, dialogue, f"Mijn probleem is dat ik {core}.")
    step_is(ada, dialogue, "Je nieuwe vraag")
    rate(ada, dialogue, ["aardig gevonden"])
    write(ada, dialogue, "Mijn vraag is eigenlijk: wie spaar ik, haar of mezelf?")
    press(ada, dialogue, "close")
    write(ada, dialogue, "Het houdt de vrede. Ik wil wat onrust riskeren.")
    press(ada, dialogue, "skip")  # no tips
    harvest(fatima, dialogue, "Dat zwijgen ook iets zegt.")
    harvest(hanneke, dialogue)  # nothing is a good answer
    harvest(joost, dialogue, deed="Ik vraag het mijn eigen collega.", due=date.today().isoformat())
    plan = {"if_then": "Als ze binnenkomt, dan sta ik op.", "buddy": "Hanneke", "due": date.today().isoformat()}
    harvest(ada, dialogue, "Dat ik mezelf spaar.", "Ik vraag haar hoe het gaat, voor de koffie.", **plan)
    step_is(ada, dialogue, "Waar je nu staat")
    ada.locator("[name=outcome]").fill("Van haar naar mezelf.")
    ada.locator("[name=stays_open]").fill("Hoe het met de rest van het team zit.")
    ada.locator(f"{NOW} form .button").click()
    ada.wait_for_load_state()
    expect(ada.locator("main")).to_contain_text("wie spaar ik, haar of mezelf?")

    ada.locator("a[href^='/deeds/']").first.click()
    ada.locator("button[name=outcome][value=done]").click()
    ada.wait_for_load_state()
    story = "Ze huilde. Haar moeder ligt in het ziekenhuis, al sinds mei."
    ada.locator("textarea[name=story]").fill(story)
    ada.locator("main form:has(textarea[name=story]) .button").first.click()
    ada.wait_for_load_state()
    fatima.goto(dialogue)
    expect(fatima.locator("main")).to_contain_text(story)


def test_three_guests_by_link_in_an_open_dialogue(visit: Visit):
    """Nobody has an account; the steps from the link to the first words are counted."""
    host = visit(phone=True, locale="en-GB")
    dialogue = start(host, "What do you do when nobody answers?", name="Gina")
    link = link_of(host)
    words = ("I wait a week.", "What did you ask them?", "I asked five people by name, that helped.")
    guests = []
    for name, said in zip(("Tom", "Uma", "Vic"), words, strict=True):
        guest = visit(phone=True, locale="en-GB")
        taps = 1  # the link itself
        guest.goto(link)
        guest.locator("[name=name]").fill(name)
        guest.locator("main form .button").first.click()
        taps += 1
        guest.locator(f"{NOW} form.composer textarea").fill(said)
        guest.locator(f"{NOW} form.composer .actions .button").first.click()
        taps += 1
        guest.wait_for_url("**#c-*")
        assert taps <= 3
        guests.append(guest)
    host.goto(dialogue)
    for said in words:
        expect(host.locator("#talk")).to_contain_text(said)
    press(host, dialogue, "close")
    for guest in guests:
        harvest(guest, dialogue, "That asking by name helps.")
    harvest(host, dialogue, "To ask by name", "I ask three people by name", due=date.today().isoformat())
    step_is(host, dialogue, "What came out of it")
    host.locator("[name=outcome]").fill("Ask by name.")
    host.locator(f"{NOW} form .button").click()
    host.wait_for_load_state()
    expect(host.locator("main")).to_contain_text("Ask by name.")


def test_three_at_the_table_in_english(visit: Visit):
    """Three people, three questions, all turns at once; each listens while two think aloud."""
    bob = visit("bob", phone=True)
    dialogue = start(bob, "What keeps each of us busy?", method="three_way")
    link = link_of(bob)
    people = {"Bob": bob}
    for name in ("Liam", "Priya"):
        people[name] = visit(phone=True, locale="en-GB")
        join(people[name], link, name)
    bob.goto(f"{dialogue}plan/")
    bob.locator("input[name=course][value=apart]").check()
    bob.locator("main form .button").first.click()
    bob.wait_for_load_state()
    bob.goto(dialogue)
    bob.locator(f"{NOW} form[action$='/begin/'] button").click()
    for name, page in people.items():
        write(page, dialogue, f"What keeps {name} busy is the one thing nobody sees.")
    for name, page in people.items():  # one question in the turn of each of the others
        for whose in people:
            if whose != name:
                write_in(page, dialogue, "Is it clear?", whose, f"{name} asks {whose}: what have you tried?")
    for name, page in people.items():
        asked_by = next(other for other in people if other != name)
        answer(page, dialogue, f"{asked_by} asks {name}", f"{name} tried to be patient.")
        press_in(page, dialogue, "Is it clear?", "close")
    for name, page in people.items():
        for whose in people:
            if whose != name:
                write_in(page, dialogue, "Two think aloud", whose, f"{name} suspects that {whose} waits for a yes.")
    bob.goto(dialogue)
    expect(
        bob.locator(".now:has(h2:text-is('Two think aloud')):has-text('your question') > form.composer")
    ).to_have_count(0)
    for _ in people:
        press_in(bob, dialogue, "Two think aloud", "close")  # who brought the three together leads
    for name, page in people.items():
        write_in(page, dialogue, "You turn back", "", f"Most valuable for {name}: waiting for a yes.")
    for page in people.values():
        harvest(page, dialogue, "To ask sooner")
    step_is(bob, dialogue, "Until next time")
    bob.locator(f"{NOW} form .button").first.click()
    bob.wait_for_load_state()
    people["Priya"].goto(dialogue)
    expect(people["Priya"].locator("main")).to_contain_text("Liam suspects that Priya waits for a yes.")


def part(page: Page, step: str, whose: str = "") -> Locator:
    """An open step by its name, and whose turn it is where there are several; unfolded."""
    found = page.locator(".now", has=page.locator("h2", has_text=step))
    found = found.filter(has_text=f"the question of {whose}") if whose else found
    for fold in page.locator("details.now-more:not([open]) > summary").all()[::-1]:
        fold.click()
    return found.first


def write_in(page: Page, dialogue: str, step: str, whose: str, words: str) -> None:
    page.goto(dialogue)
    form = part(page, step, whose).locator("form.composer").first
    form.locator("textarea").fill(words)
    form.locator(".actions .button").first.click()
    page.wait_for_url("**#c-*")


def press_in(page: Page, dialogue: str, step: str, move: str) -> None:
    page.goto(dialogue)
    button = part(page, step).locator(f"button[name=kind][value={move}]").first
    if not button.is_visible():
        part(page, step).locator("details.lead-moves > summary").click()
    button.click()
    page.wait_for_load_state()

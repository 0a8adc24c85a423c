"""A ten-step from the first sentence to what came of it, that stops wherever a page asks something new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Page

from browser.playing import answer, begin, harvest, join, link_of, press, rate, start, write

PEERS = ("Fatima", "Hanneke", "Joost")
QUESTION = "Hoe zeg ik het haar?"
CASE = (
    "Een collega komt al maanden te laat bij de overdracht. Ik zeg er niets van en mopper thuis.\n\n"
    "Mijn eigen aandeel: ik kijk weg en zet koffie.\n\nMijn vraag nu: hoe zeg ik het haar?"
)
ASKED = {
    "Fatima": ("Wat gebeurt er met jou als ze binnenkomt?", "Hoe lang is dit al zo?"),
    "Hanneke": ("Wie weet hiervan?", "Wat heb je tegen haar gezegd, toen ze nieuw was?"),
    "Joost": ("Wat zou je haar gunnen?", "Wat kost het je om te zwijgen?"),
}
CORES = {
    "Fatima": "Mijn probleem is dat ik aardig gevonden wil worden.",
    "Hanneke": "Mijn probleem is dat ik niet weet wat ze draagt.",
    "Joost": "Mijn probleem is dat ik bang ben voor haar antwoord.",
}
TIPS = {
    "Fatima": "Begin bij de koffie, niet bij de klok.",
    "Hanneke": "Vraag het na de dienst, niet ervoor.",
    "Joost": "Zeg eerst wat je van haar waardeert.",
}


@dataclass(frozen=True)
class Stop:
    """A page worth looking at: whose, where, and what it shows, in one word."""

    name: str
    page: Page
    path: str


def walk(ada: Page, peers: Mapping[str, Page], question: str = QUESTION) -> Iterator[Stop]:
    """Ada brings the question in, the peers think along; gives each page just before somebody acts on it."""
    fatima = peers["Fatima"]
    yield Stop("start", ada, "/start/")
    dialogue = start(ada, question, method="ten_step")
    link = link_of(ada)
    yield Stop("share", ada, f"{dialogue}?started=1")
    yield Stop("join", fatima, link)
    for name, peer in peers.items():
        join(peer, link, name)
    begin(ada, dialogue)
    yield Stop("case", ada, dialogue)
    write(ada, dialogue, CASE)
    yield Stop("questions", fatima, dialogue)
    for name, peer in peers.items():
        for asked in ASKED[name]:
            write(peer, dialogue, asked)
    yield Stop("rating", ada, dialogue)
    rate(ada, dialogue, ["Wat gebeurt", "Wat zou je"])
    yield Stop("answers", ada, dialogue)
    answer(ada, dialogue, "Wat gebeurt er met jou", "Ik kijk weg en zet koffie.")
    press(ada, dialogue, "close")
    yield Stop("together", ada, dialogue)
    press(ada, dialogue, "open")
    yield Stop("deeper", fatima, dialogue)
    write(peers["Hanneke"], dialogue, "Voor wie zet je die koffie?")
    answer(ada, dialogue, "Voor wie zet je die koffie?", "Voor mezelf, denk ik.")
    press(ada, dialogue, "close")
    yield Stop("cores", fatima, dialogue)
    for name, peer in peers.items():
        write(peer, dialogue, CORES[name])
    yield Stop("new-question", ada, dialogue)
    rate(ada, dialogue, ["aardig"])
    write(ada, dialogue, "Mijn vraag is eigenlijk: wie spaar ik, haar of mezelf?")
    press(ada, dialogue, "close")
    yield Stop("keeps", ada, dialogue)
    write(ada, dialogue, "Het houdt de vrede. Ik wil wat onrust riskeren.")
    yield Stop("offered", ada, dialogue)
    press(ada, dialogue, "open")
    yield Stop("tips", fatima, dialogue)
    for name, peer in peers.items():
        write(peer, dialogue, TIPS[name])
    yield Stop("harvest", fatima, dialogue)
    today = date.today().isoformat()
    harvest(fatima, dialogue, "Dat zwijgen ook iets zegt.")
    harvest(peers["Hanneke"], dialogue)  # nothing is a good answer
    harvest(peers["Joost"], dialogue, deed="Ik vraag het mijn eigen collega.", due=today)
    plan = {"if_then": "Als ze binnenkomt, dan sta ik op.", "buddy": "Hanneke", "due": today}
    harvest(ada, dialogue, "Dat ik mezelf spaar.", "Ik vraag haar hoe het gaat, voor de koffie.", **plan)
    yield Stop("rounding-off", ada, dialogue)
    round_off(ada, dialogue, "Van haar naar mezelf.", "Hoe het met de rest van het team zit.")
    yield Stop("finished", ada, dialogue)
    ada.goto(dialogue)
    deed = ada.locator("a[href^='/deeds/']").first.get_attribute("href")
    yield Stop("deed", ada, str(deed))
    ada.goto(str(deed))
    ada.locator("button[name=outcome][value=done]").click()
    ada.wait_for_url("**#told")
    yield Stop("told", ada, str(deed))


def round_off(page: Page, dialogue: str, outcome: str, stays_open: str = "") -> None:
    page.goto(dialogue)
    page.locator("[name=outcome]").fill(outcome)
    page.locator("[name=stays_open]").fill(stays_open)
    page.locator("form[action$='/round-off/'] .button").click()
    page.wait_for_url(lambda url: "round-off" not in url)

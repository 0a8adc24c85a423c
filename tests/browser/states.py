"""Dialogues in the states a page can be met in, each made once by the people themselves."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from browser.playing import NOW, begin, join, link_of, press, start, write
from browser.running import clock_goes_round
from browser.steps import mailed
from iq4d.methods import catalog, dumps

Add = Callable[[str, str, str], None]  # who, route, path
Known = Callable[[str, Page], None]  # a guest whose browser is met again
Guest = Callable[[], Page]


def gathering(ada: Page, add: Add) -> None:
    """A dialogue that waits for people, one of them asked in by mail."""
    dialogue = start(ada, "Wat doe ik met een collega die alles beter weet?", method="ten_step")
    ada.goto(f"{dialogue}people/")
    ada.locator("#ask [name=email]").fill("peer@iq4d.example")
    ada.locator("#ask [name=name]").fill("Peer")
    ada.locator("#ask [name=question]").fill("Jij zat er ook bij: wat zag jij gebeuren?")
    ada.locator("#ask form[data-keep] .button").click()
    expect(ada.locator(".flash")).to_be_visible()
    for route, path in [
        ("start", "/start/"), ("dialogue", dialogue), ("dialogue", f"{dialogue}?started=1"),
        ("dialogue_people", f"{dialogue}people/"), ("sharpen", f"{dialogue}sharpen/"), ("plan", f"{dialogue}plan/"),
        ("lengths", f"{dialogue}lengths/"), ("big_screen", f"{dialogue}screen/"),
        ("agreement", f"{dialogue}agreement/"), ("intention", f"{dialogue}intention/"),
    ]:  # fmt: skip
        add("ada", route, path)
    add("", "start", "/start/")
    add("", "methods", "/methods/")
    add("", "methods", "/methods/?purpose=ideas&people=3&trust=new&mode=live&minutes=20&dimension=deeds")
    longest = max(catalog().values(), key=lambda method: len(dumps(method)))
    add("", "method", f"/methods/{longest.key}/")
    add("", "join", mailed(ada, "peer@iq4d.example", "/join/"))
    add("", "mail_stop", mailed(ada, "peer@iq4d.example", "/mail/stop/"))


def by_mail(ada: Page, add: Add, site: str) -> None:
    """What the mail of the day to Ada leads to."""
    clock_goes_round(site)
    add("", "deed_by_mail", mailed(ada, "ada@iq4d.example", "/deeds/tell/"))
    add("", "mail_stop", mailed(ada, "ada@iq4d.example", "/mail/stop/"))
    ada.goto("/")
    add("ada", "deed", str(ada.locator("a[href^='/deeds/']").first.get_attribute("href")))


def led(ada: Page, guest: Guest, add: Add, known: Known) -> None:
    """Held with a facilitator: words kept after a refusal, something hidden, something private, and a pause."""
    dialogue = start(ada, "Hoe begin ik een gesprek dat ik al een jaar uitstel?", method="ten_step")
    link = link_of(ada)
    people = {}
    for name in ("Fatima", "Gina", "Hanneke"):
        people[name] = guest()
        join(people[name], link, name)
    fatima, gina, hanneke = people.values()
    ada.goto(f"{dialogue}people/")
    numbers = ada.locator("[name^=role-]").evaluate_all("all => all.map(one => one.name.slice(5))")
    ada.locator(f"[name=role-{numbers[2]}]").select_option("facilitator")
    ada.locator("form[action$='/roles/'] .button").click()
    begin(ada, dialogue)
    ada.goto(dialogue)
    add("ada", "guided", str(ada.locator("a[href*='/guided/']").first.get_attribute("href")))
    write(ada, dialogue, "Mijn broer en ik spreken elkaar alleen nog over de planning.\n\nHoe begin ik?")

    ada.goto(f"{dialogue}c/1/change/")  # once others have seen it
    ada.locator("main textarea").fill("Mijn broer en ik spreken elkaar alleen nog over moeder.\n\nHoe begin ik?")
    ada.locator("main form .button").first.click()
    expect(ada.locator("#c-1 .contribution-edited")).to_be_visible()
    write(fatima, dialogue, "Wat zou het je kosten als hij nee zegt?")
    for route, path in [
        ("change", "c/2/change/"), ("back", "c/2/back/"), ("history", "c/1/history/"),
        ("let_go", f"people/{numbers[1]}/let-go/"), ("dialogue_people", "people/"), ("private_words", "words/"),
    ]:  # fmt: skip
        add("fatima", route, f"{dialogue}{path}")
    add("ada", "let_go", f"{dialogue}people/{numbers[1]}/let-go/")

    gina.goto(f"{dialogue}words/to/{numbers[1]}/")
    gina.locator("main textarea").fill("Mooie vraag. Laat hem maar even liggen.")
    gina.locator("main form .button").first.click()
    fatima.goto(dialogue)
    add("fatima", "word_answer", str(fatima.locator("a[href$='/answer/']").first.get_attribute("href")))
    for route, path in [
        ("console", "console/"), ("private_word", f"words/to/{numbers[1]}/"), ("private_words", "words/"),
        ("hide", "c/1/hide/"), ("big_screen", "screen/"),
    ]:  # fmt: skip
        add("gina", route, f"{dialogue}{path}")

    hanneke.goto(dialogue)
    hanneke.locator(f"{NOW} form.composer textarea[name=source]").fill("Wat is er een jaar geleden gebeurd?")
    gina.goto(f"{dialogue}console/")
    gina.locator("details.confirm:has(button[value=close]) > summary").first.click()
    gina.locator("button[name=kind][value=close]:visible").first.click()
    hanneke.locator(f"{NOW} form.composer .actions .button").first.click()
    expect(hanneke.locator(".error-summary")).to_be_visible()
    add("hanneke", "dialogue", dialogue)  # her words are kept
    add("gina", "dialogue", dialogue)
    gina.goto(f"{dialogue}console/")
    gina.locator("details.confirm:has(button[value=pause]) > summary").click()
    gina.locator("button[name=kind][value=pause]").click()
    add("fatima", "dialogue", dialogue)  # paused
    for name, page in people.items():
        known(name.lower(), page)


def open_one(guest: Guest, add: Add, known: Known) -> None:
    """Guests among themselves: one composes a reply; one asks to keep her place, one has just done so."""
    host = guest()
    dialogue = start(host, "Wie heeft er weleens spijt van een advies?", name="Ubah")
    link = link_of(host)
    write(host, dialogue, "Ik raadde iemand aan om te blijven, en dat had ik niet moeten doen.")
    joke = guest()
    join(joke, link, "Joke")
    write(joke, dialogue, "Wat wist je toen nog niet?")
    host.goto(f"{dialogue}summary/")
    host.locator("main [name=source]").fill("Een advies hoort bij wat je toen wist.")
    host.locator(".tick").last.click()
    host.locator("main form > .actions .button").first.click()
    expect(host.locator("#summary .rests-on")).to_be_visible()
    joke.goto(f"{dialogue}c/3/change/")  # and what it rests on has changed since
    joke.locator("main textarea").fill("Wat wist je toen nog niet, en wie wel?")
    joke.locator("main form .button").first.click()
    add("ubah", "sum_up", f"{dialogue}summary/")
    add("ubah", "sum_up_again", f"{dialogue}c/4/summary/")
    for who in ("ubah", "joke"):
        add(who, "dialogue", dialogue)
    add("joke", "dialogue", f"{dialogue}?reply=1#compose")
    add("joke", "home", "/")
    press(host, dialogue, "close")  # the harvest, folded out
    add("ubah", "profile", "/me/")
    for page, name in ((host, "ubah"), (joke, "joke")):
        page.goto("/me/keep/")
        page.locator("main [name=email]").fill(f"{name}@iq4d.example")
        page.locator("main form .button").first.click()
        expect(page.locator(".notice")).to_contain_text(f"{name}@iq4d.example")
    add("joke", "claim", "/me/keep/")
    add("joke", "claim_link", mailed(joke, "joke@iq4d.example", "/me/keep/"))
    add("", "claim_link", mailed(joke, "joke@iq4d.example", "/me/keep/"))
    host.goto(mailed(host, "ubah@iq4d.example", "/me/keep/"))
    host.locator("main form .button").click()
    add("ubah", "account_set_password", "/account/password/set/")
    known("ubah", host)
    known("joke", joke)

"""Small stories of losing nothing, and of finding the way."""

from __future__ import annotations

import json
import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from browser.conftest import Visit
from browser.steps import bring, circle_of, confirm, dialogue_in, mailed, read_in, see_mirror
from cast import PASSWORD

pytestmark = pytest.mark.browser
STRONG = "valt stil"  # in the title of the demo's strong conversation
ABOUT = "We willen van elkaar leren hoe je een lastig gesprek begint, zonder dat iemand zijn gezicht verliest."


# Nothing is lost


def test_a_lost_session_costs_no_words(visit: Visit):
    ada = visit("ada")
    ada.goto("/circles/new/")
    ada.locator("[name=name]").fill("Lastige gesprekken voeren")
    ada.locator("[name=about]").fill(ABOUT)
    ada.context.clear_cookies(name="sessionid")
    ada.locator("main form .button").first.click()
    ada.locator("[name=login]").fill("ada@iq4d.example")
    ada.locator("[name=password]").fill(PASSWORD)
    ada.locator("main form .button").first.click()
    expect(ada.locator("textarea[name=about]")).to_have_value(ABOUT)
    ada.locator("main form .button").first.click()
    expect(ada.locator("h1")).to_have_text("Lastige gesprekken voeren")
    expect(ada.locator(".lead")).to_have_text(ABOUT)


def test_a_draft_survives_a_reload_and_goes_when_it_was_sent(visit: Visit):
    ada = visit("ada")
    ada.goto("/circles/new/")
    ada.locator("[name=about]").fill(ABOUT)
    ada.reload()
    expect(ada.locator("[name=about]")).to_have_value(ABOUT)
    ada.locator("[name=name]").fill("Een circle uit een concept")
    ada.locator("main form .button").first.click()
    ada.wait_for_url(re.compile(r"/circles/(?!new)"))
    ada.goto("/circles/new/")
    expect(ada.locator("[name=about]")).to_have_value("")


@pytest.mark.parametrize("script", [True, False], ids=["JavaScript", "no JavaScript"])
def test_pressing_twice_makes_one(visit: Visit, script: bool):
    ada = visit("ada", script=script)
    name = f"Dubbelklikkers {script}"
    ada.goto("/circles/new/")
    ada.locator("[name=name]").fill(name)
    ada.locator("main form .button").first.dblclick()
    ada.wait_for_url(re.compile(r"/circles/(?!new)"))
    ada.goto("/circles/")
    expect(ada.locator("a.thing-title", has_text=name)).to_have_count(1)


# Deep links


def long_forum() -> str:
    """130 posts, so that the dialogue has two pages."""
    users = [{"id": n, "username": f"deelnemer{n}"} for n in (1, 2, 3)]
    posts = [
        {"id": n, "author": n % 3 + 1, "created": f"2026-05-{1 + n // 24:02}T{n % 24:02}:00:00Z",
         "parent": n - 1 if n % 10 else None, "body": f"Bericht {n}: waarom doen we dit zo, en wat kan anders?"}
        for n in range(1, 131)
    ]  # fmt: skip
    topic = {"id": 1, "title": "Honderddertig berichten", "posts": posts}
    return json.dumps({"format": "generic-forum", "version": 1, "users": users, "topics": [topic]})


def test_a_link_finds_its_contribution_on_the_second_page(visit: Visit):
    ada = visit("ada")
    circle = circle_of(ada)
    bring(ada, circle, "forum.json", long_forum())
    confirm(ada)
    import_, dialogue = ada.url, dialogue_in(ada, circle, "Honderddertig berichten")
    ada.goto(f"{dialogue}c/121/")
    expect(ada).to_have_url(re.compile(r"\?page=2#c-121$"))
    expect(ada.locator("#c-121")).to_be_in_viewport()
    expect(ada.locator("#c-121 .prose")).to_contain_text("Bericht 121")
    ada.goto(f"{dialogue}c/3/")
    expect(ada.locator("#c-3")).to_be_in_viewport()
    ada.goto(f"{import_}undo/")
    ada.locator("main .button--danger").click()


def test_a_link_into_folded_grounds_opens_them(visit: Visit):
    ada = visit("ada")
    see_mirror(ada, dialogue_in(ada, circle_of(ada), STRONG))
    evidence = ada.locator("#depth .evidence").last
    id = evidence.get_attribute("id")
    expect(evidence).to_be_hidden()
    ada.goto(f"{ada.url}#{id}")
    expect(evidence).to_be_visible()
    expect(evidence).to_be_in_viewport()


# By keyboard alone

FOCUS = """() => { const at = document.activeElement, look = getComputedStyle(at);
  const drawn = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
  return { name: at.outerHTML.slice(0, 120), drawn, box: at.getBoundingClientRect().toJSON() }; }"""


def tab_to(page: Page, selector: str, at_most: int = 120) -> None:
    """Press Tab until the focus is there; all the way one sees where one is."""
    for _ in range(at_most):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at["name"].startswith("<body"):  # round the corner: past the last, before the first
            continue
        assert at["drawn"], f"no visible focus on {at['name']}"
        assert at["box"]["width"] > 1, f"focus on something unseen: {at['name']}"
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by {at_most} tabs")


def test_the_whole_way_by_keyboard(visit: Visit):
    page = visit()
    page.goto("/demo/")
    tab_to(page, "form[action$='/step-in/ada/'] button")
    page.keyboard.press("Enter")
    expect(page.locator("body[data-person]")).to_be_attached()

    tab_to(page, "a.skip")
    assert page.locator("a.skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.reload()
    tab_to(page, "details.menu > summary")
    page.keyboard.press("Enter")
    expect(page.locator(".menu-list")).to_be_visible()
    tab_to(page, ".menu-list a", at_most=1)
    page.keyboard.press("Escape")
    expect(page.locator(".menu-list")).to_be_hidden()
    expect(page.locator("details.menu > summary")).to_be_focused()

    see_mirror(page, dialogue_in(page, circle_of(page), STRONG))
    tab_to(page, "#depth details.grounds > summary")
    page.keyboard.press("Enter")
    tab_to(page, "#depth .evidence-contest button")
    page.keyboard.press("Enter")
    expect(page.locator(".flash")).to_be_visible()
    expect(page.locator("#contested")).to_be_visible()
    see_mirror(page, page.url.removesuffix("mirror/"))
    tab_to(page, "#contested .evidence-contest button")
    page.keyboard.press("Enter")
    expect(page.locator("#contested")).to_have_count(0)


# Mails, language, colours


def test_an_invitation_brings_somebody_in(visit: Visit):
    ada = visit("ada")
    circle = circle_of(ada)
    ada.goto(f"{circle}people/")
    ada.locator("[name=email]").fill("dee@iq4d.example")
    ada.locator("form:has([name=email]) .button").click()
    expect(ada.locator(".flash")).to_contain_text("dee@iq4d.example")

    dee = visit()
    dee.goto(mailed(dee, "dee@iq4d.example", "/circles/invitation/"))
    dee.locator("main a.button").first.click()
    dee.locator("[name=email]").fill("dee@iq4d.example")
    dee.locator("[name=password1]").fill("een-lang-wachtwoord")
    dee.locator("[name=name]").fill("Dee")
    dee.locator("main form .button").click()
    dee.goto(mailed(dee, "dee@iq4d.example", "/account/confirm-email/"))
    dee.locator("main form .button").click()
    expect(dee.locator("body[data-person]")).to_be_attached()
    if not dee.url.rstrip("/").endswith(circle.rstrip("/")):
        dee.goto("/")
        dee.locator("form[action$='/accept/'] button").click()
    expect(dee.locator("h1")).to_contain_text("Doelbewust leren")


def test_the_menu_switches_the_language_and_stays(visit: Visit):
    bob = visit("bob")
    here = circle_of(bob)
    bob.goto(here)
    read_in(bob, "nl")
    assert bob.url.endswith(here)
    expect(bob.get_by_role("heading", name="Gesprekken", exact=True)).to_be_visible()
    read_in(bob, "en")
    expect(bob.get_by_role("heading", name="Dialogues", exact=True)).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["JavaScript", "no JavaScript"])
def test_dark_is_a_choice(visit: Visit, script: bool):
    bob = visit("bob", script=script, color_scheme="light")
    for theme, paper in (("dark", "rgb(26, 23, 20)"), ("light", "rgb(250, 246, 239)"), ("auto", "rgb(250, 246, 239)")):
        bob.goto("/me/")
        bob.locator("[name=theme]").select_option(theme)
        bob.locator("form[enctype] .button").click()
        expect(bob.locator(f"html[data-theme={theme}]")).to_have_count(0 if theme == "auto" else 1)
        expect(bob.locator("body")).to_have_css("background-color", paper)


def test_a_photo_is_seen_by_who_shares_a_circle(visit: Visit):
    ada = visit("ada")
    ada.goto("/me/")
    picture = BytesIO()
    Image.new("RGB", (120, 90), "teal").save(picture, "PNG")
    photo = {"name": "ada.png", "mimeType": "image/png", "buffer": picture.getvalue()}
    ada.locator("[name=photo]").set_input_files(photo)
    ada.locator("form[enctype] .button").click()
    address = ada.locator("img.avatar--large").get_attribute("src")
    assert {who: visit(who).request.get(address).status for who in ("bob", "carla")} == {"bob": 200, "carla": 404}
    assert "/login/" in visit().request.get(address).url
    ada.locator("[name=remove_photo]").check()
    ada.locator("form[enctype] .button").click()
    expect(ada.locator("img.avatar--large")).to_have_count(0)

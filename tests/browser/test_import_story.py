"""Ada brings a conversation in, and the circle looks back on it. Once with JavaScript, once without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from browser import export
from browser.conftest import Visit
from browser.steps import DIMENSIONS, bring, circle_of, confirm, dialogue_in, read_in, see_mirror, settled
from iq4d.measures.registry import MEASURES

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["JavaScript", "no JavaScript"])
def test_from_an_export_to_a_mirror(visit: Visit, script: bool):
    ada = visit("ada", script=script)
    read_in(ada, "nl")
    circle = circle_of(ada)

    preview_shows_what_is_in_the_file(ada, circle)
    import_ = ada.url
    nothing_comes_in_before_ada_said_that_the_group_knows(ada)
    confirm(ada)
    dialogue = dialogue_in(ada, circle, export.TITLE)

    ada.goto(dialogue)
    expect(ada.locator(".contribution")).to_have_count(1 + len(export.LONG))
    expect(ada.locator(".contribution-name").first).to_have_text("Deelnemer 1")
    expect(ada.locator("main")).not_to_contain_text("Goedkope horloges")
    ada.goto(ada.locator(".mirror-glance, .page-head .meta a").last.get_attribute("href"))
    settled(ada)
    expect(ada.locator("#depth-name")).to_have_text("Diepgang")
    every_dimension_opens_to_its_grounds(ada)
    what_is_not_right_goes_off_the_picture_and_may_come_back(ada)

    others_see_what_is_theirs(visit, circle, dialogue, import_)
    the_same_file_adds_nothing(ada, circle)
    undoing_asks_first(ada, import_, dialogue)


def preview_shows_what_is_in_the_file(ada: Page, circle: str) -> None:
    bring(ada, circle, "teamblog.xml", export.teamblog())
    found = ada.locator(".choices .choice", has=ada.locator("input[name=chosen]"))
    expect(found).to_have_count(2)
    expect(ada.locator(".preview .facts dd")).to_have_text(["2", "0", "2"])
    expect(found.first).to_contain_text(export.TITLE)
    expect(found.first).to_contain_text("23 ")
    skipped = ada.locator("details.grounds")
    skipped.locator("summary").click()
    expect(skipped.locator("li")).to_have_count(2)
    expect(skipped).to_contain_text("spam")
    assert ada.locator("input[name=pseudonyms]").is_checked()


def nothing_comes_in_before_ada_said_that_the_group_knows(ada: Page) -> None:
    send = ada.locator(".preview form .actions button")
    send.click()  # the browser itself asks for an answer
    assert ada.locator("input[name=group_knows]:invalid").count()
    ada.locator("input[name=group_knows][value=not-yet]").check()
    send.click()
    expect(ada.locator("h1")).to_be_visible()
    assert not ada.locator("a[href$='/undo/'], progress").count()
    if not ada.locator(".preview").count():  # a refusal is a page of its own: back to the preview
        ada.locator("main .actions a").first.click()
    expect(ada.locator(".preview")).to_be_visible()


def every_dimension_opens_to_its_grounds(ada: Page) -> None:
    for dimension in DIMENSIONS:
        grounds = ada.locator(f"#{dimension} details.grounds")
        told, untold = grounds.locator("h3"), grounds.locator(".untold a")
        expect(told.or_(untold)).to_have_count(sum(one.dimension == dimension for one in MEASURES))
        expect(told.or_(untold).first).to_be_hidden()
        grounds.locator("> summary").click()
        expect(told.or_(untold).first).to_be_visible()
        if dimension != "deeds":  # of deeds an export tells nothing, and the mirror says so
            expect(grounds.locator(".points-value")).to_be_visible()
            expect(grounds.locator(".formula").first).to_be_visible()
            expect(grounds.locator(".evidence").first).to_be_visible()


def what_is_not_right_goes_off_the_picture_and_may_come_back(ada: Page) -> None:
    piece = ada.locator("#depth .evidence").first
    id, words = piece.get_attribute("id"), piece.locator("blockquote").inner_text()
    contest = piece.locator(".evidence-contest button")
    expect(contest).to_have_text("Dit klopt niet")
    contest.click()
    expect(ada.locator(".flash")).to_be_visible()
    settled(ada)
    expect(ada.locator(f"#{id}")).to_have_count(0)
    expect(ada.locator("#contested blockquote")).to_have_text([words])
    ada.locator("#contested .evidence-contest button").click()
    expect(ada.locator(".flash")).to_be_visible()
    settled(ada)
    expect(ada.locator(f"#{id}")).to_have_count(1)
    expect(ada.locator("#contested")).to_have_count(0)


def others_see_what_is_theirs(visit: Visit, circle: str, dialogue: str, import_: str) -> None:
    bob = visit("bob")
    see_mirror(bob, dialogue)
    expect(bob.locator("html")).to_have_attribute("lang", "en")
    expect(bob.locator("#depth-name")).to_have_text("Depth")
    grounds = bob.locator("#depth .grounds a[href*='/mirror/']").first
    paths = [circle, f"{circle}people/", f"{circle}change/", f"{circle}import/", dialogue, f"{dialogue}c/3/",
             f"{dialogue}mirror/", f"{dialogue}mirror/inquiry/"]  # fmt: skip
    if grounds.count():
        paths.append(grounds.get_attribute("href"))
    paths[7] = f"{dialogue}mirror/{bob.locator('#depth .evidence').first.get_attribute('id').split('-')[1]}/"
    assert bob.request.get(dialogue).status == 200
    assert bob.request.get(import_).status == 404  # an import is its bringer's alone
    carla = visit("carla")
    assert {path: carla.request.get(path).status for path in [*paths, import_, f"{import_}undo/"]} == dict.fromkeys(
        [*paths, import_, f"{import_}undo/"], 404
    )


def the_same_file_adds_nothing(ada: Page, circle: str) -> None:
    bring(ada, circle, "teamblog.xml", export.teamblog())
    expect(ada.locator("input[name=chosen]:not(:disabled)")).to_have_count(0)
    ada.locator("form[action$='/drop/'] button").click()
    ada.wait_for_url(re.compile(f"{circle}$"))
    expect(ada.locator("a.thing-title", has_text=export.TITLE)).to_have_count(1)


def undoing_asks_first(ada: Page, import_: str, dialogue: str) -> None:
    ada.goto(import_)
    ada.locator("a[href$='/undo/']").click()
    expect(ada.locator(".thing")).to_have_count(2)
    assert ada.request.get(dialogue).status == 200
    ada.locator("main form .button--danger").click()
    ada.wait_for_url(re.compile("/circles/"))
    expect(ada.locator("a.thing-title", has_text=export.TITLE)).to_have_count(0)
    assert ada.request.get(dialogue).status == 404

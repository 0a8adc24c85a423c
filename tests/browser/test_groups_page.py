"""Sixty people in twelve groups, as a file on somebody's own device: on a phone, a desktop, in the dark, on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from browser.conftest import DESKTOP, PHONE
from browser.looking import pictured, wrong_with
from groups.sixty import sixty
from iq4d.cli import main

pytestmark = pytest.mark.browser
ASKED = [
    "--size", "5", "--spread", "role,field", "--balance", "years", "--similar", "free", "--share", "language",
    "--one-per-group", "role=facilitator", "--never-one", "gender=man",
]  # fmt: skip
HOSTILE = "name,role\n" + "".join(
    f'"{n} <img src=x onerror=alert(1)> {"long" * 40}","{"wide" * 60}{n}"\n' for n in range(8)
)


def composed(folder: Path, people: str, *arguments: str) -> Path:
    (folder / "people.csv").write_text(people, "utf-8")
    out = folder / "groups.html"
    assert main(["compose", str(folder / "people.csv"), *arguments, "--max-iter", "30000", "-o", str(out)]) == 0
    return out


def shown(browser: Browser, path: Path, **looks: Any) -> Page:
    here = browser.new_context(**looks).new_page()
    asked: list[str] = []
    here.on("request", lambda request: asked.append(request.url))
    here.goto(path.as_uri())
    assert asked == [path.as_uri()], "the page needs nothing from elsewhere"
    return here


@pytest.mark.parametrize(("name", "people", "asked"), [
    ("sixty", sixty(), ASKED),
    ("rounds", sixty(), ["--size", "5", "--spread", "role", "--rounds", "2"]),
    ("hostile", HOSTILE, ["--size", "4", "--spread", "role"]),
    ("bare", "name\nAda\nBob\nCarla\nDirk\n", ["--size", "2"]),
])  # fmt: skip
def test_nothing_is_wrong_with_it(browser: Browser, tmp_path: Path, name: str, people: str, asked: list[str]) -> None:
    for language, looks in (("nl", PHONE | {"viewport": {"width": 360, "height": 740}}), ("en", DESKTOP)):
        path = composed(tmp_path, people, *asked, "--language", language)
        here = shown(browser, path, **looks)
        pictured(here, f"groups-{name}-{language}")
        assert wrong_with(here, phone="is_mobile" in looks) == [], (name, language)


def test_by_keyboard_one_comes_to_the_groups_and_opens_what_is_folded(browser: Browser, tmp_path: Path) -> None:
    here = shown(browser, composed(tmp_path, sixty(), *ASKED), **DESKTOP)
    here.keyboard.press("Tab")
    assert here.evaluate("document.activeElement.className") == "skip"
    here.keyboard.press("Enter")
    assert here.evaluate("location.hash") == "#groups-1"
    here.locator("summary").first.focus()
    here.keyboard.press("Enter")
    assert here.locator("details[open] table").first.is_visible()


def test_on_paper_it_is_light_and_no_card_is_cut(browser: Browser, tmp_path: Path) -> None:
    here = shown(browser, composed(tmp_path, sixty(), *ASKED), **DESKTOP, color_scheme="dark")
    here.emulate_media(media="print")
    assert here.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert here.evaluate("getComputedStyle(document.querySelector('.card')).breakInside") == "avoid"
    assert not here.locator("details").first.is_visible()
    assert here.locator(".card").count() == 12

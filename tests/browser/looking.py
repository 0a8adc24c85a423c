"""What is wrong with a page, as far as a machine can see: access (axe-core), width, what a thumb presses, weight."""

from __future__ import annotations

import os
import urllib.request
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "preload": False,  # the style sheet again, and media we have none of: only time
}
CONTRAST: dict[str, Any] = RULES | {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "rules": {}}
THUMB = 44  # CSS px
Scheme = Literal["light", "dark"]
PICTURES = os.environ.get("IQ4D_PICTURES", "")

UNFOLD = "document.querySelectorAll('details:not(.menu)').forEach((fold) => (fold.open = true))"
WIDER = """() => { const edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= edge) return [];
  const out = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > edge + 1);
  return [`wider than ${edge}: ` + (out[0]?.outerHTML.slice(0, 100) || "?")]; }"""
SMALL = """(least) => [...document.querySelectorAll(
    "button, .button, select, summary, input:not([type=hidden], [type=checkbox], [type=radio]), .site-nav a, .choice")]
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([one, box]) => box.width && !one.closest(".visually-hidden") && (box.height < least - 0.5))
  .map(([one, box]) => `${Math.round(box.width)} x ${Math.round(box.height)}: ${one.outerHTML.slice(0, 100)}`)"""


def wrong_with(page: Page, *, phone: bool, schemes: tuple[Scheme, ...] = ()) -> list[str]:
    """All we know to complain of, with everything unfolded; in a second scheme only of contrast. Empty is good.

    By default a phone is light and a desk dark: each look has all, and each scheme is seen.
    """
    page.evaluate(UNFOLD)
    wrong: list[str] = []
    for rules, scheme in zip((RULES, CONTRAST), schemes or (("light",) if phone else ("dark",)), strict=False):
        page.emulate_media(color_scheme=scheme)
        wrong += [f"{scheme}: {one}" for one in violations(page, rules)]
    wrong += page.evaluate(WIDER)
    if phone:
        wrong += page.evaluate(SMALL, THUMB)
    return wrong


def pictured(page: Page, name: str) -> None:
    """The whole page as it now is, for who wants to see it: in the folder that IQ4D_PICTURES names."""
    if PICTURES:
        page.emulate_media(color_scheme="light")
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def violations(page: Page, options: dict[str, Any] = RULES) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("(options) => axe.run(options)", options)["violations"]
    return [f"{one['id']}: {node['html'][:140]}" for one in found for node in one["nodes"]]


def over_the_line(address: str) -> int:
    """Bytes of the body as sent to a browser that takes Brotli."""
    asked = urllib.request.Request(address, headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        return len(answer.read())

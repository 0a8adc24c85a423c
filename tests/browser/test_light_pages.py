"""What a page weighs, over the line."""

from __future__ import annotations

import pytest

from browser.conftest import Visit
from browser.looking import over_the_line
from browser.steps import circle_of, dialogue_in
from browser.test_stories import STRONG

pytestmark = pytest.mark.browser


def test_a_page_is_light(visit: Visit, site: str):
    """A dialogue page: at most 60 kB of HTML per 20 contributions; style and script at most 40 kB over the line."""
    ada = visit("ada")
    ada.goto(dialogue_in(ada, circle_of(ada), STRONG))
    contributions = ada.locator(".contribution").count()
    html = len(ada.request.get(ada.url).body())
    assert contributions == 30
    assert html / contributions <= 60_000 / 20, html
    parts = ada.locator("link[rel=stylesheet], script[src]").evaluate_all("all => all.map(one => one.href || one.src)")
    sizes = {part.rsplit("/", 1)[1]: over_the_line(part) for part in parts}
    assert len(sizes) == 3
    assert sum(sizes.values()) <= 40_000, sizes

"""A real browser before the real thing. Whatever a page complains of fails the test that opened it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from browser.running import CHROMIUM, CHROMIUM_OPTIONS, demo

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
POLICY = """addEventListener("securitypolicyviolation",
  (event) => console.error(`policy: ${event.effectiveDirective} ${event.blockedURI}`))"""

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> None:
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not here: `make chromium` installs it where we may")


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium: None) -> dict[str, Any]:
    return {"executable_path": str(CHROMIUM), "args": CHROMIUM_OPTIONS}


@pytest.fixture(scope="session")
def site(chromium: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demo that runs for all browser tests together."""
    with demo(tmp_path_factory.mktemp("demo")) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    """`visit("ada")` opens a browser of her own and steps in; `visit()` comes as a guest.

    script=False: JavaScript off. policy=False: no content security policy. may_complain=True: for what is meant to.
    """
    contexts: list[BrowserContext] = []
    complaints: list[tuple[str, str]] = []  # (address, words)
    refused: set[str] = set()  # pages that answered with a refusal: the browser logs each as an error

    def heard(said: ConsoleMessage) -> None:
        # pressing a mailto: link by script, without a hand on the mouse, is refused by the browser itself
        if said.type == "error" and not said.text.startswith("Not allowed to launch"):
            complaints.append((said.location["url"], said.text))

    def answered(response: Response) -> None:
        if response.status >= 400 and response.request.is_navigation_request():
            refused.add(response.url)

    def come(
        who: str = "", *, phone: bool = False, script: bool = True, policy: bool = True, may_complain: bool = False,
        **more: Any,
    ) -> Page:  # fmt: skip
        looks = (PHONE if phone else DESKTOP) | {"reduced_motion": "reduce"} | more
        context = browser.new_context(base_url=site, java_script_enabled=script, bypass_csp=not policy, **looks)
        contexts.append(context)
        context.set_default_timeout(15_000)
        context.add_init_script(POLICY)
        if not may_complain:
            context.on("console", heard)
            context.on("weberror", lambda broke: complaints.append(("", str(broke.error))))
            context.on("response", answered)
        page = context.new_page()
        if who:
            step_in(page, who)
        return page

    yield come
    for context in contexts:
        context.close()
    assert [said for said in complaints if said[0] not in refused] == []


def step_in(page: Page, who: str) -> None:
    page.goto("/demo/")
    page.locator(f"form[action$='/step-in/{who}/'] button").click()
    page.wait_for_url("**/")

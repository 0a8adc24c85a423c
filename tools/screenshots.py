"""Photographs the main pages of a fresh demo and every step of a ten-step, into docs/screenshots/.

The main pages on a phone, a desktop and in the dark; the steps each on a phone, and together on two contact sheets.

Run by `make screenshots`. Needs Debian's Chromium.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from browser import export  # noqa: E402
from browser.running import CHROMIUM, CHROMIUM_OPTIONS, demo  # noqa: E402
from browser.ten_step import PEERS, Stop, walk  # noqa: E402

FOLDER = ROOT / "docs" / "screenshots"
COLOURS = 255
FEWER = 64  # on a contact sheet
ACROSS = 5  # pictures beside each other on a contact sheet
GAP = 16
STRONG = "valt stil"  # words in the title of the demo's strong conversation


@dataclass(frozen=True)
class Look:
    name: str
    width: int
    height: int
    scheme: str = "light"


LOOKS = [Look("phone", 390, 844), Look("desktop", 1280, 900), Look("dark", 1280, 900, "dark")]


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, demo(Path(folder)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_OPTIONS)
        preview = ""
        for look in LOOKS:
            page = visitor(browser, address, look)
            preview = preview or bring_in(page, address)
            for name, path in pages(page, address, preview):
                page.goto(address + path)
                keep(page, FOLDER / f"{name}-{look.name}.png", look)
                if (name, look.name) == ("mirror", "desktop"):
                    keep(page, FOLDER / "mirror.png", look, screens=1.1)
        photograph_ten_step(browser, address)
        browser.close()
    total = sum(file.stat().st_size for file in FOLDER.glob("*.png"))
    print(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER.relative_to(ROOT)}, {total / 1e6:.2f} MB together")


def visitor(browser: Browser, address: str, look: Look) -> Page:
    """Ada's browser. She reads Dutch."""
    page = a_page(browser, address, look)
    page.goto("/demo/")
    page.locator("form[action$='/step-in/ada/'] button").click()
    return page


def a_page(browser: Browser, address: str, look: Look, cookies: Any = None) -> Page:
    context = browser.new_context(
        base_url=address,
        viewport={"width": look.width, "height": look.height},
        color_scheme=look.scheme,
        reduced_motion="reduce",
        locale="nl-NL",
        storage_state=cookies,
    )
    return context.new_page()


def photograph_ten_step(browser: Browser, address: str) -> None:
    """Each step on a phone; all of them on a desktop, and on a phone in the dark."""
    phone, desktop, _ = LOOKS
    at_night = Look("dark", phone.width, phone.height, "dark")
    sheets: dict[str, list[Image.Image]] = {"desktop": [], "dark": []}
    ada = visitor(browser, address, phone)
    peers = {name: a_page(browser, address, phone) for name in PEERS}
    for number, stop in enumerate(walk(ada, peers), 1):
        stop.page.goto(stop.path)
        keep(stop.page, FOLDER / f"ten-step-{number:02}-{stop.name}.png", phone)
        for look, sheet in ((desktop, sheets["desktop"]), (at_night, sheets["dark"])):
            sheet.append(as_seen(browser, address, look, stop))
    for name, pictures in sheets.items():
        save(contact_sheet(pictures), FOLDER / f"ten-step-{name}.png", FEWER)


def as_seen(browser: Browser, address: str, look: Look, stop: Stop) -> Image.Image:
    """The same page of the same person in another look, small."""
    twin = a_page(browser, address, look, stop.page.context.storage_state())
    twin.goto(stop.path)
    image = Image.open(io.BytesIO(twin.screenshot())).convert("RGB")
    twin.context.close()
    width = 400 if look.width > 600 else 234
    return image.resize((width, image.height * width // image.width), Image.Resampling.LANCZOS)


def contact_sheet(pictures: list[Image.Image]) -> Image.Image:
    """In reading order."""
    width, height = pictures[0].width + GAP, pictures[0].height + GAP
    rows = -(-len(pictures) // ACROSS)
    sheet = Image.new("RGB", (ACROSS * width + GAP, rows * height + GAP), "#8b7d6f")
    for number, picture in enumerate(pictures):
        sheet.paste(picture, (GAP + number % ACROSS * width, GAP + number // ACROSS * height))
    return sheet


def bring_in(page: Page, address: str) -> str:
    """Bring an export in and wait for its preview; gives the path of the preview."""
    page.goto(page.locator("a[href^='/circles/'].thing-title").first.evaluate("one => one.href") + "import/")
    file = {"name": "teamblog.xml", "mimeType": "text/xml", "buffer": export.teamblog().encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.locator("main form .button").first.click()
    page.locator(".preview").wait_for()
    return page.url.removeprefix(address)


def pages(page: Page, address: str, preview: str) -> Iterator[tuple[str, str]]:
    """(name, path) of the five main pages."""
    page.goto(address)
    circle = page.locator("a[href^='/circles/'].thing-title").first.get_attribute("href")
    dialogue = page.locator("a[href^='/dialogues/'].thing-title", has_text=STRONG).first.get_attribute("href")
    page.goto(f"{address}{dialogue}mirror/")
    page.locator(".mirror-shapes").wait_for()
    yield from [
        ("home", "/"), ("circle", circle), ("dialogue", dialogue), ("mirror", f"{dialogue}mirror/"),
        ("import", preview),
    ]  # fmt: skip


def keep(page: Page, file: Path, look: Look, screens: float = 1.5) -> None:
    """The top of the page, in few colours."""
    page.evaluate("document.fonts.ready")
    height = min(page.evaluate("document.documentElement.scrollHeight"), int(look.height * screens))
    taken = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": look.width, "height": height})
    save(Image.open(io.BytesIO(taken)).convert("RGB"), file, COLOURS)


def save(image: Image.Image, file: Path, colours: int) -> None:
    image.quantize(colours, Image.Quantize.FASTOCTREE, kmeans=2, dither=Image.Dither.NONE).save(file, optimize=True)
    print(file.name, image.size, f"{file.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()

"""Photographs the five main pages of a fresh demo: phone, desktop and dark, into docs/screenshots/.

Run by `make screenshots`. Needs Debian's Chromium.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from browser import export  # noqa: E402
from browser.running import CHROMIUM, CHROMIUM_OPTIONS, demo  # noqa: E402

FOLDER = ROOT / "docs" / "screenshots"
COLOURS = 255
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
        browser.close()
    total = sum(file.stat().st_size for file in FOLDER.glob("*.png"))
    print(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER.relative_to(ROOT)}, {total / 1e6:.2f} MB together")


def visitor(browser: Browser, address: str, look: Look) -> Page:
    """Ada's browser. She reads Dutch."""
    context = browser.new_context(
        viewport={"width": look.width, "height": look.height}, color_scheme=look.scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{address}/demo/")
    page.locator("form[action$='/step-in/ada/'] button").click()
    return page


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
    image = Image.open(io.BytesIO(taken)).convert("RGB")
    image.quantize(COLOURS, Image.Quantize.FASTOCTREE, kmeans=2, dither=Image.Dither.NONE).save(file, optimize=True)
    print(file.name, image.size, f"{file.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()

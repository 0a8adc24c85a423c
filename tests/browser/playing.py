"""A dialogue as people hold it in a browser: start, share, join, write, rate, harvest."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

NOW = "#now > .now"  # the step that is asked of one, or goes on


def start(page: Page, sentence: str, method: str = "", name: str = "") -> str:
    """One sentence; gives the path of the dialogue."""
    page.goto("/start/")
    page.locator("[name=sentence]").fill(sentence)
    if name:
        page.locator("[name=name]").fill(name)
    if method:
        page.locator("details:has([name=method]) > summary").click()
        page.locator("[name=method]").select_option(method)
    page.locator("main form .button").last.click()
    page.wait_for_url("**/dialogues/**")
    return "/" + page.url.split("?")[0].split("/", 3)[3]


def link_of(page: Page) -> str:
    """The link that is there to be shared."""
    return "/" + page.locator(".share-link a").first.inner_text().split("/", 3)[3]


def join(page: Page, link: str, name: str) -> None:
    """A name is enough."""
    page.goto(link)
    page.locator("[name=name]").fill(name)
    page.locator("main form .button").first.click()
    page.wait_for_url("**/dialogues/**")


def on_phones(visit: Callable[..., Page], link: str, *names: str) -> dict[str, Page]:
    """Each comes in on a phone of their own, in Dutch; that of the last one runs no JavaScript."""
    people = {name: visit(phone=True, script=name != names[-1], locale="nl-NL") for name in names}
    for name, page in people.items():
        join(page, link, name)
    return people


def vote(page: Page, dialogue: str, words: str) -> None:
    """Choose one of what lies on the table."""
    page.goto(dialogue)
    page.locator(f"{NOW} .voting > li", has_text=words).locator("input").check()
    page.locator(f"{NOW} form:has(.voting) .button").click()
    page.wait_for_load_state()


def begin(page: Page, dialogue: str) -> None:
    """Who leads opens the first step."""
    page.goto(dialogue)
    page.locator(f"{NOW} form[action$='/begin/'] button").click()
    page.wait_for_load_state()


def step_is(page: Page, dialogue: str, name: str) -> None:
    """What is asked of this person now."""
    page.goto(dialogue)
    expect(page.locator(f"{NOW} > h2").first).to_have_text(name)


def write(page: Page, dialogue: str, words: str) -> None:
    page.goto(dialogue)
    page.locator(f"{NOW} form.composer textarea[name=source]").first.fill(words)
    page.locator(f"{NOW} form.composer .actions .button").first.click()
    page.wait_for_url("**#c-*")


def press(page: Page, dialogue: str, move: str) -> None:
    """A move by whom it is asked of, or who leads."""
    page.goto(dialogue)
    button = page.locator(f"{NOW} button[name=kind][value={move}]").first
    if not button.is_visible():
        page.locator(f"{NOW} details.lead-moves > summary").first.click()
    button.click()
    page.wait_for_load_state()


def answer(page: Page, dialogue: str, to: str, words: str) -> None:
    """Answer one of the questions on the table."""
    page.goto(dialogue)
    item = page.locator(f"{NOW} .answering > li", has_text=to)
    item.locator("details.answer > summary").click()
    item.locator("textarea").fill(words)
    item.locator(".button").click()
    page.wait_for_url("**#c-*")


def rate(page: Page, dialogue: str, warm: list[str]) -> None:
    """Keep these, the rest is cold."""
    page.goto(dialogue)
    items = page.locator(f"{NOW} .rating > li")
    for item in items.all():
        kept = any(words in item.inner_text() for words in warm)
        item.locator(f"input[value={'warm' if kept else 'cold'}]").check()
    page.locator(f"{NOW} form:has(.rating) .actions .button").click()
    page.wait_for_load_state()


def harvest(page: Page, dialogue: str, takeaway: str = "", deed: str = "", **more: str) -> None:
    """The two questions that close a dialogue. more: fields under "sharper", by name."""
    page.goto(dialogue)
    form = page.locator("form.harvest")
    form.locator("[name=takeaway]").fill(takeaway)
    form.locator("[name=deed]").fill(deed)
    if due := more.pop("due", ""):
        form.locator("[name=due]").fill(due)
    if more:
        form.locator("details.sharper > summary").click()
    for name, value in more.items():
        field = form.locator(f"[name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    form.locator(".actions .button").last.click()
    page.wait_for_load_state()

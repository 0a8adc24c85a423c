"""Mark-up vectors nobody on the team wrote, brought in as posts: nothing runs, with and without the policy."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Route

from browser import export
from browser.conftest import Visit
from browser.steps import bring, circle_of, confirm, see_mirror

pytestmark = pytest.mark.browser
SAMPLE = 12  # of all vectors, in the ordinary run; `make soak` plays every one
CONTROL = 60
LISTEN = """for (const name of ["alert", "confirm", "prompt", "print"])
  window[name] = (word) => executed(`${name} ${word}`);
window.open = () => executed("open");"""
PRESS = "document.querySelectorAll('.prose :is(a, button, summary, [onclick]), .quote a').forEach((one) => one.click())"


@pytest.fixture(scope="module")
def payloads(shared: Path) -> list[str]:
    lines = (shared / "attack" / "markup" / "xss_vectors.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["payload"] for line in lines]


def spread(payloads: list[str], sample: int) -> list[str]:
    """A sample spread evenly over the list."""
    return [payloads[n * len(payloads) // sample] for n in range(sample)]


def as_forum(vectors: list[str]) -> str:
    """Each vector as a body in one long topic, and as title and name of a topic of its own."""
    users = [{"id": 1, "username": "ada"}, {"id": 2, "username": "bob"}]
    users += [{"id": 10 + n, "username": vector} for n, vector in enumerate(vectors)]
    posts = [{"id": n, "author": n % 2 + 1, "body": vector} for n, vector in enumerate(vectors, 1)]
    named = [
        {"id": 100 + n, "title": vector, "posts": [{"id": 1000 + n, "author": 10 + n, "body": f"{vector}\n\nwhy?"}]}
        for n, vector in enumerate(vectors)
    ]
    topics = [{"id": 1, "title": "Vectors as bodies", "posts": posts}, *named]
    return json.dumps({"format": "generic-forum", "version": 1, "users": users, "topics": topics})


def as_blog(vectors: list[str]) -> str:
    """Each vector as a comment, and as the opening of a post of its own."""
    ours = [cleaned(vector) for vector in vectors]
    comments = "".join(export.comment(n, "Joke", 0, vector) for n, vector in enumerate(ours, 1))
    openings = [
        export.post(2_000 + n, vector, vector, export.comment(9_000 + n, vector, 0, vector))
        for n, vector in enumerate(ours[::4])
    ]
    return export.wordpress(export.post(1_999, "Vectors as comments", "Why?", comments), *openings)


def cleaned(vector: str) -> str:
    """What XML can hold of it."""
    return "".join(character for character in vector if character in "\t\n\r" or character >= " ")


@pytest.mark.parametrize(("name", "made"), [("vectors.json", as_forum), ("vectors.xml", as_blog)])
def test_nothing_runs(visit: Visit, payloads: list[str], name: str, made: Any):
    """Without the policy, so that only what we make of the words keeps them quiet."""
    play(visit, spread(payloads, SAMPLE), name, made, policy=False)


@pytest.mark.soak
@pytest.mark.parametrize("policy", [True, False], ids=["policy", "no policy"])
@pytest.mark.parametrize(("name", "made"), [("vectors.json", as_forum), ("vectors.xml", as_blog)])
def test_nothing_runs_of_all(visit: Visit, payloads: list[str], name: str, made: Any, policy: bool):
    play(visit, payloads, name, made, policy=policy)


def play(visit: Visit, vectors: list[str], name: str, made: Any, *, policy: bool) -> None:
    """Bring the vectors in, look at every page they stand on and press what can be pressed; then undo."""
    ada = visit("ada", policy=policy)
    ran, asked = listening(ada.context)
    circle = circle_of(ada)
    bring(ada, circle, name, made(vectors))
    confirm(ada, pseudonyms=False)
    import_ = ada.url
    dialogues = [one.get_attribute("href") for one in ada.locator("a.thing-title[href^='/dialogues/']").all()]
    large = ada.locator("a.thing-title", has_text="Vectors as").first.get_attribute("href")
    assert len(dialogues) > len(vectors) // 4
    shown = 0
    for path in [large, *dialogues[:20]]:
        for page in pages_of(ada, str(path)):
            shown += page.locator(".contribution").count()
            page.evaluate(PRESS)
            page.wait_for_timeout(20)
    assert shown >= len(vectors) * 0.9  # a few hold nothing that can be a contribution
    for path in ("/", circle, import_):
        ada.goto(path)
    every = ada.goto(f"/dialogues/in/{circle.rstrip('/').rpartition('/')[2]}/")
    assert every is not None
    assert every.ok
    while (onward := ada.locator("a[rel=next]").first).count():
        onward.click()
    ada.goto(f"{import_}undo/")
    ada.locator("main .button--danger").click()
    assert ran == []
    assert asked == []


def pages_of(page: Page, dialogue: str) -> Iterator[Page]:
    """Every page of a dialogue, and its mirror. Pressing may have led the browser anywhere in between."""
    number = 1
    while go(page, f"{dialogue}?page={number}") == 200:
        yield page
        number += 1
    go(page, "/")
    see_mirror(page, dialogue)
    yield page
    go(page, "/")


def go(page: Page, path: str) -> int:
    """The status of a page; a link that was pressed may still be on its way and come between."""
    for _ in range(5):
        try:
            answer = page.goto(path)
            return answer.status if answer else 0
        except Error:
            page.wait_for_timeout(200)
    raise AssertionError(f"no way to {path}")


def listening(context: BrowserContext) -> tuple[list[str], list[str]]:
    """What ran, and which other machines were asked for something without a click."""
    ran: list[str] = []
    asked: list[str] = []
    context.expose_function("executed", lambda what: ran.append(what))
    context.add_init_script(LISTEN)

    def at_home(route: Route) -> None:
        if urlsplit(route.request.url).hostname == "localhost":
            route.continue_()
            return
        if not route.request.is_navigation_request():  # following a link is a person's own choice
            asked.append(route.request.url)
        route.fulfill(status=204)

    context.route("**/*", at_home)
    return ran, asked


def test_the_listener_hears(visit: Visit, payloads: list[str]):
    """The same vectors on a page that sanitises nothing do run, some of them."""
    page = visit(policy=False, may_complain=True)
    ran, _asked = listening(page.context)
    heard = 0
    for vector in spread(payloads, CONTROL):
        before = len(ran)
        go(page, "about:blank")
        page.set_content(f"<body><div class=prose>{vector}</div></body>", wait_until="commit")
        page.wait_for_timeout(60)
        page.evaluate(PRESS)
        page.wait_for_timeout(30)
        heard += len(ran) > before
    assert heard >= 3

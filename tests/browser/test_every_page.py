"""Every page of the site: no violation of WCAG 2.2 AA, nothing wider than a phone, nothing too small for a thumb.

On a phone of 360 px in light and in Dutch, on a desktop in dark and in English, signed in and out, everything
unfolded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.urls import URLPattern, URLResolver
from playwright.sync_api import Browser, Page, expect

from browser import export, own_harvest, states
from browser.conftest import DESKTOP, PHONE, Visit, step_in
from browser.looking import violations, wrong_with
from browser.steps import bring, circle_of, confirm, dialogue_in, mailed, read_in, see_mirror, settled
from browser.ten_step import PEERS, Stop, walk
from browser.test_stories import STRONG
from iq4d.methods import dumps, newest
from iq4d.web.ui.surfaces import surface_of
from iq4d.web.urls import patterns

pytestmark = pytest.mark.browser
SMALL_PHONE = PHONE | {"viewport": {"width": 360, "height": 740}}
PASSES_ON = {  # routes that never show a page of their own, with where they lead
    "contribution": "dialogue",
    "come_in": "dialogue, or join for who was asked in by mail",
    "free_days_add": "profile, where it also tells what is wrong with the days",
}
SHOWN = ("page", "account", "one-click")  # kinds of surfaces that answer with a page
# Stops in a ten-step: what looks like another, or is looked at on the stage; and what is looked at on a desktop, too.
SEEN_BEFORE = {"start", "share", "join", "deeper", "keeps", "tips", "deed"}
AT_A_DESK = {"case", "rating", "offered", "harvest", "finished"}
WATCHED_ELSEWHERE = (
    {"kept": "test_pages_that_follow_on_a_form"}
    | dict.fromkeys(
        ("report", "report_pdf", "releases", "release", "release_page", "released"), "test_release_story.py"
    )
    | {"sign": "test_stands_story.py", "rather_not": "test_hunt_story.py"}
)


@dataclass
class Stage:
    """Paths by who walks there, each with the name of its route."""

    paths: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    cookies: dict[str, object] = field(default_factory=dict)  # of guests: their browser is all they have

    def add(self, who: str, route: str, path: str) -> None:
        self.paths.setdefault(who, []).append((route, path))

    def known(self, who: str, page: Page) -> None:
        self.cookies[who] = page.context.storage_state()


def a_page(browser: Browser, site: str, who: str = "", cookies: object = None, **looks: object) -> Page:
    page = browser.new_context(base_url=site, storage_state=cookies, **(DESKTOP | looks)).new_page()
    if who and not cookies:
        step_in(page, who)
    return page


@pytest.fixture(scope="module")
def stage(browser: Browser, site: str) -> Iterator[Stage]:
    """Everything that has a page, made by the people themselves."""
    made, ada = Stage(), a_page(browser, site, "ada")
    circle = circle_of(ada)
    strong = dialogue_in(ada, circle, STRONG)
    every = f"/dialogues/in/{circle.rstrip('/').rpartition('/')[2]}/"
    for route, path in [
        ("home", "/"), ("about", "/about/"), ("profile", "/me/"), ("circle_list", "/circles/"),
        ("circle_new", "/circles/new/"), ("circle", circle), ("circle_people", f"{circle}people/"),
        ("circle_edit", f"{circle}change/"), ("dialogue_list", every), ("import_new", f"{circle}import/"),
        ("own_method_new", f"{circle}methods/load/"),
        ("dialogue", strong), ("mirror", f"{strong}mirror/"), ("demo", "/demo/"), ("demo_mails", "/demo/mails/"),
        ("own_view", f"{strong}mirror/own-view/"), ("validity", "/validity/"),
        ("mirror_over_time", f"{strong}mirror/over-time/"), ("series", f"{strong}series/"),
        ("circle_mirror", f"{circle}mirror/"),
        ("account_email", "/account/email/"), ("account_change_password", "/account/password/change/"),
        ("account_logout", "/account/logout/"), ("account_reauthenticate", "/account/reauthenticate/"),
        ("not found", "/dialogues/nothing/"),
    ]:  # fmt: skip
        made.add("ada", route, path)

    def guest() -> Page:
        return a_page(browser, site)

    states.gathering(ada, made.add)
    states.led(ada, guest, made.add, made.known)
    states.open_one(guest, made.add, made.known)
    the_mirror_of_everything(ada, made, circle, strong)
    imports_in_each_state(ada, made, circle)
    a_method_of_their_own(ada, made, circle)
    people_and_invitations(ada, made, circle)
    accounts(a_page(browser, site), made)
    states.by_mail(ada, made.add, site)
    own_harvest.caught_and_harvested(ada, made.add)
    yield made
    for path in [path for route, path in made.paths["ada"] if route == "import_undo"]:
        ada.goto(path)
        ada.locator("main .button--danger").click()


def the_mirror_of_everything(ada: Page, made: Stage, circle: str, strong: str) -> None:
    """One with something contested and something promised, one too short for a number, and all grounds."""
    see_mirror(ada, strong)
    grounds = {one.get_attribute("id").split("-")[1] for one in ada.locator(".evidence[id]").all()}
    for indicator in sorted(grounds)[:3]:
        made.add("ada", "grounds", f"{strong}mirror/{indicator}/")
    short, english = dialogue_in(ada, circle, "laat je een nieuwe"), dialogue_in(ada, circle, "New starters")
    see_mirror(ada, english)
    ada.locator("#depth details.grounds > summary").click()
    ada.locator("#depth .evidence-contest button").first.click()
    settled(ada)
    for path in (short, english):
        made.add("ada", "mirror", f"{path}mirror/")
        made.add("ada", "dialogue", path)


def a_method_of_their_own(ada: Page, made: Stage, circle: str) -> None:
    """One in use and one out of use; a broken one and a preview stand in `test_pages_that_follow_on_a_form`."""
    for key in ("our_hour", "our_day"):
        choose_method(ada, circle, own_method(key))
        ada.locator("main form .button").first.click()
    ada.locator("form[action$='/away/'] button").first.click()
    made.add("ada", "own_methods", f"{circle}methods/")
    for link in ada.locator(".things a.thing-title").all():
        made.add("ada", "own_method", str(link.get_attribute("href")))


def choose_method(page: Page, circle: str, words: bytes) -> None:
    page.goto(f"{circle}methods/load/")
    page.set_input_files("[name=file]", {"name": "ons-uur.toml", "mimeType": "text/plain", "buffer": words})
    with page.expect_navigation():
        page.locator("main form .button").first.click()


def own_method(key: str) -> bytes:
    """The lightest of ours with a key of its own."""
    return dumps(newest("open_dialogue")).replace('key = "open_dialogue"', f'key = "{key}"', 1).encode()


def imports_in_each_state(ada: Page, made: Stage, circle: str) -> None:
    for number in (901, 902):
        words = export.post(number, f"Kort gesprek {number}", "Wie?", export.comment(number, "Joke", 0, "Ik."))
        bring(ada, circle, f"{number}.xml", export.wordpress(words))
        confirm(ada)
        path = ada.url
        if number == 901:
            made.add("ada", "import", path)
            made.add("ada", "import_undo", f"{path}undo/")
        else:
            ada.goto(f"{path}undo/")
            ada.locator("main .button--danger").click()
            made.add("ada", "import", path)
    bring(ada, circle, "teamblog.xml", export.teamblog())
    made.add("ada", "import", ada.url)
    bring(ada, circle, "empty.xml", export.wordpress(export.post(903, "Stil", "Niemand zei iets.")))
    made.add("ada", "import", ada.url)
    bring(ada, circle, "broken.xml", "<rss")
    made.add("ada", "import", ada.url)


def people_and_invitations(ada: Page, made: Stage, circle: str) -> None:
    for email in ("guest@iq4d.example", "carla@iq4d.example"):
        ada.goto(f"{circle}people/")
        ada.locator("[name=email]").fill(email)
        ada.locator("form:has([name=email]) .button").click()
        expect(ada.locator(".flash")).to_contain_text(email)
    for leave in ada.locator("a[href$='/remove/']").all():
        made.add("ada", "member_remove", leave.get_attribute("href"))
    link = mailed(ada, "guest@iq4d.example", "/circles/invitation/")
    made.add("ada", "demo_mail", ada.url)
    made.add("ada", "invitation", link)
    made.add("", "invitation", link)
    made.add("carla", "invitation", mailed(ada, "carla@iq4d.example", "/circles/invitation/"))
    for route, path in (("home", "/"), ("circle_list", "/circles/"), ("circle", circle_of_carla(ada))):
        made.add("carla", route, path)


def circle_of_carla(page: Page) -> str:
    other = page.context.browser.new_context(base_url=re.match(r"https?://[^/]+", page.url)[0]).new_page()
    step_in(other, "carla")
    return circle_of(other, "Buurtacademie")


def accounts(guest: Page, made: Stage) -> None:
    guest.goto("/account/signup/")
    guest.locator("[name=email]").fill("new@iq4d.example")
    guest.locator("[name=password1]").fill("een-lang-wachtwoord")
    guest.locator("[name=name]").fill("Een lange naam die Wolfeschlegelsteinhausenbergerdorff heet")
    guest.locator("main form .button").click()
    guest.goto("/account/password/reset/")
    guest.locator("[name=email]").fill("bob@iq4d.example")
    guest.locator("main form .button").click()
    for route, path in [
        ("home", "/"), ("about", "/about/"), ("demo", "/demo/"), ("not found", "/nothing/"),
        ("bad address", "/?q=%00"),
        ("demo_mails", "/demo/mails/"), ("account_login", "/account/login/"), ("account_signup", "/account/signup/"),
        ("account_login", "/account/login/?next=/circles/"), ("account_inactive", "/account/inactive/"),
        ("account_email_verification_sent", "/account/confirm-email/"),
        ("account_reset_password", "/account/password/reset/"),
        ("account_reset_password_done", "/account/password/reset/done/"),
        ("account_reset_password_from_key_done", "/account/password/reset/key/done/"),
        ("account_confirm_email", mailed(guest, "new@iq4d.example", "/account/confirm-email/")),
        ("account_confirm_email", "/account/confirm-email/nonsense/"),
        ("account_reset_password_from_key", mailed(guest, "bob@iq4d.example", "/account/password/reset/key/")),
        ("account_reset_password_from_key", "/account/password/reset/key/1-nonsense/"),
    ]:  # fmt: skip
        made.add("", route, path)


def named_pages() -> set[str]:
    """Every route that answers with a page."""

    def walk(routes: list[URLPattern | URLResolver]) -> Iterator[str]:
        for route in routes:
            if isinstance(route, URLResolver):
                yield from walk(route.url_patterns)
            elif (surface := surface_of(route.name, route.callback)) and surface.kind in (
                "page",
                "account",
                "one-click",
            ):
                yield route.name

    return set(walk(patterns(demo=True)))


def test_no_page_is_forgotten(stage: Stage):
    walked = {route for paths in stage.paths.values() for route, _ in paths}
    assert named_pages() - walked - PASSES_ON.keys() == WATCHED_ELSEWHERE.keys()


@pytest.mark.parametrize(
    ("looks", "language"), [(DESKTOP, "en"), (SMALL_PHONE, "nl")], ids=["desktop, English", "phone, Dutch"]
)
def test_nothing_is_wrong_with_any_page(browser: Browser, site: str, stage: Stage, looks: dict, language: str):
    wrong: list[str] = []
    for who, paths in stage.paths.items():
        page = a_page(browser, site, who, stage.cookies.get(who), **looks)
        page.goto("/")
        before = page.locator("html").get_attribute("lang")
        read_in(page, language)
        for route, path in paths:
            page.goto(path)
            told = wrong_with(page, phone=looks is SMALL_PHONE)
            wrong += [f"{who or 'guest'} on {route} ({path}): {one}" for one in told]
        page.goto("/")
        read_in(page, before)
        page.context.close()
    assert wrong == []


def test_nothing_is_wrong_at_any_step_of_a_ten_step(browser: Browser, site: str):
    """What is asked at each step, of its owner or a peer, on a phone in Dutch; what differs most at a desk, too."""
    ada, peers = a_page(browser, site, "ada", **SMALL_PHONE), {}
    for name in PEERS:
        peers[name] = a_page(browser, site, locale="nl-NL", **SMALL_PHONE)
    wrong: list[str] = []
    seen: list[str] = []
    for stop in walk(ada, peers, "Wat zeg ik tegen haar als ze weer te laat is?"):
        wrong += wrong_at(stop, browser, site) if stop.name not in SEEN_BEFORE else []
        seen.append(stop.name)
    assert len(seen) == 19
    assert set(seen) > AT_A_DESK | SEEN_BEFORE
    for page in (ada, *peers.values()):
        page.context.close()
    assert wrong == []


def wrong_at(stop: Stop, browser: Browser, site: str) -> list[str]:
    page = stop.page
    page.goto(stop.path)
    told = [f"phone: {one}" for one in wrong_with(page, phone=True)]
    if stop.name not in AT_A_DESK:
        return [f"{stop.name}: {one}" for one in told]
    before = str(page.locator("html").get_attribute("lang"))
    twin = a_page(browser, site, stop.name, page.context.storage_state())  # the same person at a desk
    say(twin, "en", stop.path)
    told += [f"desktop: {one}" for one in wrong_with(twin, phone=False)]
    say(twin, before, stop.path)
    twin.context.close()
    return [f"{stop.name}: {one}" for one in told]


def say(page: Page, language: str, path: str) -> None:
    """Go there in this language: what the menu does, without a walk through it."""
    page.goto(path)
    token = page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")
    page.request.post("/language/", form={"language": language, "next": "/about/", "csrfmiddlewaretoken": str(token)})
    page.goto(path)
    expect(page.locator("html")).to_have_attribute("lang", language)


def test_pages_that_follow_on_a_form(visit: Visit, stage: Stage):
    """Errors in a form, words kept through a lost session, a refusal, a stale form, the opened menu."""
    ada = visit("ada", phone=True)
    wrong: list[str] = []

    def look(what: str, then: Callable[[], object]) -> None:
        then()
        wrong.extend(f"{what}: {one}" for one in wrong_with(ada, phone=True))

    def send(**fields: str) -> None:
        for name, words in fields.items():
            ada.locator(f"main [name={name}]").fill(words)
        ada.locator("main form").first.evaluate("form => form.noValidate = true")
        with ada.expect_navigation():  # or we look at a page that is just being replaced
            ada.locator("main form .button").first.click()

    def stale() -> None:
        ada.locator("main form").first.evaluate("form => form.csrfmiddlewaretoken.value = 'x'.repeat(64)")
        send(name="Een oude pagina")

    look("menu", lambda: ada.locator("details.menu > summary").click())
    ada.goto("/circles/new/")
    look("errors", lambda: send(about="Een naam ontbreekt"))
    ada.goto("/me/")
    look("errors in the profile", lambda: send(name=""))
    for path in [path for route, path in stage.paths["ada"] if route == "import"]:
        ada.goto(path)
        if ada.locator(".preview").count():
            look("errors in the preview", lambda: send())
            ada.locator("input[name=group_knows][value=not-yet]").check()
            look("refused", lambda: send())
            break
    circle = circle_of(ada)
    look(
        "a broken method",
        lambda: choose_method(ada, circle, own_method("broken").replace(b"minutes = 2", b"minutes = 9")),
    )
    look("a method in preview", lambda: choose_method(ada, circle, own_method("our_week")))
    look("a method that is ours", lambda: choose_method(ada, circle, own_method("open_dialogue")))
    ada.goto("/circles/new/")
    look("stale form", stale)
    ada.goto("/circles/new/")
    ada.locator("main [name=about]").fill("Dit mag niet verloren gaan, ook niet als ik even weg was.")
    ada.context.clear_cookies(name="sessionid")
    look("signing in again", lambda: send(name="Weg geweest"))
    ada.goto("/account/login/")
    look("wrong password", lambda: send(login="bob@iq4d.example", password="wrong"))
    ada.goto("/account/signup/")
    look("errors in signing up", lambda: send(email="no address"))
    assert wrong == []


@pytest.mark.parametrize("state", ["reading", "keeping"])
def test_pages_of_work_under_way(browser: Browser, site: str, state: str):
    page = a_page(browser, site, "ada", **PHONE)
    circle = circle_of(page)
    number = 950 + len(state)
    words = export.post(number, "Onderweg", "Wie?", "".join(export.comment(n, "Joke", 0, "Ik.") for n in range(1, 400)))
    for _ in range(8):  # until we were quicker than the worker
        page.route("**/imports/**", lambda route: route.abort() if hurried(route.request) else route.continue_())
        bring_quickly(page, circle, state, export.wordpress(words))
        if page.locator("progress").count():
            break
    expect(page.locator("progress")).to_be_visible()
    assert wrong_with(page, phone=True) == []
    page.context.close()


def hurried(request: object) -> bool:
    return "hx-request" in request.headers


def bring_quickly(page: Page, circle: str, state: str, words: str) -> None:
    if state == "keeping":
        page.unroute_all()
        bring(page, circle, "onderweg.xml", words)
        page.route("**/imports/**", lambda route: route.abort() if hurried(route.request) else route.continue_())
        page.locator("input[name=group_knows][value=public]").check()
        page.locator(".preview form .actions button").click()
    else:
        page.goto(f"{circle}import/")
        page.locator("input[type=file]").set_input_files(
            {"name": "onderweg.xml", "mimeType": "text/xml", "buffer": words.encode()}
        )
        page.locator("form[enctype] button").click()
        page.wait_for_url(re.compile("/imports/"))


def test_the_check_bites(visit: Visit):
    page = visit("ada", may_complain=True)
    page.evaluate("document.querySelector('main').innerHTML = '<img src=x><h4>?</h4><input><a href=#>.</a>'")
    assert {"image-alt", "label", "page-has-heading-one"} <= {one.split(":")[0] for one in violations(page)}
    page.evaluate(
        "document.querySelector('main').innerHTML = `<h1>x</h1><pre>${'x'.repeat(900)}</pre><button>x</button>`"
    )
    page.evaluate("document.querySelector('pre').style.overflow = 'visible'")
    told = wrong_with(page, phone=True)
    assert any("wider" in one for one in told)
    assert any("<button" in one for one in told)

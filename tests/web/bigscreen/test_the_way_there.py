"""From the dialogue page to the wall and from the wall to a phone; and what the wall asks of the database."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import cast
from iq4d.web.bigscreen.qr import QUIET, code_of
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues import links
from iq4d.web.dialogues.models import Contribution, Dialogue
from iq4d.web.people.models import Person
from web.bigscreen.wall import NAMES, People, address, begun, close
from web.dialogues.playing import page, started, write

pytestmark = pytest.mark.django_db


def leads_there(browser: Client, talk: Dialogue) -> bool:
    return f'href="{address(talk)}"' in page(browser, talk)


def test_the_page_leads_there_when_people_sit_together(
    people_here: People, circle: Circle, browsers: dict[str, Client]
) -> None:
    apart = begun(people_here, circle, "apart")
    live = begun(people_here, circle, "live")
    for name in NAMES:
        assert leads_there(browsers[name], live)
        assert not leads_there(browsers[name], apart)
    later = begun(people_here, circle, "hybrid")
    assert [name for name in NAMES if leads_there(browsers[name], later)] == ["Ada", "Bob"], "who leads prepares it"
    write(browsers["Bob"], later, "My case", "case")
    for _ in range(3):
        close(later, people_here["Ada"])
    assert all(leads_there(browsers[name], later) for name in NAMES), "next they sit together"


def test_the_way_costs_the_page_nothing(people_here: People, circle: Circle, browsers: dict[str, Client]) -> None:
    asked = []
    for course in ("apart", "live"):
        talk = begun(people_here, circle, course)
        page(browsers["Dee"], talk)
        with CaptureQueriesContext(connection) as queries:
            page(browsers["Dee"], talk)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 9


def test_a_wall_full_of_words_asks_as_little_as_an_empty_one(
    people_here: People, browsers: dict[str, Client], live: Dialogue
) -> None:
    write(browsers["Bob"], live, "My case", "case")
    for n in (1, 2):
        write(browsers["Dee"], live, f"Question {n}?", "question")
    close(live, people_here["Ada"])
    dee = live.participants.get(name="Dee")
    told = {}
    for many in (3, 30, 300):
        first = live.contributions.count() + 1
        Contribution.objects.bulk_create(
            Contribution(
                dialogue=live, participant=dee, number=n, section=2, top=n, branch=0, level=0, step="questions",
                kind="question", at=cast.NOW, source=f"Q{n}", markup="markdown", text=f"Q{n}", html=f"<p>Q{n}</p>",
            )
            for n in range(first, many + 1)
        )  # fmt: skip
        for what, headers in (("drawn", {}), ("old?", {"HX-Request": "true"})):
            with CaptureQueriesContext(connection) as queries:
                wall = browsers["Eve"].get(address(live), headers=headers).content.decode()
            told[what, many] = len(queries)
        assert wall.count('<li class="screen-piece') == min(many - 1, 40), "the newest; the case is no part of it"
    assert len(set(told.values())) == 1, told
    assert max(told.values()) <= 7


def test_the_picture_holds_the_address(live: Dialogue, browsers: dict[str, Client]) -> None:
    """Read back module by module; the page draws it without a script, a style or somebody else's address."""
    where = links.address(links.token_of(live))
    html = browsers["Dee"].get(address(live)).content.decode()
    code = code_of(where)
    assert code.path in html
    assert f">{where}</a>" in html, "in words under it, for a phone without a camera"
    assert code_of(where + "x").path != code.path, "control"
    black = set()
    for x, y, n in re.findall(r"M(\d+) (\d+)h(\d+)", code.path):
        black |= {(int(x) + k, int(y)) for k in range(int(n))}
    spots = [one for pair in black for one in pair]
    assert min(spots) == QUIET
    assert max(spots) == code.size - QUIET - 1
    last = code.size - QUIET - 7
    for left, top in ((QUIET, QUIET), (last, QUIET), (QUIET, last)):  # the three eyes by which a phone finds it
        assert {(left + k, top) for k in range(7)} <= black
        assert (left + 1, top + 1) not in black


def test_what_was_brought_in_from_elsewhere_has_no_wall(people_here: People, circle: Circle) -> None:
    ada: Person = people_here["Ada"]
    brought = cast.dialogue(circle, cast.talk(("Ada", "Hello"), ("Bob", "Hi")), ada)
    assert cast.signed_in(ada).get(address(brought)).status_code == 404
    held = started(ada, circle, people_here["Bob"], method="open_dialogue")
    assert cast.signed_in(ada).get(address(held)).status_code == 200, "control"

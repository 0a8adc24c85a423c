"""Many conversations in one file: what is ticked beforehand, and how all of them come in."""

from __future__ import annotations

import json
import re

import pytest

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.imports import rules
from iq4d.web.people.models import Person
from web.imports.bringing import brought, confirmed, forum

pytestmark = pytest.mark.django_db
MANY = 14


@pytest.fixture
def ada() -> Person:
    return cast.person("Ada")


@pytest.fixture
def circle(ada: Person) -> Circle:
    return cast.circle(ada)


def topics(count: int) -> tuple[str, bytes]:
    """A forum file of this many topics; the later ones hold more."""
    data = json.loads(forum(("Bob", "Why?"))[1])
    (first,) = data["topics"]
    (post,) = first["posts"]
    data["topics"] = [
        first | {"id": n, "title": f"Topic {n}", "posts": [post | {"id": 100 * n + m} for m in range(n)]}
        for n in range(1, count + 1)
    ]
    return "forum.json", json.dumps(data).encode()


def ticked(page: str) -> list[int]:
    boxes = re.findall(r'name="chosen" value="(\d+)"([^>]*)>', page)
    return sorted(int(number) for number, more in boxes if "checked" in more)


def test_the_largest_ten_are_ticked_and_the_second_time_the_rest(ada: Person, circle: Circle) -> None:
    browser = cast.signed_in(ada)
    import_ = brought(browser, circle, topics(MANY))
    largest = ticked(browser.get(import_.get_absolute_url()).content.decode())
    assert largest == list(range(5, 15))
    confirmed(browser, import_, chosen=largest)
    again = brought(browser, circle, topics(MANY))
    assert ticked(browser.get(again.get_absolute_url()).content.decode()) == [1, 2, 3, 4]


def test_all_of_them_come_in_with_one_tick(ada: Person, circle: Circle) -> None:
    browser = cast.signed_in(ada)
    confirmed(browser, brought(browser, circle, topics(MANY)), chosen=None, everything="on")
    assert Dialogue.objects.count() == MANY


def test_more_than_can_come_in_at_once_is_refused_with_a_sentence() -> None:
    most = {"is_own": True, "state": "ready", "group_knows": "knows"}
    assert rules.may_confirm(**most, chosen=rules.MOST_AT_ONCE)
    verdict = rules.may_confirm(**most, chosen=rules.MOST_AT_ONCE + 1)
    assert (bool(verdict), verdict.code) == (False, "imports.too-many-chosen")

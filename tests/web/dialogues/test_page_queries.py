"""A page asks the database as often for three contributions as for three hundred."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

import cast
from iq4d.web.dialogues.links import token_of
from iq4d.web.dialogues.models import Contribution, Dialogue
from iq4d.web.mirror import actions as mirror
from iq4d.web.people.models import Person
from web.dialogues.playing import open_step, started, write
from web.dialogues.rooms import guest

pytestmark = pytest.mark.django_db
MOST = 12  # the goal of every page
MOST = 12  # queries of a page, whatever its size (issue 3, "Pages")
MOST_OF_A_DIALOGUE = 9  # what is asked of the dialogue, its circle, mirror and reader at once costs one


def asked(browser: Client, address: str) -> int:
    """Queries of a page, once everything that is kept between pages is there."""
    browser.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


def filled(talk: Dialogue, number: int) -> None:
    """So many contributions, in threads of three."""
    peers = list(talk.participants.order_by("number"))
    first = talk.contributions.count()
    step = open_step(talk)
    Contribution.objects.bulk_create(
        Contribution(
            dialogue=talk, participant=peers[n % len(peers)], number=n, section=2, top=n - (n % 3),
            branch=0 if n % 3 == 0 else n, level=min(n % 3, 1), answers=n - (n % 3) if n % 3 else None,
            step=step, kind="view", at=cast.NOW,
            source=f"Words {n}", markup="markdown", text=f"Words {n}", html=f"<p>Words {n}</p>",
        )
        for n in range(first + 3, number + 3)
    )  # fmt: skip
    Dialogue.objects.filter(pk=talk.pk).update(contribution_count=number)


def people(how_many: int) -> list[Person]:
    return [cast.person(f"Person{n}") for n in range(how_many)]


def talk_of(method: str, how_many: int, contributions: int) -> tuple[Dialogue, list[Person]]:
    everybody = people(how_many)
    owner, *peers = everybody
    talk = started(owner, cast.circle(*everybody), *peers, method=method)
    if method == "open_dialogue":
        filled(talk, contributions)
    else:
        write(cast.signed_in(owner), talk, "My case", "case")
        for n, peer in enumerate(peers):
            for m in (1, 2):
                write(cast.signed_in(peer), talk, f"Question {n} {m}", "question", "questions")
    return talk, everybody


@pytest.mark.parametrize("who", ["owner", "peer", "reader"])
def test_the_page_of_a_dialogue(who: str) -> None:
    told = {}
    for number in (3, 30, 300):
        Person.objects.all().delete()
        talk, everybody = talk_of("open_dialogue", 4, number)
        mirror.ask(dialogue=talk, now=timezone.now())
        mirror.compute(dialogue=talk, now=timezone.now())
        reader = everybody[1]
        if who == "reader":
            talk.participants.filter(person=reader).delete()
        browser = cast.signed_in(everybody[0] if who == "owner" else reader)
        told[number] = asked(browser, talk.get_absolute_url())
    assert max(told.values()) <= MOST_OF_A_DIALOGUE, told
    assert told[3] == told[30], told
    assert told[300] <= told[30] + 2, "which page, and of how many"


@pytest.mark.parametrize("who", [0, 1])
def test_the_page_of_a_ten_step_with_three_and_with_eight(who: int) -> None:
    told = {}
    for many in (4, 8):
        Person.objects.all().delete()
        talk, everybody = talk_of("ten_step", many, 0)
        told[many] = asked(cast.signed_in(everybody[who]), talk.get_absolute_url())
    assert max(told.values()) <= MOST, told
    assert told[4] == told[8], told


@pytest.mark.parametrize("route", ["home", "dialogue_people", "start", "join", "circle"])
def test_the_pages_around_it(route: str) -> None:
    told = {}
    for many in (3, 8):
        Person.objects.all().delete()
        talk, everybody = talk_of("open_dialogue", many, 3)
        for _n in range(many):
            started(everybody[0], talk.circle, everybody[1], method="open_dialogue")
        args = {"dialogue_people": [talk.key], "join": [token_of(talk)], "circle": [talk.circle.key]}.get(route, [])
        browser = cast.signed_in(guest("Gus") if route == "join" else everybody[1])
        told[many] = asked(browser, reverse(route, args=args))
    assert max(told.values()) <= MOST, told
    assert told[3] == told[8], told

"""Bob chooses another method while only he wrote: what he promised goes along, whole and as narrow as it was."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.deeds.models import Deed
from iq4d.web.dialogues.actions import harvesting, writing
from iq4d.web.dialogues.models import Contribution, Dialogue, Draft
from iq4d.web.people.models import Person
from web.deeds.promising import at_harvest, close, promise
from web.dialogues.coming import fresh
from web.dialogues.playing import as_seen, open_step, page
from web.dialogues.test_harvest import filled_in, posts, send

pytestmark = pytest.mark.django_db
SHARPER = {"if_then": "I zebra", "obstacle": "O zebra", "first_step": "F zebra"}


@pytest.fixture
def here(bob: Person) -> Client:
    return cast.signed_in(bob)


@pytest.fixture
def talk(ada: Person, bob: Person, circle: Circle) -> Dialogue:
    """Bob's, at its harvest; Ada came in and wrote nothing."""
    return at_harvest(bob, circle, ada)


def other_method(browser: Client, talk: Dialogue, method: str = "standup_review") -> None:
    plan = {"method": method, "course": "apart", "steering": "", "room": "open"}
    assert browser.post(f"/dialogues/{talk.key}/plan/", plan).status_code == 302
    assert fresh(talk).method == method


def back_at_harvest(browser: Client, talk: Dialogue, bob: Person) -> None:
    other_method(browser, talk)
    other_method(browser, talk, "open_dialogue")
    while open_step(talk) != "harvest":
        close(talk, bob, timezone.now())


@pytest.mark.parametrize("seen", ["all", "buddy", "me"])
def test_a_deed_comes_back_in_the_harvest_with_all_it_said_and_who_may_see_it(
    ada: Person, bob: Person, here: Client, talk: Dialogue, seen: str
) -> None:
    day = timezone.localdate().fromisoformat(cast.LATER)
    buddy = None if seen == "me" else ada
    promise(bob, talk, "D zebra", due=day, buddy=buddy, seen=seen, **SHARPER)
    back_at_harvest(here, talk, bob)
    again = filled_in(page(here, talk))
    number = str(talk.participants.get(person=ada).number)
    wanted = {"deed": "D zebra", "due": cast.LATER, "seen": seen, "buddy": number if buddy else "", **SHARPER}
    assert {name: again[name] for name in wanted} == wanted
    assert send(here, talk, again).status_code == 302
    assert not Draft.objects.filter(kind="deed").exists()
    deed = Deed.objects.get()
    assert (deed.if_then, deed.obstacle, deed.first_step, deed.due) == (*SHARPER.values(), day)
    assert deed.contribution.is_narrow == (seen != "all")
    assert ("D zebra" in as_seen(ada, talk)) == (seen != "me")
    carla = cast.signed_in(cast.person("Carla"))
    assert carla.get(talk.get_absolute_url()).status_code == 404


def test_it_is_to_read_meanwhile_and_posted_nowhere_by_one_press(bob: Person, here: Client, talk: Dialogue) -> None:
    promise(bob, talk, "D zebra", seen="me", **SHARPER)
    other_method(here, talk)
    html = page(here, talk)
    assert all(words in html for words in ("D zebra", *SHARPER.values()))
    assert not [form for form in posts(html) if "zebra" in form["source"]]


def test_what_bob_said_under_a_deed_for_him_alone_is_only_to_copy(bob: Person, here: Client, talk: Dialogue) -> None:
    deed = promise(bob, talk, "D zebra", seen="me")
    answers = {"about": deed.contribution.number, "now": cast.NOW}
    for kind in ("process", "story"):
        writing.write(person=bob, dialogue=talk, kind=kind, step="harvest", source=f"{kind} quagga", **answers)
    assert Contribution.objects.filter(source__endswith="quagga", is_narrow=True).count() == 2
    back_at_harvest(here, talk, bob)
    html = page(here, talk)
    assert html.count("quagga") == 2
    assert not any("quagga" in words for words in filled_in(html).values())
    assert not [form for form in posts(html) if "quagga" in form["source"]]


def test_what_bob_takes_with_him_comes_back_with_whose_it_was(
    ada: Person, bob: Person, here: Client, talk: Dialogue
) -> None:
    number = talk.participants.get(person=ada).number
    told = {"takeaway": "T zebra", "whose": number, "intended": False}
    harvesting.harvest(person=bob, dialogue=talk, step="harvest", now=cast.NOW, **told)
    back_at_harvest(here, talk, bob)
    again = filled_in(page(here, talk))
    assert (again["takeaway"], again["whose"], again["intended"]) == ("T zebra", str(number), "no")

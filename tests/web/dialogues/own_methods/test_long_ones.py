"""A method that is long to play is played to its end in the background, and can be chosen from then on."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.test import Client

import cast
from iq4d.methods import dumps
from iq4d.methods.battery import NotPlayed, broken_promises
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.models import Dialogue, OwnMethod
from iq4d.web.dialogues.own_methods import reading
from iq4d.web.journal.models import Entry
from iq4d.web.people.models import Person
from methods.test_hostile_files import without_end
from web.dialogues.own_methods.files import changed, load, look, own, taken, yes
from web.dialogues.playing import words_of

pytestmark = pytest.mark.django_db
PART = "This method is long: we played part of it so far."
TRYING = "being tried out"


@pytest.fixture
def ada() -> Person:
    return cast.person("Ada")


@pytest.fixture
def circle(ada: Person) -> Circle:
    return cast.circle(ada)


@pytest.fixture
def browser(ada: Person) -> Client:
    return cast.signed_in(ada)


def long_one(browser: Client) -> str:
    """The heaviest that comes along, under a name of its own."""
    return changed(taken(browser, "incident"), key='"our_hour"', name__en='"Our hour"', name__nl='"Ons uur"')


def endless() -> str:
    """What can be read off it is in order, and it does not end."""
    method = without_end()
    phases = tuple(replace(one, output=one.output if one.output in method.results else "") for one in method.phases)
    return dumps(replace(method, key="our_hour", phases=phases))


def listed(browser: Client, circle: Circle) -> str:
    return words_of(browser.get(f"/circles/{circle.key}/methods/").content.decode())


def offered(browser: Client) -> bool:
    return 'value="our_hour"' in browser.get("/start/").content.decode()


def test_a_long_one_is_looked_at_and_kept_without_playing_it_to_its_end(
    browser: Client, circle: Circle, ada: Person
) -> None:
    looked = look(browser, circle, long_one(browser))
    assert PART in words_of(looked.content.decode())
    told = words_of(yes(browser, circle, looked).content.decode())
    assert "“Our hour” is in the circle. We are playing it to its end; once that is done it can be chosen." in told
    assert TRYING in listed(browser, circle)
    assert not offered(browser)
    kept = OwnMethod.objects.get()
    page = browser.get(f"/circles/{circle.key}/methods/{kept.pk}/").content.decode()
    assert "Start with this method" not in page
    form = {"sentence": "How?", "circle": circle.key, "method": "our_hour", "once": ""}
    assert browser.post("/start/", form).status_code == 200
    assert not Dialogue.objects.exists(), "nor by who knows its key"

    cast.work()
    assert TRYING not in listed(browser, circle)
    assert offered(browser)
    assert "Start with this method" in browser.get(f"/circles/{circle.key}/methods/{kept.pk}/").content.decode()
    assert browser.post("/start/", form).status_code == 302
    assert Entry.objects.get(verb="dialogues.method-tried").actor is None


def test_one_that_does_not_end_is_never_offered_and_makes_place_for_a_mended_one(
    browser: Client, circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "AT_ONCE", 500_000)
    load(browser, circle, endless())
    assert TRYING in listed(browser, circle)
    cast.work()
    told = listed(browser, circle)
    assert "cannot work yet" in told
    assert "We played it, and it did not reach its harvest." in told
    assert "too many steps" in told
    assert not offered(browser)
    browser.post(f"/circles/{circle.key}/methods/{OwnMethod.objects.get().pk}/back/")
    assert not offered(browser), "not by hand either"
    version = re.search(r"^version = (\d+)", endless(), re.MULTILINE)[1]  # type: ignore[index]
    load(browser, circle, own(browser, version=version))
    cast.work()
    assert offered(browser)
    assert OwnMethod.objects.count() == 1


def test_what_is_planned_stays_with_the_version_that_works(browser: Client, circle: Circle) -> None:
    load(browser, circle, own(browser).replace("people.least = 1", "people.least = 2"))
    form = {"sentence": "How?", "circle": circle.key, "method": "our_hour", "once": ""}
    browser.post("/start/", form)
    load(browser, circle, changed(long_one(browser), version="9"))
    assert OwnMethod.objects.get(version=9).tried_at is None
    planned = Dialogue.objects.get()
    assert "Thinking along" in browser.get(f"/dialogues/{planned.key}/lengths/").content.decode()
    cast.work()
    assert "Thinking along" not in browser.get(f"/dialogues/{planned.key}/lengths/").content.decode()


def test_an_ordinary_one_waits_for_nothing(browser: Client, circle: Circle) -> None:
    looked = look(browser, circle, own(browser))
    assert PART not in words_of(looked.content.decode())
    yes(browser, circle, looked)
    assert offered(browser)
    assert not Entry.objects.filter(verb="dialogues.method-tried").exists()


def test_the_worker_that_dies_is_followed_by_another(browser: Client, circle: Circle) -> None:
    """Told twice, it is tried once."""
    from iq4d.web.dialogues.listeners import try_to_the_end

    load(browser, circle, long_one(browser))
    entry = Entry.objects.get(verb="dialogues.method-loaded")
    for _twice in range(2):
        try_to_the_end(entry)
    cast.work()
    assert Entry.objects.filter(verb="dialogues.method-tried").count() == 1


@pytest.mark.soak
def test_most_of_ours_are_played_while_somebody_waits() -> None:
    """What is tried later is the exception: changed a little, nearly all that come along are tried at once."""
    from iq4d.methods import catalog, newest

    later = []
    for key in sorted({key for key, _version in catalog()}):
        try:
            assert list(broken_promises(newest(key), most=reading.AT_ONCE)) == []
        except NotPlayed:
            later.append(key)
    assert "incident" in later
    assert len(later) <= 4, later

"""A deed for one's buddy or for oneself: nothing of it shows to anybody else, anywhere."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import cast
from iq4d.web.deeds import queries
from iq4d.web.deeds.actions import tell, tell_story
from iq4d.web.deeds.models import Deed
from iq4d.web.deeds.tasks import ask_how_it_went
from iq4d.web.dialogues.declared import as_conversation
from iq4d.web.dialogues.models import Contribution, Dialogue
from web.deeds.promising import at_harvest, fresh, over, promise, recorded
from web.dialogues.playing import as_seen, page

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)
MARKS = ("Deedmark", "Ifmark", "Thingmark", "Stepmark", "Storymark", "Whymark")


@pytest.fixture
def people():
    return {name: cast.person(name) for name in ("Ada", "Bob", "Carla", "Dee", "Eve")}


@pytest.fixture
def talk(people) -> Dialogue:
    ada, bob, _carla, dee, eve = people.values()
    made = at_harvest(bob, cast.circle(ada, bob, dee, eve), ada, dee, eve)
    made.participants.filter(person=ada).update(role="facilitator")
    return made


def told(people, talk, seen: str, outcome: str = "partly") -> Deed:
    """Bob's deed with everything in it, told."""
    deed = promise(
        people["Bob"],
        talk,
        "Deedmark",
        due=MONDAY,
        buddy=people["Dee"],
        seen=seen,
        if_then="Ifmark",
        obstacle="Thingmark",
        first_step="Stepmark",
    )
    over(talk, people["Bob"])
    tell(person=people["Bob"], deed=deed, outcome=outcome, now=cast.NOW)
    tell_story(person=people["Bob"], deed=deed, story="Storymark", reason="other", reason_words="Whymark", now=cast.NOW)
    deed.refresh_from_db()
    return deed


def everywhere(people, talk, name: str) -> str:
    """All that somebody can read of it: the dialogue, the circle, what home tells."""
    person = people[name]
    browser = cast.signed_in(person)
    circle = browser.get(talk.circle.get_absolute_url()).content.decode()
    home = " ".join(
        f"{one.text} {one.story_text} {one.reason_words}" for one in queries.home_for(person, cast.NOW).helped
    )
    asked = " ".join(deed.contribution.text for deed in queries.asked_after_by(person, cast.NOW + timedelta(days=99)))
    return page(browser, talk) + circle + home + asked


@pytest.mark.parametrize(("seen", "readers"), [("all", "Ada Bob Dee Eve"), ("buddy", "Bob Dee"), ("me", "Bob")])
def test_who_reads_what(people, talk, seen: str, readers: str) -> None:
    deed = told(people, talk, seen)
    for name in ("Ada", "Bob", "Dee", "Eve"):
        text = everywhere(people, talk, name)
        found = {mark for mark in MARKS if mark in text}
        assert found == (set(MARKS) if name in readers.split() else set()), (name, found)
        assert ("Deedmark" in as_seen(people[name], talk)) is (name in readers.split())
    narrow = seen != "all"
    assert (deed.contribution.is_narrow, deed.story.is_narrow) == (narrow, narrow)
    assert cast.signed_in(people["Carla"]).get(talk.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(("seen", "counted"), [("all", 2), ("buddy", 0), ("me", 0)])
def test_what_not_everybody_sees_is_neither_counted_nor_measured(people, talk, seen: str, counted: int) -> None:
    before = fresh(talk).contribution_count
    told(people, talk, seen)
    assert fresh(talk).contribution_count - before == counted
    declared = as_conversation(fresh(talk)).declared
    assert len(declared.deeds) + len(declared.stories) == counted
    again = fresh(talk)
    shown = again.contributions.count() - (2 if seen != "all" else 0)
    assert again.contribution_count == shown


def test_the_measures_hear_all_of_it(people, talk) -> None:
    assert as_conversation(talk).declared.deeds == (), "nobody promised anything: a fact"
    deed = told(people, talk, "all", "not")
    conversation = as_conversation(fresh(talk))
    (declared,), (story,) = conversation.declared.deeds, conversation.declared.stories
    bob, dee = (str(talk.participants.get(person=people[name]).number) for name in ("Bob", "Dee"))
    assert (declared.id, declared.speaker, declared.buddy) == (str(deed.pk), bob, dee)
    assert (declared.outcome, declared.reason, declared.utterance) == ("not", "Whymark", str(deed.contribution.number))
    assert declared.due.date() == MONDAY
    assert (story.deed, story.text, story.witnessed) == (str(deed.pk), "Storymark", None)
    assert story.utterance in {one.id for one in conversation}
    Contribution.objects.filter(pk=deed.story_id).update(hidden=True)
    assert as_conversation(fresh(talk)).declared.stories == ()


def test_nobody_asks_after_what_only_bob_sees(people, talk) -> None:
    deed = promise(people["Bob"], talk, due=MONDAY, buddy=people["Dee"], seen="me")
    assert deed.buddy is None
    ask_how_it_went(cast.NOW + timedelta(days=20))
    assert len(recorded("deeds.due")) == 1
    assert recorded("deeds.buddy-asked") == []


def test_what_is_hidden_is_hidden_for_the_buddy_too(people, talk) -> None:
    deed = promise(people["Bob"], talk, due=MONDAY, buddy=people["Dee"])
    later = cast.NOW + timedelta(days=20)
    ask_how_it_went(later)
    assert queries.asked_after_by(people["Dee"], later)
    Contribution.objects.filter(pk=deed.contribution_id).update(hidden=True)
    assert queries.asked_after_by(people["Dee"], later) == []
    assert queries.due_for(people["Bob"], later), "his own stays his"

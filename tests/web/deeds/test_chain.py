"""From a promise to its story: Bob tells it back, and those who were there hear of it."""

from __future__ import annotations

from datetime import date

import pytest

import cast
from iq4d.web.deeds import queries
from iq4d.web.deeds.actions import tell, tell_story
from iq4d.web.deeds.models import Deed
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.people.actions import welcome_guest
from web.deeds.promising import at_harvest, over, promise, recorded
from web.dialogues.playing import page, words_of

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)


@pytest.fixture
def people():
    return {name: cast.person(name) for name in ("Ada", "Bob", "Carla", "Dee")}


@pytest.fixture
def talk(people) -> Dialogue:
    ada, bob, _carla, dee = people.values()
    return at_harvest(ada, cast.circle(ada, bob, dee), bob, dee)


@pytest.fixture
def deed(people, talk) -> Deed:
    return promise(
        people["Bob"],
        talk,
        due=MONDAY,
        buddy=people["Dee"],
        if_then="If she sits down, I begin",
        obstacle="That I find it too early",
        first_step="Ask for half an hour",
    )


def test_the_promise_stands_under_its_words(people, talk, deed) -> None:
    for name in ("Bob", "Ada"):
        seen = words_of(page(cast.signed_in(people[name]), talk))
        for words in ("by 30 November 2026", "Dee asks after it", "If she sits down", "too early", "half an hour"):
            assert words in seen, (name, words)
        assert ("Tell how it went" in seen) is (name == "Bob")
    assert "you ask after it" in words_of(page(cast.signed_in(people["Dee"]), talk))


def test_bob_taps_once_and_tells_later(people, talk, deed) -> None:
    over(talk, people["Ada"])
    bob, at = cast.signed_in(people["Bob"]), deed.get_absolute_url()
    asks = words_of(bob.get(at).content.decode())
    for words in ("How do I tell it?", "I talk to her", "Done", "Partly", "Not done", "takes about a minute"):
        assert words in asks
    assert "What came of it?" not in asks
    answer = bob.post(f"{at}tell/", {"outcome": "done"})
    assert (answer.status_code, answer["Location"]) == (302, f"{at}#told")
    deed.refresh_from_db()
    assert deed.outcome == "done"
    assert recorded("deeds.told") == [{"deed": deed.pk, "number": deed.contribution.number, "outcome": "done"}]
    bob.post(f"{at}tell/", {"outcome": "done"})
    assert len(recorded("deeds.told")) == 1, "the same twice is once"

    assert "What came of it?" in bob.get(at).content.decode()
    form = {"story": "She had waited for it.", "once": "k"}
    answer = bob.post(f"{at}story/", form)
    assert bob.post(f"{at}story/", form)["Location"] == answer["Location"], "a double click makes one"
    deed.refresh_from_db()
    story = deed.story
    assert (story.kind, story.answers, story.source) == ("story", deed.contribution.number, "She had waited for it.")
    assert answer["Location"] == f"{talk.get_absolute_url()}c/{story.number}/"
    assert talk.contributions.filter(kind="story").count() == 1
    seen = page(cast.signed_in(people["Dee"]), talk)
    assert "She had waited for it." in seen
    assert f'href="{talk.get_absolute_url()}c/{story.number}/"' in seen
    assert "done" in words_of(seen)
    talk.refresh_from_db()
    assert talk.state == "finished"


def test_not_done_with_a_reason_is_a_good_answer(people, talk, deed) -> None:
    bob, at = cast.signed_in(people["Bob"]), deed.get_absolute_url()
    bob.post(f"{at}tell/", {"outcome": "not"})
    assert "What came between?" in bob.get(at).content.decode()
    answer = bob.post(f"{at}story/", {"reason": "chance", "reason_words": "She is ill", "story": ""})
    assert answer["Location"] == f"{talk.get_absolute_url()}c/{deed.contribution.number}/"
    seen = words_of(page(cast.signed_in(people["Dee"]), talk))
    for words in ("not done", "No chance came", "She is ill"):
        assert words in seen
    assert recorded("deeds.explained") == [{"deed": deed.pk, "number": deed.contribution.number, "reason": "chance"}]


def test_bob_changes_his_mind_and_undoes(people, talk, deed) -> None:
    bob, at = cast.signed_in(people["Bob"]), deed.get_absolute_url()
    bob.post(f"{at}tell/", {"outcome": "not"})
    bob.post(f"{at}story/", {"reason": "time", "reason_words": "Busy", "story": ""})
    bob.post(f"{at}tell/", {"outcome": "done"})
    deed.refresh_from_db()
    assert (deed.outcome, deed.reason, deed.reason_words) == ("done", "time", "Busy"), "kept, and not shown"
    assert "Busy" not in page(cast.signed_in(people["Dee"]), talk)
    bob.post(f"{at}tell/", {"outcome": ""})
    deed.refresh_from_db()
    assert (deed.outcome, deed.told_at) == ("", None)
    assert len(recorded("deeds.untold")) == 1
    assert [one["outcome"] for one in recorded("deeds.told")] == ["not", "done"]


def test_a_story_too_many_keeps_its_words(people, talk, deed) -> None:
    bob, at = cast.signed_in(people["Bob"]), deed.get_absolute_url()
    early = bob.post(f"{at}story/", {"story": "Too early"})
    assert early.status_code == 409
    assert "Say first whether it was done" in early.content.decode()
    assert "Too early" in early.content.decode()
    assert talk.contributions.filter(kind="story").count() == 0, "all of it or nothing"
    bob.post(f"{at}tell/", {"outcome": "done"})
    bob.post(f"{at}story/", {"story": "Once"})
    deed.refresh_from_db()
    late = bob.post(f"{at}story/", {"story": "Twice"})
    assert late.status_code == 409
    assert "Twice" in late.content.decode()
    assert list(talk.contributions.filter(kind="story").values_list("source", flat=True)) == ["Once"]
    bob.post(f"{talk.get_absolute_url()}c/{deed.story.number}/change/", {"take_back": "1"})
    bob.post(f"{at}story/", {"story": "Better"})
    deed.refresh_from_db()
    assert deed.story.source == "Better"
    seen = page(cast.signed_in(people["Dee"]), talk)
    assert "Better" in seen
    assert "Once" not in seen


def test_nobody_else_tells_it(people, talk, deed, quiet) -> None:
    for name in ("Ada", "Dee", "Carla"):
        browser, at = cast.signed_in(people[name]), deed.get_absolute_url()
        assert browser.get(at).status_code == 404, name
        for act, form in (("tell", {"outcome": "done"}), ("story", {"story": "Ha"}), ("day", {"week": "1"})):
            assert browser.post(f"{at}{act}/", form).status_code == 404, (name, act)
    deed.refresh_from_db()
    assert deed.outcome == ""


def test_who_was_let_go_or_left_the_circle_tells_no_more(people, talk, deed, quiet) -> None:
    bob, at = cast.signed_in(people["Bob"]), deed.get_absolute_url()
    assert bob.get(at).status_code == 200
    talk.participants.filter(person=people["Bob"]).update(removed_at=cast.NOW)
    assert bob.get(at).status_code == 404
    talk.participants.filter(person=people["Bob"]).update(removed_at=None)
    people["Bob"].memberships.all().delete()
    assert bob.get(at).status_code == 404


def test_a_deed_taken_back_is_no_deed(people, talk, deed, quiet) -> None:
    bob = cast.signed_in(people["Bob"])
    bob.post(f"{talk.get_absolute_url()}c/{deed.contribution.number}/change/", {"take_back": "1"})
    assert bob.get(deed.get_absolute_url()).status_code == 404
    assert "half an hour" not in page(cast.signed_in(people["Dee"]), talk)
    assert not queries.home_for(people["Bob"], cast.NOW).coming


def test_a_guest_promises_and_tells(people) -> None:
    gil = welcome_guest(name="Gil", language="en", zone="Europe/Amsterdam", now=cast.NOW)
    talk = at_harvest(people["Ada"], None, gil)
    deed = promise(gil, talk, "I ask my neighbour")
    browser, at = cast.signed_in(gil), deed.get_absolute_url()
    assert browser.get(at).status_code == 200
    assert browser.post(f"{at}tell/", {"outcome": "partly"}).status_code == 302
    assert browser.post(f"{at}story/", {"story": "He laughed."}).status_code == 302
    assert "He laughed." in page(cast.signed_in(people["Ada"]), talk)


def test_what_came_of_what_ada_helped_with(people, talk, deed) -> None:
    assert queries.home_for(people["Ada"], cast.NOW).helped == []
    tell(person=people["Bob"], deed=deed, outcome="done", now=cast.NOW)
    tell_story(person=people["Bob"], deed=deed, story="She had waited.", now=cast.NOW)
    (told,) = queries.home_for(people["Ada"], cast.NOW).helped
    assert (told.name, told.outcome, told.story_text) == ("Bob", "done", "She had waited.")
    assert queries.home_for(people["Bob"], cast.NOW).helped == [], "one's own is no news"
    assert queries.home_for(people["Carla"], cast.NOW).helped == []
    assert [one.pk for one in Deed.objects.standing().filter(contribution__dialogue=talk).exclude(outcome="")] == [
        deed.pk
    ]

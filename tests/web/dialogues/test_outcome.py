"""What came out stands on top once it is rounded off: for who may see it, and only then."""

from __future__ import annotations

import pytest

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.deeds.actions import tell_story
from iq4d.web.dialogues.models import Contribution, Dialogue
from iq4d.web.people.models import Person
from web.deeds import promising
from web.dialogues.playing import page, started, words_of
from web.dialogues.test_gestures import END, at_the_end
from web.dialogues.test_page_queries import MOST_OF_A_DIALOGUE, asked

pytestmark = pytest.mark.django_db
People = dict[str, Person]


@pytest.fixture
def people() -> People:
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve", "Fay")}


@pytest.fixture
def circle(people: People) -> Circle:
    return cast.circle(*people.values())


def top_of(told: str) -> str:
    """The page down to where the talk begins."""
    return words_of(told.split('id="talk"')[0])


def rounded_off(people: People, circle: Circle) -> Dialogue:
    talk = at_the_end(people, circle)
    row = talk.contributions.filter(kind="takeaway").first()
    assert row is not None, "the story has a harvest"
    cast.signed_in(people["Bob"]).post(f"/dialogues/{talk.key}/round-off/", END)
    talk.refresh_from_db()
    assert talk.state == "finished"
    return talk


def test_it_stands_on_top_with_its_takeaways(people: People, circle: Circle) -> None:
    talk = rounded_off(people, circle)
    takeaway = talk.contributions.filter(kind="takeaway").first()
    assert takeaway is not None
    told = top_of(page(cast.signed_in(people["Eve"]), talk))
    assert "We read zebra" in told
    assert takeaway.text[:20] in told
    assert f"/c/{takeaway.number}/" in page(cast.signed_in(people["Eve"]), talk).split('id="talk"')[0]


def test_deeds_stand_there_with_how_they_went(people: People, circle: Circle) -> None:
    bob, eve = people["Bob"], people["Eve"]
    talk = promising.at_harvest(bob, circle, people["Dee"], eve)
    deed = promising.promise(bob, talk, "I talk to her")
    promising.promise(people["Dee"], talk, "I write it down", seen="me")
    talk = promising.over(talk, bob)
    tell_story(person=bob, deed=deed, now=cast.NOW, story="We laughed", outcome="partly")
    told = top_of(page(cast.signed_in(eve), talk))
    assert "I talk to her" in told
    assert "partly done" in told
    assert "We laughed" in told
    assert "I write it down" not in told, "it is for nobody else"


def test_the_first_three_takeaways_stand_open_the_rest_is_folded(people: People, circle: Circle) -> None:
    talk = rounded_off(people, circle)
    rows = list(talk.contributions.filter(kind="takeaway"))
    assert len(rows) == 3
    browser = cast.signed_in(people["Eve"])
    assert "outcome-more" not in page(browser, talk)
    last = Contribution.objects.get(pk=rows[-1].pk)
    last.pk, last.number = None, talk.contribution_count + 1
    last.save()
    open, folded = page(browser, talk).split('id="talk"')[0].split('<details class="outcome-more">')
    assert open.count("This</a>") == 3
    assert folded.count("This</a>") == 1


def test_it_does_not_stand_there_before(people: People, circle: Circle) -> None:
    talk = at_the_end(people, circle)
    takeaway = talk.contributions.filter(kind="takeaway").first()
    assert takeaway is not None
    assert "Where it stands" not in top_of(page(cast.signed_in(people["Eve"]), talk))


def test_what_is_narrow_hidden_or_taken_back_does_not_stand_there(people: People, circle: Circle) -> None:
    talk = rounded_off(people, circle)
    rows = list(talk.contributions.filter(kind="takeaway"))
    Contribution.objects.filter(pk=rows[0].pk).update(hidden=True)
    Contribution.objects.filter(pk=rows[1].pk).update(removed_at=cast.NOW)
    told = page(cast.signed_in(people["Eve"]), talk).split('id="talk"')[0]
    assert all(f"/c/{row.number}/" not in told for row in rows[:2])


def test_a_long_one_tells_it_on_its_first_page_and_costs_no_more(people: People, circle: Circle) -> None:
    talk = rounded_off(people, circle)
    takeaway = talk.contributions.filter(kind="takeaway").first()
    assert takeaway is not None
    eve = talk.participants.get(person=people["Eve"])
    last = talk.contribution_count
    Contribution.objects.bulk_create(
        Contribution(
            dialogue=talk, participant=eve, number=last + n, section=1, top=last + n, branch=0, level=0, step="case",
            kind="view", at=cast.NOW, source="More", markup="markdown", text="More", html="<p>More</p>",
        )
        for n in range(1, 130)
    )  # fmt: skip
    Dialogue.objects.filter(pk=talk.pk).update(contribution_count=last + 129)
    browser = cast.signed_in(people["Eve"])
    assert f"/c/{takeaway.number}/" in page(browser, talk).split('id="talk"')[0]
    assert "Where it stands" not in browser.get(f"{talk.get_absolute_url()}?page=2").content.decode()
    assert asked(browser, talk.get_absolute_url()) <= MOST_OF_A_DIALOGUE + 3


def test_ten_steps_are_ten(people: People, circle: Circle) -> None:
    ada, bob, *peers = people.values()
    talk = started(bob, circle, *peers, facilitator=ada)
    assert "step 1 of 10" in page(cast.signed_in(bob), talk)
    end = at_the_end({"Ada": ada, "Bob": bob, "Dee": peers[0], "Eve": peers[1], "Fay": peers[2]}, circle)
    assert "rounding off" in page(cast.signed_in(bob), end)

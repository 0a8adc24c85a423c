"""What a page asks: of whom, in which words, and with nothing on it that cannot be done or was done already."""

from __future__ import annotations

import re

import pytest

import cast
from iq4d.methods import newest
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.actions import people as coming
from iq4d.web.dialogues.actions import starting
from iq4d.web.dialogues.models import Contribution, Dialogue, Gesture
from iq4d.web.people.models import Person
from methods.every_feature import more
from web.dialogues.any_method import held, only
from web.dialogues.playing import number_of, open_step, page, started, words_of, write
from web.dialogues.test_words_are_kept import act

pytestmark = pytest.mark.django_db
People = dict[str, Person]
PEERS = ("Dee", "Eve", "Fay")


@pytest.fixture
def people() -> People:
    return {name: cast.person(name) for name in ("Ada", "Bob", *PEERS)}


@pytest.fixture
def circle(people: People) -> Circle:
    return cast.circle(*people.values())


def running(method: str, people: People, circle: Circle, course: str = "apart") -> Dialogue:
    return held(newest(method), people["Bob"], circle, *(people[name] for name in PEERS), course=course)


def gathering(method: str, people: People, circle: Circle) -> Dialogue:
    made = starting.start(
        person=people["Bob"], sentence="What now?", circle=circle, method=method, now=cast.NOW, language="en"
    )
    coming.come_in(person=people["Dee"], dialogue=made, invite=None, now=cast.NOW)
    return made


def incident(people: People, circle: Circle, course: str = "apart") -> Dialogue:
    """Everybody brought a moment, and Dee's is to be chosen."""
    talk = running("incident", people, circle, course)
    for name in ("Bob", *PEERS):
        write(cast.signed_in(people[name]), talk, f"There {name} was", "case", "incidents")
    assert open_step(talk) == "choice"
    return talk


def dees(people: People, circle: Circle, course: str = "apart") -> Dialogue:
    """Dee's moment was chosen, sketched, and asked about."""
    talk = incident(people, circle, course)
    number = number_of(talk, "There Dee was")
    for name in ("Bob", *PEERS):
        cast.signed_in(people[name]).post(f"/dialogues/{talk.key}/vote/", {"step": "choice", "vote": number})
    write(cast.signed_in(people["Dee"]), talk, "It was Monday", "case", "sketch")
    for name in ("Bob", "Eve", "Fay"):
        for words in ("Who was there?", "Which day?"):
            write(cast.signed_in(people[name]), talk, f"{words} asks {name}", "question", "facts")
    assert open_step(talk) == "information"
    return talk


def now_of(html: str) -> str:
    """What is asked now, without what was said before."""
    found = re.search(r'<div id="now">.*?(?=<div id="talk")', html, re.DOTALL)
    assert found
    return found[0]


def seen(people: People, name: str, talk: Dialogue) -> str:
    return page(cast.signed_in(people[name]), talk)


def test_whose_moment_it_is_is_said_only_once_it_was_chosen(people: People, circle: Circle) -> None:
    assert "owner of the question" not in seen(people, "Dee", gathering("incident", people, circle))
    other = gathering("gossip", people, circle)
    assert "owner of the question" in seen(people, "Dee", other), "the control: there it is Bob's"
    talk = dees(people, circle)
    assert "what you brought in" in now_of(seen(people, "Dee", talk))
    assert "what Dee brought in" in now_of(seen(people, "Eve", talk))


def test_one_vote_is_one_of_these_and_who_has_none_says_so(people: People, circle: Circle) -> None:
    talk = incident(people, circle)
    html = now_of(seen(people, "Eve", talk))
    assert html.count('type="radio" name="vote"') == 4
    assert "Nothing this time" in html
    cast.signed_in(people["Eve"]).post(f"/dialogues/{talk.key}/gesture/", {"step": "choice", "kind": "pass"})
    assert Gesture.objects.get(kind="pass").participant.person == people["Eve"]
    assert "Nothing this time" not in now_of(seen(people, "Eve", talk)), "she said it"


def test_dee_is_asked_for_her_answers_and_each_once(people: People, circle: Circle) -> None:
    talk = dees(people, circle)
    dee = cast.signed_in(people["Dee"])
    html = now_of(page(dee, talk))
    assert "Asked of you now" in html
    assert html.count("Post the answer") == 6
    write(dee, talk, "Bob and two others", "answer", "information", about=number_of(talk, "Who was there? asks Bob"))
    html = now_of(page(dee, talk))
    assert html.count("Post the answer") == 5
    assert "Bob and two others" in html


def test_who_listens_plans_the_meeting_without_being_asked_what_is_for_the_others(
    people: People, circle: Circle
) -> None:
    talk = dees(people, circle, "hybrid")
    act(people["Dee"], talk, "close", "information")
    html = words_of(now_of(seen(people, "Dee", talk)))
    assert "We sit together: begin" in html
    assert "The others look for what is behind it." in html
    assert "What is going on here, do you think?" not in html
    act(people["Dee"], talk, "open", "analysis")
    talk.refresh_from_db()
    html = words_of(now_of(seen(people, "Eve", talk)))
    assert re.search(r"until \d\d:\d\d ", html), "at the table an hour says enough"


def test_help_to_ask_is_there_where_the_question_is_brought_in(people: People, circle: Circle) -> None:
    talk = running("gossip", people, circle)
    assert "/write/guided/" in seen(people, "Bob", talk)
    assert "/write/guided/" not in seen(people, "Bob", incident(people, circle)), "a moment is no question"


def test_who_listens_keeps_a_note_that_nobody_else_reads(people: People, circle: Circle) -> None:
    talk = held(only(more(), "themed"), people["Bob"], circle, people["Dee"], people["Eve"], facilitator=people["Ada"])
    bob = cast.signed_in(people["Bob"])
    form = re.search(r'<details class="note">.*?</details>', page(bob, talk), re.DOTALL)
    assert form
    assert "Only you see this." in form[0]
    assert '<details class="note">' not in seen(people, "Dee", talk)
    given = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0]))
    bob.post(f"/dialogues/{talk.key}/write/", given | {"source": "That laugh, again"})
    assert Contribution.objects.get().kind == "note"
    assert "That laugh, again" in page(bob, talk)
    for reader in ("Ada", "Dee", "Eve"):
        assert "That laugh" not in seen(people, reader, talk)


def test_a_reply_is_offered_only_where_it_can_be_given(people: People, circle: Circle) -> None:
    talk = incident(people, circle)
    act(people["Bob"], talk, "close", "choice")  # nobody voted: the first moment it is, which is Bob's
    assert open_step(talk) == "sketch"
    assert "?reply=" not in seen(people, "Bob", talk)
    write(cast.signed_in(people["Bob"]), talk, "It was Tuesday", "case", "sketch")
    assert "?reply=" in seen(people, "Dee", talk), "the control: a question can be asked about it"


def test_what_was_said_in_the_step_itself_is_one_press_away(people: People, circle: Circle) -> None:
    talk = held(only(more(), "themed"), people["Bob"], circle, people["Dee"], people["Eve"], facilitator=people["Ada"])
    assert "What was said here so far" not in seen(people, "Eve", talk)
    write(cast.signed_in(people["Dee"]), talk, "She laughs", "hypothesis")
    for reader in ("Bob", "Eve"):
        html = seen(people, reader, talk)
        (target,) = re.findall(r'href="#(step-\d+)">What was said here so far', html)
        assert f'id="{target}"' in html
    assert "What was said here so far" not in seen(people, "Dee", talk), "of her own words she knows"


def test_who_brought_their_harvest_finds_an_empty_form_folded_away(people: People, circle: Circle) -> None:
    talk = started(people["Bob"], circle, people["Dee"], people["Eve"], method="open_dialogue")
    act(people["Bob"], talk, "close", "reactions")
    dee = cast.signed_in(people["Dee"])
    assert "One more thing for your harvest" not in page(dee, talk)
    dee.post(f"/dialogues/{talk.key}/harvest/", {"step": "harvest", "takeaway": "To wait"})
    assert '<details class="sharper"><summary>One more thing for your harvest' in page(dee, talk)


def test_of_words_that_go_the_agreement_does_not_say_that_they_stay(people: People, circle: Circle) -> None:
    talk = running("gossip", people, circle, "live")
    html = cast.signed_in(people["Dee"]).get(f"/dialogues/{talk.key}/agreement/").content.decode()
    (told,) = re.findall(r'<dl class="facts">.*</dl>', html, re.DOTALL)
    assert "What is said here is wiped two working days after the end" in told
    assert "Until we take it away ourselves" not in told
    assert html.count("What is said here is wiped") == 1


def test_at_one_table_talking_is_enough_where_no_words_stay(people: People, circle: Circle) -> None:
    talk = running("gossip", people, circle, "live")
    write(cast.signed_in(people["Bob"]), talk, "Why do I never say no?", "case", "story")
    assert "Talking is enough." not in seen(people, "Dee", talk), "the questions are written"
    act(people["Bob"], talk, "close", "questions")
    act(people["Bob"], talk, "close", "answers")
    assert "Talking is enough. What you only say aloud is not kept here." in seen(people, "Dee", talk)
    assert "Talking is enough." not in seen(people, "Bob", talk), "he listens"

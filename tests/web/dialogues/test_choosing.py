"""Whose case it will be, how the others think along, and asking in turn: what a method's data says, on the page."""

from __future__ import annotations

import pytest

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.models import Dialogue, Gesture
from iq4d.web.people.models import Person
from methods.every_feature import more
from web.dialogues.any_method import held, only
from web.dialogues.playing import number_of, open_step, page, words_of, write

pytestmark = pytest.mark.django_db
People = dict[str, Person]


@pytest.fixture
def people() -> People:
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve", "Carla")}


@pytest.fixture
def circle(people: People) -> Circle:
    return cast.circle(*(one for name, one in people.items() if name != "Carla"))


def vote(who: Person, talk: Dialogue, *numbers: int) -> int:
    return cast.signed_in(who).post(f"/dialogues/{talk.key}/vote/", {"step": "choice", "vote": numbers}).status_code


def role_of(talk: Dialogue, who: Person) -> str:
    return str(talk.participants.get(person=who).role)


def three_cases(people: People, circle: Circle) -> tuple[Dialogue, dict[str, int]]:
    talk = held(
        only(more(), "cases", "choice"), people["Bob"], circle, people["Dee"], people["Eve"], facilitator=people["Ada"]
    )
    for name in ("Bob", "Dee", "Eve"):
        write(cast.signed_in(people[name]), talk, f"What {name} met", "case", "cases")
    assert open_step(talk) == "choice"
    return talk, {name: number_of(talk, f"What {name} met") for name in ("Bob", "Dee", "Eve")}


def test_who_brought_what_most_want_is_the_owner(people: People, circle: Circle) -> None:
    talk, case = three_cases(people, circle)
    html = page(cast.signed_in(people["Eve"]), talk)
    assert "Choose 2 at most." in words_of(html)
    assert all(f'name="vote" value="{number}"' in html for number in case.values())
    vote(people["Eve"], talk, case["Dee"], case["Bob"])
    vote(people["Eve"], talk, case["Dee"])  # thought again: the earlier choice is gone
    assert f'value="{case["Dee"]}" checked' in page(cast.signed_in(people["Eve"]), talk)
    assert Gesture.objects.filter(dialogue=talk, kind="vote").count() == 1
    vote(people["Dee"], talk, case["Dee"])
    assert role_of(talk, people["Bob"]) == "owner", "not before all are in"
    vote(people["Bob"], talk, case["Bob"])
    assert (role_of(talk, people["Dee"]), role_of(talk, people["Bob"])) == ("owner", "peer")
    assert open_step(talk) == "harvest"


def test_nobody_reads_who_voted_for_what_and_carla_votes_for_nothing(people: People, circle: Circle) -> None:
    talk, case = three_cases(people, circle)
    vote(people["Eve"], talk, case["Dee"])
    for reader in ("Bob", "Dee", "Ada"):
        assert "checked> This one" not in page(cast.signed_in(people[reader]), talk)
    assert vote(people["Carla"], talk, case["Dee"]) == 404


def test_votes_too_many_or_for_what_is_no_case_change_nothing(people: People, circle: Circle) -> None:
    talk, case = three_cases(people, circle)
    vote(people["Eve"], talk, case["Dee"])
    vote(people["Eve"], talk, *case.values())
    assert list(Gesture.objects.filter(kind="vote").values_list("about", flat=True)) == [case["Dee"]]
    vote(people["Eve"], talk, 999)
    assert list(Gesture.objects.filter(kind="vote").values_list("about", flat=True)) == [case["Dee"]]
    told = cast.signed_in(people["Eve"]).post(f"/dialogues/{talk.key}/vote/", {"step": "choice"}, follow=True)
    assert "Choose at least one." in told.content.decode()


def test_the_owner_chooses_how_the_others_think_along(people: People, circle: Circle) -> None:
    talk = held(only(more(), "consult"), people["Bob"], circle, people["Dee"], people["Eve"], facilitator=people["Ada"])
    bob, dee = cast.signed_in(people["Bob"]), cast.signed_in(people["Dee"])
    html = page(bob, talk)
    assert 'value="resonance"' in html
    assert 'value="resonance"' not in page(dee, talk)
    move = {"step": "consult", "version": 0, "kind": "open", "how": "resonance"}
    assert "not possible here" in dee.post(f"/dialogues/{talk.key}/move/", move, follow=True).content.decode() or (
        open_step(talk) == "consult"
    )
    bob.post(f"/dialogues/{talk.key}/move/", move)
    html = words_of(page(dee, talk))
    assert "What does it do to you?" in html
    assert "It makes me …" in html
    assert write(dee, talk, "It makes me cold", "association", "consult").status_code == 302


def asking(people: People, circle: Circle) -> Dialogue:
    return held(
        only(more(), "asking"),
        people["Bob"],
        circle,
        people["Dee"],
        people["Eve"],
        steering="strict",
        facilitator=people["Ada"],
    )


def test_one_question_at_a_time_and_answers_only_under_a_question(people: People, circle: Circle) -> None:
    talk = asking(people, circle)
    bob, dee, eve = (cast.signed_in(people[name]) for name in ("Bob", "Dee", "Eve"))
    assert write(dee, talk, "I know this.", "answer", "asking").status_code == 409, "nobody asked"
    write(dee, talk, "What did you see?", "question", "asking")
    asked = number_of(talk, "What did you see?")
    assert write(dee, talk, "And then?", "question", "asking").status_code == 409
    assert "One question at a time" in words_of(page(dee, talk))
    assert f'name="about" value="{asked}"' in page(bob, talk)
    assert f'name="about" value="{asked}"' not in page(dee, talk), "nobody answers themselves"
    assert write(bob, talk, "A closed door.", "answer", "asking", asked).status_code == 302
    assert write(dee, talk, "What now?", "question", "asking").status_code == 302
    assert write(eve, talk, "As it reads", "", "asking").status_code in (200, 409)


def test_a_question_left_be_lets_its_asker_go_on(people: People, circle: Circle) -> None:
    talk = asking(people, circle)
    bob, dee = cast.signed_in(people["Bob"]), cast.signed_in(people["Dee"])
    write(dee, talk, "What did you see?", "question", "asking")
    asked = number_of(talk, "What did you see?")
    assert "I leave this question be" in page(bob, talk)
    bob.post(f"/dialogues/{talk.key}/gesture/", {"step": "asking", "kind": "pass", "about": asked})
    assert write(dee, talk, "What else?", "question", "asking").status_code == 302
    assert Gesture.objects.get(kind="pass").about == asked

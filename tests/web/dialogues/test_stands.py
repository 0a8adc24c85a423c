"""A place on a line beside one's words: asked for, kept, told once all are in, and drawn without a name."""

from __future__ import annotations

import re

import pytest

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.models import Contribution, Dialogue, Draft
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


@pytest.fixture
def talk(people: People, circle: Circle) -> Dialogue:
    method = only(more(), "stands", "restating")
    return held(method, people["Bob"], circle, people["Dee"], people["Eve"], facilitator=people["Ada"])


def stand(who: Person, talk: Dialogue, place: object, words: str = "") -> int:
    words = words or f"What {who.name} thinks"
    return write(cast.signed_in(who), talk, words, "view", "stands", place=place).status_code


def test_the_composer_asks_for_a_place_on_the_line(people: People, talk: Dialogue) -> None:
    html = page(cast.signed_in(people["Dee"]), talk)
    assert len(re.findall(r'<input type="radio" name="place" value="[1-5]" required>', html)) == 5
    assert "not at all" in html
    assert "wholly" in html
    assert 'name="place"' not in page(cast.signed_in(people["Ada"]), talk), "who leads brings none"


@pytest.mark.parametrize("place", ["", "0", "6", "three"])
def test_without_a_place_the_words_come_back_with_the_reason(people: People, talk: Dialogue, place: str) -> None:
    answer = write(cast.signed_in(people["Dee"]), talk, "Too early for that", "view", "stands", place=place)
    html = answer.content.decode()
    assert not talk.contributions.filter(source="Too early for that").exists()
    assert "Choose your place on the line, too." in html
    assert "Too early for that" in html
    assert 'name="place" value="1" required' in html
    assert Draft.objects.get(participant__person=people["Dee"]).source == "Too early for that"


def test_the_place_is_kept_and_nobody_else_reads_it_before_all_are_in(people: People, talk: Dialogue) -> None:
    stand(people["Dee"], talk, 4)
    assert Contribution.objects.get(source="What Dee thinks").place == 4
    mine = page(cast.signed_in(people["Dee"]), talk)
    assert "place 4 of 5" in mine
    for reader in ("Ada", "Bob", "Eve"):
        html = page(cast.signed_in(people[reader]), talk)
        assert "4 of 5" not in html
        assert "What Dee thinks" not in html
        assert "Where people stand" not in html


def test_then_it_is_drawn_with_a_table_and_no_name(people: People, talk: Dialogue) -> None:
    for name, place in (("Bob", 1), ("Dee", 4), ("Eve", 4)):
        stand(people[name], talk, place)
    assert open_step(talk) == "restating"
    for reader in ("Ada", "Eve"):
        html = page(cast.signed_in(people[reader]), talk)
        (figure,) = re.findall(r'<figure class="stood">.*?</figure>', html, re.DOTALL)
        assert "Who is missing?" in words_of(figure)
        assert re.findall(r"</th><td>(\d)</td>", figure) == ["1", "0", "0", "2", "0"]
        assert not any(cast.named_in(figure, name) for name in ("Bob", "Dee", "Eve"))
        assert "place 4 of 5" in html


def test_of_two_people_no_picture_is_drawn(people: People, talk: Dialogue) -> None:
    stand(people["Bob"], talk, 1)
    stand(people["Dee"], talk, 4)
    cast.signed_in(people["Eve"]).post(f"/dialogues/{talk.key}/gesture/", {"step": "stands", "kind": "pass"})
    assert open_step(talk) == "restating"
    html = page(cast.signed_in(people["Eve"]), talk)
    assert "What Dee thinks" in html
    assert "Where people stand" not in html


def test_what_is_hidden_stands_nowhere(people: People, talk: Dialogue) -> None:
    for name, place in (("Bob", 1), ("Dee", 4), ("Eve", 4)):
        stand(people[name], talk, place)
    number = number_of(talk, "What Dee thinks")
    cast.signed_in(people["Ada"]).post(f"/dialogues/{talk.key}/c/{number}/hide/", {"why": "Too sharp"})
    assert "Where people stand" not in page(cast.signed_in(people["Ada"]), talk), "two are too few"


def test_where_no_line_is_a_place_is_not_kept(people: People, circle: Circle) -> None:
    peers = (people["Dee"], people["Eve"])
    talk = held(only(more(), "marks"), people["Bob"], circle, *peers, facilitator=people["Ada"])
    write(cast.signed_in(people["Dee"]), talk, "No line here", "view", "marks", place=3)
    assert Contribution.objects.get(source="No line here").place is None


def test_what_was_refused_keeps_its_place_with_the_words(people: People, talk: Dialogue) -> None:
    for name in ("Bob", "Dee", "Eve"):
        stand(people[name], talk, 2)
    stand(people["Dee"], talk, 5, "One thing more")
    draft = Draft.objects.get(source="One thing more")
    assert draft.more["place"] == "5"


def test_carla_stands_nowhere(people: People, talk: Dialogue) -> None:
    assert stand(people["Carla"], talk, 3) == 404
    assert not talk.contributions.filter(place=3).exists()

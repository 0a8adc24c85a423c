"""Points for the cards in one's hand: blind to names and to what others gave, and then the ideas in order."""

from __future__ import annotations

import re

import pytest

import cast
from iq4d.methods import loads
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.models import Dialogue, Gesture
from iq4d.web.dialogues.standing import bare_state
from iq4d.web.people.models import Person
from methods.every_feature import more, written
from methods.test_cards import SCORED
from web.dialogues.any_method import held, only
from web.dialogues.playing import open_step, page, words_of, write

pytestmark = pytest.mark.django_db
People = dict[str, Person]
NAMES = ("Bob", "Dee", "Eve", "Fay")
IDEAS = {"Bob": "Close on Fridays", "Dee": "Trade places", "Eve": "Ask the children", "Fay": "No more mail"}
GIVEN = {"Bob": 3, "Dee": 5, "Eve": 3, "Fay": 1}  # to whose idea, by everybody


@pytest.fixture
def people() -> People:
    return {name: cast.person(name) for name in ("Ada", *NAMES, "Carla")}


@pytest.fixture
def talk(people: People) -> Dialogue:
    """All ideas are in, and each holds the three cards of the others."""
    circle: Circle = cast.circle(*(one for name, one in people.items() if name != "Carla"))
    method = loads(written("scored", SCORED, "", "talk"), "scored")
    bob, *peers = (people[name] for name in NAMES)
    made = held(method, bob, circle, *peers, facilitator=people["Ada"])
    for name, words in IDEAS.items():
        write(cast.signed_in(people[name]), made, words, "view", "ideas")
    assert open_step(made) == "scores"
    return made


def author_of(talk: Dialogue) -> dict[int, str]:
    return dict(talk.contributions.values_list("number", "participant__name"))


def hand(people: People, talk: Dialogue, name: str) -> list[int]:
    html = page(cast.signed_in(people[name]), talk)
    return sorted({int(n) for n in re.findall(r'name="rate-(\d+)"', html)})


def rate(people: People, talk: Dialogue, name: str, **points: str) -> int:
    form = {"step": "scores", **points}
    return cast.signed_in(people[name]).post(f"/dialogues/{talk.key}/rate/", form).status_code


def all_rate(people: People, talk: Dialogue, *names: str) -> None:
    whose = author_of(talk)
    for name in names:
        given = {f"rate-{number}": str(GIVEN[whose[number]]) for number in hand(people, talk, name)}
        rate(people, talk, name, **given)


def test_only_ones_own_hand_lies_on_the_table_and_names_nobody(people: People, talk: Dialogue) -> None:
    whose = author_of(talk)
    numbers = hand(people, talk, "Dee")
    assert sorted(whose[number] for number in numbers) == ["Bob", "Eve", "Fay"]
    html = page(cast.signed_in(people["Dee"]), talk).split('<div id="now">')[1].split('<div id="talk"')[0]
    assert html.count('name="rate-') == 15
    assert "leave it" in html
    assert "do it" in html
    assert not any(cast.named_in(html, name) for name in NAMES)
    assert "warm" not in html


def test_nobody_sees_what_others_gave_and_oneself_sees_it_again(people: People, talk: Dialogue) -> None:
    all_rate(people, talk, "Dee")
    html = page(cast.signed_in(people["Dee"]), talk)
    assert len(re.findall(r'name="rate-\d+" value="\d" checked', html)) == 3
    for reader in ("Ada", "Bob", "Eve", "Fay"):
        html = page(cast.signed_in(people[reader]), talk)
        assert not re.search(r'name="rate-\d+" value="\d" checked', html)
        assert not re.search(r"\d+ points?", words_of(html))


def test_points_given_anew_take_the_place_of_the_ones_before(people: People, talk: Dialogue) -> None:
    (first, *_others) = hand(people, talk, "Dee")
    rate(people, talk, "Dee", **{f"rate-{first}": "2"})
    rate(people, talk, "Dee", **{f"rate-{first}": "4"})
    assert list(Gesture.objects.filter(kind="rate").values_list("about", "value")) == [(first, "4")]


@pytest.mark.parametrize("value", ["warm", "0", "6", "5.0", "x"])
def test_other_values_are_no_points(people: People, talk: Dialogue, value: str) -> None:
    (first, *_others) = hand(people, talk, "Dee")
    rate(people, talk, "Dee", **{f"rate-{first}": value})
    assert not Gesture.objects.filter(kind="rate").exists()


def test_points_are_for_cards_in_ones_hand_alone(people: People, talk: Dialogue) -> None:
    own = next(number for number, name in author_of(talk).items() if name == "Dee")
    rate(people, talk, "Dee", **{f"rate-{own}": "5"})
    assert rate(people, talk, "Carla", **{f"rate-{own}": "5"}) == 404
    assert not Gesture.objects.filter(kind="rate").exists()


def test_when_the_step_is_over_the_ideas_stand_in_order_and_no_person_does(people: People, talk: Dialogue) -> None:
    all_rate(people, talk, *NAMES)
    assert open_step(talk) == "countdown"
    for reader in ("Ada", "Fay"):
        html = page(cast.signed_in(people[reader]), talk).split('<div id="now">')[1].split('<div id="talk"')[0]
        told = re.findall(r"(\d+) points", html)
        assert told == ["15", "9", "9", "3"]
        order = sorted(IDEAS.values(), key=html.index)
        assert (order[0], order[-1]) == ("Trade places", "No more mail")
        equal = [number for number, name in author_of(talk).items() if name in ("Bob", "Eve")]
        words = dict(talk.contributions.values_list("number", "source"))
        assert [words[number] for number in sorted(equal)] == order[1:3], "equal ones keep their order"
        mine = {"Fay"} & {reader}
        assert not [name for name in NAMES if name not in mine and cast.named_in(html, name)]


def test_a_step_that_asks_warm_takes_no_points(people: People) -> None:
    circle = cast.circle(*(one for name, one in people.items() if name != "Carla"))
    from web.dialogues.playing import number_of, started

    talk = started(people["Bob"], circle, people["Dee"], people["Eve"], facilitator=people["Ada"])
    write(cast.signed_in(people["Bob"]), talk, "What I met", "case")
    for name in ("Dee", "Eve"):
        for n in (1, 2):
            write(cast.signed_in(people[name]), talk, f"{name} asks {n}?", "question")
    step, number = open_step(talk), number_of(talk, "Dee asks 1?")
    address = f"/dialogues/{talk.key}/rate/"
    cast.signed_in(people["Bob"]).post(address, {"step": step, f"rate-{number}": "3"})
    assert not Gesture.objects.filter(kind="rate").exists()
    cast.signed_in(people["Bob"]).post(address, {"step": step, f"rate-{number}": "warm"})
    assert Gesture.objects.filter(kind="rate").exists()


def test_a_deal_is_kept_with_the_step(talk: Dialogue) -> None:
    fresh = Dialogue.objects.select_related("standing").get(pk=talk.pk)
    (step,) = (one for one in bare_state(fresh.standing).steps if one.phase == "scores")
    assert {len(cards) for _who, cards in step.dealt} == {3}
    assert only(more(), "marks").key

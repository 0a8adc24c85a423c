"""A step that can be filled in several ways: the wall says that somebody chooses, from what, and what was chosen."""

from __future__ import annotations

import re

import pytest

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.dialogues.standing import bare_state
from methods.every_feature import everything, more
from web.bigscreen.wall import Browsers, People, address, close, known, move, moved, on_screen, right_now, seen
from web.dialogues.any_method import held, only
from web.dialogues.coming import fresh

pytestmark = pytest.mark.django_db
WAYS = (("Upside down", "How would you make it worse?"), ("Resonance", "What does it do to you?"))


@pytest.fixture
def consult(people_here: People, circle: Circle) -> Dialogue:
    """Bob's question, led by Ada: he chooses how the others think along."""
    ada, bob, *peers = people_here.values()
    return held(only(more(), "consult"), bob, circle, *peers, facilitator=ada)


def pressed(html: str) -> dict[str, dict[str, str]]:
    """What each button for who leads would send, by what it says."""
    keys = html.partition("<screen-keys")[2].partition("</screen-keys>")[0]
    found = {}
    for form in keys.split("<form")[1:]:
        said = re.sub(r"<kbd.*", "", form.partition("<button")[2].partition(">")[2]).strip()
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
        found[said] = {name: value for name, value in fields.items() if name != "csrfmiddlewaretoken"}
    return found


def test_everybody_sees_that_bob_chooses_and_from_what(consult: Dialogue, browsers: Browsers) -> None:
    for name in browsers:
        wall = on_screen(browsers[name], consult)
        assert "Bob chooses how you take this step." in wall, name
        for way, prompt in WAYS:
            assert wall.index(way) < wall.index(prompt), name
    assert cast.signed_in(cast.person("Carla")).get(address(consult)).status_code == 404


def test_what_was_chosen_stands_on_it_and_the_rest_no_longer(
    people_here: People, browsers: Browsers, consult: Dialogue
) -> None:
    tag = known(browsers["Dee"], consult)
    assert not moved(browsers["Dee"], consult, tag)
    step = bare_state(consult.standing).step("consult")
    move(people_here["Bob"], consult, "open", step=step.id, version=step.version, how="resonance")
    assert moved(browsers["Dee"], consult, tag)
    wall = on_screen(browsers["Dee"], consult)
    assert "A step: Resonance" in wall
    assert "What does it do to you?" in wall
    assert "Upside down" not in wall
    assert "chooses" not in wall


def test_who_leads_presses_one_of_the_ways_and_nobody_else_has_them(browsers: Browsers, consult: Dialogue) -> None:
    buttons = pressed(browsers["Ada"].get(address(consult)).content.decode())
    ways = {said: form["how"] for said, form in buttons.items() if "how" in form}
    assert ways == {"Begin: Upside down": "upside_down", "Begin: Resonance": "resonance"}
    assert not [said for said in buttons if said == "Begin this step"], "which would choose unasked"
    assert not pressed(browsers["Dee"].get(address(consult)).content.decode())
    answer = browsers["Ada"].post(f"/dialogues/{consult.key}/move/", buttons["Begin: Resonance"])
    assert answer["Location"] == address(consult)
    assert "A step: Resonance" in on_screen(browsers["Fay"], consult)


def test_a_step_that_may_be_left_out_has_no_ways(people_here: People, circle: Circle, browsers: Browsers) -> None:
    ada, bob, *peers = people_here.values()
    talk = held(only(everything(), "mirror", "extra"), bob, circle, *peers, facilitator=ada)
    close(talk, ada)
    screen = seen(bob, fresh(talk), right_now())
    assert (screen.state, screen.ways) == ("choice", ())
    assert "Bob decides whether you take this step." in on_screen(browsers["Dee"], talk)

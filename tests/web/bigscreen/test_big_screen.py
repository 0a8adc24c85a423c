"""Ada facilitates a ten-step with the big screen on the wall; Bob brings his question in, the others write."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

import cast
from iq4d.methods import dumps
from iq4d.web.bigscreen.showing import seconds_left
from iq4d.web.circles.models import Circle, Membership
from iq4d.web.dialogues import links, standing
from iq4d.web.dialogues.actions import moving, starting
from iq4d.web.dialogues.models import Contribution, Dialogue, Standing
from iq4d.web.dialogues.queries import room_for
from web.bigscreen.wall import (
    NAMES,
    Browsers,
    People,
    address,
    begun,
    close,
    known,
    move,
    moved,
    on_screen,
    right_now,
    seen,
)
from web.dialogues.coming import fresh
from web.dialogues.playing import open_step, started, words_of, write

pytestmark = pytest.mark.django_db


def test_before_the_reveal_the_wall_shows_nothing_of_it_and_afterwards_it_does(
    people_here: People, browsers: Browsers, live: Dialogue
) -> None:
    everybody = list(browsers)
    first = on_screen(browsers["Ada"], live)
    assert "Why do I wait?" in first
    assert "To dare it" in first
    assert "step 1 of" in first
    assert "Bob Tell what is going on" in first, "his own step, by name"
    write(browsers["Bob"], live, "My case", "case")
    for name in everybody:
        assert "My case" in on_screen(browsers[name], live), "all of them work with it"
    tags = {name: known(browsers[name], live) for name in everybody}
    assert open_step(live) == "questions"
    write(browsers["Dee"], live, "SECRETQUESTION?", "question")
    write(browsers["Eve"], live, "Only for me", "note")
    for name in everybody:  # its author, the owner and the facilitator, too
        wall = browsers[name].get(address(live)).content.decode()
        assert "SECRETQUESTION" not in wall
        assert "Only for me" not in wall
        assert not moved(browsers[name], live, tags[name])
    close(live, people_here["Ada"])
    for name in everybody:
        assert "SECRETQUESTION" in on_screen(browsers[name], live), "control"
        assert "Only for me" not in on_screen(browsers[name], live)
        assert moved(browsers[name], live, tags[name])


def test_who_is_elsewhere_hears_nothing(browsers: Browsers, live: Dialogue) -> None:
    carla = cast.signed_in(cast.person("Carla"))
    assert carla.get(address(live)).status_code == 404
    assert carla.get("/dialogues/nothing/screen/").status_code == 404
    assert browsers["Bob"].get(address(live)).status_code == 200, "control"


def test_a_number_that_would_be_a_name_stays_away(
    people_here: People, circle: Circle, browsers: Browsers, live: Dialogue
) -> None:
    write(browsers["Bob"], live, "My case", "case")
    assert "0 of 3 are in" in on_screen(browsers["Ada"], live)
    for n in (1, 2):
        write(browsers["Dee"], live, f"Dee {n}?", "question")
    wall = on_screen(browsers["Ada"], live)
    assert "1 of 3 are in" in wall
    assert "Dee" not in wall, "a number, never names"
    move(people_here["Ada"], live, "leave", about=number(live, "Fay"))
    for name in ("Ada", "Bob", "Dee"):  # two are asked: each of them would know who the other is
        assert "are in" not in on_screen(browsers[name], live)
    tag = known(browsers["Ada"], live)
    write(browsers["Eve"], live, "Eve 1?", "question")
    assert not moved(browsers["Ada"], live, tag)


def number(talk: Dialogue, name: str) -> str:
    return str(talk.participants.get(name=name).number)


def test_what_is_hidden_narrow_or_taken_back_is_not_there(
    people_here: People, browsers: Browsers, live: Dialogue
) -> None:
    write(browsers["Bob"], live, "My case", "case")
    assert "My case" in on_screen(browsers["Ada"], live), "control"
    rows = Contribution.objects.filter(source="My case")
    for hides, shows in (
        ({"hidden": True}, {"hidden": False}),
        ({"is_narrow": True}, {"is_narrow": False}),
        ({"removed_at": cast.NOW}, {"removed_at": None}),
    ):
        rows.update(**hides)
        assert "My case" not in on_screen(browsers["Ada"], live), hides
        assert "My case" not in on_screen(browsers["Bob"], live), hides
        rows.update(**shows)


def test_what_an_owner_may_not_read_yet_is_not_on_the_wall(
    people_here: People, browsers: Browsers, live: Dialogue
) -> None:
    """The others talk where the owner does not listen in; the owner looks at the same wall."""
    for visibility, owner in (("all", "absent"), ("not_owner", "listen")):
        asked_so(live, visibility, owner)
        if open_step(live) == "case":
            write(browsers["Bob"], live, "My case", "case")
        write(browsers["Dee"], live, f"BEHINDTHEBACK {owner}?", "question", "questions")
        assert "BEHINDTHEBACK" in words_of(browsers["Eve"].get(f"/dialogues/{live.key}/").content.decode()), "control"
        for name in NAMES:
            assert "BEHINDTHEBACK" not in browsers[name].get(address(live)).content.decode()
    close(live, people_here["Ada"])
    assert "BEHINDTHEBACK absent" in on_screen(browsers["Bob"], live)


def test_in_a_round_it_says_whose_question_it_is(people_here: People, circle: Circle) -> None:
    bob, dee, eve = (people_here[name] for name in ("Bob", "Dee", "Eve"))
    talk = started(bob, circle, dee, eve, method="three_way", course="live")
    at = talk.standing.wakes_at
    while not (screen := seen(eve, talk, at)).turn:  # first all of them think
        moving.move_on(dialogue=fresh(talk), now=at)
        at = fresh(talk).standing.wakes_at
    assert screen.turn == screen.owner
    assert screen.turn in ("Bob", "Dee", "Eve")
    assert screen.together


def asked_so(talk: Dialogue, visibility: str, owner: str) -> None:
    """The same dialogue, as if its method had its questions asked otherwise."""
    kept = Standing.objects.get(dialogue=talk)
    state = standing.bare_state(kept)
    phase = replace(state.method.phase("questions"), visibility=visibility, owner=owner)
    phases = tuple(phase if one.key == phase.key else one for one in state.method.phases)
    state = replace(state, method=replace(state.method, phases=phases))
    kept.method_text, kept.state = dumps(state.method), standing.kept_state(state)
    kept.save()


def test_the_time_is_counted_not_read_from_a_clock(people_here: People, circle: Circle) -> None:
    """Five minutes over the night in which the clock goes back: five minutes."""
    ada = people_here["Ada"]
    for begins in (cast.NOW, datetime(2026, 10, 25, 0, 58, tzinfo=UTC), datetime(2027, 3, 28, 0, 58, tzinfo=UTC)):
        live = begun(people_here, circle, at=begins)
        screen = seen(ada, live, begins + timedelta(seconds=1))
        assert screen.closes_at == begins + timedelta(minutes=5)
        assert seconds_left(screen, begins + timedelta(seconds=1)) == 299
        assert not screen.over
        late = begins + timedelta(minutes=6)
        assert seen(ada, live, late).over
        assert seconds_left(seen(ada, live, late), late) == 0


def test_time_that_runs_moves_no_page_and_time_that_is_up_does_once(people_here: People, circle: Circle) -> None:
    ada, live = people_here["Ada"], begun(people_here, circle, at=cast.NOW)
    first = seen(ada, live, cast.NOW + timedelta(seconds=5))
    assert seen(ada, live, cast.NOW + timedelta(seconds=50)) == first
    over = seen(ada, live, cast.NOW + timedelta(minutes=5))
    assert over != first
    assert seen(ada, live, cast.NOW + timedelta(minutes=7)) == over


def test_every_answer_sets_the_clock_right(people_here: People, circle: Circle, browsers: Browsers) -> None:
    talk = begun(people_here, circle)
    tag = known(browsers["Ada"], talk)
    answer = browsers["Ada"].get(address(talk), headers={"HX-Request": "true", "If-None-Match": tag})
    assert answer.status_code == 304
    assert 280 < int(answer["X-Time-Left"]) <= 300
    assert "no-cache" in answer["Cache-Control"]


def test_who_leads_moves_it_from_the_wall_and_comes_back_there(
    people_here: People, browsers: Browsers, live: Dialogue
) -> None:
    write(browsers["Bob"], live, "My case", "case")
    html = browsers["Ada"].get(address(live)).content.decode()
    kinds = re.findall(r'name="kind" value="(\w+)"', html)
    assert kinds == ["close", "extend", "pause"]
    assert 'name="kind"' not in browsers["Dee"].get(address(live)).content.decode(), "who does not lead has no buttons"
    form = dict(re.findall(r'<input type="hidden" name="(back|step|version|days)" value="(\w+)"', html))
    answer = browsers["Ada"].post(f"/dialogues/{live.key}/move/", form | {"kind": "close"})
    assert answer["Location"] == address(live)
    assert open_step(live) == "rate"
    again = browsers["Ada"].post(f"/dialogues/{live.key}/move/", form | {"kind": "close"}, follow=True)
    assert 'class="flash flash--' in again.content.decode(), "what is refused is said on the wall it came from"


def test_each_state_has_its_own_words(people_here: People, circle: Circle, browsers: Browsers) -> None:
    ada, bob = people_here["Ada"], people_here["Bob"]
    made = starting.start(person=bob, sentence="Why?", circle=circle, method="ten_step", now=right_now(), language="en")
    wall = on_screen(browsers["Bob"], made)
    assert "Who is here" in wall
    assert "Bob" in wall
    assert links.address(links.token_of(made)) in wall
    talk = begun(people_here, circle, "hybrid")
    write(browsers["Bob"], talk, "My case", "case")
    for _ in range(3):
        close(talk, ada)
    assert "Soon you sit together" in on_screen(browsers["Ada"], talk)
    at = datetime.now(UTC) + timedelta(days=2)
    move(ada, talk, "plan", at=at)
    assert "You sit together on" in on_screen(browsers["Bob"], talk)
    step = next(one for one in seen(ada, talk).presses if one.kind == "open")
    move(ada, talk, "open", step=step.step, version=step.version)
    assert "Deeper questions" in on_screen(browsers["Ada"], talk)
    assert "Bob Answer what makes you think" in on_screen(browsers["Ada"], talk), "and what the owner does meanwhile"
    move(ada, talk, "pause")
    assert "A pause" in on_screen(browsers["Bob"], talk)
    assert [one.kind for one in seen(ada, talk).presses] == ["resume"]
    move(ada, talk, "resume")
    for _ in range(4):
        close(talk, ada)
    assert "Bob decides whether you take this step" in on_screen(browsers["Dee"], talk)
    offered = open_step(talk)
    move(bob, talk, "skip", step=offered)
    for _ in range(2):
        close(talk, ada)
    wall = on_screen(browsers["Dee"], talk)
    assert "Rounded off" in wall
    assert links.address(links.token_of(fresh(talk))) not in wall


def test_what_the_owner_keeps_is_told_once_that_step_is_over(
    people_here: People, browsers: Browsers, live: Dialogue
) -> None:
    write(browsers["Bob"], live, "My case", "case")
    for n in (1, 2):
        write(browsers["Dee"], live, f"Question {n}?", "question")
    close(live, people_here["Ada"])
    first, second = (live.contributions.get(source=f"Question {n}?").number for n in (1, 2))
    rated = {"step": "rate", f"rate-{second}": "warm", f"rate-{first}": "cold"}
    browsers["Bob"].post(f"/dialogues/{live.key}/rate/", rated)
    assert open_step(live) == "answers"
    for name in NAMES:
        told = [(piece.top.number, piece.kept) for piece in seen(people_here[name], live).pieces]
        assert told == [(second, True), (first, False)], "what is kept comes first, and nobody reads 'cold'"
    version = room_for(people_here["Ada"], fresh(live), right_now()).state.step("rate").version
    move(people_here["Ada"], live, "reopen", step="rate", version=version)
    kept = [piece.kept for piece in seen(people_here["Bob"], live).pieces]
    assert kept == [False, False], "while the owner chooses, not even before their own eyes"


def test_who_reads_along_sees_the_wall_and_no_way_in(people_here: People, circle: Circle) -> None:
    """An open room: Gil is of the circle and takes no part."""
    gil = cast.person("Gil")
    Membership.objects.create(circle=circle, person=gil, role="member", joined_at=cast.NOW)
    talk = started(people_here["Bob"], circle, people_here["Dee"], method="open_dialogue")
    wall = on_screen(cast.signed_in(gil), talk)
    assert links.token_of(talk) not in wall
    assert f"/dialogues/{talk.key}/" in wall
    assert "are in" not in wall
    assert links.token_of(talk) in on_screen(cast.signed_in(people_here["Dee"]), talk), "control"

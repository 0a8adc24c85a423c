"""A guest who has a turn claims an address whose account is in the same dialogue: the turn goes along, or falls out.

Bob owns, Dee and the guest Gil sit at the table with him, Ada guards the method. The same holds on PostgreSQL.
"""

from __future__ import annotations

import pytest
from django.utils import timezone

import cast
from iq4d.methods import State
from iq4d.methods import asked_of as asked
from iq4d.web.dialogues import queries
from iq4d.web.dialogues.actions import people as coming
from iq4d.web.dialogues.actions import starting, writing
from iq4d.web.dialogues.actions.moving import make_move
from iq4d.web.dialogues.models import Contribution, Dialogue, Draft, Gesture, Participant
from iq4d.web.dialogues.standing import bare_state
from iq4d.web.people.actions import merge
from iq4d.web.people.models import Person
from web.dialogues.coming import fresh, guest
from web.dialogues.playing import number_of, page, started, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]
STORY = "I avoid a talk with a colleague"


@pytest.fixture
def dee() -> Person:
    return cast.person("Dee")


@pytest.fixture
def gil() -> Person:
    return guest()


@pytest.fixture
def table(ada: Person, bob: Person, dee: Person, gil: Person) -> Dialogue:
    """Three at the table, turns side by side; Gil has told his story and Dee asks on."""
    talk = started(bob, cast.circle(ada, bob, dee), dee, gil, method="three_way", facilitator=ada)
    write(cast.signed_in(gil), talk, STORY, "case", turn(talk, gil))
    write(cast.signed_in(dee), talk, "What did you see?", "question", turn(talk, gil))
    return fresh(talk)


def place(talk: Dialogue, who: Person) -> Participant:
    return talk.participants.get(person=who)


def state_of(talk: Dialogue) -> State:
    return bare_state(fresh(talk).standing)


def turn(talk: Dialogue, who: Person) -> str:
    """The open step of somebody's turn; empty where there is none."""
    number = str(place(talk, who).number)
    return next((step.id for step in state_of(talk).steps if step.is_open and step.turn == number), "")


def asked_of(talk: Dialogue, who: Person) -> list[str]:
    room = queries.room_for(who, fresh(talk), timezone.now())
    assert room.state is not None
    return [one.step for one in asked(room.state, room.my_id, timezone.now())]


def test_who_has_no_turn_of_their_own_has_it_from_now_on_words_and_all(
    table: Dialogue, ada: Person, bob: Person, gil: Person
) -> None:
    step, as_guest, own = turn(table, gil), place(table, gil), place(table, ada)
    writing.save_draft(participant=as_guest, step=step, kind="answer", about=0, source="On its way", now=cast.NOW)
    merge(gil, ada)
    told = state_of(table)
    assert not [one for one in told.steps if one.turn == str(as_guest.number)]
    assert turn(table, ada) == step, "the same step, still open"
    assert Contribution.objects.get(source=STORY).participant == own
    assert step in asked_of(table, ada)
    assert Draft.objects.get(source="On its way").participant == own
    answer = {"kind": "answer", "step": step, "about": number_of(table, "What did you see?")}
    assert write(cast.signed_in(ada), table, "That she looked away", **answer).status_code == 302
    assert "the question of Ada" in page(cast.signed_in(bob), table)
    room = queries.room_for(ada, fresh(table), timezone.now())
    assert room.me == own
    assert own.role == "facilitator", "she leads as before"
    as_guest.refresh_from_db()
    assert (as_guest.gone, bool(as_guest.removed_at)) == (True, True)
    assert cast.signed_in(cast.person("Carla")).get(table.get_absolute_url()).status_code == 404


def test_what_was_said_elsewhere_stays_under_the_name_it_was_said_with(
    table: Dialogue, ada: Person, bob: Person, dee: Person, gil: Person
) -> None:
    write(cast.signed_in(bob), table, "My case", "case", turn(table, bob))
    write(cast.signed_in(gil), table, "Gil asks Bob", "question", turn(table, bob))
    as_guest = place(table, gil)
    merge(gil, ada)
    assert Contribution.objects.get(source="Gil asks Bob").participant == as_guest
    assert Contribution.objects.get(source="What did you see?").participant == place(table, dee)


def test_who_has_a_turn_already_has_one_and_the_other_falls_out(
    table: Dialogue, bob: Person, dee: Person, gil: Person
) -> None:
    as_guest, hers = place(table, gil), turn(table, dee)
    merge(gil, dee)
    told = state_of(table)
    of_gil = [one for one in told.steps if one.turn == str(as_guest.number)]
    assert [one.status for one in of_gil] == ["closed", "closed", "skipped", "skipped"]
    assert {one.how for one in of_gil if one.status == "skipped"} == {"gone"}
    assert turn(table, dee) == hers, "control: her own goes on"
    assert Contribution.objects.get(source=STORY).participant == as_guest, "his words stay under his name"
    assert STORY in page(cast.signed_in(bob), table)


def test_whom_a_leader_let_go_gets_no_turn_by_a_guest(table: Dialogue, ada: Person, bob: Person, gil: Person) -> None:
    as_guest = place(table, gil)
    table.participants.filter(person=ada).update(let_go=True, gone=True, removed_at=timezone.now())
    merge(gil, ada)
    told = state_of(table)
    assert {one.status for one in told.steps if one.turn == str(as_guest.number)} == {"closed", "skipped"}
    assert Contribution.objects.get(source=STORY).participant == as_guest


def test_who_left_before_it_began_takes_up_the_turn(ada: Person, bob: Person, dee: Person, gil: Person) -> None:
    """Hal came in, left, and came again as a guest by the same link: no step was ever his account's."""
    hal = cast.person("Hal")
    talk = starting.start(person=bob, sentence="How?", circle=None, method="three_way", now=cast.NOW, language="en")
    for one in (hal, dee):
        coming.come_in(person=one, dialogue=talk, invite=None, now=cast.NOW)
    coming.let_go(person=hal, dialogue=talk, number=place(talk, hal).number, now=cast.NOW)
    coming.come_in(person=gil, dialogue=talk, invite=None, now=cast.NOW)
    starting.begin_now(person=bob, dialogue=talk, now=cast.NOW)
    step = next(one.id for one in state_of(talk).steps if one.turn == str(place(talk, gil).number))
    merge(gil, hal)
    assert state_of(talk).step(step).turn == str(place(talk, hal).number)
    assert place(talk, hal).removed_at is None


def test_a_gesture_of_both_is_one(table: Dialogue, ada: Person, bob: Person, gil: Person) -> None:
    step, as_guest, own = turn(table, gil), place(table, gil), place(table, ada)
    for who in (as_guest, own):
        Gesture.objects.create(dialogue=table, participant=who, step=step, kind="pass", at=cast.NOW)
    merge(gil, ada)
    assert Gesture.objects.get(step=step).participant == own


@pytest.mark.parametrize("state", ["gathering", "finished"])
def test_before_and_after_nothing_breaks(bob: Person, dee: Person, gil: Person, ada: Person, state: str) -> None:
    if state == "gathering":
        talk = starting.start(person=bob, sentence="How?", circle=None, method="three_way", now=cast.NOW, language="en")
        for one in (dee, gil, ada):
            coming.come_in(person=one, dialogue=talk, invite=None, now=cast.NOW)
    else:
        talk = started(bob, None, dee, gil, method="three_way", facilitator=ada)
        while open_now := [one for one in state_of(talk).steps if one.is_open]:
            closing = {"kind": "close", "step": open_now[0].id, "version": open_now[0].version}
            make_move(person=ada, dialogue=fresh(talk), now=cast.NOW, **closing)
    merge(gil, ada)
    assert fresh(talk).state == state
    assert place(talk, ada).removed_at is None

"""Gil, a guest, turns out to have an account: what he said about the words counts, and counts once."""

from __future__ import annotations

import pytest

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues import tasks
from iq4d.web.dialogues.models import Dialogue, Participant
from iq4d.web.people.actions import merge
from iq4d.web.people.models import Person
from web.dialogues.coming import guest
from web.dialogues.playing import page
from web.dialogues.wiping import People, after, left, over, say

pytestmark = pytest.mark.django_db
KEEP, LET_GO, ASKED = "You said: keep the words.", "You said: let them go.", "Keep the words, or let them go?"


@pytest.fixture
def people() -> People:
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve")}


@pytest.fixture
def circle(people: People) -> Circle:
    return cast.circle(*people.values())


@pytest.fixture
def gil() -> Person:
    return guest()


def answered(talk: Dialogue, who: Person) -> str:
    """What the page says that this person answered."""
    html = page(cast.signed_in(who), talk)
    assert ASKED in html
    return next((one for one in (KEEP, LET_GO) if one in html), "")


def fate_of(talk: Dialogue) -> str:
    tasks.let_go(after(talk))
    cast.work()
    talk.refresh_from_db()
    return talk.fate


@pytest.mark.parametrize(
    ("as_gil", "as_eve", "told"),
    [("yes", "", KEEP), ("no", "", LET_GO), ("", "yes", KEEP), ("yes", "yes", KEEP), ("no", "yes", LET_GO),
     ("yes", "no", LET_GO), ("", "", "")],
)  # fmt: skip
def test_of_two_answers_one_is_left_and_a_no_of_either_is_a_no(
    people: People, circle: Circle, gil: Person, as_gil: str, as_eve: str, told: str
) -> None:
    talk = over(people, circle, gil)
    for who, keep in ((gil, as_gil), (people["Eve"], as_eve)):
        if keep:
            say(talk, who, keep)
    merge(gil, people["Eve"])
    assert answered(talk, people["Eve"]) == told
    assert not Participant.objects.filter(dialogue=talk, person=gil).exclude(keeps=None).exists(), "nothing left behind"
    for name in ("Ada", "Bob", "Dee"):
        say(talk, people[name], "yes")
    assert fate_of(talk) == ("kept" if told == KEEP else "wiped")
    assert bool(left("narwhal")) == (told == KEEP)


def test_whoever_was_there_as_a_guest_alone_keeps_the_answer(people: People, circle: Circle, gil: Person) -> None:
    talk = over(people, circle, gil)
    say(talk, gil, "yes")
    fay = cast.person("Fay")
    Participant.objects.filter(dialogue=talk, person=gil).update(way="link")
    merge(gil, fay)
    assert answered(talk, fay) == KEEP
    for name in ("Ada", "Bob", "Dee", "Eve"):
        say(talk, people[name], "yes")
    assert fate_of(talk) == "kept"


def test_words_of_before_are_the_accounts_to_keep(people: People, circle: Circle, gil: Person) -> None:
    """He joined his account while they talked: nobody waits for Gil, whose words are Eve's."""
    talk = over(people, circle, gil)
    merge(gil, people["Eve"])
    for name in ("Ada", "Bob", "Dee"):
        say(talk, people[name], "yes")
    say(talk, people["Eve"], "yes")
    assert fate_of(talk) == "kept"
    assert "heron of Gil" in page(cast.signed_in(people["Dee"]), talk)


def test_an_account_that_left_itself_says_yes_for_nobody(people: People, circle: Circle, gil: Person) -> None:
    talk = over(people, circle, gil)
    merge(gil, people["Eve"])
    for name in ("Ada", "Bob", "Dee", "Eve"):
        say(talk, people[name], "yes")
    Participant.objects.filter(dialogue=talk, person=people["Eve"]).update(removed_at=cast.NOW)
    assert fate_of(talk) == "wiped"

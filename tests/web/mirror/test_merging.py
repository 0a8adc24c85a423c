"""The guest Gil said of a mirror "this is not right", and turns out to be Dee: she can take it back."""

from __future__ import annotations

import pytest
from django.test import Client

import cast
from iq4d.web.deeds.models import Deed
from iq4d.web.dialogues.actions.people import come_in
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.mirror import queries
from iq4d.web.mirror.models import Mirror, Remark
from iq4d.web.people.actions import merge
from iq4d.web.people.models import Person
from web.deeds.promising import promise
from web.dialogues.coming import guest
from web.dialogues.playing import write
from web.mirror.live import close_all, fresh

PROMISE = "I will ask her on Monday, because I think that she wants to tell me."


@pytest.fixture
def gil(people: dict[str, Person]) -> Person:
    return guest()


@pytest.fixture
def held(people: dict[str, Person], gil: Person, talk: Dialogue) -> Dialogue:
    """Bob's talk with Dee and Gil, who says what he will do; its mirror is made."""
    come_in(person=gil, dialogue=talk, invite=None, now=cast.NOW)
    write(cast.signed_in(gil), talk, PROMISE, "view", "reactions")
    cast.work()
    return talk


def evidence(talk: Dialogue) -> str:
    _, scorecard = queries.mirror_of(talk)
    assert scorecard is not None
    return next(one for one in queries.all_evidence(scorecard) if one.startswith(queries.PROMISE))


def remark(browser: Client, talk: Dialogue, piece: str, stance: str) -> None:
    form = {"evidence": piece, "stance": stance}
    assert browser.post(f"/dialogues/{talk.key}/mirror/remark/", form).status_code == 302


@pytest.mark.parametrize("account", ["Dee", "Eve"])
def test_her_own_remark_and_she_takes_it_back(people, browsers, gil, held, account: str) -> None:
    """Dee took part too; Eve, whose address it was, did not."""
    piece = evidence(held)
    remark(cast.signed_in(gil), held, piece, "wrong")
    cast.work()
    merge(gil, people[account])
    assert [one.own for one in queries.remarks_on(held, people[account])] == [True]
    assert [one.own for one in queries.remarks_on(held, people["Bob"])] == [False]
    remark(browsers[account], held, piece, "")
    assert not Remark.objects.exists()
    assert browsers["Carla"].get(f"/dialogues/{held.key}/mirror/").status_code == 404


@pytest.mark.parametrize("last", ["guest", "account"])
def test_of_two_remarks_on_one_piece_the_later_stands_and_the_mirror_follows(
    people, browsers, gil, held, last: str
) -> None:
    piece = evidence(held)
    said = [(cast.signed_in(gil), "wrong"), (browsers["Dee"], "promise")]
    for browser, stance in said if last == "account" else reversed(said):
        remark(browser, held, piece, stance)
    cast.work()
    before = Mirror.objects.get().computed_at
    merge(gil, people["Dee"])
    cast.work()
    told = Remark.objects.get()
    assert (told.person, told.stance) == (people["Dee"], "wrong" if last == "guest" else "promise")
    mirror = Mirror.objects.get()
    assert mirror.computed_at > before
    assert not mirror.under_way
    _, scorecard = queries.mirror_of(held)
    rules = {one.rule for one in queries.all_evidence(scorecard).values()}
    assert ("commitments.declared" in rules) == (last == "account"), "a promise that was confirmed, or none"


def test_a_deed_under_another_name_is_in_the_mirror_at_once(people, gil, held) -> None:
    close_all(people["Bob"], held, "harvest")
    promise(gil, fresh(held), "D zebra")
    cast.work()
    before = Mirror.objects.get().digest
    merge(gil, people["Dee"])
    cast.work()
    assert Deed.objects.get().contribution.participant.person == people["Dee"]
    assert Mirror.objects.get().digest != before

"""Whom a leader let go: who asks them in again. Ada leads, Bob takes part and may ask anybody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle, Membership
from iq4d.web.dialogues import queries
from iq4d.web.dialogues.actions import people
from iq4d.web.dialogues.models import Dialogue, Invite
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import Refused
from web.dialogues.coming import ask, fresh, guest, let_go, personal
from web.dialogues.playing import started

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]
LET_GO = "Only who leads this conversation can ask somebody in again who was let go. Ask one of them."


@pytest.fixture
def dee(circle: Circle) -> Person:
    made = cast.person("Dee")
    Membership.objects.create(circle=circle, person=made, role="member", joined_at=cast.NOW)
    return made


@pytest.fixture
def talk(ada: Person, bob: Person, dee: Person, circle: Circle) -> Dialogue:
    made = started(ada, circle, bob, dee, method="open_dialogue")
    let_go(made, ada, dee)
    return fresh(made)


@pytest.mark.parametrize("by_name", [True, False])
def test_bob_cannot_undo_what_ada_decided(talk: Dialogue, bob: Person, dee: Person, by_name: bool) -> None:
    form = {"member": dee.pk} if by_name else {"email": "Dee@example.org"}
    page = cast.signed_in(bob).post(f"/dialogues/{talk.key}/people/", form | {"question": "Are you coming?"})
    assert page.status_code == 200
    assert LET_GO in page.content.decode()
    assert "Are you coming?" in page.content.decode(), "what he wrote is still there"
    assert not Invite.objects.exists()
    cast.work()
    assert not queries.invites_for(dee, timezone.now()).exists()
    assert mail.outbox == []


@pytest.mark.parametrize("who", ["owner", "facilitator", "started"])
def test_who_leads_asks_them_in_again(talk: Dialogue, ada: Person, bob: Person, dee: Person, who: str) -> None:
    roles = {"owner": "owner", "facilitator": "facilitator", "started": "peer"}
    talk.participants.filter(person=ada).update(role=roles[who])
    invite = ask(ada, talk, email="", member=dee.pk)
    people.come_in(person=dee, dialogue=fresh(talk), invite=invite, now=timezone.now())
    assert talk.participants.get(person=dee).removed_at is None


def test_who_left_by_themselves_may_be_asked_by_anybody(talk: Dialogue, ada: Person, bob: Person, dee: Person) -> None:
    talk.participants.filter(person=dee).update(let_go=False)
    assert ask(bob, talk, email="", member=dee.pk).person == dee


def test_carla_hears_nothing_of_who_was_let_go(talk: Dialogue, dee: Person) -> None:
    carla = cast.person("Carla")
    answers = set()
    for whom in ("dee@example.org", "nobody@example.org"):
        with pytest.raises(Refused) as why:
            ask(carla, talk, email=whom)
        answers.add(why.value.verdict.code)
    assert answers == {"dialogues.not-taking-part"}
    assert cast.signed_in(carla).post(f"/dialogues/{talk.key}/people/", {"member": dee.pk}).status_code == 404


# By the address of somebody from outside the circle: whose it is, and that they were let go, nobody is told


@pytest.fixture
def outside(talk: Dialogue, ada: Person) -> Person:
    """Hal came by the link under a name of his own, and was let go."""
    hal = guest("A secret name")
    people.come_in(person=hal, dialogue=talk, invite=None, now=timezone.now())
    let_go(talk, ada, hal)
    Person.objects.filter(pk=hal.pk).update(email="hal@example.org")
    hal.refresh_from_db()
    return hal


def test_an_address_tells_bob_nothing(talk: Dialogue, bob: Person, outside: Person) -> None:
    pages = []
    for email in ("hal@example.org", "nobody@example.org"):
        answer = cast.signed_in(bob).post(f"/dialogues/{talk.key}/people/", {"email": email}, follow=True)
        told = answer.content.decode().split("<h1")[1].replace(email, "")
        pages.append((answer.redirect_chain, "on its way" in told, LET_GO in told, told.count("/away/")))
        Invite.objects.all().delete()
    assert pages[0] == pages[1]


def test_bobs_link_does_not_bring_back_whom_ada_let_go(
    talk: Dialogue, ada: Person, bob: Person, outside: Person
) -> None:
    later = timezone.now() + timedelta(minutes=2)
    invite = people.ask_in(person=bob, dialogue=talk, now=later, email="hal@example.org")
    before = talk.participants.count()
    for browser in (cast.signed_in(outside), Client(), cast.signed_in(guest("Gus"))):
        assert browser.get(personal(invite)).status_code == 403
        assert browser.post(personal(invite), {"name": "Hal", "once": "one"}).status_code == 403
    assert talk.participants.count() == before
    with pytest.raises(Refused, match=r"dialogues\.let-go"):
        people.come_in(person=outside, dialogue=fresh(talk), invite=invite, now=later)
    assert not queries.invites_for(outside, later).exists(), "nothing waits at home that leads nowhere"
    hers = people.ask_in(person=ada, dialogue=talk, now=later, email="hal@example.org")
    assert queries.invites_for(outside, later).get() == hers
    people.ask_in(person=bob, dialogue=talk, now=later + timedelta(minutes=2), email="hal@example.org")
    assert queries.invites_for(outside, later).get() == hers, "hers stands, whoever asks after her"
    assert cast.signed_in(outside).post(personal(hers), {"once": "one"}).status_code == 302
    assert talk.participants.get(person=outside).removed_at is None


def test_bobs_link_brings_in_whom_nobody_let_go(talk: Dialogue, bob: Person, outside: Person) -> None:
    """Control: the same link for another address, also in the hands of a stranger."""
    invite = ask(bob, talk, email="ina@example.org")
    assert Client().post(personal(invite), {"name": "Ina", "once": "one"}).status_code == 302

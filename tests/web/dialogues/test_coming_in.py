"""Who comes in, by which link, and who comes back. Ada leads, Bob takes part, Carla belongs elsewhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle, Membership
from iq4d.web.dialogues import queries, rules
from iq4d.web.dialogues.actions import people
from iq4d.web.dialogues.models import Dialogue, Invite
from iq4d.web.journal.models import Entry
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import Refused
from web.dialogues.coming import ask, fresh, guest, let_go, personal, shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]
WORDS = "What I was writing all along"


# A personal link


def test_a_personal_link_lets_one_person_in_once(ada: Person, case: Dialogue) -> None:
    link = personal(ask(ada, case, question="QUESTIONWORD"))
    gus, another = Client(), Client()
    assert "QUESTIONWORD" in another.get(link).content.decode(), "control: before it is used"
    assert gus.post(link, {"name": "Gus"}).status_code == 302
    assert gus.get(link)["Location"] == case.get_absolute_url(), "whoever used it goes on"
    for method in (another.get, another.post):
        answer = method(link, {"name": "Mallory", "seeks": "SEEKSWORD"} if method == another.post else {})
        told = answer.content.decode()
        assert answer.status_code == 403
        assert "no longer valid" in told
        assert not any(word in told for word in ("TITLEWORD", "WHYWORD", "QUESTIONWORD"))
        assert not cast.named_in(told, "Ada")
        assert ("SEEKSWORD" in told) == (method == another.post), "a refusal costs no words"
    assert not case.participants.filter(name="Mallory").exists()
    assert not Client().cookies.get("sessionid")


@pytest.mark.parametrize("how", ["withdrawn", "expired", "let go", "fell out", "left the circle", "over"])
def test_an_invitation_stands_as_long_as_who_asked_is_there(ada: Person, bob: Person, case: Dialogue, how: str) -> None:
    invite = ask(bob, case, email="kim@example.org")
    kim = cast.person("Kim")
    now = timezone.now()
    assert queries.invites_for(kim, now).exists(), "control"
    match how:
        case "withdrawn":
            people.withdraw_invite(person=bob, invite=invite, now=now)
        case "expired":
            Invite.objects.update(expires_at=now)
        case "let go":
            let_go(case, ada, bob)
        case "fell out":
            case.participants.filter(person=bob).update(gone=True)
        case "left the circle":
            Membership.objects.filter(person=bob).delete()
        case "over":
            Dialogue.objects.update(state="finished")
    assert not queries.invites_for(kim, now).exists()
    invite.refresh_from_db()
    assert not people.may_come_in(person=kim, dialogue=fresh(case), invite=invite, now=now)
    browser = cast.signed_in(kim)
    assert browser.get(personal(invite)).status_code == 403
    assert browser.post(f"/dialogues/{case.key}/come-in/").status_code == 404
    with pytest.raises(Refused):
        people.come_in(person=kim, dialogue=case, invite=invite, now=now)


def test_who_is_asked_by_name_still_belongs_to_the_circle(ada: Person, circle: Circle, case: Dialogue) -> None:
    fay = cast.person("Fay")
    place = Membership.objects.create(circle=circle, person=fay, role="member", joined_at=cast.NOW)
    invite = ask(ada, case, email="", member=fay.pk)
    assert cast.signed_in(fay).get(personal(invite)).status_code == 200, "control"
    for other in (Client(), cast.signed_in(cast.person("Carla"))):
        told = other.get(personal(invite))
        assert told.status_code == 403
        assert "TITLEWORD" not in told.content.decode()
        assert other.post(personal(invite), {"name": "Carla"}).status_code == 403
    place.delete()
    assert cast.signed_in(fay).get(personal(invite)).status_code == 403
    assert not queries.invites_for(fay, timezone.now()).exists()
    assert cast.signed_in(fay).post(f"/dialogues/{case.key}/come-in/").status_code == 404


def test_a_new_link_makes_the_personal_links_of_before_void(ada: Person, talk: Dialogue) -> None:
    invite = ask(ada, talk)
    before = (personal(invite), shared(talk))
    assert [Client().get(link).status_code for link in before] == [200, 200]
    people.renew_link(person=ada, dialogue=fresh(talk))
    assert [Client().get(link).status_code for link in before] == [404, 404]
    assert [Client().get(link).status_code for link in (personal(invite), shared(talk))] == [200, 200]


# Let go, and back


def test_who_is_let_go_does_not_come_back_by_the_link_they_know(ada: Person, case: Dialogue) -> None:
    gil = guest()
    people.come_in(person=gil, dialogue=case, invite=None, now=timezone.now())
    known = shared(case)
    number = case.participants.get(person=gil).number
    page = cast.signed_in(ada).get(f"/dialogues/{case.key}/people/{number}/let-go/").content.decode()
    assert "gets a new link" in page
    let_go(case, ada, gil)
    assert Client().get(known).status_code == 404, "signed out"
    again = cast.signed_in(gil).get(shared(case))
    assert again.status_code == 403
    assert "TITLEWORD" not in again.content.decode()
    with pytest.raises(Refused, match=r"dialogues\.let-go"):
        people.come_in(person=gil, dialogue=fresh(case), invite=None, now=timezone.now())


def test_who_leaves_leaves_the_link_alone_and_comes_back_by_it(bob: Person, talk: Dialogue) -> None:
    known, browser = shared(talk), cast.signed_in(bob)
    number = talk.participants.get(person=bob).number
    page = browser.get(f"/dialogues/{talk.key}/people/{number}/let-go/").content.decode()
    assert "You still read along" in page, "an open room of their circle"
    assert browser.post(f"/dialogues/{talk.key}/people/{number}/let-go/").status_code == 302
    assert shared(talk) == known
    assert "Join in to write" in browser.get(talk.get_absolute_url()).content.decode()
    assert browser.post(f"/dialogues/{talk.key}/come-in/").status_code == 302
    assert talk.participants.get(person=bob).removed_at is None
    assert talk.participants.filter(person=bob).count() == 1


def test_a_member_let_go_reads_an_open_room_and_is_offered_nothing(ada: Person, bob: Person, talk: Dialogue) -> None:
    number = talk.participants.get(person=bob).number
    said = cast.signed_in(ada).get(f"/dialogues/{talk.key}/people/{number}/let-go/").content.decode()
    assert "can still read along" in said
    let_go(talk, ada, bob)
    assert talk in Dialogue.objects.seen_by(bob)
    page = cast.signed_in(bob).get(talk.get_absolute_url())
    assert page.status_code == 200
    assert "Join in" not in page.content.decode()
    assert "you need a new invitation" in page.content.decode()
    assert cast.signed_in(bob).post(f"/dialogues/{talk.key}/come-in/").status_code == 403


def test_a_closed_room_is_closed_to_who_was_let_go(ada: Person, bob: Person, case: Dialogue) -> None:
    number = case.participants.get(person=bob).number
    said = cast.signed_in(ada).get(f"/dialogues/{case.key}/people/{number}/let-go/").content.decode()
    assert "Bob no longer sees this conversation" in said
    let_go(case, ada, bob)
    assert case not in Dialogue.objects.seen_by(bob)
    assert cast.signed_in(bob).get(case.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("by_mail", [False, True])
def test_a_new_invitation_lets_them_in_again(ada: Person, bob: Person, case: Dialogue, by_mail: bool) -> None:
    before = ask(ada, case, email="bob@example.org")
    gone = let_go(case, ada, bob)
    assert not queries.invites_for(bob, timezone.now()).exists(), "control: an older one is none"
    assert not people.may_come_in(person=bob, dialogue=fresh(case), invite=before, now=timezone.now())
    whom = {"email": "bob@example.org"} if by_mail else {"email": "", "member": bob.pk}
    invite = people.ask_in(person=ada, dialogue=case, now=timezone.now() + timedelta(minutes=2), **whom)
    browser = cast.signed_in(bob)
    assert f"/dialogues/{case.key}/come-in/" in browser.get("/").content.decode(), "it waits at home"
    assert browser.get(f"/dialogues/{case.key}/come-in/", follow=True).status_code == 200
    assert browser.post(personal(invite), {"once": "one"}).status_code == 302
    back = case.participants.get(person=bob)
    assert (back.pk, back.removed_at, back.gone, back.let_go) == (gone.pk, None, False, False)
    assert browser.get(case.get_absolute_url()).status_code == 200
    state = queries.room_for(bob, fresh(case), timezone.now()).state
    assert state is not None
    assert not state.person(str(back.number)).gone


# What the link tells


@pytest.mark.parametrize("joining", ["invitation", "account"])
def test_whom_it_does_not_let_in_learns_nothing_of_a_closed_room(
    circle: Circle, case: Dialogue, talk: Dialogue, joining: str
) -> None:
    assert "TITLEWORD" in Client().get(shared(case)).content.decode(), "control: a link for everybody"
    Circle.objects.update(joining=joining)
    answer = Client().get(shared(case))
    told = answer.content.decode()
    assert answer.status_code == 403
    assert not any(word in told for word in ("TITLEWORD", "WHYWORD"))
    assert not cast.named_in(told, "Ada")
    assert ("Make an account" in told) == (joining == "account")
    assert "I have an account" in told
    assert talk.title in Client().get(shared(talk)).content.decode(), "an open room says what it is about"


def test_after_the_end_it_tells_no_stranger_what_it_was_about(case: Dialogue) -> None:
    Dialogue.objects.update(state="finished")
    told = Client().get(shared(case)).content.decode()
    assert "rounded off" in told
    assert "TITLEWORD" not in told


# How often


def test_one_address_is_written_to_three_times_a_day_whoever_asks(ada: Person, bob: Person, talk: Dialogue) -> None:
    now = timezone.now()
    for n, by in enumerate((ada, bob, ada)):
        people.ask_in(person=by, dialogue=talk, now=now + timedelta(minutes=5 * n), email="Victim@example.org")
    later = now + timedelta(hours=1)
    with pytest.raises(Refused, match=r"dialogues\.address-often"):
        people.ask_in(person=bob, dialogue=talk, now=later, email="victim@example.org")
    people.ask_in(person=bob, dialogue=talk, now=later, email="another@example.org")
    people.ask_in(person=bob, dialogue=talk, now=now + timedelta(hours=25), email="victim@example.org")


def test_a_guest_asks_five_people_a_day(ada: Person, talk: Dialogue) -> None:
    gil = guest()
    people.come_in(person=gil, dialogue=talk, invite=None, now=timezone.now())
    for n in range(rules.GUEST_INVITES_A_DAY):
        ask(gil, talk, email=f"n{n}@example.org")
        ask(ada, talk, email=f"m{n}@example.org")
    with pytest.raises(Refused, match=r"dialogues\.guest-invited-many"):
        ask(gil, talk, email="one-more@example.org")
    ask(ada, talk, email="one-more@example.org")
    page = cast.signed_in(gil).post(f"/dialogues/{talk.key}/people/", {"email": "yet@example.org"})
    assert "at most five people a day" in page.content.decode()
    assert "yet@example.org" in page.content.decode()


def test_the_same_invitation_sent_twice_is_one_mail(ada: Person, talk: Dialogue) -> None:
    browser = cast.signed_in(ada)
    for _time in range(2):
        form = {"email": "gus@example.org", "question": "What helped you?"}
        assert browser.post(f"/dialogues/{talk.key}/people/", form).status_code == 302
    assert Invite.objects.get().withdrawn_at is None
    assert Entry.objects.filter(verb="dialogues.asked-in").count() == 1
    cast.work()
    assert len(mail.outbox) == 1
    later = timezone.now() + timedelta(minutes=2)
    people.ask_in(person=ada, dialogue=talk, now=later, email="gus@example.org")
    assert Invite.objects.open().count() == 1, "control: later it is another, in the place of the first"
    assert Invite.objects.count() == 2

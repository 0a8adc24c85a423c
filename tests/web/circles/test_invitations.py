"""A place in a circle: offered by mail to one address, taken once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

import cast
from iq4d.web.circles.actions import accept, invite, new_link, remove
from iq4d.web.circles.models import Circle, Invitation, Membership
from iq4d.web.journal.models import Delivery, Entry
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import Refused


@pytest.fixture
def ada(db: None) -> Person:
    return cast.person("Ada")


@pytest.fixture
def circle(ada: Person) -> Circle:
    return cast.circle(ada)


def link_in(message: mail.EmailMessage) -> str:
    found = re.search(r"https?://[^/\s]+(/circles/invitation/\S+)", message.body)
    assert found, message.body
    return found[1]


def asked(ada: Person, circle: Circle, email: str = "bob@example.org", role: str = "member") -> Invitation:
    return invite(person=ada, circle=circle, email=email, role=role, now=timezone.now())


def test_ada_invites_bob_who_reads_dutch_and_bob_joins(ada: Person, circle: Circle) -> None:
    bob = cast.person("Bob", language="nl")
    page = cast.signed_in(ada).post(
        f"{circle.get_absolute_url()}people/", {"email": " BOB@example.org ", "role": "facilitator"}, follow=True
    )
    assert "bob@example.org" in page.content.decode()
    assert mail.outbox == [], "the mail goes out in background work"
    cast.work()
    (to_bob,) = mail.outbox
    assert to_bob.to == ["bob@example.org"]
    assert to_bob.subject == "Ada nodigt je uit voor Wednesday circle", "in the language of who reads it"
    browser = cast.signed_in(bob)
    link = link_in(to_bob)
    assert "Wednesday circle" in browser.get(link).content.decode()
    assert browser.post(link)["Location"] == circle.get_absolute_url()
    assert Membership.objects.get(circle=circle, person=bob).role == "facilitator"
    assert "Wednesday circle" not in browser.get(link).content.decode(), "the link is used up"


def test_who_has_no_account_reads_the_circles_language(ada: Person, circle: Circle) -> None:
    Circle.objects.filter(pk=circle.pk).update(language="nl")
    asked(ada, circle, "new@example.org")
    cast.work()
    assert "nodigt je uit" in mail.outbox[0].subject
    guest = Client().get(link_in(mail.outbox[0])).content.decode()
    assert "/account/signup/?next=/circles/invitation/" in guest


def test_bob_says_yes_from_his_start_page(ada: Person, circle: Circle) -> None:
    bob = cast.person("Bob")
    invitation = asked(ada, circle)
    browser = cast.signed_in(bob)
    assert f"/circles/invitations/{invitation.pk}/accept/" in browser.get("/").content.decode()
    assert browser.post(f"/circles/invitations/{invitation.pk}/accept/").status_code == 302
    assert Membership.objects.filter(circle=circle, person=bob).count() == 1


def test_an_invitation_is_for_one_address(ada: Person, circle: Circle, quiet: None) -> None:
    carla = cast.signed_in(cast.person("Carla"))
    token = new_link(invitation=asked(ada, circle))
    answer = carla.post(f"/circles/invitation/{token}/")
    assert answer.status_code == 403
    assert "This invitation was sent to another email address than yours." in answer.content.decode()
    assert Membership.objects.filter(circle=circle).count() == 1


def test_an_invitation_ends_after_two_weeks(ada: Person, circle: Circle, quiet: None) -> None:
    bob = cast.person("Bob")
    invitation = asked(ada, circle)
    token = new_link(invitation=invitation)
    now = timezone.now()
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=now - timedelta(seconds=1))
    browser = cast.signed_in(bob)
    assert "no longer valid" in browser.get(f"/circles/invitation/{token}/").content.decode()
    answer = browser.post(f"/circles/invitation/{token}/")
    assert answer.status_code == 403
    assert "Ask for a new one" in answer.content.decode()
    with pytest.raises(Refused, match="invitation-over"):
        accept(person=bob, invitation=invitation, now=invitation.expires_at + timedelta(seconds=1))
    accept(person=bob, invitation=invitation, now=invitation.created_at - timedelta(days=1))  # control: in time


def test_a_withdrawn_invitation_opens_nothing_and_sends_nothing(ada: Person, circle: Circle, quiet: None) -> None:
    bob = cast.person("Bob")
    invitation = asked(ada, circle)
    token = new_link(invitation=invitation)
    at = f"{circle.get_absolute_url()}invitations/{invitation.pk}/withdraw/"
    assert cast.signed_in(ada).post(at).status_code == 302
    assert cast.signed_in(bob).post(f"/circles/invitation/{token}/").status_code == 403
    assert "Wednesday circle" not in cast.signed_in(bob).get(f"/circles/invitation/{token}/").content.decode()
    assert "Wednesday circle" not in cast.signed_in(bob).get("/").content.decode()
    cast.work()
    assert mail.outbox == []


def test_a_second_invitation_replaces_the_first(ada: Person, circle: Circle) -> None:
    bob = cast.person("Bob")
    first, second = asked(ada, circle), asked(ada, circle, role="facilitator")
    cast.work()
    (only,) = mail.outbox
    assert list(Invitation.objects.open(timezone.now())) == [second]
    cast.signed_in(bob).post(link_in(only))
    assert Membership.objects.get(circle=circle, person=bob).role == "facilitator"
    first.refresh_from_db()
    assert first.withdrawn_at is not None


def test_the_token_is_nowhere_but_in_the_mail(ada: Person, circle: Circle) -> None:
    asked(ada, circle)
    cast.work()
    token = link_in(mail.outbox[0]).rstrip("/").split("/")[-1]
    assert len(token) >= 32
    rows = [*Invitation.objects.values(), *Entry.objects.values(), *Delivery.objects.values()]
    rows += list(cast.DBTaskResult.objects.values())
    assert token not in repr(rows)
    assert new_link(invitation=Invitation.objects.get()) == token, "a mail that goes out twice holds one link"
    assert Client().get(f"/circles/invitation/{token}/").status_code == 200


def test_who_may_invite_is_asked_again_when_the_mail_goes(ada: Person, circle: Circle) -> None:
    dee = cast.person("Dee")
    place = Membership.objects.create(circle=circle, person=dee, role="facilitator", joined_at=cast.NOW)
    asked(dee, circle)
    remove(person=ada, membership=place, now=timezone.now())
    cast.work()
    assert mail.outbox == []


def test_no_older_invitation_brings_somebody_back(ada: Person, circle: Circle, quiet: None) -> None:
    """Bob was invited twice, joined, and was let go: the second link is no way back in."""
    bob = cast.person("Bob")
    accept(person=bob, invitation=asked(ada, circle), now=timezone.now())
    token = new_link(invitation=asked(ada, circle))
    remove(person=ada, membership=Membership.objects.get(circle=circle, person=bob), now=timezone.now())
    assert cast.signed_in(bob).post(f"/circles/invitation/{token}/").status_code == 403
    assert not Membership.objects.filter(circle=circle, person=bob).exists()


def test_a_facilitator_invites_members_only(ada: Person, circle: Circle, quiet: None) -> None:
    dee = cast.person("Dee")
    Membership.objects.create(circle=circle, person=dee, role="facilitator", joined_at=cast.NOW)
    people = f"{circle.get_absolute_url()}people/"
    assert cast.signed_in(dee).post(people, {"email": "x@example.org", "role": "steward"}).status_code == 403
    assert cast.signed_in(dee).post(people, {"email": "x@example.org", "role": "member"}).status_code == 302
    assert [one.role for one in Invitation.objects.all()] == ["member"]


def test_a_facilitator_does_not_undo_what_a_steward_offered(ada: Person, circle: Circle, quiet: None) -> None:
    """A steward invited Gus as steward; a facilitator inviting Gus as a member takes nothing from that."""
    dee = cast.person("Dee")
    Membership.objects.create(circle=circle, person=dee, role="facilitator", joined_at=cast.NOW)
    offered = asked(ada, circle, "gus@example.org", role="steward")
    with pytest.raises(Refused, match="not-steward"):
        asked(dee, circle, "gus@example.org")
    assert list(Invitation.objects.open(timezone.now())) == [offered]


@pytest.mark.parametrize(
    "name", ["x\nBcc: victim@example.org\n\nbody", "x\r\nSubject: other", 'Ann "q" <a@b.c>, d@e.f', "日本 🎓"]
)
def test_whatever_the_names_a_mail_keeps_one_subject_and_one_reader(ada: Person, circle: Circle, name: str) -> None:
    Circle.objects.filter(pk=circle.pk).update(name=name[:120])
    Person.objects.filter(pk=ada.pk).update(name=name[:80])
    ada.refresh_from_db()
    asked(ada, circle)
    cast.work()
    (message,) = mail.outbox
    sent = message.message()
    assert sent.get_all("To") == ["bob@example.org"]
    assert len(sent.get_all("Subject")) == 1
    assert sent.get_all("Bcc") is None
    assert message.recipients() == ["bob@example.org"]


@pytest.mark.parametrize(
    "email",
    ["", "no-at", "a@b", "a@b.c\nBcc: d@e.f", "a@b.c, d@e.f", "a b@c.d", "<a@b.c>", "a@b.c\x00", "x" * 250 + "@e.org"],
)
def test_an_address_that_is_none_is_refused_with_a_sentence(ada: Person, circle: Circle, email: str) -> None:
    answer = cast.signed_in(ada).post(f"{circle.get_absolute_url()}people/", {"email": email, "role": "member"})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert not Invitation.objects.exists()

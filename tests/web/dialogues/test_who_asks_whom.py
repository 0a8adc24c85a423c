"""Whom somebody may ask in, and what asking tells them. Ada leads, Bob takes part, Fay is of the circle and not here.

Carla has an account and is no member, Gil is a guest: both came in by the link.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle, Membership
from iq4d.web.dialogues.actions import people, starting
from iq4d.web.dialogues.models import Dialogue, Invite
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import Refused
from web.dialogues.coming import ask, fresh, guest, let_go, shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]


@pytest.fixture
def fay(circle: Circle) -> Person:
    made = cast.person("Fay")
    Membership.objects.create(circle=circle, person=made, role="member", joined_at=cast.NOW)
    return made


@pytest.fixture(params=["Carla", "Gil"])
def outsider(request: pytest.FixtureRequest, talk: Dialogue, fay: Person) -> Person:
    """Here by the link, and of no circle; with an account, and without."""
    made = cast.person("Carla") if request.param == "Carla" else guest("Gil")
    assert cast.signed_in(made).post(shared(talk), {"seeks": ""}).status_code == 302
    return made


def at_people(browser: Client, talk: Dialogue) -> str:
    return browser.get(f"/dialogues/{talk.key}/people/").content.decode()


def post(browser: Client, talk: Dialogue, **form: object) -> str:
    answer = browser.post(f"/dialogues/{talk.key}/people/", form, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


# Who is of the circle is for the circle


def test_who_is_not_of_the_circle_is_shown_none_of_its_names(
    outsider: Person, bob: Person, fay: Person, talk: Dialogue
) -> None:
    assert f'<option value="{fay.pk}">Fay</option>' in at_people(cast.signed_in(bob), talk), "control: a member is"
    page = at_people(cast.signed_in(outsider), talk)
    assert "Ask somebody in" in page, "they may ask whom they know"
    assert not cast.named_in(page, "Fay")
    assert "<option" not in page[page.index('id="ask"') :]


def test_nor_do_they_ask_a_member_by_number(outsider: Person, bob: Person, fay: Person, talk: Dialogue) -> None:
    told = post(cast.signed_in(outsider), talk, member=fay.pk, question="QUESTIONWORD")
    assert "QUESTIONWORD" in told, "what was written stays"
    with pytest.raises(Refused, match=r"dialogues\.nobody-to-ask"):
        ask(outsider, talk, email="", member=fay.pk)
    assert not Invite.objects.exists()
    post(cast.signed_in(bob), talk, member=fay.pk)
    assert Invite.objects.get().person == fay, "control: a member does"


def test_once_they_are_of_the_circle_they_may(circle: Circle, fay: Person, talk: Dialogue) -> None:
    """Carla came in by the link, and was asked into the circle afterwards: who they are now counts."""
    carla = cast.person("Carla")
    browser = cast.signed_in(carla)
    browser.post(shared(talk), {"seeks": ""})
    place = Membership.objects.create(circle=circle, person=carla, role="member", joined_at=cast.NOW)
    assert "Fay" in at_people(browser, talk)
    place.delete()
    assert not cast.named_in(at_people(browser, talk), "Fay")


def test_an_address_does_not_tell_whose_it_is(outsider: Person, bob: Person, fay: Person, talk: Dialogue) -> None:
    browser = cast.signed_in(outsider)
    post(browser, talk, email="FAY@example.org")
    page = at_people(browser, talk)
    assert "fay@example.org" in page, "the address they typed themselves"
    assert not cast.named_in(page, "Fay")
    invite = Invite.objects.get()
    assert (invite.person, invite.email, invite.name) == (None, "fay@example.org", "")
    page = at_people(cast.signed_in(bob), talk)
    assert "Somebody, by mail" in page
    assert "fay@example.org" not in page
    assert invite in Invite.objects.waiting_for(fay, timezone.now()), "Fay is asked in all the same"
    cast.work()
    assert [one.to for one in mail.outbox] == [["fay@example.org"]]
    assert cast.signed_in(fay).post(f"/dialogues/{talk.key}/come-in/").status_code == 302
    assert talk.participants.get(person=fay).way == "member"


def test_to_a_member_an_address_of_the_circle_is_somebody(bob: Person, fay: Person, talk: Dialogue) -> None:
    """Control."""
    invite = ask(bob, talk, email="fay@example.org")
    assert (invite.person, invite.email, invite.name) == (fay, "", "Fay")


def test_nor_whether_somebody_of_the_circle_was_let_go(
    outsider: Person, ada: Person, bob: Person, fay: Person, talk: Dialogue
) -> None:
    """One answer for every address; and what they send lets nobody in whom a leader let go."""
    people.come_in(person=fay, dialogue=talk, invite=None, now=timezone.now())
    let_go(talk, ada, fay)
    told = post(cast.signed_in(bob), talk, email="fay@example.org")
    assert "can ask somebody in again who was let go" in told, "control: Bob, of the circle, hears that"
    assert not Invite.objects.exists()
    browser = cast.signed_in(outsider)
    for address in ("fay@example.org", "nobody@example.org"):
        assert "The invitation is on its way." in post(browser, talk, email=address)
    invite = Invite.objects.get(email="fay@example.org")
    assert not people.may_come_in(person=fay, dialogue=fresh(talk), invite=invite, now=timezone.now())


# A better question


def test_a_better_question_takes_the_place_of_the_first(ada: Person, talk: Dialogue) -> None:
    browser = cast.signed_in(ada)
    to_zed = {"email": "zed@example.org", "name": "Zed"}
    for question in ("First question", "A much better question", "A much better question"):
        assert "on its way" in post(browser, talk, **to_zed, question=question)
    assert Invite.objects.open().get().question == "A much better question"
    assert Invite.objects.count() == 2, "a double click is still one"
    post(browser, talk, **to_zed | {"name": "Zedekia"}, question="A much better question")
    assert Invite.objects.open().get().name == "Zedekia"
    cast.work()
    (to_zed_alone,) = mail.outbox
    assert "A much better question" in to_zed_alone.body, "what was taken back before it went does not go"


def test_a_member_asked_twice_by_name_is_asked_once(ada: Person, fay: Person, talk: Dialogue) -> None:
    first, again = (ask(ada, talk, email="", member=fay.pk, question="Why?") for _time in range(2))
    assert first == again
    assert ask(ada, talk, email="", member=fay.pk, question="Why now?") != first
    assert Invite.objects.open().get().question == "Why now?"


# Taken back


def test_who_started_it_takes_an_invitation_back_that_the_page_offers(ada: Person, bob: Person, circle: Circle) -> None:
    """Ada started it and gave the question to Bob, so that neither role of hers leads. Kim only takes part."""
    kim = cast.person("Kim")
    Membership.objects.create(circle=circle, person=kim, role="member", joined_at=cast.NOW)
    made = starting.start(person=ada, sentence="How?", circle=circle, method="ten_step", now=cast.NOW, language="en")
    for one in (bob, kim):
        people.come_in(person=one, dialogue=made, invite=None, now=cast.NOW)
    starting.give_roles(person=ada, dialogue=fresh(made), roles={1: "peer", 2: "owner"})
    assert made.participants.get(person=ada).role == "peer"
    invite = ask(bob, made, email="zed@example.org")
    away = f"/dialogues/{made.key}/people/asked/{invite.pk}/away/"
    assert away not in at_people(cast.signed_in(kim), made)
    assert cast.signed_in(kim).post(away).status_code == 403, "control: who only takes part does not"
    assert Invite.objects.open().exists()
    browser = cast.signed_in(ada)
    assert away in at_people(browser, made)
    assert browser.post(away).status_code == 302
    assert not Invite.objects.open().exists()


def test_what_the_page_offers_is_what_goes_through(
    ada: Person, bob: Person, circle: Circle, fay: Person, talk: Dialogue
) -> None:
    """Whoever looks, at whosever invitation: the button and the act agree."""
    gil = guest()
    for one in (gil, fay):
        people.come_in(person=one, dialogue=talk, invite=None, now=timezone.now())
    offered = []
    for sender in (ada, bob, gil):
        for who in (ada, bob, gil, fay):
            invite = ask(sender, talk, email=f"{sender.name}-{who.name}@example.org")
            browser, away = cast.signed_in(who), f"/dialogues/{talk.key}/people/asked/{invite.pk}/away/"
            shown = re.search(re.escape(away), at_people(browser, talk)) is not None
            assert browser.post(away).status_code == (302 if shown else 403), (sender.name, who.name)
            offered.append(shown)
    assert offered.count(True) == 5, "Ada all three, Bob and Gil their own"


def test_an_hour_later_the_same_question_is_asked_anew(ada: Person, talk: Dialogue) -> None:
    first = ask(ada, talk, question="Why?")
    later = timezone.now() + timedelta(hours=1)
    again = people.ask_in(person=ada, dialogue=talk, now=later, email="gus@example.org", question="Why?")
    assert first != again
    assert Invite.objects.open().get() == again

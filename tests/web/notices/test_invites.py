"""Somebody is asked in by mail: one mail, at once, with their own link; and no second one to who wants none."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

import cast
from iq4d.web.dialogues.actions import people
from iq4d.web.dialogues.models import Dialogue, Invite
from iq4d.web.notices import actions, tokens
from iq4d.web.notices.models import Notice
from iq4d.web.people.models import Person
from web.dialogues.playing import started
from web.notices.mailing import whole

pytestmark = pytest.mark.django_db


def ask(ada, talk, clock, **more) -> Invite:
    given = {"email": "gus@example.org", "name": "Gus", "question": "What helped you?"} | more
    return people.ask_in(person=ada, dialogue=talk, now=clock.at, **given)


def test_one_mail_with_a_question_and_the_way_in(clock, ada, talk) -> None:
    ask(ada, talk, clock)
    assert mail.outbox == [], "it goes out in background work"
    cast.work()
    (to_gus,) = mail.outbox
    assert to_gus.to == ["gus@example.org"]
    assert to_gus.subject == "Ada asks you something"
    assert to_gus.body.index("So that newcomers stay") < to_gus.body.index("Ada asks you: What helped you?")
    link = re.search(r"http://localhost:8000(/join/\S+)", to_gus.body)[1]
    page = Client().get(link)
    assert page.status_code == 200
    assert "What helped you?" in page.content.decode()


def test_a_closed_room_names_who_asks_and_nothing_else(clock, ada, bob) -> None:
    case = started(ada, cast.circle(ada, bob), bob, cast.person("Dee"), cast.person("Eve"))
    Dialogue.objects.filter(pk=case.pk).update(title="TITLEWORD", why="WHYWORD")
    ask(ada, case, clock, question="QUESTIONWORD")
    cast.work()
    (to_gus,) = [one for one in mail.outbox if one.to == ["gus@example.org"]]
    assert "Ada asks you something in a closed conversation." in to_gus.body
    for word in ("TITLEWORD", "WHYWORD", "QUESTIONWORD", case.circle.name):
        assert word not in whole(to_gus)


def test_it_is_looked_at_again_as_it_goes(clock, ada, bob, talk) -> None:
    taken_back = ask(ada, talk, clock)
    people.withdraw_invite(person=ada, invite=taken_back, now=clock.at)
    ask(bob, talk, clock, email="hal@example.org")
    people.let_go(person=ada, dialogue=talk, number=talk.participants.get(person=bob).number, now=clock.at)
    ask(ada, talk, clock, email="ida@example.org")
    Invite.objects.filter(email="ida@example.org").update(expires_at=clock.at)
    cast.work()
    assert mail.outbox == []
    ask(ada, talk, clock, email="jan@example.org")  # control: none of it
    cast.work()
    assert [one.to for one in mail.outbox] == [["jan@example.org"]]


def test_who_wants_no_more_is_not_asked_again(clock, ada, bob, talk) -> None:
    ask(ada, talk, clock)
    cast.work()
    stop = re.search(r"(/mail/stop/\S+/)", mail.outbox[0].body)[1]
    assert "Stop the mail?" in Client().get(stop).content.decode()
    ask(bob, talk, clock, email="GUS@example.org")
    assert Client(enforce_csrf_checks=True).post(stop).status_code == 200
    cast.work()
    assert len(mail.outbox) == 1
    ask(ada, talk, clock, email="kim@example.org")
    cast.work()
    assert len(mail.outbox) == 2, "control: somebody else is"


def test_an_address_with_an_account_outside_the_circle_gets_that_one_mail(clock, ada, talk) -> None:
    carla = cast.person("Carla")
    ask(ada, talk, clock, email=carla.email)
    cast.work()
    assert [one.to for one in mail.outbox] == [[carla.email]]
    assert not Notice.objects.filter(person=carla).exists()


@pytest.mark.parametrize("how", ["the link", "the profile"])
def test_carla_stopped_all_mail_and_gets_no_invitation_either(clock, ada, talk, how) -> None:
    carla = cast.person("Carla")
    if how == "the link":
        stop = f"/mail/stop/{tokens.stop_person(carla)}/"
        assert "no invitation by mail" in Client().get(stop).content.decode()
        assert "nor an invitation" in Client().post(stop).content.decode()
    else:
        Person.objects.filter(pk=carla.pk).update(mails="never")
    ask(ada, talk, clock, email="CARLA@example.org")
    ask(ada, talk, clock, email="kim@example.org")
    cast.work()
    assert [one.to for one in mail.outbox] == [["kim@example.org"]], "control: somebody else is"
    assert "What helped you?" in cast.signed_in(carla).get("/").content.decode(), "she finds it when she looks"
    Person.objects.filter(pk=carla.pk).update(mails="daily")  # she changed her mind, in her profile
    ask(ada, talk, clock, email=carla.email, question="And now?")
    clock.later(minutes=2)
    ask(ada, talk, clock, email=carla.email, question="And now?")
    cast.work()
    assert [one.to for one in mail.outbox][1:] == [[carla.email]]


def test_stopped_after_she_was_asked_and_before_it_went(clock, ada, talk) -> None:
    carla = cast.person("Carla")
    ask(ada, talk, clock, email=carla.email)
    actions.stop_mail(person=carla)
    cast.work()
    assert mail.outbox == []


def test_who_asks_does_not_learn_who_stopped_the_mail(clock, ada, talk) -> None:
    actions.stop_mail(person=cast.person("Carla"))
    browser, said = cast.signed_in(ada), set()
    for email in ("carla@example.org", "nobody@example.org"):
        form = {"email": email, "name": "Somebody", "question": "What helped you?"}
        answer = browser.post(f"/dialogues/{talk.key}/people/", form, follow=True).content.decode()
        said |= set(re.findall(r'role="status">(.+?)</div>', answer))
    assert len(said) == 1, "one and the same for both"


def test_a_mail_program_stops_the_invitations_with_one_press(clock, ada, bob, talk) -> None:
    ask(ada, talk, clock)
    cast.work()
    headers = mail.outbox[0].message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = re.fullmatch(r"<http://localhost:8000(/mail/stop/\S+/)>", headers["List-Unsubscribe"])[1]
    assert link in mail.outbox[0].body
    provider = Client(enforce_csrf_checks=True)
    answer = provider.post(link, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    ask(bob, talk, clock)
    cast.work()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("name", ["x\nBcc: victim@example.org", 'Ann "q" <a@b.c>, d@e.f', "日本 🎓"])
def test_whatever_the_name_it_is_one_subject_and_one_reader(clock, ada, talk, name: str) -> None:
    talk.participants.filter(person=ada).update(name=name)
    ask(ada, talk, clock, name=name)
    cast.work()
    (sent,) = mail.outbox
    assert sent.recipients() == ["gus@example.org"]
    assert len(sent.message().get_all("Subject")) == 1
    assert sent.message().get_all("Bcc") is None


def test_it_speaks_the_language_of_the_conversation(clock, ada, talk) -> None:
    Dialogue.objects.filter(pk=talk.pk).update(language="nl")
    ask(ada, talk, clock)
    cast.work()
    from django.utils import translation

    with translation.override("nl"):
        assert mail.outbox[0].subject == translation.gettext("%(who)s asks you something") % {"who": "Ada"}

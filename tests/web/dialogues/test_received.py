"""What somebody learned from another’s view reaches that one: in the mail of the day and at home, until it is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from django.utils import timezone

import cast
from iq4d.methods import Method
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.models import Dialogue, Participant, Takeaway
from iq4d.web.notices.letter import Letter, letter_for
from iq4d.web.notices.models import Notice
from iq4d.web.people.models import Person
from methods.every_feature import more
from web.dialogues.any_method import held, only
from web.dialogues.playing import number_of, open_step, page, write

pytestmark = pytest.mark.django_db
People = dict[str, Person]
LEARNED = "That waiting can be a choice"


@pytest.fixture
def people() -> People:
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve", "Carla")}


@pytest.fixture
def circle(people: People) -> Circle:
    return cast.circle(*(one for name, one in people.items() if name != "Carla"))


def learning(*, hidden: bool = False, own: bool = False) -> Method:
    """First stands, then what one learned from them, without a deed."""
    method = only(more(), "stands", "marks")
    phases = []
    for one in method.phases:
        if one.key == "stands" and hidden:
            one = replace(one, authors="hidden")
        if one.key == "marks":
            kinds = {"owner": ("takeaway", "pass"), "peer": ("takeaway", "pass")}
            seen = "own" if own else "all"
            one = replace(
                one, allowed=kinds, authors="shown", along=False, uses=("stands",), at_most=2, visibility=seen
            )
        phases.append(one)
    return replace(method, phases=tuple(phases))


def shown(people: People, circle: Circle, method: Method, room: str = "open") -> Dialogue:
    method = replace(method, room=room)
    talk = held(method, people["Bob"], circle, people["Dee"], people["Eve"], facilitator=people["Ada"])
    for n, name in enumerate(("Bob", "Dee", "Eve"), 1):
        write(cast.signed_in(people[name]), talk, f"What {name} thinks", "view", "stands", place=n)
    assert open_step(talk) == "marks"
    return Dialogue.objects.select_related("circle", "standing").get(pk=talk.pk)


def learn(people: People, talk: Dialogue, whose: str = "Dee", name: str = "Eve") -> int:
    about = number_of(talk, f"What {whose} thinks")
    write(cast.signed_in(people[name]), talk, LEARNED, "takeaway", "marks", about)
    cast.work()
    return number_of(talk, LEARNED)


def home(person: Person) -> str:
    html = cast.signed_in(person).get("/").content.decode()
    return html.split('id="received-name"', 1)[1].split("</section>")[0] if "received-name" in html else ""


def mail_to(person: Person) -> Letter:
    told = Notice.objects.filter(person=person, kind__in=("learned", "news"))
    return letter_for(Person.objects.get(pk=person.pk), told, timezone.now())


def test_under_each_view_of_others_one_can_say_that_one_learned_from_it(people: People, circle: Circle) -> None:
    talk = shown(people, circle, learning())
    html = page(cast.signed_in(people["Eve"]), talk)
    mine, dees = number_of(talk, "What Eve thinks"), number_of(talk, "What Dee thinks")
    assert f'id="learned-{dees}"' in html
    assert f'id="learned-{mine}"' not in html
    assert "From whose view?" in html, "and in the composer, for who says it without a card"


def test_its_author_reads_it_at_home_and_under_their_view(people: People, circle: Circle) -> None:
    talk = shown(people, circle, learning())
    number = learn(people, talk)
    got = home(people["Dee"])
    assert "Eve learned this from your view" in got
    assert LEARNED in got
    made = talk.contributions.get(number=number)
    assert made.answers == number_of(talk, "What Dee thinks"), "it stands under the view"
    assert "thanks to Dee" in page(cast.signed_in(people["Bob"]), talk)
    for name in ("Ada", "Bob", "Eve", "Carla"):
        assert not home(people[name])


def test_from_the_composer_it_names_whose_view_it_was(people: People, circle: Circle) -> None:
    talk = shown(people, circle, learning())
    dee = talk.participants.get(person=people["Dee"]).number
    write(cast.signed_in(people["Eve"]), talk, LEARNED, "takeaway", "marks", whose=dee)
    assert LEARNED in home(people["Dee"])


def test_nobody_learns_from_themselves(people: People, circle: Circle) -> None:
    talk = shown(people, circle, learning())
    eve = talk.participants.get(person=people["Eve"]).number
    write(cast.signed_in(people["Eve"]), talk, LEARNED, "takeaway", "marks", whose=eve)
    assert Takeaway.objects.get().whose is None
    assert not home(people["Eve"])


def test_the_mail_of_the_day_says_it(people: People, circle: Circle) -> None:
    talk = shown(people, circle, learning())
    learn(people, talk)
    letter = mail_to(people["Dee"])
    assert [(one.who, one.words) for one in letter.learned] == [("Eve", LEARNED)]
    assert not any(LEARNED in part.quote for part in letter.news), "not once more as news"
    assert not mail_to(people["Bob"]).learned


def test_of_a_closed_room_it_says_no_word(people: People, circle: Circle) -> None:
    talk = shown(people, circle, learning(), room="closed")
    learn(people, talk)
    letter = mail_to(people["Dee"])
    assert letter.learned == []
    assert len(letter.learned_closed) == 1
    assert talk.key in letter.learned_closed[0]


def test_the_mail_that_goes_out_has_it_in_both_forms(
    people: People, circle: Circle, mailoutbox: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    from iq4d.web.notices.models import Bundle
    from iq4d.web.notices.sending import message_of

    talk = shown(people, circle, learning())
    learn(people, talk)
    bundle = Bundle.objects.create(person=people["Dee"], day=cast.NOW.date(), message_id="<x@y>", created_at=cast.NOW)
    message = message_of(people["Dee"], mail_to(people["Dee"]), bundle)
    for body in (message.body, message.alternatives[0][0]):
        assert "Eve learned this from your view:" in body
        assert LEARNED in body


@pytest.mark.parametrize("away", ["read", "put_away"])
def test_read_or_put_away_it_waits_no_longer(people: People, circle: Circle, away: str) -> None:
    talk = shown(people, circle, learning())
    number = learn(people, talk)
    where = f"/dialogues/{talk.key}/c/{number}/received/"
    for name in ("Bob", "Ada", "Carla", "Eve"):
        assert cast.signed_in(people[name]).post(where).status_code == 404
    assert home(people["Dee"])
    answer = cast.signed_in(people["Dee"]).post(where, {away: "1"})
    assert answer["Location"].endswith(f"/c/{number}/" if away == "read" else "/")
    assert not home(people["Dee"])
    assert not mail_to(people["Dee"]).learned
    assert cast.signed_in(people["Dee"]).post(where).status_code == 302, "twice is once"


def test_taken_back_or_hidden_it_is_gone_and_then_there_again(people: People, circle: Circle) -> None:
    talk = shown(people, circle, learning())
    number = learn(people, talk)
    eve, ada = cast.signed_in(people["Eve"]), cast.signed_in(people["Ada"])
    eve.post(f"/dialogues/{talk.key}/c/{number}/change/", {"take_back": "1"})
    assert not home(people["Dee"])
    assert not mail_to(people["Dee"]).learned
    eve.post(f"/dialogues/{talk.key}/c/{number}/back/")
    assert home(people["Dee"])
    ada.post(f"/dialogues/{talk.key}/c/{number}/hide/", {"why": "Not here"})
    assert not home(people["Dee"])
    assert not mail_to(people["Dee"]).learned


@pytest.mark.parametrize("how", ["fell out", "left"])
def test_who_fell_out_or_left_hears_nothing(people: People, circle: Circle, how: str) -> None:
    talk = shown(people, circle, learning())
    gone = {"gone": True} if how == "fell out" else {"removed_at": cast.NOW}
    Participant.objects.filter(dialogue=talk, person=people["Dee"]).update(**gone)
    learn(people, talk)
    assert not home(people["Dee"])
    assert not Notice.objects.filter(person=people["Dee"], kind="learned").exists()


def test_what_the_step_does_not_show_yet_is_not_received_yet(people: People, circle: Circle) -> None:
    talk = shown(people, circle, learning(own=True))
    learn(people, talk)
    assert not home(people["Dee"])
    assert not mail_to(people["Dee"]).learned
    for name in ("Bob", "Dee"):
        cast.signed_in(people[name]).post(f"/dialogues/{talk.key}/gesture/", {"step": "marks", "kind": "pass"})
    cast.work()
    assert open_step(talk) == "harvest"
    assert LEARNED in home(people["Dee"])
    assert mail_to(people["Dee"]).learned


def test_where_views_have_no_names_it_is_received_and_thanks_nobody(people: People, circle: Circle) -> None:
    talk = shown(people, circle, learning(hidden=True))
    learn(people, talk)
    assert Takeaway.objects.get().whose is None
    assert LEARNED in home(people["Dee"])
    assert mail_to(people["Dee"]).learned
    assert "thanks to" not in page(cast.signed_in(people["Bob"]), talk)


def test_home_asks_no_more_where_nothing_was_learned(people: People, circle: Circle) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    shown(people, circle, learning())
    browser = cast.signed_in(people["Dee"])
    browser.get("/")
    with CaptureQueriesContext(connection) as asked:
        browser.get("/")
    assert not [one for one in asked if one["sql"].startswith('SELECT "dialogues_takeaway"')]
    assert isinstance(timezone.now(), datetime)

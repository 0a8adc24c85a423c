"""The mail of a day: what it says. All of it is looked up at the moment it goes."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core import mail
from django.utils import translation

import cast
from iq4d.web.circles.models import Membership
from iq4d.web.dialogues.actions import people, writing
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.journal.models import Entry
from iq4d.web.journal.tasks import tick
from iq4d.web.notices.listeners import note_contribution
from iq4d.web.notices.models import Bundle, Notice
from iq4d.web.people.actions import welcome_guest
from iq4d.web.people.models import Person
from web.deeds.promising import at_harvest, over, promise
from web.dialogues.playing import open_step, started
from web.notices.mailing import five_minutes, html_of, to, whole, write

pytestmark = pytest.mark.django_db


def test_bob_hears_in_the_morning_what_ada_wrote(clock, ada, bob, talk) -> None:
    write(ada, talk, "We begin with a walk. " + "A longer story follows. " * 20, "answer", clock.at)
    assert five_minutes(clock) == [], "nobody is mailed at six in the morning"
    clock.set(2026, 11, 24, 8, 0)
    (to_bob,) = five_minutes(clock)
    assert to_bob.to == ["bob@example.org"]
    assert to_bob.subject == "What is new in your conversations"
    assert to_bob.body.index("So that newcomers stay") < to_bob.body.index("1 new contribution.")
    (quoted,) = [line for line in to_bob.body.splitlines() if line.startswith("Ada: ")]
    assert quoted.startswith("Ada: We begin with a walk.")
    assert len(quoted) <= len("Ada: ") + 120
    assert "1 new contribution." in html_of(to_bob)
    clock.set(2026, 11, 24, 12, 0)
    write(ada, talk, "And with coffee", "answer", clock.at)
    assert five_minutes(clock) == [], "one a day"
    clock.set(2026, 11, 25, 8, 0)
    (next_day,) = five_minutes(clock)
    assert "And with coffee" in next_day.body
    assert "a walk" not in next_day.body, "what was said is not said again"


def test_an_answer_to_bob_is_counted_and_quoted(clock, ada, bob, talk) -> None:
    mine = write(bob, talk, "Shall we begin outside?", "question", clock.at)
    write(ada, talk, "Yes, in the park", "answer", clock.at, about=mine.number)
    write(ada, talk, "Something else", "answer", clock.at)
    clock.set(2026, 11, 24, 8, 0)
    sent = to(bob, five_minutes(clock))
    assert "2 new contributions. 1 of them answers you." in sent.body
    assert "Ada: Yes, in the park" in sent.body
    assert "begin outside" not in sent.body, "one's own words are no news"


def test_a_closed_room_says_only_that_something_is_asked(clock, ada, bob) -> None:
    dee, eve = cast.person("Dee"), cast.person("Eve")
    case = started(bob, cast.circle(ada, bob, dee, eve), dee, eve, facilitator=ada)
    five_minutes(clock)
    mail.outbox.clear()
    clock.set(2026, 11, 24, 8, 30)
    write(bob, case, "SECRETWORD about a colleague", "case", clock.at)
    sent = five_minutes(clock)
    assert {one.to[0] for one in sent} == {"dee@example.org", "eve@example.org"}, "nothing is asked of the others"
    for one in sent:
        assert "SECRETWORD" not in whole(one)
        assert case.title not in whole(one)
        assert not cast.named_in(whole(one), "Bob")
        assert "minute" not in whole(one)
        assert one.subject == "Something is asked of you"
        assert one.body.count("Something is asked of you in a closed conversation.") == 1
        assert f"/dialogues/{case.key}/" in one.body


@pytest.fixture
def in_the_open(clock, ada, bob) -> Dialogue:
    """Ada's question in ten steps, for all of the circle to read; her story is told, and questions are asked."""
    dee, eve = cast.person("Dee"), cast.person("Eve")
    made = started(ada, cast.circle(ada, bob, dee, eve), bob, dee, eve)
    Dialogue.objects.filter(pk=made.pk).update(room="open", why="To dare it")
    write(ada, made, "I avoid a talk", "case", clock.at)
    return made


def test_what_is_asked_comes_with_minutes_and_a_deadline_where_bob_is(clock, bob, in_the_open) -> None:
    bob.zone = "Asia/Tokyo"
    bob.save()
    clock.set(2026, 11, 24, 8, 0, zone="Asia/Tokyo")
    sent = to(bob, five_minutes(clock))
    asked = sent.body.partition("ASKED OF YOU NOW")[2].partition("NEWS")[0]
    assert asked.index("To dare it") < asked.index("* ")
    assert "About " in asked
    assert re.search(r"Until \w+day \d+ November, 01:00\.", asked), "five in the afternoon in Amsterdam"
    assert sent.subject == "Something is asked of you"


def test_what_bob_did_in_the_meantime_is_not_asked(clock, bob, in_the_open) -> None:
    cast.work()
    assert Notice.objects.filter(person=bob, kind="asked", about__startswith="questions").exists()
    clock.set(2026, 11, 24, 7, 0)
    for n in (1, 2, 3):
        write(bob, in_the_open, f"What then, {n}?", "question", clock.at)
    clock.set(2026, 11, 24, 8, 0)
    sent = to(bob, five_minutes(clock))
    assert sent is None or "ASKED OF YOU NOW" not in sent.body


def test_told_twice_is_once(clock, ada, bob, talk) -> None:
    write(ada, talk, "Once", "answer", clock.at)
    cast.work()
    entry = Entry.objects.filter(verb="dialogues.contributed").latest("pk")
    before = Notice.objects.count()
    note_contribution(entry)
    assert Notice.objects.count() == before
    clock.set(2026, 11, 24, 8, 0)
    assert to(bob, five_minutes(clock)) is not None
    note_contribution(entry)  # and after the mail went
    clock.set(2026, 11, 25, 8, 0)
    assert five_minutes(clock) == []


def test_private_words_are_told_when_they_come_to_light(clock, ada, in_the_open) -> None:
    """What is private is no news, and no lost news either."""
    five_minutes(clock)
    mail.outbox.clear()
    dee, eve, bob = (Person.objects.get(name=name) for name in ("Dee", "Eve", "Bob"))
    clock.set(2026, 11, 24, 8, 0)
    write(dee, in_the_open, "What did you fear?", "question", clock.at)
    assert not [one for one in five_minutes(clock) if "What did you fear?" in whole(one)]
    clock.set(2026, 11, 24, 12, 0)
    for who in (dee, eve, eve, bob, bob):
        write(who, in_the_open, "What else?", "question", clock.at)
    assert open_step(in_the_open) == "rate"
    clock.set(2026, 11, 25, 8, 0)
    sent = to(ada, five_minutes(clock))
    assert "6 new contributions." in sent.body, "with the one of before the first mail"


def test_deeds_come_with_three_taps_and_the_harvest_is_told(clock, ada, bob, circle) -> None:
    talk = at_harvest(ada, circle, bob, now=clock.at)
    promise(bob, talk, "I ask the newcomers", due=date(2026, 11, 26), now=clock.at)
    over(talk, ada, clock.at)
    clock.set(2026, 11, 24, 8, 0)
    told = to(bob, five_minutes(clock))
    assert "It was rounded off: the harvest is in." in told.body
    clock.set(2026, 11, 26, 8, 1)
    tick(clock.at)
    due = to(bob, five_minutes(clock)) or to(bob, mail.outbox[-2:])
    assert due.subject == "Something is asked of you"
    assert "You were going to: “I ask the newcomers”\nHow did it go?" in due.body
    for tap in ("Done: ", "Partly: ", "Not done: "):
        assert f"{tap}http://localhost:8000/deeds/" in due.body
    Notice.objects.filter(person=bob).update(bundle=None)  # something else to say tomorrow
    Notice.objects.filter(person=bob, kind="deed").delete()
    clock.set(2026, 11, 27, 8, 0)
    again = to(bob, five_minutes(clock))
    assert again is not None
    assert "I ask the newcomers" not in again.body.partition("NEWS")[0], "nobody is asked every day"


def test_the_words_of_a_deed_from_a_closed_room_stay_inside(clock, ada, bob, circle) -> None:
    talk = at_harvest(ada, circle, bob, now=clock.at)
    promise(bob, talk, "SECRETWORD to her", due=date(2026, 11, 26), buddy=ada, now=clock.at)
    Dialogue.objects.filter(pk=talk.pk).update(room="closed")
    clock.set(2026, 11, 26, 8, 1)
    mail.outbox.clear()
    tick(clock.at)
    five_minutes(clock)
    due = to(bob, mail.outbox)
    assert "You were going to do something.\nHow did it go?" in due.body
    assert mail.outbox
    assert not [one for one in mail.outbox if "SECRETWORD" in whole(one)]


def test_somebody_of_the_circle_is_asked_in_by_the_daily_mail(clock, ada, bob, circle, talk) -> None:
    eve = cast.person("Eve")
    place = Membership.objects.create(circle=circle, person=eve, role="member", joined_at=clock.at)
    people.ask_in(person=ada, dialogue=talk, now=clock.at, member=eve.pk, question="What did you need at first?")
    assert five_minutes(clock) == []
    clock.set(2026, 11, 24, 8, 0)
    sent = to(eve, five_minutes(clock))
    assert "Ada asks you in." in sent.body
    assert "What did you need at first?" in sent.body
    assert "/join/" in sent.body
    people.ask_in(person=ada, dialogue=talk, now=clock.at, member=eve.pk, question="And later?")
    place.delete()  # whoever left the circle is not asked any more
    clock.set(2026, 11, 25, 8, 0)
    assert to(eve, five_minutes(clock)) is None


def test_bob_who_reads_dutch_gets_dutch(clock, ada, bob, talk) -> None:
    bob.language = "nl"
    bob.save()
    write(ada, talk, "We begin with a walk", "answer", clock.at)
    clock.set(2026, 11, 24, 8, 0)
    sent = to(bob, five_minutes(clock))
    with translation.override("nl"):
        assert sent.subject == translation.gettext("What is new in your conversations")
        assert translation.gettext("Hello %(name)s,") % {"name": "Bob"} in sent.body
    assert '<html lang="nl">' in html_of(sent)


def test_guests_and_who_wants_no_mail_get_none(clock, ada, bob, talk) -> None:
    gil = welcome_guest(name="Gil", language="en", zone="Europe/Amsterdam", now=clock.at)
    people.come_in(person=gil, dialogue=talk, invite=None, now=clock.at)
    bob.mails = "never"
    bob.save()
    write(ada, talk, "Hello all", "answer", clock.at)
    clock.set(2026, 11, 24, 8, 0)
    assert five_minutes(clock) == []
    assert not Notice.objects.filter(person__in=[gil, bob], kind="news", about="c2").exists()


def test_nothing_left_to_say_is_no_mail_and_the_day_stays_free(clock, ada, bob, talk) -> None:
    made = write(ada, talk, "Taken back", "answer", clock.at)
    clock.set(2026, 11, 24, 8, 0)
    writing.take_back(person=ada, dialogue=talk, number=made.number, now=clock.at)
    assert five_minutes(clock) == []
    assert not Bundle.objects.filter(person=bob, day=date(2026, 11, 24)).exists()
    write(ada, talk, "Said after all", "answer", clock.at)
    assert "Said after all" in to(bob, five_minutes(clock)).body

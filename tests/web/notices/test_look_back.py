"""The day a group chose to look back: who took part is asked what came of it, once, and tells it or puts it away."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

import cast
from iq4d.web.circles.actions import remove
from iq4d.web.circles.models import Circle, Membership
from iq4d.web.dialogues.actions import harvesting, moving, people
from iq4d.web.dialogues.models import Contribution, Dialogue, Participant
from iq4d.web.journal.models import Entry
from iq4d.web.journal.tasks import tick
from iq4d.web.notices import actions, queries, tasks
from iq4d.web.notices.models import LookBack, Notice
from iq4d.web.people.actions import welcome_guest
from iq4d.web.people.models import FreeDays, Person
from web.at_once import at_once
from web.deeds.promising import at_harvest, close, fresh
from web.dialogues.playing import open_step, page, started, words_of
from web.notices.mailing import Clock, five_minutes, html_of, to, whole

pytestmark = pytest.mark.django_db

DAY = date(2026, 12, 15)  # a Tuesday
ASKED = "You wanted to look back today: what came of it?"


def rounded_off(owner: Person, circle: Circle, *peers: Person, now: datetime, day: date = DAY) -> Dialogue:
    """Come to its end, with a day to look back."""
    talk = at_harvest(owner, circle, *peers, now=now)
    close(talk, owner, now)
    harvesting.round_off(
        person=owner, dialogue=talk, step=open_step(talk), now=now, outcome="We walk with them.", review_on=day
    )
    Dialogue.objects.filter(pk=talk.pk).update(why="So that newcomers stay")
    assert fresh(talk).state == "finished"
    return fresh(talk)


@pytest.fixture
def walk(clock: Clock, ada: Person, bob: Person, circle: Circle) -> Dialogue:
    """Ada's question, in which Bob took part; rounded off, and everybody heard that."""
    made = rounded_off(ada, circle, bob, now=clock.at)
    five_minutes(clock)
    clock.set(2026, 11, 24, 8, 0)
    five_minutes(clock)
    mail.outbox.clear()
    return made


def five_minutes_later(clock: Clock) -> list:
    """One turn of both jobs, as the clock has them."""
    cast.work()
    tasks.ask_to_look_back(clock.at)
    return five_minutes(clock)


def home_of(person: Person) -> str:
    return words_of(cast.signed_in(person).get("/").content.decode())


def test_on_the_day_bob_hears_it_in_his_mail_and_at_home_and_tells_what_came_of_it(clock, ada, bob, walk) -> None:
    clock.set(2026, 12, 14, 20, 0)
    assert five_minutes_later(clock) == []
    assert ASKED not in home_of(bob)
    clock.set(2026, 12, 15, 8, 0)
    sent = to(bob, five_minutes_later(clock))
    assert sent.subject == "Something is asked of you"
    asked = sent.body.partition("ASKED OF YOU NOW")[2]
    assert asked.index("So that newcomers stay") < asked.index("In: How do I tell it?") < asked.index(f"* {ASKED}")
    assert "About 2 minutes." in asked
    assert f"/dialogues/{walk.key}/" in asked
    assert ASKED in html_of(sent)
    assert f"How do I tell it? {ASKED} takes about 2 minutes" in home_of(bob)

    browser = cast.signed_in(bob)
    shown = page(browser, walk)
    assert ASKED in shown
    step = shown.partition('name="step" value="')[2].partition('"')[0]
    told = browser.post(
        f"/dialogues/{walk.key}/write/",
        {"source": "Two of them stayed.", "kind": "story", "step": step, "about": "0"},
        follow=True,
    )
    assert "Two of them stayed." in told.content.decode()
    assert ASKED not in told.content.decode()
    assert ASKED not in home_of(bob)
    assert ASKED in home_of(ada), "she has not told anything"
    assert Contribution.objects.get(kind="story").participant.person == bob


def test_it_is_asked_once_and_the_next_morning_is_quiet(clock, bob, walk, minutes) -> None:
    clock.set(2026, 12, 15, 8, 0)
    sent = []
    for _turn in range(48 * 60 // minutes):
        sent += [one for one in five_minutes_later(clock) if one.to == [bob.email]]
        clock.later(minutes=minutes)
    assert len(sent) == 1
    assert Entry.objects.filter(verb="notices.look-back").count() == LookBack.objects.count() == 2
    assert "You wanted to look back on 15 December: what came of it?" in home_of(bob), "it stands until it is answered"


def test_nothing_to_tell_puts_it_away(clock, ada, bob, walk) -> None:
    clock.set(2026, 12, 15, 8, 0)
    tasks.ask_to_look_back(clock.at)
    browser = cast.signed_in(bob)
    for _twice in range(2):
        answer = browser.post(f"/dialogues/{walk.key}/look-back/away/", follow=True)
        assert "It is put away." in answer.content.decode()
    assert Entry.objects.filter(verb="notices.nothing-to-tell", actor=bob).count() == 1
    assert ASKED not in home_of(bob)
    assert ASKED not in page(browser, walk)
    assert ASKED in home_of(ada)
    assert to(bob, five_minutes_later(clock)) is None, "what was put away is not mailed"


def test_carla_hears_and_sees_nothing(clock, walk) -> None:
    carla = cast.person("Carla")
    cast.circle(carla, name="Elsewhere")
    clock.set(2026, 12, 15, 8, 0)
    sent = five_minutes_later(clock)
    assert {one.to[0] for one in sent} == {"ada@example.org", "bob@example.org"}
    assert ASKED not in home_of(carla)
    assert cast.signed_in(carla).post(f"/dialogues/{walk.key}/look-back/away/").status_code == 404
    assert LookBack.objects.filter(away_at=None).count() == 2


def test_who_only_reads_along_is_not_asked(clock, circle, walk) -> None:
    dee = cast.person("Dee")
    Membership.objects.create(circle=circle, person=dee, role="member", joined_at=cast.NOW)
    clock.set(2026, 12, 15, 8, 0)
    tasks.ask_to_look_back(clock.at)
    assert ASKED not in page(cast.signed_in(dee), walk)
    assert not LookBack.objects.filter(person=dee).exists()


def mutes(ada: Person, bob: Person, walk: Dialogue, clock: Clock) -> None:
    actions.set_stance(person=bob, dialogue=walk, stance="mute")


def leaves_the_dialogue(ada: Person, bob: Person, walk: Dialogue, clock: Clock) -> None:
    people.let_go(person=bob, dialogue=walk, number=walk.participants.get(person=bob).number, now=clock.at)


def fell_out(ada: Person, bob: Person, walk: Dialogue, clock: Clock) -> None:
    Participant.objects.filter(dialogue=walk, person=bob).update(gone=True)


def leaves_the_circle(ada: Person, bob: Person, walk: Dialogue, clock: Clock) -> None:
    remove(person=ada, membership=Membership.objects.get(circle=walk.circle, person=bob), now=clock.at)


def stays(ada: Person, bob: Person, walk: Dialogue, clock: Clock) -> None:
    """Control."""


@pytest.mark.parametrize("when", ["before", "after it was asked"])
@pytest.mark.parametrize("change", [mutes, leaves_the_dialogue, fell_out, leaves_the_circle, stays])
def test_who_muted_or_left_hears_nothing(clock, ada, bob, walk, change, when) -> None:
    clock.set(2026, 12, 15, 8, 0)
    if when != "before":
        tasks.ask_to_look_back(clock.at)
    change(ada, bob, walk, clock)
    sent = to(bob, five_minutes_later(clock))
    heard = sent is not None and ASKED in sent.body
    assert heard == (change is stays)
    assert (ASKED in home_of(bob)) == (change is stays)
    if when == "before":
        assert LookBack.objects.filter(person=bob).exists() == (change is stays)


def test_who_wants_no_mail_and_a_guest_find_it_at_home(clock, ada, bob, walk) -> None:
    actions.stop_mail(person=bob)
    gil = welcome_guest(name="Gil", language="en", zone="Europe/Amsterdam", now=clock.at)
    Participant.objects.create(dialogue=walk, number=9, name="Gil", person=gil, way="link", joined_at=clock.at)
    clock.set(2026, 12, 15, 8, 0)
    assert {one.to[0] for one in five_minutes_later(clock)} == {"ada@example.org"}
    assert ASKED in home_of(bob)
    assert ASKED in home_of(gil)
    assert ASKED in page(cast.signed_in(gil), walk)


def test_of_a_closed_room_a_mail_says_only_that_something_is_asked(clock, bob, walk) -> None:
    Dialogue.objects.filter(pk=walk.pk).update(room="closed", title="TITLEWORD", why="WHYWORD")
    clock.set(2026, 12, 15, 8, 0)
    sent = to(bob, five_minutes_later(clock))
    assert sent.body.count("Something is asked of you in a closed conversation.") == 1
    assert f"/dialogues/{walk.key}/" in sent.body
    for word in ("TITLEWORD", "WHYWORD", "look back", "minute", "Ada"):
        assert word not in whole(sent), word
    assert ASKED in home_of(bob), "at home he is among his own"


@pytest.mark.parametrize(("zone", "day"), [
    ("Europe/Amsterdam", date(2026, 10, 25)), ("Europe/Amsterdam", date(2026, 10, 26)),
    ("Europe/Amsterdam", date(2027, 3, 28)), ("America/Paramaribo", date(2026, 10, 25)), ("Asia/Tokyo", DAY),
])  # fmt: skip
def test_bob_is_asked_at_eight_on_his_own_clock_also_when_the_clocks_change(
    clock, ada, bob, circle, zone, day, minutes
) -> None:
    Person.objects.filter(pk=bob.pk).update(zone=zone)
    clock.at = datetime(day.year, day.month, day.day, 10, tzinfo=UTC) - timedelta(days=7)
    rounded_off(ada, circle, bob, now=clock.at, day=day)
    eight = datetime(day.year, day.month, day.day, 8, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    asked, now = [], eight - timedelta(hours=30)
    while now <= eight + timedelta(hours=30):
        before = LookBack.objects.filter(person=bob).count()
        tasks.ask_to_look_back(now)
        asked += [now] * (LookBack.objects.filter(person=bob).count() - before)
        now += timedelta(minutes=minutes)
    assert asked == [eight]


@pytest.mark.parametrize(("hour", "at"), [(6, 6), (8, 8), (18, 18)])
def test_it_is_in_the_mail_of_that_day_whenever_that_comes(clock, bob, walk, hour, at, minutes) -> None:
    Person.objects.filter(pk=bob.pk).update(mail_hour=hour)
    clock.set(2026, 12, 15, 0, 0)
    got = []
    for _turn in range(24 * 60 // minutes):
        now = clock.at
        tick(now)  # both jobs, in the order in which the clock has them
        cast.work()
        got += [now.astimezone(bob.clock) for one in mail.outbox if one.to == [bob.email]]
        mail.outbox.clear()
        clock.later(minutes=minutes)
    assert [(one.hour, one.minute) for one in got] == [(at, 0)]


def test_on_a_free_day_of_his_own_bob_is_left_alone_until_the_next(clock, ada, bob, walk) -> None:
    FreeDays.objects.create(person=bob, first=DAY, last=DAY + timedelta(days=1))
    clock.set(2026, 12, 15, 8, 0)
    assert to(bob, five_minutes_later(clock)) is None
    assert ASKED in home_of(ada)
    assert ASKED not in home_of(bob)
    clock.set(2026, 12, 17, 7, 55)
    assert to(bob, five_minutes_later(clock)) is None
    clock.set(2026, 12, 17, 8, 0)
    sent = to(bob, five_minutes_later(clock))
    assert "You wanted to look back on 15 December: what came of it?" in sent.body


def test_a_day_long_gone_is_not_asked_after(clock, ada, bob, circle) -> None:
    rounded_off(ada, circle, bob, now=clock.at, day=date(2026, 9, 1))
    tasks.ask_to_look_back(clock.at)
    assert not LookBack.objects.exists()


def test_opened_again_it_waits_and_another_day_asks_anew(clock, ada, bob, walk) -> None:
    clock.set(2026, 12, 15, 8, 0)
    tasks.ask_to_look_back(clock.at)
    last = "outcome"
    version = next(one["version"] for one in fresh(walk).standing.state["steps"] if one["id"] == last)
    moving.make_move(person=ada, dialogue=walk, kind="reopen", step=last, version=version, now=clock.at)
    assert ASKED not in home_of(bob), "it is not over"
    later = DAY + timedelta(days=7)
    harvesting.round_off(person=ada, dialogue=fresh(walk), step=last, now=clock.at, review_on=later)
    assert "You wanted to look back" not in home_of(bob)
    clock.set(2026, 12, 22, 8, 0)
    tasks.ask_to_look_back(clock.at)
    assert ASKED in home_of(bob)
    assert LookBack.objects.filter(person=bob).count() == 2


def test_who_no_longer_takes_part_cannot_put_it_away(clock, ada, bob, walk) -> None:
    clock.set(2026, 12, 15, 8, 0)
    tasks.ask_to_look_back(clock.at)
    leaves_the_dialogue(ada, bob, walk, clock)
    assert cast.signed_in(bob).post(f"/dialogues/{walk.key}/look-back/away/").status_code == 404


def test_empty_words_are_said_to_be_empty(clock, bob, walk) -> None:
    clock.set(2026, 12, 15, 8, 0)
    tasks.ask_to_look_back(clock.at)
    answer = cast.signed_in(bob).post(
        f"/dialogues/{walk.key}/write/", {"source": "  ", "kind": "story", "step": "outcome", "about": "0"}
    )
    said = answer.content.decode()
    assert "There are no words in it yet." in said
    assert ASKED in said
    assert not Contribution.objects.filter(kind="story").exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_clocks_one_asks(clock, ada, bob, circle) -> None:
    rounded_off(ada, circle, bob, now=clock.at)
    clock.set(2026, 12, 15, 8, 0)
    (one,) = [one for one in queries.to_look_back(clock.at) if one.person == bob]
    assert sorted(at_once(*[lambda: actions.ask_to_look_back(one, clock.at)] * 3)) == [False, False, True]
    assert LookBack.objects.count() == Notice.objects.filter(kind="back").count() == 1
    assert Entry.objects.filter(verb="notices.look-back").count() == 1


def test_home_asks_no_more_for_many_than_for_one(clock, ada, bob, circle, django_assert_max_num_queries) -> None:
    for _n in range(3):
        rounded_off(ada, circle, bob, now=clock.at)
    clock.set(2026, 12, 15, 8, 0)
    tasks.ask_to_look_back(clock.at)
    browser = cast.signed_in(bob)
    browser.get("/")
    with django_assert_max_num_queries(12):
        shown = words_of(browser.get("/").content.decode())
    assert shown.count(ASKED) == 3


def test_in_dutch(clock, bob, walk) -> None:
    Person.objects.filter(pk=bob.pk).update(language="nl")
    clock.set(2026, 12, 15, 8, 0)
    sent = to(bob, five_minutes_later(clock))
    assert "Je wilde vandaag terugkijken: wat kwam ervan?" in sent.body
    bob.refresh_from_db()
    shown = page(cast.signed_in(bob), walk)
    assert "Niets te vertellen" in shown
    assert "Nothing to tell" not in shown


def test_a_ten_step_asks_everybody_its_facilitator_too(clock, ada, bob) -> None:
    dee, eve = cast.person("Dee"), cast.person("Eve")
    case = started(bob, cast.circle(ada, bob, dee, eve), dee, eve, facilitator=ada)
    Dialogue.objects.filter(pk=case.pk).update(state="finished", review_on=DAY)
    clock.set(2026, 12, 15, 8, 0)
    tasks.ask_to_look_back(clock.at)
    assert set(LookBack.objects.values_list("person__name", flat=True)) == {"Ada", "Bob", "Dee", "Eve"}


def test_what_is_looked_back_on_does_not_push_the_last_talks_from_home(clock, ada, bob, circle) -> None:
    asked = rounded_off(ada, circle, bob, now=clock.at)
    newest = []
    for _n in range(12):
        made = rounded_off(ada, circle, bob, now=clock.later(minutes=1), day=date(2027, 6, 1))
        newest.insert(0, made.pk)
    clock.set(2026, 12, 15, 8, 0)
    tasks.ask_to_look_back(clock.at)
    _to_keep, look_backs, finished = queries.finished_for(bob, clock.at)
    assert [one.pk for one in look_backs] == [asked.pk]
    assert [one.pk for one in finished] == newest[:10]

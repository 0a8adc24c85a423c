"""Words that are kept only when everybody wants that: asked once it is over, done by the clock, and nowhere left."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

import cast
from iq4d.methods import newest
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues import pictures, tasks
from iq4d.web.dialogues.actions import letting_go
from iq4d.web.dialogues.models import Contribution, Dialogue, Draft, Participant
from iq4d.web.journal.models import Entry
from iq4d.web.mirror.models import Mirror
from iq4d.web.people.models import Person
from iq4d.web.reports import actions as reports
from iq4d.web.reports.models import ReportPage
from web.at_once import at_once
from web.dialogues.playing import number_of, page, started, words_of
from web.dialogues.wiping import CANARIES, SAID, People, after, left, move, over, say

pytestmark = pytest.mark.django_db


@pytest.fixture(name="cast_of_five")
def five() -> People:
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve", "Carla")}


@pytest.fixture
def circle(cast_of_five: People) -> Circle:
    return cast.circle(*(one for name, one in cast_of_five.items() if name != "Carla"))


def test_it_is_said_beforehand_on_every_page_where_one_steps_in(cast_of_five: People, circle: Circle) -> None:
    told = "wiped two working days after the end, unless everybody wants to keep it"
    assert newest("gossip").kept == "if_all"
    peers = [cast_of_five["Dee"], cast_of_five["Eve"], cast.person("Fay")]
    talk = started(cast_of_five["Bob"], circle, *peers, method="gossip", facilitator=cast_of_five["Ada"])
    bob = cast.signed_in(cast_of_five["Bob"])
    assert told in words_of(page(bob, talk))
    assert told in words_of(bob.get(f"/dialogues/{talk.key}/agreement/").content.decode())
    assert told in words_of(bob.get(f"/dialogues/{talk.key}/plan/").content.decode())
    from iq4d.web.dialogues import links

    assert told in words_of(
        cast.signed_in(cast.person("Nia")).get(links.address(links.token_of(talk))).content.decode()
    )
    other = started(cast_of_five["Bob"], circle, cast_of_five["Dee"], method="open_dialogue")
    assert told not in words_of(page(bob, other)), "the control: a method that keeps"
    assert told not in words_of(bob.get(f"/dialogues/{other.key}/agreement/").content.decode())


def test_everybody_says_yes_and_the_words_stay(cast_of_five: People, circle: Circle) -> None:
    talk = over(cast_of_five, circle)
    for name in ("Ada", "Bob", "Dee", "Eve"):
        say(talk, cast_of_five[name], "yes")
    tasks.let_go(after(talk))
    talk.refresh_from_db()
    assert (talk.fate, talk.wipes_at) == ("kept", None)
    assert left("narwhal") >= {"dialogues.Contribution.source", "dialogues.Contribution.html"}
    html = words_of(page(cast.signed_in(cast_of_five["Eve"]), talk))
    assert "Everybody wanted to keep the words" in html
    assert "narwhal" in html


@pytest.mark.parametrize("eve", ["no", "", "left", "fell out"])
def test_one_no_one_silence_or_one_who_left_lets_them_go(cast_of_five: People, circle: Circle, eve: str) -> None:
    talk = over(cast_of_five, circle)
    for name in ("Ada", "Bob", "Dee"):
        say(talk, cast_of_five[name], "yes")
    if eve == "no":
        say(talk, cast_of_five["Eve"], "no")
    if eve in ("left", "fell out"):
        say(talk, cast_of_five["Eve"], "yes")
        gone = {"removed_at": timezone.now()} if eve == "left" else {"gone": True}
        Participant.objects.filter(dialogue=talk, person=cast_of_five["Eve"]).update(**gone)
    tasks.let_go(after(talk))
    talk.refresh_from_db()
    assert talk.fate == "wiped"
    assert "The words were let go, as agreed." in page(cast.signed_in(cast_of_five["Bob"]), talk)


def test_after_it_no_word_stands_anywhere_and_the_harvest_does(cast_of_five: People, circle: Circle) -> None:
    talk = over(cast_of_five, circle)
    now = timezone.now()
    reports.ask_page(person=cast_of_five["Bob"], dialogue=talk, language="en", now=now)
    cast.work()
    before = left(*CANARIES)
    assert {"dialogues.Contribution.source", "dialogues.Version.source", "dialogues.Draft.source"} <= before
    assert {"facilitation.PrivateWord.source", "reports.ReportPage.html"} <= before, "the control: they do stand there"
    assert Mirror.objects.filter(dialogue=talk).exclude(scorecard=None).exists()
    tasks.let_go(after(talk) if talk.wipes_at else now)
    cast.work()
    assert left(*CANARIES) == set()
    assert not ReportPage.objects.filter(dialogue=talk).exists()
    html = words_of(page(cast.signed_in(cast_of_five["Dee"]), talk))
    assert "I take zebra" in html
    assert "I do lemur" in html
    assert "We end with ibis" in html
    mirror = cast.signed_in(cast_of_five["Dee"]).get(f"/dialogues/{talk.key}/mirror/")
    assert mirror.status_code == 200
    assert "The words were let go, as agreed." in words_of(mirror.content.decode())
    cast.work()
    assert not Mirror.objects.filter(dialogue=talk).exists(), "nor measured again of what is left"


def test_a_picture_goes_with_its_words(
    cast_of_five: People, circle: Circle, tmp_path: Path, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    talk = over(cast_of_five, circle)
    name = pictures.stored(b"RIFF quokka in a picture")
    Contribution.objects.filter(dialogue=talk, source=SAID["Dee"]).update(picture=name)
    assert f"file {name}" in left("quokka"), "the control"
    with django_capture_on_commit_callbacks(execute=True):
        tasks.let_go(after(talk))
    cast.work()
    assert left(*CANARIES, name) == set()


def test_a_note_stays_for_its_author(cast_of_five: People, circle: Circle) -> None:
    talk = over(cast_of_five, circle)
    row = Contribution.objects.filter(dialogue=talk, participant__person=cast_of_five["Bob"], kind="case").get()
    Contribution.objects.filter(pk=row.pk).update(
        kind="note", source="gecko note", html="gecko note", text="gecko note"
    )
    tasks.let_go(after(talk))
    assert "gecko note" in page(cast.signed_in(cast_of_five["Bob"]), talk)
    assert "gecko note" not in page(cast.signed_in(cast_of_five["Dee"]), talk)


def test_nobody_learns_who_said_what_nor_how_many(cast_of_five: People, circle: Circle) -> None:
    talk = over(cast_of_five, circle)
    ada, bob = cast.signed_in(cast_of_five["Ada"]), cast.signed_in(cast_of_five["Bob"])

    def seen() -> list[str]:
        pages = [f"/dialogues/{talk.key}/", f"/dialogues/{talk.key}/people/", f"/dialogues/{talk.key}/lead/", "/"]
        return [words_of(ada.get(one).content.decode()) for one in pages]

    before, entries = seen(), Entry.objects.count()
    assert "You said: let them go." in say(talk, cast_of_five["Bob"], "no")
    say(talk, cast_of_five["Dee"], "yes")
    assert seen() == before
    assert Entry.objects.count() == entries
    assert "You said: keep the words." in words_of(say(talk, cast_of_five["Bob"], "yes")), "changed until then"
    tasks.let_go(after(talk))
    assert not Participant.objects.exclude(keeps=None).exists(), "and afterwards it stands nowhere"
    assert "not asked here now" in say(talk, cast_of_five["Bob"], "yes")
    assert bob.get(f"/dialogues/{talk.key}/").status_code == 200


def test_carla_is_not_asked_and_answers_nothing(cast_of_five: People, circle: Circle) -> None:
    talk = over(cast_of_five, circle)
    carla = cast.signed_in(cast_of_five["Carla"])
    assert carla.post(f"/dialogues/{talk.key}/keep-words/", {"keep": "yes"}).status_code == 404
    assert carla.get(f"/dialogues/{talk.key}/own-words/").status_code == 404


def test_own_words_go_along_and_nobody_elses(cast_of_five: People, circle: Circle) -> None:
    talk = over(cast_of_five, circle)
    told = cast.signed_in(cast_of_five["Eve"]).get(f"/dialogues/{talk.key}/own-words/")
    assert told["Content-Type"].startswith("text/plain")
    words = told.content.decode()
    assert "axolotl" in words
    assert "ocelot half" in words
    assert "quokka" not in words
    assert "zebra" not in words
    tasks.let_go(after(talk))
    assert (
        "axolotl" not in cast.signed_in(cast_of_five["Eve"]).get(f"/dialogues/{talk.key}/own-words/").content.decode()
    )


def test_the_moment_is_two_working_days_of_the_circle_later(cast_of_five: People, circle: Circle) -> None:
    talk = over(cast_of_five, circle)
    assert talk.wipes_at is not None
    assert talk.ended_at is not None
    from iq4d.web.dialogues.standing import calendar_for

    assert talk.wipes_at == calendar_for(talk).deadline(talk.ended_at, 2)
    tasks.let_go(talk.wipes_at - timedelta(minutes=1))
    talk.refresh_from_db()
    assert talk.fate == "", "not a minute before"


def test_the_clock_twice_is_once(cast_of_five: People, circle: Circle) -> None:
    talk = over(cast_of_five, circle)
    now = after(talk)
    tasks.let_go(now)
    first = list(Contribution.objects.order_by("pk").values())
    tasks.let_go(now + timedelta(minutes=1))
    assert letting_go.decide(dialogue=talk, now=now + timedelta(minutes=2)) == ""
    assert list(Contribution.objects.order_by("pk").values()) == first
    assert Entry.objects.filter(verb="dialogues.wiped").count() == 1


def test_what_was_let_go_cannot_be_brought_back(cast_of_five: People, circle: Circle) -> None:
    talk = over(cast_of_five, circle)
    number = number_of(talk, SAID["Dee"])
    dee = cast.signed_in(cast_of_five["Dee"])
    tasks.let_go(after(talk))
    for way in ("back", "change"):
        assert dee.get(f"/dialogues/{talk.key}/c/{number}/{way}/").status_code == 404
        assert dee.post(f"/dialogues/{talk.key}/c/{number}/{way}/", {"source": "New"}).status_code == 404
    assert f"/c/{number}/back/" not in page(dee, talk)


def test_reopened_before_it_waits_until_it_ends_again(cast_of_five: People, circle: Circle) -> None:
    talk = over(cast_of_five, circle)
    due = after(talk)
    for name in ("Ada", "Bob", "Dee", "Eve"):
        say(talk, cast_of_five[name], "yes")
    move(talk, cast_of_five["Ada"], "reopen", "outcome")
    talk.refresh_from_db()
    assert (talk.state, talk.wipes_at) == ("running", None)
    tasks.let_go(due)
    assert "narwhal" in page(cast.signed_in(cast_of_five["Eve"]), talk)
    assert not Participant.objects.exclude(keeps=None).exists(), "the yes was to other words"
    move(talk, cast_of_five["Ada"], "close", "outcome")
    talk.refresh_from_db()
    assert talk.wipes_at is not None


def test_a_guest_is_asked_as_everybody_else(cast_of_five: People, circle: Circle) -> None:
    talk = over(cast_of_five, circle)
    from web.stage import guest

    gus = guest("Gus")
    Participant.objects.create(dialogue=talk, number=9, name="Gus", person=gus, way="link")
    for name in ("Ada", "Bob", "Dee", "Eve"):
        say(talk, cast_of_five[name], "yes")
    assert "Keep the words" in page(cast.signed_in(gus), talk)
    say(talk, gus, "yes")
    tasks.let_go(after(talk))
    talk.refresh_from_db()
    assert talk.fate == "kept"


@pytest.mark.django_db(transaction=True)
def test_two_at_once_both_count(cast_of_five: People, circle: Circle) -> None:
    talk = over(cast_of_five, circle)
    now = timezone.now()

    def yes(who: Person) -> None:
        letting_go.answer(person=who, dialogue=Dialogue.objects.get(pk=talk.pk), keep=True, now=now)

    at_once(*(lambda who=cast_of_five[name]: yes(who) for name in ("Ada", "Bob", "Dee", "Eve")))
    due = after(talk)
    told = at_once(*(lambda: letting_go.decide(dialogue=Dialogue.objects.get(pk=talk.pk), now=due) for _ in range(2)))
    assert sorted(told) == ["", "kept"]
    assert not Draft.objects.filter(source="").exists()

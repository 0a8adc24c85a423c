"""Who is asked before a report goes outside: who left, who is a guest, who is gone, whose speakers nobody can ask."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle, Membership
from iq4d.web.dialogues.actions import people as coming
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.people.actions import merge, welcome_guest
from iq4d.web.people.models import Person
from iq4d.web.reports import actions
from iq4d.web.reports.models import Release
from iq4d.web.ui.verdicts import Refused
from web.reports.playing import (
    again,
    all_said_yes,
    asked,
    is_outside,
    outside,
    say,
    talked,
)

pytestmark = pytest.mark.usefixtures("quiet")
People = dict[str, Person]
Browsers = dict[str, Client]


def test_who_left_is_asked_last(people: People, circle: Circle, browsers: Browsers) -> None:
    """Dee left a closed room: what was said after that she reads only when all others agreed that it goes out."""
    talk = talked(circle, people["Ada"], people["Bob"], people["Dee"], room="closed")
    talk.title = "Whom do we miss?"  # that of the stories before she still reads
    talk.save(update_fields=["title"])
    number = talk.participants.get(person=people["Dee"]).number
    coming.let_go(person=people["Dee"], dialogue=talk, number=number, now=timezone.now())
    release = asked(people["Bob"], talk)
    dee, at = browsers["Dee"], release.get_absolute_url()
    assert "koalaqz" not in dee.get("/").content.decode()
    for address in (at, f"{at}page/"):
        assert dee.get(address).status_code == 404
    say(release, True, people["Ada"], people["Bob"])
    assert outside(release) == 404, "her words are in it"
    home = dee.get("/").content.decode()
    assert "koalaqz" in home
    assert talk.title not in home
    assert "zebraqz" in dee.get(f"{at}page/?in=en").content.decode()
    assert talk.title not in dee.get(at).content.decode()
    answer = dee.post(at, {"stance": "yes"}, follow=True)
    assert answer.status_code == 200
    assert outside(again(release)) == 200
    dee.post(at, {"stance": "back"})
    assert outside(release) == 404
    assert dee.get(at).status_code == 404


def test_who_left_the_circle_is_asked_too(talk: Dialogue, people: People, browsers: Browsers) -> None:
    Membership.objects.filter(person=people["Dee"]).delete()
    release = asked(people["Bob"], talk)
    assert release.answers.get(person=people["Dee"]).away
    say(release, True, people["Ada"], people["Bob"])
    assert again(release).state == "asked"
    say(release, True, people["Dee"])
    assert outside(again(release)) == 200


def test_a_guest_is_asked_and_keeps_their_answer_with_an_account(people: People, circle: Circle) -> None:
    gus = welcome_guest(name="Gus", language="en", zone="Europe/Amsterdam", now=timezone.now())
    talk = talked(None, people["Ada"], people["Bob"], gus)
    release = asked(people["Bob"], talk)
    say(release, True, people["Ada"], gus)
    merge(gus, people["Dee"])
    assert release.answers.get(person=people["Dee"]).yes
    say(release, True, people["Bob"])
    cast.work()
    assert outside(again(release)) == 200
    actions.take_back(person=people["Dee"], release=again(release), now=timezone.now())
    assert outside(release) == 404


def test_of_two_answers_of_one_person_one_is_left(people: People, circle: Circle) -> None:
    """Dee took part under both; as a guest she said yes, and nobody else is waited for."""
    gus = welcome_guest(name="Gus", language="en", zone="Europe/Amsterdam", now=timezone.now())
    talk = talked(None, people["Ada"], people["Dee"], gus)
    release = asked(people["Ada"], talk)
    say(release, True, people["Ada"], gus)
    merge(gus, people["Dee"])
    cast.work()
    assert again(release).state == "released"
    assert outside(again(release)) == 200
    assert is_outside(release)


def test_a_guest_who_became_somebody_before_is_asked_as_who_they_are(people: People, circle: Circle) -> None:
    gus = welcome_guest(name="Gus", language="en", zone="Europe/Amsterdam", now=timezone.now())
    talk = talked(None, people["Ada"], people["Dee"], gus)
    merge(gus, people["Dee"])
    cast.work()
    release = asked(people["Ada"], talk)
    assert {one.person for one in release.answers.all()} == {people["Ada"], people["Dee"]}


def test_whose_speakers_cannot_be_asked_stays_inside(people: People, circle: Circle, browsers: Browsers) -> None:
    """A conversation brought in: not by its bringer, not with quotes and not without."""
    brought = cast.dialogue(circle, cast.long_talk(), people["Ada"], people={"Ada": people["Ada"]})
    cast.work()
    at = f"/dialogues/{brought.key}/releases/"
    html = browsers["Ada"].get(at).content.decode()
    assert "cannot be asked" in html
    assert "<textarea" not in html
    assert 'name="purpose"' not in html
    for quotes in ("", "quotes"):
        form = {"purpose": "Mine", "quotes": quotes, "until": cast.LATER}
        assert browsers["Ada"].post(at, form).status_code == 403
    assert not Release.objects.exists()


def test_who_is_gone_answers_nothing_and_nobody_does_so_for_them(talk: Dialogue, people: People) -> None:
    waiting = asked(people["Bob"], talk)
    say(waiting, True, people["Bob"], people["Ada"])
    waiting.answers.filter(person=people["Dee"]).update(person=None)
    assert again(waiting).state == "asked"
    actions.drop(person=people["Bob"], release=waiting, now=timezone.now())
    talk.participants.filter(person=people["Dee"]).update(person=None)
    with pytest.raises(Refused) as no:
        asked(people["Bob"], talk)
    assert no.value.verdict.code == "reports.not-all-known"


def test_an_account_that_goes_closes_what_it_agreed_to(talk: Dialogue, people: People) -> None:
    release = all_said_yes(asked(people["Bob"], talk))
    assert outside(release) == 200
    Person.objects.filter(pk=people["Dee"].pk).update(is_active=False)
    assert outside(release) == 404
    Person.objects.filter(pk=people["Dee"].pk).update(is_active=True)
    release.answers.filter(person=people["Dee"]).update(person=None)
    assert outside(release) == 404


def test_only_who_asked_asks_no_more(talk: Dialogue, people: People, browsers: Browsers) -> None:
    release = asked(people["Bob"], talk)
    assert browsers["Dee"].post(release.get_absolute_url(), {"stance": "drop"}).status_code == 403
    browsers["Bob"].post(release.get_absolute_url(), {"stance": "drop"})
    assert again(release).state == "dropped"
    assert "Nobody is asked any more" in browsers["Dee"].get(release.get_absolute_url()).content.decode()

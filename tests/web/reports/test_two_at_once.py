"""Two people in the same moment: what somebody said no to never goes outside, whoever is first.

The suite runs on SQLite; the same tests hold on PostgreSQL (DATABASE_URL).
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.actions import writing
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.people.models import Person
from iq4d.web.reports import actions
from iq4d.web.reports.models import Release, ReportPage
from iq4d.web.ui.verdicts import Refused
from web.at_once import at_once
from web.reports.playing import again, all_said_yes, asked, is_outside, link, outside, say, talked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quiet")]
TIMES = 3  # each race is run this often


@pytest.fixture
def people() -> dict[str, Person]:
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee")}


@pytest.fixture
def talk(people: dict[str, Person]) -> Dialogue:
    ada, bob, dee = people.values()
    circle: Circle = cast.circle(ada, bob, dee)
    return talked(circle, ada, bob, dee, rounds=1)


def perhaps(act: object, *given: object, **more: object) -> object:
    """What an act gives, or that it was refused."""
    try:
        return act(*given, **more)  # type: ignore[operator]
    except Refused as no:
        return no.verdict.code


def test_a_no_and_the_last_yes(talk: Dialogue, people: dict[str, Person]) -> None:
    """Ada said yes before and thinks better of it while Dee says the last yes."""
    for _ in range(TIMES):
        release = asked(people["Bob"], talk)
        say(release, True, people["Bob"], people["Ada"])
        at_once(
            lambda release=release: perhaps(say, release, False, people["Ada"]),
            lambda release=release: perhaps(say, release, True, people["Dee"]),
        )
        release = again(release)
        assert release.state in ("declined", "withdrawn")
        assert outside(release) == 404
        assert release.pages == {}
        assert not is_outside(release)


def test_two_last_yeses(talk: Dialogue, people: dict[str, Person]) -> None:
    for _ in range(TIMES):
        release = asked(people["Bob"], talk)
        say(release, True, people["Bob"])
        at_once(
            lambda release=release: say(release, True, people["Ada"]),
            lambda release=release: say(release, True, people["Dee"]),
        )
        assert again(release).state == "released"
        assert outside(again(release)) == 200


def test_two_take_it_back(talk: Dialogue, people: dict[str, Person]) -> None:
    release = all_said_yes(asked(people["Bob"], talk))
    now = timezone.now()
    said = at_once(
        *(lambda who=who: perhaps(actions.take_back, person=people[who], release=release, now=now) for who in people)
    )
    assert sorted(map(str, said)) == ["reports.not-asked", "reports.not-asked", "withdrawn"]
    assert outside(release) == 404


def test_words_are_taken_back_while_the_last_yes_is_said(talk: Dialogue, people: dict[str, Person]) -> None:
    for _ in range(TIMES):
        release = asked(people["Bob"], talk)
        say(release, True, people["Bob"], people["Ada"])
        said = talk.contributions.filter(participant__person=people["Ada"], removed_at=None).last()
        assert said is not None
        number = said.number
        at_once(
            lambda release=release: perhaps(say, release, True, people["Dee"]),
            lambda number=number: writing.take_back(
                person=people["Ada"], dialogue=talk, number=number, now=timezone.now()
            ),
        )
        assert Client().get(link(again(release))).status_code == 404
        cast.work()
        assert again(release).state == "changed"


def test_two_ask_at_once(talk: Dialogue, people: dict[str, Person]) -> None:
    until, now = timezone.localdate() + timedelta(days=9), timezone.now()

    def ask(who: str) -> object:
        return perhaps(
            actions.ask_release, person=people[who], dialogue=talk, purpose=who, quotes=False, until=until, now=now
        )

    made = at_once(lambda: ask("Ada"), lambda: ask("Bob"))
    assert Release.objects.count() == 1
    assert "reports.asked-already" in made


def test_two_open_the_report_at_once(talk: Dialogue, people: dict[str, Person]) -> None:
    now = timezone.now()
    at_once(
        *(lambda who=who: actions.ask_page(person=people[who], dialogue=talk, language="en", now=now) for who in people)
    )
    cast.work()
    assert ReportPage.objects.get().html

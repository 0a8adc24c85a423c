import pytest
from django.core import mail
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.people.models import Person
from web.notices.mailing import Clock, five_minutes, open_dialogue


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Monday 23 November 2026, 11:00 in Amsterdam, until a story sets it."""
    made = Clock(cast.NOW)
    monkeypatch.setattr(timezone, "now", made)
    return made


@pytest.fixture(params=[60, pytest.param(5, marks=pytest.mark.soak)])
def minutes(request: pytest.FixtureRequest) -> int:
    """Between two turns of the clock: five, as it is; by the hour, as people choose, where that says as much."""
    return int(request.param)


@pytest.fixture
def ada(db: None) -> Person:
    return cast.person("Ada")


@pytest.fixture
def bob(db: None) -> Person:
    return cast.person("Bob")


@pytest.fixture
def circle(ada: Person, bob: Person) -> Circle:
    return cast.circle(ada, bob)


@pytest.fixture
def talk(clock: Clock, ada: Person, bob: Person, circle: Circle) -> Dialogue:
    """Ada asks something, Bob takes part, and yesterday's mail has gone: it is Tuesday, six in the morning."""
    made = open_dialogue(ada, circle, bob, now=clock.at, why="So that newcomers stay")
    five_minutes(clock)
    mail.outbox.clear()
    clock.set(2026, 11, 24, 6, 0)
    return made

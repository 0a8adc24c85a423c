"""Who plays in the stories of a live mirror, and in what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.people.models import Person
from web.dialogues.playing import started


@pytest.fixture
def an_hour_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deadlines are days away, and each look at the clock is later than the one before."""
    looks = iter(range(10**9))
    monkeypatch.setattr(timezone, "now", lambda: cast.NOW + timedelta(hours=1, milliseconds=next(looks)))


@pytest.fixture
def people(db: None, an_hour_later: None) -> dict[str, Person]:
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve", "Carla")}


@pytest.fixture
def browsers(people: dict[str, Person]) -> dict[str, Client]:
    return {name: cast.signed_in(one) for name, one in people.items()}


@pytest.fixture
def circle(people: dict[str, Person]) -> Circle:
    ada, bob, dee, eve, _carla = people.values()
    return cast.circle(ada, bob, dee, eve)


@pytest.fixture
def talk(people: dict[str, Person], circle: Circle) -> Dialogue:
    """Bob's open dialogue with Dee; Eve reads along."""
    return started(people["Bob"], circle, people["Dee"], method="open_dialogue")


@pytest.fixture
def ten_step(people: dict[str, Person], circle: Circle) -> Dialogue:
    bob, dee, eve = (people[name] for name in ("Bob", "Dee", "Eve"))
    fay = cast.person("Fay")
    return started(bob, circle, dee, eve, fay, facilitator=people["Ada"])

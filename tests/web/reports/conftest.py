"""Who plays in the stories of a report: Ada, Bob and Dee talked and rounded off, Eve reads along."""

from __future__ import annotations

import pytest
from django.test import Client

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.people.models import Person
from web.reports.playing import talked


@pytest.fixture
def people(db: None) -> dict[str, Person]:
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve", "Carla")}


@pytest.fixture
def browsers(people: dict[str, Person]) -> dict[str, Client]:
    return {name: cast.signed_in(one) for name, one in people.items()}


@pytest.fixture
def circle(people: dict[str, Person]) -> Circle:
    return cast.circle(people["Ada"], people["Bob"], people["Dee"], people["Eve"])


@pytest.fixture
def talk(people: dict[str, Person], circle: Circle) -> Dialogue:
    """Ada's open dialogue with Bob and Dee, rounded off."""
    return talked(circle, people["Ada"], people["Bob"], people["Dee"])

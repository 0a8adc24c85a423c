"""Who plays in the stories of a report: Ada, Bob and Dee talked and rounded off, Eve reads along."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.people.models import Person
from web.reports.playing import talked


@dataclass
class Told:
    """What stands before each story begins."""

    people: dict[str, Person]
    circle: Circle
    talk: Dialogue


@pytest.fixture(scope="module")
def once_told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Told]:
    """A dialogue takes half a second to hold: it is held once for all stories of a module, and none changes it."""
    with django_db_blocker.unblock(), transaction.atomic():
        people = {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve", "Carla")}
        circle = cast.circle(people["Ada"], people["Bob"], people["Dee"], people["Eve"])
        yield Told(people, circle, talked(circle, people["Ada"], people["Bob"], people["Dee"]))
        transaction.set_rollback(True)


@pytest.fixture
def here(once_told: Told, db: None) -> Told:
    return deepcopy(once_told)


@pytest.fixture
def people(here: Told) -> dict[str, Person]:
    return here.people


@pytest.fixture
def browsers(people: dict[str, Person]) -> dict[str, Client]:
    return {name: cast.signed_in(one) for name, one in people.items()}


@pytest.fixture
def circle(here: Told) -> Circle:
    return here.circle


@pytest.fixture
def talk(here: Told) -> Dialogue:
    """Ada's open dialogue with Bob and Dee, rounded off."""
    return here.talk

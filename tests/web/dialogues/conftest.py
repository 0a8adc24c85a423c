"""People and rooms for the stories of coming in."""

from __future__ import annotations

import pytest

import cast
from iq4d.web.circles.models import Circle, Membership
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.people.models import Person
from web.dialogues.coming import fresh
from web.dialogues.playing import started


@pytest.fixture
def ada() -> Person:
    return cast.person("Ada")


@pytest.fixture
def bob() -> Person:
    return cast.person("Bob")


@pytest.fixture
def circle(ada: Person, bob: Person) -> Circle:
    return cast.circle(ada, bob)


@pytest.fixture
def talk(ada: Person, bob: Person, circle: Circle) -> Dialogue:
    """An open dialogue of Ada's, in which Bob takes part."""
    return started(ada, circle, bob, method="open_dialogue")


@pytest.fixture
def case(ada: Person, bob: Person, circle: Circle) -> Dialogue:
    """A closed room: Ada's ten-step, with Bob, Dee and Eve."""
    others = [cast.person(name) for name in ("Dee", "Eve")]
    for one in others:
        Membership.objects.create(circle=circle, person=one, role="member", joined_at=cast.NOW)
    made = started(ada, circle, bob, *others)
    Dialogue.objects.filter(pk=made.pk).update(title="TITLEWORD", why="WHYWORD")
    return fresh(made)

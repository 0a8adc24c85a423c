"""Who is in the room."""

from __future__ import annotations

import pytest

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.models import Dialogue
from web.bigscreen.wall import NAMES, Browsers, People, begun


@pytest.fixture
def people_here() -> People:
    return {name: cast.person(name) for name in NAMES}


@pytest.fixture
def circle(people_here: People) -> Circle:
    return cast.circle(*people_here.values())


@pytest.fixture
def browsers(people_here: People) -> Browsers:
    return {name: cast.signed_in(one) for name, one in people_here.items()}


@pytest.fixture
def live(people_here: People, circle: Circle) -> Dialogue:
    return begun(people_here, circle)

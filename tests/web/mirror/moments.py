"""Dialogues that are over, with figures, and how their pages over time are opened."""

from __future__ import annotations

from django.test import Client

import cast
from iq4d.measures.changes import MEASURE
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.models import Dialogue, Participant
from iq4d.web.mirror.models import Moment
from iq4d.web.people.models import Person

FIGURE = {"seen": "some", "points": 12.0, "low": 10.0, "high": 14.0}


def opened(browser: Client, dialogue: Dialogue, where: str = "mirror/over-time/") -> str:
    answer = browser.get(f"{dialogue.get_absolute_url()}{where}")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def kept(dialogue: Dialogue) -> list[dict]:
    return list(Moment.objects.filter(dialogue=dialogue).order_by("pk").values())


def finished(circle: Circle | None, by: Person, *people: Person, points: float = 12, **fields) -> Dialogue:
    """A dialogue that is over, with its figures, and `people` heard in it."""
    fields = {"method": "open_dialogue", "course": "apart", "ended_at": cast.NOW, **fields}
    made = Dialogue.objects.create(
        circle=circle, title="How do we go on?", state="finished", created_at=cast.NOW, created_by=by, **fields
    )
    for number, one in enumerate((by, *people), 1):
        role = "owner" if number == 1 else "peer"
        Participant.objects.create(
            dialogue=made,
            number=number,
            name=one.name,
            person=one,
            way="started" if number == 1 else "member",
            role=role,
        )
    figure = FIGURE | {"points": points, "low": max(points - 2, 0), "high": min(points + 2, 25)}
    Moment.objects.create(
        dialogue=made, day=cast.NOW.date(), measure=MEASURE, digest="x", contributions=30,
        figures=dict.fromkeys(("purpose", "depth", "diversity", "deeds"), figure),
        voices=list(range(1, len(people) + 2)),
    )  # fmt: skip
    return made

"""A year in which Ada asked, learned, promised and was thanked, as its pages show it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.test import Client
from django.urls import reverse

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.actions import harvesting
from iq4d.web.dialogues.models import Contribution, Dialogue
from iq4d.web.people.models import Person
from web.deeds.promising import at_harvest, recorded

__all__ = ["a_talk", "keys", "looked", "moved", "recorded"]
IN_YEAR = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def a_talk(ada: Person, bob: Person, circle: Circle | None = None) -> Dialogue:
    """Ada brought the question; both told what they take along: Bob's came from Ada."""
    made = at_harvest(ada, circle or cast.circle(ada, bob), bob, now=IN_YEAR)
    one = made.participants.get(person=ada).number
    two = made.participants.get(person=bob).number
    harvesting.harvest(
        person=ada, dialogue=made, step="harvest", now=IN_YEAR, takeaway="Waiting helps.", whose=two, intended=True,
        deed="I wait ten seconds.",
    )  # fmt: skip
    harvesting.harvest(
        person=bob, dialogue=made, step="harvest", now=IN_YEAR, takeaway="Ada asks without pushing.", whose=one,
        intended=False,
    )  # fmt: skip
    return made


def looked(browser: Client, of: str = "2026", **more: str) -> str:
    answer = browser.get(reverse("own_period"), {"of": of, **more})
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def keys(*words: str) -> list[str]:
    """By which these contributions are chosen."""
    return [f"c{Contribution.objects.get(source=one).pk}" for one in words]


def moved(contribution: Contribution, at: datetime) -> None:
    Contribution.objects.filter(pk=contribution.pk).update(at=at)

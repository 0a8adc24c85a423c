"""What the stories about mail stand on: a clock set by hand, and the day's mail as clock and worker make it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.actions import people, starting, writing
from iq4d.web.dialogues.models import Contribution, Dialogue
from iq4d.web.notices import tasks
from iq4d.web.people.models import Person
from web.dialogues.playing import open_step

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class Clock:
    """Whoever asks for the time is told this one."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at.astimezone(timezone.get_default_timezone())

    def set(self, *when: int, zone: str = "Europe/Amsterdam") -> datetime:
        self.at = datetime(*when, tzinfo=ZoneInfo(zone))
        return self.at

    def later(self, **by: int) -> datetime:
        self.at = self.at.astimezone(ZoneInfo("UTC")) + timedelta(**by)
        return self.at


def five_minutes(clock: Clock) -> list[EmailMultiAlternatives]:
    """One turn of the job, with the work before and after it; gives the mails that went."""
    before = len(mail.outbox)
    cast.work()
    tasks.bundle_mails(clock.at)
    cast.work()
    return list(mail.outbox[before:])


def to(person: Person, sent: list[EmailMultiAlternatives]) -> EmailMultiAlternatives | None:
    """This person's mail among those that went; at most one."""
    theirs = [one for one in sent if one.to == [person.email]]
    assert len(theirs) <= 1, "two mails at once"
    return theirs[0] if theirs else None


def html_of(message: EmailMultiAlternatives) -> str:
    return str(message.alternatives[0][0])


def whole(message: EmailMultiAlternatives) -> str:
    """Headers, subject, text and HTML, decoded."""
    headers = "\n".join(f"{name}: {value}" for name, value in message.message().items())
    return "\n".join(
        [
            headers,
            message.subject,
            str(message.body),
            html_of(message) if getattr(message, "alternatives", None) else "",
        ]
    )


def write(
    person: Person, dialogue: Dialogue, words: str, kind: str, now: datetime, about: int | None = None, **more: Any
) -> Contribution:
    """Words in the step that is open."""
    fresh = Dialogue.objects.select_related("circle").get(pk=dialogue.pk)
    step = more.pop("step", "") or open_step(dialogue)
    return writing.write(person=person, dialogue=fresh, kind=kind, step=step, source=words, now=now, about=about)


def open_dialogue(
    owner: Person,
    circle: Circle,
    *others: Person,
    now: datetime,
    sentence: str = "How do we start well?",
    why: str = "",
) -> Dialogue:
    """An open dialogue that runs, with these people in it."""
    made = starting.start(person=owner, sentence=sentence, circle=circle, now=now, language="en")
    if why:
        starting.sharpen(person=owner, dialogue=made, now=now, why=why)
    for one in others:
        people.come_in(person=one, dialogue=made, invite=None, now=now)
    return made

"""Who waits for a mail, and who hears what."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from iq4d.web.dialogues.models import Dialogue, Participant
from iq4d.web.dialogues.queries import Room
from iq4d.web.notices import rules
from iq4d.web.notices.models import Bundle, Following, Notice
from iq4d.web.people.models import Person

LEASE = timedelta(minutes=5)  # a mail tried this long ago and not sent is tried again
ATTEMPTS = 8


def reachable() -> QuerySet[Person]:
    """People who may get mail: with an address, here, and not tired of it."""
    return Person.objects.filter(is_active=True, mails="daily").exclude(email=None)


def with_mail_due(now: datetime) -> QuerySet[Person]:
    """Who has something to hear and got no mail yet today, where it is their hour. Two queries."""
    zones = Person.objects.order_by().values_list("zone", flat=True).distinct()
    due = Q(pk=None)
    for zone in zones:
        local = now.astimezone(Person(zone=zone).clock)
        if not rules.is_night(local, demo=settings.DEMO):
            hour = 23 if settings.DEMO else local.hour
            today = Bundle.objects.filter(person=OuterRef("pk"), day=local.date())
            due |= Q(~Exists(today), zone=zone, mail_hour__lte=hour)
    return reachable().filter(due, Exists(waiting(OuterRef("pk"))))


def waiting(person: Any) -> QuerySet[Notice]:
    """What somebody has not heard yet."""
    return unheard().filter(person=person)


def unheard() -> QuerySet[Notice]:
    """What is in no mail yet."""
    return Notice.objects.filter(bundle=None)


def on_their_way(now: datetime) -> QuerySet[Bundle]:
    """Mails that a try did not bring out, to be tried again."""
    stale = Q(tried_at=None, created_at__lt=now - LEASE) | Q(tried_at__lt=now - LEASE)
    return Bundle.objects.filter(stale, sent_at=None, attempts__lt=ATTEMPTS)


def given_up(now: datetime) -> QuerySet[Bundle]:
    """Mails that no try of a whole day brought out: the next one says what they were to say."""
    return Bundle.objects.filter(sent_at=None, attempts__gte=ATTEMPTS, created_at__lt=now - timedelta(days=1))


def hearers(dialogue: Dialogue) -> QuerySet[Person]:
    """Who hears what is new in a dialogue. What they may see of it is asked when the mail goes (letter.py)."""
    here = Participant.objects.filter(dialogue=dialogue, person=OuterRef("pk"), removed_at=None).exclude(way="")
    said = Following.objects.filter(dialogue=dialogue, person=OuterRef("pk"))
    takes_part = Exists(here) & ~Exists(said.filter(stance="mute"))
    return reachable().filter(takes_part | Exists(said.filter(stance="follow")))


def stance_of(person: Person, dialogue: Dialogue) -> tuple[bool, str]:
    """(takes part, what they said about news). One query."""
    here = Participant.objects.filter(dialogue=OuterRef("pk"), person=person, removed_at=None).exclude(way="")
    said = Following.objects.filter(dialogue=OuterRef("pk"), person=person).values("stance")
    row = Dialogue.objects.filter(pk=dialogue.pk).values_list(Exists(here), Subquery(said)).first()
    return (bool(row[0]), row[1] or "") if row else (False, "")


def follows(person: Person, dialogue: Dialogue) -> bool:
    takes_part, stance = stance_of(person, dialogue)
    return rules.hears_news(takes_part=takes_part, stance=stance)


def along(person: Any) -> dict[str, Any]:
    """Whether somebody said that they follow a dialogue or not, for its row."""
    return {"stance": Subquery(Following.objects.filter(dialogue=OuterRef("pk"), person=person).values("stance"))}


def follow_part(room: Room) -> dict[str, Any] | None:
    """The button under a dialogue; none for who gets no mail, nor where nothing new can come."""
    person, dialogue = room.person, room.dialogue
    if person.is_guest or not dialogue.held_here or dialogue.state == "finished":
        return None
    said = room.along.stance or ""
    hears = rules.hears_news(takes_part=room.me is not None, stance=said)
    return {"dialogue": dialogue, "follows": hears, "closed": dialogue.room == "closed"}

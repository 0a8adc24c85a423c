"""Who waits for a mail, and who hears what."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery

from iq4d.web.circles.models import Membership
from iq4d.web.dialogues import letting_go
from iq4d.web.dialogues.models import CAME_IN, Contribution, Dialogue, Participant
from iq4d.web.dialogues.queries import Room
from iq4d.web.dialogues.queries import finished_for as finished
from iq4d.web.dialogues.receiving import waits_in
from iq4d.web.notices import rules, tokens
from iq4d.web.notices.models import Bundle, Following, LookBack, Notice, Unasked
from iq4d.web.people.models import Person
from iq4d.web.people.queries import free_days

LEASE = timedelta(minutes=5)  # a mail tried this long ago and not sent is tried again
ATTEMPTS = 8
LOOK_BACKS = 20  # asked of one person at a time
TO_KEEP = 20  # as many
AROUND = timedelta(days=1)  # somewhere it is a day later than in UTC, or earlier


def reachable() -> QuerySet[Person]:
    """People who may get mail: with an address, here, and not tired of it."""
    return Person.objects.filter(is_active=True, mails="daily").exclude(email=None)


def refuses(email: str) -> bool:
    """Whether this address wants no mail: no invitations, or, of somebody with an account, nothing at all."""
    stopped = Person.objects.filter(email=email, mails="never")
    no_more = Unasked.objects.filter(proof=tokens.proof_of(email))
    return stopped.exists() or no_more.exists()


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


def to_look_back(now: datetime, at_most: int = 2_000) -> list[Participant]:
    """Who is to be asked now what came of it, and was not. Two queries."""
    long_ago, ahead = now - rules.LOOK_BACK_LATE - AROUND, now + AROUND
    rows = Participant.objects.filter(
        dialogue__state="finished",
        dialogue__review_on__range=(long_ago.date(), ahead.date()),
        person__is_active=True,
        removed_at=None,
        gone=False,
    )
    here = {"person": OuterRef("person"), "dialogue": OuterRef("dialogue")}
    asked = LookBack.objects.filter(**here, day=OuterRef("dialogue__review_on"))
    muted = Following.objects.filter(**here, stance="mute")
    member = Membership.objects.filter(circle=OuterRef("dialogue__circle"), person=OuterRef("person"))
    reads = Q(way__in=CAME_IN) | Q(dialogue__circle=None) | Exists(member)
    rows = rows.exclude(way="").filter(reads, ~Exists(asked), ~Exists(muted))
    found = list(rows.select_related("person", "dialogue").order_by("dialogue__review_on", "pk")[:at_most])
    free = free_days([one.person_id for one in found if one.person_id]) if found else {}
    return [one for one in found if _its_day_has_come(one, now, free.get(one.person_id or 0, frozenset()))]


def _its_day_has_come(one: Participant, now: datetime, free: frozenset[date]) -> bool:
    person, day = one.person, one.dialogue.review_on
    if person is None or day is None:
        return False
    return rules.looks_back(day=day, local=now.astimezone(person.clock), mail_hour=person.mail_hour, free=free)


def looking_back(person: Person) -> QuerySet[LookBack]:
    """What this person is still asked to look back on, as far as they see it."""
    seen = _to_tell(person).filter(dialogue__in=Dialogue.objects.seen_by(person))
    return seen.select_related("dialogue__circle").order_by("day", "pk")


def _to_tell(person: Person) -> QuerySet[LookBack]:
    """Not what they put away or told a story of since, nor where they muted, left, or another day was chosen."""
    here = {"dialogue": OuterRef("dialogue"), "removed_at": None}
    takes_part = Participant.objects.filter(**here, person=person, gone=False).exclude(way="")
    told = Contribution.objects.filter(**here, participant__person=person, kind="story", at__gte=OuterRef("asked_at"))
    muted = Following.objects.filter(dialogue=OuterRef("dialogue"), person=person, stance="mute")
    over = {"dialogue__state": "finished", "day": F("dialogue__review_on")}
    asked = LookBack.objects.filter(**over, person=person, away_at=None)
    return asked.filter(Exists(takes_part), ~Exists(told), ~Exists(muted))


class Over(NamedTuple):
    """What is over, for home. to_keep: this person is asked whether its words are kept; look_backs: what came of it
    (`look_back` is its day); newest: the last of all. `learned`: whether others learned something there from them.
    """

    to_keep: list[Any]
    look_backs: list[Any]
    newest: list[Any]


def finished_for(person: Person, now: datetime, at_most: int = 10) -> Over:
    """One query for all of it, for the page that may ask least."""
    day = _to_tell(person).filter(dialogue=OuterRef("pk")).values("day")[:1]
    keeping = ExpressionWrapper(letting_go.waits_for(person, now), output_field=BooleanField())
    rows = finished(person).annotate(look_back=Subquery(day), learned=waits_in(person), to_keep=keeping)
    asked_first = (F("to_keep").desc(), F("look_back").asc(nulls_last=True))
    found: list[Any] = list(
        rows.order_by(*asked_first, F("ended_at").desc(nulls_last=True), "-pk")[: TO_KEEP + LOOK_BACKS + at_most]
    )
    talk = sorted(
        found, key=lambda one: (one.ended_at is not None, one.ended_at or one.created_at, one.pk), reverse=True
    )
    look_backs = [one for one in found if one.look_back is not None][:LOOK_BACKS]
    return Over([one for one in found if one.to_keep][:TO_KEEP], look_backs, talk[:at_most])


def asked_to_keep(person: Person, now: datetime) -> QuerySet[Dialogue]:
    """Where this person is still asked whether the words are kept, as far as they see it."""
    seen = Dialogue.objects.seen_by(person).filter(letting_go.waits_for(person, now))
    return seen.select_related("circle").order_by("wipes_at", "pk")


def along(person: Any) -> dict[str, Any]:
    """Whether somebody said that they follow a dialogue or not, and may be asked to look back on it, for its row."""
    said = Following.objects.filter(dialogue=OuterRef("pk"), person=person).values("stance")
    asked = LookBack.objects.filter(dialogue=OuterRef("pk"), person=person, away_at=None)
    return {"stance": Subquery(said), "looks_back": Exists(asked)}


def follow_part(room: Room) -> dict[str, Any] | None:
    """The button under a dialogue, also under one that is over: what comes of it is news. None for who gets no mail,
    nor under what was brought in, where nothing new can come.
    """
    person, dialogue = room.person, room.dialogue
    if person.is_guest or not dialogue.held_here:
        return None
    said = room.along.stance or ""
    hears = rules.hears_news(takes_part=room.me is not None, stance=said)
    return {"dialogue": dialogue, "follows": hears, "closed": dialogue.room == "closed"}

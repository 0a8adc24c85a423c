"""What a page or a mail reads of deeds. Everything starts from the person, and from what they see of each dialogue."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import cast

from django.db.models import Exists, OuterRef, Q, QuerySet

from iq4d.web.circles.models import Circle
from iq4d.web.deeds import rules
from iq4d.web.deeds.models import Deed, Deeds
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.models import Contribution, Dialogue, Participant
from iq4d.web.dialogues.queries import Room
from iq4d.web.people.models import Person

WITH = (
    "contribution__participant__person",
    "contribution__dialogue__circle",
    "contribution__dialogue__standing",
    "buddy",
    "story",
)
TOLD = ("contribution__participant", "contribution__dialogue", "buddy", "story")
LATELY = timedelta(days=30)
AT_MOST = 10  # of what came of deeds
OPEN = 30  # deeds on a page of a circle
MARGIN = 2  # so many times as many are looked at, in case some of them are not for this reader yet


def of(person: Person) -> Deeds:
    """The person's own deeds, as long as they stand and the dialogue is theirs to read."""
    found = Deed.objects.standing().filter(
        contribution__participant__person=person,
        contribution__participant__removed_at=None,
        contribution__dialogue__in=Dialogue.objects.seen_by(person),
    )
    return cast(Deeds, found.select_related(*WITH))


def own(person: Person, pk: int) -> Deed | None:
    return of(person).filter(pk=pk).first()


def own_by_mail(pk: int, person_id: int) -> Deed | None:
    """For who holds a link from a mail; what its owner may no longer read is gone for the link too."""
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    return own(person, pk) if person else None


def due_for(person: Person, now: datetime) -> QuerySet[Deed]:
    """What this person is asked today: deeds of which the day has come and nothing was told."""
    day = rules.day_that_has_come(now, person.clock)
    return of(person).untold().filter(ask_on__lte=day).order_by("ask_on", "pk")


def asked_after_by(person: Person, now: datetime) -> list[Deed]:
    """Deeds of others that this person was asked to ask after, still untold, as far as they see them."""
    mine = Deed.objects.standing().untold().filter(buddy__person=person, buddy__removed_at=None)
    mine = mine.filter(buddy_asked_at__lte=now, contribution__dialogue__in=Dialogue.objects.seen_by(person))
    wanted = list(mine.select_related(*WITH).order_by("ask_on", "pk")[:OPEN])
    seen = keys_seen(person, wanted, now)
    return [deed for deed in wanted if deed.contribution_id in seen]


# Seeing over several dialogues at once: the rule of each, by what the person is in it.


def seen_in(person: Person, dialogues: Iterable[Dialogue], now: datetime) -> Q:
    """What this person sees of contributions in these dialogues (with their standing). One query."""
    wanted = list({dialogue.pk: dialogue for dialogue in dialogues}.values())
    here = Participant.objects.filter(dialogue__in=wanted, person=person, removed_at=None).exclude(way="")
    places = {one.dialogue_id: one for one in here.select_related("person")}
    by_rule: dict[Q, list[int]] = {}  # many rooms that one only reads along have the same: said once, it is cheap
    for dialogue in wanted:
        me, standing = places.get(dialogue.pk), getattr(dialogue, "standing", None)
        state = None
        if standing is not None:
            people = standings.engine_people([me] if me else [], with_free_days=False)
            state = replace(standings.bare_state(standing), people=people)
        by_rule.setdefault(standings.seen_by(state, me, now), []).append(dialogue.pk)
    seen = Q(pk__in=[])
    for rule, pks in by_rule.items():
        seen |= Q(dialogue__in=pks) & rule
    return seen


def keys_seen(person: Person, deeds: Iterable[Deed], now: datetime) -> set[int]:
    """The contributions of these deeds, and their stories, that this person sees. Two queries, none for none."""
    wanted = list(deeds)
    if not wanted:
        return set()
    seen = seen_in(person, [deed.contribution.dialogue for deed in wanted], now)
    keys = [key for deed in wanted for key in (deed.contribution_id, deed.story_id) if key]
    return set(Contribution.objects.filter(seen, pk__in=keys, removed_at=None).values_list("pk", flat=True))


def perhaps_seen(person: Person) -> Q:
    """Deeds that are worth asking about: the dialogue is there for this person, and it is not for somebody else."""
    mine = Q(contribution__participant__person=person)
    shown = Q(contribution__is_narrow=False, contribution__hidden=False) | Q(contribution__only_to__person=person)
    return Q(contribution__dialogue__in=Dialogue.objects.seen_by(person)) & (mine | shown)


@dataclass(frozen=True, slots=True)
class Promised:
    """One deed as a reader meets it. story: the number of its story, where this reader sees it."""

    pk: int
    number: int
    text: str
    name: str
    participant: int
    is_mine: bool
    dialogue: Dialogue
    due: date | None
    ask_on: date
    if_then: str
    obstacle: str
    first_step: str
    buddy: str
    asks: bool  # whether the reader is the one who asks after it
    outcome: str
    reason: str
    reason_words: str
    told_at: datetime | None
    story: int | None
    story_text: str


def _promised(deed: Deed, person: Person, seen: Container[int | None]) -> Promised:
    made, story = deed.contribution, deed.story if deed.story_id in seen else None
    return Promised(
        pk=deed.pk,
        number=made.number,
        text=made.text,
        name=made.participant.name,
        participant=made.participant.number,
        is_mine=made.participant.person_id == person.pk and made.participant.removed_at is None,
        dialogue=made.dialogue,
        due=deed.due,
        ask_on=deed.ask_on,
        if_then=deed.if_then,
        obstacle=deed.obstacle,
        first_step=deed.first_step,
        buddy=deed.buddy.name if deed.buddy else "",
        asks=deed.buddy is not None and deed.buddy.person_id == person.pk,
        outcome=deed.outcome,
        reason=deed.get_reason_display() if deed.reason else "",
        reason_words=deed.reason_words,
        told_at=deed.told_at,
        story=story.number if story else None,
        story_text=story.text if story else "",
    )


def promised(person: Person, seen: Q, deeds: QuerySet[Deed], at_most: int = 200) -> list[Promised]:
    """Those of these deeds that stand in what is seen of their dialogue (room.seen), in their order. One query."""
    shown = Contribution.objects.filter(seen, removed_at=None)
    deeds = deeds.filter(Exists(shown.filter(pk=OuterRef("contribution"))))
    rows = deeds.annotate(story_seen=Exists(shown.filter(pk=OuterRef("story")))).select_related(*TOLD)
    return [_promised(deed, person, {deed.story_id} if deed.story_seen else ()) for deed in rows[:at_most]]


def under(room: Room, numbers: Iterable[int]) -> list[Promised]:
    """The deeds among these contributions of one page. One query."""
    deeds = Deed.objects.filter(contribution__dialogue=room.dialogue, contribution__number__in=list(numbers))
    return promised(room.person, room.seen, deeds)


def _those_seen(person: Person, deeds: Iterable[Deed], now: datetime) -> list[Promised]:
    wanted = list(deeds)
    seen = keys_seen(person, wanted, now)
    return [_promised(deed, person, seen) for deed in wanted if deed.contribution_id in seen]


@dataclass(frozen=True, slots=True)
class InCircle:
    open: list[Promised]
    told: list[Promised]


def in_circle(person: Person, circle: Circle, now: datetime) -> InCircle:
    """Deeds of the circle's dialogues that this person sees: open ones by their day, and the last that were told.

    Four queries, whatever the size; two where there are no deeds.
    """
    here = Deed.objects.standing().filter(perhaps_seen(person), contribution__dialogue__circle=circle)
    here = here.select_related(*TOLD, "contribution__dialogue__standing")
    untold = here.filter(outcome="").order_by("ask_on", "pk")[: MARGIN * OPEN]
    told = here.exclude(outcome="").order_by("-told_at", "-pk")[: MARGIN * AT_MOST]
    found = _those_seen(person, [*untold, *told], now)
    return InCircle(
        open=[deed for deed in found if not deed.outcome][:OPEN],
        told=[deed for deed in found if deed.outcome][:AT_MOST],
    )


@dataclass(frozen=True, slots=True)
class AtHome:
    """asked: their day has come; coming: later; ask_after: of others; helped: what came where this person took part."""

    asked: list[Deed]
    coming: list[Deed]
    ask_after: list[Deed]
    helped: list[Promised]


def home_for(person: Person, now: datetime) -> AtHome:
    """Two queries where there is nothing, six at most, whatever the size."""
    mine = Q(contribution__participant__person=person, contribution__participant__removed_at=None)
    buddy = Q(buddy__person=person, buddy__removed_at=None, buddy_asked_at__lte=now)
    here = Q(contribution__dialogue__in=Dialogue.objects.seen_by(person))
    found = Deed.objects.standing().untold().filter(mine | buddy, here).select_related(*WITH)
    untold = list(found.order_by("ask_on", "pk")[:50])
    own = [deed for deed in untold if deed.contribution.participant.person_id == person.pk]
    others = [deed for deed in untold if deed.contribution.participant.person_id != person.pk]
    seen = keys_seen(person, others, now)
    day = rules.day_that_has_come(now, person.clock)
    return AtHome(
        asked=[deed for deed in own if deed.ask_on <= day],
        coming=[deed for deed in own if deed.ask_on > day],
        ask_after=[deed for deed in others if deed.contribution_id in seen],
        helped=helped(person, now),
    )


def helped(person: Person, now: datetime) -> list[Promised]:
    """What others told lately of deeds from dialogues in which this person took part. Three queries, or one."""
    lately = Deed.objects.standing().filter(perhaps_seen(person), told_at__gt=now - LATELY).exclude(outcome="")
    here = Participant.objects.filter(person=person, removed_at=None).exclude(way="").values("dialogue")
    others = lately.filter(contribution__dialogue__in=here).exclude(contribution__participant__person=person)
    others = others.select_related(*TOLD, "contribution__dialogue__standing").order_by("-told_at", "-pk")
    return _those_seen(person, others[: MARGIN * AT_MOST], now)[:AT_MOST]

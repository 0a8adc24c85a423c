"""What others learned from somebody's view, for whose view it was: until they read it, or put it away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.models import Contribution, Dialogue, Participant, Takeaway
from iq4d.web.people.models import Person

AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Received:
    """Somebody learned something from this person's view."""

    pk: int
    dialogue: Dialogue
    number: int
    name: str
    words: str


def places_of(person: Person) -> QuerySet[Participant]:
    """Where somebody still takes part: who fell out or left hears nothing any more."""
    return Participant.objects.filter(person=person, removed_at=None, gone=False).exclude(way="")


def learned_from(person: Person) -> QuerySet[Takeaway]:
    """What names this person as whose view it was, or stands under what they brought where nobody is named."""
    mine = places_of(person)
    under = Contribution.objects.filter(
        dialogue=OuterRef("contribution__dialogue"), number=OuterRef("contribution__answers"), participant__in=mine
    )
    whose = Q(whose__in=mine) | (Q(whose=None) & Exists(under))
    here = Dialogue.objects.seen_by(person)
    rows = Takeaway.objects.filter(whose, contribution__dialogue__in=here, contribution__removed_at=None)
    rows = rows.filter(contribution__hidden=False, contribution__is_narrow=False)
    return rows.exclude(contribution__participant__person=person)


def waits_in(person: Person) -> Exists:
    """Whether something waits to be read in a dialogue, for its row: a page with nothing to show asks nothing more."""
    return Exists(learned_from(person).filter(away_at=None, contribution__dialogue=OuterRef("pk")))


def received(person: Person) -> list[Received]:
    """What waits to be read, the newest first; not what its step does not show this person yet. One query."""
    waiting = learned_from(person).filter(away_at=None)
    told = waiting.select_related(
        "contribution__dialogue__standing", "contribution__participant", "contribution__to"
    ).order_by("-contribution__at", "-pk")[:AT_MOST]
    return [
        Received(one.pk, made.dialogue, made.number, made.participant.name, made.text)
        for one in told
        if (made := one.contribution) and _is_seen(made, person)
    ]


def _is_seen(made: Contribution, person: Person) -> bool:
    """Whether its step shows it to everybody, or to this person because the step is theirs."""
    standing = getattr(made.dialogue, "standing", None)
    if standing is None:
        return False
    if made.step in standings.public_steps(standings.bare_state(standing)):
        return True
    return made.to is not None and made.to.person_id == person.pk


def whose(dialogue: Dialogue, numbers: Iterable[int]) -> dict[int, int]:
    """By number of what was learned: the person from whose view it was, where they still take part."""
    told = Takeaway.objects.filter(contribution__dialogue=dialogue, contribution__number__in=list(numbers))
    rows = list(told.select_related("contribution", "whose"))
    under = {one.contribution.answers for one in rows if one.whose is None and one.contribution.answers}
    answered = Contribution.objects.filter(dialogue=dialogue, number__in=under).select_related("participant")
    authors = {one.number: one.participant for one in answered} if under else {}
    found = {}
    for one in rows:
        author = one.whose or authors.get(one.contribution.answers or 0)
        here = author is not None and author.removed_at is None and not author.gone and author.way
        if author is not None and here and author.person_id and author.pk != one.contribution.participant_id:
            found[one.contribution.number] = author.person_id
    return found

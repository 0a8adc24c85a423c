"""What pages read of own views: one's own, and what a group may hear of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery

from iq4d.measures import Scorecard
from iq4d.measures.score import POINTS
from iq4d.web.dialogues.models import Dialogue, Participant
from iq4d.web.mirror import rules
from iq4d.web.mirror.models import OwnView, Together
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import Verdict

THIRDS = {word: (POINTS * n / 3, POINTS * (n + 1) / 3) for n, word in enumerate(rules.MIDDLES)}  # of the points

MUCH = POINTS / 6  # points: half a word


def may_set(person: Person, dialogue: Dialogue) -> Verdict:
    """Whether this person may set a view of their own here. One query."""
    took_part = took_part_in(dialogue).filter(person=person).exists()
    return rules.may_set_own_view(took_part=took_part, state=dialogue.state, said=dialogue.contribution_count)


def took_part_in(dialogue: Dialogue) -> QuerySet[Participant]:
    """Places of who may set an own view. Where it was brought in: its speakers of whom the account is known."""
    here = Participant.objects.filter(dialogue=dialogue, removed_at=None, gone=False).exclude(person=None)
    return here.exclude(way="") if dialogue.held_here else here


def mine(person: Person, dialogue: Dialogue) -> OwnView | None:
    return OwnView.objects.filter(dialogue=dialogue, person=person).first()


def time_has_come(dialogue: Dialogue, now: datetime) -> bool:
    """As `rules.bring_together` says."""
    there = OwnView.objects.filter(dialogue=dialogue).aggregate(views=Count("pk"), first=Min("first_at"))
    since = max(filter(None, (there["first"], dialogue.ended_at)), default=now)
    return rules.bring_together(
        over=dialogue.state == "finished",
        views=there["views"],
        taking_part=took_part_in(dialogue).values("person").distinct().count(),
        waited=now - since,
    )


def waiting_long(now: datetime) -> QuerySet[Dialogue]:
    """Finished dialogues whose own views have waited for the others long enough. One query over own views."""
    long_ago = now - rules.WAIT
    apart = OwnView.objects.filter(dialogue__state="finished", dialogue__together=None).order_by()
    counted = apart.values("dialogue").annotate(views=Count("pk"), first=Min("first_at"))
    ready = counted.filter(views__gte=rules.LEAST_PEOPLE, first__lte=long_ago).values("dialogue")
    return Dialogue.objects.filter(Q(ended_at=None) | Q(ended_at__lte=long_ago), pk__in=ready)


@dataclass(frozen=True, slots=True)
class Beside:
    """One dimension as the measure sees it, and as its people do.

    seen: the measure's word; points and interval: None where it has none. middle: the people's word, "" where too
    few could tell. apart: some see little and others a lot; None where too few could tell for that.
    """

    dimension: str
    seen: str
    points: float | None
    interval: tuple[float, float] | None
    middle: str
    apart: bool | None

    @property
    def more(self) -> float:
        """By how many points the people see more than the measure; below 0: less; 0: they do not differ much.

        Much: the points lie at least half a word from the third that the people's word stands for, and the whole
        interval outside it. Without points: the words are two apart, where "cannot be seen" comes before "little".
        """
        if not self.middle:
            return 0.0
        low, high = THIRDS[self.middle]
        if self.points is None:
            return self._more_in_words()
        least, most = self.interval or (self.points, self.points)
        gap = low - self.points if most < low else high - self.points if least > high else 0.0
        return gap if abs(gap) >= MUCH else 0.0

    def _more_in_words(self) -> float:
        places = ("unseen", *rules.MIDDLES)
        steps = places.index(self.middle) - places.index(self.seen)
        return steps * POINTS / 3 if abs(steps) > 1 else 0.0


@dataclass(frozen=True, slots=True)
class OfGroup:
    """The group's own views as they were put together. people: how many there were."""

    people: int
    rows: tuple[Beside, ...]

    @property
    def furthest(self) -> Beside | None:
        """Where measure and people differ most; None where they do not differ much anywhere."""
        found = max(self.rows, key=lambda one: abs(one.more), default=None)
        return found if found is not None and found.more else None

    @property
    def divided(self) -> Beside | None:
        """Where people among themselves see it differently; the first such dimension."""
        return next((one for one in self.rows if one.apart), None)


def of_group(dialogue: Dialogue, scorecard: Scorecard) -> OfGroup | None:
    """What a group hears of its own views. None until they were put together, or when too few of them are left."""
    there = Count("dialogue__own_views")
    made = Together.objects.filter(dialogue=dialogue).annotate(left=there).filter(left__gte=rules.LEAST_PEOPLE).first()
    if made is None:
        return None
    told = made.middles
    rows = tuple(
        Beside(
            dimension=one.dimension,
            seen=one.seen,
            points=one.points,
            interval=one.interval,
            middle=told[one.dimension]["middle"] if one.dimension in told else "",
            apart=told[one.dimension]["apart"] if one.dimension in told else None,
        )
        for one in scorecard.dimensions
    )
    return OfGroup(made.people, rows)


def along(person: Any) -> dict[str, Any]:
    """For the dialogue's row: when either moves, this person's mirror page has moved."""
    own = OwnView.objects.filter(dialogue=OuterRef("pk"), person=person).order_by()
    return {"own_views_made": F("together__made_at"), "own_view_at": Subquery(own.values("at"))}

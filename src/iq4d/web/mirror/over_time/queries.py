"""What the pages over time read: the moments of one dialogue, a series of dialogues, and those of a circle together.

What somebody sees of several dialogues is made of those alone whose own mirror they may open, with its figures, one
click away. So no page tells less or more to anybody than they could add up themselves, and nothing comes of one page
less another: two people whose rights differ, and who lay their pages side by side, learn of the difference only what
one of them sees anyway and could have told. What the least number of people keeps from view is not a conversation but
the habit of judging a handful of people by a mean.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from iq4d.measures.changes import MEASURE
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.models import Dialogue, Participant
from iq4d.web.mirror.models import Moment
from iq4d.web.mirror.over_time.moments import VOICES
from iq4d.web.mirror.over_time.summing import Figure, Talk
from iq4d.web.people.models import Person

AT_MOST = 60  # moments on one page: the newest
LONGEST = 50  # dialogues in a series that a page shows: the newest
MOST = 1_000  # dialogues of a circle that are taken together: the newest


@dataclass(frozen=True, slots=True)
class Stood:
    """Where a dialogue's mirror stood. step: its name; begins: whether this is the first moment of that step."""

    day: date
    step: str
    begins: bool
    measure: int
    contributions: int
    figures: dict[str, Figure]


def figures(kept: dict[str, Any]) -> dict[str, Figure]:
    return {dimension: Figure(one["seen"], one["points"], one["low"], one["high"]) for dimension, one in kept.items()}


def moments_of(dialogue: Dialogue, language: str) -> list[Stood]:
    """In order of time. One query."""
    rows = list(Moment.objects.filter(dialogue=dialogue).order_by("-pk")[:AT_MOST])[::-1]
    names = _step_names(dialogue, language) if any(one.step for one in rows) else {}
    told, before = [], ""
    for one in rows:
        begins = bool(one.step) and one.step != before
        name = names.get(one.step, "")
        told.append(Stood(one.day, name, begins, one.measure, one.contributions, figures(one.figures)))
        before = one.step
    return told


def _step_names(dialogue: Dialogue, language: str) -> dict[str, str]:
    standing = getattr(dialogue, "standing", None)
    state = standings.bare_state(standing) if standing else None
    return {step.id: state.phase(step).name.say(language) for step in state.steps} if state else {}


@dataclass(frozen=True, slots=True)
class InSeries:
    """One dialogue of a series as it stands now; figures: empty while nothing was measured."""

    dialogue: Dialogue
    measure: int
    figures: dict[str, Figure]


def _latest() -> QuerySet[Moment]:
    later = Moment.objects.filter(dialogue=OuterRef("dialogue"), pk__gt=OuterRef("pk"))
    return Moment.objects.filter(~Exists(later))


def series_of(person: Person, dialogue: Dialogue) -> list[InSeries]:
    """The dialogues that go on from one another, this one among them, in the order in which they began.

    Only those that this person sees. What hangs together through one they do not see is not said to hang together:
    that would tell that there is one. Three queries.
    """
    here = series_keys(person, dialogue)
    found = Dialogue.objects.filter(pk__in=here).order_by("created_at", "pk")
    kept = {one.dialogue_id: one for one in _latest().filter(dialogue__in=here)}
    told = []
    for one in found:
        moment = kept.get(one.pk)
        at = figures(moment.figures) if moment else {}
        told.append(InSeries(one, moment.measure if moment else MEASURE, at))
    return told[-LONGEST:]


def goes_on_from(person: Person, dialogue: Dialogue) -> Dialogue | None:
    """What this one goes on from, for who sees that too. One query."""
    return Dialogue.objects.seen_by(person).filter(pk=dialogue.follows_id or 0).first()


def series_keys(person: Person, dialogue: Dialogue) -> list[int]:
    """The ids of its series, as far as this person sees it, this one among them. One query."""
    seen = Dialogue.objects.seen_by(person).filter(circle=dialogue.circle_id)
    links = seen.filter(follows__in=seen.order_by().values("pk")).order_by().values_list("pk", "follows_id")
    beside: dict[int, list[int]] = {}
    for one, before in links:
        beside.setdefault(one, []).append(before)
        beside.setdefault(before, []).append(one)
    found, to_visit = {dialogue.pk}, [dialogue.pk]
    while to_visit:
        for near in beside.get(to_visit.pop(), ()):
            if near not in found:
                found.add(near)
                to_visit.append(near)
    return sorted(found)


@dataclass(frozen=True, slots=True)
class CircleTalks:
    """What is taken together. waiting: dialogues that are over and have no figures of this measure yet."""

    talks: list[Talk]
    waiting: int


def talks_in(circle: Circle, person: Person) -> CircleTalks:
    """The circle's dialogues that are over and that this person sees, the newest `MOST`. Three queries.

    From small rows, one for each dialogue: no scorecard is read.
    """
    over = Dialogue.objects.seen_by(person).filter(circle=circle, state="finished")
    rows = list(
        _latest()
        .filter(measure=MEASURE, dialogue__in=over.order_by().values("pk"))
        .order_by(F("dialogue__ended_at").desc(nulls_last=True), "-dialogue_id")
        .values_list(
            "dialogue_id", "dialogue__method", "dialogue__course", "dialogue__platform", "dialogue__ended_at", "day",
            "figures", "voices",
        )[:MOST]
    )  # fmt: skip
    people = _people_of(over)
    talks = []
    for pk, method, course, platform, ended_at, day, kept, voices in rows:
        heard = frozenset(people[pk, n] for n in voices if (pk, n) in people)
        medium = f"course:{course}" if method else f"platform:{platform}"
        at = timezone.localdate(ended_at) if ended_at else day
        talks.append(Talk(figures(kept), at, heard, len(voices), method, medium))
    return CircleTalks(talks, waiting=over.count() - len(rows))


def _people_of(dialogues: QuerySet[Dialogue]) -> dict[tuple[int, int], Hashable]:
    """Who somebody is, by dialogue and number: an account, or a name; no key for a pseudonym.

    A name that also somebody with an account has may be theirs: it is taken for them, so that nobody counts twice.
    """
    rows = list(
        Participant.objects.filter(dialogue__in=dialogues.order_by().values("pk"), number__lte=VOICES).values_list(
            "dialogue_id", "number", "person_id", "name"
        )
    )
    known = {name.casefold(): person for _, _, person, name in rows if person is not None}
    people: dict[tuple[int, int], Hashable] = {}
    for dialogue, number, person, name in rows:
        if person is not None:
            people[dialogue, number] = person
        elif name:
            people[dialogue, number] = known.get(name.casefold(), name.casefold())
    return people

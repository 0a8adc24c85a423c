"""What a page reads of dialogues. Everything starts from the person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from iq4d.methods import State
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.models import Contribution, Dialogue, Draft, Gesture, Invite, Participant, Version
from iq4d.web.people.models import Person

PER_PAGE = 25  # dialogues in a list
WINDOW = 100  # contributions on one page
ORDER = ("section", "top", "branch", "number")


@dataclass(frozen=True, slots=True)
class Shown:
    """One contribution as the page shows it; `name` is empty for a pseudonym, said from `participant`."""

    number: int
    level: int
    answers: int | None
    at: datetime | None
    html: str
    step: str
    kind: str
    hidden: bool
    hidden_why: str
    outside: bool
    is_narrow: bool
    edited_at: datetime | None
    removed_at: datetime | None
    participant: int
    name: str
    person: int | None
    photo: str


COLUMNS = (
    "number", "level", "answers", "at", "html", "step", "kind", "hidden", "hidden_why", "outside", "is_narrow",
    "edited_at", "removed_at", "participant__number", "participant__name", "participant__person",
    "participant__person__photo",
)  # fmt: skip


@dataclass(slots=True)
class Room:
    """A dialogue as one person meets it. me: their place in it, None for who only reads along."""

    dialogue: Dialogue
    person: Person
    me: Participant | None
    participants: list[Participant]
    state: State | None
    now: datetime
    seen: Q

    @property
    def my_id(self) -> str:
        return str(self.me.number) if self.me else ""

    @property
    def leads(self) -> bool:
        """Whether this person sets it up: the facilitator, the owner, or who started it."""
        if self.me is None:
            return False
        return self.me.role in ("facilitator", "owner") or self.dialogue.created_by_id == self.person.pk

    def named(self, number: int | str) -> str:
        """Somebody's name; empty for a pseudonym or nobody."""
        return next((one.name for one in self.participants if str(one.number) == str(number)), "")


def dialogue_for(person: Person, key: str) -> Dialogue | None:
    """The dialogue with this key, for who may see it."""
    return Dialogue.objects.seen_by(person).select_related("circle", "standing").filter(key=key).first()


def room_for(person: Person, dialogue: Dialogue, now: datetime, *, about: Iterable[int] = ()) -> Room:
    """Five queries, whatever the size; one where the conversation was brought in."""
    if not dialogue.held_here:
        return Room(dialogue, person, None, [], None, now, standings.public(None))
    participants = standings.participants_of(dialogue)
    here = [one for one in participants if one.way]
    me = next((one for one in here if one.person_id == person.pk and one.removed_at is None), None)
    standing = getattr(dialogue, "standing", None)
    state = None
    if standing is not None:
        viewer = me.number if me else 0
        state = standings.state_of(dialogue, standing, here, viewer=viewer, about=about, with_free_days=False)
    return Room(dialogue, person, me, here, state, now, standings.seen_by(state, me, now))


def dialogues_in(circle: Circle, person: Person) -> QuerySet[Dialogue]:
    """The circle's dialogues that this person sees: not the closed rooms they have no part in."""
    return circle.dialogues.filter(pk__in=Dialogue.objects.seen_by(person).values("pk")).newest_talk_first()


def recent_for(person: Person, at_most: int = 10) -> QuerySet[Dialogue]:
    """What came into this person's circles last, and is over."""
    seen = Dialogue.objects.seen_by(person).select_related("circle").filter(state="finished")
    return seen.order_by("-created_at", "-pk")[:at_most]


def running_for(person: Person, at_most: int = 50) -> QuerySet[Dialogue]:
    """What this person takes part in and is not over."""
    mine = Participant.objects.filter(dialogue=OuterRef("pk"), person=person, removed_at=None).exclude(way="")
    seen = Dialogue.objects.seen_by(person).select_related("circle", "standing").exclude(state="finished")
    return seen.filter(Exists(mine)).order_by("-created_at")[:at_most]


def invites_for(person: Person, now: datetime) -> QuerySet[Invite]:
    """The questions with which this person is asked in."""
    found = Invite.objects.waiting_for(person, now).select_related("dialogue", "invited_by")
    return found.order_by("created_at")


def visible(dialogue: Dialogue, seen: Q) -> QuerySet[Contribution]:
    """What this person sees, and the places of what was taken back under which something stands that they see."""
    under = Q(dialogue=OuterRef("dialogue"), answers=OuterRef("number"), removed_at=None)
    answered = Contribution.objects.filter(seen, under)
    gone = Q(removed_at__isnull=False, is_narrow=False) & Q(Exists(answered))
    return Contribution.objects.filter(seen | gone, dialogue=dialogue)


def shown(rows: QuerySet[Contribution]) -> list[Shown]:
    """Rows as a page shows them, in reading order."""
    told: Any = (rows if rows.query.is_sliced else rows.order_by(*ORDER)).values_list(*COLUMNS)
    return [Shown(*row[:16], photo=row[16] or "") for row in told]


def window(dialogue: Dialogue, page: int, seen: Q) -> list[Shown]:
    """WINDOW contributions in reading order, on page `page` (1-based)."""
    first = (page - 1) * WINDOW
    return shown(visible(dialogue, seen).order_by(*ORDER)[first : first + WINDOW])


def these(dialogue: Dialogue, numbers: Iterable[int], seen: Q) -> list[Shown]:
    """Some contributions by number, as far as this person sees them, in reading order."""
    wanted = list(numbers)
    if not wanted:
        return []
    return shown(Contribution.objects.filter(seen, dialogue=dialogue, number__in=wanted, removed_at=None))


@dataclass(slots=True)
class Thread:
    """A contribution with what stands under it."""

    top: Shown
    replies: list[Thread]


def threads(shown: list[Shown]) -> list[Thread]:
    """The window as nested lists. A thread that began on the page before goes on at its own level."""
    roots: list[Thread] = []
    path: list[Thread] = []  # the open thread at each level
    for contribution in shown:
        thread = Thread(contribution, [])
        del path[min(contribution.level, len(path)) :]
        (path[-1].replies if path else roots).append(thread)
        path.append(thread)
    return roots


def page_of(dialogue: Dialogue, number: int, seen: Q) -> int | None:
    """On which page contribution `number` stands for this person; None where they do not see it."""
    at = visible(dialogue, seen).filter(number=number).values_list(*ORDER).first()
    if at is None:
        return None
    section, top, branch, _ = at
    before = Q(section__lt=section) | Q(section=section, top__lt=top) | Q(section=section, top=top, branch__lt=branch)
    before |= Q(section=section, top=top, branch=branch, number__lt=number)
    return visible(dialogue, seen).filter(before).count() // WINDOW + 1


def names_in(dialogue: Dialogue, numbers: list[int]) -> dict[int, tuple[str, int]]:
    """Who made these contributions: (name, participant number) by contribution number."""
    if not numbers:
        return {}
    rows = Contribution.objects.filter(dialogue=dialogue, number__in=numbers)
    return {n: (name, who) for n, name, who in rows.values_list("number", "participant__name", "participant__number")}


def kept_questions(room: Room) -> dict[int, int]:
    """What the owner keeps, by contribution number: its place in the owner's order.

    Others learn only what is kept, and only once the step is over: nobody reads "cold" on a colleague's question.
    """
    if room.state is None:
        return {}
    over = [s.id for s in room.state.steps if s.closed_at is not None and not s.is_open]
    told = Gesture.objects.filter(dialogue=room.dialogue, kind="rate", value="warm")
    told = told.filter(Q(step__in=over) | Q(participant=room.me)) if room.me else told.filter(step__in=over)
    rows = told.order_by("place", "pk").values_list("about", flat=True)
    return {number: place for place, number in enumerate(dict.fromkeys(rows), 1)}


def own_gestures(room: Room, step: str) -> dict[tuple[str, int], Gesture]:
    """What this person rated, judged or dated in a step, by (kind, number)."""
    if room.me is None:
        return {}
    return {(one.kind, one.about): one for one in Gesture.objects.filter(participant=room.me, step=step)}


def verdicts(dialogue: Dialogue) -> dict[str, int]:
    """How often each verdict on "done when" was given; nobody's name."""
    latest = dict(
        Gesture.objects.filter(dialogue=dialogue, kind="judge").order_by("at").values_list("participant", "value")
    )
    return {value: list(latest.values()).count(value) for value in ("reached", "partly", "not reached") if latest}


def reactions(room: Room) -> int:
    """How many came after what it opened with; of those that everybody here sees."""
    if room.state is None:
        return 0
    shown = Contribution.objects.filter(standings.public(room.state), dialogue=room.dialogue)
    return shown.exclude(step=room.state.steps[0].id).count()


def lineage(room: Room) -> list[tuple[int | None, str]]:
    """The question from its first wording to its last: (contribution number or None, words)."""
    owners = [one.pk for one in room.participants if one.role == "owner"]
    cores = Contribution.objects.filter(
        room.seen, dialogue=room.dialogue, kind="core", participant__in=owners, removed_at=None
    )
    rows = cores.order_by("number").values_list("number", "text")
    return [(None, room.dialogue.title), *((number, text) for number, text in rows)]


def drafts_of(me: Participant) -> list[Draft]:
    return list(Draft.objects.filter(participant=me).order_by("at"))


def versions_of(contribution: Contribution) -> list[Version]:
    return list(contribution.versions.order_by("-at"))


def shares_a_dialogue(viewer: Person, person_id: int) -> bool:
    """Whether two people take part in one dialogue: then each sees the other's face."""
    here = Participant.objects.filter(person=viewer, removed_at=None).exclude(way="")
    return Participant.objects.filter(dialogue__in=here.values("dialogue"), person_id=person_id).exists()

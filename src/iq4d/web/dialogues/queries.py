"""What a page reads of dialogues. Everything starts from the person."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from iq4d.methods import State
from iq4d.web.circles.models import Circle, Membership
from iq4d.web.circles.queries import role_in
from iq4d.web.dialogues import rules
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.gestured import Rated, ratings_of
from iq4d.web.dialogues.models import Contribution, Dialogue, Draft, Invite, Participant, Version
from iq4d.web.people.models import Person
from iq4d.web.ui.prepared import Prepared

PER_PAGE = 25  # dialogues in a list
WINDOW = 100  # contributions on one page
SOMEBODY = _("Somebody")  # who brought something in a step without names
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
    place: int | None  # on the scale of its step, 1 to 5
    signed: bool  # of a step without names: its author put theirs under it
    picture: str  # the name of its file
    consent: str  # of who is in it; a key of CONSENTS
    wiped: bool  # its words were let go
    edited_at: datetime | None
    removed_at: datetime | None
    owned: bool | None  # whether its author owned the question of its step then; None where that is not known
    participant: int
    name: str
    person: int | None
    photo: str


class Line(NamedTuple):
    """A contribution without its words: whether it is still as it was."""

    number: int
    answers: int | None
    participant: int
    hidden: bool
    edited_at: datetime | None
    removed_at: datetime | None
    signed: bool
    wiped: bool


Placed = TypeVar("Placed", Shown, Line)
COLUMNS = (
    "number", "level", "answers", "at", "html", "step", "kind", "hidden", "hidden_why", "outside", "is_narrow", "place",
    "signed", "picture", "consent", "wiped", "edited_at", "removed_at", "to", "participant",
)  # fmt: skip


@dataclass
class Room:
    """A dialogue as one person meets it. me: their place in it, None for who only reads along."""

    dialogue: Dialogue
    person: Person
    me: Participant | None
    participants: list[Participant]
    state: State | None
    now: datetime
    seen: Q
    seen_gone: Q  # the same, with the places of what was taken back

    @cached_property
    def along(self) -> Any:
        """The dialogue's row with what `reads_along` names. No query on a page that found it by its key."""
        has_it = hasattr(self.dialogue, "is_member")
        return self.dialogue if has_it else found_for(self.person, self.dialogue.key)

    @cached_property
    def drafts(self) -> list[Draft]:
        """This person's words on their way, the oldest first. One query, however often it is asked."""
        return _drafts(self.me.pk) if self.me else []

    @cached_property
    def ratings(self) -> list[Rated]:
        return ratings_of(self)

    @property
    def kept(self) -> dict[int, int]:
        """What the owner keeps, by contribution number: its place in the owner's order.

        Others learn only what is kept, and only once the step is over: nobody reads "cold" on a colleague's question.
        """
        warm = dict.fromkeys(one.about for one in self.ratings if one.value == "warm")
        return {number: place for place, number in enumerate(warm, 1)}

    @cached_property
    def is_let_go(self) -> bool:
        """Whether somebody else let this person go and nobody asked them in since: they only read along."""
        mine = (one for one in self.participants if one.person_id == self.person.pk and one.removed_at and one.let_go)
        return any(mine) and not invites_for(self.person, self.now).filter(dialogue=self.dialogue).exists()

    @cached_property
    def unnamed(self) -> frozenset[str]:
        """The steps of which nobody reads who brought what."""
        return standings.unnamed_steps(self.state)

    def hides_name(self, step: str, signed: bool) -> bool:
        """Whether nobody reads who brought something there. The one answer for pages, mails and searches alike."""
        return step in self.unnamed and not signed

    @property
    def with_names(self) -> Q:
        """Contributions of which people read who brought them."""
        return ~Q(step__in=self.unnamed) | Q(signed=True)

    @property
    def my_id(self) -> str:
        return str(self.me.number) if self.me else ""

    @property
    def leads(self) -> bool:
        """Whether this person sets it up: the facilitator, the owner, or who started it."""
        if self.me is None:
            return False
        return self.me.role in ("facilitator", "owner") or self.dialogue.created_by_id == self.person.pk

    def voices(self, wanted: set[int]) -> dict[int, tuple[int, str, int | None, str]]:
        """(number, name, person, photo) of participants by pk. One query where it was brought in, none where held."""
        here: Iterable[Participant] = self.participants
        if not self.dialogue.held_here:
            here = Participant.objects.filter(pk__in=wanted).select_related("person")
        return {one.pk: (one.number, one.name, one.person_id, one.person.photo if one.person else "") for one in here}

    def named(self, number: int | str) -> str:
        """Somebody's name; empty for a pseudonym or nobody."""
        return next((one.name for one in self.participants if str(one.number) == str(number)), "")


reads_along: list[Callable[[Any], dict[str, Any]]] = []
"""What later apps need of a dialogue for who reads it: given the person, expressions by their name on the row.

Read in the query that finds the dialogue: one of their own would cost a page more than its answer. Filled in `ready`.
"""


def _with_all_along(key: str, person: Any) -> QuerySet[Dialogue]:
    membership = Membership.objects.filter(circle=OuterRef("circle"), person=person)
    found = Dialogue.objects.select_related("circle", "standing").filter(key=key)
    for along in reads_along:
        found = found.annotate(**along(person))
    return found.annotate(is_member=Exists(membership))[:1]


_by_key: Prepared[Any] = Prepared(_with_all_along)
_drafts: Prepared[Draft] = Prepared(lambda me: Draft.objects.filter(participant=me).order_by("at"))


def dialogue_for(person: Person, key: str) -> Dialogue | None:
    """The dialogue with this key, for who may see it. Two queries."""
    found = found_for(person, key)
    if found is None:
        return None
    here = Participant.objects.filter(dialogue=found, person=person, removed_at=None)
    ways = list(here.values_list("way", flat=True))  # an imported one names people twice, and none has a way
    return found if sees(found, max(ways, default=None)) else None


def found_for(person: Person, key: str) -> Dialogue | None:
    """The dialogue with this key, whoever may see it: for who asks `sees` next. One query."""
    found: Dialogue | None = _by_key.first(key, person.pk)
    return found


def sees(found: Any, way: str | None) -> bool:
    """The rule, for a dialogue that `found_for` found and how its reader takes part in it."""
    in_circle = found.circle_id is not None
    return rules.may_see(way=way, in_circle=in_circle, is_member=found.is_member, room=found.room)


def room_by_key(person: Person, key: str, now: datetime, *, about: Iterable[int] = ()) -> Room | None:
    """`room_for` of what `dialogue_for` gives, with one query less."""
    found = found_for(person, key)
    if found is None or not found.held_here:
        seen = dialogue_for(person, key) if found else None
        return room_for(person, seen, now) if seen else None
    here = standings.participants_of(found)
    me = place_of(here, person)
    return _room(person, found, here, now, about) if sees(found, me.way if me else None) else None


def room_for(person: Person, dialogue: Dialogue, now: datetime, *, about: Iterable[int] = ()) -> Room:
    """A dialogue that this person may see, as they meet it. Three queries; none where it was brought in."""
    if not dialogue.held_here:
        return Room(dialogue, person, None, [], None, now, standings.public(None), standings.public(None, gone=True))
    return _room(person, dialogue, standings.participants_of(dialogue), now, about)


def place_of(participants: Iterable[Participant], person: Person) -> Participant | None:
    mine = (one for one in participants if one.way and one.person_id == person.pk and one.removed_at is None)
    return next(mine, None)


def _room(
    person: Person, dialogue: Dialogue, participants: list[Participant], now: datetime, about: Iterable[int]
) -> Room:
    here = [one for one in participants if one.way]
    me = place_of(here, person)
    standing = getattr(dialogue, "standing", None)
    state = None
    if standing is not None:
        viewer = me.number if me else 0
        state = standings.state_of(dialogue, standing, here, viewer=viewer, about=about, with_free_days=False)
    seen, gone = standings.seen_by(state, me, now), standings.seen_by(state, me, now, gone=True)
    return Room(dialogue, person, me, here, state, now, seen, gone)


def dialogues_in(circle: Circle, person: Person) -> QuerySet[Dialogue]:
    """The circle's dialogues that this person sees: not the closed rooms they have no part in."""
    return circle.dialogues.filter(pk__in=Dialogue.objects.seen_by(person).values("pk")).newest_talk_first()


def finished_for(person: Person) -> QuerySet[Dialogue]:
    """What this person sees and is over, the newest talk first."""
    return Dialogue.objects.seen_by(person).select_related("circle").filter(state="finished").newest_talk_first()


def running_for(person: Person, at_most: int = 50) -> QuerySet[Dialogue]:
    """What this person takes part in and is not over."""
    mine = Participant.objects.filter(dialogue=OuterRef("pk"), person=person, removed_at=None).exclude(way="")
    seen = Dialogue.objects.seen_by(person).select_related("circle", "standing").exclude(state="finished")
    return seen.filter(Exists(mine)).order_by("-created_at")[:at_most]


def invites_for(person: Person, now: datetime) -> QuerySet[Invite]:
    """The questions with which this person is asked in."""
    found = Invite.objects.waiting_for(person, now).select_related("dialogue", "invited_by")
    return found.order_by("created_at")


def takes_part_no_longer(person: Person, key: str) -> bool:
    """Whether this person once took part there: then they know that it is there."""
    return Participant.objects.filter(dialogue__key=key, person=person).exclude(way="").exists()


def reads_on(one: Participant, dialogue: Dialogue) -> bool:
    """Whether this participant goes on seeing it when they take part no longer: an open room is for its circle."""
    person, circle = one.person, dialogue.circle_id
    if person is None or circle is None or dialogue.room != "open":
        return False
    return role_in(person, circle) is not None


def _visible(room: Room) -> Q:
    return Q(dialogue=room.dialogue) & room.seen_gone


def visible(room: Room) -> QuerySet[Contribution]:
    """What this person sees, with the places of what was taken back (`window` leaves out the ones nothing hangs on)."""
    return Contribution.objects.filter(_visible(room))


def shown(room: Room, rows: QuerySet[Contribution]) -> list[Shown]:
    """Rows as a page shows them, in reading order."""
    return _as_shown(room, list((rows if rows.query.is_sliced else rows.order_by(*ORDER)).values_list(*COLUMNS)))


_first_window: Prepared[Any] = Prepared(
    lambda where: Contribution.objects.filter(where).order_by(*ORDER).values_list(*COLUMNS)[: WINDOW + 1]
)


def _as_shown(room: Room, told: list[Any]) -> list[Shown]:
    voices = room.voices({row[-1] for row in told})
    owned = [None if to is None else to == who for *_, to, who in told]
    found = [Shown(*(*row[:-2], own, *voices[row[-1]])) for row, own in zip(told, owned, strict=True)]
    return [_without_author(room, one) for one in found] if room.unnamed else found


def _without_author(room: Room, one: Shown) -> Shown:
    """The same without anything that tells who brought it, where its step names nobody; one's own stays one's own.

    Not even when: who leads sees who comes in, and could lay the times side by side.
    """
    if not room.hides_name(one.step, one.signed) or (room.me is not None and one.participant == room.me.number):
        return one
    return replace(one, at=None, owned=None, participant=0, name=str(SOMEBODY), person=None, photo="")


def window(room: Room, page: int) -> tuple[list[Shown], bool]:
    """WINDOW contributions in reading order, on page `page` (1-based), and whether more follows.

    What somebody else took back is left out, unless something this person sees stands under it.
    """
    first = (page - 1) * WINDOW
    if page == 1:
        fetched = _as_shown(room, _first_window(_visible(room)))
    else:
        fetched = shown(room, visible(room).order_by(*ORDER)[first : first + WINDOW + 1])
    return with_a_place(room, fetched[:WINDOW]), len(fetched) > WINDOW


def with_a_place(room: Room, rows: list[Placed]) -> list[Placed]:
    """Those that are drawn: of what others took back only the places under which something stands.

    So of all whose words were let go: nobody needs a page full of empty places.
    """
    mine = room.me.number if room.me else 0
    answered = {row.answers for row in rows if row.removed_at is None}
    own = {row.number for row in rows if row.participant == mine and not row.wiped}
    return [row for row in rows if row.removed_at is None or row.number in own | answered]


def these(room: Room, numbers: Iterable[int]) -> list[Shown]:
    """Some contributions by number, as far as this person sees them, in reading order."""
    wanted = list(numbers)
    if not wanted:
        return []
    rows = Contribution.objects.filter(room.seen, dialogue=room.dialogue, number__in=wanted, removed_at=None)
    return shown(room, rows)


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


def page_of(room: Room, number: int) -> int | None:
    """On which page contribution `number` stands for this person; None where they do not see it."""
    at = visible(room).filter(number=number).values_list(*ORDER).first()
    if at is None:
        return None
    section, top, branch, _ = at
    before = Q(section__lt=section) | Q(section=section, top__lt=top) | Q(section=section, top=top, branch__lt=branch)
    before |= Q(section=section, top=top, branch=branch, number__lt=number)
    return visible(room).filter(before).count() // WINDOW + 1


def names_in(room: Room, numbers: list[int]) -> dict[int, tuple[str, int]]:
    """Who made these contributions, as far as this person sees them: (name, participant number) by number."""
    if not numbers:
        return {}
    rows = Contribution.objects.filter(room.seen, dialogue=room.dialogue, number__in=numbers, removed_at=None)
    told = rows.values_list("number", "participant__name", "participant__number", "step", "signed")
    return {
        n: (str(SOMEBODY), 0) if room.hides_name(step, signed) else (name, who) for n, name, who, step, signed in told
    }


def reactions(room: Room) -> int:
    """How many came after what it opened with; of those that everybody here sees."""
    if room.state is None:
        return 0
    shown = Contribution.objects.filter(standings.public(room.state), dialogue=room.dialogue)
    return shown.exclude(step=room.state.steps[0].id).count()


def versions_of(contribution: Contribution) -> list[Version]:
    return list(contribution.versions.order_by("-at"))


def shares_a_dialogue(viewer: Person, person_id: int) -> bool:
    """Whether two people take part in one dialogue: then each sees the other's face."""
    here = Participant.objects.filter(person=viewer, removed_at=None).exclude(way="")
    return Participant.objects.filter(dialogue__in=here.values("dialogue"), person_id=person_id).exists()

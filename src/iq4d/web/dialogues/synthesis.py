"""A summary on top of what was said: what it rests on, and whether that still stands as it was read then.

Whether it does is kept nowhere: it is seen each time from the contributions themselves, as far as this reader sees
them. So an undo, a step that opens again or two people at once leave nothing behind that is not true.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.text import Truncator

from iq4d.methods import may
from iq4d.web.dialogues import queries, rules
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.models import Contribution, Dialogue
from iq4d.web.dialogues.queries import Room, Shown
from iq4d.web.ui.markup import plain

KIND = "synthesis"
PER_PAGE = 40  # contributions to choose from at a time
FIRST_WORDS = 16
FORCES = ("fine", "advice", "outside")
WHOLE = 1_500  # characters of a summary that stand on top in full


class Rests(NamedTuple):
    """What `Dialogue.summaries` keeps of one. read: when what it rests on was last read by who wrote it or who leads.

    of: how much everybody saw then; gone: what was no longer shown then, and did not matter to them.
    """

    on: tuple[int, ...] = ()
    read: datetime | None = None
    of: int | None = None
    gone: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        read = self.read.isoformat() if self.read else ""
        return {"on": list(self.on), "read": read, "count": self.of, "gone": list(self.gone)}


def rests_in(dialogue: Dialogue) -> dict[int, Rests]:
    """By number of the summary."""
    return {int(number): _rests(told) for number, told in dialogue.summaries.items()}


def _rests(told: Mapping[str, Any]) -> Rests:
    read = datetime.fromisoformat(told["read"]) if told.get("read") else None
    return Rests(tuple(told.get("on", ())), read, told.get("count"), tuple(told.get("gone", ())))


class Ground(NamedTuple):
    """One contribution that a summary rests on, for who sees it. how: "", "changed", "hidden" or "taken back"."""

    number: int
    name: str
    participant: int
    words: str
    href: str
    how: str


@dataclass(frozen=True, slots=True)
class Summary:
    """One of them, for one reader. gone: numbers of what it rests on and is no longer shown to all, not looked at yet.

    newer: how many contributions came since it was last looked at.
    """

    shown: Shown
    grounds: list[Ground]
    gone: list[int]
    newer: int
    words: str

    @property
    def number(self) -> int:
        return self.shown.number

    @property
    def changed(self) -> list[Ground]:
        return [one for one in self.grounds if one.how]

    @property
    def unseen(self) -> bool:
        """Whether something it rests on is no longer shown to this reader either: nothing more is told of it."""
        return bool(set(self.gone) - {one.number for one in self.grounds})

    @property
    def is_stale(self) -> bool:
        return bool(self.changed) or self.unseen

    @property
    def whole(self) -> bool:
        return len(self.shown.html) <= WHOLE


def summaries(room: Room, whole: list[Shown] | None, here: Iterable[int] = ()) -> list[Summary]:
    """What everybody here can read of them, the newest first.

    whole: all that this person sees, where the page has it: then nothing is asked again. Else it is one query, and none
    where nobody summed up. here: the numbers that stand on this page.
    """
    if room.state is None:
        return []
    known = rests_in(room.dialogue)
    if whole is None:
        wanted = {*known, *(number for one in known.values() for number in one.on)}
        whole = queries.shown(room, _these(room, wanted)) if wanted else []
    rows = {one.number: one for one in whole}
    open_to_all = set(standings.public_steps(room.state))
    standing = [one for one in whole if one.kind == KIND and _is_shown(one, open_to_all)]
    newest_first = sorted(standing, key=lambda one: one.number, reverse=True)
    return [_summary(room, one, known.get(one.number, Rests()), rows, open_to_all, set(here)) for one in newest_first]


def _these(room: Room, numbers: Iterable[int]) -> Any:
    return Contribution.objects.filter(room.seen, dialogue=room.dialogue, number__in=list(numbers))


def _is_shown(one: Shown, open_to_all: set[str]) -> bool:
    """Whether everybody here sees it: `standings.public` of a row that this reader sees."""
    if one.hidden or one.is_narrow or one.removed_at is not None or one.kind in standings.PRIVATE:
        return False
    return one.step in open_to_all or one.kind in standings.AFTERWARDS


def _summary(
    room: Room, one: Shown, rests: Rests, rows: Mapping[int, Shown], open_to_all: set[str], here: set[int]
) -> Summary:
    gone = [n for n in rests.on if n not in rests.gone and not (n in rows and _is_shown(rows[n], open_to_all))]
    grounds = [_ground(room, rows[n], rests, n in gone, here) for n in rests.on if n in rows]
    newer = max(0, room.dialogue.contribution_count - rests.of) if rests.of is not None else 0
    return Summary(one, grounds, gone, newer, plain(one.html))


def _ground(room: Room, one: Shown, rests: Rests, is_gone: bool, here: set[int]) -> Ground:
    how = ""
    if is_gone:
        how = "taken back" if one.removed_at is not None else "hidden"
    elif one.edited_at is not None and rests.read is not None and one.edited_at > rests.read:
        how = "changed"
    href = f"#c-{one.number}" if one.number in here else f"{room.dialogue.get_absolute_url()}c/{one.number}/"
    words = Truncator(plain(one.html)).words(FIRST_WORDS)
    return Ground(one.number, one.name, one.participant, words, href, how)


def under(dialogue: Dialogue, found: Iterable[Summary]) -> dict[int, str]:
    """What stands under each summary where it was written: HTML by number."""
    return {
        one.number: render_to_string("dialogues/rests_on.html", {"summary": one, "dialogue": dialogue})
        for one in found
        if one.grounds
    }


def may_look_again(room: Room, summary: Summary) -> bool:
    me = room.me
    return me is not None and bool(
        rules.may_look_again(is_author=summary.shown.participant == me.number, leads=room.leads)
    )


def rewritten_at(room: Room, summary: Summary) -> str:
    """Where this person writes it anew: its author in its place, who leads as the next one. Empty where nowhere."""
    base = room.dialogue.get_absolute_url()
    if room.me is not None and summary.shown.participant == room.me.number:
        return f"{base}c/{summary.number}/summary/"
    return f"{base}summary/?of={summary.number}" if room.leads and places(room) else ""


# Writing one: where that can be, and what it can rest on


class Place(NamedTuple):
    """An open step in which this person can sum up. force: as the engine says: "fine", "advice" or "outside"."""

    step: str
    force: str

    @property
    def outside(self) -> bool:
        return self.force != "fine"


def places(room: Room) -> list[Place]:
    """Where it is asked first; where it is not, as far as the rule and the steering go."""
    state, me = room.state, room.me
    if state is None or me is None:
        return []
    found = []
    for step in state.steps:
        force = may(state, room.my_id, KIND, step.id, room.now).force if step.is_open else "refused"
        if force in FORCES and rules.may_sum_up(asked=force == "fine", role=me.role):
            found.append(Place(step.id, force))
    return sorted(found, key=lambda place: FORCES.index(place.force))


class Choice(NamedTuple):
    """A contribution that can be ticked."""

    number: int
    name: str
    participant: int
    words: str
    step: str


@dataclass(frozen=True, slots=True)
class Choices:
    """ticked: what is chosen already, whatever was looked for; groups: the others by step, a page of them."""

    ticked: list[Choice]
    groups: list[tuple[str, list[Choice]]]
    page: int
    more: bool
    steps: list[tuple[str, str]]


def choices(
    room: Room, language: str, *, ticked: Iterable[int] = (), sought: str = "", within: str = "", page: int = 1
) -> Choices:
    """What everybody in the room sees and a summary can rest on. Two queries at most."""
    state = room.state
    assert state is not None
    all_of_it = Contribution.objects.filter(standings.public(state), dialogue=room.dialogue).exclude(kind=KIND)
    chosen = list(ticked)
    others = all_of_it.exclude(number__in=chosen)
    if sought:
        others = others.filter(Q(text__icontains=sought) | (Q(participant__name__icontains=sought) & room.with_names))
    if within:
        others = others.filter(step=within)
    first = (page - 1) * PER_PAGE
    found = _as_choices(queries.shown(room, others.order_by(*queries.ORDER)[first : first + PER_PAGE + 1]))
    named = _names_of_steps(room, language)
    open_to_all = set(standings.public_steps(state))
    return Choices(
        _as_choices(queries.shown(room, all_of_it.filter(number__in=chosen))) if chosen else [],
        _grouped(found[:PER_PAGE], named),
        page,
        len(found) > PER_PAGE,
        [(step.id, named[step.id]) for step in state.steps if step.opened_at is not None and step.id in open_to_all],
    )


def choices_on(room: Room, whole: list[Shown], language: str) -> list[tuple[str, list[Choice]]]:
    """The same of a page that has all: for the form that rounds off. Nothing is asked."""
    state = room.state
    assert state is not None
    open_to_all = set(standings.public_steps(state))
    rows = [one for one in whole if one.kind != KIND and _is_shown(one, open_to_all)]
    return _grouped(_as_choices(rows), _names_of_steps(room, language))


def _names_of_steps(room: Room, language: str) -> dict[str, str]:
    """By id, with whose turn it is where there are turns."""
    assert room.state is not None
    named = {step.id: room.state.phase(step).name.say(language) for step in room.state.steps}
    turns = {step.id: room.named(step.turn) for step in room.state.steps if step.turn}
    return {id: f"{name} · {turns[id]}" if turns.get(id) else name for id, name in named.items()}


def _grouped(found: Iterable[Choice], named: Mapping[str, str]) -> list[tuple[str, list[Choice]]]:
    groups: dict[str, list[Choice]] = {}
    for one in found:
        groups.setdefault(one.step, []).append(one)
    return [(named.get(step, ""), here) for step, here in groups.items()]


def _as_choices(rows: Iterable[Shown]) -> list[Choice]:
    return [
        Choice(one.number, one.name, one.participant, Truncator(plain(one.html)).words(30), one.step) for one in rows
    ]

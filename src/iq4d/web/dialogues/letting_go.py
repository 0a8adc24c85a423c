"""Words that go after the end unless everybody wants to keep them: where that holds, until when, and what stays.

Whether it holds is in the data of a method (`kept`). Nobody ever learns what somebody else answered, nor how many did.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from iq4d.methods import Method, State, catalog
from iq4d.web.dialogues import rules
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.models import Contribution, Dialogue, Participant
from iq4d.web.dialogues.own_methods.queries import method_of
from iq4d.web.dialogues.queries import Room
from iq4d.web.people.queries import as_now

DAYS = 2  # working days of the circle, in which everybody can answer
STAYS = ("takeaway", "deed", "story", "note")  # one's own harvest, what came of a deed, and what nobody else ever reads


def holds(method: Method | None) -> bool:
    return method is not None and method.kept == "if_all"


def holds_for(dialogue: Dialogue) -> bool:
    """Before it began: as its method is now; after that the text with which it began says so."""
    standing = getattr(dialogue, "standing", None)
    return holds(standings.method_from(standing.method_text) if standing else method_of(dialogue))


def keys_of(own: Iterable[Method]) -> frozenset[str]:
    """The methods, of these and of those that come along, whose words go."""
    known = (standings.method_named(key) for key in dict.fromkeys(key for key, _version in catalog()))
    return frozenset(one.key for one in (*own, *known) if one is not None and holds(one))


def until(dialogue: Dialogue, state: State, ended: datetime) -> datetime | None:
    """When the words go; None where the method keeps them."""
    return standings.calendar_for(dialogue).deadline(ended, DAYS) if holds(state.method) else None


def going(dialogue: Dialogue, state: State) -> Q:
    """The contributions whose words go: all but the harvest, private notes and what it was rounded off with."""
    last = [step.id for step in state.steps if state.phase(step).rounds_off]
    return Q(dialogue=dialogue, wiped=False) & ~Q(kind__in=STAYS) & ~Q(kind="synthesis", step__in=last)


def all_want_to_keep(dialogue: Dialogue, participants: Iterable[Participant]) -> bool:
    """One no, or one silence, is enough to let them go. Who left cannot say yes any more.

    Not asked: who left without a word, and a guest whose account is here and speaks for both.
    """
    everybody = [one for one in participants if one.way]
    spoke = set(Contribution.objects.filter(dialogue=dialogue).values_list("participant", flat=True))
    here = [one for one in everybody if one.removed_at is None]
    accounts = {one.person for one in here if one.person}
    left = [one for one in everybody if one.removed_at and one.pk in spoke and as_now(one.person) not in accounts]
    return bool(here) and not left and all(one.keeps and not one.gone for one in here)


def waits_for(person: Any, now: datetime) -> Q:
    """The dialogues in which this person is asked whether the words are kept, and has not said it. Not who fell out."""
    silent = Participant.objects.filter(dialogue=OuterRef("pk"), person=person, removed_at=None, gone=False, keeps=None)
    return Q(Exists(silent.exclude(way="")), state="finished", wipes_at__gt=now)


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says of it. until: when it is decided, while it is open; mine: one's own answer, None for none yet;
    asks: whether this reader is asked; fate: what became of the words.
    """

    until: datetime | None
    asks: bool
    mine: bool | None
    fate: str


def told(room: Room, method: Method | None) -> Told | None:
    """None where the words stay in any case. Nothing is asked of the database."""
    dialogue = room.dialogue
    if not dialogue.held_here or not (holds(method) or dialogue.fate):
        return None
    open_now = bool(rules.may_answer_on_keeping(state=dialogue.state, wipes_at=dialogue.wipes_at, now=room.now))
    asks = room.me is not None and open_now
    mine = room.me.keeps if room.me is not None else None
    return Told(dialogue.wipes_at if open_now else None, asks, mine, dialogue.fate)

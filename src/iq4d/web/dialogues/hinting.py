"""Help to ask: at most one line after somebody wrote, said to them alone and kept nowhere.

The rules are those of `iq4d.hints`; here stands what they have to know of the place where somebody writes.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from iq4d.hints import Asking, Hint, hint
from iq4d.methods import State, Step, may, permitted_kinds
from iq4d.web.dialogues.queries import Room
from iq4d.web.people.models import Person

NO_MORE = "off"  # what the button for ever says
GOES_THROUGH = ("fine", "advice")  # what is refused, or asks to step outside, is told that first


@dataclass(frozen=True, slots=True)
class Line:
    """One hint in the reader's language: what they could do instead, and why that may help."""

    sentence: str
    reason: str


def line_for(room: Room, *, step: str, kind: str, source: str, about: int = 0) -> Line | None:
    """What may help who writes this; None where nothing does, or they want no hints. No query."""
    state = room.state
    if state is None or room.me is None or not room.person.hints:
        return None
    there = next((one for one in state.steps if one.id == step), None)
    if there is None:
        return None
    verdict = may(state, room.my_id, kind, step, room.now, about=f"c{about}" if about else "")
    if verdict.force not in GOES_THROUGH:
        return None
    asking = Asking(kind, state.phase(there).questions, advice_welcome=advice_welcome(room, state, there))
    return _said(hint(source, room.dialogue.language or get_language(), asking))


def opening_line(person: Person | None, sentence: str, language: str) -> Line | None:
    """The same for the one sentence with which a dialogue starts. person: None for who has no name here yet."""
    if person is not None and not person.hints:
        return None
    return _said(hint(sentence, language, Asking("opening")))


def advice_welcome(room: Room, state: State, step: Step) -> bool:
    """Whether whoever asks wants tips: the step asks for them, or, where steps are free to allow all, the asker did."""
    if state.steering == "free":
        return room.dialogue.tips_welcome
    return "advice" in permitted_kinds(state, room.my_id, step, room.now)


def asked_for_tips(room: Room) -> bool:
    """Whether the page says that tips are welcome."""
    return room.dialogue.tips_welcome and room.state is not None and room.state.steering == "free"


def _said(found: Hint | None) -> Line | None:
    language = get_language() or "en"
    return Line(found.sentence.say(language), found.reason.say(language)) if found else None

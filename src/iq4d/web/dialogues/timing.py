"""How long each step of a dialogue takes, as its page asks it; what is possible the engine says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from iq4d.methods import Length, State, ends_at, lengths_of, planned
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.models import Dialogue, Participant
from iq4d.web.dialogues.own_methods.queries import method_of
from iq4d.web.dialogues.queries import Room

WHEN = "l j F, H:i"
FIELD = "length-"  # then the key of the phase


class LengthsForm(forms.Form):
    """A number per step that is not over: length-questions=2. What is left empty stays as it is."""

    def __init__(self, *args: Any, lengths: Iterable[Length], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in lengths:
            self.fields[FIELD + one.phase.key] = forms.IntegerField(
                label=one.phase.name.say(language),
                help_text=_unit(one),
                required=False,
                min_value=1,
                max_value=one.longest,
                initial=one.length,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )

    def given(self) -> dict[str, int]:
        """By phase; also of steps that were there when the page was drawn and are over now: those are refused."""
        sent = {name: value for name, value in self.data.items() if name.startswith(FIELD) and name not in self.fields}
        over = {
            name: int(value) for name, value in sent.items() if value.isascii() and value.isdigit() and len(value) < 4
        }
        return {name.removeprefix(FIELD): length for name, length in (over | self.cleaned_data).items() if length}


def _unit(one: Length) -> str:
    """What the number counts, how long the method says, and until when where the step is open."""
    usual = {"n": one.usual}
    said = _("Minutes together; usually %(n)s.") if one.mode == "together" else _("Working days apart; usually %(n)s.")
    if one.closes_at is None:
        return said % usual
    until = _("Now open until %(when)s.") % {"when": date_format(localtime(one.closes_at), WHEN)}
    return f"{said % usual} {until}"


def state_before(dialogue: Dialogue, participants: Iterable[Participant], now: datetime) -> State:
    """What would run if it began now, with whoever is here."""
    method = method_of(dialogue)
    assert method is not None
    here = [one for one in participants if one.way and not one.gone and one.removed_at is None]
    meeting = dialogue.meeting_at if dialogue.meeting_at and dialogue.meeting_at > now else None
    return planned(
        method,
        standings.engine_people(here),
        now,
        dialogue.course or method.course,
        dialogue.steering or method.steering,
        standings.calendar_for(dialogue),
        meeting,
        dialogue.lengths,
    )


def state_of(room: Room) -> State:
    """Where it stands, with everybody's free days; before it begins, where it would."""
    if room.state is None:
        return state_before(room.dialogue, room.participants, room.now)
    return replace(room.state, people=standings.engine_people(room.participants))


def page(room: Room) -> tuple[tuple[Length, ...], datetime | None]:
    """What can still be set, and when the last step ends."""
    state = state_of(room)
    return lengths_of(state), ends_at(state, room.now)

"""What a kind of contribution asks besides its words. A later app adds its own kind here when Django starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from iq4d.web.dialogues.models import Contribution, Dialogue, Participant, Takeaway

Keep = Callable[[Contribution, Mapping[str, Any], datetime], None]
_keepers: dict[str, list[Keep]] = {}


def keeps_more(kind: str, keep: Keep) -> None:
    """Call `keep` with the contribution and the cleaned fields, in the transaction in which it is made."""
    _keepers.setdefault(kind, []).append(keep)


def keep_more(contribution: Contribution, more: Mapping[str, Any], now: datetime) -> None:
    for keep in _keepers.get(contribution.kind, ()):
        keep(contribution, more, now)


def keep_takeaway(contribution: Contribution, more: Mapping[str, Any], now: datetime) -> None:
    """more: intended (True, False or None), whose (a participant number or None)."""
    whose = more.get("whose")
    found = Participant.objects.filter(dialogue=contribution.dialogue, number=whose).first() if whose else None
    Takeaway.objects.create(contribution=contribution, intended=more.get("intended"), whose=found)


def keep_place(contribution: Contribution, more: Mapping[str, Any], now: datetime) -> None:
    """more: place, from 1 to 5, where the step has a scale."""
    if more.get("place"):
        contribution.place = more["place"]
        contribution.save(update_fields=["place"])


def review_day(value: str) -> date | None:
    """The day of a `date` gesture, None where it is none."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def keep_gesture(dialogue: Dialogue, kind: str, value: str) -> None:
    """A date to look back belongs to the dialogue itself."""
    if kind == "date" and (day := review_day(value)):
        dialogue.review_on = day
        Dialogue.objects.filter(pk=dialogue.pk).update(review_on=day)


keeps_more("takeaway", keep_takeaway)
keeps_more("view", keep_place)

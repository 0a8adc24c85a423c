"""How a deed comes into being: with its contribution, in one transaction (dialogues.composing)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from iq4d.web.deeds import rules
from iq4d.web.deeds.models import Deed
from iq4d.web.dialogues.models import Contribution, Participant


def keep_deed(contribution: Contribution, more: Mapping[str, Any], now: datetime) -> None:
    """more: due, if_then, obstacle, first_step, buddy (a participant's number) and seen ("all", "buddy", "me")."""
    seen = more.get("seen") or "all"
    buddy = _buddy_in(contribution, more.get("buddy")) if seen != "me" else None  # nobody asks after what only I see
    if seen in ("buddy", "me"):
        contribution.is_narrow, contribution.only_to = True, buddy
        contribution.save(update_fields=["is_narrow", "only_to"])
    person, due = contribution.participant.person, more.get("due")
    made_on = person.today(now) if person else now.date()
    Deed.objects.create(
        contribution=contribution,
        due=due,
        ask_on=rules.ask_on(due=due, made_on=made_on),
        if_then=more.get("if_then") or "",
        obstacle=more.get("obstacle") or "",
        first_step=more.get("first_step") or "",
        buddy=buddy,
    )


def _buddy_in(contribution: Contribution, number: Any) -> Participant | None:
    """Somebody else who takes part here."""
    if not number:
        return None
    here = Participant.objects.filter(dialogue=contribution.dialogue, number=number, removed_at=None).exclude(way="")
    return here.exclude(pk=contribution.participant_id).first()

"""What happens in dialogues by the clock alone: steps open and close, and what was not to be kept goes."""

from __future__ import annotations

import logging
from datetime import datetime

from iq4d.web.dialogues import pictures
from iq4d.web.dialogues.actions import letting_go
from iq4d.web.dialogues.actions.importing import remove_dialogue
from iq4d.web.dialogues.actions.moving import move_on
from iq4d.web.dialogues.actions.writing import empty_what_was_taken_back
from iq4d.web.dialogues.models import Dialogue, Standing
from iq4d.web.dialogues.rules import kept_until
from iq4d.web.journal.tasks import every

log = logging.getLogger(__name__)


@every(minutes=1)
def clock(now: datetime) -> None:
    """Make the moves that are due: deadlines, openings, reminders.

    Each dialogue in a transaction of its own, so one that fails does not stop the others; it is tried again at the
    next turn, as is what a dead clock left undone.
    """
    due = Standing.objects.filter(wakes_at__lte=now).order_by("wakes_at").values_list("dialogue", flat=True)
    for pk in list(due):
        dialogue = Dialogue.objects.select_related("circle").filter(pk=pk).first()
        if dialogue is None:
            continue
        try:
            move_on(dialogue=dialogue, now=now)
        except Exception:
            log.exception("the clock could not move dialogue %s", pk)


@every(minutes=1)
def let_go(now: datetime) -> None:
    """Words that are kept only when everybody wants that: the moment has come. One that fails is tried again."""
    due = Dialogue.objects.filter(state="finished", wipes_at__lte=now).values_list("pk", flat=True)
    for dialogue in Dialogue.objects.select_related("circle").filter(pk__in=list(due)):
        try:
            letting_go.decide(dialogue=dialogue, now=now)
        except Exception:
            log.exception("the words of dialogue %s could not be let go", dialogue.pk)


@every(minutes=60 * 24)
def forget(now: datetime) -> None:
    """Words taken back long enough ago go, and dialogues whose keeping ended."""
    empty_what_was_taken_back(now)
    remove_what_was_kept_long_enough(now)
    pictures.forget_those_of_nobody(now)


def remove_what_was_kept_long_enough(now: datetime) -> int:
    """Remove finished dialogues as their people agreed: so many months after the end, with everything in them.

    Gives how many. The journal keeps that it happened ("dialogues.removed", by nobody), and no word of it. One that
    runs again is kept, and so is one to which not everybody who is still in it said yes: nobody has the words of others
    removed by a proposal.
    """
    removed = 0
    finished = Dialogue.objects.filter(state="finished", keep_months__isnull=False, ended_at__lte=now)
    for dialogue in finished.exclude(method=""):
        assert dialogue.ended_at is not None
        assert dialogue.keep_months is not None
        here = dialogue.participants.exclude(way="").filter(removed_at=None)
        if kept_until(dialogue.ended_at, dialogue.keep_months) > now:
            continue
        if here.exclude(agreed=dialogue.agreement).exists():
            continue
        try:
            remove_dialogue(person=None, dialogue=dialogue)
            removed += 1
        except Exception:
            log.exception("dialogue %s could not be removed", dialogue.pk)
    return removed

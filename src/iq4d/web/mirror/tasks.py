"""A newer measure came with an update: the mirrors that an older one made are made anew, gently.

The old picture stays until the new one is there. Every few minutes the clock starts a chain of small tasks, each of a
few dialogues and with a pause after it; all other work goes before. A worker that dies breaks one chain, and the clock
begins the next where that one stood.
"""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task

from iq4d.web.dialogues.models import Dialogue
from iq4d.web.journal.tasks import every
from iq4d.web.mirror import actions, queries
from iq4d.web.mirror.agreement import actions as agreement_actions
from iq4d.web.mirror.own_view import actions as own_view_actions
from iq4d.web.mirror.own_view import queries as own_view_queries

log = logging.getLogger(__name__)
TURN = 5  # minutes that a chain lasts
FEW = 5  # dialogues in one task
LONG = 0.3  # seconds after which a task begins no other dialogue
PAUSE = timedelta(seconds=1)
LAST = -50  # the priority: mail, notices and the mirrors of who talks now go before


@every(minutes=TURN)
def begin_to_renew(now: datetime) -> None:
    if queries.of_an_older_measure().exists():
        renew_a_few.enqueue((now + timedelta(minutes=TURN)).timestamp(), None)


@task(priority=LAST)
def renew_a_few(until: float, below: int | None) -> None:
    """The newest dialogues first. until: when the next chain begins. below: what this chain has come to.

    A dialogue that fails stops no other: the chain goes on below it, and the next one tries it again.
    """
    started = time.monotonic()
    for dialogue_id in queries.to_renew(below, FEW):
        below = dialogue_id
        _renew(dialogue_id)
        if time.monotonic() - started > LONG:
            break
    now = timezone.now()
    if now.timestamp() < until and queries.to_renew(below, at_most=1):
        renew_a_few.using(run_after=now + PAUSE).enqueue(until, below)


def _renew(dialogue_id: int) -> None:
    dialogue = Dialogue.objects.select_related("standing").filter(pk=dialogue_id).first()
    if dialogue is None:  # taken away in the meantime
        return
    try:
        actions.compute(dialogue=dialogue, now=timezone.now())
    except Exception:
        log.exception("the mirror of dialogue %s could not be made anew", dialogue_id)


@every(minutes=60)
def bring_own_views_together(now: datetime) -> None:
    """Those that waited for others for long enough."""
    for dialogue in own_view_queries.waiting_long(now).iterator(chunk_size=100):
        own_view_actions.bring_together(dialogue=dialogue, now=now)


@every(minutes=24 * 60)
def count_agreement(now: datetime) -> None:
    count_agreement_now.enqueue()


@task(priority=LAST)
def count_agreement_now() -> None:
    """How well measure and people agree on this installation: once a day, since it reads every mirror."""
    agreement_actions.count(now=timezone.now())

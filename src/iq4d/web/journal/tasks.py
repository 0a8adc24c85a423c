"""Telling the listeners, and the jobs that come round."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from iq4d.web.journal import listening
from iq4d.web.journal.models import Delivery, Once, Turn

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)  # a delivery tried this long ago and not done is tried again
ATTEMPTS = 8


@task()
def deliver(delivery_id: int) -> None:
    """Tell one listener of one entry."""
    delivery = Delivery.objects.select_related("entry").filter(pk=delivery_id, done_at=None).first()
    if delivery is None:
        return
    Delivery.objects.filter(pk=delivery_id).update(attempts=F("attempts") + 1, tried_at=timezone.now())
    if delivery.attempts + 1 >= ATTEMPTS:
        log.error("last try to tell %s of entry %s", delivery.listener, delivery.entry_id)
    tell = listening.listener(delivery.listener)
    if tell is not None:
        tell(delivery.entry)
    Delivery.objects.filter(pk=delivery_id).update(done_at=timezone.now())


@dataclass(frozen=True, slots=True)
class Periodic:
    """A job that comes round every so many minutes."""

    name: str
    minutes: int
    run: Callable[[datetime], None]

    def slot(self, now: datetime) -> str:
        """The turn `now` falls in. Counted in UTC, so that a clock change neither skips nor doubles one."""
        minute = int(now.timestamp()) // 60
        return str(minute - minute % self.minutes)


PERIODIC: list[Periodic] = []


def every(minutes: int) -> Callable[[Callable[[datetime], None]], Callable[[datetime], None]]:
    """Run this function every so many minutes, on one clock of many."""

    def register(run: Callable[[datetime], None]) -> Callable[[datetime], None]:
        PERIODIC.append(Periodic(f"{run.__module__}.{run.__qualname__}", minutes, run))
        return run

    return register


def tick(now: datetime) -> int:
    """Run what is due and not taken by another clock; gives how many jobs ran."""
    ran = 0
    for job in PERIODIC:
        try:
            with transaction.atomic():
                Turn.objects.create(name=job.name, slot=job.slot(now))
        except IntegrityError:
            continue
        try:
            job.run(now)
            ran += 1
        except Exception:  # one failing job must not stop the others; the next turn tries again
            log.exception("periodic job %s failed", job.name)
    return ran


@every(minutes=1)
def tell_again(now: datetime) -> None:
    """What a dead worker left lying is told again."""
    stale = Q(tried_at__lt=now - LEASE) | Q(tried_at=None, entry__at__lt=now - LEASE)
    for pk in Delivery.objects.filter(stale, done_at=None, attempts__lt=ATTEMPTS).values_list("pk", flat=True)[:500]:
        Delivery.objects.filter(pk=pk).update(tried_at=now)  # else a long queue grows longer every minute
        deliver.enqueue(pk)


@every(minutes=60 * 24)
def tidy(now: datetime) -> None:
    """Forget form keys, turns, finished tasks and ended sessions: nobody will ask for them again."""
    call_command("prune_db_task_results", min_age_days=7, verbosity=0)
    call_command("clearsessions")
    Once.objects.filter(at__lt=now - timedelta(days=7)).delete()
    Turn.objects.filter(at__lt=now - timedelta(days=7)).delete()

"""Every five minutes: who looks back today is asked, and whose hour it is gets the mail of the day."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django_tasks import task

from iq4d.web.journal.tasks import every
from iq4d.web.notices import actions, queries, sending
from iq4d.web.people.models import Person


@task()
def send_bundle(bundle_id: int) -> None:
    """One mail."""
    sending.send(bundle_id, timezone.now())


@every(minutes=5)
def ask_to_look_back(now: datetime) -> None:
    """Before the mails of the same turn, which then have it. One transaction each: who was asked stays asked."""
    for one in queries.to_look_back(now):
        actions.ask_to_look_back(one, now)


@every(minutes=5)
def bundle_mails(now: datetime) -> None:
    """Claim today's mail for everybody whose hour has come, and offer again what did not go."""
    for key in list(queries.with_mail_due(now).values_list("pk", flat=True)):
        actions.bundle_up(person=Person.objects.get(pk=key), now=now)
    for key in queries.on_their_way(now).values_list("pk", flat=True)[:500]:
        send_bundle.enqueue(key)
    for bundle in queries.given_up(now)[:500]:
        actions.not_today(bundle=bundle)


@every(minutes=60 * 24)
def forget(now: datetime) -> None:
    actions.forget(now)

"""Record what happened, in the transaction in which it happens."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.http import QueryDict
from django.utils import timezone

from iq4d.web.journal import listening
from iq4d.web.journal.models import Delivery, Entry, Once
from iq4d.web.journal.tasks import deliver

if TYPE_CHECKING:
    from iq4d.web.people.models import Person


def record(
    verb: str, *, actor: Person | None, subject: Model, circle: int | None = None, data: dict[str, Any] | None = None
) -> Entry:
    """Write an entry, and with it what each listener has to do: all of it exists, or none (SECURITY rule 7).

    Raises RuntimeError outside a transaction: an act and its record belong together.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{verb} is recorded outside a transaction")
    entry = Entry.objects.create(
        at=timezone.now(),
        actor=actor,
        verb=verb,
        circle=circle,
        subject=f"{subject._meta.model_name}:{subject.pk}",
        data=data or {},
    )
    for listener in listening.listeners_to(verb):
        delivery = Delivery.objects.create(entry=entry, listener=listener)
        deliver.enqueue(delivery.pk)
    return entry


def key_of(posted: QueryDict) -> str:
    """What `once` knows a form by: its hidden key and all that was filled in; empty for a form without a key.

    The trap: with the key alone, other words that come by the browser's Back would be taken for the first ones.
    """
    if not posted.get("once"):
        return ""
    told = sorted((name, values) for name, values in posted.lists() if name != "csrfmiddlewaretoken")
    return sha256(repr(told).encode("utf-8", "backslashreplace")).hexdigest()[:40]


def made_before(person: Person, key: str) -> str:
    """The address of what this form made already; empty where it made nothing yet. key: of `key_of`."""
    made = Once.objects.filter(person=person, key=key[:40].replace("\x00", "")) if key else Once.objects.none()
    return made.values_list("result", flat=True).first() or ""


def once(person: Person, key: str, make: Callable[[], str]) -> str:
    """Make something once per form: `make` gives the address of the result; a second try gives the same address.

    key: of `key_of`; an empty one makes without remembering.
    """
    if not key:
        return make()
    key = key[:40].replace("\x00", "")
    if made := Once.objects.filter(person=person, key=key).values_list("result", flat=True).first():
        return made
    try:
        with transaction.atomic():
            claim = Once.objects.create(person=person, key=key, result="")
            claim.result = make()
            claim.save(update_fields=["result"])
            return claim.result
    except IntegrityError:
        made = Once.objects.filter(person=person, key=key).values_list("result", flat=True).first()
        if made is None:  # the clash was not about the key
            raise
        return made

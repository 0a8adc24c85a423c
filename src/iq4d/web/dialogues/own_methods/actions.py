"""A method into a circle, out of use, and back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from iq4d.methods import fingerprint
from iq4d.web.circles.models import Circle
from iq4d.web.circles.queries import role_in
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.models import OwnMethod
from iq4d.web.dialogues.own_methods import reading, rules
from iq4d.web.journal.actions import record
from iq4d.web.people.models import LANGUAGES, Person
from iq4d.web.ui.verdicts import Verdict, require


def keep(*, person: Person, circle: Circle, text: str, now: datetime) -> OwnMethod:
    """Bring it in. The same content twice is once, and back in use. Raises Refused, and BrokenMethod.

    It is read before anything is locked: that takes its time. What that was not enough for is played to its end in the
    background (listeners.py).
    """
    require(rules.may_load(role_in(person, circle)))
    read = reading.method_in(text, "")
    method = read.method
    with transaction.atomic():
        Circle.objects.select_for_update().get(pk=circle.pk)  # of two at once the second sees the first
        require(rules.may_load(role_in(person, circle)))
        content = fingerprint(method)
        # one that turned out not to work makes place for a mended one
        OwnMethod.objects.filter(circle=circle, key=method.key).exclude(problem={}).delete()
        require(may_keep(circle, method.key, method.version, content))
        made, is_new = OwnMethod.objects.get_or_create(
            circle=circle,
            key=method.key,
            version=method.version,
            defaults={
                "fingerprint": content,
                "text": text.replace("\r\n", "\n"),
                "name": method.name.say(circle.language)[:200],
                "by": person,
                "at": now,
                "tried_at": now if read.whole else None,
            },
        )
        if is_new:
            _record("dialogues.method-loaded", person, made)
        elif made.withdrawn_at is not None:
            _use_again(person, made)
    return made


def try_to_the_end(*, own: OwnMethod, now: datetime) -> None:
    """Play it, however long it takes, and keep what came of it. Twice is once."""
    if own.tried_at is not None:
        return
    found = reading.broken_at_all(standings.method_from(own.text))
    problem = {}
    if found is not None:
        promise, where = found
        problem = {language: promise.say(language) for language, _name in LANGUAGES} | {"where": where}
    with transaction.atomic():
        if OwnMethod.objects.filter(pk=own.pk, tried_at=None).update(tried_at=now, problem=problem):
            _record("dialogues.method-tried", None, own)


def may_keep(circle: Circle, key: str, version: int, content: str) -> Verdict:
    """Whether the circle takes this one, as things stand."""
    here = OwnMethod.objects.filter(circle=circle)
    same = here.filter(key=key, problem={})
    return rules.may_keep(
        is_shipped=standings.method_named(key) is not None,
        version=version,
        newest=same.aggregate(newest=Max("version"))["newest"] or 0,
        is_known=same.filter(version=version, fingerprint=content).exists(),
        kept=here.count(),
    )


@transaction.atomic
def take_out_of_use(*, person: Person, own: OwnMethod, now: datetime) -> None:
    """Offered no longer. What runs goes on with the text it began with. Twice is once."""
    require(rules.may_load(role_in(person, own.circle_id)))
    if OwnMethod.objects.filter(pk=own.pk, withdrawn_at=None).update(withdrawn_at=now):
        _record("dialogues.method-withdrawn", person, own)


@transaction.atomic
def use_again(*, person: Person, own: OwnMethod) -> None:
    require(rules.may_load(role_in(person, own.circle_id)))
    _use_again(person, own)


def _use_again(person: Person, own: OwnMethod) -> None:
    if OwnMethod.objects.filter(pk=own.pk).exclude(withdrawn_at=None).update(withdrawn_at=None):
        _record("dialogues.method-back", person, own)


def _record(verb: str, person: Person | None, own: OwnMethod) -> None:
    data = {"key": own.key, "version": own.version, "fingerprint": own.fingerprint}
    record(verb, actor=person, subject=own, circle=own.circle_id, data=data)

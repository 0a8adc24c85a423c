"""On the day itself, when it is morning where somebody lives: how did it go?"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from iq4d.web.circles.models import Membership
from iq4d.web.deeds import actions, rules
from iq4d.web.deeds.models import Deed
from iq4d.web.dialogues.models import CAME_IN
from iq4d.web.journal.tasks import every
from iq4d.web.people.models import Person

AT_ONCE = 2_000  # in one turn; the next comes in a minute
AHEAD = timedelta(days=1)  # somewhere it is a day later than in UTC


@every(minutes=1)
def ask_how_it_went(now: datetime) -> None:
    """One transaction per deed: a worker that dies has asked all those before it, and none twice."""
    waiting = Deed.objects.standing().untold().filter(asked_at=None, ask_on__lte=(now + AHEAD).date())
    whose = "contribution__participant__person"
    zones = waiting.values_list(f"{whose}__zone", flat=True).distinct()
    come = Q(pk__in=[])
    for zone in {zone for zone in zones if zone}:
        day = rules.day_that_has_come(now, Person(zone=zone).clock)
        come |= Q(**{f"{whose}__zone": zone}, ask_on__lte=day)
    member = Membership.objects.filter(
        circle=OuterRef("contribution__dialogue__circle"), person=OuterRef("contribution__participant__person")
    )
    readable = Q(contribution__participant__way__in=CAME_IN) | Q(contribution__dialogue__circle=None) | Exists(member)
    due = waiting.filter(come, readable, contribution__participant__removed_at=None)
    due = due.filter(contribution__participant__person__is_active=True)
    for deed in due.select_related("contribution__dialogue", "buddy").order_by("ask_on", "pk")[:AT_ONCE]:
        actions.ask(deed, now)


@every(minutes=60 * 24)
def forget(now: datetime) -> None:
    actions.forget_what_was_taken_back()

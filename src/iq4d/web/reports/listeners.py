"""What is outside follows what happens inside: a page that no longer stands is closed for good.

It is closed to everybody outside before this is told: each look asks (`queries.is_outside`).
"""

from __future__ import annotations

from django.utils import timezone

from iq4d.web.journal.listening import listens_to
from iq4d.web.journal.models import Entry
from iq4d.web.reports import actions, queries
from iq4d.web.reports.models import Release


@listens_to("dialogues.wiped")
def let_go(entry: Entry) -> None:
    actions.let_go(dialogue=int(entry.subject.split(":")[1]), now=timezone.now())


@listens_to(*queries.MOVES)
def look_again(entry: Entry) -> None:
    dialogue = int(entry.subject.split(":")[1])
    for release in Release.objects.filter(dialogue=dialogue, state__in=("asked", "released")):
        actions.look_again(release=release, now=timezone.now())

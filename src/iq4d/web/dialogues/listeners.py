"""What happens to a dialogue's things because something else happened, in background work."""

from __future__ import annotations

from django.utils import timezone

from iq4d.web.dialogues.models import OwnMethod
from iq4d.web.dialogues.own_methods import actions
from iq4d.web.journal.listening import listens_to
from iq4d.web.journal.models import Entry


@listens_to("dialogues.method-loaded")
def try_to_the_end(entry: Entry) -> None:
    """A method that was too long to play while somebody waited."""
    own = OwnMethod.objects.filter(pk=entry.subject.partition(":")[2]).first()
    if own is not None:
        actions.try_to_the_end(own=own, now=timezone.now())

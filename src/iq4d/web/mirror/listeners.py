"""The mirror follows the dialogue: it is computed when something was said, in background work."""

from __future__ import annotations

from django.utils import timezone

from iq4d.web.dialogues.models import Dialogue
from iq4d.web.journal.listening import listens_to
from iq4d.web.journal.models import Entry
from iq4d.web.mirror import actions


@listens_to("dialogues.kept", "mirror.remarked")
def hold_up(entry: Entry) -> None:
    dialogue = Dialogue.objects.filter(pk=int(entry.subject.split(":")[1])).first()
    if dialogue is None:  # taken away in the meantime
        return
    now = timezone.now()
    if entry.verb == "dialogues.kept":
        actions.ask(dialogue=dialogue, now=now)
    actions.compute(dialogue=dialogue, now=now)

"""A conversation about a harvest begins, also when others make it begin: then the harvest is laid on the table."""

from __future__ import annotations

from django.utils import timezone

from iq4d.web.dialogues.models import Dialogue
from iq4d.web.harvests.actions.asking import lay_on_table
from iq4d.web.journal.listening import listens_to
from iq4d.web.journal.models import Entry
from iq4d.web.ui.verdicts import Refused


@listens_to("dialogues.begun")
def lay_harvest(entry: Entry) -> None:
    dialogue = Dialogue.objects.filter(pk=entry.subject.split(":")[1]).first()
    if dialogue is None:
        return
    try:
        lay_on_table(dialogue=dialogue, now=timezone.now())
    except Refused:  # its owner takes part no longer, or brought other things by now: it stays theirs alone
        return

"""A guest turned out to have an account: what they said of a mirror and beside it is that account's, to take back."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from iq4d.web.dialogues.models import Dialogue
from iq4d.web.journal.listening import listens_to
from iq4d.web.journal.models import Entry
from iq4d.web.mirror import actions
from iq4d.web.mirror.models import Mirror, OwnView, Remark
from iq4d.web.people.models import Person


def bring_remarks(guest: Person, into: Person) -> None:
    """Of two remarks on one piece the later one stands, as if one person had said both."""
    for one in Remark.objects.filter(person=guest):
        own = Remark.objects.filter(dialogue=one.dialogue_id, evidence=one.evidence, person=into).first()
        if own is not None and own.at > one.at:
            one.delete()
            continue
        if own is not None:
            own.delete()
        one.person = into
        one.save(update_fields=["person"])


def bring_own_views(guest: Person, into: Person) -> None:
    """Of two own views of one dialogue the later one stands, with its consent, as if one person had set both."""
    for one in OwnView.objects.filter(person=guest):
        own = OwnView.objects.filter(dialogue=one.dialogue_id, person=into).first()
        if own is not None and own.at > one.at:
            one.delete()
            continue
        if own is not None:
            own.delete()
        one.person = into
        one.save(update_fields=["person"])


@listens_to("people.merged")
def hold_up_again(entry: Entry) -> None:
    """Words may be under another name now, and one of two remarks gone: those mirrors are computed anew."""
    guest, into = int(entry.subject.split(":")[1]), entry.data["into"]
    both = Dialogue.objects.filter(participants__person=guest).filter(participants__person=into)
    remarked = Remark.objects.filter(person=into).values("dialogue")
    wanted = Dialogue.objects.filter(Q(pk__in=both.values("pk")) | Q(pk__in=remarked))
    for dialogue in wanted.filter(pk__in=Mirror.objects.values("dialogue")).select_related("standing"):
        now = timezone.now()
        actions.ask(dialogue=dialogue, now=now)
        actions.compute(dialogue=dialogue, now=now)

"""A guest turned out to have an account: whoever looked back as a guest is not asked again.

What somebody wants to hear of a dialogue is only asked of accounts: there is nothing more to bring.
"""

from __future__ import annotations

from iq4d.web.dialogues.models import Contribution
from iq4d.web.notices.models import LookBack
from iq4d.web.people.models import Person


def bring_look_backs(guest: Person, into: Person) -> None:
    """Asked as either is asked; put away, or told as a guest, is put away."""
    for one in LookBack.objects.filter(person=guest):
        here = {"dialogue": one.dialogue_id, "removed_at": None}
        told = Contribution.objects.filter(**here, participant__person=guest, kind="story", at__gte=one.asked_at)
        one.away_at = one.away_at or told.order_by("at").values_list("at", flat=True).first()
        own = LookBack.objects.filter(person=into, dialogue=one.dialogue_id, day=one.day).first()
        if own is None:
            one.person = into
            one.save(update_fields=["person", "away_at"])
        elif one.away_at is not None and own.away_at is None:
            own.away_at = one.away_at
            own.save(update_fields=["away_at"])

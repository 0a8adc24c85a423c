"""A guest turned out to have an account: their deeds are that account's, to be asked after and told."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from iq4d.web.deeds.models import Deed
from iq4d.web.dialogues.actions.merging import both_here
from iq4d.web.dialogues.actions.moving import people_changed
from iq4d.web.dialogues.models import Contribution
from iq4d.web.people.models import Person


def bring_deeds(guest: Person, into: Person) -> None:
    """Where they took part under both: a deed goes along with its story, and what the guest was to ask after.

    Their other words stay under the guest's name; a deed can only be told by whose place it stands at.
    """
    for one, own in both_here(guest, into):
        made = Deed.objects.filter(contribution__participant__in=[one, own]).values_list("contribution", "story")
        keys = [key for pair in made for key in pair if key]
        moved = Contribution.objects.filter(pk__in=keys, participant=one).update(participant=own)
        Deed.objects.filter(buddy=one).update(buddy=own)
        to_self = Q(buddy=own, contribution__participant=own)
        Deed.objects.filter(to_self).update(buddy=None, buddy_asked_at=None)  # nobody asks after their own
        if moved:
            people_changed(one.dialogue, timezone.now())  # with a deed that is in, a step may be done

"""A guest turned out to have an account: their places in dialogues are that account's from now on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from iq4d.methods import hand_over, turn_of
from iq4d.web.dialogues import rules
from iq4d.web.dialogues.actions.moving import people_changed
from iq4d.web.dialogues.actions.people import count_people
from iq4d.web.dialogues.actions.sitting import sit_down
from iq4d.web.dialogues.models import Contribution, Dialogue, Draft, Gesture, Invite, Participant
from iq4d.web.people.models import Person


@transaction.atomic
def become(guest: Person, into: Person) -> None:
    """A guest turned out to have an account: what they wrote is that account's (people.actions.merging)."""
    for one in Participant.objects.filter(person=guest).select_related("dialogue"):
        own = Participant.objects.filter(dialogue=one.dialogue_id, person=into).exclude(way="").first()
        if own is not None and one.way:
            _one_of_two(one, own, timezone.now())
            continue
        one.person, one.name = into, into.name
        one.save(update_fields=["person", "name"])
    Invite.objects.filter(person=guest).update(person=into)
    Dialogue.objects.filter(created_by=guest).update(created_by=into)


def both_here(guest: Person, into: Person) -> list[tuple[Participant, Participant]]:
    """Once that was done: their places where they took part under both, and do so now with the account.

    Later apps bring along there what hangs on a place and not on a person.
    """
    own = Participant.objects.filter(person=into, removed_at=None).exclude(way="")
    mine = {one.dialogue_id: one for one in own}
    before = Participant.objects.filter(person=guest, dialogue__in=mine).exclude(way="")
    return [(one, mine[one.dialogue_id]) for one in before.select_related("dialogue").order_by("dialogue")]


def _one_of_two(guest: Participant, own: Participant, now: datetime) -> None:
    """They took part under both: the words stay under the guest's name, the account is asked and has the drafts.

    A turn of the guest's goes along with its words, unless the account has one: then the guest's falls out.
    What only few see goes along too: nobody could read it under a name that is gone. And so does whether the words are
    to be kept: of two answers a no stands, for nothing is kept that somebody did not want kept.
    """
    dialogue = Dialogue.objects.select_for_update(of=("self",)).get(pk=guest.dialogue_id)
    if guest.removed_at is None:
        if guest.role in rules.LEADS and own.role == "peer":
            guest.role, own.role = "peer", guest.role
        if not own.let_go:
            own.removed_at, own.gone = None, False
        own.keeps, guest.keeps = _both_keep(guest.keeps, own.keeps), None
        own.save(update_fields=["role", "removed_at", "gone", "keeps"])
        guest.save(update_fields=["role", "keeps"])
        if own.removed_at is None:  # while both are here: the turn of who is gone ends at once
            _turn_goes_along(dialogue, guest, own, now)
        guest.removed_at, guest.gone = now, True
        guest.save(update_fields=["removed_at", "gone"])
    if own.removed_at is None:
        _narrow_goes_along(guest, own)
    Invite.objects.filter(invited_by=guest).update(invited_by=own)
    taken = set(Draft.objects.filter(participant=own, why="").values_list("step", "kind", "about"))
    for draft in Draft.objects.filter(participant=guest):
        if not draft.why and (draft.step, draft.kind, draft.about) in taken:
            draft.why = gettext("You wrote this as %(name)s.") % {"name": guest.name}
        draft.participant = own
        draft.save(update_fields=["participant", "why"])
    count_people(dialogue)
    people_changed(dialogue, now)


def _both_keep(one: bool | None, other: bool | None) -> bool | None:
    """One person's answer of two; None where neither was given."""
    said = [answer for answer in (one, other) if answer is not None]
    return all(said) if said else None


def _turn_goes_along(dialogue: Dialogue, guest: Participant, own: Participant, now: datetime) -> None:
    if dialogue.state == "gathering":
        return
    sitting = sit_down(dialogue, now)
    steps = [step.id for step in turn_of(sitting.state, str(guest.number))]
    after = hand_over(sitting.state, str(guest.number), str(own.number))
    if after is not sitting.state:
        words = Contribution.objects.filter(dialogue=dialogue, step__in=steps)
        words.filter(participant=guest).update(participant=own)
        words.filter(to=guest).update(to=own)
        words.filter(only_to=guest).update(only_to=own)
        for one in Gesture.objects.filter(dialogue=dialogue, step__in=steps, participant=guest):
            same = {"step": one.step, "kind": one.kind, "about": one.about}
            Gesture.objects.filter(dialogue=dialogue, participant=own, **same).delete()  # one_gesture_per_thing
            one.participant = own
            one.save(update_fields=["participant"])
        sitting.changed(after)
    sitting.close()


def _narrow_goes_along(guest: Participant, own: Participant) -> None:
    """What the guest said to few, and what was said to the guest alone."""
    words = Contribution.objects.filter(dialogue=guest.dialogue_id)
    words.filter(participant=guest, is_narrow=True).update(participant=own)
    words.filter(only_to=guest).update(only_to=own)
    words.filter(participant=own, only_to=own).update(only_to=None)  # between the two of them: nobody else saw it

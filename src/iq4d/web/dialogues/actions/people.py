"""Who takes part: asked in, come in, fallen out, let go."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from iq4d.methods import may_join
from iq4d.methods.state import Person as EnginePerson
from iq4d.web.circles.queries import is_member, role_in
from iq4d.web.dialogues import rules
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.actions.moving import people_changed
from iq4d.web.dialogues.models import Dialogue, Invite, Participant
from iq4d.web.journal.actions import record
from iq4d.web.people.models import Person, normal_email
from iq4d.web.ui.verdicts import ALLOWED, Refused, Verdict, require

INVITE_LASTS = timedelta(days=30)


def may_come_in(*, person: Person | None, dialogue: Dialogue, invite: Invite | None, now: datetime) -> Verdict:
    """Whether somebody may join: what the circle asks, and whether the method still has a place."""
    circle = dialogue.circle
    member = bool(circle and person and role_in(person, circle))
    verdict = rules.may_come_in(
        joining=circle.joining if circle else "link",
        is_member=member,
        has_account=bool(person and not person.is_guest),
        invited=invite is not None and invite.expires_at > now,
    )
    if not verdict:
        return verdict
    standing = getattr(dialogue, "standing", None)
    if dialogue.state == "finished":
        return rules.OVER
    if standing is None:
        method = standings.method_named(dialogue.method)
        here = dialogue.participants.exclude(way="").filter(gone=False, removed_at=None).exclude(role="facilitator")
        # one more may come in before it begins: whoever guards it need not be around the table
        full = method is not None and method.most is not None and here.count() > method.most
        return rules.FULL if full else ALLOWED
    state = standings.state_of(dialogue, standing, standings.participants_of(dialogue))
    return standings.verdict_of(may_join(state, EnginePerson("new")))


@transaction.atomic
def come_in(
    *,
    person: Person,
    dialogue: Dialogue,
    invite: Invite | None,
    now: datetime,
    seeks: str = "",
    brings: str = "",
) -> Participant:
    """Take part. Twice is once; who fell out is back. Raises Refused."""
    fresh = Dialogue.objects.select_for_update(of=("self",)).select_related("circle").get(pk=dialogue.pk)
    dialogue.state = fresh.state  # it may just have begun, or have ended
    mine = Participant.objects.filter(dialogue=dialogue, person=person).exclude(way="")
    if (known := mine.first()) is not None:
        return _back(known, now) if known.removed_at is None else _let_go()
    require(may_come_in(person=person, dialogue=fresh, invite=invite, now=now))
    member = bool(dialogue.circle and role_in(person, dialogue.circle))
    last = Participant.objects.filter(dialogue=dialogue).aggregate(last=Max("number"))["last"] or 0
    made = Participant.objects.create(
        dialogue=dialogue,
        number=last + 1,
        name=person.name,
        person=person,
        role="peer",
        way="member" if member else "invited" if invite else "link",
        seeks=seeks,
        brings=brings,
        joined_at=now,
    )
    if invite is not None:
        Invite.objects.filter(pk=invite.pk, accepted_at=None).update(accepted_at=now)
    _count(dialogue)
    people_changed(dialogue, now)
    record("dialogues.joined", actor=person, subject=dialogue, circle=dialogue.circle_id, data={"person": made.number})
    return made


def _let_go() -> Participant:
    raise Refused(rules.ONLY_INVITED)


def _back(known: Participant, now: datetime) -> Participant:
    if known.gone:
        known.gone = False
        known.save(update_fields=["gone"])
        people_changed(known.dialogue, now)
    return known


def _count(dialogue: Dialogue) -> None:
    here = Participant.objects.filter(dialogue=dialogue, removed_at=None).exclude(way="")
    dialogue.participant_count = here.count()
    dialogue.save(update_fields=["participant_count"])


@transaction.atomic
def intend(*, participant: Participant, seeks: str, brings: str) -> None:
    """What do you come for, what do you bring: said now or said better."""
    participant.seeks, participant.brings = seeks, brings
    participant.save(update_fields=["seeks", "brings"])
    subject = participant.dialogue
    record("dialogues.intended", actor=participant.person, subject=subject, circle=subject.circle_id)


@transaction.atomic
def ask_in(
    *,
    person: Person,
    dialogue: Dialogue,
    now: datetime,
    email: str = "",
    member: int | None = None,
    name: str = "",
    question: str = "",
) -> Invite:
    """Ask somebody in, by name (a member of the circle) or by mail, with one question for them. Raises Refused.

    Somebody in the circle hears of it here and in their daily mail; to a mail address one mail goes out.
    """
    me = Participant.objects.filter(dialogue=dialogue, person=person, removed_at=None).exclude(way="").first()
    email = normal_email(email)
    sent = Invite.objects.filter(invited_by__person=person, created_at__gt=now - timedelta(days=1))
    today, here = sent.count(), sent.filter(email=email).count() if email else 0
    require(rules.may_invite(role=me.role if me else None, today=today, to_this_address=here))
    whom = None
    if member is not None and dialogue.circle is not None:
        whom = Person.objects.filter(pk=member, memberships__circle=dialogue.circle).first()
    elif email and dialogue.circle is not None and is_member(dialogue.circle, email):
        whom = Person.objects.get(email=email)
    if whom is None and not email:
        raise Refused(rules.NOBODY_TO_ASK)
    earlier = Invite.objects.open().filter(dialogue=dialogue)
    (earlier.filter(person=whom) if whom else earlier.filter(email=email)).update(withdrawn_at=now)
    invite = Invite.objects.create(
        dialogue=dialogue,
        invited_by=me,
        person=whom,
        email="" if whom else email,
        name=name or (whom.name if whom else ""),
        question=question,
        created_at=now,
        expires_at=now + INVITE_LASTS,
    )
    record(
        "dialogues.asked-in",
        actor=person,
        subject=dialogue,
        circle=dialogue.circle_id,
        data={"invite": invite.pk, "member": whom.pk if whom else 0},
    )
    return invite


@transaction.atomic
def withdraw_invite(*, person: Person, invite: Invite, now: datetime) -> None:
    me = Participant.objects.filter(dialogue=invite.dialogue, person=person).exclude(way="").first()
    own = me is not None and invite.invited_by_id == me.pk
    require(rules.may_prepare(role="owner" if own else me.role if me else None, started_it=False))
    Invite.objects.filter(pk=invite.pk, accepted_at=None).update(withdrawn_at=now)


@transaction.atomic
def renew_link(*, person: Person, dialogue: Dialogue) -> None:
    """The old link leads nowhere from now on."""
    me = Participant.objects.filter(dialogue=dialogue, person=person, removed_at=None).exclude(way="").first()
    started = dialogue.created_by_id == person.pk
    require(rules.may_prepare(role=me.role if me else None, started_it=started))
    dialogue.link_version += 1
    dialogue.save(update_fields=["link_version"])
    record("dialogues.link-renewed", actor=person, subject=dialogue, circle=dialogue.circle_id)


@transaction.atomic
def let_go(*, person: Person, dialogue: Dialogue, number: int, now: datetime) -> None:
    """Somebody takes part no longer, by their own choice or a leader's; what they wrote stays."""
    dialogue.state = Dialogue.objects.select_for_update(of=("self",)).get(pk=dialogue.pk).state
    one = dialogue.participants.exclude(way="").get(number=number)
    me = dialogue.participants.filter(person=person, removed_at=None).exclude(way="").first()
    is_self = one.person_id == person.pk
    started = dialogue.created_by_id == person.pk
    if not is_self:
        require(rules.may_prepare(role=me.role if me else None, started_it=started))
    if one.role == "owner" and dialogue.state == "gathering":
        raise Refused(rules.ONE_OWNER)
    one.removed_at, one.gone = now, True
    one.save(update_fields=["removed_at", "gone"])
    _count(dialogue)
    people_changed(dialogue, now)
    record("dialogues.let-go", actor=person, subject=dialogue, circle=dialogue.circle_id, data={"person": number})


@transaction.atomic
def become(guest: Person, into: Person) -> None:
    """A guest turned out to have an account: what they wrote is that account's (people.actions.merging)."""
    for one in Participant.objects.filter(person=guest):
        twice = Participant.objects.filter(dialogue=one.dialogue_id, person=into).exclude(way="").exists()
        if twice:
            continue  # they took part under both: the words stay where they are, under the guest's name
        one.person, one.name = into, into.name
        one.save(update_fields=["person", "name"])
    Invite.objects.filter(person=guest).update(person=into)
    Dialogue.objects.filter(created_by=guest).update(created_by=into)

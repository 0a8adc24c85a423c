"""Who takes part: asked in, come in, fallen out, let go."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q

from iq4d.methods import may_join
from iq4d.methods.state import Person as EnginePerson
from iq4d.web.circles.queries import role_in
from iq4d.web.dialogues import rules
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.actions.moving import people_changed
from iq4d.web.dialogues.models import Dialogue, Invite, Participant
from iq4d.web.dialogues.own_methods.queries import method_of
from iq4d.web.journal.actions import record
from iq4d.web.people.models import Person, normal_email
from iq4d.web.ui.verdicts import ALLOWED, Refused, Verdict, require

INVITE_LASTS = timedelta(days=30)
JUST_NOW = timedelta(minutes=1)  # the same invitation within it is one form sent twice


def may_come_in(*, person: Person | None, dialogue: Dialogue, invite: Invite | None, now: datetime) -> Verdict:
    """Whether somebody may join: their invitation, what the circle asks, and whether the method still has a place."""
    verdict = _may_use(person, invite, now) and _may_come_back(person, dialogue, invite)
    if not verdict:
        return verdict
    circle = dialogue.circle
    member = bool(circle and person and role_in(person, circle))
    verdict = rules.may_come_in(
        joining=circle.joining if circle else "link",
        is_member=member,
        has_account=bool(person and not person.is_guest),
        invited=invite is not None,
    )
    if not verdict:
        return verdict
    standing = getattr(dialogue, "standing", None)
    if dialogue.state == "finished":
        return rules.OVER
    if standing is None:
        method = method_of(dialogue)
        here = dialogue.participants.exclude(way="").filter(gone=False, removed_at=None).exclude(role="facilitator")
        # one more may come in before it begins: whoever guards it need not be around the table
        full = method is not None and method.most is not None and here.count() > method.most
        return rules.FULL if full else ALLOWED
    state = standings.state_of(dialogue, standing, standings.participants_of(dialogue))
    return standings.verdict_of(may_join(state, EnginePerson("new")))


def _may_use(person: Person | None, invite: Invite | None, now: datetime) -> Verdict:
    if invite is None:
        return ALLOWED
    return rules.may_use_invite(
        stands=Invite.objects.standing(now).filter(pk=invite.pk).exists(),
        for_another=invite.person_id is not None and (person is None or invite.person_id != person.pk),
        known=person is not None,
    )


def _may_come_back(person: Person | None, dialogue: Dialogue, invite: Invite | None) -> Verdict:
    """Asked of who comes, and of whose address the invitation is for: else they come signed out, by another name."""
    whose = Q(person=person) if person else Q(pk=None)
    if invite is not None and invite.email:
        whose |= Q(person__email=invite.email)
    gone = Participant.objects.filter(whose, dialogue=dialogue, let_go=True).exclude(way="")
    last = gone.aggregate(last=Max("removed_at"))["last"]
    if last is None:
        return ALLOWED
    asked = Invite.objects.of_who_leads().filter(pk=invite.pk, created_at__gt=last).exists() if invite else False
    return rules.may_come_back(let_go=True, invited_since=asked)


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
    """Take part. Twice is once; who fell out is back, and who took part no longer where they may be. Raises Refused.

    What is said of oneself takes the place of what was said before; empty leaves it.
    """
    fresh = Dialogue.objects.select_for_update(of=("self",)).select_related("circle").get(pk=dialogue.pk)
    dialogue.state = fresh.state  # it may just have begun, or have ended
    mine = Participant.objects.filter(dialogue=dialogue, person=person).exclude(way="")
    if (known := mine.first()) is not None and known.removed_at is None:
        return _back(known, now, seeks or known.seeks, brings or known.brings)
    require(may_come_in(person=person, dialogue=fresh, invite=invite, now=now))
    member = bool(dialogue.circle and role_in(person, dialogue.circle))
    made = known or _newcomer(dialogue, person)
    made.way = "member" if member else "invited" if invite else "link"
    made.seeks, made.brings = seeks or made.seeks, brings or made.brings
    made.joined_at, made.removed_at, made.gone, made.let_go = now, None, False, False
    made.save()
    if invite is not None:
        Invite.objects.filter(pk=invite.pk, accepted_at=None).update(accepted_at=now)
    count_people(dialogue)
    people_changed(dialogue, now)
    record("dialogues.joined", actor=person, subject=dialogue, circle=dialogue.circle_id, data={"person": made.number})
    return made


def _newcomer(dialogue: Dialogue, person: Person) -> Participant:
    last = Participant.objects.filter(dialogue=dialogue).aggregate(last=Max("number"))["last"] or 0
    return Participant(dialogue=dialogue, number=last + 1, name=person.name, person=person, role="peer")


def _back(known: Participant, now: datetime, seeks: str, brings: str) -> Participant:
    if known.gone:
        known.gone = False
        known.save(update_fields=["gone"])
        people_changed(known.dialogue, now)
    if (seeks, brings) != (known.seeks, known.brings):
        intend(participant=known, seeks=seeks, brings=brings)
    return known


def count_people(dialogue: Dialogue) -> None:
    """How many take part, as its row says it."""
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

    Somebody in the circle hears of it here and in their daily mail; to a mail address one mail goes out. To who is not
    of the circle every address is a mail address: else they would hear whose it is.
    """
    Dialogue.objects.select_for_update(of=("self",)).get(pk=dialogue.pk)  # sent twice at once is sent once
    me = Participant.objects.filter(dialogue=dialogue, person=person, removed_at=None).exclude(way="").first()
    leads = rules.leads(role=me.role if me else None, started_it=dialogue.created_by_id == person.pk)
    email = normal_email(email)
    whom = _whom(person, dialogue, email, member)
    name = name or (whom.name if whom else "")
    earlier = Invite.objects.open().filter(Q(person=whom) if whom else Q(person=None, email=email), dialogue=dialogue)
    if me is not None and (whom or email):
        same = earlier.filter(invited_by=me, name=name, question=question)
        just_now = same.filter(created_at__gt=now - JUST_NOW).first()
        if just_now is not None:
            return just_now
    lately = Invite.objects.filter(created_at__gt=now - timedelta(days=1))
    verdict = rules.may_invite(
        role=me.role if me else None,
        # of an address that no member has nobody is told whose it is: their link does not let them in (_may_come_back)
        back=whom is not None and dialogue.participants.filter(person=whom, let_go=True).exists(),
        leads=leads,
        is_guest=person.is_guest,
        today=lately.filter(invited_by__person=person).count(),
        to_this_address=lately.filter(Q(email=email) | Q(person__email=email)).count() if email else 0,
    )
    require(verdict)
    if whom is None and not email:
        raise Refused(rules.NOBODY_TO_ASK)
    if not leads:  # theirs opens doors that this one does not
        earlier = earlier.exclude(pk__in=Invite.objects.of_who_leads().filter(dialogue=dialogue))
    earlier.update(withdrawn_at=now)
    invite = Invite.objects.create(
        dialogue=dialogue,
        invited_by=me,
        person=whom,
        email="" if whom else email,
        name=name,
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


def took_part_with(person: Person, dialogue: Dialogue) -> list[Person]:
    """The members of its circle who took part in it with this person: whom a next one can ask in by name.

    Nobody for who is no member: who is of the circle is for its members alone.
    """
    if dialogue.circle is None or role_in(person, dialogue.circle) is None:
        return []
    here = Participant.objects.filter(dialogue=dialogue, removed_at=None, person__is_active=True).exclude(way="")
    people = Person.objects.filter(pk__in=here.values("person"), memberships__circle=dialogue.circle)
    return list(people.exclude(pk=person.pk).order_by("name", "pk")[: rules.INVITES_A_DAY])


@transaction.atomic
def ask_again(*, person: Person, dialogue: Dialogue, now: datetime) -> int:
    """Ask in who took part in the one that this goes on from; gives how many. Nobody past what one may ask a day."""
    asked = 0
    for one in took_part_with(person, dialogue.follows) if dialogue.follows else []:
        try:
            ask_in(person=person, dialogue=dialogue, now=now, member=one.pk)
        except Refused:
            break
        asked += 1
    return asked


def _whom(asker: Person, dialogue: Dialogue, email: str, member: int | None) -> Person | None:
    """The member of the circle that is meant, if it is one; to who is no member themselves it never is."""
    circle = dialogue.circle
    if circle is None or role_in(asker, circle) is None:
        return None
    members = Person.objects.filter(memberships__circle=circle)
    if member is not None:
        return members.filter(pk=member).first()
    return members.filter(email=email).first() if email else None


@transaction.atomic
def withdraw_invite(*, person: Person, invite: Invite, now: datetime) -> None:
    me = Participant.objects.filter(dialogue=invite.dialogue, person=person, removed_at=None).exclude(way="").first()
    own = me is not None and invite.invited_by_id == me.pk
    started = invite.dialogue.created_by_id == person.pk
    require(rules.may_prepare(role="owner" if own else me.role if me else None, started_it=started))
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
    """Somebody takes part no longer, by their own choice or a leader's; what they wrote stays.

    Whom a leader let go does not come back, signed out, by the link they know: there is a new one. Twice is once.
    """
    fresh = Dialogue.objects.select_for_update(of=("self",)).get(pk=dialogue.pk)
    dialogue.state, dialogue.link_version = fresh.state, fresh.link_version
    one = dialogue.participants.exclude(way="").get(number=number)
    me = dialogue.participants.filter(person=person, removed_at=None).exclude(way="").first()
    is_self = one.person_id == person.pk
    started = dialogue.created_by_id == person.pk
    if not is_self:
        require(rules.may_prepare(role=me.role if me else None, started_it=started))
    if one.removed_at is not None:
        return
    if one.role == "owner" and dialogue.state == "gathering":
        raise Refused(rules.ONE_OWNER)
    one.removed_at, one.gone, one.let_go = now, True, not is_self
    one.save(update_fields=["removed_at", "gone", "let_go"])
    if not is_self:
        dialogue.link_version += 1
        dialogue.save(update_fields=["link_version"])
    count_people(dialogue)
    people_changed(dialogue, now)
    record("dialogues.let-go", actor=person, subject=dialogue, circle=dialogue.circle_id, data={"person": number})

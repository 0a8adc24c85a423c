"""A dialogue comes to be: from one sentence, sharper when there is time, begun when its people are there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from iq4d.methods import CannotBegin, dumps
from iq4d.methods import begin as first_state
from iq4d.web.circles.models import Circle
from iq4d.web.circles.queries import role_in
from iq4d.web.dialogues import rules
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.actions.moving import make_move
from iq4d.web.dialogues.actions.sitting import sit_down
from iq4d.web.dialogues.actions.writing import put
from iq4d.web.dialogues.models import Contribution, Dialogue, Draft, Participant, Standing, Takeaway
from iq4d.web.dialogues.own_methods import queries as own_methods
from iq4d.web.journal.actions import record
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import Refused, Verdict, require

LONGEST_SERIES = 100  # dialogues that are looked back on: hats have faded long before
LIGHTEST = "open_dialogue"  # what one sentence starts, unless somebody chose otherwise
SHARPER = ("title", "why", "for_whom", "done_when", "outside", "target", "target_by", "tips_welcome", "language")


def _besides_takeaway(made: Contribution) -> dict[str, str]:
    known = Takeaway.objects.filter(contribution=made).select_related("whose").first()
    if known is None:
        return {}
    said = {True: "yes", False: "no", None: ""}
    return {"whose": str(known.whose.number) if known.whose else "", "intended": said[known.intended]}


# By kind: what a contribution holds besides its words, by field, as its form asked it. A later app adds its own.
filled_in: dict[str, Callable[[Contribution], dict[str, str]]] = {"takeaway": _besides_takeaway}


@transaction.atomic
def start(
    *,
    person: Person,
    sentence: str,
    circle: Circle | None,
    now: datetime,
    method: str = LIGHTEST,
    language: str = "",
    tips_welcome: bool = False,
    article: str = "",
    questions: Sequence[str] = (),
    begin: bool = True,
    follows: Dialogue | None = None,
) -> Dialogue:
    """One sentence becomes a dialogue; who wrote it is its owner. A method one person can begin has begun.

    article, questions: a longer piece to open with, each question a thread of its own; without them the sentence is
    the first contribution. tips_welcome: they ask for advice, too. begin: False leaves also the lightest method to
    be begun by hand. follows: the finished one that this goes on from.
    """
    role = role_in(person, circle) if circle else None
    allowed = rules.may_start(
        has_account=not person.is_guest, open_start=settings.OPEN_START, in_circle=circle is not None, role=role
    )
    require(allowed)
    if follows is not None:
        require(may_follow(person, follows, circle))
    chosen = own_methods.offered_in(circle, method) or standings.method_named(LIGHTEST)
    assert chosen is not None
    dialogue = Dialogue.objects.create(
        circle=circle,
        title=sentence[:300],
        language=language or person.language,
        state="gathering",
        room=chosen.room,
        method=chosen.key,
        course=chosen.course,
        created_at=now,
        started_at=now,
        ended_at=now,
        created_by=person,
        participant_count=1,
        tips_welcome=tips_welcome,
        follows=follows,
    )
    Participant.objects.create(
        dialogue=dialogue, number=1, name=person.name, person=person, role="owner", way="started", joined_at=now
    )
    record("dialogues.started", actor=person, subject=dialogue, circle=dialogue.circle_id)
    if begin and chosen.least <= 1:
        begin_now(person=person, dialogue=dialogue, now=now)
        open_with(person=person, dialogue=dialogue, now=now, article=article, questions=questions)
    return dialogue


def open_with(
    *, person: Person, dialogue: Dialogue, now: datetime, article: str = "", questions: Sequence[str] = ()
) -> list[Contribution]:
    """What it opens with, where the first step asks its owner for it: all of it at once, for it closes that step."""
    sitting = sit_down(dialogue, now, person=person)
    first = sitting.state.steps[0]
    kinds = sitting.state.phase(first).allowed.get("owner", ())
    if not first.is_open or "question" not in kinds:
        return []
    made = [put(sitting, kind="case", step=first.id, source=article)] if article.strip() and "case" in kinds else []
    asked = [one for one in questions if one.strip()] or ([] if made else [dialogue.title])
    made += [put(sitting, kind="question", step=first.id, source=one) for one in asked]
    sitting.close()
    return made


def may_follow(person: Person, dialogue: Dialogue, circle: Circle | None) -> Verdict:
    """Whether this person may let a next one, in `circle`, go on from this one."""
    me = Participant.objects.filter(dialogue=dialogue, person=person, removed_at=None).exclude(way="").first()
    return rules.may_go_on(
        state=dialogue.state,
        role=me.role if me else None,
        started_it=dialogue.created_by_id == person.pk,
        same_circle=dialogue.circle_id == (circle.pk if circle else None),
    )


def _preparing(person: Person, dialogue: Dialogue) -> Verdict:
    me = Participant.objects.filter(dialogue=dialogue, person=person, removed_at=None).exclude(way="").first()
    return rules.may_prepare(role=me.role if me else None, started_it=dialogue.created_by_id == person.pk)


@transaction.atomic
def sharpen(*, person: Person, dialogue: Dialogue, now: datetime, **fields: Any) -> None:
    """Say more of the purpose: why, for whom, done when, what is outside; how many reactions, by when."""
    require(_preparing(person, dialogue))
    given = {name: value for name, value in fields.items() if name in SHARPER}
    for name, value in given.items():
        setattr(dialogue, name, value)
    dialogue.save(update_fields=list(given))
    record("dialogues.sharpened", actor=person, subject=dialogue, circle=dialogue.circle_id)


@dataclass(frozen=True, slots=True)
class Plan:
    """How it is to be held. lengths: working days by phase, None leaves them; meeting: when people sit together."""

    method: str
    course: str
    steering: str
    room: str
    meeting: datetime | None = None
    lengths: dict[str, int] | None = None


@transaction.atomic
def plan(*, person: Person, dialogue: Dialogue, plan: Plan, now: datetime) -> None:
    """Choose the method, its course, the steering and the room. Another method only while nobody else has written."""
    require(_preparing(person, dialogue))
    dialogue = Dialogue.objects.select_for_update(of=("self",)).select_related("circle").get(pk=dialogue.pk)
    same = plan.method == dialogue.method  # which its circle may have taken out of use since
    chosen = own_methods.method_of(dialogue) if same else own_methods.offered_in(dialogue.circle, plan.method)
    other_course = (plan.method, plan.course) != (dialogue.method, dialogue.course)
    wrote = dialogue.contributions.exclude(participant__person=person).exists()
    room = plan.room
    if other_course and chosen is not None:
        require(rules.may_change_method(state=dialogue.state, others_wrote=wrote))
        if chosen.key != dialogue.method and chosen.room == "closed":
            room = "closed"  # a method for cases makes a room for cases; opening it takes a second look
        _back_to_gathering(dialogue)
        dialogue.method, dialogue.course = chosen.key, plan.course
    if dialogue.room == "closed" and room == "open":
        require(rules.may_open_room(state=dialogue.state, others_wrote=wrote))
    steered, met = dialogue.steering != plan.steering, dialogue.meeting_at != plan.meeting
    dialogue.room, dialogue.steering, dialogue.meeting_at = room, plan.steering, plan.meeting
    if plan.lengths is not None:
        dialogue.lengths = plan.lengths
    dialogue.save()
    record("dialogues.planned", actor=person, subject=dialogue, circle=dialogue.circle_id)
    if dialogue.state == "running" and steered and plan.steering:
        make_move(person=person, dialogue=dialogue, kind="steer", how=plan.steering, now=now)
    if dialogue.state == "running" and met and plan.meeting:
        make_move(person=person, dialogue=dialogue, kind="plan", at=plan.meeting, now=now)
    if other_course and chosen is not None and chosen.least <= 1 and chosen.most != 1:
        begin_now(person=person, dialogue=dialogue, now=now)
        open_with(person=person, dialogue=dialogue, now=now)


def _back_to_gathering(dialogue: Dialogue) -> None:
    """Another method begins anew; what its owner wrote goes along as drafts, what they took back too."""
    for own in dialogue.contributions.exclude(source="").order_by("number"):
        if own.source.strip() != dialogue.title:
            Draft.objects.create(
                dialogue=dialogue,
                participant=own.participant,
                source=own.source,
                kind=own.kind,
                more=_besides(own),
                at=own.at or dialogue.created_at,
                why="…",
            )
    dialogue.contributions.all().delete()
    dialogue.gestures.all().delete()
    Standing.objects.filter(dialogue=dialogue).delete()
    dialogue.state, dialogue.contribution_count, dialogue.summaries = "gathering", 0, {}


def _besides(own: Contribution) -> dict[str, str]:
    """What its form held, and who was to see it."""
    told = filled_in[own.kind](own) if own.kind in filled_in else {}
    if own.is_narrow:
        told["seen"] = "buddy" if own.only_to_id else "me"
    return {name: value for name, value in told.items() if value}


@transaction.atomic
def give_roles(*, person: Person, dialogue: Dialogue, roles: dict[int, str]) -> None:
    """Who is owner, peer or facilitator, by participant number; before it begins. Raises Refused."""
    state = Dialogue.objects.select_for_update(of=("self",)).get(pk=dialogue.pk).state
    require(rules.may_begin(state=state, may_prepare=_preparing(person, dialogue)))
    people = {one.number: one for one in dialogue.participants.select_for_update().exclude(way="")}
    wanted = {number: roles.get(number, one.role) for number, one in people.items()}
    if list(wanted.values()).count("owner") != 1:
        raise Refused(rules.ONE_OWNER)
    for number, role in wanted.items():
        if people[number].role != role and role in ("owner", "peer", "facilitator"):
            people[number].role = role
            people[number].save(update_fields=["role"])
    record("dialogues.roles-given", actor=person, subject=dialogue, circle=dialogue.circle_id)


@transaction.atomic
def begin_now(*, person: Person, dialogue: Dialogue, now: datetime) -> None:
    """Begin the first step with the people who are here. Raises Refused with the engine's own sentence."""
    dialogue_row = Dialogue.objects.select_for_update(of=("self",)).select_related("circle").get(pk=dialogue.pk)
    require(rules.may_begin(state=dialogue_row.state, may_prepare=_preparing(person, dialogue)))
    method = own_methods.method_of(dialogue_row)
    assert method is not None
    people = [one for one in standings.participants_of(dialogue_row) if one.way and not one.gone and not one.removed_at]
    meeting = dialogue_row.meeting_at if dialogue_row.meeting_at and dialogue_row.meeting_at > now else None
    try:
        state = first_state(
            method,
            standings.engine_people(people),
            now,
            course=dialogue_row.course or method.course,
            steering=dialogue_row.steering,
            calendar=standings.calendar_for(dialogue_row),
            meeting=meeting,
            lengths=dialogue_row.lengths,
            nth=_went_before(dialogue_row),
        )
    except CannotBegin as why:
        raise Refused(replace(rules.CANNOT_BEGIN, said=why.what)) from why
    standing = Standing(dialogue=dialogue_row, method_text=dumps(method))
    standings.write(standing, state, now)
    dialogue.state = dialogue_row.state = "running"
    dialogue_row.save(update_fields=["state"])
    record("dialogues.begun", actor=person, subject=dialogue, circle=dialogue.circle_id)


def _went_before(dialogue: Dialogue) -> int:
    """How many dialogues went before it in its series. A query for each."""
    met: list[int] = []
    before = dialogue.follows_id
    while before is not None and before not in met and len(met) < LONGEST_SERIES:
        met.append(before)
        before = Dialogue.objects.filter(pk=before).values_list("follows_id", flat=True).first()
    return len(met)


@transaction.atomic
def agree(
    *,
    person: Person,
    dialogue: Dialogue,
    learning: str,
    confidence: str,
    keep_months: int | None,
    steering: str,
    now: datetime,
) -> None:
    """Propose another start agreement: everybody is asked anew; who proposes it agrees."""
    sitting_down = Dialogue.objects.select_for_update(of=("self",)).get(pk=dialogue.pk)
    me = _me(person, dialogue)
    require(rules.may_agree(state=sitting_down.state))
    changed = (sitting_down.learning, sitting_down.confidence, sitting_down.keep_months) != (
        learning, confidence, keep_months,
    )  # fmt: skip
    standing = Standing.objects.filter(dialogue=sitting_down).first()
    steered = standings.bare_state(standing).steering if standing else sitting_down.steering
    if steering and steering != steered:
        changed = True
        sitting_down.steering = steering
        if sitting_down.state == "running":
            make_move(person=person, dialogue=dialogue, kind="steer", how=steering, now=now)
    sitting_down.learning, sitting_down.confidence, sitting_down.keep_months = learning, confidence, keep_months
    sitting_down.agreement += changed
    sitting_down.save(update_fields=["learning", "confidence", "keep_months", "steering", "agreement"])
    dialogue.agreement = sitting_down.agreement
    Participant.objects.filter(pk=me.pk).update(agreed=sitting_down.agreement)
    record("dialogues.agreed", actor=person, subject=dialogue, circle=dialogue.circle_id)


@transaction.atomic
def say_yes(*, person: Person, dialogue: Dialogue, version: int) -> None:
    """Agree to the start agreement as it was read; an older version is no yes to a newer one."""
    me = _me(person, dialogue)
    if Dialogue.objects.filter(pk=dialogue.pk, agreement=version).exists():
        Participant.objects.filter(pk=me.pk).update(agreed=version)
        record("dialogues.agreed", actor=person, subject=dialogue, circle=dialogue.circle_id)


def _me(person: Person, dialogue: Dialogue) -> Participant:
    me = Participant.objects.filter(dialogue=dialogue, person=person, removed_at=None).exclude(way="").first()
    if me is None:
        raise Refused(rules.NOT_TAKING_PART)
    return me

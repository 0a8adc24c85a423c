"""Telling what came of a deed, asking how it went, choosing another day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from iq4d.web.deeds import rules
from iq4d.web.deeds.models import Deed
from iq4d.web.dialogues.actions import writing
from iq4d.web.dialogues.models import Contribution
from iq4d.web.journal.actions import record
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import require


class ToldOtherwise(Exception):
    """A reason came for a deed that was noted as done meanwhile: in another tab, or by the link of a mail."""


def _locked(person: Person, deed: Deed) -> Deed:
    """The row to change, for its owner. Inside a transaction; raises Refused."""
    rows = Deed.objects.select_for_update(of=("self",))
    row = rows.select_related("contribution__participant", "contribution__dialogue", "story").get(pk=deed.pk)
    made = row.contribution
    is_own = made.participant.person_id == person.pk and made.participant.removed_at is None
    require(rules.may_tell(is_own=is_own, removed=made.removed_at is not None))
    return row


def _record(verb: str, actor: Person | None, deed: Deed, **data: int | str) -> None:
    dialogue = deed.contribution.dialogue
    told = {"deed": deed.pk, "number": deed.contribution.number, **data}
    record(verb, actor=actor, subject=dialogue, circle=dialogue.circle_id, data=told)


@transaction.atomic
def tell(*, person: Person, deed: Deed, outcome: str, now: datetime) -> None:
    """Done, partly or not: one tap. The same twice is once; another one is a change of mind. Raises Refused.

    A reason is kept under every outcome, and shown under those that have one (`rules.WITH_REASON`).
    """
    _tell(person, _locked(person, deed), outcome, now)


def _tell(person: Person, row: Deed, outcome: str, now: datetime) -> None:
    require(rules.outcome_is_one(outcome))
    if row.outcome == outcome:
        return
    row.outcome, row.told_at = outcome, now
    row.save(update_fields=["outcome", "told_at"])
    _record("deeds.told", person, row, outcome=outcome)


@transaction.atomic
def untell(*, person: Person, deed: Deed) -> None:
    """That was the wrong button. A story that stands in the dialogue stays there, for its author to take back."""
    row = _locked(person, deed)
    if not row.outcome:
        return
    row.outcome, row.told_at = "", None
    row.save(update_fields=["outcome", "told_at"])
    _record("deeds.untold", person, row)


@transaction.atomic
def tell_story(
    *,
    person: Person,
    deed: Deed,
    now: datetime,
    story: str = "",
    reason: str | None = None,
    reason_words: str | None = None,
    outcome: str = "",
) -> Contribution | None:
    """What came of it, back in the dialogue as an answer to the deed; and why not, where it was not done.

    Each may be empty; a reason that is None was not asked for, and stays as it is. outcome: told in the same breath.
    The story is for those who see the deed. Raises Refused, and ToldOtherwise for a reason that would not be shown,
    unless its outcome came along.
    """
    dialogue = deed.contribution.dialogue
    made = None
    if story.strip():  # first, so that every act locks the dialogue before the deed
        made = writing.write(
            person=person,
            dialogue=dialogue,
            kind="story",
            step=deed.contribution.step,
            source=story,
            about=deed.contribution.number,
            now=now,
        )
    row = _locked(person, deed)
    if outcome:
        _tell(person, row, outcome, now)
    has_story = row.story is not None and row.story.removed_at is None
    require(rules.may_tell_story(told=bool(row.outcome), has_story=bool(made) and has_story))
    if made is not None:
        row.story = made
    before = row.reason, row.reason_words
    if row.outcome not in rules.WITH_REASON and not outcome and (reason or (reason_words or "").strip()):
        raise ToldOtherwise
    if row.outcome in rules.WITH_REASON or outcome:
        row.reason = row.reason if reason is None else reason if reason in rules.REASONS else ""
        row.reason_words = row.reason_words if reason_words is None else reason_words
    row.save(update_fields=["story", "reason", "reason_words"])
    if made is None and before != (row.reason, row.reason_words):  # a story is told of by itself
        _record("deeds.explained", person, row, reason=row.reason)
    return made


@transaction.atomic
def move(*, person: Person, deed: Deed, day: date, now: datetime) -> None:
    """Not yet: ask me again on that day. Whoever asks after it hears of it then too. Raises Refused."""
    row = _locked(person, deed)
    require(rules.may_move(told=bool(row.outcome), day=day, today=person.today(now)))
    if row.ask_on == day and row.due == day:
        return
    row.due, row.ask_on, row.asked_at, row.buddy_asked_at = day, day, None, None
    row.save(update_fields=["due", "ask_on", "asked_at", "buddy_asked_at"])
    _record("deeds.moved", person, row)


@transaction.atomic
def ask(deed: Deed, now: datetime) -> bool:
    """Ask its owner how it went, and in the same moment whoever asks after it. Two clocks ask once."""
    if not Deed.objects.filter(pk=deed.pk, asked_at=None, outcome="").update(asked_at=now):
        return False
    _record("deeds.due", None, deed)
    buddy = deed.buddy
    if buddy is not None and buddy.removed_at is None and buddy.person_id:
        Deed.objects.filter(pk=deed.pk, buddy_asked_at=None).update(buddy_asked_at=now)
        _record("deeds.buddy-asked", None, deed, person=buddy.number)
    return True


def forget_what_was_taken_back() -> int:
    """A deed whose words are gone for good keeps nothing either."""
    gone = Deed.objects.filter(contribution__removed_at__isnull=False, contribution__source="")
    return gone.delete()[0]

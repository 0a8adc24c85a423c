"""What somebody brings in: words, gestures, drafts; and what they change or take back afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext, override

from iq4d.methods import KINDS, Entry, State, Verdict, contribute, hide, withdraw
from iq4d.methods import bring_back as bring_back_there
from iq4d.web.dialogues import composing, pictures, rules
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.actions.resting import no_longer_settled
from iq4d.web.dialogues.actions.sitting import Sitting, sit_down
from iq4d.web.dialogues.models import Contribution, Dialogue, Draft, Participant, Version
from iq4d.web.dialogues.rules import shape
from iq4d.web.journal.actions import record
from iq4d.web.people.models import Person
from iq4d.web.ui.markup import plain, rendered
from iq4d.web.ui.verdicts import Refused, require

NOT_SEEN = Verdict("not-seen", (), "refusal")


class StepsOutside(Refused):
    """The words would fall outside the step; a page can ask whether that is meant. Nothing was kept."""


@transaction.atomic
def write(
    *,
    person: Person,
    dialogue: Dialogue,
    kind: str,
    step: str,
    source: str,
    now: datetime,
    about: int | None = None,
    outside: bool = False,
    more: Mapping[str, Any] | None = None,
) -> Contribution:
    """Bring words into a step. Raises Refused (nothing kept), StepsOutside (ask first).

    more: what a kind asks besides its words (composing.py). The last one asked closes the step in the same act.
    """
    sitting = sit_down(dialogue, now, person=person, about=[about] if about else [])
    made = put(sitting, kind=kind, step=step, source=source, about=about, outside=outside, more=more)
    sitting.close()
    return made


def put(
    sitting: Sitting,
    *,
    kind: str,
    step: str,
    source: str,
    about: int | None = None,
    outside: bool = False,
    more: Mapping[str, Any] | None = None,
) -> Contribution:
    """The same inside a sitting that others close."""
    if not source.strip():
        raise Refused(rules.NO_WORDS)
    me, now = sitting.me, sitting.now
    assert me is not None
    number = sitting.next_number(step)
    after, verdict = contribute(
        sitting.state, f"c{number}", sitting.my_id, kind, step, now, about=f"c{about}" if about else "", outside=outside
    )
    if verdict and after is sitting.state:
        raise StepsOutside(standings.no_of(verdict))
    require(standings.verdict_of(verdict))
    entry = after.entries[-1]
    answered = _answered(sitting, about)
    place = (answered.number, answered.top, answered.branch, answered.level) if answered else None
    top, branch, level = shape(number, place)
    section = answered.section if answered else standings.sections(sitting.state).get(entry.step, 0)
    narrow = answered is not None and answered.is_narrow
    picture, consent = _pictured(sitting, entry, more or {}) if answered is None else ("", "")
    html = rendered(source, "markdown")
    sitting.come_back()
    owner = next((one for one in sitting.participants if str(one.number) == entry.to), None)
    made = Contribution.objects.create(
        dialogue=sitting.dialogue,
        participant=me,
        number=number,
        section=section,
        top=top,
        branch=branch,
        level=level,
        answers=about,
        step=entry.step,
        kind=kind,
        to=owner,
        is_narrow=narrow,
        only_to=_other_of(answered, me) if answered and narrow else None,
        picture=picture,
        consent=consent,
        outside=entry.outside,
        at=now,
        source=source,
        markup="markdown",
        text=plain(html),
        html=html,
    )
    composing.keep_more(made, _besides(sitting, made, answered, more or {}), now)
    sitting.state = after
    shown = entry.step in standings.public_steps(after) or KINDS[kind].afterwards
    if shown and not made.is_narrow and not KINDS[kind].private:
        Dialogue.objects.filter(pk=sitting.dialogue.pk).update(
            contribution_count=F("contribution_count") + 1, ended_at=now
        )
    _forget_what_arrived(me, step, kind, about or 0, source)
    Draft.objects.filter(participant=me, source=source).delete()
    record(
        "dialogues.contributed",
        actor=me.person,
        subject=sitting.dialogue,
        circle=sitting.dialogue.circle_id,
        data={"number": number, "step": entry.step, "kind": kind, "about": about or 0},
    )
    return made


def _besides(
    sitting: Sitting, made: Contribution, answered: Contribution | None, more: Mapping[str, Any]
) -> dict[str, Any]:
    """What came with the words, as far as the step asks it: a place on its line; whose view it was, unless nobody
    reads whose it is.
    """
    told, me = dict(more), sitting.me
    step = next((one for one in sitting.state.steps if one.id == made.step), None)
    if step is None or sitting.state.phase(step).scale is None or answered is not None:
        told.pop("place", None)
    if answered is not None and made.kind == "takeaway":
        nameless = answered.step in standings.unnamed_steps(sitting.state) and not answered.signed
        told["whose"] = None if nameless else answered.participant.number
    if me is not None and told.get("whose") == me.number:
        told["whose"] = None
    return told


def _pictured(sitting: Sitting, entry: Entry, more: Mapping[str, Any]) -> tuple[str, str]:
    """The name of the picture that came along, and what is said of who is in it; as far as the step has room for it.

    more: picture (encoded anew, or None), consent (a key of CONSENTS). Raises Refused where that is asked and missing.
    """
    step = next((one for one in sitting.state.steps if one.id == entry.step), None)
    if step is None or entry.outside or KINDS[entry.kind].private:
        return "", ""
    phase, consent = sitting.state.phase(step), more.get("consent") or ""
    if phase.consent and not consent:
        raise Refused(rules.CONSENT_FIRST)
    picture = more.get("picture") if phase.photo else None
    return pictures.stored(picture) if picture else "", consent if phase.consent else ""


def _answered(sitting: Sitting, about: int | None) -> Contribution | None:
    """What is replied to. The engine does not know what is narrow, so it is asked here whether this person sees it."""
    if not about:
        return None
    rows = Contribution.objects.filter(dialogue=sitting.dialogue, number=about).select_related("participant")
    found = rows.filter(Q(is_narrow=False) | Q(participant=sitting.me) | Q(only_to=sitting.me)).first()
    require(standings.ALLOWED if found else standings.verdict_of(NOT_SEEN))
    return found


def _other_of(answered: Contribution, me: Participant) -> Participant | None:
    """A reply to what not everybody sees is for the same two."""
    return answered.only_to if answered.participant_id == me.pk else answered.participant


@transaction.atomic
def edit(*, person: Person, contribution: Contribution, source: str, now: datetime) -> None:
    """Other words in the place of the ones before; what somebody else could read stays to be read in its history."""
    if not source.strip():
        raise Refused(rules.NO_WORDS)
    sitting = sit_down(contribution.dialogue, now, person=person, gathering=rules.GONE)
    row = _still_there(sitting, contribution.number)
    is_author = row.participant.person_id == person.pk and row.participant.removed_at is None
    require(rules.may_edit(is_author=is_author, hidden=row.hidden, removed=row.removed_at is not None))
    if source == row.source:
        return
    if standings.others_see(sitting.state, row, sitting.participants, now):
        Version.objects.create(contribution=row, at=now, source=row.source, html=row.html)
        row.edited_at = now  # to who reads it later what nobody else saw was never changed
    row.source, row.html = source, rendered(source, row.markup)
    row.text = plain(row.html)
    row.save(update_fields=["source", "html", "text", "edited_at"])
    sitting.close()
    _told("dialogues.edited", person, row)


def _still_there(sitting: Sitting, number: int) -> Contribution:
    """A contribution under lock. It may just have gone, with the course it stood in: Refused says so."""
    rows = sitting.dialogue.contributions.select_for_update(of=("self",)).select_related("participant")
    found = rows.filter(number=number).first()
    if found is None:
        raise Refused(rules.GONE)
    return found


@transaction.atomic
def take_back(*, person: Person, dialogue: Dialogue, number: int, now: datetime) -> None:
    """An author takes a contribution back. They can undo that for two weeks; replies to it stay."""
    sitting = sit_down(dialogue, now, person=person, gathering=rules.GONE)
    row = _still_there(sitting, number)
    is_author = sitting.me is not None and row.participant_id == sitting.me.pk
    require(rules.may_edit(is_author=is_author, hidden=row.hidden, removed=row.removed_at is not None))
    if sitting.state.entry(f"c{number}") is not None:
        after, verdict = withdraw(sitting.state, f"c{number}", sitting.my_id)
        require(standings.verdict_of(verdict))
        sitting.state = after
    row.removed_at = now
    row.save(update_fields=["removed_at"])
    no_longer_settled(sitting.dialogue, number)
    sitting.close(recount=True)
    _told("dialogues.taken-back", person, row)


@transaction.atomic
def bring_back(*, person: Person, dialogue: Dialogue, number: int, now: datetime) -> None:
    """Undo taking something back."""
    sitting = sit_down(dialogue, now, person=person, gathering=rules.GONE)
    row = _still_there(sitting, number)
    is_author = sitting.me is not None and row.participant_id == sitting.me.pk
    require(rules.may_restore(is_author=is_author, removed_at=row.removed_at, now=now, wiped=row.wiped))
    assert row.at is not None
    back = Entry(f"c{number}", row.step, sitting.my_id, row.kind, row.at, outside=row.outside)
    after, verdict = bring_back_there(_with_mine(sitting, row.step), back)
    full = 0 if verdict else sitting.state.phase(sitting.state.step(row.step)).at_most or 0
    require(rules.may_restore(is_author=is_author, removed_at=row.removed_at, now=now, full=full))
    row.removed_at, row.outside = None, after.entries[-1].outside
    row.save(update_fields=["removed_at", "outside"])
    sitting.state = replace(sitting.state, entries=(*sitting.state.entries, after.entries[-1]))
    sitting.close(recount=True)
    _told("dialogues.brought-back", person, row)


def _with_mine(sitting: Sitting, step: str) -> State:
    """The state with all that I brought into this step: of a step that is over, a sitting has nothing."""
    numbers = {one.pk: one.number for one in sitting.participants}
    mine = Q(dialogue=sitting.dialogue, participant=sitting.me, step=step)
    told = standings.entries_where(mine, mine, numbers).get(sitting.dialogue.pk, [])
    others = (one for one in sitting.state.entries if one.step != step or one.author != sitting.my_id)
    return replace(sitting.state, entries=(*others, *told))


@transaction.atomic
def set_hidden(*, person: Person, dialogue: Dialogue, number: int, why: str, hidden: bool, now: datetime) -> None:
    """The facilitator takes something out of sight, with a reason for its author, or shows it again."""
    sitting = sit_down(dialogue, now, person=person, about=[number], gathering=rules.GONE)
    row = _still_there(sitting, number)
    after, verdict = hide(sitting.state, f"c{number}", sitting.my_id, now, hidden=hidden)
    require(standings.verdict_of(verdict))
    row.hidden, row.hidden_why = hidden, why if hidden else ""
    if not hidden and row.consent == rules.WITHDRAWN:
        row.picture = ""  # the words come back; the picture is no longer anybody's to show
    row.save(update_fields=["hidden", "hidden_why", "picture"])
    if hidden:
        no_longer_settled(sitting.dialogue, number)
    sitting.state = after
    sitting.close(recount=True)
    _told("dialogues.hidden" if hidden else "dialogues.shown-again", person, row)


@transaction.atomic
def take_down(*, person: Person, dialogue: Dialogue, number: int, now: datetime) -> None:
    """Somebody is in the picture and would rather not: hidden at once, as the facilitator hides. Raises Refused.

    Its author and who leads hear that, not from whom.
    """
    sitting = sit_down(dialogue, now, person=person, about=[number], gathering=rules.GONE)
    row = _still_there(sitting, number)
    seen = Contribution.objects.filter(standings.seen_by(sitting.state, sitting.me, now), pk=row.pk, hidden=False)
    is_author = sitting.me is not None and row.participant_id == sitting.me.pk
    has_picture = bool(row.picture) and seen.exists()
    require(rules.may_take_down(takes_part=sitting.me is not None, is_author=is_author, has_picture=has_picture))
    with override(dialogue.language or None):
        row.hidden, row.hidden_why = True, gettext("Somebody who is in this picture would rather not be.")
    row.consent = rules.WITHDRAWN
    row.save(update_fields=["hidden", "hidden_why", "consent"])
    no_longer_settled(sitting.dialogue, number)
    entries = (replace(one, hidden=True) if one.id == f"c{number}" else one for one in sitting.state.entries)
    sitting.state = replace(sitting.state, entries=tuple(entries))
    sitting.close(recount=True)
    told = {"number": number, "wish": True}
    record("dialogues.hidden", actor=None, subject=dialogue, circle=dialogue.circle_id, data=told)


def _told(verb: str, person: Person, row: Contribution) -> None:
    subject = row.dialogue
    record(verb, actor=person, subject=subject, circle=subject.circle_id, data={"number": row.number})


def _forget_what_arrived(me: Participant, step: str, kind: str, about: int, source: str) -> None:
    """What was being written here and is now in, or refused, is a draft no more; other words stay."""
    here = Draft.objects.filter(participant=me, step=step[:60], about=about, why="")
    here = here.filter(kind__in=["", kind[:12]])  # "": saved before anybody said what it is
    Draft.objects.filter(pk__in=[one.pk for one in here if hold(source, one.source)]).delete()


def hold(words: str, draft: str) -> bool:
    """Whether these words are what became of a draft: it begins them, or they are it with small changes.

    So is a draft of which they are the beginning, and the larger half. Words and neighbours are counted, so that it
    takes no longer than reading them.

    >>> hold("I see it, and why.", "I see it, and"), hold("Short", "Long half-written words"), hold("I", "I see it")
    (True, False, False)
    >>> hold("What did you see then, and why? Tell me.", "What did you see than, and why?")
    True
    """
    now, before = " ".join(words.split()), " ".join(draft.split())
    if now.startswith(before) or (before.startswith(now) and 2 * len(now) > len(before)):
        return True
    said, written = now.split(), before.split()
    same = (Counter(written) & Counter(said)).total()
    beside = (Counter(pairwise(["", *written])) & Counter(pairwise(["", *said]))).total()
    return 4 * same > 3 * len(written) and 2 * beside >= len(written)


def save_draft(
    *,
    participant: Participant,
    step: str,
    kind: str,
    about: int,
    source: str,
    now: datetime,
    why: str = "",
    more: Mapping[str, str] | None = None,
) -> None:
    """Words on their way. An empty one is forgotten; one with a reason was refused, and is never overwritten.

    more: what a form held besides these words.
    """
    place: dict[str, Any] = {"participant": participant, "step": step[:60], "kind": kind[:12], "about": about}
    if why:
        _forget_what_arrived(participant, step, kind, about, source)
        besides = dict(more or {})
        if source.strip() and not Draft.objects.filter(**place, source=source).update(why=why, more=besides):
            Draft.objects.create(**place, dialogue=participant.dialogue, source=source, why=why, more=besides, at=now)
    elif source.strip():
        told = {"source": source, "at": now, "dialogue": participant.dialogue}
        Draft.objects.update_or_create(**place, why="", defaults=told)
    else:
        Draft.objects.filter(**place, why="").delete()


def forget_draft(*, participant: Participant, pk: int) -> None:
    """Its author needs it no more."""
    Draft.objects.filter(participant=participant, pk=pk).delete()


def empty_what_was_taken_back(now: datetime) -> int:
    """After the time in which it can be undone, the words go; the place in the thread stays."""
    long_ago = Contribution.objects.filter(removed_at__lt=now - timedelta(days=rules.UNDO_DAYS)).exclude(source="")
    Version.objects.filter(contribution__in=long_ago).delete()
    pictures.let_go(list(long_ago.exclude(picture="").values_list("picture", flat=True)))
    return long_ago.update(source="", text="", html="", hidden_why="", picture="")

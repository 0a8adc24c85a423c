"""What a page reads of reports. Everything starts from the person; a released page starts from its link."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

import iq4d
from iq4d.web.dialogues.models import Dialogue, Participant
from iq4d.web.dialogues.queries import dialogue_for
from iq4d.web.journal.models import Entry
from iq4d.web.mirror.listeners import DEEDS, FRAME, WORDS
from iq4d.web.mirror.queries import Measured, takes_part, to_measure
from iq4d.web.people.models import Person
from iq4d.web.people.queries import as_now
from iq4d.web.reports import rules
from iq4d.web.reports.models import Answer, Release, ReportPage

# after which a report may say something else
MOVES = ("dialogues.kept", "dialogues.wiped", "mirror.remarked", *WORDS, *FRAME, *DEEDS)
FRAMES = ("dialogues.sharpened",)  # who does this puts the purpose in words, and may write nothing else
LASTS = timedelta(days=1)  # a page or a PDF, also where nothing moved: deeds become due
GIVEN_UP = timedelta(minutes=5)  # what was asked so long ago and is not there is asked anew
NOT_WORDS = {"due", "at", "speaker", "by", "buddy", "from_speaker", "invited", "id"}  # moves without anybody's words


def stamp_of(dialogue: Dialogue) -> int:
    """The last thing that happened here after which more, less or something else may be seen. One query."""
    moved = Entry.objects.filter(subject=f"dialogue:{dialogue.pk}", verb__in=MOVES)
    return int(moved.aggregate(last=Max("pk"))["last"] or 0)


def digest_of(measured: Measured) -> str:
    """The same word: the same page. Of what all may see, by which measure, and in which dress."""
    from iq4d.report import style_source

    told = repr((measured.digest, iq4d.__version__, style_source()))
    return hashlib.sha256(told.encode()).hexdigest()


def with_standing(dialogue: Dialogue) -> Dialogue:
    return Dialogue.objects.select_related("standing", "circle").get(pk=dialogue.pk)


def page_of(dialogue: Dialogue, language: str) -> ReportPage | None:
    """The kept page, whether it may still be shown or not; without its PDF, which is large."""
    return ReportPage.objects.filter(dialogue=dialogue, language=language).defer("pdf").first()


def is_current(page: ReportPage | None, dialogue: Dialogue, now: datetime) -> bool:
    """Whether the page shows what all see now. Mostly one query; where something happened, what was said is read."""
    if page is None or page.made_at is None or page.problem or now - page.made_at > LASTS or dialogue.words_gone:
        return False
    return page.stamp == stamp_of(dialogue) or page.digest == digest_of(to_measure(with_standing(dialogue), now))


def is_being_made(page: ReportPage | None, now: datetime) -> bool:
    if page is None or page.problem or now - page.asked_at > GIVEN_UP:
        return False
    return page.made_at is None or page.asked_at > page.made_at


def pdf_is_being_made(page: ReportPage, now: datetime) -> bool:
    asked, made = page.pdf_asked_at, page.pdf_made_at
    if asked is None or page.pdf_problem or now - asked > GIVEN_UP:
        return False
    return made is None or asked > made


def has_pdf(page: ReportPage, now: datetime) -> bool:
    """A day old at most, and of this very page."""
    made = page.pdf_made_at
    return made is not None and page.made_at is not None and made >= page.made_at and now - made <= LASTS


# What goes outside


def marks_of(measured: Measured) -> list[str]:
    """A short mark for every piece of words that a report can rest on; who changes one changes its mark."""
    talk = measured.conversation
    pieces: list[tuple[str, str]] = [("title", talk.title), *((f"said {one.id}", one.text) for one in talk)]
    pieces += _strings("", talk.declared.to_json())
    told = {hashlib.sha256(json.dumps(piece).encode()).hexdigest()[:16] for piece in pieces}
    return sorted(told)


def _strings(where: str, told: Any) -> Iterator[tuple[str, str]]:
    if isinstance(told, dict):
        for key, value in told.items():
            if key not in NOT_WORDS:
                yield from _strings(f"{where}.{key}", value)
    elif isinstance(told, (list, tuple)):
        for value in told:
            yield from _strings(where, value)
    elif isinstance(told, str) and told:
        yield where, told


def stands(release: Release, now: datetime) -> bool:
    """Whether nothing that was said was changed, hidden, taken back or contested since. Mostly one query."""
    if release.stamp == stamp_of(release.dialogue):
        return True
    measured = to_measure(with_standing(release.dialogue), now)
    return rules.still_stands(release.marks, marks_of(measured), release.contested, measured.contested)


def is_over(release: Release, now: datetime) -> bool:
    return rules.is_over(release.until, today(now))


def today(now: datetime) -> date:
    """The day of this installation: a last day is one day for everybody, wherever they say they are."""
    return timezone.localdate(now, timezone.get_default_timezone())


def is_outside(release: Release, now: datetime) -> bool:
    """Whether somebody with the link may see it now. Asked at each look, so that it closes at once."""
    if release.state != "released" or is_over(release, now) or not release.pages:
        return False
    answers = list(release.answers.values_list("yes", "person__is_active"))
    if not answers or not all(yes is True and active for yes, active in answers):
        return False  # somebody is gone, and nobody else says yes for them
    return stands(release, now)


def everybody_in(measured: Measured, dialogue: Dialogue) -> list[Person] | None:
    """The people whose words are in it, in order of coming; None where one of them cannot be asked.

    Who wrote something that counts, said what they come for, brought the question, or put its purpose in words.
    Who took part as a guest and has an account by now is asked as that account.
    """
    talk = measured.conversation
    numbers = {one.speaker for one in talk} | {one.speaker for one in talk.declared.intentions}
    rows = list(dialogue.participants.select_related("person").order_by("number"))
    wanted = [one for one in rows if str(one.number) in numbers or one.role == "owner" or _started(one, dialogue)]
    framed = Entry.objects.filter(subject=f"dialogue:{dialogue.pk}", verb__in=FRAMES).select_related("actor")
    found: dict[int, Person] = {}
    for who in [*(one.person for one in wanted), *(entry.actor for entry in framed.order_by("pk"))]:
        person = as_now(who)
        if person is None:
            return None
        found[person.pk] = person
    return list(found.values()) or None


def everybody_known(dialogue: Dialogue, now: datetime) -> bool:
    fresh = with_standing(dialogue)
    return everybody_in(to_measure(fresh, now), fresh) is not None


def _started(one: Participant, dialogue: Dialogue) -> bool:
    return one.person_id is not None and one.person_id == dialogue.created_by_id and bool(one.way)


def sees(person: Person, dialogue: Dialogue) -> bool:
    return dialogue_for(person, dialogue.key) is not None


def releases_of(dialogue: Dialogue) -> QuerySet[Release]:
    """The newest first, without their pages: for who takes part."""
    rows = Release.objects.filter(dialogue=dialogue).select_related("asked_by", "dialogue")
    return rows.defer("pages", "marks", "contested").order_by("-pk")


@dataclass(frozen=True, slots=True)
class Asked:
    """A release as one person meets it. mine: their answer, None for who takes part and is not asked."""

    release: Release
    mine: Answer | None
    sees_dialogue: bool
    takes_part: bool


def asked_of(person: Person, now: datetime) -> list[Asked]:
    """What this person is asked to say yes or no to, as far as it is their turn. One query where nothing is asked."""
    mine = Answer.objects.filter(person=person, yes=None, release__state="asked")
    mine = mine.filter(release__until__gte=today(now)).select_related("release__dialogue")
    rows = mine.defer("release__pages", "release__marks", "release__contested").order_by("release")
    return [asked for one in rows if (asked := _as_asked(person, one.release, one)) and asked.mine]


def _as_asked(person: Person, release: Release, mine: Answer | None) -> Asked | None:
    inside = sees(person, release.dialogue)
    here = inside and takes_part(person, release.dialogue)
    agreed = mine is not None and (inside or _others_said_yes(mine))
    if mine is not None and rules.is_their_turn(sees_dialogue=inside, others_said_yes=agreed):
        return Asked(release, mine, inside, here)
    return Asked(release, None, inside, here) if here else None


def _others_said_yes(mine: Answer) -> bool:
    """All who see the dialogue, and of those who do not see it any more all before this one: they are asked in turn."""
    others = mine.release.answers.filter(Q(away=False) | Q(pk__lt=mine.pk)).exclude(pk=mine.pk)
    return not others.exclude(yes=True).exists()


def release_for(person: Person, key: str, pk: int) -> Asked | None:
    """For who is asked, and for who takes part; to everybody else there is none."""
    release = Release.objects.filter(pk=pk, dialogue__key=key).select_related("dialogue__circle", "asked_by").first()
    if release is None:
        return None
    return _as_asked(person, release, release.answers.filter(person=person).first())


def counted(release: Release) -> tuple[int, int]:
    """(how many said yes, how many are asked). Who they are is told to nobody."""
    told = list(release.answers.values_list("yes", flat=True))
    return sum(one is True for one in told), len(told)

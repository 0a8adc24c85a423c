"""Making the report and its PDF, and letting a page of it go outside: asked, answered, closed again."""

from __future__ import annotations

import logging
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from iq4d.web.dialogues.models import Dialogue
from iq4d.web.journal.actions import record
from iq4d.web.mirror.queries import takes_part, to_measure
from iq4d.web.people.models import Person
from iq4d.web.reports import queries, rules, tokens
from iq4d.web.reports.models import Answer, Release, ReportPage
from iq4d.web.reports.words_left import WordsLeft
from iq4d.web.ui.pdf import NoPdf, pdf_of
from iq4d.web.ui.verdicts import Refused, require

log = logging.getLogger(__name__)


@transaction.atomic
def ask_page(*, person: Person, dialogue: Dialogue, language: str, now: datetime) -> None:
    """Have the report made, in background work. What is on its way is not asked twice. Raises Refused."""
    from iq4d.web.reports.tasks import make_page

    require(rules.may_make(words_gone=queries.with_standing(dialogue).words_gone))
    page, new = ReportPage.objects.select_for_update().get_or_create(
        dialogue=dialogue, language=language, defaults={"asked_at": now}
    )
    if not new and queries.is_being_made(page, now):
        return
    ReportPage.objects.filter(pk=page.pk).update(asked_at=now, problem="")
    record("reports.page-asked", actor=person, subject=dialogue, circle=dialogue.circle_id, data={"language": language})
    make_page.enqueue(page.pk)


def make_page(*, page: ReportPage, now: datetime) -> None:
    """What is the same as before is not made again. Twice gives the same; an older page replaces no newer one."""
    from iq4d.web.reports import making  # loads the report and its templates: only where pages are made

    dialogue = queries.with_standing(page.dialogue)
    if dialogue.words_gone:  # since it was asked for
        ReportPage.objects.filter(pk=page.pk).delete()
        return
    stamp = queries.stamp_of(dialogue)  # before what was said is read: what comes meanwhile is newer
    measured = to_measure(dialogue, now)
    digest = queries.digest_of(measured)
    mine = ReportPage.objects.filter(Q(made_at=None) | Q(made_at__lte=now), pk=page.pk)
    if page.html and page.digest == digest and page.made_at and now - page.made_at < queries.LASTS / 2:
        mine.filter(digest=digest).update(stamp=stamp, problem="", asked_at=page.made_at)
        return
    html = making.page_for_all(dialogue, measured, page.language)
    mine.update(html=html, digest=digest, stamp=stamp, made_at=now, problem="", pdf=None, pdf_made_at=None)


def page_failed(*, page: ReportPage) -> None:
    ReportPage.objects.filter(pk=page.pk).update(problem="failed")


@transaction.atomic
def ask_pdf(*, person: Person, page: ReportPage, now: datetime) -> None:
    from iq4d.web.reports.tasks import make_pdf

    locked = ReportPage.objects.select_for_update().get(pk=page.pk)
    if queries.has_pdf(locked, now) or queries.pdf_is_being_made(locked, now):
        return
    ReportPage.objects.filter(pk=page.pk).update(pdf_asked_at=now, pdf_problem="")
    dialogue = page.dialogue
    record("reports.pdf-asked", actor=person, subject=dialogue, circle=dialogue.circle_id,
           data={"language": page.language})  # fmt: skip
    make_pdf.enqueue(page.pk)


def keep_pdf(*, page: ReportPage, now: datetime) -> None:
    """The page that is there when it begins; where another was made meanwhile it is not kept."""
    mine = ReportPage.objects.filter(pk=page.pk, digest=page.digest, made_at=page.made_at)
    try:
        made = pdf_of(page.html)
    except NoPdf:
        mine.update(pdf_problem="no-pdf")
    else:
        mine.update(pdf=made, pdf_made_at=now, pdf_problem="")


def pdf_failed(*, page: ReportPage) -> None:
    ReportPage.objects.filter(pk=page.pk).update(pdf_problem="failed")


def forget(now: datetime) -> None:
    """PDFs of yesterday, pages nobody looked at lately, releases whose last day has gone or one of whose people has."""
    ReportPage.objects.filter(pdf_made_at__lt=now - queries.LASTS).update(pdf=None, pdf_made_at=None)
    ReportPage.objects.filter(asked_at__lt=now - 7 * queries.LASTS).delete()
    over = Release.objects.filter(state__in=("asked", "released"), until__lt=queries.today(now))
    over.exclude(pages={}).update(pages={}, marks=[], contested=[])
    gone = Q(answers__person=None) | Q(answers__person__is_active=False)
    for one in Release.objects.filter(gone, state__in=("asked", "released")).distinct():
        with transaction.atomic():
            _changed(_locked(one), now)  # nobody else says yes for who is gone


# Letting it go outside


def ask_release(
    *, person: Person, dialogue: Dialogue, purpose: str, quotes: bool, until: date, now: datetime
) -> Release:
    """Ask everybody whose words are in it. The page is made and frozen in background work. Raises Refused."""
    from iq4d.web.reports.tasks import freeze

    fresh = queries.with_standing(dialogue)
    everybody = queries.everybody_in(to_measure(fresh, now), fresh)
    here, finished = takes_part(person, fresh), fresh.state == "finished"
    may = {
        "takes_part": here, "finished": finished, "everybody_known": everybody is not None,
        "words_gone": fresh.words_gone,
    }  # fmt: skip
    require(rules.may_ask(**may, asked_already=waiting(fresh, now)))
    try:
        with transaction.atomic():
            _close_what_is_over(fresh, now)
            made = Release.objects.create(
                dialogue=fresh, asked_by=person, purpose=purpose, quotes=quotes, until=until, asked_at=now,
                nonce=tokens.new_nonce(),
            )  # fmt: skip
            _record("reports.release-asked", person, made)
            freeze.enqueue(made.pk)
    except IntegrityError:  # one_question_at_a_time: somebody else was just ahead
        raise Refused(rules.may_ask(**may, asked_already=True)) from None
    return made


def waiting(dialogue: Dialogue, now: datetime) -> bool:
    rows = Release.objects.filter(dialogue=dialogue, state__in=("making", "asked"))
    return any(not _is_past(one, now) for one in rows.defer("pages", "marks"))


def _is_past(release: Release, now: datetime) -> bool:
    """Its last day has gone, or it was never made."""
    return queries.is_over(release, now) or (release.state == "making" and now - release.asked_at > queries.GIVEN_UP)


def _close_what_is_over(dialogue: Dialogue, now: datetime) -> None:
    for one in Release.objects.select_for_update().filter(dialogue=dialogue, state__in=("making", "asked")):
        if _is_past(one, now):
            _end(one, "unmade" if one.state == "making" else "dropped", now)


def freeze(*, release: Release, now: datetime) -> None:
    """The very page that is asked about and, once everybody said yes, shown. Who is asked follows from its words."""
    from iq4d.web.reports import making

    dialogue = queries.with_standing(release.dialogue)
    stamp = queries.stamp_of(dialogue)
    measured = to_measure(dialogue, now)
    everybody = queries.everybody_in(measured, dialogue)
    makes = everybody and not dialogue.words_gone
    try:
        pages = making.pages_for_outside(dialogue, measured, quotes=release.quotes) if makes else {}
        problem = ""
    except WordsLeft:
        pages, problem = {}, "words-left"
    with transaction.atomic():
        locked = Release.objects.select_for_update().get(pk=release.pk)
        if locked.state != "making":
            return
        if not pages or not everybody:
            locked.problem = problem
            _end(locked, "unmade", now)
            return
        locked.pages, locked.stamp, locked.state = pages, stamp, "asked"
        locked.marks, locked.contested = queries.marks_of(measured), sorted(measured.contested)
        locked.save(update_fields=["pages", "stamp", "state", "marks", "contested"])
        Answer.objects.bulk_create(
            Answer(release=locked, person=one, away=not queries.sees(one, dialogue)) for one in everybody
        )
        _record("reports.release-ready", None, locked)


def freezing_failed(*, release: Release, now: datetime) -> None:
    with transaction.atomic():
        locked = Release.objects.select_for_update().get(pk=release.pk)
        if locked.state == "making":
            locked.problem = "failed"
            _end(locked, "unmade", now)


@transaction.atomic
def answer(*, person: Person, release: Release, yes: bool, now: datetime) -> str:
    """Yes or no to this very page; gives the state it is in now. Raises Refused.

    One "no" ends it, and nothing is kept of who said what. The last "yes" opens it, if the page still stands. A "no"
    that comes after that takes the earlier yes back.
    """
    locked = _locked(release)
    mine = locked.answers.filter(person=person).first()
    if not yes and locked.state == "released" and mine is not None and mine.yes:
        return take_back(person=person, release=locked, now=now)
    over = queries.is_over(locked, now)
    require(rules.may_answer(is_asked=mine is not None, state=locked.state, over=over))
    assert mine is not None
    if not yes:
        _end(locked, "declined", now)
        _record("reports.declined", None, locked)  # by whom stands nowhere
        return locked.state
    Answer.objects.filter(pk=mine.pk).update(yes=True, at=now)
    _record("reports.agreed", None, locked)  # of all who were asked, the one who is missing would be who said no
    return _settle(locked, now)


@transaction.atomic
def settle(*, release: Release, now: datetime) -> str:
    """Of two answers one is left: perhaps everybody said yes."""
    locked = _locked(release)
    return _settle(locked, now) if locked.state == "asked" and not queries.is_over(locked, now) else locked.state


def _settle(locked: Release, now: datetime) -> str:
    if locked.answers.exclude(yes=True).exists():
        return locked.state
    if not queries.stands(locked, now):
        return _changed(locked, now)
    locked.state, locked.settled_at = "released", now
    locked.token_hash = tokens.hash_of(tokens.token_of(locked))
    locked.save(update_fields=["state", "settled_at", "token_hash"])
    _record("reports.released", None, locked)
    return locked.state


@transaction.atomic
def take_back(*, person: Person, release: Release, now: datetime) -> str:
    """A yes is taken back: closed at once, for good. Raises Refused."""
    locked = _locked(release)
    said_yes = locked.answers.filter(person=person, yes=True).exists()
    require(rules.may_take_back(said_yes=said_yes, state=locked.state))
    _end(locked, "withdrawn", now)
    _record("reports.withdrawn", None, locked)
    return locked.state


@transaction.atomic
def drop(*, person: Person, release: Release, now: datetime) -> None:
    """Who asked asks no more."""
    locked = _locked(release)
    require(rules.may_drop(is_asker=locked.asked_by_id == person.pk, state=locked.state))
    _end(locked, "dropped", now)
    _record("reports.dropped", person, locked)


@transaction.atomic
def look_again(*, release: Release, now: datetime) -> None:
    """Something happened in the dialogue: a page that no longer stands for what is there is closed for good."""
    locked = _locked(release)
    if locked.state not in ("asked", "released"):
        return
    stamp = queries.stamp_of(locked.dialogue)
    if queries.stands(locked, now):
        Release.objects.filter(pk=locked.pk).update(stamp=stamp)
    else:
        _changed(locked, now)


@transaction.atomic
def let_go(*, dialogue: int, now: datetime) -> None:
    """The words were let go: no page stays in which they stand, and none is made any more of what was read before."""
    ReportPage.objects.filter(dialogue=dialogue).delete()
    open_now = Release.objects.filter(dialogue=dialogue, state__in=("making", "asked", "released"))
    for release in open_now:
        locked = _locked(release)
        if locked.state == "making":
            _end(locked, "unmade", now)
        elif locked.state in ("asked", "released"):
            _changed(locked, now)
    Release.objects.filter(dialogue=dialogue).update(pages={}, marks=[], contested=[])


def _changed(locked: Release, now: datetime) -> str:
    _end(locked, "changed", now)
    _record("reports.closed", None, locked)
    return locked.state


def _locked(release: Release) -> Release:
    return Release.objects.select_for_update(of=("self",)).select_related("dialogue").get(pk=release.pk)


def _end(locked: Release, state: str, now: datetime) -> None:
    """Nothing is kept of the page, nor of who said what."""
    locked.state, locked.settled_at, locked.token_hash = state, now, None
    locked.pages, locked.marks, locked.contested = {}, [], []
    locked.save(update_fields=["state", "problem", "settled_at", "token_hash", "pages", "marks", "contested"])
    locked.answers.all().delete()


def _record(verb: str, actor: Person | None, release: Release) -> None:
    dialogue = release.dialogue
    record(verb, actor=actor, subject=dialogue, circle=dialogue.circle_id, data={"release": release.pk})

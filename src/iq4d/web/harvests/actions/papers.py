"""The harvest as a PDF: asked for by its owner, made in background work, kept for a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from iq4d.web.harvests.actions.harvesting import locked
from iq4d.web.harvests.models import Harvest
from iq4d.web.harvests.paper import paper_of
from iq4d.web.journal.actions import record
from iq4d.web.people.models import Person
from iq4d.web.ui.pdf import NoPdf, pdf_of

LASTS = timedelta(days=1)
GIVEN_UP = timedelta(minutes=5)  # what was asked so long ago and is not there is asked anew


def is_being_made(harvest: Harvest, now: datetime) -> bool:
    asked = harvest.pdf_asked_at
    return asked is not None and harvest.pdf_made_at is None and not harvest.pdf_problem and now - asked <= GIVEN_UP


def is_there(harvest: Harvest, language: str) -> bool:
    return harvest.pdf_made_at is not None and harvest.language == language


@transaction.atomic
def ask_pdf(*, person: Person, harvest: Harvest, language: str, now: datetime) -> None:
    """What is there, or on its way, in this language is not asked twice."""
    from iq4d.web.harvests.tasks import make_pdf

    row = locked(person, harvest)
    if is_there(row, language) or (is_being_made(row, now) and row.language == language):
        return
    asked = {"language": language, "pdf": None, "pdf_asked_at": now, "pdf_made_at": None, "pdf_problem": ""}
    Harvest.objects.filter(pk=row.pk).update(**asked)
    record("harvests.pdf-asked", actor=person, subject=row, data={"language": language})
    make_pdf.enqueue(row.pk)


def keep_pdf(*, harvest: Harvest, now: datetime) -> None:
    """Of the harvest as it is when it begins; where its words changed meanwhile it is not kept."""
    mine = Harvest.objects.filter(pk=harvest.pk, changed_at=harvest.changed_at, pdf_asked_at=harvest.pdf_asked_at)
    html, css = paper_of(harvest, harvest.language, now)
    try:
        made = pdf_of(html, css)
    except NoPdf:
        mine.update(pdf_problem="no-pdf")
    else:
        mine.update(pdf=made, pdf_made_at=now, pdf_problem="")


def pdf_failed(*, harvest: Harvest) -> None:
    Harvest.objects.filter(pk=harvest.pk).update(pdf_problem="failed")


def forget_pdfs(now: datetime) -> int:
    old = Harvest.objects.filter(pdf_made_at__lt=now - LASTS)
    return old.update(pdf=None, pdf_made_at=None, pdf_asked_at=None)

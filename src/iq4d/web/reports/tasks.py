"""Background work: making pages, PDFs and what may go outside, and forgetting them in time."""

from __future__ import annotations

import logging
from datetime import datetime

from django.utils import timezone
from django_tasks import task

from iq4d.web.journal.tasks import every
from iq4d.web.reports import actions
from iq4d.web.reports.models import Release, ReportPage

log = logging.getLogger(__name__)


@task()
def make_page(page_id: int) -> None:
    page = ReportPage.objects.select_related("dialogue").filter(pk=page_id).first()
    if page is None:  # taken away in the meantime
        return
    try:
        actions.make_page(page=page, now=timezone.now())
    except Exception:
        log.exception("the report of dialogue %s could not be made", page.dialogue_id)
        actions.page_failed(page=page)


@task()
def make_pdf(page_id: int) -> None:
    page = ReportPage.objects.filter(pk=page_id).exclude(html="").first()
    if page is None:
        return
    try:
        actions.keep_pdf(page=page, now=timezone.now())
    except Exception:
        log.exception("the PDF of dialogue %s could not be made", page.dialogue_id)
        actions.pdf_failed(page=page)


@task()
def freeze(release_id: int) -> None:
    release = Release.objects.select_related("dialogue").filter(pk=release_id, state="making").first()
    if release is None:
        return
    try:
        actions.freeze(release=release, now=timezone.now())
    except Exception:
        log.exception("release %s could not be made", release_id)
        actions.freezing_failed(release=release, now=timezone.now())


@every(minutes=60)
def forget(now: datetime) -> None:
    actions.forget(now)

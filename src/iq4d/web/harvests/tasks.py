"""Background work: making a PDF, and letting go in time of what was taken back."""

from __future__ import annotations

import logging
from datetime import datetime

from django.utils import timezone
from django_tasks import task

from iq4d.web.harvests.actions import catching, harvesting, papers
from iq4d.web.harvests.models import Harvest
from iq4d.web.journal.tasks import every

log = logging.getLogger(__name__)


@task()
def make_pdf(harvest_id: int) -> None:
    harvest = Harvest.objects.select_related("person").defer("pdf").filter(pk=harvest_id).first()
    if harvest is None or harvest.pdf_asked_at is None or harvest.pdf_made_at is not None:
        return  # deleted or changed in the meantime, or told twice
    try:
        papers.keep_pdf(harvest=harvest, now=timezone.now())
    except Exception:
        log.exception("the PDF of harvest %s could not be made", harvest_id)
        papers.pdf_failed(harvest=harvest)


@every(minutes=60)
def forget(now: datetime) -> None:
    catching.forget_what_was_taken_back(now)
    harvesting.forget_what_was_left_out(now)
    papers.forget_pdfs(now)

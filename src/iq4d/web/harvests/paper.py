"""The harvest as a page of its own, for paper: nothing on it but what its owner chose and wrote."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation

from iq4d.web.harvests import wording
from iq4d.web.harvests.models import Harvest

CSS = Path(__file__).parent / "paper.css"


def paper_of(harvest: Harvest, language: str, now: datetime) -> tuple[str, str]:
    """(HTML, CSS)."""
    with translation.override(language):
        context = {
            "language": language,
            "title": wording.title(harvest.of),
            "name": harvest.person.name,
            "day": harvest.person.today(now),
            "learnings": told(harvest),
        }
        return render_to_string("harvests/paper.html", context), CSS.read_text("utf-8")


def told(harvest: Harvest) -> list[dict[str, object]]:
    """Each learning that stands, with what its owner said of it, in the language that is spoken now."""
    rows = harvest.learnings.standing().order_by("pk")
    return [{"learning": one, "label": wording.label(one), "facts": wording.facts(one)} for one in rows]

"""The page on how well measure and people agree on this installation."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from iq4d.measures import wording
from iq4d.web.mirror import rules
from iq4d.web.mirror.agreement import queries
from iq4d.web.mirror.agreement.figures import Agreeing, Figures
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.surfaces import surface


@surface("page", open_to="guests", shows="agreement")
def validity(request: PersonRequest) -> HttpResponse:
    """Figures over the whole installation, kept by background work. The same page for everybody."""
    made, language = queries.kept(), request.LANGUAGE_CODE
    context: dict[str, Any] = {"made": made, "dialogues": rules.LEAST_DIALOGUES, "persons": rules.LEAST_PERSONS}
    context["people"] = rules.LEAST_PEOPLE
    if made is not None:
        figures = Figures.from_json(made.figures)
        rows = [
            {"name": wording.dimension_name(key).say(language), "told": told, "missing": missing(told)}
            for key, told in figures.dimensions.items()
        ]
        context["shown"] = [row for row in rows if not row["missing"]]
        context["too_few"] = [row for row in rows if row["missing"]]
        context["verdicts"], context["verdicts_missing"] = figures.verdicts, missing(figures.verdicts)
        context["contesting"], context["contesting_missing"] = figures.contesting, missing(figures.contesting)
        context["contested"] = [
            {"name": wording.indicator(one.indicator).name.say(language), "count": one.contested, "shown": one.shown}
            for one in figures.contested
        ]
        context["version"] = figures.measure
    return render(request, "mirror/agreement.html", context)


def missing(told: Agreeing) -> str:
    """How many are needed, never how many there are; empty where nothing is missing."""
    if told.enough:
        return ""
    needed = {"least": rules.LEAST_DIALOGUES, "least_people": rules.LEAST_PERSONS}
    return _("fewer than %(least)s conversations, or than %(least_people)s people") % needed

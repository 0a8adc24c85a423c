from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from iq4d.web.circles import queries as circles
from iq4d.web.deeds import queries as deeds
from iq4d.web.dialogues import queries as dialogues
from iq4d.web.dialogues import receiving
from iq4d.web.dialogues.asking import AskedHere, asked_now
from iq4d.web.harvests.forms import BycatchForm
from iq4d.web.imports import queries as imports
from iq4d.web.notices import queries as notices
from iq4d.web.notices.rules import KEEP_MINUTES, LOOK_BACK_MINUTES
from iq4d.web.notices.wording import KEEP, KEEP_HOW, looks_back
from iq4d.web.people.http import PersonRequest
from iq4d.web.reports import queries as reports
from iq4d.web.ui.surfaces import surface


@surface("page", open_to="anyone", shows="own circles")
def home(request: PersonRequest) -> HttpResponse:
    """What is asked of me now; for a guest, what this place is."""
    if not request.user.is_authenticated:
        return render(request, "home/welcome.html", {"open_start": settings.OPEN_START})
    person, now = request.user, timezone.now()
    running: list[Any] = list(dialogues.running_for(person).annotate(learned=receiving.waits_in(person)))
    asked = asked_now(person, running, now)
    over = notices.finished_for(person, now)
    waiting = {one.dialogue.pk for one in asked}
    mine = list(imports.with_waiting(person, circles.circles_of(person)))
    context = {
        "invitations": circles.invitations_for(person, now),
        "invites": dialogues.invites_for(person, now),
        "asked": [said(one, request.LANGUAGE_CODE) for one in asked if one.asked.required],
        "if_you_like": [said(one, request.LANGUAGE_CODE) for one in asked if not one.asked.required],
        "to_keep": [to_keep(one) for one in over.to_keep],
        "look_backs": [look_back(one, person.today(now)) for one in over.look_backs],
        "imports": imports.waiting_for(person) if any(one.importing for one in mine) else [],
        "deeds": deeds.home_for(person, now),
        "received": receiving.received(person) if any(one.learned for one in [*running, *over.newest]) else [],
        "bycatch_form": BycatchForm(),
        "releases": reports.asked_of(person, now),
        "running": [one for one in running if one.pk not in waiting],
        "circles": mine,
        "dialogues": over.newest,
    }
    return render(request, "home/home.html", context)


def said(one: AskedHere, language: str) -> dict[str, Any]:
    """What is asked, in words: the step, what it wants, how long it takes."""
    asked = one.asked
    return {
        "dialogue": one.dialogue,
        "name": asked.name.say(language),
        "prompt": asked.prompt.say(language)
        if asked.act in ("contribute", "join_in")
        else asked.sentence.say(language),
        "minutes": asked.minutes,
        "deadline": asked.deadline,
    }


def to_keep(one: Any) -> dict[str, Any]:
    """Whether the words of a conversation are kept, where they go otherwise."""
    return {"dialogue": one, "name": KEEP, "prompt": KEEP_HOW, "minutes": KEEP_MINUTES, "deadline": one.wipes_at}


def look_back(one: Any, today: date) -> dict[str, Any]:
    """What came of a conversation, asked on the day its group chose."""
    return {"dialogue": one, "question": looks_back(one.look_back, today), "minutes": LOOK_BACK_MINUTES}


@surface("page", open_to="anyone")
def about(request: PersonRequest) -> HttpResponse:
    """What IQ4D measures, and what it refuses."""
    return render(request, "home/about.html")

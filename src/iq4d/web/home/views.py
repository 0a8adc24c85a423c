from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from iq4d.web.circles import queries as circles
from iq4d.web.dialogues import queries as dialogues
from iq4d.web.imports import queries as imports
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.surfaces import surface


@surface("page", open_to="anyone", shows="own circles")
def home(request: PersonRequest) -> HttpResponse:
    """What is asked of me now; for a guest, what this place is."""
    if not request.user.is_authenticated:
        return render(request, "home/welcome.html")
    context = {
        "invitations": circles.invitations_for(request.user, timezone.now()),
        "imports": imports.waiting_for(request.user),
        "circles": circles.circles_of(request.user),
        "dialogues": dialogues.recent_for(request.user),
    }
    return render(request, "home/home.html", context)


@surface("page", open_to="anyone")
def about(request: PersonRequest) -> HttpResponse:
    """What IQ4D measures, and what it refuses."""
    return render(request, "home/about.html")

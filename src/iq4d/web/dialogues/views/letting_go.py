"""Whether the words are kept, where a method lets them go; and one's own words to take along."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iq4d.web.dialogues import taking_along
from iq4d.web.dialogues.actions import letting_go
from iq4d.web.dialogues.views.reading import own_room_or_404
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.refusals import sentence
from iq4d.web.ui.surfaces import surface
from iq4d.web.ui.verdicts import Refused


@surface("act", open_to="guests", shows="dialogue")
@require_POST
def keep_words(request: PersonRequest, key: str) -> HttpResponse:
    """One tap: keep the words, or let them go."""
    room = own_room_or_404(request, key)
    said = request.POST.get("keep")
    if said in ("yes", "no"):
        try:
            letting_go.answer(person=request.user, dialogue=room.dialogue, keep=said == "yes", now=room.now)
            messages.success(request, _("Thank you. Nobody else sees what you chose."))
        except Refused as why:
            messages.error(request, sentence(why.verdict))
    return redirect(room.dialogue)


@surface("file", open_to="guests", shows="dialogue")
def own_words(request: PersonRequest, key: str) -> HttpResponse:
    """All that one said here oneself, as plain text."""
    room = own_room_or_404(request, key)
    told = taking_along.own_words(room, request.LANGUAGE_CODE)
    response = HttpResponse(told, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="iq4d-{room.dialogue.key}.txt"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response

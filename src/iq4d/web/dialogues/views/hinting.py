"""Help to ask, on the page: one line before something is posted, and how to have no more of them."""

from __future__ import annotations

import json
from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iq4d.web.dialogues import hinting, replying
from iq4d.web.dialogues.actions import writing
from iq4d.web.dialogues.forms import WordsForm
from iq4d.web.dialogues.queries import Room
from iq4d.web.dialogues.views.reading import context_of, own_room_or_404
from iq4d.web.journal.actions import key_of, made_before
from iq4d.web.people.actions import no_more_hints
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.surfaces import surface

OFTEN = {"hint": "60/m/user"}  # a line is asked for after a pause in typing
NO_LINE = 204


def line_before(request: PersonRequest, room: Room, *, step: str, kind: str, source: str, about: int = 0) -> Any:
    """The line to show before these words are posted; None where they go through.

    A form that asks for a line says so (hint); the page with the line does not, so that it is said once.
    """
    if "hint" not in request.POST or made_before(request.user, key_of(request.POST)):
        return None
    return hinting.line_for(room, step=step, kind=kind, source=source, about=about)


def wants_no_more(request: PersonRequest) -> bool:
    """Whether the button for ever was pressed; then it is so from now on, and is said."""
    if request.POST.get("hints") != hinting.NO_MORE:
        return False
    if request.user.is_authenticated:
        no_more_hints(person=request.user)
    messages.success(request, _("No more hints. On your profile you can have them again."))
    return True


def hinted(request: PersonRequest, room: Room, given: dict[str, Any]) -> HttpResponse | None:
    """The page once more with the words and one line, or without a line once they want no more; None: go on.

    The words are kept as what was being written here; of the line nothing is kept.
    """
    place = {name: given[name] for name in ("step", "kind", "source", "about")}
    off = wants_no_more(request)
    line = None if off else line_before(request, room, **place)
    if line is None and not off:
        return None
    assert room.me is not None
    writing.save_draft(participant=room.me, now=room.now, **place)
    words = place | {"line": line, "hinted": True, "outside": given["outside"] and not off}
    besides = {name: str(given[name]) for name in ("place", "whose", "consent") if given.get(name)}
    words |= replying.asked_besides(room, given["step"], given["kind"], given["about"], besides)
    context = context_of(request, room, back=words, answering=given["about"])
    return render(request, "dialogues/dialogue.html", context)


@surface("act", open_to="guests", shows="dialogue")
@require_POST
def hint_line(request: PersonRequest, key: str) -> HttpResponse:
    """The line for words that are being written, as data, or nothing. The words come and go: nothing is stored.

    They come as JSON, so that a session that ended keeps no copy of them for later, as it does of a form.
    """
    try:
        told = json.loads(request.body)
    except ValueError:
        told = {}
    form = WordsForm(told if isinstance(told, dict) else {})
    is_whole = form.is_valid()
    given = form.cleaned_data
    room = own_room_or_404(request, key, about=(given["about"],) if given.get("about") else ())
    may_ask = is_whole and request.user.hints
    if not may_ask or not ratelimit.consume(request, app="iq4d", action="hint", config=OFTEN):
        return HttpResponse(status=NO_LINE)
    kind = given["kind"] or replying.as_it_reads(room, given["step"], given["source"], given["about"])
    line = hinting.line_for(room, step=given["step"], kind=kind, source=given["source"], about=given["about"])
    if line is None:
        return HttpResponse(status=NO_LINE)
    return JsonResponse({"sentence": line.sentence, "reason": line.reason})

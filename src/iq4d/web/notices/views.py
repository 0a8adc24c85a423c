"""Mail stops by one press; what is new in a dialogue is heard, or not."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iq4d.web.dialogues.queries import dialogue_for
from iq4d.web.dialogues.views.reading import own_room_or_404
from iq4d.web.notices import actions, tokens
from iq4d.web.notices.models import STANCES
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.surfaces import surface


@surface("one-click", open_to="anyone")
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """One button; the POST of a mail program (RFC 8058) is the same press. Whoever has the link may: it says so."""
    person, address = tokens.stopped_by(token)
    if person is None and not address:
        raise Http404
    if request.method == "POST":
        if person is not None:
            actions.stop_mail(person=person)
        else:
            actions.stop_invitations(proof=address, now=timezone.now())
    stopped = request.method == "POST" or (person is not None and person.mails == "never")
    with translation.override(person.language if person else translation.get_language()):
        request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
        return render(request, "notices/stop.html", {"stopped": stopped, "invitations": person is None})


@surface("act", open_to="people", shows="dialogue")
@require_POST
def follow(request: PersonRequest, key: str) -> HttpResponse:
    """Hear what is new here, or do not."""
    dialogue, stance = dialogue_for(request.user, key), request.POST.get("stance", "")
    if dialogue is None or not dialogue.held_here:
        raise Http404
    if stance in dict(STANCES):
        actions.set_stance(person=request.user, dialogue=dialogue, stance=stance)
    return redirect(dialogue)


@surface("act", open_to="guests", shows="dialogue")
@require_POST
def look_back_away(request: PersonRequest, key: str) -> HttpResponse:
    """There is nothing to tell of it: it is asked no more."""
    room = own_room_or_404(request, key)
    actions.nothing_to_tell(person=request.user, dialogue=room.dialogue, now=room.now)
    messages.success(request, _("It is put away."))
    return redirect("home")

"""A picture that came along with words: for who reads those words, and gone for who is in it and would rather not."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from iq4d.web.dialogues import pictures
from iq4d.web.dialogues.actions import writing
from iq4d.web.dialogues.models import Contribution
from iq4d.web.dialogues.queries import Room
from iq4d.web.dialogues.views.reading import own_room_or_404, room_or_404
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.surfaces import surface


def _pictured_or_404(room: Room, number: int) -> Contribution:
    rows = Contribution.objects.filter(room.seen, dialogue=room.dialogue, number=number, removed_at=None)
    row = rows.exclude(picture="").select_related("participant").first()
    if row is None:
        raise Http404
    return row


@surface("file", open_to="guests", shows="dialogue")
def picture(request: PersonRequest, key: str, number: int) -> FileResponse:
    """Asked anew at each look, so that it is gone with its words."""
    path = pictures.folder() / _pictured_or_404(room_or_404(request, key), number).picture
    if not path.exists():
        raise Http404
    response = FileResponse(path.open("rb"), content_type="image/webp")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@surface("page", open_to="guests", shows="dialogue")
def rather_not(request: PersonRequest, key: str, number: int) -> HttpResponse:
    """Asked once more, because one tap by mistake would take somebody's words away too."""
    room = own_room_or_404(request, key)
    row = _pictured_or_404(room, number)
    if row.hidden or row.participant == room.me:
        raise Http404
    if request.method == "POST":
        writing.take_down(person=request.user, dialogue=room.dialogue, number=number, now=room.now)
        messages.success(request, _("It is out of sight."))
        return redirect(room.dialogue)
    return render(request, "dialogues/rather_not.html", {"dialogue": room.dialogue, "contribution": row})

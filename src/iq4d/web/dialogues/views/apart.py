"""What only its author does with their own view: a name put under it later, and what others learned from it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.actions import apart
from iq4d.web.dialogues.models import Contribution
from iq4d.web.dialogues.views.reading import own_room_or_404
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.surfaces import surface


@surface("page", open_to="guests", shows="dialogue")
def sign(request: PersonRequest, key: str, number: int) -> HttpResponse:
    """Put my name under it: asked once more, because it cannot be undone."""
    room = own_room_or_404(request, key)
    mine = Contribution.objects.filter(dialogue=room.dialogue, number=number, participant=room.me, removed_at=None)
    row = mine.filter(step__in=room.unnamed).first()
    if row is None:
        raise Http404
    if request.method == "POST":
        apart.sign(person=request.user, dialogue=room.dialogue, number=number, now=room.now)
    if request.method == "POST" or row.signed:
        return redirect(f"{room.dialogue.get_absolute_url()}c/{number}/")
    waits = row.step in standings.blind_steps(room.state)
    context = {"dialogue": room.dialogue, "contribution": row, "waits": waits}
    return render(request, "dialogues/sign.html", context)


@surface("act", open_to="guests", shows="dialogue")
@require_POST
def received(request: PersonRequest, key: str, number: int) -> HttpResponse:
    """What somebody learned from my view was read: to where it stands, or only out of sight."""
    room = own_room_or_404(request, key)
    if not apart.put_away(person=request.user, dialogue=room.dialogue, number=number, now=room.now):
        raise Http404
    return redirect(f"{room.dialogue.get_absolute_url()}c/{number}/" if "read" in request.POST else "home")

"""Not today: one's hat goes to the next, or comes back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from iq4d.web.dialogues.actions import hatting
from iq4d.web.dialogues.views.reading import own_room_or_404
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.surfaces import surface


@surface("act", open_to="guests", shows="dialogue")
@require_POST
def hat(request: PersonRequest, key: str) -> HttpResponse:
    room = own_room_or_404(request, key)
    step, back = request.POST.get("step", ""), "back" in request.POST
    hatting.pass_hat(person=request.user, dialogue=room.dialogue, step=step, back=back, now=room.now)
    return redirect(room.dialogue)

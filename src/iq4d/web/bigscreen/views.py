"""The big screen of a dialogue: one page for the wall of the room, while everybody writes on a phone."""

from __future__ import annotations

import json

from django.http import Http404, HttpResponse
from django.shortcuts import render

from iq4d.web.bigscreen import showing
from iq4d.web.bigscreen.qr import code_of
from iq4d.web.dialogues.views import room_or_404
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.surfaces import surface


@surface("page", open_to="guests", shows="dialogue")
def big_screen(request: PersonRequest, key: str) -> HttpResponse:
    """It asks every two seconds whether it is old; nothing is drawn when it is not, but the clock is set right."""
    room = room_or_404(request, key)
    if not room.dialogue.held_here:
        raise Http404
    screen = showing.screen_of(room, request.LANGUAGE_CODE)
    tag, left = showing.tag_of(screen, request.LANGUAGE_CODE), showing.seconds_left(screen, room.now)
    if request.headers.get("HX-Request") and request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304, headers={"ETag": tag})
    else:
        context = {
            "dialogue": room.dialogue,
            "screen": screen,
            "left": left,
            "minutes_left": f"{left // 60}:{left % 60:02}" if left is not None else "",
            "code": code_of(screen.address),
            "known": json.dumps({"If-None-Match": tag}),
            "live": screen.state != "finished",
        }
        response = render(request, "bigscreen/screen.html", context)
    if left is not None:
        response["X-Time-Left"] = str(left)
    return response

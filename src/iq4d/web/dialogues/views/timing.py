"""How long each step takes, for who leads: before a dialogue begins and while it runs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from iq4d.web.dialogues import rules, timing
from iq4d.web.dialogues.actions.timing import change_lengths
from iq4d.web.dialogues.overview import leads
from iq4d.web.dialogues.views.reading import own_room_or_404
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.refusals import sentence
from iq4d.web.ui.surfaces import surface
from iq4d.web.ui.verdicts import Refused, require


@surface("page", open_to="guests", shows="dialogue")
def lengths(request: PersonRequest, key: str) -> HttpResponse:
    """A number per step that is not over, and when the last one ends. Refused, all that was typed stays."""
    room = own_room_or_404(request, key)
    require(rules.may_prepare(role="facilitator" if leads(room) else None, started_it=False))
    require(rules.may_agree(state=room.dialogue.state))
    known, ends = timing.page(room)
    form = timing.LengthsForm(request.POST or None, lengths=known, language=request.LANGUAGE_CODE)
    if request.method == "POST" and form.is_valid():
        try:
            change_lengths(person=request.user, dialogue=room.dialogue, lengths=form.given(), now=room.now)
        except Refused as why:
            form.add_error(None, sentence(why.verdict))
        else:
            messages.success(request, _("The lengths are kept."))
            return redirect("lengths", key)
    context = {"dialogue": room.dialogue, "room": room, "form": form, "ends": ends}
    return render(request, "dialogues/lengths.html", context)

"""Moving a dialogue on: closing, opening, extending, rounding off, hiding; who fell out and who stands in."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from iq4d.methods.state import MOVES
from iq4d.web.dialogues.actions import harvesting, moving, writing
from iq4d.web.dialogues.forms import RoundOffForm
from iq4d.web.dialogues.models import Contribution
from iq4d.web.dialogues.overview import leads
from iq4d.web.dialogues.views.reading import context_of, own_room_or_404
from iq4d.web.journal.actions import key_of, once
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.fields import Line, Words
from iq4d.web.ui.refusals import sentence
from iq4d.web.ui.surfaces import surface
from iq4d.web.ui.verdicts import Refused

BY_HAND = [kind for kind in MOVES if kind not in ("offer", "remind", "appoint")]


class MoveForm(forms.Form):
    """A move: version is that of the step as the page showed it; about a participant number; at a local time."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in BY_HAND])
    step = forms.CharField(max_length=60, required=False)
    version = forms.IntegerField(required=False, min_value=0, max_value=10**6)
    about = forms.IntegerField(required=False, min_value=0, max_value=10**6)
    days = forms.IntegerField(required=False, min_value=1, max_value=60)
    at = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])
    how = Line(max_length=40, required=False)  # the steering, or how a step is filled: the engine says what may be


class HideForm(forms.Form):
    why = Words(
        max_length=1_000,
        rows=2,
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Only its author and the facilitator read this."),
    )


@surface("act", open_to="guests", shows="dialogue")
@require_POST
def move(request: PersonRequest, key: str) -> HttpResponse:
    """What is refused is said on the page it came from."""
    room = own_room_or_404(request, key)
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a moment that is still to come."))
        return _back(request, key)
    given = form.cleaned_data
    at: datetime | None = given["at"]
    try:
        moving.make_move(
            person=request.user,
            dialogue=room.dialogue,
            kind=given["kind"],
            now=room.now,
            step=given["step"],
            version=given["version"] or 0,
            about=str(given["about"] or ""),
            days=given["days"] or 1,
            at=at,
            how=given["how"] if given["kind"] in ("steer", "open") else "",
        )
    except Refused as why:
        messages.error(request, sentence(why.verdict))
    return _back(request, key)


def _back(request: PersonRequest, key: str) -> HttpResponse:
    """To the page it came from: the dialogue, the big screen, or the overview of who (still) leads it."""
    came_from = request.POST.get("back", "")
    if came_from == "big_screen":
        return redirect("big_screen", key)
    return redirect("console" if came_from == "console" and leads(own_room_or_404(request, key)) else "dialogue", key)


@surface("act", open_to="guests", shows="dialogue")
@require_POST
def round_off(request: PersonRequest, key: str) -> HttpResponse:
    """The last step: what came out, what stays open, when to look back; and it is taken."""
    room = own_room_or_404(request, key)
    form = RoundOffForm(request.POST)
    if not form.is_valid():
        return render(request, "dialogues/dialogue.html", context_of(request, room, rounding=form))
    given = form.cleaned_data

    def make() -> str:
        harvesting.round_off(person=request.user, dialogue=room.dialogue, now=room.now, **given)
        return room.dialogue.get_absolute_url()

    try:
        once(request.user, key_of(request.POST), make)
    except Refused as why:
        said = sentence(why.verdict)
        assert room.me is not None
        for words in (given["outcome"], given["stays_open"]):
            writing.save_draft(
                participant=room.me, step=given["step"], kind="synthesis", about=0, source=words, now=room.now, why=said
            )
        fresh = own_room_or_404(request, key)
        return render(request, "dialogues/dialogue.html", context_of(request, fresh, refused=said), status=409)
    messages.success(request, _("The conversation is rounded off. What came of the deeds is told here later."))
    return redirect(room.dialogue)


@surface("page", open_to="guests", shows="dialogue")
def hide(request: PersonRequest, key: str, number: int) -> HttpResponse:
    """The facilitator takes something out of sight, with a reason for its author; or shows it again."""
    room = own_room_or_404(request, key)
    rows = Contribution.objects.filter(room.seen, dialogue=room.dialogue, number=number, removed_at=None)
    row = rows.select_related("participant").first()
    if row is None or room.me is None or room.me.role != "facilitator":
        raise Http404
    form = HideForm(request.POST or None)
    if row.hidden:
        form.fields["why"].required = False
    if request.method == "POST" and form.is_valid():
        writing.set_hidden(
            person=request.user,
            dialogue=room.dialogue,
            number=number,
            why=form.cleaned_data["why"],
            hidden=not row.hidden,
            now=room.now,
        )
        return _back(request, key)
    context = {"dialogue": room.dialogue, "contribution": row, "form": form}
    return render(request, "dialogues/hide.html", context)

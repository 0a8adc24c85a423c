"""Summing up on a page of its own: words, and the contributions they rest on; and looking at it again later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from iq4d.web.dialogues import queries, synthesis
from iq4d.web.dialogues.actions import resting, summing, writing
from iq4d.web.dialogues.forms import LookAgainForm, SummaryForm
from iq4d.web.dialogues.models import Contribution
from iq4d.web.dialogues.queries import Room
from iq4d.web.dialogues.synthesis import KIND, Place
from iq4d.web.dialogues.views.reading import asked_number, context_of, own_room_or_404
from iq4d.web.journal.actions import key_of, once
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.refusals import sentence
from iq4d.web.ui.surfaces import surface
from iq4d.web.ui.verdicts import Refused


@surface("page", open_to="guests", shows="dialogue")
def sum_up(request: PersonRequest, key: str) -> HttpResponse:
    """A new summary. ?step=: where, of several open steps; ?of=12: beginning with what that one says."""
    room = own_room_or_404(request, key)
    form = SummaryForm(request.POST or None)
    posts = request.method == "POST" and "look" not in request.POST
    if not (posts and form.is_valid()):
        place = _place(room, str(form.data.get("step", "")) or request.GET.get("step", ""))
        if place is None and request.method != "POST":
            raise Http404
        words, ticked = _begins_with(request, room)
        return _drawn(request, room, form, place=place, words=words, ticked=ticked)
    given = form.cleaned_data
    place = _place(room, given["step"])

    def make() -> str:
        told = {name: given[name] for name in ("source", "rests_on", "read_at")}
        where = {"step": given["step"], "outside": bool(place and place.outside)}
        made = summing.sum_up(person=request.user, dialogue=room.dialogue, now=room.now, **told, **where)
        _say_what_fell_out(request, room, made, given["rests_on"])
        return f"{room.dialogue.get_absolute_url()}#summary"

    try:
        return redirect(once(request.user, key_of(request.POST), make))
    except Refused as why:
        return _refused(request, room, given, sentence(why.verdict))


def _place(room: Room, step: str) -> Place | None:
    found = synthesis.places(room)
    return next((place for place in found if place.step == step), found[0] if found else None)


def _begins_with(request: PersonRequest, room: Room) -> tuple[str, list[int]]:
    """What was being written, or what another summary says and rests on."""
    drafts = [draft for draft in room.drafts if draft.kind == KIND]
    if drafts:
        told = str(drafts[-1].more.get("rests_on", "")).split(",")
        return drafts[-1].source, [int(one) for one in told if one.isdecimal()]
    before = asked_number(request, "of")
    rows = Contribution.objects.filter(room.seen, dialogue=room.dialogue, number=before, kind=KIND, removed_at=None)
    if before and (row := rows.first()) is not None:
        return row.source, list(synthesis.rests_in(room.dialogue).get(before, synthesis.Rests()).on)
    return "", []


def _drawn(
    request: PersonRequest,
    room: Room,
    form: SummaryForm,
    *,
    words: str,
    ticked: list[int],
    place: Place | None = None,
    of: Contribution | None = None,
) -> HttpResponse:
    """The page, with what was typed and ticked so far: whoever looks for a contribution loses neither."""
    looking = request.method == "POST" and "look" in request.POST
    if form.is_bound:
        form.is_valid()
        words, ticked = str(form.data.get("source", "")), form.cleaned_data.get("rests_on", [])
    told = {name: form.cleaned_data.get(name) or "" for name in ("sought", "within")} if form.is_bound else {}
    page = (form.cleaned_data.get("look") if form.is_bound else None) or 1
    context: dict[str, Any] = {
        "dialogue": room.dialogue,
        "errors": [] if looking or not form.is_bound else form.errors.get("source", [_("Something is missing.")]),
        "words": words,
        "of": of,
        "place": place,
        "read_at": _read_at(form) or room.now,
        "choices": synthesis.choices(
            room, request.LANGUAGE_CODE, ticked=ticked[: resting.AT_MOST], page=page,
            sought=told.get("sought", "").strip(), within=told.get("within", ""),
        ),
        "before": page - 1,
        "next": page + 1,
        "sought": told.get("sought", ""),
        "within": told.get("within", ""),
        "looking": looking,
    }  # fmt: skip
    return render(request, "dialogues/sum_up.html", context)


def _read_at(form: SummaryForm) -> datetime | None:
    """Since the page was first drawn: what is changed while somebody looks for more has not been read again."""
    told: datetime | None = form.cleaned_data.get("read_at") if form.is_bound else None
    return told


def _say_what_fell_out(request: PersonRequest, room: Room, made: Contribution, ticked: list[int]) -> None:
    rests = resting.resting(room.dialogue, made.number)
    if left := len(ticked) - len(rests.on):
        said = ngettext(
            "%(n)s contribution that you ticked is no longer shown; your summary rests on the others.",
            "%(n)s contributions that you ticked are no longer shown; your summary rests on the others.",
            left,
        )
        messages.info(request, said % {"n": left})


def _refused(request: PersonRequest, room: Room, given: dict[str, Any], why: str) -> HttpResponse:
    """Words and ticks stay with their author: the page of a summary begins with them."""
    assert room.me is not None
    more = {"rests_on": ",".join(map(str, given["rests_on"]))}
    place: dict[str, Any] = {"participant": room.me, "step": given["step"], "kind": KIND, "about": 0}
    writing.save_draft(**place, source=given["source"], now=room.now, why=why, more=more)
    fresh = own_room_or_404(request, room.dialogue.key)
    return render(request, "dialogues/dialogue.html", context_of(request, fresh, refused=why), status=409)


@surface("page", open_to="guests", shows="dialogue")
def sum_up_again(request: PersonRequest, key: str, number: int) -> HttpResponse:
    """Its author's other words in the place of the ones before, on other grounds."""
    room = own_room_or_404(request, key)
    rows = Contribution.objects.select_related("participant", "dialogue").filter(dialogue=room.dialogue, kind=KIND)
    row = rows.filter(number=number, participant=room.me, removed_at=None, hidden=False).first()
    if row is None:
        raise Http404
    form = SummaryForm(request.POST or None)
    if request.method != "POST" or "look" in request.POST or not form.is_valid():
        rests = synthesis.rests_in(room.dialogue).get(number, synthesis.Rests())
        return _drawn(request, room, form, of=row, words=row.source, ticked=list(rests.on))
    told = {name: form.cleaned_data[name] for name in ("source", "rests_on", "read_at")}
    summing.rewrite(person=request.user, contribution=row, now=room.now, **told)
    return redirect(f"{room.dialogue.get_absolute_url()}#summary")


@surface("act", open_to="guests", shows="dialogue")
@require_POST
def still_right(request: PersonRequest, key: str, number: int) -> HttpResponse:
    """Looked at again, and left as it is."""
    room = own_room_or_404(request, key)
    if not queries.these(room, [number]):
        raise Http404
    form = LookAgainForm(request.POST)
    form.is_valid()
    told = {name: form.cleaned_data.get(name) for name in ("read_at", "gone")}
    gone, read_at = told["gone"] or (), told["read_at"]
    summing.still_right(
        person=request.user, dialogue=room.dialogue, number=number, now=room.now, read_at=read_at, gone=gone
    )
    return redirect(f"{room.dialogue.get_absolute_url()}#summary")

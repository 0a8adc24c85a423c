"""Bringing something in: words, gestures, the harvest; drafts; changing and taking back."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from iq4d.web.dialogues import replying, rules
from iq4d.web.dialogues.actions import gesturing, harvesting, writing
from iq4d.web.dialogues.forms import (
    ChangeForm,
    GestureForm,
    GuidedForm,
    HarvestForm,
    RatingForm,
    VoteForm,
    WordsForm,
)
from iq4d.web.dialogues.models import Contribution
from iq4d.web.dialogues.queries import Room
from iq4d.web.dialogues.views.hinting import hinted, line_before, wants_no_more
from iq4d.web.dialogues.views.reading import context_of, own_room_or_404
from iq4d.web.journal.actions import key_of, once
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.middleware import unkeepable
from iq4d.web.ui.refusals import sentence
from iq4d.web.ui.surfaces import surface
from iq4d.web.ui.verdicts import Refused

CHOOSE_A_PLACE = gettext_lazy("Choose your place on the line, too.")


@surface("act", open_to="guests", shows="dialogue")
@require_POST
def contribute(request: PersonRequest, key: str) -> HttpResponse:
    """Words into a step. What is refused comes back on the page with the reason, and stays in a draft."""
    room = own_room_or_404(request, key, about=numbers_in(request.POST.get("about", "")))
    form = WordsForm(request.POST, request.FILES)
    if not form.is_valid():
        wrong = form.errors.get("source") or form.errors.get("picture") or ()
        told = [str(one) for one in wrong] or [
            str(CHOOSE_A_PLACE if "place" in form.errors else _("Something is missing."))
        ]
        return _back(request, room, form, " ".join(told))
    given = form.cleaned_data
    if not given["kind"]:
        given["kind"] = replying.as_it_reads(room, given["step"], given["source"], given["about"])

    if not given["place"] and replying.scale_of(room, given["step"], given["kind"], given["about"]) is not None:
        return _back(request, room, form, str(CHOOSE_A_PLACE))
    if (line := hinted(request, room, given)) is not None:
        return line

    def make() -> str:
        made = writing.write(
            person=request.user,
            dialogue=room.dialogue,
            kind=given["kind"],
            step=given["step"],
            source=given["source"],
            about=given["about"] or None,
            outside=given["outside"],
            more={name: given[name] for name in ("place", "whose", "consent", "picture")},
            now=room.now,
        )
        return f"{room.dialogue.get_absolute_url()}c/{made.number}/"

    try:
        return redirect(once(request.user, _key_with(request, given["picture"]), make))
    except writing.StepsOutside as asks:
        return _back(request, room, form, sentence(asks.verdict), outside=True)
    except Refused as why:
        if why.verdict.code == rules.CONSENT_FIRST.code:
            return _back(request, room, form, sentence(why.verdict))
        fields = {name: given[name] for name in ("source", "step", "kind", "about")}
        return _refused(request, room, sentence(why.verdict), **fields, more=_besides(given))


def _key_with(request: PersonRequest, picture: bytes | None) -> str:
    """Other pictures are other things, though the words are the same."""
    key = key_of(request.POST)
    return sha256(key.encode() + picture).hexdigest()[:40] if key and picture else key


def _besides(given: Mapping[str, Any]) -> dict[str, str]:
    """What stood in the form beside the words: kept with them."""
    return {name: str(given[name]) for name in ("place", "whose", "consent") if given.get(name)}


def _refused(
    request: PersonRequest,
    room: Room,
    why: str,
    *,
    source: str,
    step: str,
    kind: str,
    about: int = 0,
    more: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The step may have closed a moment ago: the words stay with their author, with the reason."""
    assert room.me is not None
    place: dict[str, Any] = {"participant": room.me, "step": step, "kind": kind, "about": about}
    writing.save_draft(**place, source=source, now=room.now, why=why, more=more)
    fresh = own_room_or_404(request, room.dialogue.key)
    return render(request, "dialogues/dialogue.html", context_of(request, fresh, refused=why), status=409)


def _back(request: PersonRequest, room: Room, form: WordsForm, why: str, *, outside: bool = False) -> HttpResponse:
    """The same page with the words on top, what is wrong with them, and how they can still be posted.

    They are kept as a draft too, for who goes away now.
    """
    assert room.me is not None
    given = form.cleaned_data
    about, source = given.get("about") or 0, str(form.data.get("source", ""))
    step, kind = str(given.get("step", "")), str(given.get("kind", ""))
    if not unkeepable(source) and step:
        place: dict[str, Any] = {"participant": room.me, "step": step, "kind": kind, "about": about}
        writing.save_draft(**place, source=source, now=room.now, why=why, more=_besides(given))
    words = {"source": source, "kind": kind, "step": step, "about": about, "why": why, "outside": outside}
    words |= replying.asked_besides(room, step, kind, about, _besides(given))
    words["photo_again"] = bool(request.FILES)
    context = context_of(request, room, back=words, answering=about)
    return render(request, "dialogues/dialogue.html", context)


def numbers_in(value: str) -> tuple[int, ...]:
    """The number of a contribution in a form, as one or none."""
    return (int(value),) if value.isascii() and value.isdigit() and 0 < len(value) < 10 and int(value) else ()


@surface("act", open_to="guests", shows="dialogue")
@require_POST
def gesture(request: PersonRequest, key: str) -> HttpResponse:
    """Something without words: nothing this time, whether it is done, a date to look back."""
    room = own_room_or_404(request, key)
    form = GestureForm(request.POST)
    if not form.is_valid():
        raise Http404
    given = form.cleaned_data
    gesturing.gesture(
        person=request.user,
        dialogue=room.dialogue,
        kind=given["kind"],
        step=given["step"],
        values={given["about"]: given["value"]},
        now=room.now,
    )
    return redirect(room.dialogue)


@surface("act", open_to="guests", shows="dialogue")
@require_POST
def vote(request: PersonRequest, key: str) -> HttpResponse:
    """What somebody votes for, all at once; a later choice takes the place of the one before."""
    room = own_room_or_404(request, key)
    form = VoteForm(request.POST)
    if not form.is_valid() or not form.cleaned_data["vote"]:
        messages.error(request, _("Choose at least one."))
        return redirect(room.dialogue)
    given = form.cleaned_data
    try:
        gesturing.vote(
            person=request.user, dialogue=room.dialogue, step=given["step"], numbers=given["vote"], now=room.now
        )
    except Refused as why:
        messages.error(request, sentence(why.verdict))
    return redirect(room.dialogue)


@surface("act", open_to="guests", shows="dialogue")
@require_POST
def rate(request: PersonRequest, key: str) -> HttpResponse:
    """Warm, lukewarm or cold for everything on the table at once, the kept ones in an order; or points."""
    room = own_room_or_404(request, key)
    form = RatingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose for at least one."))
        return redirect(room.dialogue)
    try:
        gesturing.gesture(
            person=request.user,
            dialogue=room.dialogue,
            kind="rate",
            step=form.cleaned_data["step"],
            values=form.values,
            order=form.order,
            now=room.now,
        )
    except Refused as why:
        messages.error(request, sentence(why.verdict))
    return redirect(room.dialogue)


@surface("act", open_to="guests", shows="dialogue")
@require_POST
def harvest(request: PersonRequest, key: str) -> HttpResponse:
    """What do you take with you, and what will you do? Each may be empty: nothing to do is a good answer."""
    room = own_room_or_404(request, key)
    form = HarvestForm(request.POST, people=[one.number for one in room.participants])
    if not form.is_valid():
        return render(request, "dialogues/dialogue.html", context_of(request, room, harvest=form))
    try:
        once(request.user, key_of(request.POST), lambda: _harvest(request, room, form))
    except Refused as why:
        return _harvest_refused(request, room, form, sentence(why.verdict))
    messages.success(request, _("Thank you. It is in."))
    return redirect(room.dialogue)


def _harvest(request: PersonRequest, room: Room, form: HarvestForm) -> str:
    harvesting.harvest(person=request.user, dialogue=room.dialogue, now=room.now, **form.cleaned_data)
    return room.dialogue.get_absolute_url()


def _harvest_refused(request: PersonRequest, room: Room, form: HarvestForm, why: str) -> HttpResponse:
    """Each of its words stays by itself, with all that was chosen for it: who may see a deed above all."""
    assert room.me is not None
    place: dict[str, Any] = {"participant": room.me, "step": form.cleaned_data["step"], "about": 0}
    for kind, (words, more) in form.words().items():
        writing.save_draft(**place, kind=kind, source=words, now=room.now, why=why, more=more)
    fresh = own_room_or_404(request, room.dialogue.key)
    return render(request, "dialogues/dialogue.html", context_of(request, fresh, refused=why), status=409)


@surface("page", open_to="guests", shows="dialogue")
def guided(request: PersonRequest, key: str) -> HttpResponse:
    """Help to ask: context, why mine, why now, what was tried, what I assume. Each may be skipped."""
    room = own_room_or_404(request, key)
    step, kind = place_in(request.POST or request.GET)
    form = GuidedForm(request.POST or None, language=room.dialogue.language or request.LANGUAGE_CODE)
    line, off = None, request.method == "POST" and wants_no_more(request)
    if request.method == "POST" and form.is_valid() and not off:
        line = line_before(request, room, step=step, kind="question", source=form.cleaned_data["question"])
    if request.method == "POST" and form.is_valid() and line is None and not off:
        kind = kind or replying.as_it_reads(room, step, form.told(), 0)

        def make() -> str:
            made = writing.write(
                person=request.user, dialogue=room.dialogue, kind=kind, step=step, source=form.told(), now=room.now
            )
            return f"{room.dialogue.get_absolute_url()}c/{made.number}/"

        try:
            return redirect(once(request.user, key_of(request.POST), make))
        except Refused as why:
            return _refused(request, room, sentence(why.verdict), source=form.told(), step=step, kind=kind)
    context = {"dialogue": room.dialogue, "form": form, "step": step, "kind": kind}
    context |= {"line": line, "asks_line": request.user.hints and line is None}
    return render(request, "dialogues/guided.html", context)


def place_in(given: QueryDict) -> tuple[str, str]:
    """The step and the kind that a form or an address names; empty for what cannot be one."""
    form = WordsForm(given)
    form.is_valid()
    return form.cleaned_data.get("step", ""), form.cleaned_data.get("kind", "")


@surface("act", open_to="guests", shows="dialogue")
@require_POST
def draft(request: PersonRequest, key: str) -> HttpResponse:
    """Save what is being written; a script does so while one types, a button without it."""
    room = own_room_or_404(request, key)
    form = WordsForm(request.POST)
    form.fields["source"].required = False
    htmx = bool(request.headers.get("HX-Request"))
    if not form.is_valid():  # too long, or with a character that cannot be kept: never "saved"
        why = " ".join(map(str, form.errors.get("source", [_("Something is missing.")])))
        return HttpResponse(status=422) if htmx else _back(request, room, form, why)
    if room.me is not None:
        given = form.cleaned_data
        fields = {name: given[name] for name in ("step", "kind", "about", "source")}
        writing.save_draft(participant=room.me, now=timezone.now(), **fields)
    if htmx:
        return HttpResponse(status=204)
    messages.success(request, _("Your draft is saved. Only you see it."))
    return redirect(room.dialogue)


@surface("act", open_to="guests", shows="dialogue")
@require_POST
def draft_away(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    room = own_room_or_404(request, key)
    assert room.me is not None
    writing.forget_draft(participant=room.me, pk=pk)
    return redirect(room.dialogue)


def _own_or_404(room: Room, number: int) -> Contribution:
    found = Contribution.objects.select_related("participant", "dialogue").filter(
        dialogue=room.dialogue, number=number, participant=room.me, wiped=False
    )
    if (row := found.first()) is None:
        raise Http404
    return row


@surface("page", open_to="guests", shows="dialogue")
def change(request: PersonRequest, key: str, number: int) -> HttpResponse:
    """Other words for one's own contribution, or taking it back."""
    room = own_room_or_404(request, key)
    row = _own_or_404(room, number)
    form = ChangeForm(request.POST or None, initial={"source": row.source})
    if request.method == "POST" and "take_back" in request.POST:
        writing.take_back(person=request.user, dialogue=room.dialogue, number=number, now=room.now)
        back = f"{room.dialogue.get_absolute_url()}c/{number}/back/"
        return redirect(back)
    if request.method == "POST" and form.is_valid():
        writing.edit(person=request.user, contribution=row, source=form.cleaned_data["source"], now=room.now)
        return redirect(f"{room.dialogue.get_absolute_url()}c/{number}/")
    return render(request, "dialogues/change.html", {"dialogue": room.dialogue, "contribution": row, "form": form})


@surface("page", open_to="guests", shows="dialogue")
def back(request: PersonRequest, key: str, number: int) -> HttpResponse:
    """Undo taking something back."""
    room = own_room_or_404(request, key)
    row = _own_or_404(room, number)
    if request.method == "POST":
        writing.bring_back(person=request.user, dialogue=room.dialogue, number=number, now=room.now)
        return redirect(f"{room.dialogue.get_absolute_url()}c/{number}/")
    if row.removed_at is None:
        return redirect(f"{room.dialogue.get_absolute_url()}c/{number}/")
    return render(request, "dialogues/back.html", {"dialogue": room.dialogue, "contribution": row})

"""Telling back: from home, from a dialogue, or by the link in a mail."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iq4d.web.deeds import actions, links, queries, rules
from iq4d.web.deeds.forms import DayForm, OutcomeForm, StoryForm
from iq4d.web.deeds.models import OUTCOMES, Deed
from iq4d.web.journal.actions import key_of, once
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.refusals import sentence
from iq4d.web.ui.surfaces import surface
from iq4d.web.ui.verdicts import Refused


def deed_or_404(request: PersonRequest, pk: int) -> Deed:
    """One's own deed, as long as its dialogue is one's to read."""
    deed = queries.own(request.user, pk)
    if deed is None:
        raise Http404
    return deed


def _page(request: PersonRequest, deed: Deed, status: int = 200, **more: Any) -> HttpResponse:
    has_story = deed.story is not None and deed.story.removed_at is None
    context = {
        "deed": deed,
        "dialogue": deed.contribution.dialogue,
        "outcomes": OUTCOMES,
        "has_story": has_story,
        "story_form": StoryForm(deed=deed, has_story=has_story, initial=_said(deed)),
        "day_form": DayForm(),
    }
    return render(request, "deeds/deed.html", context | more, status=status)


def _said(deed: Deed) -> dict[str, str]:
    return {"reason": deed.reason, "reason_words": deed.reason_words}


@surface("page", open_to="guests", shows="own deed")
def deed_page(request: PersonRequest, pk: int) -> HttpResponse:
    """How did it go? One tap, and then what came of it."""
    return _page(request, deed_or_404(request, pk))


@surface("act", open_to="guests", shows="own deed")
@require_POST
def tell(request: PersonRequest, pk: int) -> HttpResponse:
    """Done, partly, not; nothing takes it back."""
    deed, form = deed_or_404(request, pk), OutcomeForm(request.POST)
    if not form.is_valid():
        raise Http404
    if outcome := form.cleaned_data["outcome"]:
        actions.tell(person=request.user, deed=deed, outcome=outcome, now=timezone.now())
    else:
        actions.untell(person=request.user, deed=deed)
    return redirect(f"{deed.get_absolute_url()}#{'told' if outcome else 'main'}")


@surface("act", open_to="guests", shows="own deed")
@require_POST
def story(request: PersonRequest, pk: int) -> HttpResponse:
    """What came of it, back into the dialogue. What is refused comes back with its words."""
    deed, choosing = deed_or_404(request, pk), "outcome" in request.POST
    # one too many is refused with its words, not dropped
    form = StoryForm(request.POST, deed=deed, has_story=False, choosing=choosing)
    if not form.is_valid():
        return _page(request, deed, story_form=form)

    def make() -> str:
        made = actions.tell_story(person=request.user, deed=deed, now=timezone.now(), **form.cleaned_data)
        number = made.number if made else deed.contribution.number
        return f"{deed.contribution.dialogue.get_absolute_url()}c/{number}/"

    try:
        address = once(request.user, key_of(request.POST), make)
    except actions.ToldOtherwise:
        deed, form = _to_choose(request, deed)
        why_not = _("Meanwhile this was noted as done. Choose how it went; under “done” the reason is kept, unseen.")
        form.add_error(None, why_not)
        return _page(request, deed, 409, story_form=form)
    except Refused as why:
        deed, chosen = _to_choose(request, deed)
        form = form if deed.outcome else chosen
        return _page(request, deed, 409, story_form=form, refused=sentence(why.verdict))
    messages.success(request, _("Thank you. It stands in the conversation."))
    return redirect(address)


def _to_choose(request: PersonRequest, was: Deed) -> tuple[Deed, StoryForm]:
    """The deed as it is told by now, and the form with all that was sent, which asks for the outcome along with it."""
    deed, sent = queries.own(request.user, was.pk) or was, request.POST.copy()
    sent.setdefault("outcome", deed.outcome)
    return deed, StoryForm(sent, deed=deed, has_story=False, choosing=True)


@surface("act", open_to="guests", shows="own deed")
@require_POST
def move(request: PersonRequest, pk: int) -> HttpResponse:
    """Not yet: in a week, or on a day of one's own."""
    deed, now, form = deed_or_404(request, pk), timezone.now(), DayForm(request.POST)
    if request.POST.get("week"):
        day: date = request.user.today(now) + rules.AGAIN
    elif form.is_valid():
        day = form.cleaned_data["day"]
    else:
        return _page(request, deed, day_form=form)
    actions.move(person=request.user, deed=deed, day=day, now=now)
    messages.success(request, _("Fine. We ask you again then."))
    return redirect(deed)


@surface("page", open_to="anyone", shows="own deed by its link")
def by_mail(request: PersonRequest, token: str) -> HttpResponse:
    """The page behind the link in the mail, signed in or not: it asks, and one button tells."""
    try:
        asked = links.asked_by(token)
    except links.Unknown as unknown:
        raise Http404 from unknown
    if asked is None:
        return render(request, "deeds/by_mail.html", {"deed": None})
    deed, outcome = asked
    person = deed.contribution.participant.person
    assert person is not None
    if request.method == "POST":
        form = OutcomeForm(request.POST)
        if not form.is_valid() or not form.cleaned_data["outcome"]:
            raise Http404
        actions.tell(person=person, deed=deed, outcome=form.cleaned_data["outcome"], now=timezone.now())
        is_owner = request.user.is_authenticated and request.user.pk == person.pk
        return redirect(f"{deed.get_absolute_url()}#told" if is_owner else f"{request.path}?told=1")
    sign_in = f"{reverse('account_login')}?next={deed.get_absolute_url()}"
    context = {
        "deed": deed,
        "outcomes": OUTCOMES,
        "first": outcome,
        "told": request.GET.get("told") == "1" and deed.outcome,
        "is_owner": request.user.is_authenticated and request.user.pk == person.pk,
        "sign_in": sign_in,
    }
    return render(request, "deeds/by_mail.html", context)

"""One's own view: four questions on a page of their own, so that the live mirror draws over nothing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iq4d.measures import Scorecard, wording
from iq4d.measures.score import DIMENSIONS
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.dialogues.views import dialogue_or_404
from iq4d.web.mirror import rules
from iq4d.web.mirror.models import Together
from iq4d.web.mirror.own_view import actions, queries
from iq4d.web.mirror.own_view.forms import OwnViewForm, as_before
from iq4d.web.mirror.own_view.wording import ABOUT, lines, picture, questions
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.surfaces import surface
from iq4d.web.ui.verdicts import require


@surface("page", open_to="guests", shows="own view")
def own_view(request: PersonRequest, key: str) -> HttpResponse:
    """How this person sees the dialogue. Who did not take part in it is told nothing of the page."""
    dialogue = dialogue_or_404(request, key)
    before = queries.mine(request.user, dialogue)
    may = queries.may_set(request.user, dialogue)
    if not may and may.code == "dialogues.not-taking-part":
        raise Http404
    require(may)
    form = OwnViewForm(request.POST or None, initial=as_before(before))
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        consent = form.cleaned_data["may_test"]
        actions.set_own_view(person=request.user, dialogue=dialogue, steps=form.steps, may_test=consent, now=now)
        messages.success(request, _("Kept. Nobody but you sees what you chose."))
        return redirect(f"{reverse('mirror', args=[key])}#own-view")
    made = Together.objects.filter(dialogue=dialogue).exists()
    context = {"dialogue": dialogue, "form": form, "before": before, "asked": asked(form, request.LANGUAGE_CODE)}
    return render(request, "mirror/own_view.html", context | {"made": made, **FLOORS})


FLOORS = {"least": rules.LEAST_PEOPLE, "apart_from": rules.LEAST_TO_DIFFER, "days": rules.WAIT.days}


@surface("act", open_to="guests", shows="own view")
@require_POST
def own_view_away(request: PersonRequest, key: str) -> HttpResponse:
    """Take back what one said, and the consent with it."""
    dialogue = dialogue_or_404(request, key)
    if queries.mine(request.user, dialogue) is None:
        raise Http404
    actions.take_back(person=request.user, dialogue=dialogue)
    messages.success(request, _("Taken back. What you chose is gone."))
    return redirect(f"{reverse('mirror', args=[key])}#own-view")


def asked(form: OwnViewForm, language: str) -> list[dict[str, Any]]:
    """The four questions with their fields."""
    return [
        {
            "key": key,
            "name": wording.dimension_name(key).say(language),
            "plain": wording.dimension_question(key).say(language),
            "about": ABOUT[key],
            "field": form[key],
        }
        for key in DIMENSIONS
    ]


def beside_the_mirror(request: PersonRequest, dialogue: Dialogue, scorecard: Scorecard) -> dict[str, Any]:
    """What the foot of the mirror page shows of own views. Three queries."""
    view = queries.mine(request.user, dialogue)
    group = queries.of_group(dialogue, scorecard)
    language = request.LANGUAGE_CODE
    return {
        "mine": view is not None,
        "may": bool(queries.may_set(request.user, dialogue)),
        "people": group.people if group else 0,
        "picture": picture(group, language) if group else "",
        "lines": lines(group, language) if group else [],
        "questions": questions(group, language, dialogue.pk) if group else [],
        **FLOORS,
    }

"""A harvest that was chosen: a few words of each learning, who asks on, paper, and how it goes for good."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iq4d.web.circles.queries import circle_for, circles_of
from iq4d.web.dialogues.own_methods.queries import offered_to
from iq4d.web.dialogues.standing import methods_with_period
from iq4d.web.harvests import queries, rules, wording
from iq4d.web.harvests.actions import asking, harvesting, papers
from iq4d.web.harvests.forms import AskForm, LearningForm
from iq4d.web.harvests.models import Harvest, Learning
from iq4d.web.journal.actions import key_of, once
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.refusals import sentence
from iq4d.web.ui.surfaces import surface
from iq4d.web.ui.verdicts import Refused

SAID = {True: "yes", False: "no", None: ""}


def harvest_or_404(request: PersonRequest, pk: int) -> Harvest:
    found = queries.harvest_of(request.user, pk)
    if found is None:
        raise Http404
    return found


def learning_or_404(request: PersonRequest, pk: int, learning: int) -> tuple[Learning, list[Learning]]:
    """One learning of one's own harvest, and all that stand in it, in order."""
    everything = queries.learnings_of(harvest_or_404(request, pk), timezone.now())
    found = next((one for one in everything if one.pk == learning), None)
    if found is None:
        raise Http404
    return found, [one for one in everything if one.removed_at is None]


@surface("page", open_to="guests", shows="own harvest")
def harvest(request: PersonRequest, pk: int) -> HttpResponse:
    """The harvest as its owner keeps it, to print, copy, ask on about or delete."""
    found, now = harvest_or_404(request, pk), timezone.now()
    everything = queries.learnings_of(found, now)
    standing = [one for one in everything if one.removed_at is None]
    context = {
        "harvest": found,
        "title": wording.title(found.of),
        "when": wording.said(found.of),
        "told": [(one, wording.label(one), wording.facts(one)) for one in standing],
        "left_out": [one for one in everything if one.removed_at is not None],
        "text": wording.as_text(request.user.name, found.of, standing),
        "talk": queries.talk_about(request.user, found),
        "can_ask": bool(methods_with_period(found.period)),
        "room_for": rules.CHOSEN - len(standing),
    }
    return render(request, "harvests/harvest.html", context)


@surface("page", open_to="guests", shows="own harvest")
def learning(request: PersonRequest, pk: int, learning: int) -> HttpResponse:
    """One small screen for each: every button keeps what was filled in, whichever way it leads."""
    found, standing = learning_or_404(request, pk, learning)
    if found.removed_at is not None:
        return redirect("harvest_kept", pk)
    at = standing.index(found)
    initial = {name: getattr(found, name) for name in ("words", "from_whom", "used_where", "shows")}
    form = LearningForm(request.POST or None, initial=initial | {"intended": SAID[found.intended]})
    if request.method == "POST" and form.is_valid():
        harvesting.say(person=request.user, learning=found, now=timezone.now(), **form.said)
        return redirect(_onwards(request.POST.get("then", ""), standing, at))
    context: dict[str, Any] = {"form": form, "learning": found, "harvest": found.harvest, "n": at + 1}
    context |= {"all": len(standing), "is_last": at + 1 == len(standing), "title": wording.title(found.harvest.of)}
    return render(request, "harvests/learning.html", context)


def _onwards(then: str, standing: list[Learning], at: int) -> Harvest | Learning:
    """The screen before this one, the next one, or the harvest behind the last."""
    if then == "back" and at > 0:
        return standing[at - 1]
    if then == "on" and at + 1 < len(standing):
        return standing[at + 1]
    return standing[at].harvest


@surface("act", open_to="guests", shows="own harvest")
@require_POST
def learning_away(request: PersonRequest, pk: int, learning: int) -> HttpResponse:
    found, _standing = learning_or_404(request, pk, learning)
    harvesting.leave_out(person=request.user, learning=found, now=timezone.now())
    messages.success(request, _("Left out. Below you can bring it back, for two weeks."))
    return redirect("harvest_kept", pk)


@surface("act", open_to="guests", shows="own harvest")
@require_POST
def learning_back(request: PersonRequest, pk: int, learning: int) -> HttpResponse:
    found, _standing = learning_or_404(request, pk, learning)
    harvesting.bring_back(person=request.user, learning=found, now=timezone.now())
    return redirect("harvest_kept", pk)


@surface("page", open_to="guests", shows="own harvest")
def harvest_ask(request: PersonRequest, pk: int) -> HttpResponse:
    """Who asks on? A closed room, with the learnings on the table; then its own page asks somebody in."""
    found, now, language = harvest_or_404(request, pk), timezone.now(), request.LANGUAGE_CODE
    if talk := queries.talk_about(request.user, found):
        return redirect(talk)
    known = methods_with_period(found.period)
    methods = [(one.key, f"{one.name.say(language)}: {one.summary.say(language)}") for one in known]
    for own, one in offered_to(request.user):
        if one.phases[0].period == found.period:
            methods.append((one.key, f"{one.name.say(language)} ({own.circle.name}): {one.summary.say(language)}"))
    mine = [] if request.user.is_guest else [(one.key, one.name) for one in circles_of(request.user)]
    initial = {"sentence": wording.first_question(found.of), "method": methods[0][0] if methods else ""}
    form = AskForm(request.POST or None, methods=methods, circles=mine, initial=initial)
    refused = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        circle = circle_for(request.user, given["circle"]) if given.get("circle") else None

        def make() -> str:
            made = asking.ask_somebody(
                person=request.user, harvest=found, sentence=given["sentence"], method=given["method"],
                circle=circle, language=language, now=now,
            )  # fmt: skip
            return f"{made.get_absolute_url()}people/"

        try:
            return redirect(once(request.user, key_of(request.POST), make))
        except Refused as why:
            refused = sentence(why.verdict)
    context = {"form": form, "harvest": found, "refused": refused, "title": wording.title(found.of)}
    return render(request, "harvests/ask.html", context | {"can_ask": bool(methods)})


@surface("page", open_to="guests", shows="own harvest")
def harvest_pdf(request: PersonRequest, pk: int) -> HttpResponse:
    """Asks for the PDF, waits with who asked, and offers it."""
    found, now, language = harvest_or_404(request, pk), timezone.now(), request.LANGUAGE_CODE
    if request.method == "POST":
        papers.ask_pdf(person=request.user, harvest=found, language=language, now=now)
        return redirect("harvest_pdf", pk)
    context = {
        "harvest": found,
        "title": wording.title(found.of),
        "being_made": papers.is_being_made(found, now),
        "there": papers.is_there(found, language),
    }
    return render(request, "harvests/pdf.html", context)


@surface("file", open_to="guests", shows="own harvest")
def harvest_file(request: PersonRequest, pk: int) -> HttpResponse:
    """The PDF itself."""
    found = harvest_or_404(request, pk)
    if found.pdf_made_at is None or not found.pdf:
        raise Http404
    answer = HttpResponse(bytes(found.pdf), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{_("harvest")}-{found.of.name}.pdf"'
    return answer


@surface("page", open_to="guests", shows="own harvest")
def harvest_delete(request: PersonRequest, pk: int) -> HttpResponse:
    """For good, once more asked."""
    found = harvest_or_404(request, pk)
    if request.method == "POST":
        name = found.of.name
        harvesting.delete(person=request.user, harvest=found)
        messages.success(request, _("Deleted. What it was chosen from is still there."))
        return redirect(f"/harvest/?of={name}")
    return render(request, "harvests/delete.html", {"harvest": found, "title": wording.title(found.of)})

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iq4d.measures import wording
from iq4d.web.dialogues.views import dialogue_or_404
from iq4d.web.mirror import actions, queries
from iq4d.web.mirror.wording import Speaking, dimension_of, shown_evidence
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.pages import asked_page
from iq4d.web.ui.surfaces import surface

PER_PAGE = 50


@surface("page", shows="mirror")
def mirror_page(request: PersonRequest, key: str) -> HttpResponse:
    dialogue = dialogue_or_404(request, key)
    mirror, scorecard = queries.mirror_of(dialogue)
    context = {"dialogue": dialogue, "mirror": mirror, "opened": request.GET.get("open", "")}
    if scorecard is not None:
        remarks = queries.remarks_on(dialogue, request.user)
        evidence = [*shown_evidence(scorecard), *(one.evidence for one in remarks)]
        pieces = {piece.evidence.id: piece for piece in queries.pieces(dialogue, evidence)}
        speaking = Speaking(scorecard, request.LANGUAGE_CODE, pieces)
        contested = [
            {
                **speaking.quoted(one.evidence),
                "about": speaking.about(one.evidence),
                "stance": one.stance,
                "own": one.own,
            }
            for one in remarks
        ]
        context |= speaking.page() | {"contested": contested}
    return render(request, "mirror/mirror.html", context)


@surface("page", shows="mirror")
def grounds(request: PersonRequest, key: str, indicator: str) -> HttpResponse:
    """Everything one indicator rests on, contribution by contribution."""
    dialogue = dialogue_or_404(request, key)
    _mirror, scorecard = queries.mirror_of(dialogue)
    scores = [s for d in scorecard.dimensions for s in d.scores] if scorecard else []
    score = next((score for score in scores if score.indicator == indicator), None)
    if score is None or scorecard is None:
        raise Http404
    page, pages = asked_page(request, len(score.evidence), PER_PAGE)
    evidence = score.evidence[(page - 1) * PER_PAGE : page * PER_PAGE]
    pieces = {piece.evidence.id: piece for piece in queries.pieces(dialogue, evidence)}
    speaking = Speaking(scorecard, request.LANGUAGE_CODE, pieces)
    context = {
        "dialogue": dialogue,
        "indicator": speaking.indicator(score),
        "no_value": wording.indicator_no_value(indicator).say(request.LANGUAGE_CODE),
        "evidence": [speaking.quoted(piece, at_most=1_000) for piece in evidence],
        "page": page,
        "pages": pages,
    }
    return render(request, "mirror/grounds.html", context)


@surface("act")
@require_POST
def remark(request: PersonRequest, key: str) -> HttpResponse:
    """ "This is not right", "yes, this is a promise", or taking that back."""
    dialogue = dialogue_or_404(request, key)
    stance, evidence = request.POST.get("stance", "wrong"), request.POST.get("evidence", "")[:80]
    actions.remark(
        person=request.user,
        dialogue=dialogue,
        evidence=evidence,
        stance=stance,
        now=timezone.now(),
    )
    said = {
        "wrong": _("Left out: it does not count any more."),
        "promise": _("Noted as a promise."),
        "": _("Your remark is taken back."),
    }
    messages.success(request, said[stance])
    dimension = dimension_of(evidence.partition(":")[0])  # back to where the person was reading
    return redirect(f"{reverse('mirror', args=[key])}?open={dimension}#{dimension}-grounds")

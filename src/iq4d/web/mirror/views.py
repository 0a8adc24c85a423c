from __future__ import annotations

import json

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iq4d.measures import wording
from iq4d.measures.reference import compared
from iq4d.web.dialogues.actions.writing import StepsOutside
from iq4d.web.dialogues.views import dialogue_or_404, own_room_or_404
from iq4d.web.journal.actions import key_of, once
from iq4d.web.mirror import actions, queries
from iq4d.web.mirror.own_view.views import beside_the_mirror
from iq4d.web.mirror.slots import MIRROR_FOOT
from iq4d.web.mirror.wording import Speaking, dimension_of, renewed, shown_evidence
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.pages import asked_page
from iq4d.web.ui.refusals import sentence
from iq4d.web.ui.surfaces import surface
from iq4d.web.ui.verdicts import Refused

PER_PAGE = 50


@surface("page", open_to="guests", shows="mirror")
def mirror_page(request: PersonRequest, key: str) -> HttpResponse:
    """While a dialogue runs its page asks every second whether it is old; nothing is drawn when it is not."""
    tag = queries.tag_of(request.user, key, request.LANGUAGE_CODE)
    if tag and request.headers.get("HX-Request") and request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    dialogue = dialogue_or_404(request, key)
    mirror, scorecard = queries.mirror_of(dialogue)
    live = dialogue.held_here and dialogue.state == "running"
    context = {
        "dialogue": dialogue,
        "mirror": mirror,
        "opened": request.GET.get("open", ""),
        "live": live,
        "known": json.dumps({"If-None-Match": tag}),
        "takes_part": live and queries.takes_part(request.user, dialogue),
        "foot": MIRROR_FOOT.parts(request.user, dialogue),
    }
    if mirror is not None and scorecard is not None:
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
            if one.evidence.id in pieces
        ]
        context |= speaking.page() | {
            "contested": contested,
            "renewed": renewed(mirror, scorecard, request.LANGUAGE_CODE),
            "moved_on": "points" not in mirror.renewed,
            "own": beside_the_mirror(request, dialogue, scorecard),
        }
    return render(request, "mirror/mirror.html", context)


@surface("page", open_to="guests", shows="mirror")
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
        "no_value": wording.indicator(indicator).no_value.say(request.LANGUAGE_CODE),
        "compared": [one.say(request.LANGUAGE_CODE) for one in compared(indicator)] if score.value is not None else [],
        "evidence": [speaking.quoted(piece, at_most=1_000) for piece in evidence if piece.id in pieces],
        "page": page,
        "pages": pages,
    }
    return render(request, "mirror/grounds.html", context)


@surface("act", open_to="guests")
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


@surface("act", open_to="guests", shows="mirror")
@require_POST
def mirror_ask(request: PersonRequest, key: str) -> HttpResponse:
    """Bring the next question of a dimension into the dialogue, as one's own: in one click where the step allows it."""
    room = own_room_or_404(request, key)
    question = queries.next_question(room.dialogue, request.POST.get("dimension", ""), request.LANGUAGE_CODE)
    if question is None:
        raise Http404
    context = {"dialogue": room.dialogue, "question": question, "once": request.POST.get("once", "")}

    def make() -> str:
        if question.name != request.POST.get("asked", ""):
            messages.error(request, _("The mirror has moved on. This is its question now."))
            return f"{reverse('mirror', args=[key])}#{question.dimension}"
        made = actions.bring_in(room=room, question=question, outside=request.POST.get("outside") == "1")
        return f"{room.dialogue.get_absolute_url()}c/{made.number}/"

    try:
        return redirect(once(request.user, key_of(request.POST), make))
    except StepsOutside as asks:
        return render(request, "mirror/ask_outside.html", context | {"why": sentence(asks.verdict)})
    except Refused as no:
        return render(request, "mirror/cannot_ask.html", context | {"why": sentence(no.verdict)}, status=409)

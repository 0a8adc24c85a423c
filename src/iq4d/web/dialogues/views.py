from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from iq4d.web.circles.views import circle_or_404
from iq4d.web.dialogues import queries
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.dialogues.slots import DIALOGUE_FOOT, DIALOGUE_HEAD
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.pages import asked_page
from iq4d.web.ui.surfaces import surface


def dialogue_or_404(request: PersonRequest, key: str) -> Dialogue:
    dialogue = queries.dialogue_for(request.user, key)
    if dialogue is None:
        raise Http404
    return dialogue


@surface("page", shows="dialogue titles")
def dialogue_list(request: PersonRequest, key: str) -> HttpResponse:
    """All dialogues of a circle, in pages."""
    circle = circle_or_404(request, key)
    dialogues = queries.dialogues_in(circle)
    page, pages = asked_page(request, dialogues.count(), queries.PER_PAGE)
    first = (page - 1) * queries.PER_PAGE
    context = {
        "circle": circle,
        "dialogues": dialogues[first : first + queries.PER_PAGE],
        "page": page,
        "pages": pages,
    }
    return render(request, "dialogues/list.html", context)


@surface("page", shows="dialogue")
def dialogue_page(request: PersonRequest, key: str) -> HttpResponse:
    """A window of the dialogue: ?page=2, in reading order."""
    dialogue = dialogue_or_404(request, key)
    page, pages = asked_page(request, dialogue.contribution_count, queries.WINDOW)
    shown = queries.window(dialogue, (page - 1) * queries.WINDOW + 1)
    here = {contribution.number for contribution in shown}
    deeper = [c.answers for c in shown if c.answers and c.level == 2]
    context = {
        "dialogue": dialogue,
        "threads": queries.threads(shown),
        "names": queries.names_in(dialogue, deeper),
        "here": here,
        "page": page,
        "pages": pages,
        "head": DIALOGUE_HEAD.parts(request.user, dialogue),
        "foot": DIALOGUE_FOOT.parts(request.user, dialogue),
        "nested": any(contribution.level for contribution in shown),
    }
    return render(request, "dialogues/dialogue.html", context)


@surface("page", shows="dialogue")
def contribution(request: PersonRequest, key: str, number: int) -> HttpResponse:
    """To the page on which this contribution stands."""
    dialogue = dialogue_or_404(request, key)
    place = queries.place_of(dialogue, number)
    if place is None:
        raise Http404
    page = (place - 1) // queries.WINDOW + 1
    return redirect(f"{dialogue.get_absolute_url()}{'' if page == 1 else f'?page={page}'}#c-{number}")

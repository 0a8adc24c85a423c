"""The mirror over time: of one dialogue, of a series, and of a circle as a group."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from iq4d.web.circles.views import circle_or_404
from iq4d.web.dialogues.own_methods.queries import names_in
from iq4d.web.dialogues.views import dialogue_or_404
from iq4d.web.mirror.over_time import queries as over_time
from iq4d.web.mirror.over_time import wording
from iq4d.web.mirror.over_time.summing import FEWEST_PEOPLE, FEWEST_TALKS
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.surfaces import surface


@surface("page", open_to="guests", shows="mirror")
def mirror_over_time(request: PersonRequest, key: str) -> HttpResponse:
    """How the four dimensions of one dialogue moved, for who sees its mirror."""
    dialogue = dialogue_or_404(request, key)
    stood = over_time.moments_of(dialogue, request.LANGUAGE_CODE)
    context = {
        "dialogue": dialogue,
        "in_series": len(over_time.series_keys(request.user, dialogue)) > 1,
        "most": over_time.AT_MOST if len(stood) == over_time.AT_MOST else 0,
    }
    if stood:
        context |= wording.dialogue_over_time(stood, request.LANGUAGE_CODE)
    return render(request, "mirror/over_time.html", context)


@surface("page", open_to="guests", shows="mirror")
def series(request: PersonRequest, key: str) -> HttpResponse:
    """The dialogues that go on from one another, as far as this person sees them."""
    dialogue = dialogue_or_404(request, key)
    found = over_time.series_of(request.user, dialogue)
    context = {"dialogue": dialogue, "alone": len(found) < 2}
    context |= wording.series_over_time(found, request.LANGUAGE_CODE)
    return render(request, "mirror/over_time_series.html", context)


@surface("page", shows="circle")
def circle_mirror(request: PersonRequest, key: str) -> HttpResponse:
    """A circle as a group: over time, and by method and medium. Never a conversation or a person beside another."""
    circle, language = circle_or_404(request, key), request.LANGUAGE_CODE
    found = over_time.talks_in(circle, request.user)
    context = {
        "circle": circle,
        "talks": len(found.talks),
        "most": over_time.MOST if len(found.talks) == over_time.MOST else 0,
        "waiting": found.waiting if len(found.talks) < over_time.MOST else 0,
        "missing": wording.too_few(found.talks),
        "fewest_talks": FEWEST_TALKS,
        "fewest_people": FEWEST_PEOPLE,
        "names": wording.dimension_names(language),
        "over_time": wording.circle_over_time(found.talks, language),
        "by_method": wording.compared(
            found.talks, "method", language, names_in(circle, {one.method for one in found.talks}, language)
        ),
        "by_medium": wording.compared(found.talks, "medium", language),
    }
    return render(request, "mirror/in_circle.html", context)

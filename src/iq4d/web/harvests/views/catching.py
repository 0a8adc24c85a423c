"""A by-catch in a few seconds, and the list of one's own."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iq4d.web.harvests import queries
from iq4d.web.harvests.actions import catching
from iq4d.web.harvests.forms import BycatchForm
from iq4d.web.harvests.models import Bycatch
from iq4d.web.journal.actions import key_of, once
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.pages import asked_page
from iq4d.web.ui.surfaces import surface


def bycatch_or_404(request: PersonRequest, pk: int) -> Bycatch:
    found = queries.bycatch_of(request.user, pk)
    if found is None:
        raise Http404
    return found


@surface("page", open_to="guests", shows="own by-catch")
def bycatches(request: PersonRequest) -> HttpResponse:
    """What did you just learn, without meaning to? And all that was caught before."""
    now, form = timezone.now(), BycatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def make() -> str:
            catching.catch(person=request.user, now=now, **form.cleaned_data)
            return reverse("bycatches")

        back = once(request.user, key_of(request.POST), make)
        messages.success(request, _("Kept. Only you see it."))
        return redirect(back)
    mine = queries.bycatches_of(request.user, now)
    page, pages = asked_page(request, mine.count(), queries.PER_PAGE_CAUGHT)
    last = page * queries.PER_PAGE_CAUGHT
    context = {"form": form, "caught": mine[last - queries.PER_PAGE_CAUGHT : last], "page": page, "pages": pages}
    return render(request, "harvests/bycatches.html", context)


@surface("page", open_to="guests", shows="own by-catch")
def bycatch(request: PersonRequest, pk: int) -> HttpResponse:
    """Change it. What was taken back is brought back first."""
    found = bycatch_or_404(request, pk)
    if found.removed_at is not None:
        return redirect("bycatches")
    form = BycatchForm(request.POST or None, initial={"words": found.words, "from_whom": found.from_whom})
    if request.method == "POST" and form.is_valid():
        catching.change(person=request.user, bycatch=found, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Kept. Only you see it."))
        return redirect("bycatches")
    return render(request, "harvests/bycatch.html", {"form": form, "bycatch": found})


@surface("act", open_to="guests", shows="own by-catch")
@require_POST
def bycatch_away(request: PersonRequest, pk: int) -> HttpResponse:
    catching.take_back(person=request.user, bycatch=bycatch_or_404(request, pk), now=timezone.now())
    messages.success(request, _("Taken back. You can bring it back for two weeks."))
    return redirect("bycatches")


@surface("act", open_to="guests", shows="own by-catch")
@require_POST
def bycatch_back(request: PersonRequest, pk: int) -> HttpResponse:
    catching.bring_back(person=request.user, bycatch=bycatch_or_404(request, pk), now=timezone.now())
    return redirect("bycatches")

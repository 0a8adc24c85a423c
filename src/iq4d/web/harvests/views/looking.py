"""What I did and learned in a month, quarter or year: for nobody but myself."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from iq4d.web.harvests import queries, rules, wording
from iq4d.web.harvests.actions import harvesting
from iq4d.web.harvests.forms import OwnWordsForm
from iq4d.web.harvests.models import PERIODS, Harvest
from iq4d.web.harvests.queries import Chosen, Section
from iq4d.web.journal.actions import key_of, once
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.pages import asked_page
from iq4d.web.ui.refusals import sentence
from iq4d.web.ui.surfaces import surface
from iq4d.web.ui.verdicts import Refused


def period_or_404(request: PersonRequest) -> rules.Period:
    """The time that is asked for by `of` or else by `period`: this month without either. None that is still to come."""
    asked = request.POST if request.method == "POST" else request.GET
    today = request.user.today(timezone.now())
    name, kind = asked.get("of", ""), asked.get("period", "") or "month"
    if kind not in rules.KINDS:
        raise Http404
    found = rules.named(name) if name else rules.around(kind, today)
    if found is None or found.first > today:
        raise Http404
    return found


def harvest_in(request: PersonRequest) -> Harvest | None:
    """The harvest that more is to come into (`into`); None for a new one. Raises Http404 for what is not mine."""
    told = (request.POST if request.method == "POST" else request.GET).get("into", "")
    if not told:
        return None
    found = (
        queries.harvest_of(request.user, int(told)) if told.isascii() and told.isdigit() and len(told) < 10 else None
    )
    if found is None:
        raise Http404
    return found


def shown(section: Section, chosen: list[Chosen]) -> dict[str, Any]:
    """A section with its words; what was chosen already stands above it, once."""
    name, teaches = wording.SECTIONS[section.key]
    keys = {one.item.key for one in chosen}
    items = [one for one in section.items if one.key not in keys]
    return {"key": section.key, "name": name, "teaches": teaches, "items": items, "more": section.more}


def times(period: rules.Period, today: Any) -> dict[str, Any]:
    """The ways from one time to another. Of the other kinds: the one in which this one ended, or is now."""
    day = min(period.last, today)
    after = period.next if period.next.first <= today else None
    return {
        "period": period,
        "when": wording.said(period),
        "kinds": [(kind, name, rules.around(kind, day).name) for kind, name in PERIODS],
        "earlier": (period.before.name, wording.said(period.before)) if period.before else None,
        "later": (after.name, wording.said(after)) if after else None,
    }


def _page(request: PersonRequest, period: rules.Period, into: Harvest | None, **more: Any) -> HttpResponse:
    person, now = request.user, timezone.now()
    chosen = more.get("chosen", [])
    context = {
        **times(period, person.today(now)),
        "sections": [shown(one, chosen) for one in queries.looked_back(person, period, now)],
        "harvests": list(queries.harvests_of(person, period)[: queries.SHOWN]),
        "own": OwnWordsForm(),
        "into": into,
        "most": rules.CHOSEN,
    }
    return render(request, "harvests/period.html", context | more)


@surface("page", open_to="guests", shows="own harvest")
def own_period(request: PersonRequest) -> HttpResponse:
    """A month, quarter or year of one's own, and what to choose from it."""
    return _page(request, period_or_404(request), harvest_in(request))


@surface("page", open_to="guests", shows="own harvest")
def own_period_all(request: PersonRequest, section: str) -> HttpResponse:
    """All of one section."""
    if section not in queries.SECTIONS:
        raise Http404
    person, now, period = request.user, timezone.now(), period_or_404(request)
    into, rows = harvest_in(request), queries.rows_of(section, person, period, now)
    page, pages = asked_page(request, rows.count(), queries.PER_PAGE)
    items = queries.items_of(section, rows[(page - 1) * queries.PER_PAGE : page * queries.PER_PAGE])
    context = {
        **times(period, person.today(now)),
        "section": shown(Section(section, items, False), []),
        "into": into,
        "most": rules.CHOSEN,
        "page": page,
        "pages": pages,
        "asked": f"of={period.name}&into={into.pk}" if into else f"of={period.name}",
    }
    return render(request, "harvests/period_all.html", context)


@surface("act", open_to="guests", shows="own harvest")
@require_POST
def choose(request: PersonRequest) -> HttpResponse:
    """Up to three learnings become a harvest. What is refused comes back as it was chosen."""
    period, into, form = period_or_404(request), harvest_in(request), OwnWordsForm(request.POST)
    chosen = queries.chosen_by(request.user, request.POST.getlist("learned")[:100])
    if not form.is_valid():
        return _page(request, period, into, chosen=chosen, own=form)
    own = form.cleaned_data["own"]

    def make() -> str:
        made = harvesting.choose(
            person=request.user, period=period, chosen=chosen, own=own, into=into, now=timezone.now()
        )
        first = made.learnings.standing().order_by("-pk" if into else "pk").first()
        return first.get_absolute_url() if first else made.get_absolute_url()

    try:
        return redirect(once(request.user, key_of(request.POST), make))
    except Refused as why:
        return _page(request, period, into, chosen=chosen, own=form, refused=sentence(why.verdict))

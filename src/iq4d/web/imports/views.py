from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from iq4d.errors import IQ4DError
from iq4d.readers import READERS
from iq4d.speech import Text
from iq4d.web.circles import queries as circles
from iq4d.web.circles import rules as circle_rules
from iq4d.web.circles.views import circle_or_404
from iq4d.web.imports import actions, queries
from iq4d.web.imports.forms import BringForm, ConfirmForm
from iq4d.web.imports.models import Import
from iq4d.web.imports.reading import place_of
from iq4d.web.imports.tasks import SKIPPED_SHOWN
from iq4d.web.journal.actions import key_of
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.surfaces import surface
from iq4d.web.ui.verdicts import require


def import_or_404(request: PersonRequest, key: str) -> Import:
    import_ = queries.import_for(request.user, key)
    if import_ is None:
        raise Http404
    return import_


@surface("page", shows="circle")
def import_new(request: PersonRequest, key: str) -> HttpResponse:
    circle = circle_or_404(request, key)
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        files, key_of_form = form.cleaned_data["export"], key_of(request.POST)
        now = timezone.now()
        return redirect(actions.bring(person=request.user, circle=circle, files=files, key=key_of_form, now=now))
    may = circle_rules.may_import(circles.role_in(request.user, circle))
    language = request.LANGUAGE_CODE
    known = [(reader.title.say(language), reader.files.say(language)) for reader in READERS]
    return render(request, "imports/new.html", {"circle": circle, "form": form, "may": may, "known": known})


TICKED = 10  # of the largest conversations found, before anybody chose


@surface("page", shows="import")
def import_page(request: PersonRequest, key: str) -> HttpResponse:
    """Where an import stands: progress, what went wrong, the preview to confirm, or what it brought."""
    import_ = import_or_404(request, key)
    found = queries.found_in(import_)
    listed = list(found[: queries.LISTED]) if import_.state == "ready" else []
    total = import_.found.count()
    form = ConfirmForm(request.POST or None, state=import_.state, listed=listed, found=total)
    if request.method == "POST" and import_.state in ("keeping", "done"):  # confirmed just now: a double click
        return redirect(import_)
    if request.method == "POST" and form.is_valid():
        chosen = {int(number) for number in form.cleaned_data["chosen"]}
        if form.cleaned_data["everything"]:
            chosen = set(found.values_list("number", flat=True))
        actions.confirm(
            person=request.user,
            import_=import_,
            chosen=chosen,
            pseudonyms=form.cleaned_data["pseudonyms"],
            group_knows=form.cleaned_data["group_knows"],
            now=timezone.now(),
        )
        return redirect(import_)
    context = {
        "import": import_,
        "form": form,
        "found": listed,
        "ticked": set(form["chosen"].value() or ()) if form.is_bound else _largest(listed),
        "total": total,
        "here": queries.already_here(import_) if listed else 0,
        "many": len(listed) > TICKED,
        "skipped_cut": len(import_.skipped) >= SKIPPED_SHOWN,
        "kept": queries.kept_by(import_) if import_.state in ("done", "undone") else [],
        "problem": _problem(import_, request.LANGUAGE_CODE),
        "skipped": [_skipped(row, request.LANGUAGE_CODE) for row in import_.skipped],
    }
    return render(request, f"imports/{import_.state}.html", context)


def _largest(listed: list[Any]) -> set[str]:
    """Of those the circle has not yet. listed: `Found` with `here`, largest first."""
    return {str(one.number) for one in [one for one in listed if not one.here][:TICKED]}


def _skipped(row: dict[str, Any], language: str) -> tuple[str, str]:
    """Where something was left out, and why."""
    where = place_of(row["where"])
    return where if isinstance(where, str) else where.say(language), Text.from_json(row["why"]).say(language)


def _problem(import_: Import, language: str) -> str:
    if not import_.problem:
        return ""
    told = import_.problem
    todo = Text.from_json(told["todo"]) if told["todo"] else None
    return IQ4DError(Text.from_json(told["what"]), where=place_of(told["where"]), todo=todo).say(language)


@surface("page", shows="import")
def import_undo(request: PersonRequest, key: str) -> HttpResponse:
    """Asks first: undoing takes the dialogues and what was said of their mirrors away."""
    import_ = import_or_404(request, key)
    if request.method == "POST":
        gone = actions.undo(person=request.user, import_=import_)
        said = ngettext("%(n)s conversation is out of the circle.", "%(n)s conversations are out of the circle.", gone)
        messages.success(request, said % {"n": gone})
        return redirect(import_.circle)
    require(queries.may_undo(request.user, import_))
    return render(request, "imports/undo.html", {"import": import_, "kept": queries.kept_by(import_)})


@surface("act")
@require_POST
def import_drop(request: PersonRequest, key: str) -> HttpResponse:
    import_ = import_or_404(request, key)
    actions.drop(person=request.user, import_=import_)
    messages.success(request, _("The file and its preview are gone."))
    return redirect(import_.circle)

"""A circle's own methods: bring one in as a file, look at it first, take it along, take it out of use."""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iq4d.methods import BrokenMethod, Method, fingerprint
from iq4d.methods.suiting import minutes_of, working_days_of
from iq4d.web.circles.models import Circle
from iq4d.web.circles.queries import role_in
from iq4d.web.circles.views import circle_or_404
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.models import OwnMethod
from iq4d.web.dialogues.own_methods import actions, queries, reading, rules
from iq4d.web.dialogues.own_methods.forms import FileForm
from iq4d.web.dialogues.views.choosing import people_of
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.refusals import sentence
from iq4d.web.ui.surfaces import surface
from iq4d.web.ui.verdicts import Refused, require

OFTEN = {"own_method": "60/h/user"}  # each is played to its end, which may take seconds


def own_or_404(request: PersonRequest, circle: Circle, pk: int) -> OwnMethod:
    found = queries.kept_for(request.user, circle, pk)
    if found is None:
        raise Http404
    return found


def about(method: Method) -> dict[str, Any]:
    """What a page tells of a method."""
    return {
        "method": method,
        "fingerprint": fingerprint(method),
        "people": people_of(method),
        "minutes": minutes_of(method, "live"),
        "days": working_days_of(method, "apart"),
    }


@surface("page", shows="circle")
def own_methods(request: PersonRequest, key: str) -> HttpResponse:
    """All of this circle's own, with every version."""
    circle = circle_or_404(request, key)
    context = {
        "circle": circle,
        "kept": list(queries.kept_in(request.user, circle)),
        "may": rules.may_load(role_in(request.user, circle)),
    }
    return render(request, "dialogues/own_methods/list.html", context)


@surface("page", shows="circle")
def own_method_new(request: PersonRequest, key: str) -> HttpResponse:
    """Choose a file, and see what is in it; nothing is kept before somebody says yes."""
    circle = circle_or_404(request, key)
    may = rules.may_load(role_in(request.user, circle))
    if request.method != "POST":
        return _chooses(request, circle, FileForm(), may=may)
    require(may)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _chooses(request, circle, form, may=may)
    if not ratelimit.consume(request, app="iq4d", action="own_method", config=OFTEN):
        form.add_error(None, _("That was too often in a short time. Wait a little, then choose the file once more."))
        return _chooses(request, circle, form, may=may, status=429)
    upload = form.cleaned_data["file"]
    try:
        words = reading.text_of(upload)
        read = reading.method_in(words, (upload.name or "")[: reading.NAMED])
    except BrokenMethod as broken:
        return _chooses(request, circle, FileForm(), may=may, problem=_problem(broken, request.LANGUAGE_CODE))
    return _previews(request, circle, read, words)


def _chooses(request: PersonRequest, circle: Circle, form: FileForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"circle": circle, "form": form, "largest": rules.LARGEST // 1_000, **more}
    return render(request, "dialogues/own_methods/new.html", context, status=status)


def _previews(request: PersonRequest, circle: Circle, read: reading.Read, words: str) -> HttpResponse:
    method, told = read.method, about(read.method)
    verdict = actions.may_keep(circle, method.key, method.version, told["fingerprint"])
    here = OwnMethod.objects.filter(circle=circle, key=method.key, fingerprint=told["fingerprint"])
    known = here.filter(problem={}).first()
    context = {
        "circle": circle, "words": words, "known": known, "refused": "" if verdict else sentence(verdict),
        "long": not read.whole and not (known and known.works),
    }  # fmt: skip
    return render(request, "dialogues/own_methods/preview.html", context | told)


def _problem(broken: BrokenMethod, language: str) -> dict[str, Any]:
    return {
        "what": broken.what.say(language),
        "file": broken.file,
        "phase": broken.phase,
        "rule": broken.rule,
        "allowed": broken.allowed[:40],
    }


@surface("act", shows="circle")
@require_POST
def own_method_keep(request: PersonRequest, key: str) -> HttpResponse:
    """Yes to the preview. What was looked at comes along, and is read again as strictly."""
    circle = circle_or_404(request, key)
    require(rules.may_load(role_in(request.user, circle)))
    if not ratelimit.consume(request, app="iq4d", action="own_method", config=OFTEN):
        messages.error(request, _("That was too often in a short time. Wait a little, then choose the file once more."))
        return redirect("own_method_new", key)
    try:
        made = actions.keep(person=request.user, circle=circle, text=request.POST.get("words", ""), now=timezone.now())
    except BrokenMethod as broken:
        problem = _problem(broken, request.LANGUAGE_CODE)
        return _chooses(request, circle, FileForm(), may=True, problem=problem)
    except Refused as why:
        messages.error(request, sentence(why.verdict))
        return redirect("own_method_new", key)
    said = _("“%(name)s” is in the circle. Whoever starts here can choose it.")
    if not made.works:
        said = _("“%(name)s” is in the circle. We are playing it to its end; once that is done it can be chosen.")
    messages.success(request, said % {"name": made.name})
    return redirect("own_methods", key)


@surface("page", shows="circle")
def own_method(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """One of them, to prepare and lead it."""
    circle = circle_or_404(request, key)
    own = own_or_404(request, circle, pk)
    told = about(standings.method_from(own.text))
    return render(request, "dialogues/own_methods/method.html", {"circle": circle, "own": own} | told)


@surface("file", shows="circle")
def own_method_file(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """The file as it came, to change, to share, to load elsewhere."""
    own = own_or_404(request, circle_or_404(request, key), pk)
    answer = HttpResponse(own.text, content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{own.key}-{own.version}.toml"'
    return answer


@surface("act", shows="circle")
@require_POST
def own_method_away(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    own = own_or_404(request, circle_or_404(request, key), pk)
    actions.take_out_of_use(person=request.user, own=own, now=timezone.now())
    messages.success(request, _("Out of use. What runs goes on as it began. You can take it into use again below."))
    return redirect("own_methods", key)


@surface("act", shows="circle")
@require_POST
def own_method_back(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    own = own_or_404(request, circle_or_404(request, key), pk)
    actions.use_again(person=request.user, own=own)
    messages.success(request, _("In use again."))
    return redirect("own_methods", key)

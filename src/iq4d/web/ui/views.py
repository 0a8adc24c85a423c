"""Pages that belong to no app: errors that say what to do, kept texts, the choice of language."""

from __future__ import annotations

import sys

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iq4d.web.ui import kept as kept_texts
from iq4d.web.ui.refusals import sentence
from iq4d.web.ui.surfaces import surface
from iq4d.web.ui.verdicts import Refused


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "ui/error_400.html", status=400)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A refusal is a full sentence, and what was written comes back with it."""
    why = sentence(exception.verdict) if isinstance(exception, Refused) else ""
    context = {"why": why, "texts": kept_texts.words_in(kept_texts.texts_in(request))}
    return render(request, "ui/error_403.html", context, status=403)


def too_large(request: HttpRequest) -> HttpResponse:
    """Before anything of it is read: what was written cannot come back."""
    context = {"why": _("What you sent is larger than this site takes in. Send a smaller part."), "texts": []}
    return render(request, "ui/error_403.html", context, status=413)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was written to a page that is no longer there comes back all the same."""
    texts = kept_texts.words_in(kept_texts.texts_in(request)) if request.method == "POST" else []
    return render(request, "ui/error_404.html", {"texts": texts}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """A page that asks nothing of the database: it may be what went wrong."""
    away = isinstance(sys.exc_info()[1], (OperationalError, InterfaceError))
    response = HttpResponse(render_to_string("ui/error_500.html", {"away": away}), status=503 if away else 500)
    if away:
        response["Retry-After"] = "30"
    return response


def from_own_page(request: HttpRequest) -> bool:
    """Whether a form came from a page of ours. Every browser in use says so of what it posts."""
    said = request.headers.get("Origin")
    return said is None or said in {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A stale form: nothing is done, nothing is lost; one button sends it again with a fresh token.

    Only from a page of our own: what another site sent is nobody's words here, and must not be one button away.
    """
    key = kept_texts.keep(request) if from_own_page(request) else None
    return redirect(key) if key else render(request, "ui/error_csrf.html", status=403)


@surface("page", open_to="anyone", shows="own kept text")
def kept(request: HttpRequest, key: str) -> HttpResponse:
    found = kept_texts.take(request, key)
    if found is None:
        raise Http404
    if request.method == "POST":  # "I don't need it any more"
        kept_texts.forget(request, key)
        return redirect("home")
    shown = kept_texts.words_in(found["fields"])
    hidden = [field for field in found["fields"] if tuple(field) not in {tuple(one) for one in shown}]
    fields = [(name, value, len(value) > 80 or "\n" in value) for name, value in shown]  # an <input> joins lines
    return render(request, "ui/kept.html", {"key": key, "path": found["path"], "hidden": hidden, "shown": fields})


@surface("act", open_to="anyone")
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """The language of this browser, and of the person where somebody is signed in."""
    language = request.POST.get("language", "")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = reverse("home")
    response = HttpResponseRedirect(back)
    if language in dict(settings.LANGUAGES):
        translation.activate(language)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=60 * 60 * 24 * 365,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        if request.user.is_authenticated:
            get_user_model().objects.filter(pk=request.user.pk).update(language=language)
    return response

"""At the edge of every request: text a database cannot keep is refused, and only declared surfaces are served."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from iq4d.web.ui import kept
from iq4d.web.ui.surfaces import surface_of
from iq4d.web.ui.verdicts import Refused

Answer = Callable[[HttpRequest], HttpResponse]
LARGEST_FORM = 10_000_000  # bytes: a photo and some words
LARGEST_NUMBER = 2**63 - 1  # that a database can look for


def real_address(get_response: Answer) -> Answer:
    """Behind proxies of one's own the client's address is the entry the outermost of them added.

    Without this everybody shares the proxy's address, and one guesser locks all others out of an account.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.PROXIES:
            passed_on = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
            if len(passed_on) >= settings.PROXIES and passed_on[-settings.PROXIES]:
                request.META["REMOTE_ADDR"] = passed_on[-settings.PROXIES]
        return get_response(request)

    return middleware


def unkeepable(text: str) -> bool:
    """NUL is refused by PostgreSQL, a lone surrogate by both engines: SECURITY rule 11."""
    return "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text)


def clean_input(get_response: Answer) -> Answer:
    """Refuse NUL and lone surrogates in address and query; forms are checked field by field (ui/fields.py)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if unkeepable(request.path) or any(unkeepable(k + v) for k, vs in request.GET.lists() for v in vs):
            from iq4d.web.ui.views import bad_request

            return bad_request(request, BadRequest())
        return get_response(request)

    return middleware


def _has_account(request: HttpRequest) -> bool:
    return request.user.is_authenticated and not request.user.is_guest


def claim_first(request: HttpRequest) -> HttpResponse:
    """A guest goes to the page on which they get an account, and from there on to where they wanted to be."""
    back = request.get_full_path() if request.method != "POST" else kept.keep(request) or reverse("home")
    return redirect(f"{reverse('claim')}?{urlencode({'next': back})}")


def _too_large(request: HttpRequest) -> bool:
    """Asked before anything reads what is sent: Django keeps a file on disk, however large, before a form is asked.

    People may send twice the largest export, so that the form itself tells who is a little over.
    """
    sent = request.META.get("CONTENT_LENGTH") or "0"
    if not sent.isdigit() or int(sent) <= LARGEST_FORM:
        return False
    return not _has_account(request) or int(sent) > LARGEST_FORM + 2 * settings.IMPORT_MAX_BYTES


class Gate:
    """Default deny. A view without a declared surface does not exist; one for people asks to sign in first, one for
    accounts asks a guest for an address.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _too_large(request):
            from iq4d.web.ui.views import too_large

            return too_large(request)
        response = self.get_response(request)
        if request.method == "POST" and response.status_code < 400 and (key := request.POST.get("kept")):
            kept.forget(request, key)  # sent again, and arrived
        if not response.has_header("Cache-Control") and not request.path.startswith(settings.STATIC_URL):
            response["Cache-Control"] = "private, no-cache"  # a right removed is gone at the next request
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        route = request.resolver_match.view_name if request.resolver_match else None
        surface = surface_of(route, view)
        if surface is None:
            raise Http404
        if any(isinstance(number, int) and number > LARGEST_NUMBER for number in kwargs.values()):
            raise Http404  # SQLite raises OverflowError on it, and nothing has such a number
        if surface.open_to != "anyone" and not request.user.is_authenticated:
            return kept.sign_in_first(request)
        if surface.open_to == "people" and not _has_account(request):
            return claim_first(request)
        return None

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, Refused):
            from iq4d.web.ui.views import refused

            return refused(request, problem)
        return None

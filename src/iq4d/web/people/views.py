from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.views import redirect_to_login
from django.db import IntegrityError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iq4d.web.people import actions, claims, photos, queries
from iq4d.web.people.forms import ClaimForm, FreeDaysForm, ProfileForm
from iq4d.web.people.http import PersonRequest
from iq4d.web.people.models import FreeDays, Person
from iq4d.web.people.signed_in import BACKEND
from iq4d.web.ui import kept
from iq4d.web.ui.surfaces import surface

BACK = "claim_back"  # in the session: where a guest wanted to be


def _profile_page(
    request: PersonRequest, form: ProfileForm | None = None, days_form: FreeDaysForm | None = None
) -> HttpResponse:
    person = request.user
    context = {
        "form": form or _profile_form(person),
        "days_form": days_form or FreeDaysForm(),
        "free_days": queries.own_free_days(person, timezone.now()),
    }
    return render(request, "people/profile.html", context)


def _profile_form(person: Person, *sent: Any) -> ProfileForm:
    now = {name: getattr(person, name) for name in ("name", "language", "theme", "zone", "mails", "mail_hour", "hints")}
    return ProfileForm(*sent, initial=now, guest=person.is_guest)


@surface("page", open_to="guests", shows="own account")
def profile(request: PersonRequest) -> HttpResponse:
    person = request.user
    form = _profile_form(person, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        actions.change_profile(person=person, **form.cleaned_data)
        with translation.override(person.language):
            messages.success(request, _("Your profile is up to date."))
        return redirect("profile")
    return _profile_page(request, form)


@surface("page", open_to="guests", shows="own account")
def free_days_add(request: PersonRequest) -> HttpResponse:
    form = FreeDaysForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_free_days(person=request.user, now=timezone.now(), **form.cleaned_data)
    elif request.method == "POST":
        return _profile_page(request, days_form=form)
    return redirect(reverse("profile") + "#free")


@surface("act", open_to="guests")
@require_POST
def free_days_remove(request: PersonRequest, pk: int) -> HttpResponse:
    days = get_object_or_404(FreeDays, pk=pk, person=request.user)
    actions.remove_free_days(person=request.user, days=days)
    return redirect(reverse("profile") + "#free")


@surface("file", open_to="guests", shows="photo")
def photo(request: PersonRequest, person_id: int) -> FileResponse:
    name = queries.photo_of(request.user, person_id)
    path = photos.folder() / name if name else None
    if path is None or not path.exists():
        raise Http404
    response = FileResponse(path.open("rb"), content_type="image/webp")
    response["Cache-Control"] = "private, max-age=300"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _back(request: PersonRequest) -> str:
    """Where somebody wanted to be before they came here, if that is a page of ours."""
    said = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(said, {request.get_host()}, require_https=request.is_secure())
    return said if ours else ""


@surface("page", open_to="guests", shows="own account")
def claim(request: PersonRequest) -> HttpResponse:
    """Where a guest asks for an account."""
    person, back, now = request.user, _back(request), timezone.now()
    if not person.is_guest:
        return redirect(back or "home")
    waiting = person.claims.filter(asked_at__gt=now - claims.LASTS).order_by("pk").last()
    sent_to = waiting.email if waiting else ""
    form = ClaimForm(request.POST or None, initial={"email": sent_to})
    if request.method == "POST" and form.is_valid():
        actions.ask_claim(person=person, email=form.cleaned_data["email"], now=now)
        request.session[BACK] = back
        return redirect("claim")
    context = {"form": form, "back": back or request.session.get(BACK, ""), "sent_to": sent_to}
    return render(request, "people/claim.html", context)


@surface("page", open_to="anyone", shows="own account")
def claim_link(request: PersonRequest, token: str) -> HttpResponse:
    """The page behind the link in the mail: it asks, and one button does it."""
    try:
        asked = claims.asked_by(token)
    except claims.Unknown as unknown:
        raise Http404 from unknown
    if asked is None:
        return render(request, "people/claim_link.html", {"guest": None})
    guest, email = asked
    account = queries.account_with(email)
    if request.method == "POST":
        return _bring_together(request, guest, account) if account else _get_account(request, guest, email)
    return render(request, "people/claim_link.html", {"guest": guest, "email": email, "account": account})


def _get_account(request: PersonRequest, guest: Person, email: str) -> HttpResponse:
    try:
        person = actions.claim(guest=guest, email=email)
    except IntegrityError:  # the address got an account in the meantime: the page says so
        return redirect(request.path)
    _sign_out(request, guest)
    login(request, person, backend=BACKEND)
    back = _onward(request)
    with translation.override(person.language):
        messages.success(request, _("Your place is kept. From now on %(email)s is your way back.") % {"email": email})
    return redirect(back or "account_set_password")


def _bring_together(request: PersonRequest, guest: Person, account: Person) -> HttpResponse:
    """Only who is signed in to the account brings a guest into it."""
    if request.user != account:
        _sign_out(request, guest)
        return redirect_to_login(request.path)
    actions.merge(guest, account)
    messages.success(request, _("What you wrote as %(name)s is yours here too now.") % {"name": guest.name})
    return redirect(_onward(request) or "home")


def _onward(request: PersonRequest) -> str:
    """To what was being written when a session ended, else to where they wanted to be; empty for neither."""
    back = request.session.pop(BACK, "")
    return kept.waiting(request) or back


def _sign_out(request: PersonRequest, guest: Person) -> None:
    """Whoever is here goes; if it is the guest, or nobody any more, what waits for them in this browser stays."""
    waiting = {key: request.session[key] for key in (BACK, kept.SESSION_KEY) if key in request.session}
    is_theirs = request.user == guest or not request.user.is_authenticated
    logout(request)
    if is_theirs:
        request.session.update(waiting)

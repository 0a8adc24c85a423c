"""No session end, stale form or refusal costs a person their words.

What was sent is kept in the session, and shown again with one button to send it once more.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

SESSION_KEY = "kept_texts"
AT_MOST = 5  # forms per session
LONGEST = 200_000  # characters per form: beyond that a browser's own copy has to do
SECRET = {"password", "password1", "password2", "oldpassword"}
NEVER = SECRET | {"csrfmiddlewaretoken", "login"}
# hidden fields, choices and buttons: nobody's words
OURS = {
    "once", "next", "kept", "language", "stance", "evidence", "step", "kind", "value", "due",
    "whose", "buddy", "seen", "intended", "judge", "rests_on", "read_at", "gone", "within", "look",
    "learned", "into", "of", "then", "hint", "hints",
}  # fmt: skip
PLACE = ("step", "about")  # which of the forms of one page
# A number or a switch in one form, words in another: what a circle is about, what is outside a purpose.
NUMBERED = {"about", "outside"}


def texts_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What a person filled in, without secrets and without our own tokens."""
    return [(name, value) for name, values in request.POST.lists() if name not in NEVER for value in values]


def words_in(fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those fields that a person filled in themselves."""
    given = [(name, value) for name, value in fields if name not in OURS and value.strip()]
    return [(name, value) for name, value in given if not (name in NUMBERED and value.isdecimal())]


def keep(request: HttpRequest) -> str | None:
    """Keep what was sent; gives the address where it can be sent again, or None if there was nothing to keep."""
    fields = texts_in(request)
    if SECRET & request.POST.keys():
        return None  # without its password the form would only fail: better open a fresh one
    if not words_in(fields) or sum(len(value) for _, value in fields) > LONGEST:
        return None
    kept: dict[str, Any] = request.session.get(SESSION_KEY, {})
    one = {"path": request.get_full_path(), "fields": fields, "by_itself": by_itself(request)}
    if not _make_room(kept, one):
        return None
    key = secrets.token_urlsafe(8)
    kept[key] = one
    request.session[SESSION_KEY] = kept
    return reverse("kept", args=[key])


def by_itself(request: HttpRequest) -> bool:
    """Whether a script sent it while somebody writes: nobody pressed a button."""
    return request.headers.get("HX-Request") == "true"


def _make_room(kept: dict[str, Any], one: dict[str, Any]) -> bool:
    """What a script saved goes by what it saves later of the same form, and before anything that somebody sent."""
    saved = [key for key, other in kept.items() if other.get("by_itself")]
    if one["by_itself"]:
        for key in [key for key in saved if _form(kept[key]) == _form(one)]:
            del kept[key]
            saved.remove(key)
    while len(kept) >= AT_MOST:
        if not saved and one["by_itself"]:
            return False
        del kept[saved.pop(0) if saved else next(iter(kept))]
    return True


def _form(one: dict[str, Any]) -> tuple[str, list[tuple[str, str]]]:
    return one["path"], [(name, value) for name, value in one["fields"] if name in PLACE]


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and from there back to where the person was, their words included."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    if by_itself(request):
        keep(request)
        return HttpResponse(status=401)  # a script goes to no page
    return redirect_to_login(keep(request) or reverse("home"), settings.LOGIN_URL)


def take(request: HttpRequest, key: str) -> dict[str, Any] | None:
    """What was kept under this key in this session."""
    return request.session.get(SESSION_KEY, {}).get(key)


def waiting(request: HttpRequest, path: str = "") -> str | None:
    """Where the last text waits that was sent to this address or one under it; None if there is none.

    What a script saved waits behind what somebody sent.
    """
    kept: dict[str, Any] = request.session.get(SESSION_KEY, {})
    found = [key for key, one in kept.items() if one["path"].startswith(path)]
    found.sort(key=lambda key: not kept[key].get("by_itself"))
    return reverse("kept", args=[found[-1]]) if found else None


def forget(request: HttpRequest, key: str) -> None:
    kept = request.session.get(SESSION_KEY, {})
    if kept.pop(key, None) is not None:
        request.session[SESSION_KEY] = kept

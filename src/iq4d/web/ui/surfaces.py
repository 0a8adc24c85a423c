"""The registry of surfaces: every way in which content leaves, and for whom it is open.

Default deny: a view that says nothing is not served, and one that does not say for whom asks for an account before it
runs (`open_to="people"`). `"guests"` also lets in who gave no more than a name. What the person may then see is decided
by the queries, which take the person first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
KINDS = ("page", "file", "act", "account", "one-click")
OPEN_TO = ("anyone", "guests", "people")


@dataclass(frozen=True, slots=True)
class Surface:
    """kind: what leaves ("page", "file", "act": answers with a redirect or a page). open_to: who gets in at all.

    "one-click" is an act that a mail program does for its reader, without our cookies: what it may do is proven by the
    signed address alone, so it asks for no form token. It never looks at who is signed in (decision 0011).

    shows: which content stands on it, in words of the glossary; the access tests walk by it.
    """

    kind: str
    open_to: str
    shows: str = ""


def surface(kind: str, *, open_to: str = "people", shows: str = "") -> Callable[[View], View]:
    """Declare a view a surface. Only declared views are served."""
    assert kind in KINDS, kind
    assert open_to in OPEN_TO, open_to

    def declare(view: View) -> View:
        view.surface = Surface(kind, open_to, shows)  # type: ignore[attr-defined]
        if kind == "one-click":
            view.csrf_exempt = True  # type: ignore[attr-defined] # signed address is the proof: decision 0011
        return view

    return declare


# Views that are not ours, by route name. They show a person nothing but their own account.
# A guest has no address and no password to change.
ACCOUNT_PAGES = {
    name: Surface("account", open_to, "own account")
    for name, open_to in {
        "account_login": "anyone",
        "account_logout": "anyone",
        "account_inactive": "anyone",
        "account_signup": "anyone",
        "account_reauthenticate": "people",
        "account_email": "people",
        "account_email_verification_sent": "anyone",
        "account_confirm_email": "anyone",
        "account_change_password": "people",
        "account_set_password": "people",
        "account_reset_password": "anyone",
        "account_reset_password_done": "anyone",
        "account_reset_password_from_key": "anyone",
        "account_reset_password_from_key_done": "anyone",
    }.items()
}


def surface_of(route: str | None, view: Callable[..., Any]) -> Surface | None:
    """The surface a matched route serves, or None where nobody declared one."""
    return getattr(view, "surface", None) or ACCOUNT_PAGES.get(route or "")

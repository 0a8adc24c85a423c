"""What a view is handed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from iq4d.web.people.models import Person


class PersonRequest(HttpRequest):
    """A request as a view for people sees it: the gate has let nobody else in (ui/middleware.py). For types only."""

    user: Person  # type: ignore[assignment]
    LANGUAGE_CODE: str

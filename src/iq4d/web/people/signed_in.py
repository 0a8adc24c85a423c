"""Who is asking: session and person of a request. Every page reads both, so both are prepared queries."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from iq4d.web.people.models import Person
from iq4d.web.ui.prepared import Prepared

BACKEND = "iq4d.web.people.signed_in.Backend"  # for whoever signs somebody in

_session: Prepared[Session] = Prepared(lambda key: Session.objects.filter(session_key=key))
_person: Prepared[Person] = Prepared(lambda pk: Person.objects.filter(pk=pk))


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        found = _session.first(self.session_key or "")
        if found is not None and found.expire_date > timezone.now():
            return found
        self._session_key = None
        return None


class Backend(AuthenticationBackend):  # type: ignore[misc]
    def get_user(self, user_id: Any) -> Person | None:
        found = _person.first(int(user_id))
        return found if found is not None and self.user_can_authenticate(found) else None

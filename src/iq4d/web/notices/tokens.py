"""The links by which mail stops, without signing in: the address itself is the proof. Nothing of them is stored.

"p12.…" is a person's, "a.….…" that of a mail address we only invited.
"""

from __future__ import annotations

from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.crypto import salted_hmac

from iq4d.web.people.models import Person, normal_email

_signer = Signer(salt="iq4d.web.notices.stop", sep=".", algorithm="sha256")


def stop_person(person: Person) -> str:
    return _signer.sign(f"p{person.pk}")


def stop_address(email: str) -> str:
    return _signer.sign(f"a{proof_of(email)}")


def stopped_by(token: str) -> tuple[Person | None, str]:
    """(person, "") or (None, the proof of an address); (None, "") for a link that was never sent."""
    try:
        of = _signer.unsign(token)
    except BadSignature:
        return None, ""
    if of.startswith("a"):
        return None, of[1:]
    return Person.objects.filter(pk=int(of[1:]), is_active=True).first(), ""


def proof_of(email: str) -> str:
    """What is kept of an address that wants no invitations."""
    return salted_hmac("iq4d.web.notices.unasked", normal_email(email), algorithm="sha256").hexdigest()


def address(token: str) -> str:
    return settings.URL.rstrip("/") + reverse("mail_stop", args=[token])


def host() -> str:
    """The name this site signs its mails with."""
    return urlsplit(settings.URL).hostname or "localhost"


def message_id(of: str) -> str:
    """The same for the same mail, however often it is tried."""
    return f"<{of}@{host()}>"


def list_id() -> str:
    return f"{parseaddr(settings.DEFAULT_FROM_EMAIL)[0] or 'IQ4D'} <daily.{host()}>".replace('"', "")

"""The links in the mail that asks how it went: signed, kept nowhere, for one deed of one person and nothing else."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.urls import reverse

from iq4d.web.deeds import queries, rules
from iq4d.web.deeds.models import Deed

LASTS = timedelta(days=60)
_signer = TimestampSigner(salt="iq4d.web.deeds.tell")


class Unknown(Exception):
    """Nobody was sent this link, or its deed is no longer there for who was."""


def token_of(deed: Deed, outcome: str = "") -> str:
    """outcome: "done", "partly" or "not" for the button that stands first; the others stay possible."""
    return _signer.sign_object({"deed": deed.pk, "person": deed.contribution.participant.person_id, "as": outcome})


def address(deed: Deed, outcome: str = "") -> str:
    """The whole address, for a mail."""
    return settings.URL.rstrip("/") + reverse("deed_by_mail", args=[token_of(deed, outcome)])


def asked_by(token: str) -> tuple[Deed, str] | None:
    """The deed, as its owner still has it, and the outcome of the link; None once it is too old. Raises Unknown."""
    try:
        said = _signer.unsign_object(token, max_age=LASTS)
    except SignatureExpired:
        return None
    except BadSignature as wrong:
        raise Unknown from wrong
    deed = queries.own_by_mail(said["deed"], said["person"])
    if deed is None:
        raise Unknown
    return deed, said["as"] if said["as"] in rules.OUTCOMES else ""

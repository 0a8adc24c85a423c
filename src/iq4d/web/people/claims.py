"""The link by which a guest gets an account. It is signed and kept nowhere; it names the guest and the address."""

from __future__ import annotations

from datetime import timedelta

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

from iq4d.web.people.models import Claim, Person

LASTS = timedelta(days=3)
_signer = TimestampSigner(salt="iq4d.web.people.claim")


class Unknown(Exception):
    """Nobody was sent this link."""


def token_of(claim: Claim) -> str:
    return _signer.sign_object({"person": claim.person_id, "email": claim.email})


def asked_by(token: str) -> tuple[Person, str] | None:
    """The guest and the address; None once the link is too old or the guest has an account. Raises Unknown."""
    try:
        said = _signer.unsign_object(token, max_age=LASTS)
    except SignatureExpired:
        return None
    except BadSignature as wrong:
        raise Unknown from wrong
    guest = Person.objects.filter(pk=said["person"], email=None, is_active=True).first()
    return (guest, said["email"]) if guest else None

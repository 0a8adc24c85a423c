"""The link of a released page. The address is worked out from the site's secret; only a hash of it is kept.

So who reads the database or a backup of it has no way in, and who guesses has 2^256 to try.
"""

from __future__ import annotations

import base64
import hashlib
import secrets

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from iq4d.web.reports.models import Release


def new_nonce() -> str:
    return secrets.token_hex(16)


def token_of(release: Release) -> str:
    """43 characters; another one for every release and every secret of a site."""
    made = salted_hmac("iq4d.web.reports.release", f"{release.pk}.{release.nonce}", algorithm="sha256")
    return base64.urlsafe_b64encode(made.digest()).decode().rstrip("=")


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "backslashreplace")).hexdigest()


def address_of(release: Release) -> str:
    """The whole address for people to pass on; "" where the site's secret is another one since."""
    token = token_of(release)
    if not release.token_hash or not constant_time_compare(hash_of(token), release.token_hash):
        return ""
    return settings.URL.rstrip("/") + reverse("released", args=[token])


def released_by(token: str) -> Release | None:
    """What this link leads to, whether it still may be shown or not.

    What is looked for is a hash: how long the database takes tells nothing about the token.
    """
    found = Release.objects.filter(token_hash=hash_of(token)).select_related("dialogue__standing").first()
    return found if found and constant_time_compare(found.token_hash or "", hash_of(token)) else None

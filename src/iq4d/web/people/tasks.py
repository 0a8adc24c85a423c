"""What accounts do as time goes by."""

from __future__ import annotations

from datetime import datetime

from iq4d.web.journal.tasks import every
from iq4d.web.people import claims
from iq4d.web.people.models import Claim


@every(minutes=60 * 24)
def forget_claims(now: datetime) -> None:
    """An address that was never confirmed is kept no longer than its link works."""
    Claim.objects.filter(asked_at__lt=now - claims.LASTS).delete()

"""Counting how well measure and people agree on this installation, and keeping that."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from iq4d.web.mirror import agreement_queries as queries
from iq4d.web.mirror.models import Agreement


@transaction.atomic
def count(*, now: datetime) -> None:
    """Count everything anew. Who took their consent back since is in it no longer. Twice gives the same."""
    figures = queries.count().to_json()
    Agreement.objects.update_or_create(pk=1, defaults={"figures": figures, "made_at": now})

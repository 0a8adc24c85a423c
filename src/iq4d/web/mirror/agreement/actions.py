"""Counting how well measure and people agree on this installation, and keeping that."""

from __future__ import annotations

from datetime import datetime

from iq4d.web.mirror.agreement import queries
from iq4d.web.mirror.models import Agreement


def count(*, now: datetime) -> None:
    """Count everything anew. Who took their consent back since is in it no longer. Twice gives the same.

    Counting reads for seconds: outside the transaction, which would keep everybody else from writing (SQLite).
    """
    figures = queries.count().to_json()
    Agreement.objects.update_or_create(pk=1, defaults={"figures": figures, "made_at": now})

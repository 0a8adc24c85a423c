"""Moments as exports write them, as aware datetimes in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

__all__ = ["moment", "posted"]

_ISO = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?\s?(?P<zone>Z|[+-]\d\d:?\d\d)?)?",
    re.ASCII | re.IGNORECASE,
)
# A day from either end of the calendar, so that no later step (a time zone, a sum) can fall off it.
_FIRST = datetime.min.replace(tzinfo=UTC) + timedelta(days=1)
_LAST = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)
_WIDEST = timedelta(hours=14)


def moment(written: object, *, zone_needed: bool = False) -> datetime | None:
    """An ISO 8601 date or date with time, in UTC; None where it is no moment that exists.

    Without a zone it is taken as UTC, or refused where `zone_needed`. Offsets run to 14 hours, years from 1
    to 9999.

    >>> moment("2024-01-02T03:04:05+02:00").isoformat()
    '2024-01-02T01:04:05+00:00'
    >>> moment("2024-02-30"), moment("0001-01-01T00:00:00+14:00"), moment("yesterday")
    (None, None, None)
    """
    if not isinstance(written, str) or len(written) > 60:
        return None
    found = _ISO.fullmatch(written.strip())
    if found is None or (zone_needed and not found["zone"]):
        return None
    try:
        return _in_utc(datetime.fromisoformat(written.strip().replace(",", ".").upper()))
    except (ValueError, OverflowError):
        return None


def posted(written: str) -> datetime | None:
    """A date as mail and RSS write it (RFC 5322), in UTC; None where it is no such date.

    >>> posted("Thu, 05 Sep 2024 10:00:00 +0200").isoformat()
    '2024-09-05T08:00:00+00:00'
    """
    # The email package takes a year of two digits, or of zeros and two digits, for one of our time.
    if len(written) > 60 or not re.search(r"\b[1-9]\d{3}\b", written):
        return None
    try:
        return _in_utc(parsedate_to_datetime(written))
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _in_utc(at: datetime) -> datetime | None:
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    if abs(at.utcoffset() or timedelta()) > _WIDEST:
        return None
    at = at.astimezone(UTC)
    return at if _FIRST <= at <= _LAST else None

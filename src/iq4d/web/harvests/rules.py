"""Which time is meant, and what may be done with one's own by-catches and harvests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from iq4d.web.ui.verdicts import ALLOWED, Verdict, refusal

KINDS = ("month", "quarter", "year")
MONTHS = {"month": 1, "quarter": 3, "year": 12}
EARLIEST = 2000  # years before it are nobody's here
CHOSEN = 3  # learnings in a harvest: few enough to say something of each
UNDO = timedelta(days=14)  # as with a contribution that was taken back

NO_WORDS = refusal("harvests.no-words")
NOTHING_CHOSEN = refusal("harvests.nothing-chosen")
TOO_LATE = refusal("harvests.too-late")
NOTHING_TO_ASK = refusal("harvests.nothing-to-ask")
NO_METHOD = refusal("harvests.no-method")


@dataclass(frozen=True, slots=True)
class Period:
    """A month, quarter or year of the calendar. first: its first day."""

    kind: str
    first: date

    @property
    def after(self) -> date:
        """The first day that no longer belongs to it.

        >>> Period("quarter", date(2026, 10, 1)).after
        datetime.date(2027, 1, 1)
        """
        return _later(self.first, MONTHS[self.kind])

    @property
    def last(self) -> date:
        return self.after - timedelta(days=1)

    @property
    def name(self) -> str:
        """As it stands in an address.

        >>> [Period(kind, date(2026, 10, 1)).name for kind in ("month", "quarter")]
        ['2026-10', '2026-Q4']
        >>> Period("year", date(2026, 1, 1)).name
        '2026'
        """
        year, month = self.first.year, self.first.month
        return {"month": f"{year}-{month:02}", "quarter": f"{year}-Q{(month + 2) // 3}", "year": str(year)}[self.kind]

    @property
    def before(self) -> Period | None:
        """The one that ended where this began; None where that is before we keep anything."""
        earlier = _later(self.first, -MONTHS[self.kind])
        return Period(self.kind, earlier) if earlier.year >= EARLIEST else None

    @property
    def next(self) -> Period:
        return Period(self.kind, self.after)


def _later(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def around(kind: str, day: date) -> Period:
    """The period of this kind that a day lies in.

    >>> around("quarter", date(2026, 11, 29)).first
    datetime.date(2026, 10, 1)
    """
    months = MONTHS[kind]
    return Period(kind, date(day.year, (day.month - 1) // months * months + 1, 1))


_NAMED = re.compile(r"(?P<year>2\d{3})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?", re.ASCII)


def named(name: str) -> Period | None:
    """What an address names: "2026", "2026-Q4" or "2026-11"; None where it names nothing.

    >>> named("2026-Q4") == around("quarter", date(2026, 12, 31)), named("2026-13"), named("1815")
    (True, None, None)
    """
    told = _NAMED.fullmatch(name)
    if told is None:
        return None
    year, quarter, month = int(told["year"]), told["quarter"], told["month"]
    if quarter:
        return Period("quarter", date(year, int(quarter) * 3 - 2, 1))
    return Period("month", date(year, int(month), 1)) if month else Period("year", date(year, 1, 1))


def bounds(period: Period, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From when until when it lasts where somebody lives; the second moment no longer belongs to it.

    >>> bounds(named("2027"), ZoneInfo("Europe/Amsterdam"))[0].isoformat()
    '2026-12-31T23:00:00+00:00'
    """
    begin, end = (datetime.combine(day, time.min, zone).astimezone(UTC) for day in (period.first, period.after))
    return begin, end


def may_restore(*, removed_at: datetime | None, now: datetime) -> Verdict:
    """Bring back what one took back, within two weeks. Twice is once."""
    return ALLOWED if removed_at is None or now - removed_at <= UNDO else TOO_LATE


def may_add(*, there: int, chosen: int) -> Verdict:
    """there: learnings in the harvest; chosen: how many more are to come into it."""
    if not chosen:
        return NOTHING_CHOSEN
    return ALLOWED if there + chosen <= CHOSEN else refusal("harvests.full", most=CHOSEN)

"""Working days, deadlines and reminders: the calendar of a circle against the days of each person.

All moments that go in have a time zone; all that come out are in UTC. Nothing here knows what time it is.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

__all__ = ["Calendar"]

GRACE = 2  # working days that people's free days can move a deadline at most: nobody waits for a holiday
REMIND_AT = 0.75  # of the time between opening and deadline
AWAKE = (time(8), time(20))  # when a reminder may arrive, where its reader is
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a circle works. zone: an IANA name. weekdays: Monday is 0. closing: the local time of day of deadlines.

    Raises ValueError for an unknown zone, or a week without a working day.
    """

    zone: str = "Europe/Amsterdam"
    weekdays: frozenset[int] = frozenset(range(5))
    holidays: frozenset[date] = field(default_factory=frozenset)
    closing: time = time(17)

    def __post_init__(self) -> None:
        if not self.weekdays & set(range(7)):
            raise ValueError("a week needs a working day")
        try:
            ZoneInfo(self.zone)
        except (KeyError, OSError, ValueError) as error:
            raise ValueError(f"unknown time zone {self.zone!r}") from error

    def works(self, day: date) -> bool:
        """Whether the circle works on this day."""
        return day.weekday() in self.weekdays and day not in self.holidays

    def moment(self, day: date, at: time | None = None) -> datetime:
        """That day at this local time (the closing time), in UTC.

        A time that the change to summer time skips comes an hour later on the clock; one that happens twice is the
        first of the two.
        """
        return datetime.combine(day, at or self.closing, ZoneInfo(self.zone)).astimezone(UTC)

    def deadline(self, opened: datetime, days: int, free: Collection[frozenset[date]] = ()) -> datetime:
        """The closing time of the last of `days` working days after the day of `opened` (the circle's local day).

        free: the free days of each person who is asked. A person's own free days do not count for that person, so
        the deadline is the latest of theirs, at most two working days after the plain one.

        >>> Calendar().deadline(datetime(2026, 11, 20, 9, tzinfo=UTC), 1).isoformat()  # from a Friday to Monday
        '2026-11-23T16:00:00+00:00'
        """
        first = opened.astimezone(ZoneInfo(self.zone)).date()
        latest = self._after(first, days + GRACE, frozenset())
        plain = self._after(first, days, frozenset())
        own = (self._after(first, days, theirs, latest) for theirs in free)
        return self.moment(min(latest, max((plain, *own))))

    def _after(self, day: date, days: int, free: frozenset[date], until: date = date.max) -> date:
        while days > 0 and day < until:
            day += DAY
            days -= self.works(day) and day not in free
        return day

    def reminder(self, opened: datetime, closes: datetime, zone: str, free: frozenset[date]) -> datetime:
        """When to remind somebody once: at three quarters of the time, or when they are next awake on a working day.

        If they are not before the deadline, it is three quarters after all: an early mail is better than none.
        """
        mark = opened + (closes - opened) * REMIND_AT
        here = ZoneInfo(zone)
        day = mark.astimezone(here).date()
        for _ in range(8):
            if self.works(day) and day not in free:
                start, end = (datetime.combine(day, at, here).astimezone(UTC) for at in AWAKE)
                if mark < end:
                    awake = max(mark, start)
                    return awake.astimezone(UTC) if awake < closes else mark.astimezone(UTC)
            day += DAY
        return mark.astimezone(UTC)

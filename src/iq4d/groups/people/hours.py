"""Free hours in people's own time zones, as hours of one week in UTC, so that they can be held beside each other.

Somebody writes `Europe/Amsterdam mo 9-12, tu 13-17`, or `Asia/Kolkata ma-vr 18-21`: a zone, days (English or Dutch, two
letters are enough) and hours of the clock there. Summer time makes it depend on the week; an hour of the week counts
where all of it is free, so that half an hour on either side (India, Nepal) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from iq4d.speech import LANGUAGES, Text, text

__all__ = ["HOURS", "BadHours", "free_hours", "hour_name", "looks_like_hours", "monday_of"]

HOURS = 168  # of a week, from Monday 0:00 UTC
LONGEST = 400  # characters of what somebody writes
_QUARTER = 15  # minutes: every zone's difference from UTC is a whole number of them
_WEEK = HOURS * 60 // _QUARTER
_DAYS = {
    "en": ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
}
_CLOCK = r"(\d{1,2})(?:[:.h](\d{2})|h)?"
_SPAN = re.compile(rf"{_CLOCK}[-–]{_CLOCK}", re.ASCII)
_DAY_SPAN = re.compile(r"([^\W\d_]{2,})\.?(?:[-–]([^\W\d_]{2,})\.?)?")


class BadHours(ValueError):
    """What somebody wrote cannot be read as free hours; `reason` says what of it."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(str(reason))


def free_hours(words: str, week: date) -> frozenset[int]:
    """The hours of a week in UTC (0 is Monday from 0:00 to 1:00) that are free in the week in which `week` lies.

    Words that say nothing: the empty set. Raises BadHours.

    >>> sorted(free_hours("Europe/Amsterdam mo 9-11", date(2026, 7, 1)))  # summer time: two hours before UTC
    [7, 8]
    >>> sorted(free_hours("Europe/Amsterdam ma 9-11", date(2026, 1, 1)))
    [8, 9]
    """
    zone_name, _, rest = words.strip().partition(" ")
    if not zone_name:
        return frozenset()
    if len(words) > LONGEST:
        raise BadHours(text("It is longer than {most} characters.", most=LONGEST))
    zone = _zone(zone_name.rstrip(",;:"))
    free: set[int] = set()
    for day, first, last in _spans(rest):
        free.update(_quarters(monday_of(week) + timedelta(days=day), first, last, zone))
    per_hour = 60 // _QUARTER
    return frozenset(h for h in range(HOURS) if all(h * per_hour + k in free for k in range(per_hour)))


def monday_of(day: date) -> date:
    """The Monday of the week in which the day lies."""
    return day - timedelta(days=day.weekday())


def looks_like_hours(words: Iterable[str]) -> bool:
    """Whether each of these begins with a time zone and goes on, as only free hours do. Of nothing: no."""
    some = False
    for one in words:
        zone, _, rest = one.strip().partition(" ")
        if not rest or zone.rstrip(",;:") not in _zones():
            return False
        some = True
    return some


def hour_name(hour: int, language: str) -> str:
    """An hour of the week in UTC, to read.

    >>> hour_name(31, "en"), hour_name(31, "nl")
    ('tu 7:00', 'di 7:00')
    """
    days = _DAYS[language if language in LANGUAGES else "en"]
    return f"{days[hour // 24][:2]} {hour % 24}:00"


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    # Only what is in the list is opened: a name is a path to zoneinfo, and this one comes from a stranger.
    if name not in _zones():
        raise BadHours(text("“{name}” is no time zone: write it as Europe/Amsterdam, then days and hours.", name=name))
    return ZoneInfo(name)


def _spans(words: str) -> list[tuple[int, int, int]]:
    """(day from Monday, first minute, last minute) of each stretch. Days stand before the hours they have."""
    found: list[tuple[int, int, int]] = []
    days: list[int] = []
    if not words.strip(" ,;|"):
        raise BadHours(text("There are no days and hours after the zone: write them as mo 9-12, tu 13:30-17:00."))
    waiting = False  # for the hours of the days that were named last
    for word in re.split(r"[\s,;|]+", re.sub(r"\s*[-–]\s*", "-", words.strip(" ,;|").casefold())):
        if span := _SPAN.fullmatch(word):
            if not days:
                raise BadHours(text("“{word}” stands before any day.", word=word))
            first, last = _minute(span[1], span[2], word), _minute(span[3], span[4], word)
            if first == last:
                raise BadHours(text("“{word}” ends when it begins.", word=word))
            # past midnight: it ends on the next day
            found += [(day, first, last if last > first else last + 24 * 60) for day in days]
            waiting = False
        elif day := _DAY_SPAN.fullmatch(word):
            days = [*(days if waiting else []), *_days(day[1], day[2] or day[1], word)]
            waiting = True
        else:
            raise _unreadable(word)
    if waiting:
        raise BadHours(text("The last day has no hours: write them as 9-12 or 13:30-17:00."))
    return found


def _unreadable(word: str) -> BadHours:
    return BadHours(
        text("“{word}” is neither a day (mo, tu, ma, di ...) nor hours (9-12, 13:30-17:00).", word=word[:40])
    )


def _minute(hour: str, minute: str | None, word: str) -> int:
    minutes = 60 * int(hour) + int(minute or 0)
    if int(minute or 0) > 59 or minutes > 24 * 60:
        raise BadHours(text("“{word}” is no time of the day.", word=word))
    return minutes


def _days(first: str, last: str, word: str) -> list[int]:
    begin, end = _day(first, word), _day(last, word)
    return [(begin + k) % 7 for k in range((end - begin) % 7 + 1)]


def _day(name: str, word: str) -> int:
    for names in _DAYS.values():
        for number, one in enumerate(names):
            if one.startswith(name):
                return number
    raise _unreadable(word)


def _quarters(day: date, first: int, last: int, zone: ZoneInfo) -> set[int]:
    """The quarters of an hour of the week in UTC that are wholly within this stretch of the clock in that zone."""
    monday = datetime.combine(monday_of(day), time(), UTC)
    begin, end = ((_at(day, minute, zone) - monday) // timedelta(minutes=1) for minute in (first, last))
    return {quarter % _WEEK for quarter in range(-(-begin // _QUARTER), end // _QUARTER)}


def _at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    days, rest = divmod(minute, 24 * 60)
    local = datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), zone)
    return local.astimezone(UTC)

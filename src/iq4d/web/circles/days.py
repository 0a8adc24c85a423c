"""Dates as people write them, one or a range per line, and as they are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST = 2_000  # dates of one circle
LONGEST = 366  # days of one range
_DATE = r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-\d{4}"
_LINE = re.compile(rf"({_DATE})(?:\s*(?:[-–—/]|to|until|t/m|tot(?: en met)?)\s*({_DATE}))?", re.IGNORECASE)


def _date(written: str) -> date:
    """2026-12-25 or 25-12-2026. Raises ValueError."""
    one, two, three = map(int, written.split("-"))
    return date(one, two, three) if one > 31 else date(three, two, one)


def _range(number: int, line: str) -> list[date]:
    """The dates of one line. Raises ValidationError that names the line."""
    where = {"line": number, "text": line[:60]}
    found = _LINE.fullmatch(line)
    try:
        first = _date(found[1]) if found else None
        last = _date(found[2]) if found and found[2] else first
    except ValueError:
        first = last = None
    if first is None or last is None:
        said = _("Line %(line)s, “%(text)s”, is not a date. Write it as 2026-12-25, or as 2026-12-21 - 2027-01-01.")
        raise ValidationError(said % where)
    if last < first:
        raise ValidationError(_("In line %(line)s, “%(text)s”, the last day is before the first.") % where)
    if (last - first).days >= LONGEST:
        raise ValidationError(_("Line %(line)s, “%(text)s”, is longer than a year. Write a year at most.") % where)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def dates_in(text: str) -> list[date]:
    """Every date, in order. Raises ValidationError with a sentence for each line that cannot be read."""
    dates: set[date] = set()
    wrong: list[ValidationError] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            dates.update(_range(number, line.strip()))
        except ValidationError as unread:
            wrong.append(unread)
        if len(dates) > MOST or len(wrong) == 5:
            break
    if wrong:
        raise ValidationError(wrong)
    if len(dates) > MOST:
        raise ValidationError(_("These are more than %(most)s days. Leave out those that are over.") % {"most": MOST})
    return sorted(dates)


def text_of(dates: Iterable[date]) -> str:
    """The same, written down again: days in a row become one line."""
    ranges: list[list[date]] = []
    for day in sorted(dates):
        if ranges and day - ranges[-1][-1] == timedelta(days=1):
            ranges[-1].append(day)
        else:
            ranges.append([day])
    return "\n".join(f"{one[0]} - {one[-1]}" if len(one) > 1 else f"{one[0]}" for one in ranges)

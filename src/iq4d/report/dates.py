"""Days, as a report says them."""

from __future__ import annotations

from datetime import datetime

from iq4d.speech import Text, text

__all__ = ["day", "ends", "span"]

MONTHS = (
    text("January"), text("February"), text("March"), text("April"), text("May"), text("June"),
    text("July"), text("August"), text("September"), text("October"), text("November"), text("December"),
)  # fmt: skip


def day(at: datetime) -> Text:
    """ "3 May 2026", in the time zone that the moment has.

    >>> str(day(datetime(2026, 5, 3)))
    '3 May 2026'
    """
    return text("{day} {month} {year}", day=at.day, month=MONTHS[at.month - 1], year=at.year)


def span(began: datetime, ended: datetime) -> Text:
    """From the one day to the other; one day where it is the same.

    >>> str(span(datetime(2026, 5, 3), datetime(2026, 5, 9)))
    '3 May 2026 to 9 May 2026'
    """
    if began.date() == ended.date():
        return day(began)
    return text("{first} to {last}", first=day(began), last=day(ended))


def ends(began: datetime, ended: datetime) -> tuple[Text, Text]:
    """The two ends of a stretch of time in short: the days, or the months where they lie in different years.

    >>> [str(end) for end in ends(datetime(2026, 5, 3), datetime(2026, 5, 9))]
    ['3 May', '9 May']
    """
    same = began.year == ended.year
    return _short(began, same), _short(ended, same)


def _short(at: datetime, same_year: bool) -> Text:
    month = MONTHS[at.month - 1]
    return (
        text("{day} {month}", day=at.day, month=month)
        if same_year
        else text("{month} {year}", month=month, year=at.year)
    )

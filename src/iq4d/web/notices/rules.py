"""When the day's mail may go out, and what somebody hears of."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

QUIET_FROM = 21  # o'clock where its reader is: what comes later waits for the morning
EXCERPT = 120  # characters of somebody's words in a mail
MORNING = 8  # o'clock: nobody is asked to look back before it is day
LOOK_BACK_LATE = timedelta(days=60)  # after its day; until then who was away is still asked
LOOK_BACK_MINUTES = 2  # that it takes to tell what came of it
KEEP_MINUTES = 1  # to say whether the words are kept


def is_night(local: datetime, *, demo: bool) -> bool:
    """Whether it is too late for mail at this local time. The demo sends nothing, and is looked at in the evening, too.

    >>> is_night(datetime(2026, 11, 23, 20, 59), demo=False), is_night(datetime(2026, 11, 23, 21), demo=False)
    (False, True)
    """
    return local.hour >= QUIET_FROM and not demo


def looks_back(*, day: date, local: datetime, mail_hour: int, free: Collection[date]) -> bool:
    """Whether somebody is asked now what came of it. local: the time where they are; free: their own free days.

    From their morning on that day, so that the mail of the day has it also for who reads earlier; a free day waits.

    >>> day, eight = date(2026, 12, 1), datetime(2026, 12, 1, 8)
    >>> [looks_back(day=day, local=eight, mail_hour=hour, free=[]) for hour in (7, 8, 18)]
    [True, True, True]
    >>> [looks_back(day=day, local=eight.replace(hour=7), mail_hour=hour, free=[]) for hour in (7, 8, 18)]
    [True, False, False]
    >>> [looks_back(day=day, local=eight + timedelta(days=n), mail_hour=8, free=[day]) for n in (0, 1, 61)]
    [False, True, False]
    """
    today = local.date()
    if not day <= today <= day + LOOK_BACK_LATE or today in free:
        return False
    return local.hour >= min(MORNING, mail_hour)


def hears_news(*, takes_part: bool, stance: str) -> bool:
    """Who takes part hears what is new unless they muted it; who only reads along hears it once they follow.

    >>> hears_news(takes_part=True, stance=""), hears_news(takes_part=False, stance="follow")
    (True, True)
    >>> hears_news(takes_part=True, stance="mute"), hears_news(takes_part=False, stance="")
    (False, False)
    """
    return stance == "follow" or (takes_part and stance != "mute")


def excerpt(words: str) -> str:
    """The beginning of somebody's words on one line, cut at a word where there is one.

    >>> excerpt("one  two"), len(excerpt("word " * 60)) <= EXCERPT, len(excerpt("w" * 500))
    ('one two', True, 120)
    """
    line = " ".join(words.split())
    if len(line) <= EXCERPT:
        return line
    cut = line[: EXCERPT - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"

"""When the day's mail may go out, and what somebody hears of."""

from __future__ import annotations

from datetime import datetime

QUIET_FROM = 21  # o'clock where its reader is: what comes later waits for the morning
EXCERPT = 120  # characters of somebody's words in a mail


def is_night(local: datetime, *, demo: bool) -> bool:
    """Whether it is too late for mail at this local time. The demo sends nothing, and is looked at in the evening, too.

    >>> is_night(datetime(2026, 11, 23, 20, 59), demo=False), is_night(datetime(2026, 11, 23, 21), demo=False)
    (False, True)
    """
    return local.hour >= QUIET_FROM and not demo


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
